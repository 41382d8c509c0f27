import { draft, placeholder, type Draft } from './drafts';
import type { Json, JsonObject } from './json';
import type { Asked } from './requests';
import { BREAKDOWN_OF, type MediaTruth, type World } from './truth';

/** Meta's error envelope. */
export function graphError(code: Json, message: string, more: JsonObject = {}): JsonObject {
	return { error: { message, type: 'OAuthException', code, fbtrace_id: 'AfuzzTrace01', ...more } };
}

/** What Meta answers to one request, if Meta does as its pages say. */
export function rightAnswer(asked: Asked, world: World, host: string): Draft {
	switch (asked.kind) {
		case 'insights':
			return insights(asked, world);
		case 'fields':
			return fields(asked, world);
		case 'list':
			return list(asked, world, host);
		case 'other':
			return other(asked, world);
	}
}

function other({ path, fields: names }: Asked, { accountId }: World): Draft {
	if (path === 'refresh_access_token' || path === 'access_token') {
		return draft(200, {
			access_token: placeholder('renewed', 0),
			token_type: 'bearer',
			expires_in: 5_183_944,
		});
	}
	if (path === 'me' && names.includes('user_id')) {
		const account = { id: `26${accountId.slice(2)}`, user_id: accountId, username: 'somebody' };
		// Meta's pages have both forms.
		return draft(200, Number(accountId) % 2 === 0 ? account : { data: [account] });
	}
	if (path === 'me/permissions') {
		return draft(200, { data: [{ permission: 'instagram_basic', status: 'granted' }] });
	}
	return path.startsWith('me')
		? draft(200, { data: [], id: '1', name: 'Somebody' })
		: draft(400, graphError(2500, `Unknown path components: /${path.slice(0, 200)}`));
}

function gone(id: string): Draft {
	return draft(
		400,
		graphError(
			100,
			`Unsupported get request. Object with ID '${id.slice(0, 60)}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
			{ error_subcode: 33 },
		),
	);
}

function entryOf(media: MediaTruth, name: string, breakdown: string | undefined): JsonObject {
	const { total, dimensions } = media.metrics[name] ?? { total: 0, dimensions: {} };
	return {
		name,
		period: 'lifetime',
		values: [{ value: total }],
		title: `Title of ${name}`,
		description: 'What it counts',
		...(breakdown === undefined
			? {}
			: {
					total_value: {
						value: total,
						breakdowns: [
							{
								dimension_keys: [breakdown],
								results: Object.entries(dimensions).map(([dimension, value]) => ({
									dimension_values: [dimension],
									value,
								})),
							},
						],
					},
				}),
		id: `${media.id}/insights/${name}/lifetime`,
	};
}

function insights({ objectId, metrics, query }: Asked, { byId }: World): Draft {
	const media = byId.get(objectId);
	if (media === undefined || media.state === 'gone') return gone(objectId);
	if (metrics.length === 0) {
		return draft(400, graphError(100, '(#100) The parameter metric is required'));
	}
	if (media.state === 'few_viewers') {
		return draft(
			400,
			graphError(10, '(#10) Not enough viewers for the media to show insights', { error_subcode: 2108011 }),
		);
	}
	if (media.state === 'before_conversion') {
		return draft(
			400,
			graphError(100, 'Invalid parameter', {
				error_subcode: 2108006,
				error_user_title: 'Media posted before business account conversion',
				error_user_msg: 'The media was posted before the most recent time the account was converted.',
			}),
		);
	}
	const wrong = metrics.find((name) => media.metrics[name] === undefined);
	if (wrong !== undefined) {
		return draft(
			400,
			graphError(
				100,
				`(#100) The Media Insights API does not support the ${wrong} metric for this media product type.`,
			),
		);
	}
	if (!media.isCrossposted && metrics.some((name) => /^(facebook|crossposted)_views$/.test(name))) {
		return draft(400, graphError(-1, 'Fatal', { error_subcode: 2207086 }));
	}
	const breakdown = query.get('breakdown') ?? undefined;
	const unfit = metrics.find((name) => breakdown !== undefined && BREAKDOWN_OF[name] !== breakdown);
	if (breakdown !== undefined && unfit !== undefined) {
		return draft(400, graphError(100, `(#100) Incompatible breakdowns (${breakdown}) for metric (${unfit})`));
	}
	const data = media.state === 'no_data' ? [] : metrics.map((name) => entryOf(media, name, breakdown));
	return draft(200, { data });
}

function fieldsOf(media: MediaTruth, names: readonly string[], accountId: string): JsonObject {
	const known: JsonObject = {};
	for (const name of names) {
		const value = name === 'owner' ? { id: accountId } : media.fields[name];
		if (value !== undefined) known[name] = value;
	}
	return { ...known, id: media.id };
}

function fields({ objectId, fields: names }: Asked, { byId, accountId }: World): Draft {
	if (objectId === accountId) {
		return draft(200, { id: accountId, username: 'somebody', media_count: byId.size });
	}
	const media = byId.get(objectId);
	if (media === undefined || media.state === 'gone') return gone(objectId);
	return draft(200, fieldsOf(media, names, accountId));
}

const MOST_OF_PAGE = 100;

/** The Pages of a user, each with the account that is linked to it. */
function page(accountId: string, index: number): JsonObject {
	const number = String(index);
	return {
		id: `10${number}0000000`,
		name: `Page ${number}`,
		...(index % 3 === 2
			? {}
			: {
					instagram_business_account: {
						id: accountId.slice(0, -4) + number.padStart(4, '0'),
						username: `user${number}`,
						name: `User ${number}`,
					},
				}),
	};
}

function list({ objectId, edge, query, fields: names }: Asked, world: World, host: string): Draft {
	if (objectId !== world.accountId && objectId !== 'me') return gone(objectId);
	const all =
		objectId === 'me'
			? world.media.map((_media, index) => page(world.accountId, index))
			: world.media
					.filter(({ kind }) => (kind === 'story') === (edge === 'stories'))
					.map((media) => fieldsOf(media, names, world.accountId));
	const limit = Math.min(MOST_OF_PAGE, Number(query.get('limit') ?? 25));
	const start = Number(/^c(\d+)$/.exec(query.get('after') ?? 'c0')?.[1] ?? 0);
	const data = all.slice(start, start + limit);
	const end = start + data.length;
	const next = `${host}/v25.0/${objectId}/${edge ?? ''}?access_token=${placeholder('token', 1)}&after=c${String(end)}`;
	return draft(200, {
		data,
		...(data.length === 0
			? {}
			: {
					paging: {
						cursors: { before: `c${String(start)}`, after: `c${String(end)}` },
						...(end < all.length ? { next } : {}),
					},
				}),
	});
}
