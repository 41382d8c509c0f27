import {
	FAULT_NAMES,
	FAULTS,
	many,
	MEDIA,
	startSimulator,
	TOKENS,
	TOKENS_BY_SUBCODE,
	type Answer,
	type FaultName,
	type Simulator,
} from '../simulator';
import { byId, runInsights } from './insightsNode';
import { pauses } from './watch';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
});
afterAll(() => simulator.close());

interface Options {
	readonly accessToken?: string;
	readonly appSecret?: string;
	readonly timeout?: number;
}

function run({ accessToken = simulator.token, appSecret = '', timeout }: Options = {}) {
	return runInsights({
		parameters: {
			resource: 'post',
			mediaId: byId(MEDIA.image.id),
			postMetrics: ['reach'],
			options: timeout === undefined ? {} : { timeout },
		},
		credentials: { accessToken, appSecret, apiHost: simulator.url },
	});
}

/** What follows from each fault, on a request for one metric: a status of its row, or an error and its cause. */
type Expected = { status: string; tries?: number } | { says: RegExp; cause?: string; tries?: number };

const NOT_ACCEPTED = { says: /access token/i, cause: 'credential-invalid' };
// Waited for: 60 s, then 120 s, then what is left of the 5 minutes that a run may wait.
const LIMITED = { status: 'rate_limited', tries: 4 };
// Meta names 7 minutes: more than a run may wait.
const LIMITED_TOO_LONG = { status: 'rate_limited', tries: 1 };
const FAILED = { status: 'failed', tries: 4 };
// Nobody knows what it says: what is refused alone is not to be had.
const NOT_TO_BE_HAD = { status: 'unsupported' };
// Meta's own sentence is the one that helps; ours may be a guess.
const LACKS_PERMISSION = { says: /lacks a permission/, cause: 'credential-invalid' };

const EXPECTED: Readonly<Record<FaultName, Expected>> = {
	// Of a metric that has nothing to do with Facebook.
	crosspostFatal: { status: 'unsupported' },
	instagramServerError: FAILED,
	unknownError: { status: 'failed', tries: 3 },
	reduceData: { status: 'failed' },
	temporary: FAILED,
	temporary503: FAILED,
	capability: { says: /may not read Instagram insights/, cause: 'credential-invalid' },
	appNotOnList: { says: /may not read Instagram insights/, cause: 'credential-invalid' },
	appLimit: LIMITED,
	permissionMissing: LACKS_PERMISSION,
	endpointPermission: LACKS_PERMISSION,
	verificationMissing: LACKS_PERMISSION,
	businessUnverified: LACKS_PERMISSION,
	notEnoughViewers: { status: 'not_enough_viewers' },
	userLimit: LIMITED,
	pageLimit: LIMITED,
	pageTokenLimit: LIMITED_TOO_LONG,
	instagramLimit: LIMITED_TOO_LONG,
	customLimit: LIMITED,
	unsupportedMetrics: { status: 'unsupported' },
	invalidMetric: { status: 'unsupported' },
	impressionsGone: { status: 'unsupported' },
	invalidBreakdown: { status: 'unsupported' },
	incompatibleBreakdown: { status: 'unsupported' },
	carouselChild: { status: 'album_child' },
	unknownField: { says: /turned down the request/ },
	insightsFieldMissing: { says: /shows no media/, cause: 'configuration-invalid' },
	unknownWords: NOT_TO_BE_HAD,
	unsupportedRequest: NOT_TO_BE_HAD,
	idsGone: NOT_TO_BE_HAD,
	metricRequired: { says: /turned down the request/ },
	objectMissing: { says: /shows no media/, cause: 'configuration-invalid' },
	beforeConversion: { status: 'posted_before_conversion' },
	beforeConversionInstagramHost: { status: 'posted_before_conversion' },
	metricTypeMissing: { says: /one total only/, cause: 'configuration-invalid' },
	thirtyDays: { says: /at most 30 days/, cause: 'configuration-invalid' },
	twoYears: { says: /for 2 years/, cause: 'configuration-invalid' },
	proofInvalid: { says: /'App Secret'/, cause: 'credential-invalid' },
	proofRequired: { says: /holds none/, cause: 'credential-invalid' },
	sessionExpired: { says: /login session .* has ended/, cause: 'credential-invalid' },
	tokenExpired: NOT_ACCEPTED,
	tokenUnparsable: NOT_ACCEPTED,
	token458: { says: /no longer connected/, cause: 'credential-invalid' },
	token459: { says: /security check/, cause: 'credential-invalid' },
	token460: { says: /password was changed/, cause: 'credential-invalid' },
	token463: { says: /has expired/, cause: 'credential-invalid' },
	token464: { says: /not confirmed/, cause: 'credential-invalid' },
	token467: { says: /no longer valid/, cause: 'credential-invalid' },
	token492: { says: /no role on the Page/, cause: 'credential-invalid' },
	sessionChanged: { says: /password was changed/, cause: 'credential-invalid' },
	checkpoint: NOT_ACCEPTED,
	securityCheckInNewWords: NOT_ACCEPTED,
	appDeleted: NOT_ACCEPTED,
	tokenUndecryptable: NOT_ACCEPTED,
	tokenMissing: { says: /holds no access token/, cause: 'credential-invalid' },
	apiBlocked: LACKS_PERMISSION,
	apiDeactivated: LACKS_PERMISSION,
	apiDisrupted: LACKS_PERMISSION,
	permissionsError: LACKS_PERMISSION,
	permissionsErrorLimit: LIMITED,
	applicationLimit: LIMITED,
	blocked: { says: /because of its policies/, cause: 'temporarily-unavailable' },
	aliasMissing: { says: /shows no media/, cause: 'configuration-invalid' },
	unknownPath: { says: /does not know the address/, cause: 'configuration-invalid' },
	versionAsObject: { says: /does not know the address/, cause: 'configuration-invalid' },
	fieldTwice: { says: /does not know the address/, cause: 'configuration-invalid' },
	videoContentMissing: NOT_TO_BE_HAD,
	businessDiscoveryOnly: NOT_TO_BE_HAD,
	unknownVersion: { says: /does not offer this version/, cause: 'configuration-invalid' },
	unknownCode: { says: /turned down the request/ },
	http408: FAILED,
	http429: LIMITED,
	http500: FAILED,
	http502: FAILED,
	http503: FAILED,
	http504: FAILED,
	foreign401: FAILED,
	foreign403: FAILED,
	foreign407: FAILED,
	foreign413: FAILED,
	emptyObject: FAILED,
	nullBody: FAILED,
	errorAsText: FAILED,
	emptyError: FAILED,
	successOnly: FAILED,
};

describe('each failure of the Graph API, in the middle of a run', () => {
	it.each(FAULT_NAMES)('%s', async (name) => {
		simulator.fault({ answer: (FAULTS[name] as () => Answer)() });
		const { rows, error, run: result } = await run();
		const expected = EXPECTED[name];
		if ('status' in expected) {
			expect(error).toBeUndefined();
			expect(rows).toMatchObject([{ metric: 'reach', value: null, status: expected.status }]);
		} else {
			expect(rows).toEqual([]);
			expect(error?.name).toBe('NodeApiError');
			expect(error?.message).toMatch(expected.says);
			expect(error?.message).toMatch(/ \[item 0\]$/);
			expect(error?.description).not.toBe('');
			expect(result.data.resultData.error).toMatchObject({
				context: { itemIndex: 0 },
				...(expected.cause === undefined ? {} : { failure: { cause: expected.cause } }),
			});
		}
		expect(simulator.calls).toHaveLength(expected.tries ?? 1);
	});

	it("passes on Meta's sentence where no rule knows better", async () => {
		simulator.fault({ answer: FAULTS.unknownCode() });
		expect((await run()).error?.description).toMatch(/^Check the parameters of this node\. Meta says: ".+"$/);
	});
});

describe('a credential that is of no use', () => {
	it.each([
		...Object.entries(TOKENS_BY_SUBCODE),
		...Object.entries(TOKENS).filter(([name]) => !name.startsWith('valid')),
	])('%s', async (_name, accessToken) => {
		const { error } = await run({ accessToken });
		expect(error?.name).toBe('NodeApiError');
		expect(error?.description).not.toBe('');
		expect(simulator.calls).toHaveLength(1);
	});

	it('an app that wants the proof gets it where the credential has the app secret', async () => {
		simulator.behaviour.requireProof = true;
		expect((await run({ appSecret: simulator.appSecret })).rows).toMatchObject([{ status: 'ok' }]);
		expect((await run()).error?.message).toContain("'App Secret'");
		expect((await run({ appSecret: 'of-another-app' })).error?.message).toContain("'App Secret'");
	});

	it('a token that has expired costs a few calls, not one for each media', async () => {
		const { error } = await runInsights({
			parameters: { resource: 'post', mediaId: byId('={{ $json.id }}'), postMetrics: ['reach'] },
			credentials: { accessToken: TOKENS.expired, apiHost: simulator.url },
			input: many(50, 'post').map((id) => ({ id })),
		});
		expect(error?.message).toContain('access token');
		expect(simulator.calls.length).toBeLessThanOrEqual(8);
	});

	it('an address that is none is told', async () => {
		const { error } = await runInsights({
			parameters: { resource: 'post', mediaId: byId(MEDIA.image.id) },
			credentials: { accessToken: TOKENS.valid, apiHost: 'nonsense' },
		});
		expect(error?.message).toBe("The credential's API host is not an address");
	});

	it('an empty token', async () => {
		expect((await run({ accessToken: '' })).error?.message).toContain('access token');
	});
});

describe('faults that pass', () => {
	it.each<[string, Answer]>([
		['is_transient', FAULTS.temporary()],
		['a gateway', FAULTS.http502()],
		['a dropped connection', { drop: true }],
		['an answer that is not JSON', { status: 200, text: '<html>Maintenance</html>' }],
		['an unknown fault', FAULTS.unknownError()],
	])('%s is asked again after growing pauses', async (_name, answer) => {
		simulator.fault({ times: 2, answer });
		const { rows } = await run();
		expect(rows).toMatchObject([{ status: 'ok' }]);
		expect(simulator.calls).toHaveLength(3);
		expect(pauses).toEqual([500, 2_000]);
	});

	it("a connection that stays dropped ends in a row, and its address in nobody's hands", async () => {
		simulator.fault({ answer: { drop: true } });
		const { rows } = await run({ appSecret: simulator.appSecret });
		expect(rows).toMatchObject([{ status: 'failed', value: null }]);
		expect(simulator.calls).toHaveLength(4);
		expect(pauses).toEqual([500, 2_000, 6_000]);
	});

	it('a connection that stays dropped can stop the node, and then too its address stays inside', async () => {
		simulator.fault({ answer: { drop: true } });
		const parameters = {
			resource: 'post',
			mediaId: byId(MEDIA.image.id),
			postMetrics: ['reach'],
			options: { unavailable: 'fail' },
		};
		const credentials = {
			accessToken: simulator.token,
			appSecret: simulator.appSecret,
			apiHost: simulator.url,
		};
		const { error, run: result } = await runInsights({ parameters, credentials });
		expect(error?.message).toContain('The connection to Meta broke');
		expect(result.data.resultData.error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		const output = await runInsights({ parameters, credentials, onError: 'continueErrorOutput' });
		expect(output.errorItems).toHaveLength(1);
	});

	it('a hanging answer ends with the time-out of the options', async () => {
		simulator.fault({ answer: { hang: true } });
		const { rows } = await run({ timeout: 500 });
		expect(rows).toMatchObject([{ status: 'failed' }]);
		expect(simulator.calls).toHaveLength(4);
	});

	it('a host that nobody listens at ends in a row', async () => {
		const { rows } = await runInsights({
			parameters: { resource: 'post', mediaId: byId(MEDIA.image.id), postMetrics: ['reach'] },
			credentials: { accessToken: TOKENS.valid, apiHost: 'http://127.0.0.1:9' },
		});
		expect(rows).toMatchObject([{ status: 'failed' }]);
	});

	it.each<[string, unknown]>([
		['null', null],
		['a list', []],
		['a number', 7],
		['an object without data', {}],
		['data that is no list', { data: { name: 'reach' } }],
		['odd entries', { data: [null, 3, { name: 7 }, { name: 'reach', values: [{ value: 'many' }] }] }],
		['an error that is no object', { error: 'no' }],
	])('%s as an answer gives a row with a reason', async (_name, body) => {
		simulator.fault({ answer: { status: 200, body } });
		const { rows, error } = await run();
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([
			{ metric: 'reach', value: null, status: expect.stringMatching(/^(failed|no_data)$/) as string },
		]);
	});
});
