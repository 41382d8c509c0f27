/** Why a number of an account is missing, in sentences, for people who want the workflow to stop for it. */
import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS } from '../simulator';
import { expectHelpful } from '../unit/wording';
import { byId } from './insightsNode';
import { textsOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { useSimulator } from './useSimulator';

const clock = useMovedClock('2026-10-20T18:00:00Z');
const { simulator, run } = useSimulator({ now: clock.now });
const { main, small } = ACCOUNTS;

const ask = (more: IDataObject, account: { readonly id: string } = main) =>
	run({ resource: 'account', operation: 'getInsights', accountId: byId(account.id), ...more });
const FAIL = { unavailable: 'fail' };
const OMIT = { unavailable: 'omit' };
const october = { period: 'custom', since: '2025-10-01', until: '2025-10-31' };

describe('If the workflow is to stop, the message says why', () => {
	it.each<[string, IDataObject, { readonly id: string }, () => void, RegExp]>([
		['not_additive', { accountMetrics: ['reach'], ...october }, main, () => undefined, /at most 30 days/],
		[
			'few followers',
			{ accountMetrics: ['follows_and_unfollows'] },
			small,
			() => undefined,
			/100 followers\. Meta lists nothing if nobody began/,
		],
		[
			'days that are gone',
			{ accountMetrics: ['follower_count'], period: 'last90Days' },
			main,
			() => undefined,
			/30 days/,
		],
		[
			'no data',
			{ accountMetrics: ['views'] },
			main,
			() => {
				simulator.behaviour.empty = ['views'];
			},
			/Meta has no 'Views' .*48 hours/,
		],
		[
			'a refusal',
			{ accountMetrics: ['views', 'likes'] },
			main,
			() => {
				simulator.behaviour.refusedAccountMetrics = [{ metrics: ['views'], how: 'unknownWords' }];
			},
			/'Views' is not available/,
		],
		[
			'a total of which a day is late',
			{ accountMetrics: ['follower_count'] },
			main,
			() => {
				simulator.behaviour.lateDays = 1;
			},
			/some of the days only.*'Interval' to Day/,
		],
		[
			'a rate of nobody',
			{ accountMetrics: ['engagement_rate'] },
			ACCOUNTS.empty,
			() => undefined,
			/reached nobody/,
		],
		[
			'an answer about another account',
			{ accountMetrics: ['views', 'likes'] },
			main,
			() => {
				simulator.behaviour.foreignInsights = [main.id];
			},
			/could not be read/,
		],
		[
			'a refused audience',
			{ operation: 'getDemographics', demographics: ['age'] },
			main,
			() => {
				simulator.behaviour.refusedAccountMetrics = [
					{ metrics: ['follower_demographics'], how: 'unknownWords' },
				];
			},
			/'Age' is not available/,
		],
	])('for %s', async (_, more, account, prepare, expected) => {
		prepare();
		const { error, rows } = await ask({ ...more, options: FAIL }, account);
		expect(rows).toEqual([]);
		const text = `${error?.message ?? ''}. ${error?.description ?? ''}`;
		expect(text).toMatch(expected);
		expectHelpful(text.replace(/"[^"]*"/g, '""'));
	});
});

describe('If only some of the days of a total are there', () => {
	const nothing = (parts: readonly object[]) => ({
		status: 200,
		body: { data: parts.map((part) => ({ name: 'follows_and_unfollows', period: 'day', ...part })) },
	});

	it('the hint says so, and nothing of followers that the account has', async () => {
		simulator.behaviour.lateDays = 1;
		const { rows, hints } = await ask({ accountMetrics: ['follower_count', 'views'] });
		expect(rows).toMatchObject([{ value: null, status: 'no_data' }, { status: 'ok' }]);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(/^No data of New Followers: Meta has it for some of the days only/);
		expectHelpful(hints[0]?.message ?? '');
	});

	// In 30 quiet days Meta lists neither followed nor unfollowed, and nobody can tell that from days that are not there.
	it.each([
		['lists no parts', nothing([{ total_value: { breakdowns: [{ dimension_keys: ['follow_type'] }] } }])],
		['gives no number', nothing([{}])],
		['has nothing', nothing([])],
	])(
		'because Meta %s for one of the windows, the sum is missing, and never a part of it',
		async (_what, answer) => {
			simulator.fault({ when: { metric: 'follows_and_unfollows', nth: [2] }, answer });
			const { rows, hints } = await ask({ accountMetrics: ['follows_and_unfollows'], period: 'last90Days' });
			expect(rows).toMatchObject([
				{ value: null, status: 'no_data', values: { followed: null, unfollowed: null } },
			]);
			expect(hints.map(({ message }) => message).join()).toMatch(
				/^No data of Follows and Unfollows: .*some of the days/,
			);
		},
	);

	it('but too old ones are the reason if there are any', async () => {
		const { hints } = await ask({ accountMetrics: ['follower_count'], period: 'last90Days' });
		expect(hints.map(({ message }) => message).join()).toMatch(/last 30 days only/);
		// Some of the days would be no total, so none of them is asked for.
		expect(simulator.calls).toEqual([]);
	});

	it('what is calculated from it has the same hint', async () => {
		simulator.fault({ when: { metric: 'total_interactions', nth: [1] }, answer: nothing([]) });
		clock.set('2026-11-20T18:00:00Z');
		const { rows, hints } = await ask({ accountMetrics: ['engagement_rate'] });
		expect(rows).toMatchObject([{ value: null, status: 'no_data' }]);
		expect(textsOf(hints)).toMatch(
			/^No data of Engagement Rate \(Calculated\): Meta has it for some of the days/m,
		);
	});
});

describe('If what is missing is to be left out', () => {
	it('no row comes for it, and a hint counts', async () => {
		const { rows, hints } = await ask({ accountMetrics: ['reach', 'views'], ...october, options: OMIT });
		expect(rows.map(({ metric }) => metric)).toEqual(['views']);
		expect(hints.map(({ message }) => message).join()).toMatch(/left out \(not_additive: 1\)/);
	});

	it('nothing comes of an account that has nothing', async () => {
		const { rows } = await ask({ accountMetrics: ['reach'], output: 'account', ...october, options: OMIT });
		expect(rows).toEqual([]);
	});
});
