/**
 * `npm run bench`: what the node costs, beside one request per media as n8n's HTTP Request node makes them. Both run
 * on n8n's engine against the simulator, each size in a fresh process, the simulator in another.
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

import { MAX_BATCHES_IN_FLIGHT as NODE_IN_FLIGHT } from '../nodes/InstagramInsights/graph/client';
import {
	collect,
	planRequests,
	toGraphRequest,
	toRows,
	type MediaQuery,
} from '../nodes/InstagramInsights/insights';
import { runWorkflow, TRIGGER_NAME } from '../test/engine/runWorkflow';
import { many, startSimulator } from '../test/simulator';

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
/** Between two looks at the heap, in milliseconds. */
const SAMPLE_MS = 20;
const CLEANED_SAMPLE_MS = 250;

const WHO = ['node', 'peer'] as const;
type Who = (typeof WHO)[number];

/** `time`: nothing but the run; `memory`: garbage is collected before each look; `profile`: under V8's profiler. */
type Mode = 'time' | 'memory' | 'profile';

interface Measured {
	readonly roundTrips: number;
	readonly rows: number;
	readonly okRows: number;
	readonly wallMs: number;
	readonly cpuMs: number;
	/** Bytes of heap above what was there before the run, its input included. */
	readonly peak: number;
	/** Where the CPU went, in percent, largest first; of a profiled run only. */
	readonly shares: readonly (readonly [owner: string, share: number])[];
}

/** What a process of the bench tells the one that started it. */
type Told =
	| { readonly kind: 'simulator'; readonly url: string; readonly token: string }
	| { readonly kind: 'calls'; readonly calls: number }
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

function nodeOf(who: Who, url: string): INode {
	const common = {
		id: '2',
		name: 'Insights',
		typeVersion: 1,
		position: [200, 0] as [number, number],
		credentials: { [CREDENTIAL_TYPE]: { id: '1', name: 'Bench' } },
	};
	if (who === 'node') {
		const mediaId = { __rl: true as const, mode: 'id', value: '={{ $json.media_id }}' };
		return { ...common, type: NODE_TYPE, parameters: { resource: 'post', mediaId, postMetrics: METRICS } };
	}
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

/** In a process of its own: runs one of the two and measures it. */
async function measure(who: Who, size: number, mode: Mode): Promise<Measured> {
	const simulator = await startProcess(['--role', 'simulator']);
	const { url, token } = await told(simulator, 'simulator');
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
	const input = many(size, 'post').map((id): IDataObject => ({ media_id: id }));

	// What is loaded at the first use is no part of the price.
	await run(input.slice(0, 1));
	const callsBefore = await callsOf(simulator);
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
	if (error) throw new Error(error.message);
	const items = runData[node.name]?.[0]?.data?.main?.[0] ?? [];
	const isOk = ({ json }: INodeExecutionData) => who === 'peer' || json.status === 'ok';
	const measured: Measured = {
		roundTrips: (await callsOf(simulator)) - callsBefore,
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
	const answered = (count: number) =>
		Array.from({ length: count }, () => ({ ok: true as const, body, receivedAt: new Date() }));
	const media = await collect(queries, (requests) => Promise.resolve(answered(requests.length)));
	let seen = 0;
	const plan = (): void => {
		for (const query of queries) {
			for (const planned of planRequests(query)) seen += toGraphRequest(query, planned).path.length;
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
	simulator.behaviour.delayMs = CALL_MS;
	simulator.behaviour.batchDelayMs = BATCH_MS;
	process.on('message', () => {
		tell({ kind: 'calls', calls: simulator.calls.length });
	});
	process.once('disconnect', () => {
		void simulator.close();
	});
	tell({ kind: 'simulator', url: simulator.url, token: simulator.token });
}

function tell(message: Told): void {
	process.send?.(message);
}

async function startProcess(args: readonly string[], flags: readonly string[] = []): Promise<ChildProcess> {
	const child = fork(__filename, args, { execArgv: [...process.execArgv, ...flags] });
	await once(child, 'spawn');
	return child;
}

/** Waits for a message of a kind. */
function told<Kind extends Told['kind']>(
	child: ChildProcess,
	kind: Kind,
): Promise<Extract<Told, { kind: Kind }>> {
	return new Promise((resolve, reject) => {
		const hear = (message: unknown): void => {
			const heard = message as Told;
			if (heard.kind !== kind) return;
			child.off('message', hear);
			child.off('exit', fail);
			resolve(heard as Extract<Told, { kind: Kind }>);
		};
		const fail = (code: number | null): void => {
			reject(new Error(`A process of the bench ended with ${String(code)}`));
		};
		child.on('message', hear);
		child.once('exit', fail);
	});
}

async function callsOf(simulator: ChildProcess): Promise<number> {
	const answer = told(simulator, 'calls');
	simulator.send('calls');
	return (await answer).calls;
}

async function measureApart(who: Who, size: number, mode: Mode): Promise<Measured> {
	const args = ['--role', mode, '--who', who, '--size', String(size)];
	const child = await startProcess(args, ['--expose-gc']);
	const ended = once(child, 'exit');
	const { measured } = await told(child, 'measured');
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
	readonly node: Measured;
	readonly peer: Measured;
	/** Peak of the heap without garbage. */
	readonly live: Readonly<Record<Who, number>>;
}

async function compare(size: number): Promise<Compared> {
	const timed = {
		node: await measureApart('node', size, 'time'),
		peer: await measureApart('peer', size, 'time'),
	};
	// Memory does not mind the two running at the same time.
	const [node, peer] = await Promise.all([
		measureApart('node', size, 'memory'),
		measureApart('peer', size, 'memory'),
	]);
	return { size, ...timed, live: { node: node.peak, peer: peer.peak } };
}

function table(all: readonly Compared[]): string[][] {
	const lines = [
		[
			'media',
			'way',
			'round trips',
			'wall s',
			'CPU s',
			'CPU ms/row',
			'peak heap MiB',
			'without garbage MiB',
			'KB/row',
			'rows',
		],
	];
	for (const one of all) {
		for (const who of WHO) {
			const { roundTrips, wallMs, cpuMs, peak, rows } = one[who];
			lines.push([
				number(one.size),
				who === 'node' ? 'this node' : 'one request per media',
				number(roundTrips),
				number(wallMs / 1000, 2),
				number(cpuMs / 1000, 2),
				number(cpuMs / rows, 3),
				number(peak / MIB, 1),
				number(one.live[who] / MIB, 1),
				number(one.live[who] / 1000 / rows, 2),
				number(rows),
			]);
		}
		const ratio = (of: (measured: Measured) => number) => `1/${number(of(one.peer) / of(one.node), 1)}`;
		lines.push([
			'',
			'ratio',
			ratio(({ roundTrips }) => roundTrips),
			ratio(({ wallMs }) => wallMs),
			ratio(({ cpuMs }) => cpuMs),
			ratio(({ cpuMs, rows }) => cpuMs / rows),
			ratio(({ peak }) => peak),
			`1/${number(one.live.peer / one.live.node, 1)}`,
			'',
			'',
		]);
	}
	return lines;
}

/** The least that the answers of the simulator take, in seconds. */
function waitOf(who: Who, { roundTrips }: Measured): string {
	const inFlight = who === 'node' ? NODE_IN_FLIGHT : PEER_IN_FLIGHT;
	return number((Math.ceil(roundTrips / inFlight) * (who === 'node' ? BATCH_MS : CALL_MS)) / 1000, 2);
}

/** @returns whether all were reached */
function printAims(all: readonly Compared[], microseconds: number): boolean {
	let reached = true;
	const aim = (what: string, is: boolean, got: string): void => {
		reached &&= is;
		console.log(`${is ? 'reached    ' : 'NOT REACHED'}  ${what}: ${got}`);
	};
	for (const { size, node, peer, live } of all) {
		const trips = peer.roundTrips / node.roundTrips;
		const wall = peer.wallMs / node.wallMs;
		const at = `at ${number(size)}`;
		if (size === 1_000) {
			aim(`round trips at most 1/30 ${at}`, trips >= 30, `1/${number(trips, 1)}`);
			const waiting = `${number(wall, 1)}; waiting for answers alone takes ${waitOf('node', node)} s and ${waitOf('peer', peer)} s`;
			aim(`wall time at most 1/5 ${at}`, wall >= 5, `1/${waiting}`);
		}
		const cpu = node.cpuMs / node.rows;
		aim(`CPU under 0.1 ms a row ${at}`, cpu < 0.1, `${number(cpu, 3)} ms`);
		const memory = live.node / 1000 / node.rows;
		aim(`memory at most 3 KB a row over the input ${at}`, memory <= 3, `${number(memory, 2)} KB`);
		const isWhole = node.okRows === size * METRICS.length;
		aim(`a value in each row ${at}`, isWhole, `${number(node.okRows)} of ${number(size * METRICS.length)}`);
	}
	aim('CPU under 20 µs a row in plan and rows alone', microseconds < 20, `${number(microseconds, 2)} µs`);
	const [small, large] = [all.at(0), all.at(-1)];
	if (small && large && large.size > small.size) {
		const [first, last] = [small, large].map(({ live, node }) => live.node / node.rows);
		aim(
			`memory growth linear in rows, ${number(small.size)} to ${number(large.size)}`,
			(last ?? 0) <= (first ?? 0) * 1.2,
			`${number((first ?? 0) / 1000, 2)} KB a row, then ${number((last ?? 0) / 1000, 2)} KB`,
		);
	}
	return reached;
}

const USAGE = `Usage: npm run bench -- [--sizes ${SIZES.join(',')}] [--profile]`;

interface Options {
	readonly role: string;
	readonly who: Who;
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
				who: { type: 'string', default: 'node' },
				size: { type: 'string', default: '1' },
			},
		});
		const sizes = values.sizes.split(',').map(Number);
		if (!sizes.every((size) => Number.isInteger(size) && size > 0 && size <= 50_000)) return undefined;
		sizes.sort((one, other) => one - other);
		const who = values.who === 'peer' ? 'peer' : 'node';
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
			`Insights of given IDs, ${String(METRICS.length)} metrics of a post, on n8n's engine: this node as it is built,`,
			'beside one request per media.',
			`${new Date().toISOString().slice(0, 10)}, ${cpu?.model ?? 'unknown CPU'}, ${String(os.cpus().length)} cores, Node.js ${process.version}, ${os.platform()}.`,
			'',
			`The Graph API is the simulator, in a process of its own: ${String(CALL_MS)} ms a call, ${String(BATCH_MS)} ms a batch.`,
			`One request per media is a small node of the bench, since n8n's HTTP Request node is not a dependency: it sends`,
			`a request for each item through the helper that HTTP Request uses, up to ${String(PEER_IN_FLIGHT)} in flight, and gives an item`,
			'for each metric. Each run has a fresh process, and was warmed up with a single media.',
			'CPU: the whole process, garbage collection included. Peak heap: over what was there before, the input included,',
			`looked at every ${String(SAMPLE_MS)} ms; "without garbage" in another run that collects it every ${String(CLEANED_SAMPLE_MS)} ms; KB/row is of that one.`,
			'',
		].join('\n'),
	);
	const all: Compared[] = [];
	for (const size of sizes) all.push(await compare(size));
	printTable(table(all));

	const child = await startProcess(['--role', 'rows']);
	const { microseconds } = await told(child, 'rows');
	const { plan = 0, rows = 0 } = microseconds;
	console.log(
		`\nPlan and rows alone: ${number(plan + rows, 2)} µs of CPU a row (plan ${number(plan, 2)}, rows ${number(rows, 2)}).\n`,
	);
	const reached = printAims(all, plan + rows);

	if (isProfiled || !reached) {
		const size = Math.max(...sizes.filter((one) => one <= 1_000), sizes[0] ?? 0);
		const { shares, cpuMs } = await measureApart('node', size, 'profile');
		console.log(
			`\nWhere the CPU of this node's run goes at ${number(size)} media (${number(cpuMs)} ms under the profiler):`,
		);
		for (const [owner, share] of shares.slice(0, 15)) {
			console.log(`  ${number(share, 1).padStart(5)}%  ${owner}`);
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
			tell({ kind: 'measured', measured: await measure(who, size, role) });
			process.disconnect();
			break;
		case 'rows':
			tell({ kind: 'rows', microseconds: await measureRows() });
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
