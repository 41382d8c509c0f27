import { AccountHints } from '../../../nodes/InstagramInsights/actions/account/accountHints';
import { LOGINS } from '../../../nodes/InstagramInsights/catalogue';
import {
	accountCollector,
	toAccountRows,
	type AccountQuery,
} from '../../../nodes/InstagramInsights/insights';
import { midnightOf } from '../../../nodes/InstagramInsights/insights/account/days';
import { fakeClient, ok, refuse, type Meta } from '../fakeClient';
import { expectHelpful } from '../wording';

const QUERY: AccountQuery = {
	accountId: '17841405309211844',
	isOnlyAccount: false,
	fields: [],
	apiVersion: 'v25.0',
	timeoutMs: 1_000,
	metrics: [{ name: 'views' }],
	days: { first: '2026-11-20', last: '2026-11-26' },
	interval: 'total',
	comparePrevious: true,
	today: '2026-11-27',
	longestWindowSeconds: 2_592_000,
	takesBatches: true,
};

/** What Meta sends for the days of the period; what it sends for the days before is given. */
async function compare(before: Meta, query: Partial<AccountQuery> = {}, total: unknown = { value: 10 }) {
	const asked = { ...QUERY, ...query };
	const first = midnightOf(asked.days.first).toUnixInteger();
	const { client } = fakeClient((request) => {
		const { metric = '', since } = request.query;
		if (Number(since) < first) return before(request);
		return ok({ data: metric.split(',').map((name) => ({ name, total_value: total })) });
	});
	const account = await accountCollector(client).of(asked);
	const hints = new AccountHints(LOGINS.facebook);
	const outcomes = account.readings.flatMap((reading) =>
		[...reading.outcomes].map(([label, outcome]) => ({ label, outcome })),
	);
	hints.noteSubject({ query: account.query, outcomes, missingFields: new Map(), isOmitting: false });
	hints.noteAccount(account, false);
	hints.noteLimits({ percent: 100, blockedUntil: undefined, waitedMs: 0 });
	return {
		rows: toAccountRows(account, { output: 'metrics', simplify: true, omitUnavailable: false }),
		text: hints
			.all()
			.map(({ message }) => message)
			.join('\n'),
	};
}

const NOTHING = { value: 10, status: 'ok', previous: null, change: null, change_percent: null };

describe('If the numbers of the days before are missing', () => {
	it.each<[string, Meta, RegExp]>([
		[
			'Meta has none',
			() => ok({ data: [] }),
			/No comparison of Views, since Meta has no number for the days before$/m,
		],
		[
			'Meta refuses them',
			() => refuse(400, { code: 100, message: '(#100) Not for these days' }),
			/No comparison of Views, since .*Meta says: "\(#100\) Not for these days"/,
		],
		[
			'Meta has a fault',
			() => refuse(500, { code: 1, message: 'Unknown' }),
			/No comparison of Views, since .*Meta could not answer/,
		],
		['no answer comes', () => undefined, /No comparison of Views, since .*broke or took too long/],
		[
			'the answer cannot be read',
			() => ok({ data: [{ name: 'views', total_value: 'many' }] }),
			/No comparison of Views, since Meta's answer for the days before could not be read$/m,
		],
		[
			'the rate limit is reached',
			() => refuse(403, { code: 4, message: 'Application request limit reached' }),
			/1 of 2 numbers were fetched[^]*No comparison of Views, since .*no more calls/,
		],
	])('because %s, a hint says which and why', async (_case, before, says) => {
		const { rows, text } = await compare(before);
		expect(rows).toEqual([expect.objectContaining(NOTHING)]);
		expect(text).toMatch(says);
		expectHelpful(text.replaceAll(/"[^"]*"/g, ''));
	});

	it('of days of which Meta no longer has the breakdown, a hint says so', async () => {
		const { text } = await compare(() => ok({ data: [{ name: 'views', total_value: { value: 5 } }] }), {
			days: { first: '2026-04-01', last: '2026-04-30' },
			today: '2027-04-15',
			metrics: [{ name: 'views', breakdown: 'follow_type' }],
		});
		expect(text).toContain('Meta has this breakdown for the last 366 days only');
	});

	it('because Meta has no total of so many days, one hint says so', async () => {
		const { text } = await compare(() => ok({ data: [] }), {
			days: { first: '2026-10-01', last: '2026-11-26' },
			metrics: [{ name: 'reach' }],
		});
		expect(text).toContain('Reach: not_additive');
		expect(text).not.toContain('No comparison');
	});

	it('no hint comes if they are there', async () => {
		const { rows, text } = await compare(() => ok({ data: [{ name: 'views', total_value: { value: 8 } }] }));
		expect(rows).toEqual([
			expect.objectContaining({ value: 10, previous: 8, change: 2, change_percent: 25 }),
		]);
		expect(text).toBe('During this run, usage reached 100% of what Meta allows');
	});
});

describe('The percentage of a net', () => {
	const net = (followed: number, unfollowed: number) => ({
		breakdowns: [
			{
				dimension_keys: ['follow_type'],
				results: [
					{ dimension_values: ['FOLLOWER'], value: followed },
					{ dimension_values: ['NON_FOLLOWER'], value: unfollowed },
				],
			},
		],
	});

	it.each([
		['above 0 and rises', 12, 10, 20],
		['above 0 and falls', 8, 10, -20],
		['falls below 0', -5, 10, -150],
		['below 0 and rises', -5, -10, 50],
		['below 0 and falls', -12, -10, -20],
		['rises above 0', 10, -5, 300],
		['0 before', 10, 0, null],
	])('has the sign of the change if it is %s', async (_case, now, before, percent) => {
		const name = 'follows_and_unfollows';
		const { rows } = await compare(
			() => ok({ data: [{ name, total_value: net(100 + before, 100) }] }),
			{ metrics: [{ name }] },
			net(100 + now, 100),
		);
		expect(rows).toEqual([
			expect.objectContaining({
				value: now,
				previous: before,
				change: now - before,
				change_percent: percent,
			}),
		]);
	});
});
