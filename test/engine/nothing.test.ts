import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS, FAULTS, many, MEDIA, TOKENS, type Answer } from '../simulator';
import type { NodeResult } from './insightsNode';
import { textsOf, type Resource } from './mediaRuns';
import { useSimulator } from './useSimulator';

const { simulator, insightsById, insightsByLink, insightsOfAccounts } = useSimulator({
	now: new Date('2026-11-21T12:00:00Z'),
});

const { image, video, missing, story, storyExpired } = MEDIA;
const NOWHERE = 'https://www.instagram.com/p/NotThere123/';
const NO_ACCOUNT = '17841499999999999';

/** Reasons why nothing comes for a post, each with its status. */
const REASONS: readonly [string, Answer, string][] = [
	['is deleted', FAULTS.objectMissing(video.id), 'not_found'],
	['gets no answer', { drop: true }, 'failed'],
	['gets a fault of Meta', FAULTS.http500(), 'failed'],
	['gets an answer without data', { status: 200, body: {} }, 'failed'],
	['is blocked', FAULTS.userLimit(), 'rate_limited'],
];

function expectError({ rows, error }: NodeResult, says: RegExp, itemIndex = 0): void {
	expect(rows).toEqual([]);
	expect(error?.message).toMatch(says);
	expect(error?.message.endsWith(`[item ${String(itemIndex)}]`)).toBe(true);
	expect(error?.description).not.toBe('');
}

describe('a run that brought something keeps it', () => {
	it.each(REASONS)('one of three posts %s: the others, and a row for it', async (_name, answer, status) => {
		simulator.fault({ when: { id: video.id }, answer });
		const ids = [image.id, video.id, MEDIA.carousel.id];
		const { items, hints, error, run } = await insightsById(ids, { metrics: ['reach', 'likes'] });
		expect(error).toBeUndefined();
		expect(run.status).toBe('success');
		expect(
			items.map(({ json, pairedItem }) => [json.media_id, json.metric, json.status, pairedItem]),
		).toEqual(
			ids.flatMap((id, item) =>
				['reach', 'likes'].map((metric) => [id, metric, id === video.id ? status : 'ok', { item }]),
			),
		);
		expect(textsOf(hints)).toContain(`2 metrics are ${status}: `);
	});

	it.each<[string, string]>([
		['that has no data', 'no_data'],
		['from before the conversion', 'posted_before_conversion'],
		['whose metric Meta refuses', 'unsupported'],
	])('also if the other is one %s: Meta has answered', async (_name, status) => {
		const other = status === 'posted_before_conversion' ? MEDIA.beforeConversion.id : image.id;
		if (status === 'no_data') simulator.behaviour.empty = ['reach'];
		if (status === 'unsupported') simulator.behaviour.unsupported = ['reach'];
		const { rows, error } = await insightsById([missing.id, other]);
		expect(error).toBeUndefined();
		expect(rows.map((row) => row.status)).toEqual(['not_found', status]);
	});

	it('also across batches', async () => {
		const ids = [...Array.from({ length: 60 }, (_, index) => `1799999999990${String(index + 10)}`), image.id];
		const { rows, error } = await insightsById(ids);
		expect(error).toBeUndefined();
		expect(rows.map(({ status }) => status)).toEqual([...Array<string>(60).fill('not_found'), 'ok']);
	});

	it('one of two links leads to nothing', async () => {
		const { rows, hints, error } = await insightsByLink([NOWHERE, image.permalink]);
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([
			{ media_id: null, media_type: 'post', status: 'not_found', value: null },
			{ media_id: image.id, status: 'ok' },
		]);
		expect(hints.length).toBeLessThanOrEqual(1);
	});

	it.each<[string, Answer | undefined, RegExp]>([
		['is not there', undefined, /shows no account 17841499999999999/],
		['is refused', FAULTS.permissionMissing(), /lacks a permission, or Meta has restricted/],
		['is refused in words that nobody knows', FAULTS.unknownWords(), /refused the request for account/],
		['fails', FAULTS.http503(), /could not answer for account/],
	])('one of two accounts %s: the other, and a hint', async (_name, answer, says) => {
		if (answer) simulator.fault({ when: { id: NO_ACCOUNT }, answer });
		const { items, hints, error } = await insightsOfAccounts([ACCOUNTS.main.id, NO_ACCOUNT]);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(8);
		expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
		expect(textsOf(hints)).toMatch(says);
	});
});

describe('a run that brought nothing is red', () => {
	it.each(REASONS)('the only post %s', async (_name, answer) => {
		simulator.fault({ when: { id: video.id }, answer });
		const result = await insightsById([video.id]);
		expectError(result, /./);
		expect(result.error?.name).toBe('NodeApiError');
		expect(result.run.status).toBe('error');
	});

	it.each(REASONS)('each of three posts %s: the first is named', async (_name, answer) => {
		simulator.fault({ when: { path: /insights$/ }, answer });
		expectError(await insightsById([video.id, image.id, missing.id]), /./);
	});

	it('each of them for another reason', async () => {
		simulator.fault({ when: { id: image.id }, answer: FAULTS.http500() });
		expectError(await insightsById([missing.id, image.id]), new RegExp(missing.id));
	});

	it('an expired story tells that stories end after 24 hours', async () => {
		const result = await insightsById([storyExpired.id], { resource: 'story' });
		expectError(result, new RegExp(`shows no media item ${storyExpired.id}`));
		expect(result.error?.description).toContain('24 hours');
	});

	it('the insights that came are those of another post', async () => {
		simulator.behaviour.foreignInsights = [image.id];
		expectError(await insightsById([image.id]), /answer for 'Reach' of post \d+ could not be read/);
	});

	it('the only link is that of nothing', async () => {
		expectError(await insightsByLink([NOWHERE]), /no post, reel or story behind the link with 'NotThere123'/);
		expectError(await insightsByLink([NOWHERE, NOWHERE]), /no post, reel or story behind the link/);
	});

	it('the only account cannot be listed', async () => {
		expectError(await insightsOfAccounts([NO_ACCOUNT]), /shows no account/);
		expectError(await insightsOfAccounts([NO_ACCOUNT, NO_ACCOUNT]), /shows no account/);
	});

	it('one account has nothing and the other cannot be listed', async () => {
		expectError(await insightsOfAccounts([ACCOUNTS.empty.id, NO_ACCOUNT]), /shows no account/, 1);
	});

	it('a block shows before anything came', async () => {
		simulator.fault({ when: { id: NO_ACCOUNT }, answer: FAULTS.instagramLimit(30) });
		expectError(await insightsOfAccounts([ACCOUNTS.main.id, NO_ACCOUNT]), /takes no more calls/);
	});

	it('all that was listed is gone meanwhile', async () => {
		simulator.fault({ when: { path: /insights$/ }, answer: FAULTS.objectMissing() });
		expectError(await insightsOfAccounts(), /shows no media item/);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'each item has its own error if the node goes on, with the ID that was asked for: %s',
		async (onError) => {
			const ids = [missing.id, video.id];
			simulator.fault({ when: { id: video.id }, answer: FAULTS.http500() });
			const { items, errorItems, error } = await insightsById(ids, { onError });
			expect(error).toBeUndefined();
			const failed = onError === 'continueErrorOutput' ? errorItems : items;
			expect(failed.map(({ json }) => json.media_id)).toEqual(ids);
			for (const { json } of failed) {
				expect(json.error).toEqual(expect.any(String));
				expect(json.message).toEqual(expect.any(String));
			}
			if (onError === 'continueErrorOutput') {
				expect(items).toEqual([]);
				// n8n puts what the item came with beside it.
				expect(failed.map(({ json }) => json.id)).toEqual(ids);
			}
		},
	);

	it('an error item of a link or an account has no ID, since none is known', async () => {
		const onError = 'continueRegularOutput';
		const link = await insightsByLink([NOWHERE], { onError });
		expect(link.rows).toMatchObject([{ error: expect.any(String) as string }]);
		expect(link.rows[0]).not.toHaveProperty('media_id');
		const account = await insightsOfAccounts([NO_ACCOUNT], { onError });
		expect(account.rows).toMatchObject([{ error: expect.any(String) as string }]);
		expect(account.rows[0]).not.toHaveProperty('media_id');
	});

	it('an expired token stops the node, whatever came before', async () => {
		const ids = many(60, 'post');
		simulator.fault({ when: { id: ids[55] ?? '' }, answer: FAULTS.token463() });
		const result = await insightsById(ids);
		expect(result.rows).toEqual([]);
		expect(result.error?.message).toContain('has expired');
	});
});

describe("'When a Metric Is Unavailable'", () => {
	it('left out: the rows that came stay, and the hint counts the others', async () => {
		const { rows, hints, error } = await insightsById([missing.id, image.id], {
			more: { options: { unavailable: 'omit' } },
		});
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ media_id: image.id, status: 'ok' }]);
		expect(textsOf(hints)).toContain('not_found: 1');
	});

	it('fail: the first that is not there stops the node, though something came', async () => {
		const result = await insightsById([image.id, missing.id], {
			more: { options: { unavailable: 'fail' } },
		});
		expectError(result, /shows no media item/, 1);
	});
});

describe('a run without rows and without an error tells the reason', () => {
	it.each<[Resource, string, RegExp]>([
		['story', ACCOUNTS.empty.id, /has no live story.*24 hours/],
		['reel', ACCOUNTS.empty.id, /has no reels/],
		['post', ACCOUNTS.empty.id, /has no posts/],
		['media', ACCOUNTS.empty.id, /has no posts, reels or stories/],
	])('an account without any: %s', async (resource, account, says) => {
		const { rows, hints, error, run } = await insightsOfAccounts([account], { resource });
		expect(error).toBeUndefined();
		expect(run.status).toBe('success');
		expect(rows).toEqual([]);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(/^No rows: /);
		expect(hints[0]?.message).toContain(account);
		expect(hints[0]?.message).toMatch(says);
	});

	it('an account that has posts only, asked for its reels', async () => {
		const reel = { id: image.id, media_product_type: 'FEED' };
		simulator.fault({ when: { path: /\/media$/ }, answer: { status: 200, body: { data: [reel] } } });
		const { rows, hints } = await insightsOfAccounts(undefined, { resource: 'reel' });
		expect(rows).toEqual([]);
		expect(textsOf(hints)).toBe('No rows: none of the 1 media item that Meta listed is one of the reels');
	});

	it.each<[Resource, IDataObject, RegExp]>([
		['post', { publishedAfter: '2026-11-20T00:00:00Z' }, /none of the 10 media items that Meta listed fits/],
		['reel', { publishedBefore: '2020-01-01T00:00:00Z' }, /none of the 10 media items that Meta listed fits/],
		['story', { publishedBefore: '2020-01-01T00:00:00Z' }, /none of the 4 media items that Meta listed fits/],
		[
			'media',
			{ publishedAfter: '2030-01-01T00:00:00Z' },
			/none of the \d+ media items that Meta listed fits/,
		],
	])('nothing fits the filters: %s, %j', async (resource, filters, says) => {
		const { rows, hints, error } = await insightsOfAccounts(undefined, {
			resource,
			more: { filters },
		});
		expect(error).toBeUndefined();
		expect(rows).toEqual([]);
		expect(textsOf(hints)).toMatch(/^No rows: /);
		expect(textsOf(hints)).toMatch(says);
		expect(textsOf(hints)).toContain('the filters');
	});

	it('of several accounts each has its own', async () => {
		const { rows, hints } = await insightsOfAccounts([ACCOUNTS.empty.id, ACCOUNTS.main.id]);
		expect(rows).toHaveLength(8);
		expect(hints).toHaveLength(1);
		expect(textsOf(hints)).toContain(`account ${ACCOUNTS.empty.id} has no posts`);
	});

	it('is not said of a list that broke off', async () => {
		simulator.behaviour.listEnd = 'emptyForEver';
		const { rows, hints } = await insightsOfAccounts([ACCOUNTS.main.id], {
			more: { filters: { publishedBefore: '2010-01-01T00:00:00Z' } },
		});
		expect(rows).toEqual([]);
		expect(textsOf(hints)).not.toContain('No rows');
		expect(textsOf(hints)).toContain('The list of media broke off after 0');
	});
});

it('a token without the permission for insights is an error for each way to ask', async () => {
	const token = TOKENS.noInsightsPermission;
	for (const result of [
		await insightsById([image.id, story.id], { token }),
		await insightsByLink([image.permalink], { token }),
		await insightsOfAccounts(undefined, { token }),
	]) {
		expectError(result, /lacks the permission instagram_manage_insights/);
		expect(result.error?.description).toContain('instagram_manage_insights');
	}
});
