/** The examples about accounts on n8n's engine, with stand-ins for the nodes of others. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type IWorkflowBase,
} from 'n8n-workflow';

import { ACCOUNTS, audienceTruth, pacificDayAt, pacificDays, type SimulatedAccount } from '../simulator';
import { daysBefore, lastDays, numberOver, percentOf, type NodeMetric } from './accountRuns';
import { byId, installedWith } from './insightsNode';
import { useMovedClock } from './movedClock';
import { runWorkflow } from './runWorkflow';
import { note as noteSeen } from './seen';
import { useSimulator } from './useSimulator';

// The expressions of the examples ask n8n for the time, so the node must have the same.
const clock = useMovedClock(new Date().toISOString());
const { simulator, insightsOfAccounts } = useSimulator({ now: clock.now });
const { main, big, empty, small } = ACCOUNTS;

function read(file: string): IWorkflowBase {
	return JSON.parse(readFileSync(path.join(__dirname, '../../examples', file), 'utf8')) as IWorkflowBase;
}

type Parameters = Readonly<Record<string, unknown>>;

/** A node that gives what it makes of each item and its parameters. */
class StandIn implements INodeType {
	readonly description;
	/** What the node made, in the order of its runs. */
	readonly made: IDataObject[] = [];

	constructor(
		name: string,
		private readonly parameters: readonly string[],
		private readonly make: (item: IDataObject, parameters: Parameters) => IDataObject,
	) {
		this.description = {
			displayName: name,
			name,
			group: ['output' as const],
			version: 1,
			description: '',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: parameters.map((one): INodeProperties => ({
				displayName: one,
				name: one,
				type: 'json',
				default: '',
			})),
		};
	}

	/** The function that the engine calls, with its own `this`. */
	execute = ((standIn: StandIn) =>
		function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const items = this.getInputData().map(({ json }, index) => {
				const given = standIn.parameters.map((name) => [name, this.getNodeParameter(name, index)]);
				return {
					json: standIn.make(json, Object.fromEntries(given) as Parameters),
					pairedItem: { item: index },
				};
			});
			standIn.made.push(...items.map(({ json }) => json));
			return Promise.resolve([items]);
		})(this);
}

interface Assignments {
	readonly assignments: readonly { readonly name: string; readonly value: IDataObject[string] }[];
}

/** Edit Fields (Set). */
const editFields = () =>
	new StandIn('set', ['assignments', 'includeOtherFields'], (item, { assignments, includeOtherFields }) => ({
		...(includeOtherFields === true ? item : {}),
		...Object.fromEntries((assignments as Assignments).assignments.map(({ name, value }) => [name, value])),
	}));

/** Runs an example by hand for an account. @returns the rows for the sheet, or the mails */
async function run(file: string, account: SimulatedAccount = main) {
	const example = read(file);
	const sheet = new StandIn('googleSheets', ['operation', 'columns', 'options'], (item, settings) => {
		expect(settings).toMatchObject({
			operation: 'appendOrUpdate',
			columns: { mappingMode: 'autoMapInputData', matchingColumns: ['key'] },
			options: { cellFormat: 'RAW' },
		});
		return item;
	});
	const mail = new StandIn('emailSend', ['subject', 'html'], (_item, { subject, html }) => ({
		subject: String(subject),
		html: String(html),
	}));
	const note = new StandIn('stickyNote', [], (item) => item);
	const installed = installedWith({ accessToken: simulator.token, appSecret: '', apiHost: simulator.url });
	const { data } = await runWorkflow({
		workflow: {
			...example,
			nodes: example.nodes.map((node): INode => {
				if (node.type.endsWith('scheduleTrigger'))
					return { ...node, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
				if (node.type.startsWith('n8n-nodes-base.')) return { ...node, typeVersion: 1 };
				const credentials = Object.fromEntries(
					Object.keys(installed.credentials).map((type) => [type, { id: '1', name: 'Account' }]),
				);
				return { ...node, credentials, parameters: { ...node.parameters, accountId: byId(account.id) } };
			}),
		},
		...installed,
		nodeTypes: {
			...installed.nodeTypes,
			'n8n-nodes-base.set': editFields(),
			'n8n-nodes-base.googleSheets': sheet,
			'n8n-nodes-base.emailSend': mail,
			'n8n-nodes-base.stickyNote': note,
		},
	});
	noteSeen(data);
	expect(data.resultData.error).toBeUndefined();
	return { rows: sheet.made, mails: mail.made };
}

const LAST_30 = () => lastDays(clock.now(), 30);

describe('The monthly report', () => {
	const METRICS: readonly NodeMetric[] = [
		...(['reach', 'views', 'total_interactions', 'engagement_rate'] as const),
		...(['accounts_engaged', 'profile_views', 'website_clicks', 'follows_and_unfollows'] as const),
	];

	it('has one row for an account, with each number, the one before and the change', async () => {
		const { rows } = await run('monthly-report-of-accounts.json');
		const [since, until] = LAST_30();
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({
			key: `${main.id}_${until}`,
			since,
			until,
			username: main.username,
			followers_count: main.followers,
			status: 'ok',
		});
		for (const metric of METRICS) {
			const [value, previous] = [
				numberOver([since, until], metric),
				numberOver(daysBefore([since, until]), metric),
			];
			const change = Math.round((value - previous) * 100) / 100;
			expect([metric, rows[0]?.[metric], rows[0]?.[`${metric}_previous`]]).toEqual([metric, value, previous]);
			expect([metric, rows[0]?.[`${metric}_change`]]).toEqual([metric, change]);
			expect([metric, rows[0]?.[`${metric}_change_percent`]]).toEqual([metric, percentOf(change, previous)]);
		}
		for (const cell of Object.values(rows[0] ?? {}))
			expect(typeof cell === 'object' && cell !== null).toBe(false);
	});
});

describe('The daily line', () => {
	it('has a row for each of the last 7 days, which a later run finds by its key', async () => {
		const { rows } = await run('daily-line-for-a-dashboard.json');
		const days = pacificDays(...lastDays(clock.now(), 7));
		expect(rows.map(({ key, date, views, reach }) => [key, date, views, reach])).toEqual(
			days.map((day) => [
				`${main.id}_${day}`,
				day,
				numberOver([day, day], 'views'),
				numberOver([day, day], 'reach'),
			]),
		);
		clock.pass(24 * 60);
		const later = await run('daily-line-for-a-dashboard.json');
		const keys = (all: readonly IDataObject[]) => all.map(({ key }) => key);
		expect(keys(later.rows).slice(0, -1)).toEqual(keys(rows).slice(1));
	});
});

describe('The audience table', () => {
	it('has a row for each value, each with a key of its own', async () => {
		const { rows } = await run('audience-table.json');
		const ages = audienceTruth(main, 'follower_demographics', ['age'], pacificDayAt(clock.now()));
		expect(rows.filter(({ breakdown }) => breakdown === 'age').map(({ key, value }) => [key, value])).toEqual(
			ages.map(({ values, value }) => [`${main.id}_follower_demographics_age_${values.join()}`, value]),
		);
		expect(new Set(rows.map(({ breakdown }) => breakdown))).toEqual(
			new Set(['age', 'gender', 'country', 'city', 'age_gender']),
		);
		expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
	});

	it('has a row with the reason for each split of an account that is too small', async () => {
		const { rows } = await run('audience-table.json', small);
		expect(rows).toHaveLength(5);
		expect(new Set(rows.map(({ key }) => key)).size).toBe(5);
		for (const row of rows) expect(row).toMatchObject({ value: null, status: 'no_data' });
	});
});

describe('The mail', () => {
	const FILE = 'mail-with-the-months-numbers.json';

	const htmlOf = ({ mails: [mail] }: { readonly mails: readonly IDataObject[] }) =>
		typeof mail?.html === 'string' ? mail.html : '';

	it('is one, and names the days', async () => {
		const { mails } = await run(FILE);
		const [since, until] = LAST_30();
		expect(mails.map(({ subject }) => subject)).toEqual([`Instagram: ${since} to ${until}`]);
	});

	it('has each number of the account with its change', async () => {
		const [mail] = (await run(FILE)).mails;
		const line = (label: string, metric: NodeMetric) => {
			const [value, previous] = [numberOver(LAST_30(), metric), numberOver(daysBefore(LAST_30()), metric)];
			const change = percentOf(Math.round((value - previous) * 100) / 100, previous);
			return `<tr><td>${label}</td><td align="right">${String(value)}</td><td align="right">${String(change)} %</td></tr>`;
		};
		const lines = [
			line('Reach', 'reach'),
			line('Views', 'views'),
			line('Interactions', 'total_interactions'),
			line('Engagement rate (%)', 'engagement_rate'),
			line('Profile views', 'profile_views'),
			line('New followers, net', 'follows_and_unfollows'),
		];
		expect(mail?.html).toContain(lines.join(''));
	});

	it('has the five best by engagement rate, the best first, with links and no HTML of a caption', async () => {
		simulator.behaviour.changedFields = { '*': { caption: '<b>Mine & yours</b>' } };
		const html = htmlOf(await run(FILE, big));
		const rates = [...html.matchAll(/<li><a href="(.*?)">(.*?)<\/a>: ([\d.]+) % of (\d+) accounts<\/li>/g)];
		expect(rates).toHaveLength(5);
		const numbers = rates.map(([, , , rate]) => Number(rate));
		expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
		for (const [, link, caption] of rates) {
			expect(link).toMatch(/^https:\/\/www\.instagram\.com\//);
			expect(caption).toBe(' b Mine   yours /b ');
		}
		const { rows } = await insightsOfAccounts([big.id], {
			resource: 'media',
			metrics: ['engagement_rate'],
			more: {
				output: 'media',
				filters: { publishedAfter: new Date(clock.now().getTime() - 30 * 86_400_000).toISOString() },
			},
		});
		const rated = rows.flatMap(({ engagement_rate: rate }) => (typeof rate === 'number' ? [rate] : []));
		expect(rated.length).toBeGreaterThan(5);
		expect(numbers).toEqual(rated.sort((a, b) => b - a).slice(0, 5));
	});

	it('comes too if there is no post, and no number before', async () => {
		const { mails } = await run(FILE, empty);
		expect(mails).toHaveLength(1);
		const html = htmlOf({ mails });
		expect(html).toContain('<td>Views</td><td align="right">0</td><td align="right"></td>');
		expect(html).toContain(
			'<td>Engagement rate (%)</td><td align="right">no number</td><td align="right"></td>',
		);
		expect(html).not.toContain('<li>');
		expect(html).not.toMatch(/undefined|null|NaN/);
	});
});
