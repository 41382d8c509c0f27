import { metric } from '../../../catalogue';
import type { GraphFailure } from '../../../graph';
import { undocumentedDimensions, type MediaInsights } from '../../../insights';
import type { OutputOptions } from '../../../parameters/mediaParameters';
import { MetricHints } from '../../metricHints';
import { counted, list } from '../../wording';

/** Gathers what the rows of posts, reels and stories do not show, over all items of a run. */
export class MediaHints {
	private readonly metrics = new MetricHints('media field', 'One Item per Media', 'other media');
	/** Accounts that published an item although another account was chosen. */
	private readonly otherOwners = new Set<string>();
	/** Items whose type is not the chosen one. */
	private readonly otherTypes = new Set<string>();
	private ads = 0;

	noteMedia(media: MediaInsights, outputOptions: OutputOptions): void {
		const { query, outcomes, missingFields } = media;
		if (outputOptions.unavailable === 'omit') this.metrics.noteOmitted(outcomes.values());
		this.metrics.noteMissing(
			[...outcomes].map(([name, outcome]) => [metric(name).label, outcome] as const),
			query.mediaId !== null,
		);
		if (outputOptions.output === 'media' && outputOptions.simplify) {
			this.metrics.noteUndocumented(undocumentedDimensions(media));
		}
		for (const [field, failure] of missingFields) {
			// The node also asks for fields of its own: nobody misses those.
			if (query.fields.includes(field)) this.noteMissingField(field, failure);
		}
		this.noteItem(media);
	}

	noteMissingField(field: string, failure: GraphFailure): void {
		this.metrics.noteMissingField(field, failure);
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
		messages.push(...this.metrics.aboutMetrics());
		if (this.ads > 0) {
			messages.push(
				`${counted(this.ads)} ${this.ads === 1 ? 'is an ad, or a copy of a post that is used as an ad' : 'are ads, or copies of posts that are used as ads'}: Meta gives their numbers in Ads Manager only`,
			);
		}
		return [...messages, ...this.metrics.aboutOthers()];
	}
}
