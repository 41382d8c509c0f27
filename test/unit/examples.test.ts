import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { NodeHelpers, type INode, type INodeTypeDescription, type IConnections } from 'n8n-workflow';

import {
	CALCULATED_METRICS,
	findAccountMetric,
	findMetric,
	isOfType,
	MEDIA_TYPES,
	mediaScope,
} from '../../nodes/InstagramInsights/catalogue';
import { metricsParameter } from '../../nodes/InstagramInsights/parameters/metrics';
import { namesOf } from '../../nodes/InstagramInsights/parameters/values/reader';
import { ACCOUNTS } from '../simulator';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { InstagramInsightsStoryTrigger } from '../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import { InstagramInsightsTrigger } from '../../nodes/InstagramInsights/InstagramInsightsTrigger.node';

const FOLDER = path.join(__dirname, '../../examples');
const NODE_TYPE = /^n8n-nodes-instagram-insights\.(instagramInsights\w*?)(Tool)?$/;

interface Example {
	readonly file: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
}

const examples = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file): Example => {
		const workflow = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Omit<Example, 'file'>;
		return { ...workflow, file };
	});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const ours = examples.flatMap(({ file, nodes }) =>
	nodes.filter(({ type }) => NODE_TYPE.test(type)).map((node) => ({ file, node, name: node.name })),
);
const notesOf = ({ nodes }: Example) =>
	nodes
		.filter(({ type }) => type === 'n8n-nodes-base.stickyNote')
		.map(({ parameters }) => textOf(parameters.content))
		.join('\n');
const exampleOf = (name: string) => {
	const example = examples.find(({ file }) => file === name);
	if (!example) throw new Error(`No example ${name}`);
	return example;
};

const DESCRIPTIONS: readonly INodeTypeDescription[] = [
	new InstagramInsights(),
	new InstagramInsightsTrigger(),
	new InstagramInsightsStoryTrigger(),
].map(({ description }) => description);

function descriptionOf(type: string): INodeTypeDescription {
	const [, name] = NODE_TYPE.exec(type) ?? [];
	const description = DESCRIPTIONS.find((one) => one.name === name);
	if (!description) throw new Error(`No node ${type}`);
	return description;
}

/** The parameters that the panel shows for those of a node, by name. */
function shownFor({ type, parameters }: INode): readonly string[] {
	const node = { typeVersion: 1 };
	const description = descriptionOf(type);
	const { properties } = description;
	const whole: INode = {
		id: '1',
		name: 'Instagram Insights',
		type: description.name,
		position: [0, 0],
		parameters,
		...node,
	};
	const all = NodeHelpers.getNodeParameters(properties, parameters, true, false, whole, description) ?? {};
	return properties
		.filter((property) => NodeHelpers.displayParameter(all, property, node, description))
		.map(({ name }) => name);
}

/** The resource of a node with metrics. A story that is about to end is a story without any resource. */
const resourceOf = ({ parameters }: INode) =>
	parameters.event === 'storyEnding' ? 'story' : textOf(parameters.resource);

describe('The nodes of the examples', () => {
	it('are found', () => {
		expect(new Set(ours.map(({ file }) => file)).size).toBe(examples.length);
	});

	it.each(ours)('set nothing that the panel does not show: $file, $name', ({ node }) => {
		const ofTool = node.type.endsWith('Tool') ? ['descriptionType', 'toolDescription'] : [];
		// n8n adds this field to each trigger that polls.
		const ofPolling = descriptionOf(node.type).polling === true ? ['pollTimes'] : [];
		const known = [...shownFor(node), ...ofTool, ...ofPolling];
		expect(Object.keys(node.parameters).filter((name) => !known.includes(name))).toEqual([]);
	});

	const withMetrics = ours.filter(
		({ node }) =>
			node.parameters.resource !== 'accessToken' &&
			node.parameters.operation !== 'getDemographics' &&
			descriptionOf(node.type).name !== new InstagramInsightsStoryTrigger().description.name,
	);

	const chosenOf = (chosen: unknown): readonly string[] => {
		const isExpression = typeof chosen === 'string' && chosen.startsWith('=');
		return isExpression ? [] : (namesOf(chosen) ?? []);
	};
	const ofAccounts = withMetrics.filter(({ node }) => node.parameters.resource === 'account');
	const ofMedia = withMetrics.filter((one) => !ofAccounts.includes(one));

	/** The names that an agent may choose among, as the text for it lists them: `…, of: reach, views.` */
	const offeredTo = (chosen: unknown): readonly string[] =>
		/\bof: ([\w, ]+)\./.exec(textOf(chosen))?.[1]?.split(', ') ?? [];

	it.each(ofAccounts)('ask for metrics that accounts have: $file, $name', ({ node }) => {
		const chosen = node.parameters[metricsParameter('account')];
		const names = [...chosenOf(chosen), ...offeredTo(chosen)];
		expect(names.length).toBeGreaterThan(0);
		expect(names.filter((name) => findAccountMetric(name) === undefined)).toEqual([]);
	});

	it.each(ofMedia)('ask for metrics that their media have: $file, $name', ({ node }) => {
		const scope = mediaScope(resourceOf(node)).name;
		for (const name of chosenOf(node.parameters[metricsParameter(scope)])) {
			const entry = findMetric(name);
			expect(entry).toBeDefined();
			if (entry) expect(isOfType(entry, scope)).toBe(true);
		}
	});

	it.each(examples)('are connected to nodes that are there: $file', ({ nodes, connections }) => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const targets = Object.values(connections).flatMap((byType) =>
			Object.values(byType).flatMap((outputs) => outputs.flatMap((inputs) => inputs ?? [])),
		);
		expect(names).toEqual(
			expect.arrayContaining([...Object.keys(connections), ...targets.map(({ node }) => node)]),
		);
	});
});

describe('The agent of the example', () => {
	const { nodes } = exampleOf('ask-your-instagram-agent.json');
	const parameterOf = (name: string, parameter: string) =>
		textOf(nodes.find((node) => node.name === name)?.parameters[parameter]);

	/** `Posts and reels also: likes, saved.` → `{ types: 'posts and reels', names: ['likes', 'saved'] }` */
	const lists = [
		...parameterOf('Insights of one item', 'mediaMetrics').matchAll(/(\w[\w ]*?)(?: also)?: ([\w, ]+)\./g),
	].map(([, types = '', names = '']) => ({ types: types.toLowerCase(), names: names.split(', ') }));

	it.each(MEDIA_TYPES)(
		'may ask for every calculated metric of $plural, and for none that they lack',
		({ name, plural }) => {
			const names = lists
				.filter(({ types }) => types === 'all types' || types.split(' and ').includes(plural))
				.flatMap((list) => list.names);
			expect(names).toEqual(
				expect.arrayContaining(
					CALCULATED_METRICS.filter(({ mediaTypes }) => mediaTypes.includes(name)).map(
						(metric) => metric.name,
					),
				),
			);
			for (const one of names) {
				const entry = findMetric(one);
				expect([one, entry !== undefined && isOfType(entry, name)]).toEqual([one, true]);
			}
		},
	);

	it('may ask for every calculated metric of accounts, and knows that they are in percent', () => {
		const ofAccounts = CALCULATED_METRICS.filter(({ isOfAccounts }) => isOfAccounts);
		expect(ofAccounts).not.toEqual([]);
		for (const { name } of ofAccounts) {
			expect(parameterOf('Numbers of the account', 'accountMetrics')).toMatch(new RegExp(`\\b${name}\\b`));
		}
		const message = JSON.stringify(nodes.find(({ name }) => name === 'Instagram analyst')?.parameters);
		for (const { name } of CALCULATED_METRICS) {
			expect(message).toMatch(new RegExp(`\\b${name}\\b[^.]* in percent`));
		}
	});
});

describe('What the examples promise', () => {
	it.each(examples)('is no credential, and no account of anybody: $file', ({ nodes }) => {
		expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
		// Those of the demo have the account of the simulator.
		for (const { parameters } of nodes) {
			if (parameters.accountId === undefined) continue;
			expect(['', ACCOUNTS.main.id]).toContain((parameters.accountId as { value: string }).value);
		}
	});

	it.each(examples)('is no story that is gone: $file', (example) => {
		expect(notesOf(example)).not.toMatch(/\bstor(y|ies) of the last (\d+) days/i);
	});

	it('is, by the week, posts and reels, and stories by the day beside them', () => {
		const weekly = exampleOf('weekly-report-to-sheets.json');
		expect(notesOf(weekly)).toMatch(/Meta lists only those that are live at that moment/);
		const stories = weekly.nodes.find(
			({ parameters }) => parameters.resource === 'story' && parameters.operation === 'getManyInsights',
		);
		const [begin = ''] =
			Object.entries(weekly.connections).find(([, { main = [] }]) =>
				main.flat().some((target) => target?.node === stories?.name),
			) ?? [];
		expect(weekly.nodes.find(({ name }) => name === begin)?.parameters).toMatchObject({
			rule: { interval: [{ field: 'days' }] },
		});
		const readme = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');
		expect(readme).toMatch(/Stories of the last 30 days cannot be had/);
	});

	it('is an agent that reads why a request did not work', () => {
		const tools = ours.filter(({ node }) => node.type.endsWith('Tool'));
		expect(tools.map(({ name }) => name)).toEqual([
			'Newest reels',
			'Insights of one item',
			'Numbers of the account',
		]);
		expect(new Set(tools.map(({ node }) => node.onError))).toEqual(new Set(['continueRegularOutput']));
	});

	it.each(examples)('takes the reason for an empty value as the text that it is: $file', (example) => {
		expect(JSON.stringify(example.nodes)).not.toMatch(/Object\.\w+\(\$json\.unavailable/);
	});
});
