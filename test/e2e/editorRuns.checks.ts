/** What the editor shows after a run and before it, with pictures of runs for the README. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { INode, INodeParameters } from 'n8n-workflow';

import { MEDIA, type SimulatedMedia, bucketsOf, metricValue } from '../simulator';
import { MAIN_ACCOUNT, NODE, type Scene, TRIGGER, trigger } from './editorStage.checks';
import { NODE_TYPE, type TestBed } from './testBed';
import { ROOT } from './installation';
import { isLoaded } from './pageElement';
import { waitFor } from './programs';
import type { Workflow } from './rest';

const SHEETS_CREDENTIAL = 'googleSheetsOAuth2Api';

/** The columns of "One Item per Metric", as in the README. */
const ROW_FIELDS = ['media_id', 'media_type', 'metric', 'value', 'unit', 'period', 'status', 'fetched_at'];

/** Newest first, as the account lists them. */
const STORIES: readonly SimulatedMedia[] = [
	MEDIA.storyFewViewers,
	MEDIA.sampleStory,
	MEDIA.story,
	MEDIA.storyNoTotalViews,
];

type Credentials = NonNullable<INode['credentials']>;

/** A node of an example, filled in as its note asks for. */
function filledIn(node: INode, { credentials }: TestBed, sheets: Credentials): INode {
	if (node.type === NODE_TYPE)
		return { ...node, parameters: { ...node.parameters, accountId: MAIN_ACCOUNT }, credentials };
	if (node.type !== 'n8n-nodes-base.googleSheets') return node;
	const picked = (value: string, cachedResultName: string): INodeParameters => ({
		__rl: true,
		mode: 'list',
		value,
		cachedResultName,
	});
	const documentId = picked('1aBcDeFgHiJkLmNoPqRsTuVwXyZ', 'Instagram report');
	const sheetName = picked('gid=0', 'Insights');
	return { ...node, parameters: { ...node.parameters, documentId, sheetName }, credentials: sheets };
}

export function runScenes(scene: Scene): void {
	scene('a reel fills the table', async (stage) => {
		const { reelCrossposted: reel } = MEDIA;
		await stage.editor.resize(1600, 810);
		const names = [
			'reach',
			'views',
			'likes',
			'comments',
			'saved',
			'shares',
			'total_interactions',
			'ig_reels_avg_watch_time',
			'ig_reels_video_view_total_time',
		] as const;
		await stage.start({
			resource: 'reel',
			accountId: MAIN_ACCOUNT,
			mediaId: {
				__rl: true,
				mode: 'list',
				value: reel.id,
				cachedResultName: 'How we roast our coffee ☕ (2026-11-01)',
				cachedResultUrl: reel.permalink,
			},
			reelMetrics: [...names],
		});
		const panel = await stage.editor.openNode(NODE);
		assert.equal(await panel.execute(), true);
		const rows = await panel.table();
		assert.deepEqual(
			rows.map(({ media_id, media_type, metric: name, value, status }) => [
				media_id,
				media_type,
				name,
				value,
				status,
			]),
			names.map((name) => [reel.id, 'reel', name, String(metricValue(reel, name)), 'ok']),
		);
		await panel.makeRoomForOutput();
		await stage.editor.picture('reel-panel', await panel.withoutInput(650));
	});

	scene('a story fills the table with its breakdown', async (stage) => {
		const { story } = MEDIA;
		await stage.editor.resize(1740, 810);
		await stage.start({
			resource: 'story',
			accountId: MAIN_ACCOUNT,
			storyMetrics: ['navigation', 'profile_activity'],
			output: 'values',
		});
		const panel = await stage.editor.openNode(NODE);
		await panel.pickAt('mediaId', STORIES.indexOf(story));
		assert.match(await panel.picked('mediaId').inputValue(), /^Story \(20/);
		await panel.choose('storyBreakdown', 'All');
		assert.equal(await panel.execute(), true);
		const rows = await panel.table();
		// Meta leaves out values that are 0, and the node adds the documented ones again.
		const counted = rows.filter(({ value }) => value !== '0');
		assert.deepEqual([...new Set(rows.map(({ media_id: id }) => id))], [story.id]);
		assert.deepEqual(
			counted.map(({ metric: name, dimension, value }) => [name, dimension, value].join(' ')).sort(),
			(['navigation', 'profile_activity'] as const)
				.flatMap((name) =>
					bucketsOf(story, name).map(([dimension, value]) => `${name} ${dimension} ${String(value)}`),
				)
				.sort(),
		);
		await panel.makeRoomForOutput();
		await stage.editor.picture('story-breakdown', await panel.withoutInput(650));
	});

	scene('many media fill a table like a sheet', async (stage) => {
		await stage.editor.resize(1760, 900);
		const names = ['reach', 'views', 'likes', 'comments', 'saved', 'shares'] as const;
		await stage.start({
			resource: 'media',
			operation: 'getManyInsights',
			accountId: MAIN_ACCOUNT,
			mediaMetrics: [...names],
			output: 'media',
			filters: { publishedAfter: '2024-05-01T00:00:00', publishedBefore: '2026-11-12T00:00:00' },
			options: { mediaFields: ['caption'] },
		});
		const panel = await stage.editor.openNode(NODE);
		assert.equal(await panel.execute(), true);
		const rows = await panel.table();
		for (const media of [MEDIA.reel, MEDIA.reelCrossposted, MEDIA.image]) {
			const row = rows.find(({ media_id }) => media_id === media.id);
			// n8n shows a line break as the letters \n.
			assert.equal(row?.caption?.replaceAll('\\n', '\n'), media.caption);
			assert.deepEqual(
				names.map((name) => row?.[name]),
				names.map((name) => String(metricValue(media, name))),
			);
		}
		await panel.makeRoomForOutput();
		await stage.editor.picture('output-table', await panel.tableUpTo('status', 5));
	});

	scene('the next node is shown the fields of a row before the first run', async (stage) => {
		const next: INode = {
			id: 'next',
			name: 'Next',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [480, 0],
			parameters: {},
		};
		const ours: INode = {
			id: 'insights',
			name: NODE,
			type: NODE_TYPE,
			typeVersion: 1,
			position: [240, 0],
			parameters: { resource: 'reel' },
			credentials: stage.testBed.credentials,
		};
		await stage.show({
			name: 'Fields before the first run',
			nodes: [trigger(), ours, next],
			connections: {
				[TRIGGER]: { main: [[{ node: NODE, type: 'main', index: 0 }]] },
				[NODE]: { main: [[{ node: next.name, type: 'main', index: 0 }]] },
			},
			settings: { executionOrder: 'v1' },
		});
		const panel = await stage.editor.openNode(next.name);
		assert.deepEqual((await panel.fieldsOfInput()).sort(), [...ROW_FIELDS].sort());
		assert.equal(stage.testBed.simulator.calls.length, 0);
	});

	scene('the workflow of an example is on the canvas', async (stage) => {
		const example = JSON.parse(
			readFileSync(path.join(ROOT, 'examples', 'weekly-report-to-sheets.json'), 'utf8'),
		) as Workflow;
		const sheets = { name: 'My Google account' };
		const id = await stage.testBed.api.createCredential(sheets.name, SHEETS_CREDENTIAL, {
			clientId: 'none',
			clientSecret: 'none',
		});
		await stage.editor.resize(1280, 920);
		await stage.show({
			...example,
			nodes: example.nodes.map((node) =>
				filledIn(node, stage.testBed, { [SHEETS_CREDENTIAL]: { id, ...sheets } }),
			),
		});
		const ours = example.nodes.find(({ type }) => type === NODE_TYPE);
		await stage.editor.node(String(ours?.name)).waitFor();
		assert.equal(await stage.editor.page.getByTestId('node-issues').count(), 0);
		await stage.editor.picture('workflow', await stage.editor.surroundings({ beside: 24, over: 10 }));
	});

	scene('the icon is that of the theme', async (stage) => {
		await stage.start({});
		const icon = stage.editor.node(NODE).locator('img').first();
		for (const [colorScheme, file] of [
			['dark', /\/instagram-insights\.dark\.svg$/],
			['light', /\/instagram-insights\.svg$/],
		] as const) {
			await stage.editor.page.emulateMedia({ colorScheme });
			await waitFor(`the icon for a ${colorScheme} theme`, async () =>
				file.test((await icon.getAttribute('src')) ?? '') && (await isLoaded(icon)) ? true : undefined,
			);
		}
	});
}
