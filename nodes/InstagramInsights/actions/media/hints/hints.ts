import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { mediaScope, metric, type MediaTypeName } from '../../catalogue';
import { shorten, type CutShort, type GraphFailure, type LimitReport } from '../../graph';
import { undocumentedDimensions, type Listing, type MediaInsights, type Replacement } from '../../insights';
import type { OutputOptions } from './readParameters';
import type { Selection } from './selection';

/** Gives the hints to n8n. An older n8n that runs the node as a tool of an AI agent has no place for them. */
export function giveHints(context: IExecuteFunctions, hints: Hints): void {
	const all = hints.all();
	if (all.length > 0 && 'addExecutionHints' in context) context.addExecutionHints(...all);
}

/** Usage of Meta's limits, in percent, above which a hint tells it. */
const TELL_USAGE_ABOVE_PERCENT = 75;
/** Nobody reads more hints, and n8n shows all of them above the rows. */
const MAX_HINTS = 12;
const LONGEST_HINT = 700;
/** Names or values in a row. */
const MAX_NAMES = 8;

/** Statuses that may be different the next time, or that need something done: they are told with what to do. */
const TOLD: ReadonlySet<string> = new Set(['failed', 'rate_limited', 'not_found']);

function list(names: Iterable<string>): string {
	const all = [...names];
	const shown = all.slice(0, MAX_NAMES).map((name) => shorten(name, 60));
	return all.length > MAX_NAMES
		? `${shown.join(', ')} and ${String(all.length - MAX_NAMES)} more`
		: shown.join(', ');
}

/** `1 post`, `3 reels`, `2 media items`. */
function counted(count: number, type: MediaTypeName | undefined): string {
	const { label, plural } =
		type === undefined ? { label: 'media item', plural: 'media items' } : mediaScope(type);
	return `${String(count)} ${count === 1 ? label.toLowerCase() : plural}`;
}

/** One reason for many missing things: how many they are, and what they are called. */
interface Tally {
	readonly text: string;
	count: number;
	readonly names: Set<string>;
}

/** Counts reasons, so that each is told once, however often it comes up. */
class Tallies {
	private readonly byKey = new Map<string, Tally>();

	/** Failures that differ only in what they are about are told as one, in the words of the first. */
	note(failure: GraphFailure, name: string, status = ''): void {
		const key = `${status} ${failure.groupKey}`;
		const reason = `${failure.summary}. ${failure.description}`;
		const text = status === '' ? reason : `${status}: ${reason}`;
		const tally = this.byKey.get(key) ?? { text, count: 0, names: new Set<string>() };
		tally.count += 1;
		tally.names.add(name);
		this.byKey.set(key, tally);
	}

	told(say: (tally: Tally) => string): string[] {
		return [...this.byKey.values()].map(say);
	}
}

/** Gathers over a run what the rows alone do not tell, and says each thing once. */
export class Hints {
	private readonly replacements = new Map<string, string>();
	private readonly omitted = new Map<string, number>();
	private readonly undocumented = new Set<string>();
	private readonly missingFields = new Tallies();
	private readonly missingMetrics = new Tallies();
	private readonly others = new Set<string>();
	private readonly otherOwners = new Set<string>();
	private readonly otherTypes = new Set<string>();
	private ads = 0;
	private unread = 0;

	/** Notes metrics that were chosen by a name that Meta has retired. */
	replaced(replacements: readonly Replacement[]): void {
		for (const { retired, successor } of replacements) {
			this.replacements.set(
				retired.name,
				`Meta retired '${retired.label}' (${retired.name}) on ${retired.retired?.on ?? 'an unknown day'}; '${successor.label}' (${successor.name}) was asked for instead`,
			);
		}
	}

	/** Notes what the rows of a post, reel or story do not show. */
	seen(media: MediaInsights, outputOptions: OutputOptions): void {
		const { query, mediaType, isAd, otherOwner } = media;
		if (outputOptions.unavailable === 'omit') {
			for (const { status } of media.outcomes.values()) {
				if (status !== 'ok') this.omitted.set(status, (this.omitted.get(status) ?? 0) + 1);
			}
		}
		for (const [name, outcome] of media.outcomes) {
			if (outcome.status === 'ok' || outcome.status === 'no_data') continue;
			const { status, failure } = outcome;
			if (failure && (TOLD.has(status) || failure.quote !== '')) {
				this.missingMetrics.note(failure, metric(name).label, status);
			}
			if (!failure && status === 'failed' && query.mediaId !== null) this.unread += 1;
		}
		if (outputOptions.output === 'media' && outputOptions.simplify) {
			for (const dimension of undocumentedDimensions(media)) this.undocumented.add(dimension);
		}
		for (const [field, failure] of media.missingFields) {
			if (query.fields.includes(field)) this.missingFields.note(failure, field);
		}
		if (isAd && [...media.outcomes.values()].some(({ status }) => status === 'unsupported')) this.ads += 1;
		if (otherOwner !== undefined) this.otherOwners.add(otherOwner);
		if (mediaType !== undefined && query.mediaType !== undefined && mediaType !== query.mediaType) {
			this.otherTypes.add(`${query.mediaId ?? ''} (${mediaType})`);
		}
	}

	/** Notes that a list broke off, or has entries that cannot be asked for. */
	listing(
		listing: Listing,
		selection: Selection,
		type: MediaTypeName | undefined,
		fields: readonly string[],
	): void {
		const { media, failure, cutShort, withoutId, withoutType, refusedFields } = listing;
		const why: CutShort | undefined = failure ?? cutShort;
		if (why) {
			this.others.add(
				`The list of media broke off after ${String(media.length)}: ${why.message}. ${why.description}`,
			);
		}
		if (withoutId > 0) {
			this.others.add(
				`Meta listed ${counted(withoutId, undefined)} without an ID that can be asked for, left out here`,
			);
		}
		if (withoutType > 0) {
			this.others.add(
				`Meta did not tell the type of ${counted(withoutType, undefined)}, left out here. Set 'Resource' to Media (Any Type) to get them`,
			);
		}
		for (const [field, failure] of refusedFields) {
			// Other fields were not chosen: the node itself asked for them.
			if (fields.includes(field)) this.missingFields.note(failure, field);
		}
		const withoutTime = hasDays(selection)
			? media.filter(({ published }) => published === undefined).length
			: 0;
		if (withoutTime > 0) {
			this.others.add(
				`Meta did not tell when ${counted(withoutTime, type)} ${withoutTime === 1 ? 'was' : 'were'} published: they are here whatever the filters say`,
			);
		}
		if (media.length === 0 && !why && (listing.listed === 0 || listing.listed > withoutId))
			this.others.add(whyNothing(listing, selection, type));
	}

	/** Notes that a list broke off before the item behind a link was found in it. */
	brokenList({ message, description }: CutShort): void {
		this.others.add(`A link was not found: ${message}. ${description}`);
	}

	/** Notes an input item for which nothing came, while something came for others. */
	brokenItem({
		message,
		description,
	}: {
		readonly message: string;
		readonly description?: string | null | undefined;
	}): void {
		this.others.add([message, description ?? ''].filter((part) => part !== '').join('. '));
	}

	/** Notes how far the run used up Meta's limits. */
	limits({ percent, blockedUntil }: LimitReport, media: readonly MediaInsights[]): void {
		const isOpen = ({ outcomes }: MediaInsights) =>
			[...outcomes.values()].some(({ status }) => status === 'rate_limited');
		const open = media.filter(isOpen).length;
		if (open > 0) {
			const until =
				blockedUntil === undefined
					? ''
					: ` Access returns at about ${blockedUntil.toISOString().slice(0, 16)}Z.`;
			this.others.add(
				`Meta's rate limit: ${String(media.length - open)} of ${counted(media.length, undefined)} were fetched.${until}`,
			);
		}
		if (open === 0 && percent > TELL_USAGE_ABOVE_PERCENT) {
			this.others.add(`During this run, usage reached ${String(percent)}% of what Meta allows`);
		}
	}

	all(): NodeExecutionHint[] {
		const messages = this.messages();
		const shown =
			messages.length > MAX_HINTS
				? [...messages.slice(0, MAX_HINTS - 1), `And ${String(messages.length - MAX_HINTS + 1)} more hints`]
				: messages;
		return shown.map((message) => ({
			message: shorten(message, LONGEST_HINT),
			type: 'info',
			location: 'outputPane',
		}));
	}

	private messages(): readonly string[] {
		const messages = [...this.others, ...this.replacements.values()];
		if (this.otherOwners.size > 0) {
			messages.push(
				`Published by another account than the one chosen: ${list(this.otherOwners)}. If it is a post that several accounts published together, all is well; otherwise choose anew from the list of 'Media'`,
			);
		}
		if (this.otherTypes.size > 0) {
			messages.push(`Meta says that these are of another type than 'Resource': ${list(this.otherTypes)}`);
		}
		messages.push(
			...this.missingMetrics.told(
				({ text, count, names }) =>
					`${String(count)} ${count === 1 ? 'metric is' : 'metrics are'} ${text} (${list(names)})`,
			),
		);
		if (this.unread > 0) {
			messages.push(
				`${String(this.unread)} metrics are failed: Meta's answer for them cannot be read, or is about other media. Run the workflow again in a few minutes`,
			);
		}
		if (this.ads > 0) {
			messages.push(
				`${counted(this.ads, undefined)} ${this.ads === 1 ? 'is an ad, or a copy of a post that is used as an ad' : 'are ads, or copies of posts that are used as ads'}: Meta gives their numbers in Ads Manager only`,
			);
		}
		messages.push(
			...this.missingFields.told(({ text, names }) =>
				names.size === 1
					? `The media field ${list(names)} is empty if Meta does not give it: ${text}`
					: `The media fields ${list(names)} are empty if Meta does not give them: ${text}`,
			),
		);
		if (this.omitted.size > 0) {
			const counts = [...this.omitted].map(([status, count]) => `${status}: ${String(count)}`).join(', ');
			messages.push(`Metrics without a value were left out (${counts})`);
		}
		if (this.undocumented.size > 0) {
			messages.push(
				`Meta sent breakdown values that have no column in 'One Item per Media': ${list(this.undocumented)}. The other outputs hold them`,
			);
		}
		return messages;
	}
}

function hasDays({ publishedAfter, publishedBefore }: Selection): boolean {
	return publishedAfter !== undefined || publishedBefore !== undefined;
}

/** Why a list gave nothing, although it could be read to its end. */
function whyNothing({ listed }: Listing, selection: Selection, type: MediaTypeName | undefined): string {
	const what = type === undefined ? 'posts, reels or stories' : mediaScope(type).plural;
	if (type === 'story' && listed === 0) {
		return `No rows: account ${selection.accountId} has no live story. Instagram lists a story for 24 hours only`;
	}
	if (listed === 0) return `No rows: account ${selection.accountId} has no ${what}`;
	return hasDays(selection)
		? `No rows: none of the ${counted(listed, undefined)} that Meta listed fits 'Resource' and the filters`
		: `No rows: none of the ${counted(listed, undefined)} that Meta listed is one of the ${what}`;
}
