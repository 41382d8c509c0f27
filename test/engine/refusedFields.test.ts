import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS, FAULTS, many, MEDIA, type FieldRefusal } from '../simulator';
import { textsOf } from './mediaRuns';
import { mediaOf, requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, insightsById, insightsByLink, insightsOfAccounts } = useSimulator({
	now: new Date('2026-11-21T12:00:00Z'),
});

const FIELDS = ['caption', 'permalink', 'timestamp', 'like_count', 'comments_count', 'shortcode'];
const options = { options: { mediaFields: FIELDS } };

const REFUSALS: readonly [FieldRefusal, string][] = [
	['nonexisting', 'Tried accessing nonexisting field'],
	['permission', '(#10)'],
	['unknownCode', '(#99999) Something nobody has documented yet'],
];
const EACH = REFUSALS.flatMap(([how, sentence]) => [
	{ how, sentence, refused: ['caption'] },
	{ how, sentence, refused: ['shortcode'] },
	{ how, sentence, refused: ['caption', 'like_count'] },
	{ how, sentence, refused: ['permalink', 'timestamp', 'comments_count'] },
	{ how, sentence, refused: FIELDS },
]);

const refuse = (names: readonly string[], how: FieldRefusal) => {
	simulator.behaviour.refusedFields = Object.fromEntries(names.map((name) => [name, how]));
};

/** The refused fields are null, and the others are there. */
function expectFields(rows: readonly IDataObject[], refused: readonly string[]) {
	for (const row of rows) {
		for (const name of FIELDS) {
			if (refused.includes(name)) expect(row[name]).toBeNull();
			else expect(row[name]).toEqual(expect.anything());
		}
	}
}

describe('a media field that Meta refuses costs itself alone', () => {
	it.each(EACH)('beside insights by ID: $how of $refused', async ({ how, sentence, refused }) => {
		refuse(refused, how);
		const { rows, hints, error } = await insightsById([MEDIA.image.id], { more: options });
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ media_id: MEDIA.image.id, status: 'ok' }]);
		expectFields(rows, refused);
		expect(textsOf(hints)).toContain(sentence);
		for (const name of refused) expect(textsOf(hints)).toContain(name);
	});

	it.each(EACH)('while the type is looked up: $how of $refused', async ({ how, sentence, refused }) => {
		refuse(refused, how);
		const { rows, hints } = await insightsById([MEDIA.reel.id, MEDIA.image.id], {
			resource: 'media',
			metrics: ['shares'],
			more: options,
		});
		expect(rows).toMatchObject([
			{ media_id: MEDIA.reel.id, media_type: 'reel', status: 'ok' },
			{ media_id: MEDIA.image.id, media_type: 'post', status: 'ok' },
		]);
		expectFields(rows, refused);
		expect(textsOf(hints)).toContain(sentence);
		for (const name of refused) expect(textsOf(hints)).toContain(name);
	});

	it.each(EACH)('in a list: $how of $refused', async ({ how, sentence, refused }) => {
		refuse(refused, how);
		simulator.behaviour.generatedMedia = 250;
		const { rows, hints, error } = await insightsOfAccounts([ACCOUNTS.big.id], { more: options });
		expect(error).toBeUndefined();
		expect(rows.length).toBeGreaterThan(150);
		expect(rows.every(({ status }) => status === 'ok')).toBe(true);
		expectFields(rows, refused);
		expect(textsOf(hints)).toContain(sentence);
		for (const name of refused) expect(textsOf(hints)).toContain(name);
		// The first page pays for the search. The second page asks once more, in case one entry was the reason.
		const pages = simulator.calls.filter(({ path }) => path.endsWith('/media'));
		const later = pages.filter(({ query }) => query.after !== undefined);
		const again = 2 + 2 * refused.length;
		expect(later.length).toBeGreaterThanOrEqual(2);
		expect(later.length).toBeLessThanOrEqual(2 + again);
	});

	it.each(EACH)('while a link is looked up: $how of $refused', async ({ how, sentence, refused }) => {
		refuse(refused, how);
		const { rows, hints, error } = await insightsByLink([MEDIA.image.permalink], {
			more: options,
		});
		if (refused.includes('permalink') && refused.includes('shortcode')) {
			// Each of the two alone tells the post behind a link; without both nobody knows that there is none.
			expect(error?.message).not.toMatch(/no post, reel or story behind the link/);
			expect(error?.description).toContain(sentence);
			return;
		}
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ media_id: MEDIA.image.id, status: 'ok' }]);
		expectFields(rows, refused);
		for (const name of refused) expect(textsOf(hints)).toContain(name);
	});

	it('while the link of a story is looked up: without permalink nobody knows that there is none', async () => {
		refuse(['permalink'], 'permission');
		const links = [MEDIA.story.permalink];
		const { error } = await insightsByLink(links, { resource: 'story', metrics: ['reach'] });
		expect(error).toBeDefined();
		expect(error?.message).not.toMatch(/no post, reel or story behind the link/);
		expect(error?.description).toContain('Meta says: "');
	});

	it('the search is paid once for all posts that are refused alike', async () => {
		refuse(['caption'], 'permission');
		const ids = many(100, 'post');
		const { rows, hints } = await insightsById(ids, { more: options });
		expect(rows).toHaveLength(100);
		expectFields(rows, ['caption']);
		expect(hints).toHaveLength(1);
		const asked = requestsOf(simulator).filter(({ path }) => !path.endsWith('/insights'));
		// With all fields, with none, and without the one.
		expect(asked.length).toBeLessThanOrEqual(3 * 100 + 2 * FIELDS.length);
		// One more request asks which permissions the token has.
		const [permissions, ...more] = asked.filter(({ path }) => path.includes('/me/'));
		expect(permissions?.path).toMatch(/\/me\/permissions$/);
		expect(more).toEqual([]);
		expect(new Set(asked.map(mediaOf)).size).toBe(100 + 1);
	});

	it('of one post is no matter of the others', async () => {
		const ids = [MEDIA.image.id, MEDIA.video.id, MEDIA.carousel.id];
		simulator.fault({
			when: { id: MEDIA.video.id, path: /\/\d+$/ },
			answer: FAULTS.endpointPermission('instagram_basic'),
		});
		const { rows, hints } = await insightsById(ids, {
			more: { options: { mediaFields: ['permalink'] } },
		});
		expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
		expect(rows.map(({ permalink }) => permalink)).toEqual([
			MEDIA.image.permalink,
			null,
			MEDIA.carousel.permalink,
		]);
		expect(textsOf(hints)).toContain('permalink');
	});

	it('that the node asks for itself is not told if nobody chose it', async () => {
		refuse(['permalink', 'timestamp'], 'unknownCode');
		const { rows, hints } = await insightsOfAccounts([ACCOUNTS.main.id], {
			more: { options: { mediaFields: ['caption'] } },
		});
		expect(rows.length).toBeGreaterThan(5);
		expect(textsOf(hints)).not.toContain('permalink');
	});

	it('that the filters go by is told: what has no time is kept', async () => {
		refuse(['timestamp'], 'permission');
		const { rows, hints } = await insightsOfAccounts([ACCOUNTS.main.id], {
			more: { filters: { publishedAfter: '2026-10-01T00:00:00Z' }, options: { mediaFields: ['caption'] } },
		});
		expect(rows).toHaveLength(8);
		expect(textsOf(hints)).toMatch(/did not tell when 8 posts were published/);
	});

	it('that Get Many gives of itself is told', async () => {
		refuse(['caption'], 'permission');
		const { rows, hints } = await insightsOfAccounts();
		expect(rows[0]).toMatchObject({ permalink: MEDIA.image.permalink, caption: null });
		expect(textsOf(hints)).toContain('caption');
	});
});

describe('what tells the ID and the type is not optional', () => {
	it.each(REFUSALS)('a list without it is an error with the sentence: %s', async (how, sentence) => {
		refuse(['media_product_type'], how);
		const { rows, error } = await insightsOfAccounts();
		expect(rows).toEqual([]);
		expect(error?.description).toContain(sentence);
	});

	it.each(REFUSALS)('a look-up of the type without it asks for all metrics: %s', async (how) => {
		refuse(['media_product_type'], how);
		const { rows, error } = await insightsById([MEDIA.reel.id], {
			resource: 'media',
			metrics: ['reach', 'ig_reels_avg_watch_time', 'navigation'],
		});
		expect(error).toBeUndefined();
		expect(rows.map(({ media_type, metric, status }) => [media_type, metric, status])).toEqual([
			[null, 'reach', 'ok'],
			[null, 'ig_reels_avg_watch_time', 'ok'],
			[null, 'navigation', 'unsupported'],
		]);
	});

	it.each(REFUSALS)('beside insights by ID it costs the fields: %s', async (how, sentence) => {
		refuse(['media_product_type'], how);
		const { rows, hints } = await insightsById([MEDIA.image.id], {
			more: { options: { mediaFields: ['caption'] } },
		});
		expect(rows).toMatchObject([{ status: 'ok', media_type: 'post', caption: null }]);
		expect(textsOf(hints)).toContain(sentence);
	});
});
