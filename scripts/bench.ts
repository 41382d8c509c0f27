/**
 * `npm run bench`: what the node costs. By ID it stands beside one request per post, as n8n's HTTP Request node makes
 * them; Get Many, and the days of accounts, stand beside the least that their answers take. All run on n8n's engine
 * against the simulator, each run in a fresh process, the simulator in another.
 *
 *   npm run bench
 *   npm run bench -- --sizes 100,1000
 */
import '../test/engine/environment';

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Session } from 'node:inspector/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeConnectionTypes,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { BATCH_SIZE, PAGE_SIZE, type NamesRequest } from '../nodes/InstagramInsights/graph';
import { CONCURRENCY } from '../nodes/InstagramInsights/graph/rateLimiter';
import {
	mediaCollector,
	planRequests,
	toRows,
	toNamesRequest,
	type MediaQuery,
} from '../nodes/InstagramInsights/insights';
import { runWorkflow, TRIGGER_NAME } from '../test/engine/runWorkflow';
import { ACCOUNTS, extraAccount, many, startSimulator } from '../test/simulator';

const ROOT = path.join(__dirname, '..');
const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsights';
const PEER_TYPE = 'bench.oneRequestPerMedia';
const CREDENTIAL_TYPE = 'instagramInsightsFacebookGraphApi';
const METRICS = ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions'];
const API_VERSION = 'v25.0';
const SIZES = [100, 1_000, 10_000];
/** What a call takes, in milliseconds; a batch of 50 takes longer. */
const CALL_MS = 150;
const BATCH_MS = 300;
const PEER_IN_FLIGHT = 50;
/** Below this usage, in percent, the node sends its batches side by side. What the simulator tells is far below. */
const USAGE_PERCENT = 12;
/** The size that the aims for the wall time are for. */
const AIMED_SIZE = 1_000;
/** Others may use the machine: at that size the best of so many runs counts. Other sizes run once. */
const RUNS = 3;
/** Between two looks at the heap, in milliseconds. */
const SAMPLE_MS = 20;
const CLEANED_SAMPLE_MS = 250;

/** `byId`: Get Insights of given IDs; `peer`: one request for each; `getMany`: all that an account has published. */
const WHO = ['byId', 'peer', 'getMany'] as const;
type Who = (typeof WHO)[number];

/** How many accounts are read day by day, with the metrics of a new node. */
const BENCHED_ACCOUNTS = 10;
const DAYS = 30;
const ACCOUNT_METRICS = 7;

/** What a process measures: one of the ways, or accounts day by day. */
type Measurable = Who | 'accountDays';

const WAYS: Readonly<Record<Who, string>> = {
	byId: 'this node, by ID',
	peer: 'one request per post',
	getMany: 'this node, Get Many',
};

/** `time`: nothing but the run; `memory`: garbage is collected before each look; `profile`: under V8's profiler. */
type Mode = 'time' | 'memory' | 'profile';

interface Measured {
	readonly roundTrips: number;
	/** Each part of a batch counts as one. */
	readonly calls: number;
	readonly rows: number;
	readonly okRows: number;
	readonly wallMs: number;
	readonly cpuMs: number;
	/** Bytes of heap above what was there before the run, its input included. */
	readonly peak: number;
	/** Where the CPU went, in percent, largest first; of a profiled run only. */
	readonly shares: readonly (readonly [owner: string, share: number])[];
}

/** What a process of the bench sends to the process that started it. */
type Message =
	| { readonly kind: 'simulator'; readonly url: string; readonly token: string }
	| { readonly kind: 'calls'; readonly roundTrips: number; readonly calls: number }
	| { readonly kind: 'measured'; readonly measured: Measured }
	| { readonly kind: 'rows'; readonly microseconds: Readonly<Record<string, number>> };

/**
 * n8n's HTTP Request node is not among our dependencies. This does what it does, and no more: for each item it
 * resolves the address, sends a request through n8n's helper with the credential, and gives items of the answer, here
 * one for each metric, which HTTP Request needs a Split Out node for.
 */
class OneRequestPerMedia implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'One Request per Media',
		name: 'oneRequestPerMedia',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'One Request per Media' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL_TYPE, required: true }],
		properties: [
			{ displayName: 'Method', name: 'method', type: 'string', default: 'GET' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Metric', name: 'metric', type: 'string', default: '' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const answers: INodeExecutionData[][] = [];
		const ask = async (itemIndex: number): Promise<void> => {
			const answer = (await this.helpers.httpRequestWithAuthentication.call(this, CREDENTIAL_TYPE, {
				method: this.getNodeParameter('method', itemIndex) as IHttpRequestMethods,
				url: this.getNodeParameter('url', itemIndex) as string,
				qs: { metric: this.getNodeParameter('metric', itemIndex) as string },
				json: true,
			})) as { data: IDataObject[] };
			answers[itemIndex] = answer.data.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		};
		let next = 0;
		const { length } = this.getInputData();
		const lane = async (): Promise<void> => {
			while (next < length) await ask(next++);
		};
		await Promise.all(Array.from({ length: PEER_IN_FLIGHT }, lane));
		return [answers.flat()];
	}
}

async function loadPackage(): Promise<{ nodeType: INodeType; credentialType: ICredentialType }> {
	const loader = new PackageDirectoryLoader(ROOT);
	await loader.loadAll();
	const nodeType = loader.getNode('instagramInsights').type;
	if (!('execute' in nodeType)) throw new Error('The built node has no execute');
	return { nodeType, credentialType: loader.getCredential(CREDENTIAL_TYPE).type };
}

function nodeOf(who: Measurable, url: string): INode {
	const common = {
		id: '2',
		name: 'Insights',
		typeVersion: 1,
		position: [200, 0] as [number, number],
		credentials: { [CREDENTIAL_TYPE]: { id: '1', name: 'Bench' } },
	};
	switch (who) {
		case 'byId': {
			const mediaId = { __rl: true as const, mode: 'id', value: '={{ $json.media_id }}' };
			return { ...common, type: NODE_TYPE, parameters: { resource: 'post', mediaId, postMetrics: METRICS } };
		}
		case 'getMany': {
			const accountId = { __rl: true as const, mode: 'id', value: ACCOUNTS.big.id };
			return {
				...common,
				type: NODE_TYPE,
				parameters: {
					resource: 'media',
					operation: 'getManyInsights',
					accountId,
					returnAll: true,
					mediaMetrics: METRICS,
				},
			};
		}
		case 'accountDays': {
			const accountId = { __rl: true as const, mode: 'id', value: '={{ $json.account_id }}' };
			return { ...common, type: NODE_TYPE, parameters: { resource: 'account', accountId, interval: 'day' } };
		}
		case 'peer':
			return {
				...common,
				type: PEER_TYPE,
				parameters: {
					method: 'GET',
					url: `=${url}/${API_VERSION}/{{ $json.media_id }}/insights`,
					metric: METRICS.join(','),
				},
			};
	}
}

const START: INode = {
	id: '1',
	name: TRIGGER_NAME,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function collectGarbage(): void {
	if (globalThis.gc === undefined) throw new Error('Start it with --expose-gc');
	globalThis.gc();
}

/** The input items: a post or an account each, or one for all that an account has published. */
function inputOf(who: Measurable, size: number): readonly IDataObject[] {
	switch (who) {
		case 'getMany':
			return [{}];
		case 'accountDays':
			return Array.from({ length: size }, (_, index) => ({ account_id: extraAccount(index).id }));
		case 'byId':
		case 'peer':
			return many(size, 'post').map((id) => ({ media_id: id }));
	}
}

/** In a process of its own: runs one of the ways and measures it. */
async function measure(who: Measurable, size: number, mode: Mode): Promise<Measured> {
	const simulator = await startProcess(['--role', 'simulator']);
	const { url, token } = await messageOf(simulator, 'simulator');
	const { nodeType, credentialType } = await loadPackage();
	const node = nodeOf(who, url);
	const run = async (input: readonly IDataObject[]) =>
		await runWorkflow({
			workflow: {
				name: 'bench',
				nodes: [START, node],
				connections: { [TRIGGER_NAME]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
			},
			nodeTypes: { [NODE_TYPE]: nodeType, [PEER_TYPE]: new OneRequestPerMedia() },
			credentialTypes: [credentialType],
			credentials: { [CREDENTIAL_TYPE]: { accessToken: token, apiHost: url } },
			input,
		});
	const input = inputOf(who, size);

	// What is loaded at the first use is no part of the price.
	await setMedia(simulator, 1);
	await run(input.slice(0, 1));
	await setMedia(simulator, size);
	const before = await callsOf(simulator);
	collectGarbage();
	const heapBefore = process.memoryUsage().heapUsed;
	let peak = heapBefore;
	const look = (): void => {
		if (mode === 'memory') collectGarbage();
		peak = Math.max(peak, process.memoryUsage().heapUsed);
	};
	const timer = setInterval(look, mode === 'memory' ? CLEANED_SAMPLE_MS : SAMPLE_MS);
	const profiler = mode === 'profile' ? await startProfiler() : undefined;
	const cpuBefore = process.cpuUsage();
	const started = performance.now();
	const result = await run(input);
	const wallMs = performance.now() - started;
	const { user, system } = process.cpuUsage(cpuBefore);
	clearInterval(timer);
	look();
	const shares = (await profiler?.()) ?? [];

	const { runData, error } = result.data.resultData;
	if (error) throw new Error(`${error.message}: ${String(error.description)}`);
	const items = runData[node.name]?.[0]?.data?.main?.[0] ?? [];
	const isOk = ({ json }: INodeExecutionData) => who === 'peer' || json.status === 'ok';
	const after = await callsOf(simulator);
	const measured: Measured = {
		roundTrips: after.roundTrips - before.roundTrips,
		calls: after.calls - before.calls,
		rows: items.length,
		okRows: items.filter(isOk).length,
		wallMs,
		cpuMs: (user + system) / 1000,
		peak: peak - heapBefore,
		shares,
	};
	simulator.disconnect();
	return measured;
}

/** In a process of its own: CPU of plan and rows alone, in microseconds a row. */
async function measureRows(): Promise<Record<string, number>> {
	const queries = many(1_000, 'post').map((mediaId): MediaQuery => ({
		mediaId,
		mediaType: 'post',
		metrics: METRICS.map((name) => ({ name })),
		fields: [],
		apiVersion: API_VERSION,
		timeoutMs: 30_000,
	}));
	const body = {
		data: METRICS.map((name, index) => ({
			name,
			period: 'lifetime',
			values: [{ value: index * 37 }],
			title: name,
			description: 'A sentence about the metric, as Meta sends one with each',
			id: `17900000000000000/insights/${name}/lifetime`,
		})),
	};
	const fetchAvailable = ({ names }: NamesRequest) =>
		Promise.resolve({
			answers: [{ names, body }],
			refused: new Map(),
			failed: new Map(),
			failure: undefined,
			receivedAt: new Date(),
		});
	const collector = mediaCollector({ fetchAvailable });
	const media = await Promise.all(queries.map((query) => collector.of(query)));
	let seen = 0;
	const plan = (): void => {
		for (const query of queries) {
			for (const planned of planRequests(query)) {
				const { names, toRequest } = toNamesRequest(query, planned);
				seen += toRequest(names).path.length;
			}
		}
	};
	const rows = (): void => {
		const options = { output: 'metrics', simplify: true, omitUnavailable: false } as const;
		for (const one of media) seen += toRows(one, options).length;
	};
	const perRow = (work: () => void): number => {
		const rounds = Array.from({ length: 60 }, () => {
			const before = process.cpuUsage();
			work();
			const { user, system } = process.cpuUsage(before);
			return (user + system) / (queries.length * METRICS.length);
		});
		// The first ones are slow until V8 has compiled them; their share is in the whole runs.
		const warm = rounds.slice(20).sort((one, other) => one - other);
		return warm[Math.floor(warm.length / 2)] ?? 0;
	};
	const result = { plan: perRow(plan), rows: perRow(rows) };
	if (seen === 0) throw new Error('Nothing was done');
	return result;
}

/** In a process of its own, so that neither its CPU nor its memory count. */
async function simulate(): Promise<void> {
	const simulator = await startSimulator();
	const { behaviour } = simulator;
	behaviour.delayMs = CALL_MS;
	behaviour.batchDelayMs = BATCH_MS;
	behaviour.usagePercent = USAGE_PERCENT;
	behaviour.generatedStories = 0;
	behaviour.extraPages = BENCHED_ACCOUNTS;
	process.on('message', (media) => {
		if (typeof media === 'number') behaviour.generatedMedia = media;
		const calls = simulator.calls.reduce((sum, { parts }) => sum + (parts?.length ?? 1), 0);
		send({ kind: 'calls', roundTrips: simulator.calls.length, calls });
	});
	process.once('disconnect', () => {
		void simulator.close();
	});
	send({ kind: 'simulator', url: simulator.url, token: simulator.token });
}

function send(message: Message): void {
	process.send?.(message);
}

async function startProcess(args: readonly string[], flags: readonly string[] = []): Promise<ChildProcess> {
	const child = fork(__filename, args, { execArgv: [...process.execArgv, ...flags] });
	await once(child, 'spawn');
	return child;
}

/** Waits for a message of a kind. */
function messageOf<Kind extends Message['kind']>(
	child: ChildProcess,
	kind: Kind,
): Promise<Extract<Message, { kind: Kind }>> {
	return new Promise((resolve, reject) => {
		const hear = (message: unknown): void => {
			const received = message as Message;
			if (received.kind !== kind) return;
			child.off('message', hear);
			child.off('exit', fail);
			resolve(received as Extract<Message, { kind: Kind }>);
		};
		const fail = (code: number | null): void => {
			reject(new Error(`A process of the bench ended with ${String(code)}`));
		};
		child.on('message', hear);
		child.once('exit', fail);
	});
}

async function callsOf(simulator: ChildProcess): Promise<Pick<Measured, 'roundTrips' | 'calls'>> {
	const answer = messageOf(simulator, 'calls');
	simulator.send('calls');
	return await answer;
}

/** Decides how many posts and reels the account of the simulator has. */
async function setMedia(simulator: ChildProcess, media: number): Promise<void> {
	const answer = messageOf(simulator, 'calls');
	simulator.send(media);
	await answer;
}

async function measureApart(who: Measurable, size: number, mode: Mode): Promise<Measured> {
	const args = ['--role', mode, '--who', who, '--size', String(size)];
	const child = await startProcess(args, ['--expose-gc']);
	const ended = once(child, 'exit');
	const { measured } = await messageOf(child, 'measured');
	await ended;
	return measured;
}

/** Whose code a frame of a profile is; empty for none. */
function ownerOf({ functionName, url }: { functionName: string; url: string }): string {
	if (functionName === '(garbage collector)') return 'garbage collector';
	if (functionName === '(idle)' || functionName === '(program)' || functionName === '(root)') return '';
	const inModules = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
	if (inModules !== undefined) return inModules;
	if (url.includes('/dist/nodes/') || url.includes('/dist/credentials/'))
		return `this package, ${functionName || 'anonymous'}`;
	if (url.includes('/test/engine/') || url.includes('/scripts/')) return 'the bench itself';
	if (functionName === 'runInContext') return "n8n's regular expressions, each in a V8 context";
	return url === '' ? `V8, ${functionName}` : url.split('/').slice(0, 2).join('/');
}

/** @returns what ends the profile and tells the share of each owner of code in it */
async function startProfiler(): Promise<() => Promise<Measured['shares']>> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.start');
	return async () => {
		const { profile } = await session.post('Profiler.stop');
		session.disconnect();
		const owners = new Map(profile.nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
		const times = new Map<string, number>();
		let all = 0;
		for (const [index, id] of (profile.samples ?? []).entries()) {
			const owner = owners.get(id) ?? '';
			if (owner === '') continue;
			const time = profile.timeDeltas?.[index] ?? 0;
			times.set(owner, (times.get(owner) ?? 0) + time);
			all += time;
		}
		return [...times]
			.map(([owner, time]) => [owner, (100 * time) / Math.max(1, all)] as const)
			.sort(([, one], [, other]) => other - one);
	};
}

const number = (value: number, digits = 0) =>
	value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const MIB = 1024 * 1024;

function printTable(lines: readonly (readonly string[])[]): void {
	const [heading = []] = lines;
	const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	for (const [index, line] of lines.entries()) {
		const cells = line.map((cell, column) =>
			column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
		);
		console.log(`| ${cells.join(' | ')} |`);
		if (index > 0) continue;
		const rules = widths.map((width, column) =>
			column < 2 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
		);
		console.log(`| ${rules.join(' | ')} |`);
	}
}

interface Compared {
	readonly size: number;
	readonly timed: Readonly<Record<Who, Measured>>;
	/** Peak of the heap without garbage. */
	readonly live: Readonly<Record<Who, number>>;
}

/** The best of some runs: what disturbs a run makes it slower, and never faster. */
async function measureBest(who: Measurable, size: number, runs: number): Promise<Measured> {
	let best = await measureApart(who, size, 'time');
	for (let run = 1; run < runs; run++) {
		const again = await measureApart(who, size, 'time');
		best = {
			...(again.wallMs < best.wallMs ? again : best),
			cpuMs: Math.min(best.cpuMs, again.cpuMs),
			peak: Math.min(best.peak, again.peak),
		};
	}
	return best;
}

async function compare(size: number): Promise<Compared> {
	const runs = size === AIMED_SIZE ? RUNS : 1;
	const timed = {
		byId: await measureBest('byId', size, runs),
		peer: await measureBest('peer', size, runs),
		getMany: await measureBest('getMany', size, runs),
	};
	// Memory does not mind that they run at the same time.
	const [byId, peer, getMany] = await Promise.all([
		measureApart('byId', size, 'memory'),
		measureApart('peer', size, 'memory'),
		measureApart('getMany', size, 'memory'),
	]);
	return { size, timed, live: { byId: byId.peak, peer: peer.peak, getMany: getMany.peak } };
}

/**
 * The least that the answers of the simulator take, in milliseconds. By ID: the batches that go out before the usage is
 * known, then the others. Get Many: its pages one after the other, and the batch of the last one.
 */
function floorOf(who: Who, size: number): number {
	switch (who) {
		case 'byId':
			return floorOfBatches(size);
		case 'peer':
			return Math.ceil(size / PEER_IN_FLIGHT) * CALL_MS;
		case 'getMany':
			return Math.ceil(size / PAGE_SIZE) * CALL_MS + BATCH_MS;
	}
}

/** The least that so many requests take in batches, in milliseconds. */
function floorOfBatches(requests: number): number {
	const { medium, low } = CONCURRENCY.batch;
	const batches = Math.ceil(requests / BATCH_SIZE);
	return (1 + Math.ceil(Math.max(0, batches - medium) / low)) * BATCH_MS;
}

const COLUMNS = [
	'media',
	'way',
	'round trips',
	'wall s',
	'floor s',
	'wall/floor',
	'CPU s',
	'CPU ms/row',
	'peak heap MiB',
	'without garbage MiB',
	'KB/row',
	'rows',
];

function table(all: readonly Compared[]): string[][] {
	const lines = [COLUMNS];
	for (const { size, timed, live } of all) {
		for (const who of WHO) {
			const { roundTrips, wallMs, cpuMs, peak, rows } = timed[who];
			const floorMs = floorOf(who, size);
			lines.push([
				number(size),
				WAYS[who],
				number(roundTrips),
				number(wallMs / 1000, 2),
				number(floorMs / 1000, 2),
				number(wallMs / floorMs, 2),
				number(cpuMs / 1000, 2),
				number(cpuMs / rows, 3),
				number(peak / MIB, 1),
				number(live[who] / MIB, 1),
				number(live[who] / 1000 / rows, 2),
				number(rows),
			]);
		}
		const { byId, peer } = timed;
		const ratio = (of: (measured: Measured) => number) => `1/${number(of(peer) / of(byId), 1)}`;
		lines.push([
			'',
			'by ID beside one request per post',
			ratio(({ roundTrips }) => roundTrips),
			ratio(({ wallMs }) => wallMs),
			'',
			'',
			ratio(({ cpuMs }) => cpuMs),
			ratio(({ cpuMs, rows }) => cpuMs / rows),
			ratio(({ peak }) => peak),
			`1/${number(live.peer / live.byId, 1)}`,
			'',
			'',
		]);
	}
	return lines;
}

/** The days of accounts, in columns like those above. */
function tableOfAccounts({ calls, roundTrips, wallMs, cpuMs, peak, rows }: Measured): string[][] {
	const floorMs = floorOfBatches(calls);
	return [
		[
			'accounts',
			'way',
			'calls',
			'round trips',
			'wall s',
			'floor s',
			'wall/floor',
			'CPU s',
			'CPU ms/row',
			'peak heap MiB',
			'rows',
		],
		[
			number(BENCHED_ACCOUNTS),
			`this node, ${number(DAYS)} days by day`,
			number(calls),
			number(roundTrips),
			number(wallMs / 1000, 2),
			number(floorMs / 1000, 2),
			number(wallMs / floorMs, 2),
			number(cpuMs / 1000, 2),
			number(cpuMs / rows, 3),
			number(peak / MIB, 1),
			number(rows),
		],
	];
}

/** @returns whether all were met */
function printAims(all: readonly Compared[], accountDays: Measured, microseconds: number): boolean {
	let areMet = true;
	const aim = (what: string, isMet: boolean, got: string): void => {
		areMet &&= isMet;
		console.log(`aim: ${what}: ${got} … ${isMet ? 'met' : 'MISSED'}`);
	};
	const { calls, roundTrips, rows: rowsByDay } = accountDays;
	const fewest = Math.ceil(calls / BATCH_SIZE);
	aim(
		'accounts by day, as few round trips as batches allow',
		roundTrips === fewest,
		`${number(roundTrips)} for ${number(calls)} calls`,
	);
	const expectedRows = BENCHED_ACCOUNTS * DAYS * ACCOUNT_METRICS;
	// Not a value in each: on a day on which nobody follows or unfollows, Meta has no number of that.
	aim(
		'accounts by day, a row for each metric and day',
		rowsByDay === expectedRows,
		`${number(rowsByDay)} of ${number(expectedRows)}`,
	);
	for (const { size, timed, live } of all) {
		const { byId, peer, getMany } = timed;
		const at = `at ${number(size)} media`;
		if (size === AIMED_SIZE) {
			const trips = peer.roundTrips / byId.roundTrips;
			aim(
				`by ID, round trips at most 1/30 of one request per post ${at}`,
				trips >= 30,
				`1/${number(trips, 1)}`,
			);
			const wall = peer.wallMs / byId.wallMs;
			aim(`by ID, wall time at most 1/3 of one request per post ${at}`, wall >= 3, `1/${number(wall, 2)}`);
			const overFloor = getMany.wallMs / floorOf('getMany', size);
			aim(`Get Many, wall time at most 1.3 of its floor ${at}`, overFloor <= 1.3, number(overFloor, 2));
		}
		for (const who of ['byId', 'getMany'] as const) {
			const { cpuMs, rows, okRows } = timed[who];
			const cpu = cpuMs / rows;
			// Of a small run most is what V8 compiles.
			if (size >= AIMED_SIZE) {
				aim(`${WAYS[who]}, CPU at most 0.1 ms a row ${at}`, cpu <= 0.1, `${number(cpu, 3)} ms`);
			}
			const memory = live[who] / 1000 / rows;
			aim(`${WAYS[who]}, memory at most 3 KB a row ${at}`, memory <= 3, `${number(memory, 2)} KB`);
			const expected = size * METRICS.length;
			aim(
				`${WAYS[who]}, a value in each row ${at}`,
				okRows === expected,
				`${number(okRows)} of ${number(expected)}`,
			);
		}
	}
	aim('CPU under 20 µs a row in plan and rows alone', microseconds < 20, `${number(microseconds, 2)} µs`);
	const [small, large] = [all.at(0), all.at(-1)];
	if (small && large && large.size > small.size) {
		const [first, last] = [small, large].map(({ live, timed }) => live.byId / timed.byId.rows);
		aim(
			`memory growth linear in rows, ${number(small.size)} to ${number(large.size)} media`,
			(last ?? 0) <= (first ?? 0) * 1.2,
			`${number((first ?? 0) / 1000, 2)} KB a row, then ${number((last ?? 0) / 1000, 2)} KB`,
		);
	}
	return areMet;
}

const USAGE = `Usage: npm run bench -- [--sizes ${SIZES.join(',')}] [--profile]`;

interface Options {
	readonly role: string;
	readonly who: Measurable;
	readonly size: number;
	readonly sizes: readonly number[];
	readonly profile: boolean;
}

/** @returns `undefined` for options that are not understood */
function readOptions(): Options | undefined {
	try {
		const { values } = parseArgs({
			options: {
				sizes: { type: 'string', default: SIZES.join(',') },
				profile: { type: 'boolean', default: false },
				// Of the processes that the bench starts.
				role: { type: 'string', default: '' },
				who: { type: 'string', default: 'byId' },
				size: { type: 'string', default: '1' },
			},
		});
		const sizes = values.sizes.split(',').map(Number);
		if (!sizes.every((size) => Number.isInteger(size) && size > 0 && size <= 50_000)) return undefined;
		sizes.sort((one, other) => one - other);
		const measurable: readonly Measurable[] = [...WHO, 'accountDays'];
		const who = measurable.find((one) => one === values.who) ?? 'byId';
		return { role: values.role, who, size: Number(values.size), sizes, profile: values.profile };
	} catch {
		return undefined;
	}
}

async function bench(sizes: readonly number[], isProfiled: boolean): Promise<void> {
	const started = performance.now();
	const [cpu] = os.cpus();
	console.log(
		[
			`Insights, ${String(METRICS.length)} metrics each, on n8n's engine: this node as it is built, by given IDs and by Get Many,`,
			'beside one request per post.',
			`${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? 'unknown CPU'}, ${String(os.cpus().length)} cores, Node.js ${process.version}, ${os.platform()}.`,
			'',
			`The Graph API is the simulator, in a process of its own: ${String(CALL_MS)} ms a call, ${String(BATCH_MS)} ms a batch, and a usage of ${String(USAGE_PERCENT)} %.`,
			`One request per post is a small node of the bench, since n8n's HTTP Request node is not a dependency: it sends`,
			`a request for each item through the helper that HTTP Request uses, up to ${String(PEER_IN_FLIGHT)} in flight, and gives an item`,
			`for each metric. Each run has a fresh process, and was warmed up with a single post. At ${number(AIMED_SIZE)} media, and for`,
			`accounts, wall and CPU are the best of ${String(RUNS)} runs.`,
			'Floor: the least that waiting for the answers takes; for Get Many its pages one after the other and one batch.',
			'CPU: the whole process, garbage collection included. Peak heap: over what was there before, the input included,',
			`looked at every ${String(SAMPLE_MS)} ms; "without garbage" in another run that collects it every ${String(CLEANED_SAMPLE_MS)} ms; KB/row is of that one.`,
			'',
		].join('\n'),
	);
	const all: Compared[] = [];
	for (const size of sizes) all.push(await compare(size));
	printTable(table(all));
	const accountDays = await measureBest('accountDays', BENCHED_ACCOUNTS, RUNS);
	console.log('');
	printTable(tableOfAccounts(accountDays));

	const child = await startProcess(['--role', 'rows']);
	const { microseconds } = await messageOf(child, 'rows');
	const { plan = 0, rows = 0 } = microseconds;
	console.log(
		`\nPlan and rows alone: ${number(plan + rows, 2)} µs of CPU a row (plan ${number(plan, 2)}, rows ${number(rows, 2)}).\n`,
	);
	const areMet = printAims(all, accountDays, plan + rows);

	if (isProfiled || !areMet) {
		const size = Math.max(...sizes.filter((one) => one <= AIMED_SIZE), sizes[0] ?? 0);
		for (const who of ['byId', 'getMany'] as const) {
			const { shares, cpuMs } = await measureApart(who, size, 'profile');
			console.log(
				`\nWhere the CPU goes, ${WAYS[who]}, at ${number(size)} media (${number(cpuMs)} ms under the profiler):`,
			);
			for (const [owner, share] of shares.slice(0, 15)) {
				console.log(`  ${number(share, 1).padStart(5)}%  ${owner}`);
			}
		}
	}
	console.log(`\n${number((performance.now() - started) / 1000)} s in all`);
}

async function main(): Promise<number> {
	const options = readOptions();
	if (options === undefined) {
		console.error(USAGE);
		return 2;
	}
	const { role, who, size, sizes } = options;
	switch (role) {
		case 'simulator':
			await simulate();
			break;
		case 'time':
		case 'memory':
		case 'profile':
			send({ kind: 'measured', measured: await measure(who, size, role) });
			process.disconnect();
			break;
		case 'rows':
			send({ kind: 'rows', microseconds: await measureRows() });
			process.disconnect();
			break;
		case '':
			await bench(sizes, options.profile);
			break;
		default:
			console.error(USAGE);
			return 2;
	}
	return 0;
}

void main().then((code) => {
	process.exitCode = code;
});
