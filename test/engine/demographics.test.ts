/** The people around an account on n8n's engine. */
import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS, audienceTruth, pacificDayAt, type AccountBreakdown } from '../simulator';
import { byId } from './insightsNode';
import { useMovedClock } from './movedClock';
import { useSimulator } from './useSimulator';

const NOW = '2026-10-20T18:00:00Z';
const clock = useMovedClock(NOW);
const { simulator, run } = useSimulator({ now: clock.now });
const { main, big, small } = ACCOUNTS;
const TODAY = pacificDayAt(new Date(NOW));

const ask = (more: IDataObject = {}, account: { readonly id: string } = main) =>
	run({ resource: 'account', operation: 'getDemographics', accountId: byId(account.id), ...more });
const truth = (breakdowns: readonly AccountBreakdown[], account = main) =>
	audienceTruth(account, 'follower_demographics', breakdowns, TODAY);
const hintsOf = ({ hints }: { readonly hints: readonly { readonly message: string }[] }) =>
	hints.map(({ message }) => message).join('\n');

describe('Demographics', () => {
	it('are four by default, one call each, in one round trip, the largest first', async () => {
		const { rows, error } = await ask();
		expect(error).toBeUndefined();
		expect([...new Set(rows.map(({ breakdown }) => breakdown))]).toEqual([
			...['age', 'gender', 'country', 'city'],
		]);
		expect(simulator.calls).toHaveLength(1);
		expect(simulator.calls[0]?.parts).toHaveLength(4);
		for (const breakdown of ['age', 'gender', 'country', 'city'] as const) {
			const parts = truth([breakdown]);
			const total = parts.reduce((sum, { value }) => sum + value, 0);
			const ofIt = rows.filter((row) => row.breakdown === breakdown);
			expect(ofIt.map(({ value }) => value)).toEqual(parts.map(({ value }) => value));
			expect(ofIt[0]).toMatchObject({
				account_id: main.id,
				metric: 'follower_demographics',
				share: Math.round(((parts[0]?.value ?? 0) / total) * 10_000) / 100,
			});
		}
	});

	it('have exactly the columns of the contract', async () => {
		const { rows } = await ask({ demographics: ['country'], options: { accountFields: ['username'] } });
		expect(Object.keys(rows[0] ?? {})).toEqual([
			...['account_id', 'metric', 'breakdown', 'dimension', 'value', 'share', 'timeframe', 'status'],
			...['fetched_at', 'username'],
		]);
		expect(rows[0]?.dimension).toMatch(/^[A-Z]{2}$/);
	});

	it.each(['plain', 'timeframe'] as const)('of two at once have a column of each (%s)', async (keys) => {
		simulator.behaviour.demographicKeys = keys;
		const { rows } = await ask({ demographics: 'age_gender' });
		expect(rows.length).toBeGreaterThan(5);
		const columns = (row: IDataObject) => [row.breakdown, row.dimension];
		expect(rows.map(columns)).toEqual(
			rows.map(({ age, gender }) => [
				'age_gender',
				`${JSON.stringify(age)}, ${JSON.stringify(gender)}`.replaceAll('"', ''),
			]),
		);
		expect(rows.map(({ value }) => value)).toEqual(truth(['age', 'gender']).map(({ value }) => value));
	});

	it('are at most the 45 values that Meta lists', async () => {
		const { rows } = await ask({ demographics: ['city'] }, big);
		expect(rows.length).toBeLessThanOrEqual(45);
	});

	it.each(['follower_demographics', 'engaged_audience_demographics'])(
		'of a small account have a row with the reason, and a hint: %s',
		async (audience) => {
			const result = await ask({ audience, demographics: ['age'] }, small);
			expect(result.rows).toMatchObject([
				{ metric: audience, breakdown: 'age', dimension: null, value: null, share: null, status: 'no_data' },
			]);
			expect(hintsOf(result)).toMatch(/at least 100/);
		},
	);

	it('that Meta lists without results are no data', async () => {
		simulator.behaviour.fewEngagements = 'noResults';
		const { rows } = await ask(
			{ audience: 'engaged_audience_demographics', demographics: ['gender'] },
			small,
		);
		expect(rows).toMatchObject([{ status: 'no_data' }]);
	});

	it('that Meta refuses in unknown words are rows with its sentence in a hint', async () => {
		simulator.behaviour.refusedAccountMetrics = [{ metrics: ['follower_demographics'], how: 'unknownWords' }];
		const result = await ask({ demographics: ['age', 'city'] });
		expect(result.rows.map(({ breakdown, status }) => [breakdown, status])).toEqual([
			['age', 'unsupported'],
			['city', 'unsupported'],
		]);
		expect(hintsOf(result)).toMatch(/Meta says/);
	});

	it.each<[IDataObject, RegExp]>([
		[{ demographics: 'language' }, /'Demographics' holds 'language'/],
		[{ audience: 'reached_audience_demographics' }, /'Audience' holds/],
		[{ timeframe: 'last_90_days' }, /'Time Frame' holds/],
	])('cannot be %j', async (more, expected) => {
		const { error } = await ask(more);
		expect(error?.message).toMatch(expected);
		expect(simulator.calls).toEqual([]);
	});
});
