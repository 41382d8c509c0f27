import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { NodeResult } from '../engine/insightsNode';
import { longestWaitMs, MOST_PAGES, mostRequests, mostSleeps } from './bounds';
import type { FuzzCase } from './cases';
import type { Finding, FindingKind } from './findings';
import { isObject, placesOf, readPlace, type Json, type JsonObject } from './json';
import { checkRefusals, mustBring } from './refusals';
import { needlesOf } from './secrets';
import type { Traffic } from './standIn';
import { textsIn } from './texts';
import { DIMENSIONS, RATES, type MediaTruth } from './truth';
import type { VirtualClock } from './virtualClock';

export interface Ended {
	readonly fuzzCase: FuzzCase;
	readonly traffic: Traffic;
	readonly clock: VirtualClock;
	readonly result: NodeResult;
	readonly logged: readonly string[];
}

const STATUSES = new Set([
	'ok',
	'no_data',
	'not_enough_viewers',
	'unsupported',
	'not_crossposted',
	'posted_before_conversion',
	'album_child',
	'not_found',
	'not_additive',
	'rate_limited',
	'failed',
]);

/** Words that only programmers understand. */
const OF_A_PROGRAM = [
	/cannot (read propert|set propert|convert|destructure)|is not (iterable|defined|a function)|is not an? (object|constructor)/i,
	/invalid (time value|array length|string length)|maximum call stack|out of range|circular structure/i,
	/unexpected (token|end)|in JSON at|socket hang up|\[object |status code \d|axios/i,
	/\b(ENOENT|ECONN[A-Z]+|ETIMEDOUT|EPIPE|EAI_AGAIN|ERR_[A-Z_]+|HPE_[A-Z_]+)\b|\bundefined\b|\bNaN\b/,
];
const soundsLikeAProgram = (text: string) => OF_A_PROGRAM.some((pattern) => pattern.test(text));
/** A text without the sentences that it quotes from Meta. */
const ownWords = (text: string) => text.replace(/"[^]*"|“[^]*”|‘[^]*’/g, '');
export const OWN_ERRORS = new Set(['NodeApiError', 'NodeOperationError']);

const LONGEST_HINT = 1_000;
const MOST_HINTS = 20;
const LONGEST_MESSAGE = 500;
const LONGEST_DESCRIPTION = 1_500;

/** Collects findings. One of each kind is enough for a run. */
export function collector(): { readonly findings: Finding[]; readonly report: Report } {
	const findings: Finding[] = [];
	return {
		findings,
		report: (kind, detail) => {
			if (findings.some((finding) => finding.kind === kind)) return;
			findings.push({ kind, detail: detail.slice(0, 600) });
		},
	};
}

/** Checks a run against the rules that hold for every run. */
export function check(ended: Ended): Finding[] {
	const { findings, report } = collector();
	checkEffort(ended, report);
	for (const { kind, detail } of ended.traffic.complaints) report(kind, detail);
	checkErrors(ended, report);
	checkHints(ended, report);
	checkSecrets(ended.fuzzCase, ended.result.run, ended.logged, report);
	checkItems(ended, report);
	return findings;
}

export type Report = (kind: FindingKind, detail: string) => void;

export function checkEffort(
	{ fuzzCase, traffic, clock }: Omit<Ended, 'result' | 'logged'>,
	report: Report,
): void {
	const most = mostRequests(fuzzCase, traffic.ledger);
	const sent = Math.max(traffic.requests, traffic.roundTrips);
	if (sent > most) report('requests', `${String(sent)} of ${String(most)}`);
	if (traffic.listRequests > MOST_PAGES)
		report('requests', `${String(traffic.listRequests)} pages of a list`);
	const longest = longestWaitMs(fuzzCase);
	if (clock.waitedMs > longest) {
		report(
			'pauses',
			`${String(Math.round(clock.waitedMs))} ms of ${String(longest)}, ${String(clock.sleeps)} pauses`,
		);
	}
	if (clock.sleeps > mostSleeps(sent)) {
		report('pauses', `${String(clock.sleeps)} pauses for ${String(sent)} requests`);
	}
	if (clock.oddSleeps.length > 0) report('odd_pause', clock.oddSleeps.map(String).join(', '));
}

function checkErrors({ result, fuzzCase, traffic }: Ended, report: Report): void {
	const { error } = result;
	const message = error?.message ?? errorsAmong(result)[0]?.json.error;
	if (message !== undefined && mustBring(fuzzCase, traffic)) {
		report('refusal', `an error although something could be had: ${textOf(message)}`);
	}
	if (error === undefined) {
		if (result.run.status === 'error') report('foreign_error', 'A run without an error ended as one');
		for (const item of errorsAmong(result)) {
			const { error: message, message: description } = item.json;
			checkText(textOf(message), typeof description === 'string' ? description : '', report);
		}
		return;
	}
	if (!OWN_ERRORS.has(error.name)) report('foreign_error', `${error.name}: ${error.message}`);
	if (fuzzCase.onError !== 'stopWorkflow') {
		report('foreign_error', `Stopped although errors go on as items: ${error.message}`);
	}
	checkText(error.message, error.description, report);
}

export function checkText(message: string, description: string, report: Report): void {
	if (message.trim() === '' || soundsLikeAProgram(message)) report('foreign_error', message);
	if (soundsLikeAProgram(ownWords(description))) report('foreign_error', description);
	if (message.length >= LONGEST_MESSAGE)
		report('long_error', `${String(message.length)}: ${message.slice(0, 200)}`);
	if (description.length >= LONGEST_DESCRIPTION) {
		report('long_error', `description of ${String(description.length)}: ${description.slice(0, 200)}`);
	}
}

function checkHints({ result: { hints } }: Ended, report: Report): void {
	if (hints.length > MOST_HINTS) report('hints', `${String(hints.length)} hints`);
	for (const { message } of hints) {
		if (message.length >= LONGEST_HINT) {
			report('hints', `${String(message.length)} characters: ${message.slice(0, 200)}`);
		}
		if (soundsLikeAProgram(ownWords(message))) report('foreign_error', `hint: ${message}`);
	}
}

export function checkSecrets(
	{ secrets }: FuzzCase,
	given: unknown,
	logged: readonly string[],
	report: Report,
): void {
	const needles = needlesOf(secrets);
	for (const text of [...textsIn(given), ...logged]) {
		const lower = text.toLowerCase();
		const needle = needles.find((one) => lower.includes(one));
		if (needle === undefined) continue;
		const at = lower.indexOf(needle);
		report(
			'secret',
			`form of ${String(needle.length)} characters in: ${text.slice(Math.max(0, at - 80), at + 90)}`,
		);
	}
}

/** A cell as a text. */
function textOf(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function isErrorItem({ json, error }: INodeExecutionData): boolean {
	return error !== undefined || (typeof json.error === 'string' && !('metric' in json) && !('name' in json));
}

function errorsAmong({ items, errorItems }: NodeResult): INodeExecutionData[] {
	return [...items.filter(isErrorItem), ...errorItems];
}

function inputOf({ pairedItem }: INodeExecutionData): number | undefined {
	if (typeof pairedItem === 'number') return pairedItem;
	const [only, ...more] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	if (more.length > 0) return undefined;
	return typeof only === 'number' ? only : only?.item;
}

function checkItems({ fuzzCase, traffic, result }: Ended, report: Report): void {
	if (result.error !== undefined) return;
	const { input, way, unavailable } = fuzzCase;
	const byInput = input.map(() => ({ rows: [] as IDataObject[], errors: 0 }));
	for (const list of [result.items, result.errorItems]) {
		let last = 0;
		for (const item of list) {
			const at = inputOf(item);
			const group = at === undefined ? undefined : byInput[at];
			if (at === undefined || group === undefined || at < last) {
				report('paired_item', `${JSON.stringify(item.pairedItem)} after item ${String(last)}`);
				return;
			}
			last = at;
			if (list === result.errorItems || isErrorItem(item)) group.errors += 1;
			else group.rows.push(item.json);
		}
	}
	for (const [index, { rows, errors }] of byInput.entries()) {
		const where = `item ${String(index)}`;
		if (errors > 1 || (errors > 0 && rows.length > 0)) {
			report('rows', `${where} has ${String(errors)} errors and ${String(rows.length)} rows`);
		}
		if (errors > 0) continue;
		const mayBeEmpty = way === 'many' || unavailable === 'omit';
		if (rows.length === 0 && !mayBeEmpty) report('rows', `${where} has neither rows nor an error`);
		checkRows(fuzzCase, traffic, rows, index, report);
	}
}

/** Cells that hold a number of a metric. */
interface Cell {
	readonly metric: string;
	readonly value: unknown;
	/** Whether a part of a breakdown may be 0 because Meta left it out. */
	readonly isPart: boolean;
}

function checkRows(
	fuzzCase: FuzzCase,
	traffic: Traffic,
	rows: readonly IDataObject[],
	index: number,
	report: Report,
): void {
	const { way, mediaOfItems, world, simplify, limit } = fuzzCase;
	const named = way === 'many' ? undefined : mediaOfItems[index];
	const where = `item ${String(index)}`;
	const groups = inGroups(fuzzCase, rows, named);
	const seen = new Set<string>();
	for (const { mediaId, rows: ofMedia } of groups) {
		if (mediaId === undefined) {
			if (simplify)
				report('rows', `${where}: a row without a media ID ${JSON.stringify(ofMedia[0]).slice(0, 200)}`);
			continue;
		}
		if (seen.has(mediaId)) report('rows', `${where}: media ${mediaId} comes twice`);
		seen.add(mediaId);
		const isListed = traffic.ledger.listed().has(mediaId);
		if ((way === 'id' || way === 'list') && mediaId !== named) {
			report('rows', `${where}: media ${mediaId} in the place of ${String(named)}`);
		}
		if (way === 'many' && !isListed) report('rows', `${where}: media ${mediaId} was never listed`);
		if (way === 'url' && mediaId !== named && !isNamedByLink(fuzzCase, traffic, mediaId, named)) {
			report('rows', `${where}: media ${mediaId} is not the one of the link`);
		}
		checkSequence(fuzzCase, ofMedia, `${where}, media ${mediaId}`, report);
		for (const row of ofMedia) {
			checkValues(fuzzCase, traffic, mediaId, row, report);
			checkFields(fuzzCase, traffic, mediaId, row, report);
			if (!simplify) continue;
			checkKind(fuzzCase, traffic, world.byId.get(mediaId), mediaId, row, report);
			checkRefusals(fuzzCase, traffic, world.byId.get(mediaId), row, report);
		}
	}
	if (groups.length > limit && way === 'many')
		report('rows', `${where}: ${String(groups.length)} media of ${String(limit)}`);
	if (way === 'many' && traffic.spoilt === 0 && simplify) checkOrder(fuzzCase, [...seen], where, report);
}

/** If all answers were right, the rows are about just the newest items of the type. */
function checkOrder(
	{ world, resource, parameters, limit, unavailable }: FuzzCase,
	got: readonly string[],
	where: string,
	report: Report,
): void {
	const filters: Record<string, unknown> = isObject(parameters.filters) ? parameters.filters : {};
	const [after, before] = ['publishedAfter', 'publishedBefore'].map((name) => {
		const moment = filters[name];
		return typeof moment === 'string' ? Date.parse(moment) : undefined;
	});
	const newest = world.media
		.filter(({ kind }) => resource === 'media' || kind === resource)
		.filter(({ fields }) => {
			const published = Date.parse(String(fields.timestamp).replace('+0000', 'Z'));
			return (after === undefined || published >= after) && (before === undefined || published <= before);
		})
		.slice(0, limit)
		.map(({ id }) => id);
	const expected = unavailable === 'omit' ? newest.filter((id) => got.includes(id)) : newest;
	if (expected.join() !== got.join()) {
		report(
			'rows',
			`${where}: media ${got.slice(0, 9).join()}… (${String(got.length)}) for ${newest.slice(0, 9).join()}… (${String(newest.length)})`,
		);
	}
}

interface Group {
	readonly mediaId: string | undefined;
	readonly rows: readonly IDataObject[];
}

/** The rows of each item, in their order. */
function inGroups(fuzzCase: FuzzCase, rows: readonly IDataObject[], named: string | undefined): Group[] {
	const { simplify, output, way } = fuzzCase;
	if (!simplify && output !== 'media' && way === 'many') return inCycles(fuzzCase, rows);
	const groups: { readonly mediaId: string | undefined; readonly rows: IDataObject[] }[] = [];
	for (const row of rows) {
		const mediaId = mediaOf(fuzzCase, row) ?? named;
		const last = groups.at(-1);
		if (last && last.mediaId === mediaId && output !== 'media') last.rows.push(row);
		else groups.push({ mediaId, rows: [row] });
	}
	return groups;
}

/**
 * Not all of Meta's own objects name their item. With a row for each metric, the first metric begins the next item. If
 * rows are left out, nobody can tell.
 */
function inCycles({ metrics, output, unavailable }: FuzzCase, rows: readonly IDataObject[]): Group[] {
	if (unavailable === 'omit') return [];
	const groups: IDataObject[][] = [];
	let before: string | undefined;
	for (const row of rows) {
		const name = textOf(row.metric ?? row.name);
		const isNext = name === metrics[0] && (name !== before || (output === 'metrics' && metrics.length === 1));
		const last = groups.at(-1);
		if (last === undefined || isNext) groups.push([row]);
		else last.push(row);
		before = name;
	}
	// If there is a single metric, nobody can tell where the values of one item end.
	if (output === 'values' && metrics.length === 1) return [];
	return groups.map((group) => ({ mediaId: group.flatMap((row) => mediaIn(row) ?? [])[0], rows: group }));
}

/** The media ID, if one of Meta's own objects, or a field beside it, tells it. */
function mediaIn({ media_id: ours, media: beside, id }: IDataObject): string | undefined {
	if (typeof ours === 'string') return ours;
	if (isObject(beside) && typeof beside.id === 'string') return beside.id;
	return typeof id === 'string' ? /^(\d{5,})\/insights/.exec(id)?.[1] : undefined;
}

function mediaOf({ simplify, output }: FuzzCase, row: IDataObject): string | undefined {
	if (typeof row.media_id === 'string') return row.media_id;
	if (simplify) return undefined;
	if (output === 'media') return typeof row.id === 'string' ? row.id : undefined;
	const beside = isObject(row.media) ? row.media.id : undefined;
	return typeof beside === 'string' ? beside : undefined;
}

/** A list may give the link of this item to another one. */
function isNamedByLink(
	{ world }: FuzzCase,
	{ ledger }: Traffic,
	mediaId: string,
	named: string | undefined,
): boolean {
	const { permalink = '' } = world.byId.get(named ?? '')?.fields ?? {};
	const code = String(permalink).replace(/\/$/, '').split('/').at(-1) ?? '';
	return ledger.pages.some((page) => page.includes(mediaId) && page.includes(code));
}

function checkSequence(
	{ metrics, output, unavailable }: FuzzCase,
	rows: readonly IDataObject[],
	where: string,
	report: Report,
): void {
	if (output === 'media') return;
	const names = rows.map((row) => textOf(row.metric ?? row.name));
	const once = output === 'values' ? names.filter((name, index) => name !== names[index - 1]) : names;
	const expected = unavailable === 'omit' ? metrics.filter((name) => once.includes(name)) : metrics;
	if (once.join() !== expected.join()) report('rows', `${where}: ${once.join()} for ${expected.join()}`);
	if (output !== 'values') return;
	const dimensions = rows.map((row) => `${textOf(row.metric)} ${textOf(row.dimension)}`);
	if (rows.every((row) => 'dimension' in row) && new Set(dimensions).size < dimensions.length) {
		report('rows', `${where}: a dimension twice in ${dimensions.join(', ')}`);
	}
}

function cellsOf({ metrics, breakdowns, output }: FuzzCase, row: IDataObject): Cell[] {
	if (output === 'media') {
		return metrics.flatMap((metric): Cell[] => [
			...(metric in row
				? [{ metric, value: row[metric], isPart: false }]
				: [{ metric, value: 'no such column', isPart: false }]),
			...(DIMENSIONS[breakdowns[metric] ?? ''] ?? []).map((name): Cell => ({
				metric,
				value: row[`${metric}_${name}`],
				isPart: true,
			})),
		]);
	}
	const metric = textOf(row.metric);
	const parts = isObject(row.values) ? Object.values(row.values) : [];
	return [
		{ metric, value: row.value, isPart: typeof row.dimension === 'string' },
		...parts.map((value): Cell => ({ metric, value, isPart: true })),
	];
}

/** Whether a value was given for a metric of an item, or can be calculated of what was given. */
function isGiven(ledger: Traffic['ledger'], mediaId: string, metric: string, value: number): boolean {
	const rate = RATES[metric];
	return rate === undefined
		? ledger.hasNumber(mediaId, metric, value)
		: ledger.hasShare(mediaId, rate.of, rate.per, value);
}

function checkValues(
	fuzzCase: FuzzCase,
	{ ledger }: Traffic,
	mediaId: string,
	row: IDataObject,
	report: Report,
): void {
	const isOurs = typeof row.media_id === 'string';
	if (!isOurs) {
		checkSent(fuzzCase, ledger, mediaId, row, report);
		return;
	}
	for (const { metric, value, isPart } of cellsOf(fuzzCase, row)) {
		if (value === null) continue;
		if (typeof value !== 'number' || !Number.isFinite(value)) {
			report('value', `${metric} of ${mediaId} is ${JSON.stringify(value)}`);
		} else if (
			!isGiven(ledger, mediaId, metric, value) &&
			!(isPart && value === 0 && ledger.hasAnswer(mediaId, metric))
		) {
			report('value', `${metric} of ${mediaId} is ${String(value)}, which was not given`);
		}
	}
	const { status, value } = row;
	const isWide = fuzzCase.output === 'media';
	if (typeof status !== 'string' || !(STATUSES.has(status) || (isWide && status === 'partial'))) {
		report('status', `status ${JSON.stringify(status)}`);
	} else if (!isWide && status !== 'ok' && value !== null) {
		report('status', `${textOf(row.metric)} of ${mediaId} is ${status} and has ${JSON.stringify(value)}`);
	}
}

/** Checks that each number of one of Meta's own objects was given. */
function checkSent(
	fuzzCase: FuzzCase,
	ledger: Traffic['ledger'],
	mediaId: string,
	row: IDataObject,
	report: Report,
): void {
	const insights = isObject(row.insights) && Array.isArray(row.insights.data) ? row.insights.data : [];
	// The media fields stand beside the object that was sent.
	const sent: Json = Object.fromEntries(Object.entries(row as JsonObject).filter(([key]) => key !== 'media'));
	for (const entry of fuzzCase.output === 'media' ? insights : [sent]) {
		if (!isObject(entry) || typeof entry.name !== 'string') continue;
		for (const place of placesOf(entry)) {
			const value = readPlace(place);
			if (typeof value === 'number' && !ledger.hasNumber(mediaId, entry.name, value)) {
				report('value', `${entry.name} of ${mediaId} has ${String(value)}, which was not given`);
			}
		}
	}
}

function checkFields(
	{ fields, simplify, output }: FuzzCase,
	{ ledger }: Traffic,
	mediaId: string,
	row: IDataObject,
	report: Report,
): void {
	const holder = simplify || output === 'media' || typeof row.media_id === 'string' ? row : row.media;
	if (!isObject(holder)) return;
	const given = ledger.objectsOf(mediaId);
	for (const name of fields) {
		const value = holder[name];
		if (typeof value !== 'number' && typeof value !== 'string') continue;
		// A moment may be written in another form.
		if (name === 'timestamp') continue;
		// The text was masked, so the stand-in sent another one.
		if (String(value).includes('***')) continue;
		const start = String(value).replace(/(…|\.\.\.)$/, '');
		const isGiven = given.some(({ [name]: sent }) => {
			return sent === value || (typeof sent === 'string' && sent.startsWith(start));
		});
		if (!isGiven) report('field', `${name} of ${mediaId} is ${JSON.stringify(value).slice(0, 200)}`);
	}
}

function checkKind(
	{ resource, way }: FuzzCase,
	{ ledger }: Traffic,
	truth: MediaTruth | undefined,
	mediaId: string,
	row: IDataObject,
	report: Report,
): void {
	const type = row.media_type;
	if (type === null || type === undefined) return;
	const sent = ledger.objectsOf(mediaId);
	const tellsType = sent.some(
		(object) => object.media_product_type !== undefined || object.permalink !== undefined,
	);
	if (!tellsType) {
		// If Meta does not tell the type, it is the chosen one. With any type, none was chosen.
		if (type !== resource) report('media_type', `${textOf(type)} of ${mediaId}, which nothing was told of`);
		return;
	}
	if (type === truth?.kind || (type === resource && way !== 'many')) return;
	const { media_product_type: product, permalink } = truth?.fields ?? {};
	// Spoilt answers may have told another type.
	const isSpoilt = sent.some(
		(object) =>
			(object.media_product_type !== undefined && object.media_product_type !== product) ||
			(object.permalink !== undefined && object.permalink !== permalink),
	);
	if (!isSpoilt) report('media_type', `${textOf(type)} of ${mediaId}, a ${String(truth?.kind)}`);
}
