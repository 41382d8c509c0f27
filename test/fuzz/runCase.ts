import { runInsights, type NodeResult } from '../engine/insightsNode';
import { everythingSeen, loggedLines } from '../engine/seen';
import { longestWaitMs, MOST_PAGES, mostRequests, mostSleeps } from './bounds';
import { isPicker, makeCase, type FuzzCase } from './cases';
import { check, checkEffort, type Ended } from './checks';
import { storedFor } from './credential';
import type { Finding, FindingKind, Outcome } from './findings';
import { checkPicked, pick, type Picked } from './picker';
import type { StandIn } from './standIn';
import { textsIn } from './texts';
import type { VirtualClock } from './virtualClock';

/** People notice a longer block of the event loop, in milliseconds of CPU time. */
const LONGEST_BLOCK_MS = 1_000;
const BEAT_MS = 50;
/** A run is given up when it exceeds a bound by this factor, so that the reported count says something. */
const EXCESS = 2;

export interface Stage {
	readonly clock: VirtualClock;
	readonly standIn: StandIn;
	readonly host: string;
	/** Rejections and exceptions that nobody handled. */
	readonly unhandled: string[];
	/** Prints at once, since a frozen process prints nothing later. */
	readonly say: (line: string) => void;
	/** Called if the run cannot be brought to an end. The process ends after this. */
	readonly onLost: (outcome: Outcome) => void;
}

/**
 * Measures how long the event loop stands still while it works. Time in which the process waits for a CPU does not
 * count.
 */
function watchLoop(): () => number {
	let last = { cpu: process.cpuUsage(), at: process.hrtime.bigint() };
	let longest = 0;
	const beat = () => {
		const at = process.hrtime.bigint();
		const { user, system } = process.cpuUsage(last.cpu);
		const gap = Number(at - last.at) / 1_000_000 - BEAT_MS;
		longest = Math.max(longest, Math.min(gap, (user + system) / 1_000));
		last = { cpu: process.cpuUsage(), at };
	};
	const timer = setInterval(beat, BEAT_MS);
	return () => {
		beat();
		clearInterval(timer);
		return longest;
	};
}

/** n8n gives its own regular expressions a few milliseconds of real time, which may be too short on a busy machine. */
function isOfBusyMachine(error: unknown): boolean {
	return error instanceof Error && error.message === 'Regular expression execution timed out';
}

/** Plays one case, and checks the result against the rules that hold for every run. */
export async function runCase(seed: number, verbose: boolean, stage: Stage): Promise<Outcome> {
	const { clock, standIn, host, unhandled, say, onLost } = stage;
	const started = process.hrtime.bigint();
	const fuzzCase = makeCase(seed);
	const traffic = standIn.play(fuzzCase);
	const extra: Finding[] = [];
	const outcome = (findings: readonly Finding[]): Outcome => ({
		seed,
		findings,
		requests: traffic.requests,
		roundTrips: traffic.roundTrips,
		waitedMs: Math.round(clock.waitedMs),
		ms: Number(process.hrtime.bigint() - started) / 1_000_000,
	});
	const lost = (kind: FindingKind, detail: string) => {
		onLost(outcome([...extra, { kind, detail }]));
	};
	const giveUpIfEndless = () => {
		const isBounded =
			traffic.requests < EXCESS * mostRequests(fuzzCase, traffic.ledger) + 200 &&
			traffic.listRequests <= MOST_PAGES &&
			clock.sleeps <= mostSleeps(Math.max(traffic.requests, traffic.roundTrips)) &&
			clock.waitedMs < EXCESS * longestWaitMs(fuzzCase) + 100_000;
		if (isBounded) return;
		checkEffort({ fuzzCase, traffic, clock }, (kind, detail) => extra.push({ kind, detail }));
		onLost(outcome(extra));
	};

	standIn.say = verbose ? say : undefined;
	if (verbose) for (const line of aimOf(fuzzCase)) say(line);
	loggedLines.length = 0;
	everythingSeen.length = 0;
	unhandled.length = 0;
	const loop = watchLoop();
	clock.begin({
		timeoutMs: fuzzCase.timeoutMs,
		onPause: giveUpIfEndless,
		onStuck: () => {
			lost('never_ends', 'Nothing is under way and nothing is waited for, but the run has not ended');
		},
	});
	standIn.onCount = giveUpIfEndless;
	let result: NodeResult | undefined;
	let picked: Picked | undefined;
	try {
		if (isPicker(fuzzCase.way)) picked = await pick(fuzzCase, host);
		else
			result = await runInsights({
				parameters: fuzzCase.parameters,
				credentials: storedFor(fuzzCase, host),
				input: fuzzCase.input,
				onError: fuzzCase.onError,
			});
	} catch (error) {
		if (!isOfBusyMachine(error)) extra.push({ kind: 'rejected', detail: String(error).slice(0, 500) });
	}
	clock.end();
	standIn.stop();
	const block = loop();
	if (block > LONGEST_BLOCK_MS)
		extra.push({ kind: 'blocked', detail: `for ${String(Math.round(block))} ms` });
	// Node.js tells of a late rejection one turn later.
	await new Promise((resolve) => setImmediate(resolve));
	if (unhandled.length > 0) extra.push({ kind: 'unhandled', detail: unhandled.join('; ').slice(0, 500) });
	if (picked !== undefined) {
		if (verbose) say(textOf(picked).slice(0, 5_000));
		return outcome([...extra, ...checkPicked(fuzzCase, traffic, clock, picked, loggedLines)]);
	}
	if (result === undefined) return outcome(extra);
	const ended: Ended = { fuzzCase, traffic, clock, result, logged: loggedLines };
	if (verbose) for (const line of givenOut(result)) say(line);
	return outcome([...extra, ...check(ended)]);
}

function aimOf({
	authentication,
	isTokenKept,
	regime,
	onError,
	way,
	isSlow,
	mediaOfItems,
	parameters,
}: FuzzCase): string[] {
	return [
		`${authentication}${isTokenKept ? '' : ', not renewed yet'}`,
		`regime: ${regime.name}; ${way}; ${onError}${isSlow ? '; slow' : ''}`,
		`media of the items: ${mediaOfItems.join()}`,
		JSON.stringify(parameters),
		'--- requests',
	];
}

function givenOut({ items, errorItems, hints, error }: NodeResult): string[] {
	const texts = (list: readonly unknown[]) => list.slice(0, 200).map((one) => textOf(one).slice(0, 700));
	return [
		'--- items',
		...texts(items),
		'--- items of the error output',
		...texts(errorItems),
		'--- hints',
		...texts(hints),
		'--- error',
		error === undefined ? 'none' : textOf(error),
	];
}

function textOf(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return textsIn(value).join(' ').slice(0, 500);
	}
}
