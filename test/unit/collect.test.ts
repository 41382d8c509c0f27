import type { GraphAnswer, GraphRequest } from '../../nodes/InstagramInsights/graph';
import { collect, MAX_ROUNDS, mediaStatus, type MediaInsights } from '../../nodes/InstagramInsights/insights';
import { asking, insightsOf, metricsOf, ok, plain, queryOf, refuse } from './insightsOf';

const NAVIGATION = 'story_navigation_action_type';
const PERMISSION = { code: 200, message: '(#200) Permissions error' };
const FATAL = { code: -1, error_subcode: 2207086, message: 'Fatal' };

const answered = (request: GraphRequest) =>
	ok({ data: metricsOf(request).map((name, index) => plain(name, index + 1)) });

const unsupported = (names: readonly string[]) =>
	refuse(400, {
		code: 100,
		message: `(#100) The Media Insights API does not support the ${names.join(', ')} metric for this media product type.`,
	});

const statuses = (media: MediaInsights) =>
	Object.fromEntries([...media.outcomes].map(([name, { status }]) => [name, status]));

/** Refuses a request as long as it holds one of the metrics. */
const refusing =
	(refused: Readonly<Record<string, (names: readonly string[]) => GraphAnswer>>) =>
	(request: GraphRequest): GraphAnswer => {
		const names = metricsOf(request);
		for (const [name, answer] of Object.entries(refused)) if (names.includes(name)) return answer([name]);
		return answered(request);
	};

const post = (...names: string[]) => queryOf({ mediaType: 'post', metrics: names.map((name) => ({ name })) });
const reel = (...names: string[]) => queryOf({ mediaType: 'reel', metrics: names.map((name) => ({ name })) });

describe('Collecting insights', () => {
	it('sends the requests of all queries together and gives a result for each, in order', async () => {
		const rounds: number[] = [];
		const found = await collect(
			[post('reach', 'views'), reel('reach'), { ...post('likes'), mediaId: '2' }],
			(requests) => {
				rounds.push(requests.length);
				return asking(answered)(requests);
			},
		);
		expect(rounds).toEqual([3]);
		expect(found.map(({ query }) => query.mediaId)).toEqual([post().mediaId, reel().mediaId, '2']);
		for (const media of found) expect(mediaStatus(media)).toBe('ok');
	});

	it('asks nothing for no queries', async () => {
		const ask = jest.fn(asking(answered));
		expect(await collect([], ask)).toEqual([]);
		expect(ask).not.toHaveBeenCalled();
	});

	it('gives a metric whose answer is missing a status', async () => {
		const [first, second] = await collect([post('reach'), post('reach', 'views')], (requests) =>
			asking(answered)(requests.slice(0, 1)),
		);
		expect(first && statuses(first)).toEqual({ reach: 'ok' });
		expect(second && statuses(second)).toEqual({ reach: 'failed', views: 'failed' });
		expect(second && mediaStatus(second)).toBe('failed');
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

	it('hears the suspects of Fatal one by one, and the others together', async () => {
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

	it('hears the suspect of a missing permission apart, and lets the others decide', async () => {
		const media = await insightsOf(
			post('reach', 'total_views'),
			refusing({ total_views: () => refuse(403, PERMISSION) }),
		);
		expect(media.error).toBeUndefined();
		expect(statuses(media)).toEqual({ reach: 'ok', total_views: 'unsupported' });
	});

	it('stops where the permission is missing for all', async () => {
		const media = await insightsOf(post('reach', 'total_views'), () => refuse(403, PERMISSION));
		expect(media.error).toMatchObject({ code: 200, cause: 'credential-invalid' });
	});

	it('does not lose the others where several kinds of refusal come one after another', async () => {
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

	it('does not lose a broken down metric where the only other one needs a permission', async () => {
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

	it(`asks in ${String(MAX_ROUNDS)} rounds at most`, async () => {
		const ask = jest.fn(
			asking((request) => {
				const [first = ''] = metricsOf(request);
				return unsupported([first]);
			}),
		);
		const [media] = await collect([post('reach', 'views', 'likes', 'saved', 'shares')], ask);
		expect(ask.mock.calls.length).toBeLessThanOrEqual(MAX_ROUNDS);
		expect(media && mediaStatus(media)).toBe('unsupported');
	});

	it('keeps a bad media apart from the others', async () => {
		const bad = { ...post('reach'), mediaId: '666' };
		const found = await collect(
			[post('reach'), bad, post('views')],
			asking((request) =>
				request.path.startsWith('666')
					? refuse(400, { code: 100, error_subcode: 33, message: 'Unsupported get request.' })
					: answered(request),
			),
		);
		expect(found.map(mediaStatus)).toEqual(['ok', 'not_found', 'ok']);
		expect(found.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
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
		expect(mediaStatus(media)).toBe('partial');
	});

	it('sends nothing where it is all that is wanted', async () => {
		const ask = jest.fn(asking(answered));
		const [media] = await collect([post('navigation')], ask);
		expect(ask).not.toHaveBeenCalled();
		expect(media && statuses(media)).toEqual({ navigation: 'unsupported' });
	});

	it('does not hide a missing permission behind it', async () => {
		const alone = await insightsOf(post('total_views'), () => refuse(403, PERMISSION));
		expect(alone.error).toMatchObject({ code: 200 });
		const media = await insightsOf(post('total_views', 'navigation'), () => refuse(403, PERMISSION));
		expect(media.error).toMatchObject({ code: 200 });
	});
});

describe('Collecting the fields of a media', () => {
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
	const fieldsRefused = (httpStatus: number, error: unknown) => (request: GraphRequest) =>
		request.query.fields === undefined ? answered(request) : refuse(httpStatus, error);

	it('takes them as Meta sent them', async () => {
		const media = await insightsOf(withFields, (request) =>
			request.query.fields === 'caption' ? ok({ id: '1', caption: 'Hi' }) : answered(request),
		);
		expect(media.fields).toEqual({ id: '1', caption: 'Hi' });
		expect(media.fieldsFailure).toBeUndefined();
	});

	it.each([null, [], 'caption', 5])('takes %j for no fields', async (body) => {
		const media = await insightsOf(withFields, (request) =>
			request.query.fields === undefined ? answered(request) : ok(body),
		);
		expect(media.fields).toEqual({});
		expect(statuses(media)).toEqual({ reach: 'ok' });
	});

	it('stops where the token is dead', async () => {
		const media = await insightsOf(withFields, fieldsRefused(400, { code: 190, message: 'Expired' }));
		expect(media.error).toMatchObject({ code: 190 });
	});

	it.each<[string, number, unknown]>([
		['a passing fault', 500, { code: 2, message: 'Later' }],
		['a rate limit', 403, { code: 4, message: 'limit' }],
		['an unknown field', 400, { code: 100, message: '(#100) Tried accessing nonexisting field (x)' }],
		['a missing permission', 403, { code: 10, message: '(#10) Application does not have permission' }],
	])('never costs the insights for %s', async (_what, httpStatus, error) => {
		const media = await insightsOf(withFields, fieldsRefused(httpStatus, error));
		expect(media.error).toBeUndefined();
		expect(media.fieldsFailure).toBeDefined();
		expect(statuses(media)).toEqual({ reach: 'ok' });
	});
});
