import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';

import type { INode, INodeParameters } from 'n8n-workflow';
import type { Locator } from 'playwright-core';

import { metric } from '../../nodes/InstagramInsights/catalogue';
import {
	ACCOUNTS,
	MEDIA,
	METRICS_OF_PRODUCT,
	type MetricName,
	TOKENS,
	bucketsOf,
	metricValue,
} from '../simulator';
import { type Editor, startEditor } from './browser';
import { addWitness, check, prepare, suite } from './checks';
import { CREDENTIAL_TYPE, type House, NODE_TYPE, sharedHouse } from './house';
import { ROOT } from './installation';
import type { NodePanel } from './nodePanel';
import { type PageElement, boxOf } from './pageElement';
import { waitFor } from './programs';
import type { SavedWorkflow, Workflow } from './rest';

const TRIGGER = 'When clicking ‘Execute workflow’';
const NODE = 'Instagram Insights';

const SHEETS_CREDENTIAL = 'googleSheetsOAuth2Api';

const ACTIONS = [
	'Get media insights',
	'Get many media insights',
	'Get post insights',
	'Get many post insights',
	'Get reel insights',
	'Get many reel insights',
	'Get story insights',
	'Get many story insights',
];

/** The simulator's own table is the second witness of which media has which metrics. */
const METRICS = {
	Post: METRICS_OF_PRODUCT.FEED,
	Reel: METRICS_OF_PRODUCT.REELS,
	Story: METRICS_OF_PRODUCT.STORY,
	'Media (Any Type)': [
		...new Set([...METRICS_OF_PRODUCT.FEED, ...METRICS_OF_PRODUCT.REELS, ...METRICS_OF_PRODUCT.STORY]),
	],
} as const satisfies Readonly<Record<string, readonly MetricName[]>>;

/** What the parameters of a resource begin with. */
const PARAMETER: Readonly<Record<string, string>> = {
	Post: 'post',
	Reel: 'reel',
	Story: 'story',
	'Media (Any Type)': 'media',
};

/** As n8n keeps what was picked from the list. */
const MAIN_ACCOUNT = {
	__rl: true,
	mode: 'list',
	value: ACCOUNTS.main.id,
	cachedResultName: `@${ACCOUNTS.main.username} – ${ACCOUNTS.main.name}`,
	cachedResultUrl: `https://www.instagram.com/${ACCOUNTS.main.username}/`,
};

/** Those of an item per metric, as the README has them. */
const ROW_FIELDS = ['media_id', 'media_type', 'metric', 'value', 'unit', 'period', 'status', 'fetched_at'];

function trigger(): INode {
	return {
		id: 'trigger',
		name: TRIGGER,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

async function isLoaded(image: Locator): Promise<boolean> {
	return await image.evaluate(({ naturalWidth }: PageElement) => (naturalWidth ?? 0) > 0);
}

/** As the picker shows them. */
function labels(metrics: readonly MetricName[]): string[] {
	return metrics.map((name) => metric(name).label).sort((a, b) => a.localeCompare(b, 'en'));
}

export function editor(): void {
	suite('editor', () => {
		let house: House;
		let editor: Editor;
		let forgetWitness: () => void;

		prepare(async () => {
			house = await sharedHouse();
			editor = await startEditor(house.api.url);
			forgetWitness = addWitness((directory) => editor.screenshot(path.join(directory, 'editor.png')));
			await editor.signIn();
		});
		after(async () => {
			forgetWitness();
			await editor.close();
		});

		/** A workflow of a trigger and our nodes, in the editor. */
		async function startNodes(
			nodes: Readonly<Record<string, INodeParameters>>,
			credentials = house.credentials,
		): Promise<SavedWorkflow> {
			const names = Object.keys(nodes);
			return await show({
				name: 'Instagram insights',
				nodes: [
					trigger(),
					...Object.entries(nodes).map(([name, parameters], index): INode => ({
						id: `insights-${String(index)}`,
						name,
						type: NODE_TYPE,
						typeVersion: 1,
						position: [240, 160 * index],
						parameters,
						credentials,
					})),
				],
				connections: {
					[TRIGGER]: { main: [names.map((node) => ({ node, type: 'main' as const, index: 0 }))] },
				},
				settings: { executionOrder: 'v1' },
			});
		}

		async function start(
			parameters: INodeParameters,
			credentials = house.credentials,
		): Promise<SavedWorkflow> {
			return await startNodes({ [NODE]: parameters }, credentials);
		}

		async function show(workflow: Workflow): Promise<SavedWorkflow> {
			const saved = await house.api.saveWorkflow(workflow);
			await editor.openWorkflow(saved.id);
			return saved;
		}

		/** A node of an example, filled in as its note asks for. */
		function filledIn(node: INode, sheets: NonNullable<INode['credentials']>): INode {
			const { credentials } = house;
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

		async function startInPanel(parameters: INodeParameters): Promise<NodePanel> {
			await start(parameters);
			return await editor.openNode(NODE);
		}

		/** The parameters of our node as n8n has saved them by itself. */
		async function saved({ id }: SavedWorkflow, resource: string): Promise<INodeParameters> {
			return await waitFor(`n8n to save the ${resource}`, async () => {
				const { nodes } = (await house.api.ask('GET', `workflows/${id}`)) as Workflow;
				const parameters = nodes.find(({ name }) => name === NODE)?.parameters;
				// A default is not saved.
				return (parameters?.resource ?? 'post') === resource ? parameters : undefined;
			});
		}

		/** A check in the editor; whatever it did, the token must not show, and the browser must be content. */
		function scene(name: string, work: () => Promise<void>): void {
			check(name, async () => {
				house.simulator.reset();
				editor.takeComplaints();
				await editor.resize();
				await work();
				const everything = await editor.everything();
				for (const token of Object.values(TOKENS)) {
					assert.ok(!everything.includes(token), `The page holds the token ${token}`);
				}
				// An answer of n8n that is an error, such as a list that cannot be loaded, is logged by the browser.
				const complaints = editor
					.takeComplaints()
					.filter((text) => !text.startsWith('Failed to load resource'));
				assert.deepEqual(complaints, []);
			});
		}

		scene('the list of nodes finds the node and its actions', async () => {
			await editor.resize(1280, 900);
			await show({ name: 'Instagram insights', nodes: [trigger()], connections: {} });
			const list = await editor.searchNodes('instagram', NODE);
			assert.deepEqual(await list.getByTestId('node-creator-item-name').allInnerTexts(), [NODE]);
			const icon = list.locator('img').first();
			await waitFor('the icon', async () => ((await isLoaded(icon)) ? true : undefined));
			await list.getByTestId('node-creator-item-name').click();
			await list.getByText('Get post insights', { exact: true }).waitFor();
			const items = await list.getByTestId('item-iterator-item').allInnerTexts();
			assert.deepEqual(
				items.filter((text) => text.startsWith('Get ')),
				ACTIONS,
			);
			await editor.picture('node-panel', { ...(await boxOf(list)), height: 752 });

			await list.getByText('Get reel insights', { exact: true }).click();
			await editor.panel.opened();
			assert.equal(await editor.panel.value('resource'), 'Reel');
			assert.equal(await editor.panel.value('operation'), 'Get Insights');
			await editor.panel.close();
			const added = editor.node('Get reel insights');
			assert.equal(await added.getAttribute('data-node-type'), NODE_TYPE);
		});

		scene('a credential tells in its dialog whether it works', async () => {
			const { simulator, api } = house;
			const name = 'My Instagram account';
			const id = await api.createCredential(name, CREDENTIAL_TYPE, {
				accessToken: simulator.token,
				apiHost: simulator.url,
			});
			await start({}, { [CREDENTIAL_TYPE]: { id, name } });
			const panel = await editor.openNode(NODE);
			const { credential } = editor;
			await panel.editCredential();
			await credential.opened();
			assert.deepEqual(await credential.labels(), ['Access Token', 'App ID', 'App Secret']);
			await credential.success.waitFor();
			assert.match(await credential.success.innerText(), /Connection tested successfully/);
			await editor.picture('credential', await boxOf(credential.frame));

			const before = simulator.calls.length;
			await credential.retry();
			await waitFor('the test to be repeated', () => (simulator.calls.length > before ? true : undefined));
			await credential.success.waitFor();

			await credential.field('accessToken').fill('what-is-no-token');
			await credential.save();
			assert.match(
				await credential.failure(),
				/Meta does not accept the access token\. Get a new access token /,
			);
		});

		scene('a new credential asks for what the README says', async () => {
			const panel = await startInPanel({});
			const { credential } = editor;
			await panel.newCredential();
			await credential.opened();
			assert.deepEqual(await credential.labels(), ['Access Token', 'App ID', 'App Secret']);
			assert.equal(await credential.field('accessToken').getAttribute('type'), 'password');
			assert.equal(await credential.field('appId').getAttribute('type'), 'text');
			assert.equal(await credential.field('appSecret').getAttribute('type'), 'password');
			assert.equal(
				await credential.docs.getAttribute('href'),
				'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights#credentials',
			);
		});

		scene('each resource offers exactly the metrics of its media', async () => {
			const panel = await startInPanel({});
			for (const [resource, metrics] of Object.entries(METRICS)) {
				await panel.choose('resource', resource);
				const parameter = `${String(PARAMETER[resource])}Metrics`;
				assert.deepEqual(await panel.options(parameter), labels(metrics), resource);
			}
		});

		scene('a retired metric is offered where an old version may still answer', async () => {
			const options = { apiVersion: 'v21.0' };
			await startNodes(
				Object.fromEntries(
					Object.keys(METRICS).map((resource) => [resource, { resource: PARAMETER[resource], options }]),
				),
			);
			for (const [resource, metrics] of Object.entries(METRICS)) {
				const panel = await editor.openNode(resource);
				const old: MetricName[] = resource === 'Reel' ? [] : ['impressions'];
				assert.deepEqual(
					await panel.options(`${String(PARAMETER[resource])}Metrics`),
					labels([...metrics, ...old]),
					resource,
				);
				await panel.close();
			}
		});

		scene('a change of the resource leaves nothing behind', async () => {
			const workflow = await start({
				resource: 'post',
				postMetrics: ['profile_visits', 'profile_activity'],
				postBreakdown: 'all',
				mediaId: { __rl: true, mode: 'id', value: MEDIA.image.id },
			});
			const panel = await editor.openNode(NODE);
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
				const parameters = await saved(workflow, parameter);
				const stale = Object.keys(parameters).filter((name) => name.startsWith(String(PARAMETER[other])));
				assert.deepEqual(stale, []);
			}
			assert.ok(!(await panel.chosen('postMetrics')).includes('Profile Visits'));
		});

		scene('a change of the resource keeps what is not of the resource', async () => {
			const kept: INodeParameters = {
				operation: 'getManyInsights',
				accountId: { __rl: true, mode: 'id', value: ACCOUNTS.main.id },
				limit: 7,
				filters: { publishedAfter: '2026-01-01T00:00:00' },
				output: 'media',
				simplify: false,
				options: { apiVersion: 'v22.0', mediaFields: ['caption'] },
			};
			const workflow = await start({ resource: 'post', ...kept });
			const panel = await editor.openNode(NODE);
			await panel.choose('resource', 'Reel');
			assert.deepEqual(await saved(workflow, 'reel'), { resource: 'reel', ...kept });
		});

		scene('the breakdowns are those of the chosen metrics', async () => {
			const panel = await startInPanel({ resource: 'story' });
			const offered = async (): Promise<string[]> => await panel.options('storyBreakdown');
			const byAction = 'Action Type (Profile Activity)';
			const byNavigation = 'Story Navigation Action Type (Navigation)';

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

		scene('accounts and media are picked from lists', async () => {
			const panel = await startInPanel({ resource: 'reel' });
			await panel.openList('mediaId');
			assert.match(await panel.listMessage.innerText(), /Choose an 'Account' first/);
			await panel.closeList();

			await panel.openList('accountId');
			const shown = Object.values(ACCOUNTS).map(({ username, name }) => `@${username} – ${name}`);
			assert.deepEqual(
				await panel.waitForList('all accounts', ({ length }) => length === shown.length),
				shown.sort((a, b) => a.localeCompare(b, 'en')),
			);
			await panel.searchList('big');
			const found = await panel.waitForList('the account that was looked for', ({ length }) => length === 1);
			assert.deepEqual(found, [`@${ACCOUNTS.big.username} – ${ACCOUNTS.big.name}`]);
			await panel.closeList();
			await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
			assert.equal(
				await panel.picked('accountId').inputValue(),
				`@${ACCOUNTS.main.username} – ${ACCOUNTS.main.name}`,
			);

			await panel.openList('mediaId');
			assert.deepEqual(await panel.waitForList('the reels', ({ length }) => length === 2), [
				'Behind the scenes (2026-11-10)',
				'How we roast our coffee ☕ (2026-11-01)',
			]);
			await panel.searchList('COFFEE');
			await panel.waitForList('the reel about coffee', ({ length }) => length === 1);
			await panel.closeList();
			await panel.pick('mediaId', 'How we roast our coffee');
			assert.match(await panel.picked('mediaId').inputValue(), /^How we roast our coffee/);

			// Of another account other media are listed.
			await panel.pick('accountId', `@${ACCOUNTS.big.username} `);
			await panel.pick('mediaId', 'Caption number 6 of a generated reel');
			// A media of another type is not meant any more.
			await panel.choose('resource', 'Post');
			await waitFor('the reel to go with the resource', async () =>
				(await panel.picked('mediaId').inputValue()) === '' ? true : undefined,
			);
			// A link may be there before the account is.
			await panel.setMode('mediaId', 'url');
			await panel.picked('mediaId').fill(MEDIA.image.permalink);
			await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
			assert.equal(await panel.picked('mediaId').inputValue(), MEDIA.image.permalink);
			assert.equal(await panel.execute(), true);
		});

		scene('the list of media goes on where it is scrolled, and finds what is far down', async () => {
			const { behaviour } = house.simulator;
			behaviour.generatedMedia = 1200;
			const panel = await startInPanel({
				resource: 'reel',
				accountId: { __rl: true, mode: 'id', value: ACCOUNTS.big.id },
			});
			await panel.openList('mediaId');
			const first = (await panel.waitForList('the newest reels', ({ length }) => length > 0)).length;
			assert.ok(first < 400, `Of 400 reels ${String(first)} were listed at once`);
			await panel.scrollList();
			await panel.waitForList('more reels', ({ length }) => length > first);

			// The eighth page of Meta's list: the pages before it have nothing that fits.
			await panel.searchList('number 700 of');
			await panel.waitForList(
				'the reel that was looked for',
				([one, ...others]) => one?.startsWith('Caption number 700 of') === true && others.length === 0,
			);
		});

		scene('an account is asked for only where it is needed', async () => {
			const panel = await startInPanel({ resource: 'story' });
			const isShown = async (): Promise<boolean> => (await panel.shown()).includes('accountId');
			assert.equal(await isShown(), true, 'from the list');
			await panel.setMode('mediaId', 'id');
			await panel.parameter('accountId').waitFor({ state: 'detached' });
			await panel.setMode('mediaId', 'url');
			await panel.parameter('accountId').waitFor();
			await panel.setMode('mediaId', 'id');
			await panel.choose('operation', 'Get Many Insights');
			assert.equal(await isShown(), true, 'for many');
		});

		scene('a reel fills the table', async () => {
			const { reelCrossposted: reel } = MEDIA;
			await editor.resize(1600, 810);
			const wanted = [
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
			await start({
				resource: 'reel',
				accountId: MAIN_ACCOUNT,
				mediaId: {
					__rl: true,
					mode: 'list',
					value: reel.id,
					cachedResultName: 'How we roast our coffee ☕ (2026-11-01)',
					cachedResultUrl: reel.permalink,
				},
				reelMetrics: [...wanted],
			});
			const panel = await editor.openNode(NODE);
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
				wanted.map((name) => [reel.id, 'reel', name, String(metricValue(reel, name)), 'ok']),
			);
			await panel.makeRoomForOutput();
			await editor.picture('reel-panel', await panel.withoutInput(650));
		});

		scene('a story fills the table with its breakdown', async () => {
			const { story } = MEDIA;
			await editor.resize(1740, 810);
			await start({
				resource: 'story',
				accountId: MAIN_ACCOUNT,
				mediaId: {
					__rl: true,
					mode: 'list',
					value: story.id,
					cachedResultName: `${story.id} (${new Date().toISOString().slice(0, 10)})`,
				},
				storyMetrics: ['navigation', 'profile_activity'],
				output: 'values',
			});
			const panel = await editor.openNode(NODE);
			await panel.choose('storyBreakdown', 'All');
			assert.equal(await panel.execute(), true);
			const rows = await panel.table();
			// Meta leaves out what is 0, and the node puts the documented values of them back.
			const counted = rows.filter(({ value }) => value !== '0');
			assert.deepEqual(
				counted.map(({ metric: name, dimension, value }) => [name, dimension, value].join(' ')).sort(),
				(['navigation', 'profile_activity'] as const)
					.flatMap((name) =>
						bucketsOf(story, name).map(([dimension, value]) => `${name} ${dimension} ${String(value)}`),
					)
					.sort(),
			);
			await panel.makeRoomForOutput();
			await editor.picture('story-breakdown', await panel.withoutInput(650));
		});

		scene('many media fill a table like a sheet', async () => {
			await editor.resize(1760, 900);
			const wanted = ['reach', 'views', 'likes', 'comments', 'saved', 'shares'] as const;
			await start({
				resource: 'media',
				operation: 'getManyInsights',
				accountId: MAIN_ACCOUNT,
				mediaMetrics: [...wanted],
				output: 'media',
				filters: { publishedAfter: '2024-05-01T00:00:00', publishedBefore: '2026-11-12T00:00:00' },
				options: { mediaFields: ['caption'] },
			});
			const panel = await editor.openNode(NODE);
			assert.equal(await panel.execute(), true);
			const rows = await panel.table();
			for (const media of [MEDIA.reel, MEDIA.reelCrossposted, MEDIA.image]) {
				const row = rows.find(({ media_id }) => media_id === media.id);
				// n8n writes the end of a line in letters.
				assert.equal(row?.caption?.replaceAll('\\n', '\n'), media.caption);
				assert.deepEqual(
					wanted.map((name) => row?.[name]),
					wanted.map((name) => String(metricValue(media, name))),
				);
			}
			await panel.makeRoomForOutput();
			await editor.picture('output-table', await panel.tableUpTo('status', 5));
		});

		scene('the next node is shown the fields of a row before the first run', async () => {
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
				credentials: house.credentials,
			};
			await show({
				name: 'Fields before the first run',
				nodes: [trigger(), ours, next],
				connections: {
					[TRIGGER]: { main: [[{ node: NODE, type: 'main', index: 0 }]] },
					[NODE]: { main: [[{ node: next.name, type: 'main', index: 0 }]] },
				},
				settings: { executionOrder: 'v1' },
			});
			const panel = await editor.openNode(next.name);
			assert.deepEqual((await panel.fieldsOfInput()).sort(), [...ROW_FIELDS].sort());
			assert.equal(house.simulator.calls.length, 0);
		});

		scene('the workflow of an example is on the canvas', async () => {
			const example = JSON.parse(
				readFileSync(path.join(ROOT, 'examples', 'weekly-report-to-sheets.json'), 'utf8'),
			) as Workflow;
			const sheets = { name: 'My Google account' };
			const id = await house.api.createCredential(sheets.name, SHEETS_CREDENTIAL, {
				clientId: 'none',
				clientSecret: 'none',
			});
			await editor.resize(1280, 920);
			await show({
				...example,
				nodes: example.nodes.map((node) => filledIn(node, { [SHEETS_CREDENTIAL]: { id, ...sheets } })),
			});
			const ours = example.nodes.find(({ type }) => type === NODE_TYPE);
			await editor.node(String(ours?.name)).waitFor();
			assert.equal(await editor.page.getByTestId('node-issues').count(), 0);
			await editor.picture('workflow', await editor.surroundings({ beside: 24, over: 10 }));
		});

		scene('the icon is that of the theme', async () => {
			await start({});
			const icon = editor.node(NODE).locator('img').first();
			for (const [colorScheme, file] of [
				['dark', /\/instagram-insights\.dark\.svg$/],
				['light', /\/instagram-insights\.svg$/],
			] as const) {
				await editor.page.emulateMedia({ colorScheme });
				await waitFor(`the icon for a ${colorScheme} theme`, async () =>
					file.test((await icon.getAttribute('src')) ?? '') && (await isLoaded(icon)) ? true : undefined,
				);
			}
		});

		scene('a media that is not there is told in words', async () => {
			const panel = await startInPanel({
				resource: 'reel',
				mediaId: { __rl: true, mode: 'id', value: '17999999999999999' },
			});
			assert.equal(await panel.execute(), false);
			assert.match(await panel.errorMessage.innerText(), /^Instagram shows no media 17999999999999999 /);
			assert.match(await panel.errorDescription.innerText(), /^Check the 'Media' parameter/);
			assert.doesNotMatch(await panel.output.innerText(), /node_modules/);
			const all = await panel.unfoldError();
			// For Meta's support.
			assert.match(all, /error_subcode\W+33\b/);
			for (const raw of [
				'Unsupported get request',
				'OAuthException',
				'AxiosError',
				'access_token',
				'"error"',
			]) {
				assert.ok(!all.includes(raw), `The panel shows ${raw}: ${all}`);
			}
		});

		scene('a media ID with letters is told in words', async () => {
			const typed = await startInPanel({
				resource: 'reel',
				mediaId: { __rl: true, mode: 'id', value: 'abc' },
			});
			await typed.tryToExecute();
			await editor.toast('A media ID has digits only').waitFor();

			const given = await startInPanel({
				resource: 'reel',
				mediaId: { __rl: true, mode: 'id', value: '={{ "abc" }}' },
			});
			assert.equal(await given.execute(), false);
			assert.match(await given.errorMessage.innerText(), /abc/);
			assert.ok((await given.errorDescription.innerText()).length > 0);
			assert.doesNotMatch(await given.unfoldError(), /"error"|access_token/);
		});
	});
}
