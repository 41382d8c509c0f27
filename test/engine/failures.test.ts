import {
	FAULT_NAMES,
	FAULTS,
	many,
	MEDIA,
	TOKENS,
	TOKENS_BY_SUBCODE,
	type Answer,
	type FaultName,
} from '../simulator';
import type { NodeResult } from './insightsNode';
import { textsOf, type Asked } from './mediaRuns';
import { useSimulator } from './useSimulator';

const { simulator, pauses, insightsById } = useSimulator();

/** Insights of one post. */
const ofOne = (asked: Asked = {}) => insightsById([MEDIA.image.id], asked);
/** The same post, beside another one that is answered. */
const besideAnother = () => insightsById([MEDIA.image.id, MEDIA.carousel.id]);

interface Stop {
	readonly says: RegExp;
	readonly cause?: string;
}

interface Expected {
	/** The status of the row if another post of the run was answered; without it, the node stops then too. */
	readonly status?: string;
	/** How the node stops if no post of the run was answered; without it, there is a row. */
	readonly alone?: Stop;
	/** Calls for a post that is asked for alone. */
	readonly tries?: number;
	/** Our message says all that Meta's sentence says, so Meta's sentence is not quoted. */
	readonly isCertain?: true;
}

const stop = (says: RegExp, cause = 'credential-invalid'): Expected => ({ alone: { says, cause } });
const NOT_ACCEPTED = stop(/access token/i);
const BLOCKED: Stop = { says: /takes no more calls/, cause: 'rate-limited' };
// The node waits 60 s, then 120 s, then what is left of the 5 minutes that a run may wait.
const LIMITED_BY_GUESS: Expected = { status: 'rate_limited', alone: BLOCKED, tries: 4 };
const LIMITED: Expected = { ...LIMITED_BY_GUESS, isCertain: true };
// Meta names 7 minutes, which is more than a run may wait.
const LIMITED_TOO_LONG: Expected = { ...LIMITED, tries: 1 };
const failed = (says: RegExp, tries = 4): Expected => ({
	status: 'failed',
	alone: { says, cause: 'temporarily-unavailable' },
	tries,
});
const FAULT_OF_META = failed(/could not answer for post/);
// The words of a proxy are not Meta's, so they are not quoted as Meta's.
const BETWEEN: Expected = { ...failed(/Something between n8n and Meta answered/), isCertain: true };
const UNUSABLE = failed(/no data that can be read/);
// A metric that is refused even alone cannot be fetched, whatever the reason is.
const UNSUPPORTED: Expected = { status: 'unsupported' };
const SURELY_UNSUPPORTED: Expected = { ...UNSUPPORTED, isCertain: true };
const notAllowed = (says: RegExp, cause = 'credential-invalid'): Expected => ({
	status: 'unsupported',
	alone: { says, cause },
});
const LACKS_PERMISSION = notAllowed(/lacks a permission, or Meta has restricted the app or the account/);
const MAY_NOT = notAllowed(/app of this access token may not read Instagram insights/);
const wrongRequest = (says: RegExp) => notAllowed(says, 'configuration-invalid');
const NOT_FOUND: Expected = {
	status: 'not_found',
	alone: { says: /^Instagram shows no media item 17910000000000001 /, cause: 'configuration-invalid' },
};

const EXPECTED: Readonly<Record<FaultName, Expected>> = {
	// The metric of this test has nothing to do with Facebook.
	crosspostFatal: SURELY_UNSUPPORTED,
	instagramServerError: FAULT_OF_META,
	unknownError: failed(/could not answer for post/, 3),
	reduceData: { ...failed(/finds the request for post \d+ too large/, 1), isCertain: true },
	temporary: FAULT_OF_META,
	temporary503: FAULT_OF_META,
	capability: MAY_NOT,
	appNotOnList: MAY_NOT,
	appLimit: LIMITED,
	permissionMissing: LACKS_PERMISSION,
	endpointPermission: LACKS_PERMISSION,
	verificationMissing: LACKS_PERMISSION,
	businessUnverified: LACKS_PERMISSION,
	notEnoughViewers: { status: 'not_enough_viewers', isCertain: true },
	userLimit: LIMITED,
	pageLimit: LIMITED,
	pageTokenLimit: LIMITED_TOO_LONG,
	instagramLimit: LIMITED_TOO_LONG,
	customLimit: LIMITED,
	unsupportedMetrics: SURELY_UNSUPPORTED,
	invalidMetric: SURELY_UNSUPPORTED,
	impressionsGone: SURELY_UNSUPPORTED,
	invalidBreakdown: UNSUPPORTED,
	incompatibleBreakdown: SURELY_UNSUPPORTED,
	carouselChild: { status: 'album_child', isCertain: true },
	unknownField: UNSUPPORTED,
	// For a story it is `not_found`.
	insightsFieldMissing: UNSUPPORTED,
	unknownWords: UNSUPPORTED,
	unknownWordsAs500: UNSUPPORTED,
	unsupportedRequest: UNSUPPORTED,
	idsGone: UNSUPPORTED,
	metricRequired: UNSUPPORTED,
	objectMissing: NOT_FOUND,
	unsupportedGet: NOT_FOUND,
	resourceMissing: NOT_FOUND,
	noLongerAvailable: NOT_FOUND,
	metricNoLongerAvailable: UNSUPPORTED,
	beforeConversion: { status: 'posted_before_conversion', isCertain: true },
	beforeConversionInstagramHost: { status: 'posted_before_conversion', isCertain: true },
	// For an account they stop the node.
	metricTypeMissing: UNSUPPORTED,
	thirtyDays: UNSUPPORTED,
	twoYears: UNSUPPORTED,
	proofInvalid: stop(/does not accept the 'App Secret'/),
	proofRequired: stop(/holds none/),
	sessionExpired: stop(/login session .* has ended/),
	tokenExpired: NOT_ACCEPTED,
	tokenUnparsable: NOT_ACCEPTED,
	token458: stop(/no longer connected/),
	token459: stop(/security check/),
	token460: stop(/password was changed/),
	token463: stop(/has expired/),
	token464: stop(/not confirmed/),
	token467: stop(/no longer valid/),
	token492: stop(/no role on the Page/),
	sessionChanged: stop(/password was changed/),
	checkpoint: NOT_ACCEPTED,
	securityCheckInNewWords: NOT_ACCEPTED,
	appDeleted: stop(/does not know the app of this access token/),
	appInvalid: stop(/does not know the app of this access token/),
	sessionKeyInvalid: NOT_ACCEPTED,
	tooManyActions: LIMITED_BY_GUESS,
	tokenUndecryptable: NOT_ACCEPTED,
	tokenMissing: stop(/holds no access token/),
	tokenRequired: stop(/holds no access token/),
	apiBlocked: LACKS_PERMISSION,
	apiDeactivated: LACKS_PERMISSION,
	apiDisrupted: LACKS_PERMISSION,
	permissionsError: LACKS_PERMISSION,
	permissionsErrorLimit: LIMITED,
	applicationLimit: LIMITED,
	blocked: stop(/because of its policies/, 'temporarily-unavailable'),
	aliasMissing: NOT_FOUND,
	unknownPath: wrongRequest(/does not know the address/),
	versionAsObject: wrongRequest(/does not know the address/),
	fieldTwice: UNSUPPORTED,
	videoContentMissing: UNSUPPORTED,
	businessDiscoveryOnly: UNSUPPORTED,
	unknownVersion: wrongRequest(/does not give this for post \d+ in this version/),
	unknownCode: UNSUPPORTED,
	http408: FAULT_OF_META,
	http429: LIMITED,
	http500: FAULT_OF_META,
	http502: FAULT_OF_META,
	http503: FAULT_OF_META,
	http504: FAULT_OF_META,
	foreign401: BETWEEN,
	foreign403: BETWEEN,
	foreign407: BETWEEN,
	foreign413: BETWEEN,
	foreignErrorWithStatus: BETWEEN,
	foreignErrorWithoutCode: BETWEEN,
	emptyObject: UNUSABLE,
	nullBody: UNUSABLE,
	errorAsText: UNUSABLE,
	emptyError: BETWEEN,
	successOnly: UNUSABLE,
};

const answerOf = (name: FaultName): Answer => (FAULTS[name] as () => Answer)();

/** The beginning of Meta's sentence, as a message quotes it; empty if the answer has none. */
function sentenceOf(answer: Answer): string {
	if (!('body' in answer) || typeof answer.body !== 'object' || answer.body === null) return '';
	const { error } = answer.body as { error?: { message?: string } };
	return (error?.message ?? '').slice(0, 200);
}

function expectStop({ error, rows, run: result }: NodeResult, { says, cause }: Stop): void {
	expect(rows).toEqual([]);
	expect(error?.name).toBe('NodeApiError');
	expect(error?.message).toMatch(says);
	expect(error?.message).toMatch(/ \[item 0\]$/);
	expect(error?.description).not.toBe('');
	expect(result.data.resultData.error).toMatchObject({ context: { itemIndex: 0 }, failure: { cause } });
}

describe('each failure of the Graph API, for the only post of a run', () => {
	it.each(FAULT_NAMES)('%s', async (name) => {
		const { status, alone, tries = 1, isCertain } = EXPECTED[name];
		const answer = answerOf(name);
		simulator.fault({ answer });
		const result = await ofOne();
		if (alone) {
			expectStop(result, alone);
		} else {
			expect(result.error).toBeUndefined();
			expect(result.rows).toMatchObject([{ metric: 'reach', value: null, status }]);
		}
		if (!isCertain) {
			expect(`${result.error?.description ?? ''} ${textsOf(result.hints)}`).toContain(sentenceOf(answer));
		}
		const isForPermission = alone === LACKS_PERMISSION.alone || alone === MAY_NOT.alone;
		// One more call asks which permissions the token has.
		expect(simulator.calls).toHaveLength(tries + (isForPermission ? 1 : 0));
	});
});

describe('each failure of the Graph API, beside a post that is answered', () => {
	it.each(FAULT_NAMES)('%s', async (name) => {
		const { status, alone, isCertain } = EXPECTED[name];
		const answer = answerOf(name);
		simulator.fault({ when: { id: MEDIA.image.id }, answer });
		const result = await besideAnother();
		if (status === undefined) {
			expectStop(result, { says: /^/, ...alone });
			return;
		}
		const { error, rows, hints } = result;
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([
			{ media_id: MEDIA.image.id, metric: 'reach', value: null, status },
			{ media_id: MEDIA.carousel.id, metric: 'reach', status: 'ok' },
		]);
		// A hint tells what may be different the next time, and what is a guess.
		if (alone || !isCertain) expect(hints).not.toEqual([]);
		if (!isCertain) expect(textsOf(hints)).toContain(sentenceOf(answer));
	});
});

describe('the same answer for another type', () => {
	const story: Asked = { resource: 'story', metrics: ['reach', 'replies'] };

	it('a story that has lost its insights is gone, and the reason is its 24 hours', async () => {
		simulator.fault({ when: { id: MEDIA.story.id }, answer: FAULTS.insightsFieldMissing() });
		const alone = await insightsById([MEDIA.story.id], story);
		expectStop(alone, {
			says: /has no insights of story 17910000000000007 any more/,
			cause: 'configuration-invalid',
		});
		expect(alone.error?.description).toContain('24 hours');
		const { rows, hints } = await insightsById([MEDIA.story.id, MEDIA.sampleStory.id], story);
		expect(rows.map(({ status }) => status)).toEqual(['not_found', 'not_found', 'ok', 'ok']);
		expect(textsOf(hints)).toContain('24 hours');
	});

	it.each(['post', 'story'] as const)(
		'too few viewers of a %s is told of it, and not of a story only',
		async (resource) => {
			simulator.fault({ answer: FAULTS.notEnoughViewers() });
			const { error } = await ofOne({ resource, more: { options: { unavailable: 'fail' } } });
			expect(error?.message).toContain(`Too few people have seen ${resource} `);
			expect(error?.description.includes('story')).toBe(resource === 'story');
		},
	);
});

describe('a retired metric that a version may still answer', () => {
	it('is refused with the metric to choose instead', async () => {
		simulator.fault({ answer: FAULTS.impressionsGone() });
		const { error } = await ofOne({
			metrics: ['impressions'],
			more: { options: { apiVersion: 'v21.0', unavailable: 'fail' } },
		});
		expect(error?.message).toContain(`Meta has retired this metric for post ${MEDIA.image.id}`);
		expect(error?.description).toBe("Choose 'Views' instead");
	});
});

/** Tokens that Meta refuses for want of a permission, or in words that say so. */
const FOR_PERMISSION: readonly string[] = [
	TOKENS.noPermission,
	TOKENS.noInsightsPermission,
	TOKENS.permissionsError,
	TOKENS.capability,
];

describe('a credential that is of no use', () => {
	it.each([
		...Object.entries(TOKENS_BY_SUBCODE),
		...Object.entries(TOKENS).filter(([name]) => !name.startsWith('valid')),
	])('%s', async (_name, token) => {
		const { error } = await ofOne({ token });
		expect(error?.name).toBe('NodeApiError');
		expect(error?.description).not.toBe('');
		// If the permission is the reason, one more call asks which ones the token has.
		const isForPermission = FOR_PERMISSION.includes(token);
		expect(simulator.calls.map(({ path }) => path.replace(/^.*\//, ''))).toEqual(
			isForPermission ? ['insights', 'permissions'] : ['insights'],
		);
	});

	it('an app that wants the proof gets it if the credential has the app secret', async () => {
		simulator.behaviour.requireProof = true;
		expect((await ofOne({ appSecret: simulator.appSecret })).rows).toMatchObject([{ status: 'ok' }]);
		expect((await ofOne()).error?.message).toContain("'App Secret'");
		expect((await ofOne({ appSecret: 'of-another-app' })).error?.message).toContain("'App Secret'");
	});

	it('a token that has expired costs a few calls, not one for each post', async () => {
		const { error } = await insightsById(many(50, 'post'), { token: TOKENS.expired });
		expect(error?.message).toContain('access token');
		expect(simulator.calls.length).toBeLessThanOrEqual(8);
	});

	it('an invalid API host is told', async () => {
		const { error } = await ofOne({ host: 'nonsense' });
		expect(error?.message).toBe("The credential's API host is not an address");
	});

	it('an empty token', async () => {
		expect((await ofOne({ token: '' })).error?.message).toContain('access token');
	});
});

describe('passing faults', () => {
	it.each<[string, Answer]>([
		['is_transient', FAULTS.temporary()],
		['a gateway', FAULTS.http502()],
		['a dropped connection', { drop: true }],
		['an answer that is not JSON', { status: 200, text: '<html>Maintenance</html>' }],
		['an unknown fault', FAULTS.unknownError()],
	])('%s is asked again after growing pauses', async (_name, answer) => {
		simulator.fault({ times: 2, answer });
		const { rows } = await ofOne();
		expect(rows).toMatchObject([{ status: 'ok' }]);
		expect(simulator.calls).toHaveLength(3);
		expect(pauses).toEqual([500, 2_000]);
	});

	it('a connection that stays dropped is a row beside others, and its address does not show', async () => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer: { drop: true } });
		const { rows } = await besideAnother();
		expect(rows).toMatchObject([{ status: 'failed', value: null }, { status: 'ok' }]);
		expect(pauses).toEqual([500, 2_000, 6_000]);
	});

	it('a connection that stays dropped is an error if nothing came, and its address stays inside', async () => {
		simulator.fault({ answer: { drop: true } });
		const result = await ofOne({ appSecret: simulator.appSecret });
		expectStop(result, {
			says: /The connection to Meta broke or took too long/,
			cause: 'temporarily-unavailable',
		});
		expect(simulator.calls).toHaveLength(4);
		expect(pauses).toEqual([500, 2_000, 6_000]);
	});

	it('a connection that stays dropped can stop the node, and then too its address stays inside', async () => {
		simulator.fault({ answer: { drop: true } });
		const asked: Asked = { appSecret: simulator.appSecret, more: { options: { unavailable: 'fail' } } };
		const { error, run: result } = await ofOne(asked);
		expect(error?.message).toContain('The connection to Meta broke');
		expect(result.data.resultData.error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		const output = await ofOne({ ...asked, onError: 'continueErrorOutput' });
		expect(output.errorItems).toHaveLength(1);
	});

	it('a hanging answer ends with the time-out of the options', async () => {
		simulator.fault({ answer: { hang: true } });
		const { error } = await ofOne({ more: { options: { timeout: 500 } } });
		expect(error?.message).toContain('took too long');
		expect(error?.description).toContain("'Timeout'");
		expect(simulator.calls).toHaveLength(4);
	});

	it('a host that nobody listens at is told', async () => {
		const { error } = await ofOne({ host: 'http://127.0.0.1:9' });
		expect(error?.message).toContain('The connection to Meta broke');
	});

	it.each<[string, unknown]>([
		['null', null],
		['a list', []],
		['a number', 7],
		['an object without data', {}],
		['data that is no list', { data: { name: 'reach' } }],
		['an error that is no object', { error: 'no' }],
	])('%s is no answer: it is asked again, then it failed', async (_name, body) => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer: { status: 200, body } });
		const { rows, error, hints } = await besideAnother();
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ value: null, status: 'failed' }, { status: 'ok' }]);
		expect(textsOf(hints)).toContain('no data that can be read');
		expect(pauses).toEqual([500, 2_000, 6_000]);
	});

	it.each<[string, unknown]>([
		['a value that is no number', { data: [null, 3, { name: 'reach', values: [{ value: 'many' }] }] }],
		['a total that is no number', { data: [{ name: 'reach', total_value: { value: { a: 'x' } } }] }],
		['values that are no list', { data: [{ name: 'reach', values: 'odd' }] }],
		['entries without a name', { data: [null, 7, { name: 7 }] }],
		['entries of other metrics alone', { data: [{ name: 'likes', values: [{ value: 3 }] }] }],
	])('%s cannot be read: failed, with a hint', async (_name, body) => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer: { status: 200, body } });
		const { rows, error, hints } = await besideAnother();
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ value: null, status: 'failed' }, { status: 'ok' }]);
		expect(textsOf(hints)).toContain('cannot be read');
	});

	it('an entry whose name is in upper case is that of the metric', async () => {
		simulator.fault({ answer: { status: 200, body: { data: [{ name: 'REACH', values: [{ value: 3 }] }] } } });
		expect((await ofOne()).rows).toMatchObject([{ metric: 'reach', value: 3, status: 'ok' }]);
	});

	it.each<[string, unknown]>([
		['an empty list', { data: [] }],
		['an entry without a value', { data: [{ name: 'reach', period: 'lifetime' }] }],
		['a value that is null', { data: [{ name: 'reach', values: [{ value: null }] }] }],
	])('%s has no data', async (_name, body) => {
		simulator.fault({ answer: { status: 200, body } });
		const { rows, error } = await ofOne();
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ metric: 'reach', value: null, status: 'no_data' }]);
		expect(simulator.calls).toHaveLength(1);
	});
});
