import { DateTime } from 'luxon';

import { AccountHints } from '../../../nodes/InstagramInsights/actions/account/accountHints';
import { LOGINS } from '../../../nodes/InstagramInsights/catalogue';
import { accountCollector, type AccountQuery } from '../../../nodes/InstagramInsights/insights';
import { addDays, daysOf, midnightOf } from '../../../nodes/InstagramInsights/insights/account/days';
import { fakeClient, ok } from '../fakeClient';

const DAYS = { first: '2026-10-28', last: '2026-11-26' };
/** An entry for each day, as Meta sends it. */
const VALUES = daysOf(DAYS).map((day) => ({
	value: 1,
	end_time: midnightOf(addDays(day, 1)).toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ssZZZ"),
}));

function queryOf(accountId: string): AccountQuery {
	return {
		accountId,
		isOnlyAccount: false,
		takesBatches: true,
		fields: [],
		apiVersion: 'v25.0',
		timeoutMs: 1_000,
		metrics: [{ name: 'reach' }, { name: 'follower_count' }, { name: 'views' }],
		days: { ...DAYS },
		interval: 'day',
		comparePrevious: false,
		today: '2026-11-27',
		longestWindowSeconds: 2_592_000,
	};
}

/** How often a text is read as a date, which takes long, for this many accounts. */
async function datesRead(count: number): Promise<number> {
	const { client } = fakeClient(({ query: { metric = '' } }) =>
		ok({ data: metric.split(',').map((name) => ({ name, values: VALUES, total_value: { value: 1 } })) }),
	);
	const collector = accountCollector(client);
	const read = jest.spyOn(DateTime, 'fromISO');
	const accounts = Array.from({ length: count }, (_, index) => String(17_841_400_000_000_000 + index * 8));
	const all = await Promise.all(accounts.map((id) => collector.of(queryOf(id))));
	for (const [index, { query, readings }] of all.entries()) {
		expect(query.accountId).toBe(accounts[index]);
		expect(readings).toHaveLength(VALUES.length);
		for (const { outcomes } of readings) {
			expect([...outcomes.values()].map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
		}
	}
	const { length } = read.mock.calls;
	read.mockRestore();
	return length;
}

it('The days of many accounts are planned and read once for all of them, so that n8n stays awake', async () => {
	const ofOne = await datesRead(1);
	expect(ofOne).toBeGreaterThan(0);
	expect(await datesRead(20)).toBeLessThanOrEqual(ofOne);
});

it('The hints about a year by day read no date again for each day that Meta does not have', async () => {
	const days = { first: '2025-11-26', last: '2026-11-26' };
	const { client } = fakeClient(() => ok({ data: [] }));
	const collector = accountCollector(client);
	const [one, other] = await Promise.all(
		['17841400000000000', '17841400000000008'].map((id) =>
			collector.of({ ...queryOf(id), days, metrics: [{ name: 'follower_count' }, { name: 'views' }] }),
		),
	);
	const hints = new AccountHints(LOGINS.facebook);
	const read = jest.spyOn(DateTime, 'fromISO');
	if (one) hints.noteAccount(one, true);
	if (other) hints.noteAccount(other, true);
	expect(read.mock.calls.length).toBeLessThan(10);
	read.mockRestore();
	expect(hints.all()[0]?.message).toContain('for the last 30 days only');
});
