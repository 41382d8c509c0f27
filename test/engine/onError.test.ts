import type { IDataObject } from 'n8n-workflow';

import { FAULTS, MEDIA } from '../simulator';
import { byId } from './insightsNode';
import type { RunOptions } from './mediaRuns';
import { useSimulator } from './useSimulator';

const { simulator, pauses, run } = useSimulator();

const INPUT = [
	{ id: MEDIA.image.id, metrics: 'reach' },
	{ id: 'CxYz123', metrics: 'reach' },
	{ id: MEDIA.missing.id, metrics: 'reach' },
	{ id: MEDIA.video.id, metrics: 'navigation' },
	{ id: MEDIA.carousel.id, metrics: 'reach' },
];

const runWith = (onError: RunOptions['onError'], input: RunOptions['input'] = INPUT) =>
	run(
		{ resource: 'post', mediaId: byId('={{ $json.id }}'), postMetrics: '={{ $json.metrics }}' },
		{ onError, input },
	);

const NO_ID = "'Media' holds 'CxYz123', which is not a media ID [item 1]";
const NO_METRIC = "'Metrics' holds 'navigation', which posts do not have [item 3]";

describe('on error', () => {
	it('stop: the first item that cannot be done stops the workflow before a call is spent', async () => {
		const { error, items, run: result } = await runWith('stopWorkflow');
		expect(error).toMatchObject({ name: 'NodeOperationError', message: NO_ID });
		expect(result.data.resultData.error).toMatchObject({
			context: { itemIndex: 1 },
			failure: { cause: 'configuration-invalid' },
		});
		expect(items).toEqual([]);
		expect(simulator.calls).toHaveLength(0);
	});

	it('continue: the others give their rows, each wrong item its message, all in the order of the input', async () => {
		const { items, error } = await runWith('continueRegularOutput');
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.error ?? json.media_id, pairedItem])).toEqual([
			[MEDIA.image.id, { item: 0 }],
			[NO_ID, { item: 1 }],
			// Other posts were answered, so this one is a row.
			[MEDIA.missing.id, { item: 2 }],
			[NO_METRIC, { item: 3 }],
			[MEDIA.carousel.id, { item: 4 }],
		]);
	});

	it('error output: wrong items go there with their message and what they came with', async () => {
		const { rows, errorItems } = await runWith('continueErrorOutput');
		expect(rows.map(({ media_id, status }) => [media_id, status])).toEqual([
			[MEDIA.image.id, 'ok'],
			[MEDIA.missing.id, 'not_found'],
			[MEDIA.carousel.id, 'ok'],
		]);
		expect(errorItems.map(({ json }) => json)).toMatchObject([
			{ id: 'CxYz123', error: NO_ID },
			{ id: MEDIA.video.id, metrics: 'navigation', error: NO_METRIC },
		]);
	});

	it('an expression that cannot be resolved is told at its item', async () => {
		const { items } = await run(
			{
				resource: 'post',
				mediaId: byId('={{ $json.id.split("-")[0] }}'),
				postMetrics: ['reach'],
			},
			{ onError: 'continueRegularOutput', input: [{ id: `${MEDIA.image.id}-a` }, { id: 5 }] },
		);
		expect(items[0]?.json).toMatchObject({ media_id: MEDIA.image.id, status: 'ok' });
		expect(items[1]?.json.error).toEqual(expect.any(String));
	});

	it.each<[string, IDataObject]>([
		['an option', { options: { maxWait: '={{ $json.wait ?? $("Nowhere").item.json.wait }}' } }],
		['the output', { output: '={{ $json.wait ? "metrics" : $("Nowhere").item.json.wait }}' }],
	])(
		'an expression of %s that the first item cannot resolve does not cost the others',
		async (_name, more) => {
			const { items, error } = await run(
				{ resource: 'post', mediaId: byId('={{ $json.id }}'), postMetrics: ['reach'], ...more },
				{
					onError: 'continueRegularOutput',
					input: [{ id: MEDIA.image.id }, { id: MEDIA.video.id, wait: 1 }],
				},
			);
			expect(error).toBeUndefined();
			expect(items[0]).toMatchObject({
				json: { error: expect.any(String) as string },
				pairedItem: { item: 0 },
			});
			expect(items.slice(1).map(({ json }) => [json.media_id, json.status])).toEqual([
				[MEDIA.video.id, 'ok'],
			]);
		},
	);

	it('waits as long as the first item says whose options can be read', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		await run(
			{
				resource: 'post',
				mediaId: byId('={{ $json.id }}'),
				postMetrics: ['reach'],
				options: { maxWait: '={{ $json.wait ?? $("Nowhere").item.json.wait }}' },
			},
			{ onError: 'continueRegularOutput', input: [{ id: MEDIA.image.id }, { id: MEDIA.video.id, wait: 2 }] },
		);
		// A little time passes between a refusal and its wait.
		const waited = pauses.reduce((sum, milliseconds) => sum + milliseconds, 0);
		expect(waited).toBeGreaterThan(110_000);
		expect(waited).toBeLessThanOrEqual(120_000);
	});

	it('one post whose connection drops does not cost the others', async () => {
		simulator.fault({ when: { id: MEDIA.video.id }, answer: { drop: true } });
		const { rows } = await runWith('stopWorkflow', [
			{ id: MEDIA.image.id, metrics: 'reach' },
			{ id: MEDIA.video.id, metrics: 'reach' },
			{ id: MEDIA.carousel.id, metrics: 'reach' },
		]);
		expect(rows.map(({ status }) => status)).toEqual(['ok', 'failed', 'ok']);
	});

	it('a permission that is missing reaches the error output with its message and description', async () => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer: FAULTS.permissionMissing() });
		const { errorItems } = await runWith('continueErrorOutput', [{ id: MEDIA.image.id, metrics: 'reach' }]);
		expect(errorItems[0]?.json).toMatchObject({
			id: MEDIA.image.id,
			media_id: MEDIA.image.id,
			error: 'The access token lacks a permission, or Meta has restricted the app or the account [item 0]',
			message: expect.stringContaining('instagram_manage_insights') as string,
		});
	});
});

describe('wrong parameters', () => {
	const one = (parameters: IDataObject, json = {}) =>
		run({ resource: 'story', mediaId: byId(MEDIA.story.id), ...parameters }, { input: [json] });

	it.each<[string, IDataObject, string, RegExp]>([
		[
			'an ID as a number',
			{ mediaId: byId('={{ 17910000000000007 }}') },
			"'Media' holds a number that is too long",
			/as text/,
		],
		['an empty ID', { mediaId: byId('={{ $json.nothing }}') }, "'Media' is empty", /ID or the link/],
		['no metric', { storyMetrics: '={{ [] }}' }, "'Metrics' is empty", /Story metrics are: .*navigation/],
		[
			'an unknown metric',
			{ storyMetrics: '={{ "reach, claps" }}' },
			"'Metrics' holds 'claps'",
			/navigation, /,
		],
		[
			'something else than names',
			{ storyMetrics: '={{ [{ a: 1 }] }}' },
			"'Metrics' does not hold",
			/comma-separated/,
		],
		[
			'a breakdown that no chosen metric has',
			{ storyMetrics: '={{ "reach" }}', storyBreakdown: 'story_navigation_action_type' },
			'None of the chosen metrics can be broken down by Kind of Move',
			/Add 'Navigation' to 'Metrics'/,
		],
		[
			'an unknown breakdown',
			{ storyMetrics: '={{ "navigation" }}', storyBreakdown: 'age' },
			"'Breakdown' holds 'age'",
			/None/,
		],
		['an unknown output', { output: 'rows' }, "'Output' holds 'rows'", /metrics, media, values/],
		['a wrong version', { options: { apiVersion: '25' } }, "'API Version' holds '25'", /v25\.0/],
		['a wrong time-out', { options: { timeout: 'soon' } }, "'Timeout' holds 'soon'", /30000/],
		[
			'an unknown field',
			{ options: { mediaFields: ['caption', 'colour'] } },
			"'Media Fields' holds 'colour'",
			/caption, /,
		],
		[
			'an unknown choice',
			{ options: { unavailable: 'cry' } },
			"'When a Metric Is Unavailable' holds 'cry'",
			/row, omit, fail/,
		],
	])('%s', async (_name, parameters, message, description) => {
		const { error } = await one(parameters);
		expect(error?.name).toBe('NodeOperationError');
		expect(error?.message).toContain(message);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(error?.description).toMatch(description);
		expect(simulator.calls).toHaveLength(0);
	});
});
