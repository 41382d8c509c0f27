/** The numbers of an account beside those of the days before. */
import type { IDataObject } from 'n8n-workflow';

import { addPacificDays, FAULTS } from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import {
	accountRunsAgainst,
	custom,
	daysBefore,
	lastDays,
	numberOver,
	percentOf,
	type Days,
	type NodeMetric,
} from './accountRuns';
import { textsOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const NOW = '2026-10-20T18:00:00Z';
const clock = useMovedClock(NOW);
const { simulator } = useSimulator({ now: clock.now });
const instagram = useServer({ host: 'instagram', now: clock.now });
searchForSecrets(instagram);

const { numbersOf, askedDays } = accountRunsAgainst(simulator);
const onInstagram = accountRunsAgainst(instagram);
const compare = (more: IDataObject = {}) => ({ more: { ...more, options: { comparePrevious: true } } });

/** What a row says of a metric over some days and those before. */
const compared = (metric: NodeMetric, days: Days, before: Days) => {
	const [value, previous] = [numberOver(days, metric), numberOver(before, metric)];
	const change = Math.round((value - previous) * 100) / 100;
	return { metric, value, previous, change, change_percent: percentOf(change, previous) };
};

describe('The days before', () => {
	it.each<[string, string, IDataObject, Days, Days]>([
		['last7Days', NOW, {}, ['2026-10-13', '2026-10-19'], ['2026-10-06', '2026-10-12']],
		['last90Days', NOW, {}, ['2026-07-22', '2026-10-19'], ['2026-04-23', '2026-07-21']],
		// As many days, and not the first days of the month before.
		['thisMonth', NOW, {}, ['2026-10-01', '2026-10-19'], ['2026-09-12', '2026-09-30']],
		// 31 days, and not the 30 of September.
		['lastMonth', '2026-11-20T18:00:00Z', {}, ['2026-10-01', '2026-10-31'], ['2026-08-31', '2026-09-30']],
		['lastMonth', '2026-03-20T18:00:00Z', {}, ['2026-02-01', '2026-02-28'], ['2026-01-04', '2026-01-31']],
		[
			'custom',
			NOW,
			{ since: '2026-10-05', until: '2026-10-05' },
			['2026-10-05', '2026-10-05'],
			['2026-10-04', '2026-10-04'],
		],
		// `until` is cut to yesterday, and the days before are as many as are left.
		[
			'custom',
			NOW,
			{ since: '2026-10-15', until: '2026-10-31' },
			['2026-10-15', '2026-10-19'],
			['2026-10-10', '2026-10-14'],
		],
	])('of %s at %s are as many, immediately before', async (period, now, more, days, before) => {
		clock.set(now);
		for (const runs of [{ numbersOf }, onInstagram]) {
			const { rows, error } = await runs.numbersOf(
				['views', 'follows_and_unfollows'],
				compare({ period, ...more }),
			);
			expect(error).toBeUndefined();
			expect(rows).toMatchObject([
				{ since: days[0], until: days[1], ...compared('views', days, before) },
				compared('follows_and_unfollows', days, before),
			]);
		}
		expect(daysBefore(days)).toEqual(before);
		expect(askedDays().map(([first]) => first)).toContain(before[0]);
	});

	it('have their own number of different accounts', async () => {
		const days = lastDays(clock.now(), 30);
		const { rows } = await numbersOf(['reach', 'engagement_rate'], compare());
		expect(rows).toMatchObject(
			(['reach', 'engagement_rate'] as const).map((metric) => compared(metric, days, daysBefore(days))),
		);
	});

	it('are not asked by day', async () => {
		const { rows } = await numbersOf(['views'], compare({ interval: 'day', period: 'last7Days' }));
		expect(rows).toHaveLength(7);
		for (const row of rows) expect(row).not.toHaveProperty('previous');
		expect(askedDays()).toHaveLength(7);
	});
});

describe('If there is no number of the days before', () => {
	const none = { status: 'ok', previous: null, change: null, change_percent: null };
	const since = (count: number): Days => [addPacificDays('2026-10-20', -count), '2026-10-19'];

	it.each<[string, NodeMetric, IDataObject, string]>([
		[
			'because they are too old for this number',
			'follower_count',
			{},
			'No comparison of New Followers, since Meta has the last 30 days only, and the days before begin earlier',
		],
		[
			'because Meta no longer splits them up',
			'follows_and_unfollows',
			custom(since(200)),
			'No comparison of Follows and Unfollows, since Meta has the last 366 days only, and the days before begin earlier',
		],
		[
			'because they are too old for any number',
			'views',
			custom(since(400)),
			'No comparison of Views, since Meta has the last 729 days only, and the days before begin earlier',
		],
	])('%s, a hint says so, and the number is there', async (_why, metric, more, hint) => {
		const { rows, hints, error } = await numbersOf([metric], compare(more));
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([none]);
		expect(rows[0]?.value).not.toBeNull();
		expect(textsOf(hints)).toBe(hint);
		expectHelpful(hint);
	});

	it('because Meta has none, one hint names all of them', async () => {
		for (const metric of ['views', 'likes']) {
			simulator.fault({ when: { metric, nth: [2] }, answer: { status: 200, body: { data: [] } } });
		}
		const { rows, hints } = await numbersOf(['views', 'likes', 'engagement_rate'], compare());
		expect(rows[0]).toMatchObject(none);
		expect(textsOf(hints)).toMatch(
			/^No comparison of Views, Likes and Engagement Rate \(Calculated\), since Meta has no number for the days before$/,
		);
	});

	it.each([
		['refuses it', FAULTS.unknownWords(), /Meta refused the request .*Meta says: "/],
		['has no permission for it', FAULTS.permissionMissing(), /lacks a permission/],
		['cannot answer', FAULTS.temporary(), /Meta could not answer for this account\. .*in a few minutes/],
	])('because Meta %s, the hint has the reason', async (_what, answer, reason) => {
		// The first request is about the period, and those from the second on about the days before.
		simulator.fault({ when: { metric: 'views', nth: [2, 3, 4, 5, 6, 7, 8] }, answer });
		const { rows, hints, error } = await numbersOf(['views'], compare());
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ ...none, value: numberOver(lastDays(clock.now(), 30), 'views') }]);
		expect(hints).toHaveLength(1);
		expect(textsOf(hints)).toMatch(/^No comparison of Views, since the days before have no number: /);
		expect(textsOf(hints)).toMatch(reason);
	});

	it('and none of the period either, the reason of the number is enough', async () => {
		simulator.behaviour.empty = ['views'];
		const { rows, hints } = await numbersOf(['views', 'likes'], compare());
		expect(rows[0]).toMatchObject({ value: null, status: 'no_data', previous: null });
		expect(textsOf(hints)).not.toContain('No comparison');
	});

	it('the hint about the clocks speaks of these days too', async () => {
		clock.set('2026-12-15T18:00:00Z');
		const { hints } = await numbersOf(['reach'], compare());
		expect(textsOf(hints)).toContain('set back on one of the days, and Meta');
		clock.set('2026-11-20T18:00:00Z');
		const plain = await numbersOf(['reach']);
		expect(textsOf(plain.hints)).toContain('set back on one of the days, and Meta');
	});
});
