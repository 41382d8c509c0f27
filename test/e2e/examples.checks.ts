/**
 * The workflows of examples/ in an n8n: each is known to it, and runs up to the point at which another service would take over.
 * The output is compared with what the simulator itself says of its posts, reels and stories.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import type { INode, INodeTypeDescription } from 'n8n-workflow';

import { POSTS_OF_MAIN, REELS_OF_MAIN, STORIES_OF_MAIN } from '../engine/published';
import {
	ACCOUNTS,
	MEDIA,
	METRICS_OF_PRODUCT,
	audienceTruth,
	bucketsOf,
	metricValue,
	pacificDays,
	type MediaName,
	type MetricName,
	type SimulatedMedia,
} from '../simulator';
import {
	type Days,
	type NodeMetric,
	daysBeforeThem,
	lastDays,
	numberOver,
	percentOf,
	todayOf,
} from './accountParts';
import { check, suite } from './checks';
import { NODE_TYPE, type TestBed } from './testBed';
import { ROOT } from './installation';
import { rowsOf, type Workflow } from './rest';
import { TRIGGER, manualTrigger } from './workflows';

type Row = Readonly<Record<string, unknown>>;

const FOLDER = path.join(ROOT, 'examples');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

function read(file: string): Workflow {
	return JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Workflow;
}

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

/** The versions of each node type that an n8n has. */
function versionsOf(types: readonly INodeTypeDescription[]): Map<string, Set<number>> {
	const versions = new Map<string, Set<number>>();
	for (const { name, version } of types) {
		const known = versions.get(name) ?? new Set();
		for (const one of [version].flat()) known.add(one);
		versions.set(name, known);
	}
	return versions;
}

/** Nodes that cannot run without a credential of somebody else. */
function needsAnotherService(types: readonly INodeTypeDescription[]): (node: INode) => boolean {
	return ({ type, typeVersion }) =>
		type !== NODE_TYPE &&
		types
			.filter(({ name, version }) => name === type && [version].flat().includes(typeVersion))
			.flatMap(({ credentials = [] }) => credentials)
			.some(({ required }) => required === true);
}

/** A moment in the middle of the simulator's fixed days of publication: some items are younger, and some older. */
const SINCE = Date.UTC(2026, 9, 10);

/** A filter on the last days, so that it always leaves the same items, whenever it runs. */
function lookingBackFar(parameters: INode['parameters']): INode['parameters'] {
	const days = Math.ceil((Date.now() - SINCE) / 86_400_000);
	const text = JSON.stringify(parameters).replace(/\{ days: \d+ \}/g, `{ days: ${String(days)} }`);
	return JSON.parse(text) as INode['parameters'];
}

interface Runnable {
	readonly workflow: Workflow;
	/** The nodes that give their rows to a service, or, if none does, the last nodes. */
	readonly ends: readonly string[];
}

/** The part of an example that runs here: begun by hand, with the simulator's account, and without the services. */
function upToTheServices(
	example: Workflow,
	types: readonly INodeTypeDescription[],
	testBed: TestBed,
): Runnable {
	const isCut = needsAnotherService(types);
	const cut = new Set(example.nodes.filter(isCut).map(({ name }) => name));
	const nodes = example.nodes
		.filter(({ type, name }) => type !== STICKY_NOTE && !cut.has(name))
		.map((node): INode => {
			// It keeps its name, since expressions refer to it.
			if (/trigger$/i.test(node.type)) return manualTrigger(node.name);
			if (node.type !== NODE_TYPE) return node;
			const { accountId } = node.parameters;
			return {
				...node,
				credentials: testBed.credentials,
				parameters: {
					...lookingBackFar(node.parameters),
					...(accountId === undefined
						? {}
						: { accountId: { __rl: true, mode: 'list', value: ACCOUNTS.main.id } }),
				},
			};
		});
	const targetsOf = (name: string) =>
		(example.connections[name]?.main ?? []).flatMap((targets) => (targets ?? []).map(({ node }) => node));
	const connections = Object.fromEntries(
		Object.keys(example.connections)
			.filter((name) => !cut.has(name))
			.map((name) => [
				name,
				{
					main: [
						targetsOf(name)
							.filter((node) => !cut.has(node))
							.map((node) => ({ node, type: 'main' as const, index: 0 })),
					],
				},
			]),
	);
	const ends = nodes.map(({ name }) => name).filter((name) => targetsOf(name).every((node) => cut.has(node)));
	return { workflow: { ...example, nodes, connections }, ends };
}

/** The numbers of two media items are those printed on Meta's media insights page. */
const PRINTED: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
	[`${MEDIA.samplePost.id} profile_activity`]: [
		['email', 1],
		['text', 1],
		['direction', 1],
		['bio_link_clicked', 1],
	],
	[`${MEDIA.sampleStory.id} navigation`]: [
		['tap_forward', 19],
		['tap_back', 4],
		['tap_exit', 1],
		['swipe_forward', 1],
	],
};

const DIMENSIONS = {
	profile_activity: ['bio_link_clicked', 'call', 'direction', 'email', 'other', 'text'],
	navigation: ['swipe_forward', 'tap_back', 'tap_exit', 'tap_forward'],
} as const;

type Broken = keyof typeof DIMENSIONS;

function valueSent(media: SimulatedMedia, metric: MetricName): number {
	const printed = PRINTED[`${media.id} ${metric}`];
	return printed?.reduce((sum, [, value]) => sum + value, 0) ?? metricValue(media, metric);
}

/** A breakdown as a row has it: 0 if Meta leaves a value out. */
function toldBreakdown(media: SimulatedMedia, metric: Broken): Record<string, number> {
	const sent = new Map(PRINTED[`${media.id} ${metric}`] ?? bucketsOf(media, metric));
	return Object.fromEntries(DIMENSIONS[metric].map((name) => [name, sent.get(name) ?? 0]));
}

/** Why there is no number, from what is known of the media item. */
function whyNone(media: SimulatedMedia, metric: MetricName): string | undefined {
	if (!METRICS_OF_PRODUCT[media.productType].includes(metric)) return 'unsupported';
	if (metric === 'facebook_views' && media.crossposted !== true) return 'not_crossposted';
	return media.fewViewers === true ? 'not_enough_viewers' : undefined;
}

const TYPES = { FEED: 'post', REELS: 'reel', STORY: 'story', AD: '' } as const;

const valueOf = (media: SimulatedMedia, metric: MetricName) =>
	whyNone(media, metric) === undefined ? valueSent(media, metric) : null;

/** The missing metrics as text for a cell. */
const unavailableOf = (media: SimulatedMedia, metrics: readonly MetricName[]) =>
	metrics
		.flatMap((metric) => {
			const why = whyNone(media, metric);
			return why === undefined ? [] : [`${metric} (${why})`];
		})
		.join(', ');

/** The status of an item goes by the metrics of its type: a metric that the type never has does not count. */
function statusOf(media: SimulatedMedia, metrics: readonly MetricName[]): string {
	const has: readonly string[] = METRICS_OF_PRODUCT[media.productType];
	const statuses = new Set(
		metrics.filter((metric) => has.includes(metric)).map((metric) => whyNone(media, metric) ?? 'ok'),
	);
	const [only = 'unsupported', ...others] = statuses;
	return others.length > 0 ? 'partial' : only;
}

type Field = 'timestamp' | 'permalink' | 'caption';

interface Columns {
	readonly fields?: readonly Field[];
	readonly metrics: readonly MetricName[];
	readonly broken?: readonly Broken[];
}

/** What Get Many gives if no media fields are chosen. */
const FIELDS_OF_LISTS: readonly Field[] = ['timestamp', 'permalink', 'caption'];

/** A time as rows have it. That of the simulator, like Meta's, ends with an offset. */
const momentOf = ({ timestamp }: SimulatedMedia): string | undefined =>
	timestamp?.replace(/\+0000$/, '.000Z');

/** A media item as "One Item per Media" tells of it. */
function mediaRow(media: SimulatedMedia, { fields = FIELDS_OF_LISTS, metrics, broken = [] }: Columns): Row {
	const row: Record<string, unknown> = { media_id: media.id, media_type: TYPES[media.productType] };
	for (const name of fields) row[name] = (name === 'timestamp' ? momentOf(media) : media[name]) ?? null;
	for (const metric of metrics) {
		row[metric] = valueOf(media, metric);
		const parts = broken.find((name) => name === metric);
		if (parts === undefined) continue;
		for (const [name, value] of Object.entries(toldBreakdown(media, parts))) {
			row[`${metric}_${name}`] = row[metric] === null ? null : value;
		}
	}
	return { ...row, status: statusOf(media, metrics), unavailable: unavailableOf(media, metrics) };
}

/** In rows, all times have the same form. */
const MOMENT = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ$/;

/** Only the run knows `fetched_at`, and the age of a story counts from the simulator's start. */
function comparable({ fetched_at: fetchedAt, ...row }: Row): Row {
	assert.match(String(fetchedAt), MOMENT);
	if (row.media_type !== 'story' || row.timestamp === undefined) return row;
	assert.ok(typeof row.timestamp === 'string');
	assert.match(row.timestamp, MOMENT);
	return { ...row, timestamp: null };
}

function assertMediaRows(rows: readonly Row[], names: readonly MediaName[], columns: Columns): void {
	assert.deepEqual(
		rows.map(comparable),
		names.map((name) => mediaRow(MEDIA[name], columns)),
	);
	// A sheet takes its columns from the first row.
	const last = ['status', 'unavailable', 'fetched_at'];
	for (const row of rows)
		assert.deepEqual(Object.keys(row), [...Object.keys(mediaRow(MEDIA.reel, columns)).slice(0, -2), ...last]);
}

/** "One Item per Metric". */
function assertMetricRows(
	rows: readonly Row[],
	media: SimulatedMedia,
	metrics: readonly MetricName[],
	broken: readonly Broken[] = [],
): void {
	assert.deepEqual(
		rows.map(comparable),
		metrics.map((metric) => {
			const parts = broken.find((name) => name === metric);
			return {
				media_id: media.id,
				media_type: TYPES[media.productType],
				metric,
				value: valueOf(media, metric),
				unit: metric === 'ig_reels_avg_watch_time' ? 'milliseconds' : 'count',
				period: 'lifetime',
				status: whyNone(media, metric) ?? 'ok',
				...(parts === undefined ? {} : { breakdown: BREAKDOWNS[parts], values: toldBreakdown(media, parts) }),
			};
		}),
	);
}

const BREAKDOWNS = {
	profile_activity: 'action_type',
	navigation: 'story_navigation_action_type',
} as const satisfies Record<Broken, string>;

/** 100 × interactions / reach, with two decimals; `undefined` if a part of it is missing. */
function engagementRate(media: SimulatedMedia): number | undefined {
	const [interactions, reach] = [valueOf(media, 'total_interactions'), valueOf(media, 'reach')];
	return interactions === null || reach === null ? undefined : percentOf(interactions, reach);
}

/** The columns of an account's metrics, each with what a comparison adds. */
function comparedColumns(metrics: readonly NodeMetric[], days: Days, before: Days): Record<string, number> {
	return Object.fromEntries(
		metrics.flatMap((metric) => {
			const [value, previous] = [numberOver(days, metric), numberOver(before, metric)];
			const change = Math.round((value - previous) * 100) / 100;
			return [
				[metric, value],
				[`${metric}_previous`, previous],
				[`${metric}_change`, change],
				[`${metric}_change_percent`, percentOf(change, previous)],
			];
		}),
	);
}

/** Those columns of a row that are expected, whatever else it has. */
function picked(row: Row, expected: Readonly<Record<string, unknown>>): Row {
	return Object.fromEntries(Object.keys(expected).map((name) => [name, row[name]]));
}

/** Newest first, as the account lists them. */
const ALL = [...STORIES_OF_MAIN, ...REELS_OF_MAIN, ...POSTS_OF_MAIN];

const isYoung = (name: MediaName) => {
	const { timestamp }: SimulatedMedia = MEDIA[name];
	return timestamp === undefined || Date.parse(timestamp.replace('+0000', 'Z')) >= SINCE;
};

/** Runs a part of an example, from the trigger that is named or from its first. @returns the rows that a node gave */
type Runner = (trigger?: string) => Promise<(node: string) => readonly Row[]>;

/** What the services get, by the node that gives it to them. */
const EXPECTED: Readonly<
	Record<string, { readonly ends: readonly string[]; readonly prove: (run: Runner) => Promise<void> }>
> = {
	'media-insights.json': {
		ends: ['Reel', 'Post', 'Story'],
		prove: async (run) => {
			const rows = await run();
			assertMetricRows(rows('Reel'), MEDIA.reel, [
				'views',
				'reach',
				'likes',
				'saved',
				'ig_reels_avg_watch_time',
				'facebook_views',
			]);
			assertMetricRows(
				rows('Post'),
				MEDIA.samplePost,
				['reach', 'total_interactions', 'profile_activity'],
				['profile_activity'],
			);
			assertMetricRows(rows('Story'), MEDIA.sampleStory, ['reach', 'replies', 'navigation'], ['navigation']);
		},
	},
	'newest-media.json': {
		ends: ['Newest media'],
		prove: async (run) => {
			const rows = await run();
			assertMediaRows(rows('Newest media'), ALL.slice(0, 12), {
				metrics: ['reach', 'views', 'shares', 'total_interactions'],
			});
		},
	},
	'weekly-report-to-sheets.json': {
		ends: ['Media of the last 30 days', 'Stories that are live'],
		prove: async (run) => {
			const weekly = await run('Every Monday at 8');
			assertMediaRows(weekly('Media of the last 30 days'), ALL.filter(isYoung), {
				metrics: ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions'],
			});
			assert.deepEqual(weekly('Stories that are live'), []);
			const daily = await run('Every day at 20');
			assertMediaRows(daily('Stories that are live'), STORIES_OF_MAIN, {
				metrics: ['reach', 'views', 'shares', 'total_interactions'],
			});
			assert.deepEqual(daily('Media of the last 30 days'), []);
		},
	},
	'story-insights-before-they-vanish.json': {
		ends: ['Stories that are live'],
		prove: async (run) => {
			const rows = await run();
			assertMediaRows(rows('Stories that are live'), STORIES_OF_MAIN, {
				fields: ['timestamp', 'permalink'],
				metrics: [
					'reach',
					'views',
					'replies',
					'shares',
					'link_clicks',
					'follows',
					'profile_visits',
					'navigation',
					'profile_activity',
				],
				broken: ['navigation', 'profile_activity'],
			});
		},
	},
	'reels-watch-time-to-airtable.json': {
		ends: ['Milliseconds to seconds'],
		prove: async (run) => {
			const rows = await run();
			const metrics: MetricName[] = ['reels_skip_rate', 'reach', 'views', 'likes', 'saved', 'shares'];
			assert.deepEqual(
				rows('Milliseconds to seconds').map(comparable),
				REELS_OF_MAIN.filter(isYoung).map((name) => {
					const media: SimulatedMedia = MEDIA[name];
					return {
						media_id: media.id,
						timestamp: momentOf(media),
						permalink: media.permalink,
						caption: media.caption,
						...Object.fromEntries(metrics.map((metric) => [metric, valueSent(media, metric)])),
						status: 'ok',
						avg_watch_seconds: valueSent(media, 'ig_reels_avg_watch_time') / 1000,
						total_watch_seconds: valueSent(media, 'ig_reels_video_view_total_time') / 1000,
						why_empty: '',
					};
				}),
			);
		},
	},
	'alert-when-a-post-takes-off.json': {
		ends: ['Not told before'],
		prove: async (run) => {
			const first = await run();
			const over = ALL.filter(
				(name) => (valueOf(MEDIA[name], 'views') ?? 0) > 10_000 && name !== 'beforeConversion',
			);
			assert.ok(over.length > 0 && over.length < ALL.length, 'The threshold tells none apart');
			assertMediaRows(first('Not told before'), over, {
				fields: ['timestamp', 'permalink', 'caption'],
				metrics: ['views', 'reach', 'total_interactions'],
			});
			const second = await run();
			assert.equal(second('Over the threshold').length, over.length);
			assert.deepEqual(second('Not told before'), []);
		},
	},
	'monthly-report-of-accounts.json': {
		ends: ['Account and day'],
		prove: async (run) => {
			const rows = (await run())('Account and day');
			const today = todayOf(rows);
			const [since, until] = lastDays(today, 30);
			const metrics: readonly NodeMetric[] = [
				'reach',
				'views',
				'total_interactions',
				'engagement_rate',
				'accounts_engaged',
				'profile_views',
				'website_clicks',
				'follows_and_unfollows',
			];
			const expected = {
				key: `${ACCOUNTS.main.id}_${until}`,
				since,
				until,
				username: ACCOUNTS.main.username,
				followers_count: ACCOUNTS.main.followers,
				...comparedColumns(metrics, [since, until], daysBeforeThem(today, 30)),
				status: 'ok',
				unavailable: '',
			};
			assert.deepEqual(
				rows.map((row) => picked(row, expected)),
				[expected],
			);
		},
	},
	'daily-line-for-a-dashboard.json': {
		ends: ['Account and day'],
		prove: async (run) => {
			const rows = (await run())('Account and day');
			const metrics: readonly NodeMetric[] = [
				'reach',
				'views',
				'total_interactions',
				'engagement_rate',
				'profile_views',
				'website_clicks',
				'follows_and_unfollows',
			];
			const expected = pacificDays(...lastDays(todayOf(rows), 7)).map((day) => ({
				key: `${ACCOUNTS.main.id}_${day}`,
				date: day,
				username: ACCOUNTS.main.username,
				...Object.fromEntries(metrics.map((metric) => [metric, numberOver([day, day], metric)])),
				status: 'ok',
			}));
			assert.deepEqual(
				rows.map((row) => picked(row, expected[0] ?? {})),
				expected,
			);
		},
	},
	'audience-table.json': {
		ends: ['Account and value'],
		prove: async (run) => {
			const rows = (await run())('Account and value');
			const metric = 'follower_demographics';
			const splits = [['age'], ['gender'], ['country'], ['city'], ['age', 'gender']] as const;
			const today = todayOf(rows);
			assert.deepEqual(
				rows.map(({ key, username, value }) => [key, username, value]),
				splits.flatMap((split) =>
					audienceTruth(ACCOUNTS.main, metric, split, today).map(({ values, value }) => [
						[ACCOUNTS.main.id, metric, split.join('_'), values.join(', ')].join('_'),
						ACCOUNTS.main.username,
						value,
					]),
				),
			);
			assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
		},
	},
	'mail-with-the-months-numbers.json': {
		ends: ['Five best'],
		prove: async (run) => {
			const rows = await run();
			const [numbers = {}, ...more] = rows('Numbers of 30 days');
			assert.deepEqual(more, []);
			const today = todayOf([numbers]);
			const metrics: readonly NodeMetric[] = [
				'reach',
				'views',
				'total_interactions',
				'engagement_rate',
				'profile_views',
				'follows_and_unfollows',
			];
			const expected = comparedColumns(metrics, lastDays(today, 30), daysBeforeThem(today, 30));
			assert.deepEqual(picked(numbers, expected), expected);
			const rated = ALL.filter(isYoung).flatMap((name) => {
				const rate = engagementRate(MEDIA[name]);
				return rate === undefined ? [] : [{ media_id: MEDIA[name].id, engagement_rate: rate }];
			});
			assert.ok(rated.length > 5, 'All of them would be among the best five');
			const best = rated.sort((one, other) => other.engagement_rate - one.engagement_rate).slice(0, 5);
			assert.deepEqual(
				rows('Five best').map((row) =>
					(row.best as Row[]).map(({ media_id, engagement_rate }) => ({ media_id, engagement_rate })),
				),
				[best],
			);
		},
	},
	'check-access-token.json': {
		ends: ['Something to do'],
		prove: async (run) => {
			const rows = await run();
			const [row = {}, ...more] = rows('Check the token');
			assert.deepEqual(more, []);
			assert.equal(row.valid, true);
			assert.deepEqual(row.missing_scopes, []);
			assert.match(String(row.advice), /^Nothing to do/);
			// Nothing is to be done, so there is no mail.
			assert.deepEqual(rows('Something to do'), []);
		},
	},
};

/**
 * Examples whose main node needs a service itself: the suite `tool` runs the nodes behind it. And those that begin with a
 * trigger of this package: here a manual trigger would take its place, and nothing of this package would be left to run.
 */
const WITHOUT_A_RUN: readonly string[] = [
	'ask-your-instagram-agent.json',
	'growth-curve-of-each-reel.json',
	'slack-note-when-a-reel-beats-the-last-ten.json',
	'story-insights-at-the-last-call.json',
	'story-insights-by-webhook.json',
];

/**
 * @param unknown the node types, by example, that this n8n does not have yet; an example not named there imports
 */
export function exampleChecks(
	testBed: () => TestBed,
	unknown: Readonly<Record<string, readonly string[]>>,
): void {
	suite('examples', () => {
		check('n8n has each of their nodes, in the version they ask for', async () => {
			const versions = versionsOf(await testBed().api.nodeTypes());
			assert.ok(files.length > 0);
			const missing = Object.fromEntries(
				files
					.map(
						(file) =>
							[
								file,
								read(file)
									.nodes.filter(({ type, typeVersion }) => versions.get(type)?.has(typeVersion) !== true)
									.map(({ type, typeVersion }) => `${type} ${String(typeVersion)}`),
							] as const,
					)
					.filter(([, types]) => types.length > 0),
			);
			assert.deepEqual(missing, unknown);
		});

		check('each is taken as it is, and comes back the same', async () => {
			const { api } = testBed();
			for (const file of files) {
				const example = read(file);
				const { id } = await api.saveWorkflow(example);
				const saved = (await api.ask('GET', `workflows/${id}`)) as Workflow;
				// n8n adds a webhook ID to nodes that can wait for a call.
				const webhookIds = new Map(saved.nodes.map(({ name, webhookId }) => [name, webhookId]));
				const expected = example.nodes.map((node) => {
					const webhookId = webhookIds.get(node.name);
					return webhookId === undefined ? node : { ...node, webhookId };
				});
				assert.deepEqual(saved.nodes, expected, file);
				assert.deepEqual(saved.connections, example.connections, file);
			}
		});

		check('there is none that nobody checks', () => {
			assert.deepEqual([...Object.keys(EXPECTED), ...WITHOUT_A_RUN].sort(), [...files].sort());
			return Promise.resolve();
		});

		for (const [file, { ends, prove }] of Object.entries(EXPECTED)) {
			if (file in unknown) continue;
			check(`${file} gives its rows`, async () => {
				const { api } = testBed();
				const part = upToTheServices(read(file), await api.nodeTypes(), testBed());
				assert.deepEqual(part.ends, ends);
				const saved = await api.saveWorkflow(part.workflow);
				const first = part.workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name ?? TRIGGER;
				await prove(async (start = first) => {
					const execution = await api.finished(await api.begin(saved, start));
					assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
					return (node) => rowsOf(execution, node);
				});
			});
		}
	});
}
