import { ownerOf } from './accounts';
import { type ErrorAnswer, type JsonAnswer } from './answers';
import { type Host } from './apps';
import { type Behaviour, type FieldRefusal } from './behaviour';
import { metaTimestamp } from './clock';
import { type AskedField, askedFields } from './fieldList';
import { FAULTS } from './faults';
import { listParameter } from './listParameter';
import { type SimulatedMedia } from './media';
import { type TokenKind } from './tokenRecord';
import { SYSTEM_USER, USER } from './users';
import { metricValue } from './values';
import { IG_ACCOUNT_ID } from './usage';

type FieldReader = (media: SimulatedMedia, created: Date) => unknown;

const nothing: FieldReader = () => undefined;

/**
 * Meta, IG Media page, and the fields that Meta's own SDKs have beside it. A reader that gives undefined leaves the
 * field out, as the API does.
 */
const FIELDS: Readonly<Record<string, FieldReader>> = {
	id: (media) => media.id,
	alt_text: nothing,
	audio_id: nothing,
	boost_ads_list: nothing,
	boost_eligibility_info: nothing,
	caption: (media) => media.caption,
	comments_count: (media) => metricValue(media, 'comments'),
	copyright_check_information: () => ({ status: { status: 'completed', matches_found: false } }),
	current_live_viewer_count: nothing,
	has_poll: nothing,
	has_slider: nothing,
	ig_id: nothing,
	is_ai_generated: () => false,
	is_comment_enabled: () => true,
	is_shared_to_feed: (media) => (media.productType === 'REELS' ? true : undefined),
	legacy_instagram_media_id: (media) => `3${media.id.slice(1)}_${IG_ACCOUNT_ID.slice(-10)}`,
	like_count: (media) => (media.hiddenLikes === true ? undefined : metricValue(media, 'likes')),
	media_audio_type: nothing,
	media_product_type: (media) => media.productType,
	media_type: (media) => media.mediaType,
	media_url: (media) => `https://media.example.invalid/${media.id}.${isVideo(media) ? 'mp4' : 'jpg'}`,
	owner: (media) => ({ id: ownerOf(media).id }),
	permalink: (media) => media.permalink,
	reposts_count: (media) => metricValue(media, 'reposts'),
	// No value came for it in September 2026.
	saved_count: nothing,
	shares_count: (media) => metricValue(media, 'shares'),
	shortcode: (media) => media.shortcode,
	thumbnail_url: (media) =>
		isVideo(media) ? `https://media.example.invalid/${media.id}-thumbnail.jpg` : undefined,
	timestamp: (_media, created) => metaTimestamp(created),
	total_comments_count: (media) => metricValue(media, 'total_comments'),
	total_like_count: (media) => metricValue(media, 'total_likes'),
	total_views_count: (media) => metricValue(media, 'total_views'),
	username: (media) => ownerOf(media).username,
	video_title: nothing,
	children: (media) =>
		media.children === undefined ? undefined : { data: media.children.map((id) => ({ id })) },
	collaborators: nothing,
	comments: nothing,
};

/** Meta, IG Media page: fields that the parts of an album do not have. The text was seen in September 2026. */
const NOT_ON_ALBUM_CHILDREN = new Set([
	'caption',
	'permalink',
	'like_count',
	'comments_count',
	'is_comment_enabled',
	'is_shared_to_feed',
	'reposts_count',
	'saved_count',
	'shares_count',
	'total_comments_count',
	'total_like_count',
	'total_views_count',
	'children',
	'comments',
]);

/** The fields of IGMediaForIGOnlyAPI in Meta's own SDKs (v26.0), and its edges. */
const ON_INSTAGRAM_HOST = new Set([
	'alt_text',
	'caption',
	'comments_count',
	'current_live_viewer_count',
	'id',
	'is_ai_generated',
	'is_comment_enabled',
	'is_shared_to_feed',
	'like_count',
	'media_product_type',
	'media_type',
	'media_url',
	'owner',
	'permalink',
	'shortcode',
	'thumbnail_url',
	'timestamp',
	'username',
	'children',
	'collaborators',
	'comments',
]);

function isVideo(media: SimulatedMedia): boolean {
	return media.mediaType === 'VIDEO';
}

/** Without `fields` only the id comes. With `fields` the id comes too. */
export function answerMedia(
	media: SimulatedMedia,
	created: Date,
	parameter: string | null,
	behaviour: Behaviour,
	host: Host,
): JsonAnswer {
	const fields = askedFields(parameter, 'id');
	if ('status' in fields) return fields;
	const read = readMedia(media, created, fields, behaviour, host);
	return 'values' in read ? { status: 200, body: read.values } : read;
}

export function readMedia(
	media: SimulatedMedia,
	created: Date,
	fields: readonly AskedField[],
	behaviour: Behaviour,
	host: Host,
): { values: Record<string, unknown> } | JsonAnswer {
	const values: Record<string, unknown> = {};
	for (const { name } of fields) {
		const refused = refuseField(media, name, behaviour, host);
		if (refused !== undefined) return refused;
		if (name === 'media_product_type' && behaviour.hideProductType) continue;
		const value = FIELDS[name]?.(media, created);
		if (value !== undefined) values[name] = value;
	}
	values.id = media.id;
	const { [media.id]: ofThis, '*': ofAll } = behaviour.changedFields;
	const asked = new Set(['id', ...fields.map(({ name }) => name)]);
	for (const [name, value] of Object.entries({ ...ofAll, ...ofThis })) {
		if (asked.has(name)) values[name] = value;
	}
	return { values };
}

const REFUSALS: Readonly<Record<FieldRefusal, (field: string, node?: string) => ErrorAnswer>> = {
	nonexisting: (field, node) => FAULTS.unknownField(field, node),
	permission: () => FAULTS.endpointPermission('instagram_basic'),
	unknownCode: () => FAULTS.unknownCode(),
};

/** The refusal of a field of an account. @param node as the host calls an account in its refusals */
export function refuseAccountField(
	fields: string | null,
	{ refusedAccountFields }: Behaviour,
	node: string,
): ErrorAnswer | undefined {
	const names = listParameter(fields);
	const refused = Object.entries(refusedAccountFields).find(([name]) => names.includes(name));
	return refused === undefined ? undefined : REFUSALS[refused[1]](refused[0], node);
}

function refuseField(
	media: SimulatedMedia,
	name: string,
	{ refusedFields }: Behaviour,
	host: Host,
): JsonAnswer | undefined {
	if (name.startsWith('insights')) return notSimulated();
	const refusal = Object.hasOwn(refusedFields, name) ? refusedFields[name] : undefined;
	if (refusal !== undefined) return REFUSALS[refusal](name);
	if (host === 'instagram' && !ON_INSTAGRAM_HOST.has(name)) {
		return FAULTS.unknownField(name, 'IGMediaForIGOnlyAPI');
	}
	if (name === 'view_count') return FAULTS.businessDiscoveryOnly();
	if (!Object.hasOwn(FIELDS, name)) return FAULTS.unknownField(name);
	if (media.albumChild === true && NOT_ON_ALBUM_CHILDREN.has(name)) return FAULTS.carouselChild();
	const isAboutVideo = name === 'copyright_check_information';
	return isAboutVideo && !isVideo(media) ? FAULTS.videoContentMissing() : undefined;
}

export function answerMe(parameter: string | null, kind: TokenKind): JsonAnswer {
	const fields = askedFields(parameter, 'name,id');
	if ('status' in fields) return fields;
	const { id, name } = kind === 'system_user' ? SYSTEM_USER : USER;
	const known: Readonly<Record<string, string>> = { id, name };
	const body: Record<string, string> = {};
	for (const { name: field } of fields) {
		const value = Object.hasOwn(known, field) ? known[field] : undefined;
		if (value === undefined) return FAULTS.unknownField(field, 'User');
		body[field] = value;
	}
	return { status: 200, body: { ...body, id } };
}

/** No answer is better than an invented one. */
function notSimulated(): JsonAnswer {
	return { status: 501, body: { simulator: 'Insights nested into media fields are not simulated' } };
}
