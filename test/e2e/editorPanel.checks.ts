/** Metrics, breakdowns and everything else that depends on the resource. */
import assert from 'node:assert/strict';

import type { INodeParameters } from 'n8n-workflow';

import { metric } from '../../nodes/InstagramInsights/catalogue';
import { ACCOUNTS, MEDIA } from '../simulator';
import { METRICS, NODE, type Scene, type Stage } from './editorStage.checks';
import type { SavedWorkflow } from './rest';

/** The beginning of the parameter names of a resource. */
const PARAMETER: Readonly<Record<string, string>> = {
	Post: 'post',
	Reel: 'reel',
	Story: 'story',
	'Media (Any Type)': 'media',
};

/** The metrics as the picker shows them. */
function labels(metrics: readonly string[]): string[] {
	return metrics.map((name) => metric(name).label).sort((a, b) => a.localeCompare(b, 'en'));
}

/** The parameters of our node as n8n has saved them by itself. */
async function saved(stage: Stage, workflow: SavedWorkflow, resource: string): Promise<INodeParameters> {
	const { parameters } = await stage.saved(
		workflow,
		`the ${resource}`,
		// A default is not saved.
		(node) => (node.parameters.resource ?? 'post') === resource,
	);
	return parameters;
}

export function panelScenes(scene: Scene): void {
	scene('each resource offers exactly the metrics of its media', async (stage) => {
		const panel = await stage.startInPanel({});
		for (const [resource, metrics] of Object.entries(METRICS)) {
			await panel.choose('resource', resource);
			const parameter = `${String(PARAMETER[resource])}Metrics`;
			assert.deepEqual(await panel.options(parameter), labels(metrics), resource);
		}
	});

	scene('a retired metric is offered where an old version may still answer', async (stage) => {
		const options = { apiVersion: 'v21.0' };
		await stage.startNodes(
			Object.fromEntries(
				Object.keys(METRICS).map((resource) => [resource, { resource: PARAMETER[resource], options }]),
			),
		);
		for (const [resource, metrics] of Object.entries(METRICS)) {
			const panel = await stage.editor.openNode(resource);
			const old: readonly string[] = resource === 'Reel' ? [] : ['impressions'];
			assert.deepEqual(
				await panel.options(`${String(PARAMETER[resource])}Metrics`),
				labels([...metrics, ...old]),
				resource,
			);
			await panel.close();
		}
	});

	scene('a change of the resource leaves nothing behind', async (stage) => {
		const workflow = await stage.start({
			resource: 'post',
			postMetrics: ['profile_visits', 'profile_activity'],
			postBreakdown: 'all',
			mediaId: { __rl: true, mode: 'id', value: MEDIA.image.id },
		});
		const panel = await stage.editor.openNode(NODE);
		assert.deepEqual(await panel.chosen('postMetrics'), ['Profile Visits', 'Profile Activity']);
		for (const [resource, other] of [
			['Reel', 'Post'],
			['Post', 'Reel'],
		] as const) {
			await panel.choose('resource', resource);
			const parameter = String(PARAMETER[resource]);
			const chosen = await panel.chosen(`${parameter}Metrics`);
			assert.ok(chosen.length > 0);
			const offered = labels(METRICS[resource]);
			assert.deepEqual(
				chosen.filter((label) => !offered.includes(label)),
				[],
			);
			const parameters = await saved(stage, workflow, parameter);
			const stale = Object.keys(parameters).filter((name) => name.startsWith(String(PARAMETER[other])));
			assert.deepEqual(stale, []);
		}
		assert.ok(!(await panel.chosen('postMetrics')).includes('Profile Visits'));
	});

	scene('a change of the resource keeps what is not of the resource', async (stage) => {
		const kept: INodeParameters = {
			operation: 'getManyInsights',
			accountId: { __rl: true, mode: 'id', value: ACCOUNTS.main.id },
			limit: 7,
			filters: { publishedAfter: '2026-01-01T00:00:00' },
			output: 'media',
			simplify: false,
			options: { apiVersion: 'v22.0', mediaFields: ['caption'] },
		};
		const workflow = await stage.start({ resource: 'post', ...kept });
		const panel = await stage.editor.openNode(NODE);
		await panel.choose('resource', 'Reel');
		assert.deepEqual(await saved(stage, workflow, 'reel'), { resource: 'reel', ...kept });
	});

	scene('the breakdowns are those of the chosen metrics', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'story' });
		const offered = async (): Promise<string[]> => await panel.options('storyBreakdown');
		const byAction = 'Kind of Tap (Profile Activity)';
		const byNavigation = 'Kind of Move (Navigation)';

		await panel.chooseOnly('storyMetrics', ['Reach', 'Profile Activity']);
		assert.deepEqual(await offered(), ['None', byAction, 'All']);
		await panel.chooseOnly('storyMetrics', ['Navigation']);
		assert.deepEqual(await offered(), ['None', byNavigation, 'All']);
		await panel.chooseOnly('storyMetrics', ['Navigation', 'Profile Activity', 'Reach']);
		assert.deepEqual(await offered(), ['None', byAction, byNavigation, 'All']);
		await panel.chooseOnly('storyMetrics', ['Reach']);
		await panel.parameter('storyBreakdown').waitFor({ state: 'detached' });

		await panel.choose('resource', 'Post');
		await panel.parameter('postBreakdown').waitFor({ state: 'detached' });
		await panel.choose('postMetrics', 'Profile Activity');
		assert.deepEqual(await panel.options('postBreakdown'), ['None', byAction, 'All']);
		await panel.choose('resource', 'Reel');
		assert.ok(!(await panel.shown()).some((name) => name.endsWith('Breakdown')));
	});
}
