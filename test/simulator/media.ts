import { metaTimestamp } from './clock';

export type MediaType = 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
export type ProductType = 'FEED' | 'REELS' | 'STORY' | 'AD';

export interface SimulatedMedia {
	id: string;
	mediaType: MediaType;
	productType: ProductType;
	shortcode: string;
	permalink: string;
	caption?: string;
	/** The time of publication. A story has an age instead, since it lives for 24 hours only. */
	timestamp?: string;
	hoursOld?: number;
	/** Shared to Facebook: facebook_views and crossposted_views answer. */
	crossposted?: boolean;
	/** A story with less than 5 viewers. */
	fewViewers?: boolean;
	/** A story on which total_views gives (#200) Permissions error, as seen in September 2026. */
	refusesTotalViews?: boolean;
	/** Part of an album: no insights, and only some of the fields. */
	albumChild?: boolean;
	children?: readonly string[];
	/** Posted before the account became a business account. */
	beforeConversion?: boolean;
	/** The owner hides the likes: like_count is left out. */
	hiddenLikes?: boolean;
	/** Deleted, or never there. */
	missing?: boolean;
	/** Made for an ad: it answers by its ID, but is in no list of the account. */
	unlisted?: boolean;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A number as a shortcode, as Instagram writes it. */
function shortcodeOf(id: string): string {
	let rest = BigInt(id);
	let code = '';
	while (rest > 0n) {
		code = (ALPHABET[Number(rest % 64n)] ?? '') + code;
		rest /= 64n;
	}
	return code;
}

type Given = Omit<SimulatedMedia, 'shortcode' | 'permalink'>;

function media(given: Given): SimulatedMedia {
	const shortcode = shortcodeOf(given.id);
	const folder = given.productType === 'REELS' ? 'reel' : 'p';
	const permalink =
		given.productType === 'STORY'
			? `https://www.instagram.com/stories/simulated_account/${given.id}`
			: `https://www.instagram.com/${folder}/${shortcode}/`;
	return { ...given, shortcode, permalink };
}

/** One post, reel or story for each case that Meta's page or the live API tells apart. */
export const MEDIA = {
	image: media({
		id: '17910000000000001',
		mediaType: 'IMAGE',
		productType: 'FEED',
		caption: 'First snow in the valley ❄️\n#winter #mountains',
		timestamp: '2026-10-12T08:15:00+0000',
	}),
	carousel: media({
		id: '17910000000000002',
		mediaType: 'CAROUSEL_ALBUM',
		productType: 'FEED',
		caption: 'Three days, three lakes',
		timestamp: '2026-09-30T17:40:12+0000',
		children: ['17910000000000010', '17910000000000017'],
	}),
	video: media({
		id: '17910000000000003',
		mediaType: 'VIDEO',
		productType: 'FEED',
		caption: 'An old feed video, from before all videos became reels',
		timestamp: '2025-02-03T12:00:00+0000',
	}),
	/** Old enough for impressions on v21.0. */
	oldImage: media({
		id: '17910000000000004',
		mediaType: 'IMAGE',
		productType: 'FEED',
		caption: 'May 2024',
		timestamp: '2024-05-20T09:30:00+0000',
	}),
	reelCrossposted: media({
		id: '17910000000000005',
		mediaType: 'VIDEO',
		productType: 'REELS',
		caption: 'How we roast our coffee ☕',
		timestamp: '2026-11-01T18:05:33+0000',
		crossposted: true,
	}),
	reel: media({
		id: '17910000000000006',
		mediaType: 'VIDEO',
		productType: 'REELS',
		caption: 'Behind the scenes',
		timestamp: '2026-11-10T06:00:01+0000',
	}),
	story: media({ id: '17910000000000007', mediaType: 'IMAGE', productType: 'STORY', hoursOld: 3 }),
	storyFewViewers: media({
		id: '17910000000000008',
		mediaType: 'IMAGE',
		productType: 'STORY',
		hoursOld: 1,
		fewViewers: true,
	}),
	storyNoTotalViews: media({
		id: '17910000000000009',
		mediaType: 'VIDEO',
		productType: 'STORY',
		hoursOld: 5,
		refusesTotalViews: true,
	}),
	albumChild: media({
		id: '17910000000000010',
		mediaType: 'IMAGE',
		productType: 'FEED',
		timestamp: '2026-09-30T17:40:10+0000',
		albumChild: true,
	}),
	beforeConversion: media({
		id: '17910000000000011',
		mediaType: 'IMAGE',
		productType: 'FEED',
		caption: 'When this account was a personal one',
		timestamp: '2019-09-26T22:36:43+0000',
		beforeConversion: true,
	}),
	missing: media({ id: '17910000000000012', mediaType: 'IMAGE', productType: 'FEED', missing: true }),
	ad: media({
		id: '17910000000000013',
		mediaType: 'IMAGE',
		productType: 'AD',
		caption: 'Sponsored',
		timestamp: '2026-10-20T10:00:00+0000',
	}),
	/**
	 * The copy of a reel that an ad uses. General knowledge: it is a video of its own, and its link is that of a post.
	 */
	reelAd: media({
		id: '17910000000000018',
		mediaType: 'VIDEO',
		productType: 'AD',
		caption: 'Behind the scenes',
		timestamp: '2026-11-11T09:00:00+0000',
		unlisted: true,
	}),
	imageHiddenLikes: media({
		id: '17910000000000014',
		mediaType: 'IMAGE',
		productType: 'FEED',
		timestamp: '2026-08-15T15:00:00+0000',
		hiddenLikes: true,
	}),
	/** Shared to Facebook, unlike the other posts. */
	imageCrossposted: media({
		id: '17910000000000015',
		mediaType: 'IMAGE',
		productType: 'FEED',
		caption: 'Also on Facebook',
		timestamp: '2026-10-05T11:11:11+0000',
		crossposted: true,
	}),
	/** More than 24 hours old, so it is gone like a deleted story. */
	storyExpired: media({
		id: '17910000000000016',
		mediaType: 'IMAGE',
		productType: 'STORY',
		hoursOld: 30,
	}),
	/** The album's second part, a video. */
	albumChildVideo: media({
		id: '17910000000000017',
		mediaType: 'VIDEO',
		productType: 'FEED',
		timestamp: '2026-09-30T17:40:11+0000',
		albumChild: true,
	}),
	/** The post of the sample on Meta's media insights page (v21.0). */
	samplePost: media({
		id: '17932174733377207',
		mediaType: 'IMAGE',
		productType: 'FEED',
		caption: 'The post of the sample',
		timestamp: '2024-10-02T12:00:00+0000',
	}),
	/** The story of the sample on the same page. */
	sampleStory: media({ id: '17969782069736348', mediaType: 'IMAGE', productType: 'STORY', hoursOld: 2 }),
} as const;

export type MediaName = keyof typeof MEDIA;

const BY_ID = new Map<string, SimulatedMedia>(Object.values(MEDIA).map((entry) => [entry.id, entry]));

/** The last five digits are free, for a hundred thousand generated items, for tests with many items. */
const GENERATED_PREFIX = '179000000000';
const GENERATED_COUNT = 100_000;

export type GeneratedKind = 'post' | 'reel' | 'story';

/** By the last digit: 0 to 5 an image post, 6 to 8 a reel (8: shared to Facebook), 9 a story. */
export function kindOfGenerated(id: string): GeneratedKind {
	const digit = Number(id.slice(-1));
	if (digit < 6) return 'post';
	return digit < 9 ? 'reel' : 'story';
}

/** The first ids of the generated items, in order; with a kind, the first of that kind. */
export function many(count: number, kind?: GeneratedKind): string[] {
	const ids: string[] = [];
	for (let index = 0; ids.length < count; index += 1) {
		if (index >= GENERATED_COUNT) throw new RangeError('The simulator does not have so many items');
		const id = GENERATED_PREFIX + String(index).padStart(5, '0');
		if (kind === undefined || kindOfGenerated(id) === kind) ids.push(id);
	}
	return ids;
}

export function isGenerated(id: string): boolean {
	return id.length === 17 && id.startsWith(GENERATED_PREFIX);
}

/** When the first of the generated posts and reels was published; each of the others is an hour older. */
const NEWEST_GENERATED = Date.UTC(2026, 10, 20, 12);

const GENERATED = new Map<string, SimulatedMedia>();

/** An item is made when it is first asked for, and stays the same from then on. */
function generated(id: string): SimulatedMedia | undefined {
	if (!isGenerated(id)) return undefined;
	const entry = GENERATED.get(id) ?? generate(id);
	GENERATED.set(id, entry);
	return entry;
}

const LISTED: SimulatedMedia[] = [];

/** The first generated posts and reels, newest first. */
export function generatedMedia(count: number): readonly SimulatedMedia[] {
	for (let index = LISTED.length + Math.floor(LISTED.length / 9); LISTED.length < count; index += 1) {
		if (index >= GENERATED_COUNT) throw new RangeError('The simulator does not have so many items');
		const id = GENERATED_PREFIX + String(index).padStart(5, '0');
		const entry = generated(id);
		if (entry !== undefined && entry.productType !== 'STORY') LISTED.push(entry);
	}
	return LISTED.slice(0, count);
}

function generate(id: string): SimulatedMedia {
	const index = Number(id.slice(GENERATED_PREFIX.length));
	const kind = kindOfGenerated(id);
	if (kind === 'story') {
		return media({ id, mediaType: 'IMAGE', productType: 'STORY', hoursOld: 1 + (index % 20) });
	}
	// One in ten is a story, and leaves no gap between the others.
	const before = index - Math.floor(index / 10);
	const timestamp = metaTimestamp(new Date(NEWEST_GENERATED - before * 3_600_000));
	const caption = `Caption number ${String(before)} of a generated ${kind}`;
	return kind === 'post'
		? media({ id, mediaType: 'IMAGE', productType: 'FEED', caption, timestamp })
		: media({
				id,
				mediaType: 'VIDEO',
				productType: 'REELS',
				caption,
				timestamp,
				crossposted: id.endsWith('8'),
			});
}

/** The creation date. The age of stories counts from the start of the simulator. */
export function createdAt(entry: SimulatedMedia, startedAt: Date): Date {
	if (entry.timestamp !== undefined) return new Date(entry.timestamp.replace('+0000', 'Z'));
	return new Date(startedAt.getTime() - (entry.hoursOld ?? 0) * 3_600_000);
}

/** Whether the account still has it: a story is gone after 24 hours (Meta, media insights page). */
export function findMedia(id: string, startedAt: Date, now: Date): SimulatedMedia | undefined {
	const entry = BY_ID.get(id) ?? generated(id);
	if (entry === undefined || entry.missing === true) return undefined;
	return entry.productType === 'STORY' && !storyIsLive(entry, startedAt, now) ? undefined : entry;
}

export function storyIsLive(entry: SimulatedMedia, startedAt: Date, now: Date): boolean {
	return now.getTime() - createdAt(entry, startedAt).getTime() < 24 * 3_600_000;
}
