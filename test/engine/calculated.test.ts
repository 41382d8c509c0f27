import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS, many, MEDIA, type Simulator } from '../simulator';
import { useServer } from '../simulator/useServer';
import { expectHelpful } from '../unit/wording';
import { runsAgainst, statusesOf, textsOf, valueOf, type Resource } from './mediaRuns';
import { mediaOf, requestsOf } from './requests';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const { simulator, insightsById, insightsOfAccounts } = useSimulator();
const instagram = useServer({ host: 'instagram' });
searchForSecrets(instagram);

/** By hand: which type has which calculated metric, and of what it is made. */
const PARTS: Readonly<Record<string, readonly [of: string, per: string]>> = {
	engagement_rate: ['total_interactions', 'reach'],
	save_rate: ['saved', 'reach'],
	share_rate: ['shares', 'reach'],
};
const RATES_OF: Readonly<Record<'post' | 'reel' | 'story', readonly string[]>> = {
	post: ['engagement_rate', 'save_rate', 'share_rate'],
	reel: ['engagement_rate', 'save_rate', 'share_rate'],
	story: ['engagement_rate', 'share_rate'],
};
const LABELS: Readonly<Record<string, string>> = {
	engagement_rate: 'Engagement Rate (Calculated)',
	save_rate: 'Save Rate (Calculated)',
	share_rate: 'Share Rate (Calculated)',
};
const ID_OF = { post: MEDIA.image.id, reel: MEDIA.reel.id, story: MEDIA.story.id } as const;
const EACH = (['post', 'reel', 'story'] as const).flatMap((type) =>
	RATES_OF[type].map((rate) => ({ type, rate, id: ID_OF[type] })),
);

/** What the rate of an entry of MEDIA is, from the numbers of the simulator. */
function rateOf(id: string, rate: string): number {
	const [of, per] = PARTS[rate] ?? ['', ''];
	return Math.round((10_000 * valueOf(id, of)) / valueOf(id, per)) / 100;
}

/** The metrics in the insights requests about an item, request by request. */
const askedOf = (id: string, server: Simulator = simulator) =>
	requestsOf(server)
		.filter((request) => request.path.endsWith('/insights') && mediaOf(request) === id)
		.map(({ query }) => query.metric ?? '');

const FETCHED = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

/** A row of One Item per Metric. */
const rowOf = (type: string, id: string, rate: string, more: IDataObject = {}) => ({
	media_id: id,
	media_type: type,
	metric: rate,
	value: rateOf(id, rate),
	unit: 'percent',
	period: 'lifetime',
	status: 'ok',
	fetched_at: FETCHED,
	...more,
});

afterEach(() => {
	// Meta knows none of them.
	for (const { query } of [...requestsOf(simulator), ...requestsOf(instagram)]) {
		for (const name of query.metric?.split(',') ?? []) expect(Object.keys(PARTS)).not.toContain(name);
	}
});

describe.each(EACH)('The $rate of a $type', ({ type, rate, id }) => {
	const parts = PARTS[rate]?.join(',');

	it('is one row, of two metrics that are asked for in one request', async () => {
		const { rows, hints, error } = await insightsById([id], { resource: type, metrics: [rate] });
		expect(error).toBeUndefined();
		expect(rows).toEqual([rowOf(type, id, rate)]);
		expect(rows[0]?.value).toBeGreaterThan(0);
		expect(hints).toEqual([]);
		expect(askedOf(id)).toEqual([parts]);
		expect(simulator.calls).toHaveLength(1);
	});

	it('is one column in One Item per Media', async () => {
		const { rows } = await insightsById([id], {
			resource: type,
			metrics: [rate],
			more: { output: 'media' },
		});
		expect(rows).toStrictEqual([
			{
				media_id: id,
				media_type: type,
				[rate]: rateOf(id, rate),
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED,
			},
		]);
	});

	it('is one row without a dimension in One Item per Breakdown Value', async () => {
		const { rows } = await insightsById([id], {
			resource: type,
			metrics: [rate],
			more: { output: 'values', [`${type}Breakdown`]: 'all' },
		});
		expect(rows).toEqual([rowOf(type, id, rate, { breakdown: null, dimension: null })]);
	});

	it('is our row with Simplify off, because Meta has no object for it', async () => {
		const more = { simplify: false };
		const asked = { resource: type, metrics: ['reach', rate], more };
		const { rows } = await insightsById([id], asked);
		expect(rows).toEqual([
			expect.objectContaining({ name: 'reach', values: [{ value: valueOf(id, 'reach') }] }),
			rowOf(type, id, rate),
		]);
		const values = await insightsById([id], { ...asked, more: { ...more, output: 'values' } });
		expect(values.rows).toEqual([
			expect.objectContaining({ name: 'reach' }),
			rowOf(type, id, rate, { breakdown: null, dimension: null }),
		]);
	});

	it('is not in the list of what Meta sent with Simplify off in One Item per Media', async () => {
		const { rows } = await insightsById([id], {
			resource: type,
			metrics: [rate, 'reach'],
			more: { simplify: false, output: 'media' },
		});
		expect(rows).toEqual([
			{
				id,
				insights: { data: [expect.objectContaining({ name: 'reach' })] },
				status: 'ok',
				unavailable: '',
				fetched_at: FETCHED,
			},
		]);
	});

	it('comes in the order of the choice beside its parts, which are asked for once', async () => {
		const [of = '', per = ''] = PARTS[rate] ?? [];
		const { rows } = await insightsById([id], { resource: type, metrics: [per, rate, of] });
		expect(rows.map(({ metric, value }) => [metric, value])).toEqual([
			[per, valueOf(id, per)],
			[rate, rateOf(id, rate)],
			[of, valueOf(id, of)],
		]);
		expect(askedOf(id)).toEqual([`${per},${of}`]);
	});

	it.each([0, 1])('has the status of a part that Meta refuses (part %i)', async (index) => {
		simulator.behaviour.unsupported = [PARTS[rate]?.[index] ?? ''];
		const { rows, error } = await insightsById([id], { resource: type, metrics: ['views', rate] });
		expect(error).toBeUndefined();
		expect(statusesOf(rows, id)).toEqual({ views: 'ok', [rate]: 'unsupported' });
		expect(rows[1]).toEqual(rowOf(type, id, rate, { value: null, status: 'unsupported' }));
	});

	it.each([0, 1])('is no_data if Meta has no data for a part (part %i)', async (index) => {
		simulator.behaviour.empty = [PARTS[rate]?.[index] ?? ''];
		const { rows } = await insightsById([id], { resource: type, metrics: ['views', rate] });
		expect(statusesOf(rows, id)).toEqual({ views: 'ok', [rate]: 'no_data' });
		expect(rows[1]?.value).toBeNull();
	});

	it('is no_data if nobody was reached, and 0 if nobody did anything', async () => {
		simulator.behaviour.zero = [PARTS[rate]?.[1] ?? ''];
		const { rows: nobody } = await insightsById([id], { resource: type, metrics: [rate, 'reach'] });
		expect(nobody.map(({ value, status }) => [value, status])).toEqual([
			[null, 'no_data'],
			[0, 'ok'],
		]);
		simulator.behaviour.zero = [PARTS[rate]?.[0] ?? ''];
		const { rows: nothing } = await insightsById([id], { resource: type, metrics: [rate] });
		expect(nothing).toEqual([rowOf(type, id, rate, { value: 0 })]);
	});

	it('is found by the label that the picker shows', async () => {
		const { rows } = await insightsById([id], {
			resource: type,
			metrics: `reach, ${LABELS[rate]?.toLowerCase() ?? ''}`,
		});
		expect(rows.map(({ metric }) => metric)).toEqual(['reach', rate]);
	});
});

describe('Calculated metrics', () => {
	const POST = MEDIA.image.id;
	const RATES = RATES_OF.post;

	it('cost no further call or request, for many posts either', async () => {
		const ids = many(60, 'post');
		const { rows } = await insightsById(ids, { metrics: [...RATES, 'likes'] });
		expect(rows).toHaveLength(ids.length * 4);
		expect(rows.every(({ status }) => status === 'ok')).toBe(true);
		expect(simulator.calls).toHaveLength(2);
		expect(requestsOf(simulator)).toHaveLength(60);
		for (const id of ids) expect(askedOf(id)).toEqual(['likes,total_interactions,reach,saved,shares']);
	});

	it('come for everything that an account has published', async () => {
		const asked = (metrics: readonly string[]) =>
			insightsOfAccounts([ACCOUNTS.main.id], { resource: 'media', metrics });
		await asked(['total_interactions', 'reach', 'saved', 'shares']);
		const without = simulator.calls.length;
		const { rows, error } = await asked(RATES);
		expect(error).toBeUndefined();
		expect(simulator.calls).toHaveLength(2 * without);
		const ok = rows.filter(({ status }) => status === 'ok');
		expect(ok.length).toBeGreaterThan(10);
		for (const { media_id: id, metric, value } of ok) {
			// The numbers of the samples are those of Meta's page.
			if (id === MEDIA.samplePost.id || id === MEDIA.sampleStory.id) continue;
			expect(value).toBe(rateOf(id as string, metric as string));
		}
	});

	it('of media of any type are there for the types that have them, and cost a story nothing that it lacks', async () => {
		const ids = [ID_OF.post, ID_OF.reel, ID_OF.story];
		const { rows } = await insightsById(ids, { resource: 'media', metrics: ['save_rate'] });
		expect(rows.map(({ media_type: type, value, status }) => [type, value, status])).toEqual([
			['post', rateOf(ID_OF.post, 'save_rate'), 'ok'],
			['reel', rateOf(ID_OF.reel, 'save_rate'), 'ok'],
			['story', null, 'unsupported'],
		]);
		expect(askedOf(ID_OF.story)).toEqual([]);
	});

	it('have the same columns for every type, and a story without Save Rate is ok', async () => {
		const ids = [ID_OF.post, ID_OF.reel, ID_OF.story];
		const { rows } = await insightsById(ids, {
			resource: 'media',
			metrics: RATES,
			more: { output: 'media' },
		});
		for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}));
		expect(rows[2]).toMatchObject({
			engagement_rate: rateOf(ID_OF.story, 'engagement_rate'),
			save_rate: null,
			status: 'ok',
			unavailable: 'save_rate (unsupported)',
		});
		expect(askedOf(ID_OF.story)).toEqual(['total_interactions,reach,shares']);
	});

	it('come if Meta does not tell the type', async () => {
		simulator.behaviour.hideProductType = true;
		simulator.behaviour.changedFields = { '*': { permalink: undefined } };
		const { rows } = await insightsById([ID_OF.story], {
			resource: 'media',
			metrics: ['share_rate', 'save_rate'],
		});
		expect(rows).toMatchObject([
			{ media_type: null, value: rateOf(ID_OF.story, 'share_rate'), status: 'ok' },
			{ media_type: null, value: null, status: 'unsupported' },
		]);
	});

	it('are asked for in a request without the breakdown of other metrics, which stays as it is chosen', async () => {
		const { rows } = await insightsById([ID_OF.story], {
			resource: 'story',
			metrics: ['navigation', 'share_rate'],
			more: { storyBreakdown: 'all' },
		});
		expect(rows[0]).toMatchObject({ metric: 'navigation', breakdown: 'story_navigation_action_type' });
		expect(rows[1]).toEqual(rowOf('story', ID_OF.story, 'share_rate'));
		expect(askedOf(ID_OF.story)).toEqual(['navigation', 'shares,reach']);
	});

	it('have no breakdown: what the hidden field held before counts for nothing', async () => {
		const { rows } = await insightsById([POST], {
			metrics: ['engagement_rate'],
			more: { postBreakdown: 'action_type' },
		});
		expect(rows).toEqual([rowOf('post', POST, 'engagement_rate')]);
	});

	it('share their parts with the successor of a retired metric', async () => {
		const { rows, hints } = await insightsById([POST], { metrics: ['engagement', 'engagement_rate'] });
		expect(rows.map(({ metric, value }) => [metric, value])).toEqual([
			['total_interactions', valueOf(POST, 'total_interactions')],
			['engagement_rate', rateOf(POST, 'engagement_rate')],
		]);
		expect(askedOf(POST)).toEqual(['total_interactions,reach']);
		expect(textsOf(hints)).toContain("Meta retired 'Engagement' (engagement)");
	});

	it('are no replacement for the retired metric of a similar name', async () => {
		const { rows } = await insightsById([POST], { metrics: ['engagement'] });
		expect(rows.map(({ metric }) => metric)).toEqual(['total_interactions']);
	});

	it('say so if the type does not have one, and which ones it has', async () => {
		const { error } = await insightsById([ID_OF.story], { resource: 'story', metrics: ['save_rate'] });
		expect(error?.message).toContain("'save_rate', which stories do not have");
		expect(error?.description).toContain('share_rate');
		expect(simulator.calls).toEqual([]);
	});
});

describe('Of a missing calculated metric', () => {
	const POST = MEDIA.image.id;

	it.each([
		[MEDIA.storyFewViewers.id, 'story', 'not_enough_viewers'],
		[MEDIA.beforeConversion.id, 'post', 'posted_before_conversion'],
		[MEDIA.albumChild.id, 'post', 'album_child'],
		[MEDIA.ad.id, 'post', 'unsupported'],
	] as const)('%s the status is that of its parts', async (id, resource, status) => {
		const { rows } = await insightsById([id, ID_OF[resource]], { resource, metrics: ['share_rate'] });
		expect(rows.map((row) => row.status)).toEqual([status, 'ok']);
	});

	it('an item that is not there is an error, or a row beside others', async () => {
		const alone = await insightsById([MEDIA.missing.id], { metrics: ['engagement_rate'] });
		expect(alone.error?.message).toMatch(/^Instagram shows no media item/);
		const { rows } = await insightsById([MEDIA.missing.id, POST], { metrics: ['engagement_rate'] });
		expect(rows.map(({ status }) => status)).toEqual(['not_found', 'ok']);
	});

	it('the hint counts what was chosen and names no part that was not', async () => {
		simulator.behaviour.refusedMetrics = [{ metrics: ['saved'], how: 'unknownWords' }];
		const { rows, hints } = await insightsById([POST], { metrics: ['views', 'save_rate'] });
		expect(statusesOf(rows, POST)).toEqual({ views: 'ok', save_rate: 'unsupported' });
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(/^1 metric is unsupported: .*\(Save Rate \(Calculated\)\)$/);
		expect(hints[0]?.message).not.toContain('Saves');
	});

	it('the hint names a part that was chosen too', async () => {
		simulator.behaviour.refusedMetrics = [{ metrics: ['saved'], how: 'unknownWords' }];
		const { hints } = await insightsById([POST], { metrics: ['views', 'save_rate', 'saved'] });
		expect(textsOf(hints)).toMatch(/^2 metrics are unsupported: .*\(Save Rate \(Calculated\), Saves\)$/);
	});

	it('nothing is counted as left out but what was chosen', async () => {
		simulator.behaviour.empty = ['shares', 'reach'];
		const { rows, hints } = await insightsById([POST], {
			metrics: ['views', 'share_rate'],
			more: { options: { unavailable: 'omit' } },
		});
		expect(rows.map(({ metric }) => metric)).toEqual(['views']);
		expect(textsOf(hints)).toBe('Metrics without a value were left out (no_data: 1)');
	});

	it('a stop does not come for a part that was not chosen', async () => {
		simulator.behaviour.unsupported = ['shares'];
		const more = { options: { unavailable: 'fail' } };
		const { rows, error } = await insightsById([POST], { metrics: ['save_rate'], more });
		expect(error).toBeUndefined();
		expect(rows.map(({ status }) => status)).toEqual(['ok']);
	});

	it('the wide row says why', async () => {
		simulator.behaviour.empty = ['shares'];
		const { rows } = await insightsById([POST], {
			metrics: ['share_rate', 'save_rate'],
			more: { output: 'media' },
		});
		expect(rows).toMatchObject([
			{
				share_rate: null,
				save_rate: rateOf(POST, 'save_rate'),
				status: 'partial',
				unavailable: 'share_rate (no_data)',
			},
		]);
	});

	describe.each<[Resource, string]>([
		['post', `post ${ID_OF.post}`],
		['story', `story ${ID_OF.story}`],
	])('a %s a stop says', (resource, it_) => {
		const id = resource === 'post' ? ID_OF.post : ID_OF.story;
		const stopped = async () => {
			const { error } = await insightsById([id], {
				resource,
				metrics: ['share_rate'],
				more: { options: { unavailable: 'fail' } },
			});
			const { message = '', description = '' } = error ?? {};
			expectHelpful(message);
			expectHelpful(description.replace(/Meta says: .*$/s, 'Meta says so'));
			return message;
		};

		it('that nobody was reached', async () => {
			simulator.behaviour.zero = ['reach'];
			expect(await stopped()).toContain(
				`'Share Rate (Calculated)' is not available: Meta says that nobody was reached yet by ${it_}`,
			);
		});

		it('that Meta lacks a part', async () => {
			simulator.behaviour.empty = ['shares'];
			expect(await stopped()).toContain(
				`Meta has no 'Shares' or 'Reach' for ${it_}, and 'Share Rate (Calculated)' is calculated from both`,
			);
		});

		it('what Meta refused', async () => {
			simulator.behaviour.unsupported = ['reach'];
			expect(await stopped()).toMatch(/^'Share Rate \(Calculated\)' is not available: /);
		});
	});
});

describe('With Instagram Login', () => {
	const { insightsById: byInstagram } = runsAgainst(instagram);

	it.each(EACH)('the $rate of a $type is the same', async ({ type, rate, id }) => {
		const { rows, error } = await byInstagram([id], { resource: type, metrics: [rate] });
		expect(error).toBeUndefined();
		expect(rows).toEqual([rowOf(type, id, rate)]);
		expect(askedOf(id, instagram)).toEqual([PARTS[rate]?.join(',')]);
		expect(instagram.calls).toHaveLength(1);
	});

	it('a missing part is told alike', async () => {
		instagram.behaviour.unsupported = ['saved'];
		const { rows } = await byInstagram([ID_OF.post], { metrics: RATES_OF.post });
		expect(statusesOf(rows, ID_OF.post)).toEqual({
			engagement_rate: 'ok',
			save_rate: 'unsupported',
			share_rate: 'ok',
		});
	});
});
