import fc from 'fast-check';

import {
	BREAKDOWNS,
	isOfType,
	MEDIA_FIELDS,
	MEDIA_TYPES,
	metric,
	METRICS,
	type MediaTypeName,
} from '../../nodes/InstagramInsights/catalogue';
import {
	planRequests,
	toNamesRequest,
	type MediaQuery,
	type RequestedMetric,
} from '../../nodes/InstagramInsights/insights';

import { failureOf } from './fakeClient';

const MEDIA_ID = '17932174733377207';

function query(
	metrics: readonly RequestedMetric[],
	fields: readonly string[] = [],
	mediaType: MediaTypeName = 'story',
): MediaQuery {
	return { mediaId: MEDIA_ID, mediaType, metrics, fields, apiVersion: 'v25.0', timeoutMs: 30_000 };
}

/** The requests as they go out first, for all that is asked for. */
const sent = (mediaQuery: MediaQuery) =>
	planRequests(mediaQuery).map((planned) => {
		const { names, toRequest } = toNamesRequest(mediaQuery, planned);
		return toRequest(names);
	});

describe('The plan of a query', () => {
	it('asks for all metrics without breakdown at once', () => {
		expect(planRequests(query([{ name: 'views' }, { name: 'reach' }, { name: 'navigation' }]))).toEqual([
			{
				kind: 'insights',
				metrics: ['views', 'reach', 'navigation'],
				breakdown: undefined,
			},
		]);
	});

	it('asks for each breakdown apart, and for the fields last', () => {
		const planned = planRequests(
			query(
				[
					{ name: 'navigation', breakdown: 'story_navigation_action_type' },
					{ name: 'views' },
					{ name: 'profile_activity', breakdown: 'action_type' },
					{ name: 'reach' },
				],
				['permalink', 'caption'],
			),
		);
		expect(planned).toEqual([
			{
				kind: 'insights',
				metrics: ['navigation'],
				breakdown: 'story_navigation_action_type',
			},
			{ kind: 'insights', metrics: ['views', 'reach'], breakdown: undefined },
			{ kind: 'insights', metrics: ['profile_activity'], breakdown: 'action_type' },
			{ kind: 'fields', fields: ['permalink', 'caption'] },
		]);
	});

	it('asks for no fields if none are chosen', () => {
		expect(planRequests(query([{ name: 'reach' }])).map(({ kind }) => kind)).toEqual(['insights']);
	});

	it('leaves out what the type of the media does not have', () => {
		const requested = [{ name: 'navigation' }, { name: 'reach' }, { name: 'ig_reels_avg_watch_time' }];
		const metricsFor = (type: MediaTypeName) =>
			planRequests(query(requested, [], type)).map(
				(request) => request.kind === 'insights' && request.metrics,
			);
		expect(metricsFor('post')).toEqual([['reach']]);
		expect(metricsFor('reel')).toEqual([['reach', 'ig_reels_avg_watch_time']]);
		expect(metricsFor('story')).toEqual([['navigation', 'reach']]);
	});

	it('asks for all metrics if the type is unknown', () => {
		const mediaQuery = query([{ name: 'navigation' }, { name: 'reach' }]);
		expect(planRequests({ ...mediaQuery, mediaType: undefined })).toMatchObject([
			{ metrics: ['navigation', 'reach'] },
		]);
	});

	it('asks for the link along with the fields: it helps to tell the type', () => {
		expect(planRequests(query([{ name: 'reach' }], ['caption'])).at(-1)).toEqual({
			kind: 'fields',
			fields: ['caption', 'permalink'],
		});
	});

	it('asks for the owner if an account was chosen, beside the fields', () => {
		const mediaQuery = {
			...query([{ name: 'reach' }], ['caption', 'username']),
			account: { id: '1', username: 'nasa' },
		};
		expect(planRequests(mediaQuery).at(-1)).toEqual({
			kind: 'fields',
			fields: ['caption', 'username', 'owner{id}', 'permalink'],
		});
		// What has told the fields has told the owner with them.
		expect(planRequests({ ...mediaQuery, knownFields: { caption: 'Hi' } })).toMatchObject([
			{ kind: 'insights' },
		]);
	});

	it('asks nothing of what is not there, or cannot be asked', () => {
		const mediaQuery = query([{ name: 'reach' }], ['caption']);
		expect(planRequests({ ...mediaQuery, mediaId: null })).toEqual([]);
		const knownFailure = failureOf(400, { code: 100, error_subcode: 33, message: 'No' });
		expect(planRequests({ ...mediaQuery, knownFailure })).toEqual([]);
	});

	it('asks nothing of an item that has none of the metrics', () => {
		expect(planRequests(query([{ name: 'navigation' }], [], 'post'))).toEqual([]);
	});

	it('does not ask for fields that a list has told already', () => {
		const known = { ...query([{ name: 'reach' }], ['caption']), knownFields: { caption: 'Hi' } };
		expect(planRequests(known).map(({ kind }) => kind)).toEqual(['insights']);
	});

	it('asks for the parts of what is calculated, each once and after what is chosen', () => {
		const asked = (names: readonly string[], type: MediaTypeName = 'post') =>
			planRequests(
				query(
					names.map((name) => ({ name })),
					[],
					type,
				),
			);
		const whole = (...metrics: string[]) => [{ kind: 'insights', metrics, breakdown: undefined }];
		expect(asked(['engagement_rate'])).toEqual(whole('total_interactions', 'reach'));
		expect(asked(['save_rate', 'share_rate', 'engagement_rate'])).toEqual(
			whole('saved', 'reach', 'shares', 'total_interactions'),
		);
		expect(asked(['engagement_rate', 'views', 'reach'], 'story')).toEqual(
			whole('views', 'reach', 'total_interactions'),
		);
	});

	it('asks for no part of what the type of the media does not have', () => {
		expect(planRequests(query([{ name: 'save_rate' }], [], 'story'))).toEqual([]);
		expect(planRequests(query([{ name: 'save_rate' }, { name: 'views' }], [], 'story'))).toMatchObject([
			{ metrics: ['views'] },
		]);
	});

	it('asks for the parts in a request without the breakdown of other metrics', () => {
		const planned = planRequests(
			query([{ name: 'navigation', breakdown: 'story_navigation_action_type' }, { name: 'share_rate' }]),
		);
		expect(planned).toEqual([
			{ kind: 'insights', metrics: ['navigation'], breakdown: 'story_navigation_action_type' },
			{ kind: 'insights', metrics: ['shares', 'reach'], breakdown: undefined },
		]);
	});

	it('never mixes, loses, repeats or reorders, whatever is chosen', () => {
		const requested = fc
			.constantFrom(...METRICS.map(({ name }) => name))
			.chain((name): fc.Arbitrary<RequestedMetric> => {
				const own = metric(name).breakdown;
				return own === undefined
					? fc.constant({ name })
					: fc.constantFrom<RequestedMetric>({ name }, { name, breakdown: own });
			});
		const requestedMetrics = fc.uniqueArray(requested, { minLength: 1, selector: ({ name }) => name });
		const fields = fc.subarray(MEDIA_FIELDS.map(({ name }) => name));
		const types = fc.constantFrom(...MEDIA_TYPES.map(({ name }) => name));
		fc.assert(
			fc.property(requestedMetrics, fields, types, (requested, chosen, type) => {
				const planned = planRequests(query(requested, chosen, type));
				const ofType = requested.filter(({ name }) => isOfType(metric(name), type));
				const chosenOfMeta = ofType.filter(({ name }) => metric(name).calculated === undefined);
				// What is calculated is not asked for. Its parts are, behind the others, unless they are chosen too.
				const parts = ofType.flatMap(({ name }) => {
					const { calculated } = metric(name);
					return calculated === undefined ? [] : [calculated.of, calculated.per];
				});
				const names = new Set([...chosenOfMeta.map(({ name }) => name), ...parts]);
				const metrics = [...names].map(
					(name): RequestedMetric => chosenOfMeta.find((one) => one.name === name) ?? { name },
				);
				const insights = planned.filter((request) => request.kind === 'insights');
				for (const request of insights) {
					expect(request.metrics).toEqual(
						metrics.filter((m) => m.breakdown === request.breakdown).map((m) => m.name),
					);
					expect(request.metrics.length).toBeGreaterThan(0);
				}
				const asked = insights.flatMap((request) => request.metrics);
				expect([...asked].sort()).toEqual(metrics.map(({ name }) => name).sort());
				expect(insights).toHaveLength(new Set(metrics.map((m) => m.breakdown)).size);
				expect(insights.length).toBeLessThanOrEqual(BREAKDOWNS.length + 1);
				expect(planned.filter(({ kind }) => kind === 'fields')).toEqual(
					chosen.length > 0 ? [{ kind: 'fields', fields: [...new Set([...chosen, 'permalink'])] }] : [],
				);
			}),
		);
	});
});

describe('A planned request as it is sent', () => {
	const COMMON = {
		apiVersion: 'v25.0',
		timeoutMs: 30_000,
		subject: { kind: 'media', id: MEDIA_ID, noun: 'story' },
	};

	it('names metrics and breakdown as the Graph API does', () => {
		// Strictly: a parameter that is not set must not be there at all.
		expect(
			sent(
				query(
					[
						{ name: 'reach' },
						{ name: 'views' },
						{ name: 'navigation', breakdown: 'story_navigation_action_type' },
					],
					['permalink', 'like_count'],
				),
			),
		).toStrictEqual([
			{
				...COMMON,
				path: `${MEDIA_ID}/insights`,
				query: { metric: 'reach,views' },
				expects: 'list',
			},
			{
				...COMMON,
				path: `${MEDIA_ID}/insights`,
				query: { metric: 'navigation', breakdown: 'story_navigation_action_type' },
				expects: 'list',
			},
			{
				...COMMON,
				path: MEDIA_ID,
				query: { fields: 'id,media_product_type,permalink,like_count' },
				expects: 'object',
			},
		]);
	});

	it('needs the ID and the product type, whatever fields are turned down', () => {
		const mediaQuery = query([], ['id', 'media_product_type', 'caption']);
		const [planned] = planRequests(mediaQuery);
		if (planned === undefined) throw new Error('Nothing planned');
		const namesRequest = toNamesRequest(mediaQuery, planned);
		expect(namesRequest.names).toEqual(['caption', 'permalink']);
		expect(namesRequest.mayBeEmpty).toBe(true);
		expect(namesRequest.toRequest([]).query).toEqual({ fields: 'id,media_product_type' });
	});

	it('is of one class with others of its type and its breakdown', () => {
		const classOf = (type: MediaTypeName, requested: RequestedMetric, mediaId = MEDIA_ID) => {
			const mediaQuery = { ...query([requested], [], type), mediaId };
			return planRequests(mediaQuery).map((planned) => toNamesRequest(mediaQuery, planned).refusalKey)[0];
		};
		const broken: RequestedMetric = { name: 'profile_activity', breakdown: 'action_type' };
		expect(classOf('post', { name: 'reach' })).toBe(classOf('post', { name: 'views' }, '5'));
		expect(classOf('post', { name: 'reach' })).not.toBe(classOf('reel', { name: 'reach' }));
		expect(classOf('post', broken)).not.toBe(classOf('post', { name: 'reach' }));
		const otherwiseBroken: RequestedMetric = {
			name: 'navigation',
			breakdown: 'story_navigation_action_type',
		};
		expect(classOf('story', broken)).not.toBe(classOf('story', otherwiseBroken));
	});

	it('for fields is of one class with those for fields of its type', () => {
		const classesOf = (mediaType: MediaTypeName | undefined) => {
			const mediaQuery = { ...query([{ name: 'reach' }], ['caption']), mediaType };
			return planRequests(mediaQuery).map((planned) => toNamesRequest(mediaQuery, planned).refusalKey);
		};
		expect(classesOf('post')).toEqual(classesOf('post'));
		const all = [...classesOf('post'), ...classesOf('reel'), ...classesOf(undefined)];
		expect(new Set(all).size).toBe(6);
	});

	it('may come in parts if it is too much at once', () => {
		const mediaQuery = query([{ name: 'reach' }], ['caption']);
		const requests = planRequests(mediaQuery).map((planned) => toNamesRequest(mediaQuery, planned));
		expect(requests.map(({ isDivisible }) => isDivisible)).toEqual([true, true]);
	});

	it('calls the item by its ID alone if its type is unknown', () => {
		const [request] = sent({ ...query([{ name: 'reach' }]), mediaType: undefined });
		expect(request?.subject).toStrictEqual({ kind: 'media', id: MEDIA_ID });
	});

	it('suspects no field', () => {
		const mediaQuery = query([], ['caption']);
		const [planned] = planRequests(mediaQuery);
		if (planned === undefined) throw new Error('Nothing planned');
		const { names, isSuspect } = toNamesRequest(mediaQuery, planned);
		for (const name of names) {
			expect([isSuspect(name, 'crosspost'), isSuspect(name, 'permission')]).toEqual([false, false]);
		}
	});

	it('suspects the metrics that the catalogue marks', () => {
		const mediaQuery = query(
			[{ name: 'reach' }, { name: 'facebook_views' }, { name: 'total_views' }],
			[],
			'reel',
		);
		const [planned] = planRequests(mediaQuery);
		if (planned === undefined) throw new Error('Nothing planned');
		const { names, isSuspect } = toNamesRequest(mediaQuery, planned);
		expect(names.filter((name) => isSuspect(name, 'crosspost'))).toEqual(['facebook_views']);
		expect(names.filter((name) => isSuspect(name, 'permission'))).toEqual(['total_views']);
	});

	it('cannot be of what has no ID', () => {
		const mediaQuery = query([{ name: 'reach' }]);
		const [planned] = planRequests(mediaQuery);
		if (planned === undefined) throw new Error('Nothing planned');
		expect(() => toNamesRequest({ ...mediaQuery, mediaId: null }, planned)).toThrow('without an ID');
	});

	it('goes to the version and waits as long as the query says', () => {
		const mediaQuery = { ...query([{ name: 'reach' }]), apiVersion: 'v21.0', timeoutMs: 1 };
		expect(sent(mediaQuery)).toMatchObject([{ apiVersion: 'v21.0', timeoutMs: 1 }]);
	});
});
