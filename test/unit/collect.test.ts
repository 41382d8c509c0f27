import { BATCH_SIZE, type GraphRequest } from '../../nodes/InstagramInsights/graph';
import type { RawAnswer } from '../../nodes/InstagramInsights/graph/carriers/received';
import {
	mediaCollector,
	firstFailure,
	isAnswered,
	isUnanswered,
	mediaStatus,
	type MediaInsights,
	type MediaQuery,
} from '../../nodes/InstagramInsights/insights';
import { failureOf, fakeClient, ok, RECEIVED_AT, refuse } from './fakeClient';
import { collected, insightsOf, MEDIA_ID, metricsOf, plain, queryOf } from './insightsOf';

const NAVIGATION = 'story_navigation_action_type';
const PERMISSION = { code: 200, message: '(#200) Permissions error' };
const FATAL = { code: -1, error_subcode: 2207086, message: 'Fatal' };

const answered = (request: GraphRequest) =>
	ok({
		data: metricsOf(request).map((name, index) => ({
			...plain(name, index + 1),
			id: `${request.path.split('/')[0] ?? ''}/insights/${name}/lifetime`,
		})),
	});

const unsupported = (names: readonly string[]) =>
	refuse(400, {
		code: 100,
		message: `(#100) The Media Insights API does not support the ${names.join(', ')} metric for this media product type.`,
	});

const statuses = (media: MediaInsights) =>
	Object.fromEntries([...media.outcomes].map(([name, { status }]) => [name, status]));

/** Refuses a request as long as it holds one of the metrics. */
const refusing =
	(refused: Readonly<Record<string, (names: readonly string[]) => RawAnswer>>) =>
	(request: GraphRequest): RawAnswer => {
		const names = metricsOf(request);
		for (const [name, answer] of Object.entries(refused)) if (names.includes(name)) return answer([name]);
		return answered(request);
	};

const post = (...names: string[]) => queryOf({ mediaType: 'post', metrics: names.map((name) => ({ name })) });
const reel = (...names: string[]) => queryOf({ mediaType: 'reel', metrics: names.map((name) => ({ name })) });

describe('Collecting insights', () => {
	it('sends the requests of all queries together and gives a result for each, in order', async () => {
		const { client, rounds } = fakeClient(answered);
		const collector = mediaCollector(client);
		const queries = [post('reach', 'views'), reel('reach'), { ...post('likes'), mediaId: '2' }];
		const found = await Promise.all(queries.map((query) => collector.of(query)));
		expect(rounds).toEqual([3]);
		expect(found.map(({ query }) => query)).toEqual(queries);
		for (const media of found) expect(mediaStatus(media)).toBe('ok');
	});

	it('asks for a query once, and begins before its result is asked for', async () => {
		const { client, asked } = fakeClient(answered);
		const collector = mediaCollector(client);
		const query = post('reach');
		collector.begin([query]);
		const [first, second] = [await collector.of(query), await collector.of(query)];
		expect(first).toBe(second);
		expect(asked).toHaveLength(1);
	});

	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ ...post('reach'), mediaId: String(index + 1) }));

	it('begins with full batches, and lets the rest wait until it fills one', () => {
		const asked: string[] = [];
		const collector = mediaCollector({
			fetchAvailable: ({ names, toRequest }) => {
				asked.push(toRequest(names).path);
				return new Promise(() => undefined);
			},
		});
		const queries = many(2 * BATCH_SIZE + 1);
		const paths = queries.map(({ mediaId }) => `${mediaId}/insights`);
		collector.begin(queries.slice(0, BATCH_SIZE - 1));
		expect(asked).toEqual([]);
		collector.begin(queries.slice(BATCH_SIZE - 1, BATCH_SIZE));
		expect(asked).toEqual(paths.slice(0, BATCH_SIZE));
		collector.begin(queries.slice(BATCH_SIZE));
		expect(asked).toEqual(paths.slice(0, 2 * BATCH_SIZE));
	});

	it('rejects where its result is asked for, and nowhere else, if the run was stopped', async () => {
		const stopped = new Error('The execution was canceled');
		const collector = mediaCollector({ fetchAvailable: () => Promise.reject(stopped) });
		const queries = many(BATCH_SIZE);
		collector.begin(queries);
		await new Promise((resolve) => setImmediate(resolve));
		for (const query of queries) await expect(collector.of(query)).rejects.toBe(stopped);
	});

	it('does not make up an outcome for a metric that no answer speaks of', async () => {
		const collector = mediaCollector({
			fetchAvailable: () =>
				Promise.resolve({
					answers: [],
					refused: new Map(),
					failed: new Map(),
					failure: undefined,
					receivedAt: undefined,
				}),
		});
		await expect(collector.of(post('reach'))).rejects.toThrow("'reach'");
	});

	it('gives the moment of the last answer', async () => {
		const media = await insightsOf({ ...post('reach'), fields: ['caption'] }, (request) =>
			request.query.fields === undefined ? answered(request) : ok({ id: MEDIA_ID }),
		);
		expect(media.fetchedAt).toEqual(RECEIVED_AT);
	});

	it('gives the later of two moments, whichever answer it is of', async () => {
		const moments = [new Date('2026-11-24T12:00:00Z'), new Date('2026-11-24T12:00:05Z')];
		for (const [first, second] of [moments, [...moments].reverse()]) {
			const collector = mediaCollector({
				fetchAvailable: ({ names, mayBeEmpty }) =>
					Promise.resolve({
						answers: [{ names, body: mayBeEmpty ? { id: MEDIA_ID } : { data: [] } }],
						refused: new Map(),
						failed: new Map(),
						failure: undefined,
						receivedAt: mayBeEmpty ? first : second,
					}),
			});
			const { fetchedAt } = await collector.of({ ...post('reach'), fields: ['caption'] });
			expect(fetchedAt).toEqual(moments[1]);
		}
	});

	it('asks again without the metrics that Meta names', async () => {
		const asked: string[] = [];
		const media = await insightsOf(post('reach', 'follows', 'views'), (request) => {
			asked.push(request.query.metric ?? '');
			return refusing({ follows: unsupported })(request);
		});
		expect(asked).toEqual(['reach,follows,views', 'reach,views']);
		expect(statuses(media)).toEqual({ follows: 'unsupported', reach: 'ok', views: 'ok' });
	});

	it('asks again with what Meta allows', async () => {
		const media = await insightsOf(post('reach', 'follows'), (request) =>
			metricsOf(request).includes('follows')
				? refuse(400, { code: 100, message: 'metric[1] must be one of the following values: reach, views' })
				: answered(request),
		);
		expect(statuses(media)).toEqual({ follows: 'unsupported', reach: 'ok' });
	});

	it('asks for the suspects of Fatal one by one, and the others together', async () => {
		const asked: string[] = [];
		const media = await insightsOf(
			reel('reach', 'facebook_views', 'crossposted_views', 'views'),
			(request) => {
				asked.push(request.query.metric ?? '');
				return refusing({ crossposted_views: () => refuse(400, FATAL) })(request);
			},
		);
		expect(asked.slice(1).sort()).toEqual(['crossposted_views', 'facebook_views', 'reach,views']);
		expect(statuses(media)).toEqual({
			reach: 'ok',
			views: 'ok',
			facebook_views: 'ok',
			crossposted_views: 'not_crossposted',
		});
	});

	it('asks for the suspect of a missing permission apart, and lets the others decide', async () => {
		const media = await insightsOf(
			post('reach', 'total_views'),
			refusing({ total_views: () => refuse(403, PERMISSION) }),
		);
		expect(media.error).toBeUndefined();
		expect(statuses(media)).toEqual({ reach: 'ok', total_views: 'unsupported' });
	});

	it('stops if the permission is missing for all', async () => {
		const media = await insightsOf(post('reach', 'total_views'), () => refuse(403, PERMISSION));
		expect(media.error).toMatchObject({ code: 200, cause: 'credential-invalid' });
	});

	it('does not lose the others if several kinds of refusal come one after another', async () => {
		const media = await insightsOf(
			reel('reach', 'reposts', 'facebook_views', 'total_views'),
			refusing({
				reposts: unsupported,
				facebook_views: () => refuse(400, FATAL),
				total_views: () => refuse(403, PERMISSION),
			}),
		);
		expect(media.error).toBeUndefined();
		expect(statuses(media)).toEqual({
			reposts: 'unsupported',
			facebook_views: 'not_crossposted',
			total_views: 'unsupported',
			reach: 'ok',
		});
	});

	it('does not lose a broken down metric if the only other one needs a permission', async () => {
		const media = await insightsOf(
			queryOf({ metrics: [{ name: 'total_views' }, { name: 'navigation', breakdown: NAVIGATION }] }),
			refusing({ total_views: () => refuse(403, PERMISSION) }),
		);
		expect(media.error).toBeUndefined();
		expect(statuses(media)).toEqual({ total_views: 'unsupported', navigation: 'ok' });
	});

	it('halves what is too much, and fails a single metric that still is', async () => {
		const heavy = refuse(500, { code: 1, message: "Please reduce the amount of data you're asking for" });
		const media = await insightsOf(post('reach', 'views', 'likes', 'saved'), (request) =>
			metricsOf(request).length > 1 || metricsOf(request).includes('saved') ? heavy : answered(request),
		);
		expect(statuses(media)).toEqual({ reach: 'ok', views: 'ok', likes: 'ok', saved: 'failed' });
	});

	it('takes out one metric after another, if Meta names them one by one', async () => {
		const media = await insightsOf(post('reach', 'views', 'likes', 'saved', 'shares'), (request) => {
			const [first = ''] = metricsOf(request);
			return unsupported([first]);
		});
		expect(mediaStatus(media)).toBe('unsupported');
		expect(media.error).toBeUndefined();
	});

	it('keeps a bad item apart from the others', async () => {
		const bad = { ...post('reach'), mediaId: '666' };
		const found = await collected([post('reach'), bad, post('views')], (request) =>
			request.path.startsWith('666')
				? refuse(400, { code: 100, error_subcode: 33, message: 'Unsupported get request.' })
				: answered(request),
		);
		expect(found.map(mediaStatus)).toEqual(['ok', 'not_found', 'ok']);
		expect(found.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	});

	it('never takes the entry of other media for that of the one asked', async () => {
		const media = await insightsOf(post('reach', 'views', 'likes'), () =>
			ok({
				data: [
					{ ...plain('reach', 9), id: '5/insights/reach/lifetime' },
					plain('views', 2),
					{ ...plain('likes', 9), id: '5/insights/likes/lifetime' },
					plain('likes', 3),
				],
			}),
		);
		expect(statuses(media)).toEqual({ reach: 'failed', views: 'ok', likes: 'ok' });
		expect(media.outcomes.get('likes')).toMatchObject({ entry: { value: 3 } });
	});

	it('does not say of any other metric that the post was not shared to Facebook', async () => {
		const media = await insightsOf(post('reach', 'facebook_views'), () => refuse(400, FATAL));
		expect(statuses(media)).toEqual({ reach: 'unsupported', facebook_views: 'not_crossposted' });
	});
});

describe('An error of the item', () => {
	it.each<[string, RawAnswer, number | undefined]>([
		['a dead token', refuse(400, { code: 190, message: 'Expired' }), 190],
		['a missing permission', refuse(403, PERMISSION), 200],
		['an app that may not', refuse(400, { code: 3, message: 'No' }), 3],
		['an unknown version', refuse(400, { code: 2635, message: 'No' }), 2635],
		['an unknown refusal', refuse(400, { code: 9007, message: 'No' }), undefined],
		['an item that is not there', refuse(400, { code: 803, message: 'No' }), undefined],
		['a passing fault', refuse(500, { code: 2, message: 'Later' }), undefined],
		['a rate limit', refuse(403, { code: 4, message: 'limit' }), undefined],
	])('is, if nothing came, that of %s', async (_what, answer, code) => {
		const media = await insightsOf(post('reach', 'views'), () => answer);
		expect(media.error?.code).toBe(code);
	});

	it.each<[string, RawAnswer, number | undefined]>([
		['a dead token', refuse(400, { code: 190, message: 'Expired' }), 190],
		['a missing permission', refuse(403, PERMISSION), undefined],
		['an app that may not', refuse(400, { code: 3, message: 'No' }), undefined],
		['an unknown version', refuse(400, { code: 2635, message: 'No' }), undefined],
	])(
		'is, if something came, that of %s: what came is kept, unless no call is of use',
		async (_what, answer, code) => {
			const media = await insightsOf(
				queryOf({ metrics: [{ name: 'reach' }, { name: 'navigation', breakdown: NAVIGATION }] }),
				(request) => (request.query.breakdown === undefined ? answered(request) : answer),
			);
			expect(media.error?.code).toBe(code);
			expect(media.outcomes.get('reach')?.status).toBe('ok');
		},
	);

	it('is none if one half is refused for a permission and Meta has no data of the other', async () => {
		const media = await insightsOf(
			queryOf({ metrics: [{ name: 'reach' }, { name: 'navigation', breakdown: NAVIGATION }] }),
			(request) => (request.query.breakdown === undefined ? ok({ data: [] }) : refuse(403, PERMISSION)),
		);
		expect(media.error).toBeUndefined();
		expect(statuses(media)).toEqual({ reach: 'no_data', navigation: 'unsupported' });
	});
});

describe('What cannot be asked', () => {
	it('is not found, if nothing is behind its link', async () => {
		const { client, asked } = fakeClient(answered);
		const media = await mediaCollector(client).of({ ...post('reach', 'views'), mediaId: null });
		expect(asked).toEqual([]);
		expect(statuses(media)).toEqual({ reach: 'not_found', views: 'not_found' });
		expect(media.error).toBeUndefined();
		expect([isAnswered(media), isUnanswered(media)]).toEqual([false, true]);
	});

	it('has the reason why nobody could tell what is behind its link', async () => {
		const knownFailure = failureOf(403, { code: 4, message: 'limit' });
		const media = await insightsOf(
			{ ...post('reach'), mediaId: null, unresolvedStatus: 'rate_limited', knownFailure },
			answered,
		);
		expect(statuses(media)).toEqual({ reach: 'rate_limited' });
		expect(firstFailure(media)).toBe(knownFailure);
	});

	it('stops for a dead token, also if fields alone were asked for', async () => {
		const knownFailure = failureOf(400, { code: 190, message: 'Expired' });
		const media = await insightsOf({ ...post(), fields: ['caption'], knownFailure }, answered);
		expect(media.error).toBe(knownFailure);
	});

	it.each<[string, number, object, string, number | undefined]>([
		['not there', 400, { code: 100, error_subcode: 33, message: 'No' }, 'not_found', undefined],
		['blocked', 403, { code: 4, message: 'limit' }, 'rate_limited', undefined],
		['of a dead token', 400, { code: 190, message: 'Expired' }, 'unsupported', 190],
	])(
		'has the reason that came out before its insights: %s',
		async (_what, statusCode, error, status, code) => {
			const { client, asked } = fakeClient(answered);
			const knownFailure = failureOf(statusCode, error);
			const media = await mediaCollector(client).of({ ...post('reach'), knownFailure });
			expect(asked).toEqual([]);
			expect(statuses(media)).toEqual({ reach: status });
			expect(media.error?.code).toBe(code);
			expect(firstFailure(media)).toEqual(knownFailure);
		},
	);
});

describe('Whether Meta answered', () => {
	it.each<[string, RawAnswer, boolean, boolean]>([
		['a value', ok({ data: [plain('reach', 1)] }), true, false],
		['no data', ok({ data: [] }), true, false],
		['a refusal', refuse(400, { code: 9007, message: 'No' }), true, false],
		['too few viewers', refuse(400, { code: 10, message: 'Not enough viewers' }), true, false],
		['an item that is not there', refuse(400, { code: 803, message: 'No' }), false, true],
		['a passing fault', refuse(500, { code: 2, message: 'Later' }), false, true],
		['a rate limit', refuse(403, { code: 4, message: 'limit' }), false, true],
		['a dead token', refuse(400, { code: 190, message: 'Expired' }), false, false],
	])('is told by %s', async (_what, answer, answeredSo, unanswered) => {
		const media = await insightsOf(post('reach'), () => answer);
		expect([isAnswered(media), isUnanswered(media)]).toEqual([answeredSo, unanswered]);
	});

	it('is told by a value, whatever is missing beside it', async () => {
		const media = await insightsOf(
			queryOf({ metrics: [{ name: 'reach' }, { name: 'navigation', breakdown: NAVIGATION }] }),
			(request) =>
				request.query.breakdown === undefined
					? answered(request)
					: refuse(500, { code: 2, message: 'Later' }),
		);
		expect(statuses(media)).toEqual({ reach: 'ok', navigation: 'failed' });
		expect([isAnswered(media), isUnanswered(media)]).toEqual([true, false]);
		expect(firstFailure(media)).toMatchObject({ code: 2 });
	});

	it('is not told by a metric that the type does not have: it was not asked for', async () => {
		const media = await insightsOf(post('reach', 'navigation'), () =>
			refuse(500, { code: 2, message: 'Later' }),
		);
		expect([isAnswered(media), isUnanswered(media)]).toEqual([false, true]);
		const behind = await insightsOf(post('navigation', 'reach'), () =>
			refuse(500, { code: 2, message: 'Later' }),
		);
		expect(firstFailure(behind)).toMatchObject({ code: 2 });
		const alone = await insightsOf(post('navigation'), answered);
		expect([isAnswered(alone), isUnanswered(alone)]).toEqual([false, false]);
	});
});

describe('Collecting what a type does not have', () => {
	it('marks it at once and asks for the rest', async () => {
		const asked: string[] = [];
		const media = await insightsOf(post('navigation', 'reach'), (request) => {
			asked.push(request.query.metric ?? '');
			return answered(request);
		});
		expect(asked).toEqual(['reach']);
		expect(statuses(media)).toEqual({ navigation: 'unsupported', reach: 'ok' });
		// It is none that the post could have.
		expect(mediaStatus(media)).toBe('ok');
	});

	it('asks for all of a type that nobody knows, and takes what is refused for unsupported', async () => {
		const media = await insightsOf(
			{ ...post('navigation', 'reach'), mediaType: undefined },
			refusing({ navigation: unsupported }),
		);
		expect(media.mediaType).toBeUndefined();
		expect(statuses(media)).toEqual({ navigation: 'unsupported', reach: 'ok' });
	});

	it('sends nothing if it is all that was chosen', async () => {
		const { client, asked } = fakeClient(answered);
		const media = await mediaCollector(client).of(post('navigation'));
		expect(asked).toEqual([]);
		expect(statuses(media)).toEqual({ navigation: 'unsupported' });
		expect(mediaStatus(media)).toBe('unsupported');
		expect(media.error).toBeUndefined();
	});

	it('does not hide a missing permission behind it', async () => {
		const alone = await insightsOf(post('total_views'), () => refuse(403, PERMISSION));
		expect(alone.error).toMatchObject({ code: 200 });
		const media = await insightsOf(post('total_views', 'navigation'), () => refuse(403, PERMISSION));
		expect(media.error).toMatchObject({ code: 200 });
	});
});

describe('Collecting the fields of an item', () => {
	it('takes those that a list has told', async () => {
		const asked: GraphRequest[] = [];
		const media = await insightsOf(
			{ ...post('reach'), fields: ['caption'], knownFields: { id: '1', caption: 'Hi' } },
			(request) => {
				asked.push(request);
				return answered(request);
			},
		);
		expect(asked).toHaveLength(1);
		expect(media.fields).toEqual({ id: '1', caption: 'Hi' });
	});

	const withFields = { ...post('reach'), fields: ['caption'] };
	const fieldsAnswered = (answer: RawAnswer) => (request: GraphRequest) =>
		request.query.fields === undefined ? answered(request) : answer;

	it('takes them as Meta sent them', async () => {
		const media = await insightsOf(withFields, fieldsAnswered(ok({ id: MEDIA_ID, caption: 'Hi', more: 5 })));
		expect(media.fields).toEqual({ id: MEDIA_ID, caption: 'Hi', more: 5 });
		expect(media.missingFields.size).toBe(0);
	});

	it('believes the type that Meta tells, and tells an ad', async () => {
		const told = await insightsOf(
			withFields,
			fieldsAnswered(ok({ id: MEDIA_ID, media_product_type: 'REELS' })),
		);
		expect([told.mediaType, told.isAd]).toEqual(['reel', false]);
		const ad = await insightsOf(withFields, fieldsAnswered(ok({ id: MEDIA_ID, media_product_type: 'AD' })));
		expect([ad.mediaType, ad.isAd]).toEqual(['post', true]);
	});

	it.each<unknown>([
		null,
		[],
		'caption',
		5,
		{},
		{ success: true },
		{ id: '5', media_product_type: 'REELS', caption: 'Hi' },
	])('takes %j for no answer, which costs the fields alone', async (body) => {
		const media = await insightsOf(withFields, fieldsAnswered(ok(body)));
		expect(media.fields).toEqual({});
		expect(media.mediaType).toBe('post');
		expect([...media.missingFields.keys()]).toContain('caption');
		expect(statuses(media)).toEqual({ reach: 'ok' });
		expect(media.error).toBeUndefined();
	});

	it('stops if the token is dead', async () => {
		const media = await insightsOf(
			withFields,
			fieldsAnswered(refuse(400, { code: 190, message: 'Expired' })),
		);
		expect(media.error).toMatchObject({ code: 190 });
		expect(firstFailure(media)).toBe(media.error);
	});

	it.each<[string, RawAnswer]>([
		['a passing fault', refuse(500, { code: 2, message: 'Later' })],
		['a rate limit', refuse(403, { code: 4, message: 'limit' })],
		['an unknown field', refuse(400, { code: 100, message: '(#100) Tried accessing nonexisting field (x)' })],
		[
			'a missing permission',
			refuse(403, { code: 10, message: '(#10) Application does not have permission' }),
		],
		['an unknown version', refuse(400, { code: 2635, message: 'No' })],
		['a gateway', refuse(502, null)],
	])('never costs the insights for %s', async (_what, answer) => {
		const media = await insightsOf(withFields, fieldsAnswered(answer));
		expect(media.error).toBeUndefined();
		expect(media.missingFields.has('caption')).toBe(true);
		expect(statuses(media)).toEqual({ reach: 'ok' });
	});

	it('loses the refused one alone', async () => {
		const media = await insightsOf({ ...post('reach'), fields: ['caption', 'like_count'] }, (request) => {
			const { fields } = request.query;
			if (fields === undefined) return answered(request);
			return fields.includes('like_count')
				? refuse(403, { code: 10, message: 'Application does not have permission' })
				: ok({ id: MEDIA_ID, ...(fields.includes('caption') ? { caption: 'Hi' } : {}) });
		});
		expect(media.fields).toEqual({ id: MEDIA_ID, caption: 'Hi' });
		expect([...media.missingFields.keys()]).toEqual(['like_count']);
	});
});

describe('Who published it', () => {
	const picked: MediaQuery = { ...post('reach'), account: { id: '17841405309211844', username: 'Nasa' } };
	const otherOwner = async (fields: object, query = picked) =>
		(
			await insightsOf(query, (request) =>
				request.query.fields === undefined ? answered(request) : ok({ id: MEDIA_ID, ...fields }),
			)
		).otherOwner;

	it.each<[string, object, string | undefined]>([
		['the account, by ID', { owner: { id: '17841405309211844' }, username: 'nasa' }, undefined],
		[
			'the account by ID, that has another name by now',
			{ owner: { id: '17841405309211844' }, username: 'nasa2' },
			undefined,
		],
		['another one by ID, told by its name', { owner: { id: '5' }, username: 'esa' }, 'esa'],
		['another one by ID, without a name', { owner: { id: '5' } }, '5'],
		['the account by name, in any case of letters', { username: 'NASA' }, undefined],
		['another one by name', { username: 'esa' }, 'esa'],
		['nobody that Meta tells', {}, undefined],
		['odd owners', { owner: 'x', username: 5 }, undefined],
		['an owner of null', { owner: null }, undefined],
		['an owner without an ID that is text', { owner: { id: 5 }, username: 'esa' }, 'esa'],
		['nobody, if the ID of the owner is no text and there is no name', { owner: { id: 5 } }, undefined],
	])('is %s', async (_who, fields, expected) => {
		expect(await otherOwner(fields)).toBe(expected);
	});

	it('cannot be told by name if the picker kept none', async () => {
		const unnamed = { ...picked, account: { id: '17841405309211844', username: undefined } };
		expect(await otherOwner({ username: 'esa' }, unnamed)).toBeUndefined();
		expect(await otherOwner({ owner: { id: '5' } }, unnamed)).toBe('5');
	});

	it('is not asked if no account was chosen', async () => {
		const { client, asked } = fakeClient(answered);
		expect((await mediaCollector(client).of(post('reach'))).otherOwner).toBeUndefined();
		expect(asked.map(({ query }) => query.fields)).toEqual([undefined]);
	});
});
