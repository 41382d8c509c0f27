import type { IDataObject } from 'n8n-workflow';

import {
	ACCOUNT_FAULTS,
	ACCOUNTS,
	audienceTruth,
	FAULTS,
	MOST_PARTS,
	type AccountBreakdown,
	type Answer,
	type DemographicMetric,
	type RefusedAccountMetrics,
	type Timeframe,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import { accountRunsAgainst, percentOf } from './accountRuns';
import { textsOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const clock = useMovedClock('2026-10-20T18:00:00Z');
const { simulator } = useSimulator({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
searchForSecrets(instagram);

const { main, big, small } = ACCOUNTS;
const onFacebook = accountRunsAgainst(simulator);
const onInstagram = accountRunsAgainst(instagram);
const HOSTS = [
	['graph.facebook.com', simulator, onFacebook],
	['graph.instagram.com', instagram, onInstagram],
] as const;
const { audienceOf, insightsRequests } = onFacebook;

const TODAY = '2026-10-20';
const FETCHED = '2026-10-20T18:00:00.000Z';
/** By hand: what people choose, and the breakdown that Meta has for it. */
const KEYS: Readonly<Record<string, readonly AccountBreakdown[]>> = {
	age: ['age'],
	gender: ['gender'],
	country: ['country'],
	city: ['city'],
	age_gender: ['age', 'gender'],
};
const USUAL = ['age', 'gender', 'country', 'city'];

interface Audience {
	readonly account?: (typeof ACCOUNTS)[keyof typeof ACCOUNTS];
	readonly audience?: DemographicMetric;
	readonly timeframe?: Timeframe;
	readonly more?: IDataObject;
}

/** The rows of a demographic, of what the simulator counts. */
function rowsOf(
	name: string,
	{ account = main, audience = 'follower_demographics', timeframe = 'this_month', more = {} }: Audience = {},
) {
	const parts = audienceTruth(account, audience, KEYS[name] ?? [], TODAY, timeframe);
	const all = parts.reduce((sum, { value }) => sum + value, 0);
	return parts.map(({ values, value }) => ({
		account_id: account.id,
		metric: audience,
		breakdown: name,
		dimension: values.join(', '),
		...(name === 'age_gender' ? { age: values[0], gender: values[1] } : {}),
		value,
		share: percentOf(value, all),
		timeframe,
		status: 'ok',
		fetched_at: FETCHED,
		...more,
	}));
}

const ofBreakdown = (rows: readonly IDataObject[], name: string) =>
	rows.filter(({ breakdown }) => breakdown === name);
const valuesOf = (rows: readonly IDataObject[]) => rows.map(({ value }) => Number(value));

/** A row of a demographic without values. */
const emptyRow = (name: string, status: string, audience = 'follower_demographics'): unknown =>
	expect.objectContaining({
		metric: audience,
		breakdown: name,
		dimension: null,
		value: null,
		share: null,
		status,
	});

describe.each(HOSTS)('The followers of an account, on %s', (_host, server, runs) => {
	it('are split in the 4 usual ways, each with one call and the largest first', async () => {
		const { rows, hints, error } = await runs.audienceOf();
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(rows).toEqual(USUAL.flatMap((name) => rowsOf(name)));
		for (const name of USUAL) {
			const values = valuesOf(ofBreakdown(rows, name));
			expect(values.length).toBeGreaterThan(1);
			expect(values).toEqual([...values].sort((a, b) => b - a));
		}
		const asked = ['metric', 'period', 'metric_type', 'timeframe', 'breakdown', 'since'];
		expect(runs.insightsRequests().map(({ query }) => asked.map((name) => query[name]))).toEqual(
			USUAL.map((name) => [
				'follower_demographics',
				'lifetime',
				'total_value',
				'this_month',
				name,
				undefined,
			]),
		);
	});

	it.each(Object.keys(KEYS))('have these keys, in this order: %s', async (name) => {
		const { rows } = await runs.audienceOf([name], { more: { options: { accountFields: ['username'] } } });
		const expected = rowsOf(name, { more: { username: main.username } });
		expect(rows).toStrictEqual(expected);
		expect(rows.map((row) => Object.keys(row))).toEqual(expected.map((row) => Object.keys(row)));
	});

	it.each(['plain', 'timeframe'] as const)(
		'are found by the keys that Meta names (%s)',
		async (demographicKeys) => {
			server.behaviour.demographicKeys = demographicKeys;
			const { rows } = await runs.audienceOf(Object.keys(KEYS));
			expect(rows).toEqual(Object.keys(KEYS).flatMap((name) => rowsOf(name)));
		},
	);

	it('are those of the chosen time frame and audience', async () => {
		const asked = { audience: 'engaged_audience_demographics', timeframe: 'this_week' } as const;
		const { rows } = await runs.audienceOf(['country'], { more: asked });
		expect(rows).toEqual(rowsOf('country', asked));
		expect(runs.insightsRequests().map(({ query }) => query.timeframe)).toEqual(['this_week']);
	});
});

describe('The values of a demographic', () => {
	it(`are at most the ${String(MOST_PARTS)} that Meta lists, and their shares are of these`, async () => {
		const { rows } = await audienceOf(['city'], { accounts: [big.id] });
		expect(rows).toEqual(rowsOf('city', { account: big }));
		expect(rows).toHaveLength(MOST_PARTS);
		const shares = rows.reduce((sum, { share }) => sum + Number(share), 0);
		expect(Math.abs(shares - 100)).toBeLessThan(0.5);
	});

	it.each([
		[
			'in another order',
			[
				['A', 1],
				['B', 30],
				['C', 7],
			],
			[
				['B', 30],
				['C', 7],
				['A', 1],
			],
		],
		[
			'without a number',
			[
				['A', null],
				['B', 30],
			],
			[
				['B', 30],
				['A', null],
			],
		],
		[
			'all of them 0',
			[
				['A', 0],
				['B', 0],
			],
			[
				['A', 0],
				['B', 0],
			],
		],
	])('are sorted and never made up: %s', async (_what, sent, expected) => {
		const results = sent.map(([name, value]) => ({ dimension_values: [name], value }));
		const total = { breakdowns: [{ dimension_keys: ['country'], results }] };
		simulator.fault({
			when: { path: /insights/ },
			answer: { status: 200, body: { data: [{ name: 'follower_demographics', total_value: total }] } },
		});
		const { rows, error } = await audienceOf(['country']);
		expect(error).toBeUndefined();
		expect(rows.map(({ dimension, value }) => [dimension, value])).toEqual(expected);
		const all = valuesOf(rows).reduce((sum, value) => sum + value, 0);
		// Nobody knows the share of a whole of which a part is not known.
		const isWholeKnown = rows.every(({ value }) => value !== null);
		for (const { value, share, status } of rows) {
			expect(status).toBe(value === null ? 'no_data' : 'ok');
			expect(share).toBe(isWholeKnown && all > 0 ? percentOf(Number(value), all) : null);
		}
	});

	it('have the names that Meta gives', async () => {
		simulator.behaviour.dimensionNames = { F: 'FEMALE' };
		const { rows } = await audienceOf(['gender', 'age_gender']);
		expect(ofBreakdown(rows, 'gender').map(({ dimension }) => dimension)).toContain('FEMALE');
		expect(ofBreakdown(rows, 'age_gender').some(({ gender }) => gender === 'FEMALE')).toBe(true);
	});

	it('are what Meta sent with Simplify off: an object for each value', async () => {
		const { rows, items } = await audienceOf(['gender'], { more: { simplify: false } });
		const parts = audienceTruth(main, 'follower_demographics', ['gender'], TODAY);
		expect(rows.map(({ name, total_value: total }) => [name, total])).toEqual(
			parts.map(({ values, value }) => [
				'follower_demographics',
				{ breakdowns: [{ dimension_keys: ['gender'], results: [{ dimension_values: [...values], value }] }] },
			]),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(parts.map(() => ({ item: 0 })));
		// The fields that were asked for are beside it, as they are beside the numbers of an account.
		const more = { simplify: false, options: { accountFields: ['username'] } };
		const withFields = await audienceOf(['gender'], { more });
		const account = { id: main.id, username: main.username };
		expect(withFields.rows).toEqual(rows.map((row) => ({ ...row, account })));
	});

	it('are our row with Simplify off if Meta sent nothing', async () => {
		const { rows } = await audienceOf(['gender'], { accounts: [small.id], more: { simplify: false } });
		expect(rows).toEqual([emptyRow('gender', 'no_data')]);
	});

	it('of several items travel in one batch, and equal items share their calls', async () => {
		const { rows, items } = await audienceOf(['age', 'city'], { accounts: [main.id, big.id, main.id] });
		const [ofMain, ofBig] = [main, big].map((account) =>
			['age', 'city'].flatMap((name) => rowsOf(name, { account })),
		);
		expect(rows).toEqual([...(ofMain ?? []), ...(ofBig ?? []), ...(ofMain ?? [])]);
		expect(new Set(items.map(({ pairedItem }) => (pairedItem as { item: number }).item))).toEqual(
			new Set([0, 1, 2]),
		);
		expect(simulator.calls).toHaveLength(1);
		expect(insightsRequests()).toHaveLength(4);
	});
});

describe.each(HOSTS)('An audience that Meta does not list, on %s', (_host, server, runs) => {
	const NEEDS = 'only to accounts with at least';

	it.each(['missing', 'noResults'] as const)(
		'is too few engagements (%s): rows and a hint',
		async (fewEngagements) => {
			server.behaviour.fewEngagements = fewEngagements;
			server.behaviour.readsOthers = true;
			const audience = 'engaged_audience_demographics';
			const { rows, hints, error } = await runs.audienceOf(USUAL, {
				accounts: [small.id],
				more: { audience },
			});
			expect(error).toBeUndefined();
			expect(rows).toEqual(USUAL.map((name) => emptyRow(name, 'no_data', audience)));
			expect(textsOf(hints)).toBe(
				`Meta listed nothing for Age, Gender, Country and City. Meta gives demographics of the engaged audience ${NEEDS} 100 engagements in the time frame`,
			);
		},
	);

	it('is fewer than 100 followers: rows with the usual keys, and a hint', async () => {
		server.behaviour.readsOthers = true;
		const { rows, hints } = await runs.audienceOf(['age_gender'], { accounts: [small.id] });
		expect(rows).toEqual([emptyRow('age_gender', 'no_data')]);
		expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(rowsOf('age_gender')[0] ?? {}));
		expect(rows[0]).toMatchObject({ age: null, gender: null });
		expect(textsOf(hints)).toContain(`${NEEDS} 100 followers`);
	});

	it('is not put down to the size of the account if other parts come', async () => {
		server.fault({ when: { path: /insights/, nth: [2] }, answer: { status: 200, body: { data: [] } } });
		const { rows, hints } = await runs.audienceOf(['age', 'city']);
		const missing = rows.filter(({ status }) => status !== 'ok');
		expect(missing).toHaveLength(1);
		expect(missing[0]).toMatchObject({ dimension: null, value: null, status: 'no_data' });
		expect(textsOf(hints)).toBe(
			'Meta listed nothing for City. Meta lists others of this account, so its audience is large enough. Ask again later',
		);
		server.fault({ when: { path: /insights/, nth: [2] }, answer: { status: 200, body: { data: [] } } });
		const stopped = await runs.audienceOf(['age', 'city'], { more: { options: { unavailable: 'fail' } } });
		expect(stopped.error?.message).toContain('of the audience');
		expect(stopped.error?.description).not.toContain(NEEDS);
	});

	it('has no rows with omit, and stops the run with fail', async () => {
		server.behaviour.empty = ['follower_demographics'];
		const omit = await runs.audienceOf(['age'], { more: { options: { unavailable: 'omit' } } });
		expect(omit.rows).toEqual([]);
		expect(textsOf(omit.hints)).toContain('no_data: 1');
		const fail = await runs.audienceOf(['age'], { more: { options: { unavailable: 'fail' } } });
		expect(fail.error?.message).toContain("Meta has no 'Age' of the audience");
		expect(fail.error?.description).toContain(NEEDS);
	});

	const WAYS: readonly RefusedAccountMetrics['how'][] = [
		'unknownWords',
		'permission',
		'unknownCode',
		'notOnAccount',
	];
	it.each(WAYS)('is refused (%s): rows with a status, or a clear message', async (how) => {
		server.behaviour.refusedAccountMetrics = [{ metrics: ['follower_demographics'], how }];
		const { rows, hints, error } = await runs.audienceOf(['age', 'city']);
		if (how === 'unknownWords') expect(textsOf(hints)).toContain('Meta says');
		if (error) {
			expect(rows).toEqual([]);
			expectHelpful(error.message);
		} else {
			expect(rows).toEqual(['age', 'city'].map((name) => emptyRow(name, 'unsupported')));
		}
	});
});

describe('What Meta says against demographics', () => {
	const TEXTS: readonly (readonly [string, Answer])[] = [
		['unknownMetric', ACCOUNT_FAULTS.unknownMetric()],
		['unknownBreakdown', ACCOUNT_FAULTS.unknownBreakdown()],
		['unknownTimeframe', ACCOUNT_FAULTS.unknownTimeframe()],
		['timeframeRequired', ACCOUNT_FAULTS.timeframeRequired()],
		['timeframeGone', ACCOUNT_FAULTS.timeframeGone('this_month', 'follower_demographics')],
		['incompatibleBreakdown', FAULTS.incompatibleBreakdown(['city'], ['follower_demographics'])],
		['the unknown words for a missing breakdown', FAULTS.unknownError(400)],
	];

	it.each(TEXTS)('costs the other demographics nothing: %s', async (_name, answer) => {
		// The second one of four.
		simulator.fault({ when: { path: /insights/, nth: [2] }, times: 9, answer });
		const { rows, error } = await audienceOf(USUAL);
		expect(error).toBeUndefined();
		for (const name of ['age', 'country', 'city']) expect(ofBreakdown(rows, name)).toEqual(rowsOf(name));
		expect(ofBreakdown(rows, 'gender').length).toBeGreaterThan(0);
	});

	it.each(TEXTS)('ends in rows or in a clear message: %s', async (_name, answer) => {
		simulator.fault({ when: { path: /insights/ }, answer });
		const { rows, error } = await audienceOf(USUAL);
		for (const { value, status } of rows) {
			expect(value).toBeNull();
			expect(status).not.toBe('ok');
		}
		if (error) {
			expect(rows).toEqual([]);
			expectHelpful(error.message);
		} else expect(rows).toHaveLength(USUAL.length);
	});

	it.each([
		['no list of results', { breakdowns: [{ dimension_keys: ['age'], results: 'x' }] }],
		['no breakdowns', { breakdowns: 7 }],
		[
			'keys of another breakdown',
			{ breakdowns: [{ dimension_keys: ['city'], results: [{ dimension_values: ['B'], value: 3 }] }] },
		],
		['no total at all', null],
		['results that are none', { breakdowns: [{ dimension_keys: ['age'], results: [null, 3, {}] }] }],
	])('is a row without a value if the answer has %s', async (_what, total) => {
		simulator.fault({
			when: { id: main.id },
			answer: { status: 200, body: { data: [{ name: 'follower_demographics', total_value: total }] } },
		});
		const { rows, error } = await audienceOf(['age'], { accounts: [main.id, big.id] });
		expect(error).toBeUndefined();
		expect(rows.slice(1)).toEqual(rowsOf('age', { account: big }));
		expect(rows[0]).toMatchObject({ dimension: null, value: null, share: null });
		expect(['no_data', 'failed']).toContain(rows[0]?.status);
	});

	it('is a message that does not blame the account if a text stands in the place of the values', async () => {
		simulator.fault({
			when: { id: main.id },
			answer: { status: 200, body: { data: [{ name: 'follower_demographics', total_value: 'many' }] } },
		});
		const { error } = await audienceOf(['age']);
		expect(error?.message).toContain("Meta's answer for 'Age'");
		expect(error?.description).not.toContain('followers');
		const { rows } = await audienceOf(['age'], { accounts: [main.id, big.id] });
		expect(rows).toEqual([emptyRow('age', 'failed'), ...rowsOf('age', { account: big })]);
	});

	it('is failed if the answer is about another account', async () => {
		simulator.behaviour.foreignInsights = [main.id];
		const { rows } = await audienceOf(['age'], { accounts: [main.id, big.id] });
		expect(rows).toEqual([emptyRow('age', 'failed'), ...rowsOf('age', { account: big })]);
	});
});
