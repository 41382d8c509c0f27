/** Why a number of an account is missing, in sentences, for people who want the workflow to stop for it. */
import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS } from '../simulator';
import { expectHelpful } from '../unit/wording';
import { byId } from './insightsNode';
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
		['few followers', { accountMetrics: ['follows_and_unfollows'] }, small, () => undefined, /100 followers/],
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
			/48 hours/,
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
			'an answer about another account',
			{ accountMetrics: ['views', 'likes'] },
			main,
			() => {
				simulator.behaviour.foreignInsights = [main.id];
			},
			/could not be read/,
		],
		[
			'an audience that is too small',
			{ operation: 'getDemographics', demographics: ['age'] },
			small,
			() => undefined,
			/100 followers/,
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

describe('If what is missing is to be left out', () => {
	it('no row comes for it, and a hint counts', async () => {
		const { rows, hints } = await ask({ accountMetrics: ['reach', 'views'], ...october, options: OMIT });
		expect(rows.map(({ metric }) => metric)).toEqual(['views']);
		expect(hints.map(({ message }) => message).join()).toMatch(/left out \(not_additive: 1\)/);
	});

	it('nothing comes of an account that has nothing, and of an audience without values', async () => {
		expect(
			(await ask({ accountMetrics: ['reach'], output: 'account', ...october, options: OMIT })).rows,
		).toEqual([]);
		const { rows } = await ask({ operation: 'getDemographics', demographics: ['age'], options: OMIT }, small);
		expect(rows).toEqual([]);
	});
});

describe('What Meta sent', () => {
	it('of an audience comes result by result', async () => {
		const { rows } = await ask({ operation: 'getDemographics', demographics: ['gender'], simplify: false });
		expect(rows.length).toBeGreaterThan(1);
		for (const row of rows) expect(row).toMatchObject({ name: 'follower_demographics' });
	});

	it('of a small audience is our row, since there is nothing', async () => {
		const { rows } = await ask(
			{ operation: 'getDemographics', demographics: ['gender'], simplify: false },
			small,
		);
		expect(rows).toMatchObject([{ status: 'no_data' }]);
	});
});

describe('A value that does not fit is told by its parameter', () => {
	it.each<[IDataObject, RegExp]>([
		[{ accountMetrics: [7] }, /'Metrics' does not hold metric names/],
		[{ accountMetrics: '={{ "" }}' }, /'Metrics' is empty/],
		[{ accountMetrics: ['nothing'] }, /'nothing', which is not an Instagram metric/],
		[{ accountBreakdown: 'age' }, /'Breakdown' holds 'age'/],
		[{ output: 'media' }, /'Output' holds 'media'/],
		[{ simplify: 'perhaps' }, /'Simplify' holds/],
		[{ options: { accountFields: ['caption'] } }, /'Account Fields' holds 'caption'/],
		[{ options: { comparePrevious: 'perhaps' } }, /'Compare With Previous Period' holds/],
		[{ options: { maxWait: -1 } }, /'Max Wait' holds/],
		[{ operation: 'getDemographics', simplify: 'perhaps' }, /'Simplify' holds/],
		[{ operation: 'getDemographics', options: { timeout: 0 } }, /'Timeout' holds/],
		[{ operation: 'getDemographics', demographics: [{}] }, /'Demographics' holds/],
		[{ operation: 'getDemographics', accountId: byId('={{ "x" }}') }, /'Account'/],
	])('%j', async (more, expected) => {
		const { error } = await ask(more);
		expect(error?.message).toMatch(expected);
		expect(simulator.calls).toEqual([]);
	});

	it('and a metric may be named by its label', async () => {
		const { rows } = await ask({ accountMetrics: '={{ "Profile Views, engagement rate (calculated)" }}' });
		expect(rows.map(({ metric }) => metric)).toEqual(['profile_views', 'engagement_rate']);
	});
});
