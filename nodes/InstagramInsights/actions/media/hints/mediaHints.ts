import { metric } from '../../../catalogue';
import type { GraphFailure } from '../../../graph';
import { undocumentedDimensions, type MediaInsights } from '../../../insights';
import type { OutputOptions } from '../../../parameters/mediaParameters';
import { FailureTally, type FailureCount } from '../../failureTally';
import { counted, list } from './wording';

/** Statuses that may be different the next time, or that people can do something about: a hint says what to do. */
const CHANGEABLE: ReadonlySet<string> = new Set(['failed', 'rate_limited', 'not_found']);

/** Gathers what the rows of posts, reels and stories do not show, over all items of a run. */
export class MediaHints {
	/** How many metrics are left out, by their status. */
	private readonly omitted = new Map<string, number>();
	/** Breakdown values that have no column. */
	private readonly undocumented = new Set<string>();
	private readonly missingFields = new FailureTally();
	private readonly missingMetrics = new FailureTally();
	/** Accounts that published an item although another account was chosen. */
	private readonly otherOwners = new Set<string>();
	/** Items whose type is not the chosen one. */
	private readonly otherTypes = new Set<string>();
	private ads = 0;
	/** How many metrics have an answer that cannot be read. */
	private unreadable = 0;

	noteMedia(media: MediaInsights, outputOptions: OutputOptions): void {
		if (outputOptions.unavailable === 'omit') this.noteOmitted(media);
		this.noteMissingMetrics(media);
		if (outputOptions.output === 'media' && outputOptions.simplify) {
			for (const dimension of undocumentedDimensions(media)) this.undocumented.add(dimension);
		}
		for (const [field, failure] of media.missingFields) {
			// The node also asks for fields of its own: nobody misses those.
			if (media.query.fields.includes(field)) this.noteMissingField(field, failure);
		}
		this.noteItem(media);
	}

	noteMissingField(field: string, failure: GraphFailure): void {
		this.missingFields.add(failure, field);
	}

	private noteOmitted({ outcomes }: MediaInsights): void {
		for (const { status } of outcomes.values()) {
			if (status !== 'ok') this.omitted.set(status, (this.omitted.get(status) ?? 0) + 1);
		}
	}

	private noteMissingMetrics({ query, outcomes }: MediaInsights): void {
		for (const [name, outcome] of outcomes) {
			if (outcome.status === 'ok' || outcome.status === 'no_data') continue;
			const { status, failure } = outcome;
			if (failure && (CHANGEABLE.has(status) || failure.quote !== '')) {
				this.missingMetrics.add(failure, metric(name).label, status);
			}
			if (!failure && status === 'failed' && query.mediaId !== null) this.unreadable += 1;
		}
	}

	/** Notes what Meta says about the item itself. */
	private noteItem({ query, mediaType, isAd, otherOwner, outcomes }: MediaInsights): void {
		if (isAd && [...outcomes.values()].some(({ status }) => status === 'unsupported')) this.ads += 1;
		if (otherOwner !== undefined) this.otherOwners.add(otherOwner);
		if (mediaType !== undefined && query.mediaType !== undefined && mediaType !== query.mediaType) {
			this.otherTypes.add(`${query.mediaId ?? ''} (${mediaType})`);
		}
	}

	messages(): readonly string[] {
		const messages: string[] = [];
		if (this.otherOwners.size > 0) {
			messages.push(
				`Published by another account than the one chosen: ${list(this.otherOwners)}. If it is a post that several accounts published together, all is well; otherwise choose anew from the list of 'Media'`,
			);
		}
		if (this.otherTypes.size > 0) {
			messages.push(`Meta says that these are of another type than 'Resource': ${list(this.otherTypes)}`);
		}
		messages.push(...this.missingMetrics.counts().map(metricsMessage));
		if (this.unreadable > 0) {
			messages.push(
				`${String(this.unreadable)} metrics are failed: Meta's answer for them cannot be read, or is about other media. Run the workflow again in a few minutes`,
			);
		}
		if (this.ads > 0) {
			messages.push(
				`${counted(this.ads)} ${this.ads === 1 ? 'is an ad, or a copy of a post that is used as an ad' : 'are ads, or copies of posts that are used as ads'}: Meta gives their numbers in Ads Manager only`,
			);
		}
		messages.push(...this.missingFields.counts().map(fieldsMessage));
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

function metricsMessage({ text, count, names }: FailureCount): string {
	return `${String(count)} ${count === 1 ? 'metric is' : 'metrics are'} ${text} (${list(names)})`;
}

function fieldsMessage({ text, names }: FailureCount): string {
	return names.size === 1
		? `The media field ${list(names)} is empty if Meta does not give it: ${text}`
		: `The media fields ${list(names)} are empty if Meta does not give them: ${text}`;
}
