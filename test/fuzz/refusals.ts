import type { IDataObject } from 'n8n-workflow';

import { mostRequests } from './bounds';
import type { FuzzCase } from './cases';
import type { Report } from './checks';
import type { Traffic } from './standIn';
import { isRounded } from './ledger';
import { RATES, type MediaTruth } from './truth';

/** What Meta refuses for good, in a case in which everything else is answered right. */
export interface Refusals {
	readonly metric: (media: MediaTruth, name: string) => boolean;
	readonly field: (name: string) => boolean;
}

/** A run that has used up most of the calls that it may make does not search any further. */
const SPENT = 0.6;

const REASONS_OF_A_REFUSAL: ReadonlySet<unknown> = new Set(['unsupported', 'not_crossposted']);

/** `of_nobody`: a share of 0. */
type Expected = 'value' | 'refused' | 'not_crossposted' | 'of_nobody';

/** What has to come of a metric; `undefined` if Meta has a reason for the whole item. */
function expected(refusals: Refusals, media: MediaTruth, name: string): Expected | undefined {
	const rate = RATES[name];
	if (rate !== undefined) {
		const parts = [rate.of, rate.per].map((part) => expected(refusals, media, part));
		const missing = parts.findIndex((part) => part !== 'value');
		if (missing >= 0) return parts[missing];
		return media.metrics[rate.per]?.total === 0 ? 'of_nobody' : 'value';
	}
	const { metric: isRefused } = refusals;
	if (media.metrics[name] === undefined || isRefused(media, name)) return 'refused';
	if (media.state !== 'ok') return undefined;
	return /^(facebook|crossposted)_views$/.test(name) && !media.isCrossposted ? 'not_crossposted' : 'value';
}

/** What Meta has of a metric, or what can be calculated of what Meta has. */
function truthOf({ metrics }: MediaTruth, name: string): number | undefined {
	const rate = RATES[name];
	if (rate === undefined) return metrics[name]?.total;
	const [of, per] = [metrics[rate.of]?.total, metrics[rate.per]?.total];
	return of === undefined || per === undefined ? undefined : (100 * of) / per;
}

/** Whether the refusals are the only thing that is wrong with a case. */
function refusalsOf(fuzzCase: FuzzCase, { requests, ledger }: Traffic): Refusals | undefined {
	const isSpent = requests > SPENT * mostRequests(fuzzCase, ledger);
	return isSpent ? undefined : fuzzCase.regime.refuses;
}

/**
 * Whether nobody can look the item up by its link. The link of a story stands in no other field, and the node reads
 * only the list of stories for it.
 */
function isHidden({ way, resource }: FuzzCase, { field }: Refusals, { kind }: MediaTruth): boolean {
	if (way !== 'url') return false;
	return kind === 'story' ? field('permalink') : resource === 'story';
}

/** Checks one of our rows against the refusals: a refusal costs only itself. */
export function checkRefusals(
	fuzzCase: FuzzCase,
	traffic: Traffic,
	media: MediaTruth | undefined,
	row: IDataObject,
	report: Report,
): void {
	const refusals = refusalsOf(fuzzCase, traffic);
	if (refusals === undefined || media === undefined || isHidden(fuzzCase, refusals, media)) return;
	for (const { name, value, status } of outcomesOf(fuzzCase, row)) {
		const outcome = expected(refusals, media, name);
		const what = `${name} of the ${media.kind} ${media.id} is ${String(status)} with ${JSON.stringify(value)}`;
		if (outcome === 'value') {
			const total = truthOf(media, name);
			const isRight = name in RATES ? isRounded(value, total) : value === total;
			const isThere = status === 'ok' && (value === undefined || isRight);
			if (!isThere) report('refusal', `${what}, and ${String(total)} could be had`);
		} else if (outcome === 'refused') {
			// Meta's reason for the whole item may come before its reason for a metric.
			const isTold = media.state !== 'ok' || REASONS_OF_A_REFUSAL.has(status);
			if (!isTold || status === 'ok') report('refusal', `${what}, and it is refused`);
		} else if (outcome === 'of_nobody') {
			if (status !== 'no_data' || typeof value === 'number')
				report('refusal', `${what}, and nobody was reached`);
		} else if (outcome === 'not_crossposted' && status !== 'not_crossposted') {
			report('refusal', `${what}, and it is not crossposted`);
		}
	}
	if (media.state !== 'gone') checkFieldsOf(fuzzCase, refusals, media, row, report);
}

interface ToldOutcome {
	readonly name: string;
	/** `undefined` for a breakdown value. */
	readonly value: unknown;
	readonly status: unknown;
}

function text(cell: unknown): string {
	return typeof cell === 'string' ? cell : '';
}

function outcomesOf({ metrics, output }: FuzzCase, row: IDataObject): ToldOutcome[] {
	if (output !== 'media') {
		const isPart = typeof row.dimension === 'string';
		return [{ name: text(row.metric), value: isPart ? undefined : row.value, status: row.status }];
	}
	// `likes (unsupported), replies (no_data)`
	const reasons = new Map(
		[...text(row.unavailable).matchAll(/(\w+) \((\w+)\)/g)].map(([, name, reason]) => [name, reason]),
	);
	return metrics.map((name) => ({ name, value: row[name], status: reasons.get(name) ?? 'ok' }));
}

function checkFieldsOf(
	{ fields }: FuzzCase,
	refusals: Refusals,
	media: MediaTruth,
	row: IDataObject,
	report: Report,
): void {
	for (const name of fields) {
		const value = row[name];
		const truth = refusals.field(name) ? null : (media.fields[name] ?? null);
		const isMoment = name === 'timestamp' && typeof value === 'string' && typeof truth === 'string';
		const isRight = isMoment
			? Date.parse(value) === Date.parse(truth.replace('+0000', 'Z'))
			: value === truth;
		if (!isRight) {
			report(
				'refusal',
				`the field ${name} of ${media.id} is ${JSON.stringify(value)} and not ${JSON.stringify(truth)}`,
			);
		}
	}
}

/**
 * Whether the refusals leave something of the posts, reels or stories that the input names, so that the run must not
 * stop.
 */
export function mustBring(fuzzCase: FuzzCase, traffic: Traffic): boolean {
	const { metrics, mediaOfItems, world, unavailable, way, resource } = fuzzCase;
	const refusals = refusalsOf(fuzzCase, traffic);
	if (refusals === undefined || unavailable === 'fail') return false;
	// The node tells of a link whose type is not the chosen one. A list may hold no item of the chosen type.
	if (way === 'many' || (way === 'url' && resource !== 'media')) return false;
	return mediaOfItems.some((id) => {
		const media = world.byId.get(id);
		if (media === undefined || isHidden(fuzzCase, refusals, media)) return false;
		return metrics.some((name) => expected(refusals, media, name) === 'value');
	});
}
