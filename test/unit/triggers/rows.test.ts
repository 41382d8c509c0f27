import type { OutputOptions } from '../../../nodes/InstagramInsights/parameters/mediaParameters';
import { checkpointRows, valuesOf } from '../../../nodes/InstagramInsights/triggers/polling/rows';
import { ok } from '../fakeClient';
import { insightsOf, metricsOf, plain, queryOf } from '../insightsOf';

const VALUES: Readonly<Record<string, number>> = { reach: 120, views: 300, reels_skip_rate: 10.1 };

/** The insights of a reel of which Meta has no likes. */
const insights = () =>
	insightsOf(
		queryOf({
			mediaType: 'reel',
			metrics: ['reach', 'views', 'reels_skip_rate', 'likes'].map((name) => ({ name })),
		}),
		(request) =>
			ok({
				data: metricsOf(request).flatMap((name) => (name in VALUES ? [plain(name, VALUES[name])] : [])),
			}),
	);

const rowsOf = async (options: Partial<OutputOptions>, previous: Readonly<Record<string, number>>) =>
	checkpointRows(
		{ insights: await insights(), ageMinutes: 1_395, actualAgeMs: 83_880_000, previous },
		{ output: 'metrics', simplify: true, unavailable: 'row', ...options },
	);

describe('The rows of a checkpoint', () => {
	const previous = { reach: 100, reels_skip_rate: 9.8, likes: 7 };

	it('tell the ages, and what has changed, for each metric', async () => {
		expect(await rowsOf({}, previous)).toMatchObject([
			{ metric: 'reach', value: 120, age_hours: 23.25, age_actual_hours: 23.3, previous: 100, change: 20 },
			{ metric: 'views', value: 300, previous: null, change: null },
			{ metric: 'reels_skip_rate', value: 10.1, previous: 9.8, change: 0.3 },
			{ metric: 'likes', value: null, status: 'no_data', previous: 7, change: null },
		]);
	});

	it('have two columns for each metric if a row holds all metrics, whatever Meta sent', async () => {
		const [row, ...others] = await rowsOf({ output: 'media' }, previous);
		expect(others).toEqual([]);
		expect(row).toMatchObject({
			age_hours: 23.25,
			age_actual_hours: 23.3,
			reach: 120,
			reach_previous: 100,
			reach_change: 20,
			views_previous: null,
			views_change: null,
			likes_previous: 7,
			likes_change: null,
		});
		expect(Object.keys(row ?? {})).toEqual(Object.keys((await rowsOf({ output: 'media' }, {}))[0] ?? {}));
	});

	it.each([
		{ output: 'values', simplify: true },
		{ output: 'metrics', simplify: false },
		{ output: 'media', simplify: false },
		{ output: 'values', simplify: false },
	] as const)('have the ages alone: %j', async (options) => {
		const rows = await rowsOf(options, previous);
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) {
			expect(row).toMatchObject({ age_hours: 23.25, age_actual_hours: 23.3 });
			expect(Object.keys(row).filter((key) => /previous|change/.test(key))).toEqual([]);
		}
	});

	it('leave out what is unavailable, if people choose so', async () => {
		const rows = await rowsOf({ unavailable: 'omit' }, {});
		expect(rows.map(({ metric }) => metric)).toEqual(['reach', 'views', 'reels_skip_rate']);
		expect(await rowsOf({ unavailable: 'fail' }, {})).toHaveLength(4);
	});
});

describe('valuesOf', () => {
	it('has what the next checkpoint compares with', async () => {
		expect(valuesOf(await insights())).toEqual(VALUES);
	});
});
