import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import type { FindingKind, Order, Outcome, ChildMessage } from './findings';

const ROOT = path.join(__dirname, '../..');
/**
 * A process that gives no sign of life for this long is frozen, in milliseconds. A live one gives five signs a second.
 */
const FROZEN_MS = 6_000;
/** A case that is alive and does not end, in milliseconds. */
const LONGEST_CASE_MS = 60_000;
const WATCH_MS = 250;
/** n8n-core takes a while to load. */
const LONGEST_START_MS = 60_000;

interface Child {
	readonly process: ChildProcess;
	/** When the last sign of life came. */
	lastSeen: number;
}

async function start(): Promise<Child> {
	const child: Child = {
		process: fork(path.join(__dirname, 'child.ts'), [], {
			cwd: ROOT,
			execArgv: ['--import', 'tsx'],
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		}),
		lastSeen: Date.now(),
	};
	child.process.on('message', () => {
		child.lastSeen = Date.now();
	});
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Error('The process of the fuzzer did not start'));
		}, LONGEST_START_MS);
		child.process.once('message', () => {
			clearTimeout(timer);
			resolve();
		});
		child.process.once('exit', (code) => {
			clearTimeout(timer);
			reject(new Error(`The process of the fuzzer ended with ${String(code)}`));
		});
	});
	return child;
}

/** Lets a child play a case. @returns the outcome, and whether the child can play another case */
function play(
	child: Child,
	order: Order,
	frozenMs: number,
): Promise<{ readonly outcome: Outcome; readonly isLost: boolean }> {
	const began = Date.now();
	return new Promise((resolve) => {
		const settle = (outcome: Outcome, isLost: boolean) => {
			clearInterval(watchdog);
			child.process.off('message', hear);
			child.process.off('exit', gone);
			resolve({ outcome, isLost });
		};
		const settleAs = (kind: FindingKind, detail: string) => {
			const ms = Date.now() - began;
			const findings = [{ kind, detail }];
			settle({ seed: order.seed, findings, requests: 0, roundTrips: 0, waitedMs: 0, ms }, true);
		};
		const hear = (message: unknown) => {
			const received = message as ChildMessage;
			if (received.kind === 'end') settle(received.outcome, false);
			if (received.kind === 'lost') settle(received.outcome, true);
		};
		const gone = (code: number | null, signal: string | null) => {
			settleAs('crashed', `with ${String(code ?? signal)}`);
		};
		// Counted in turns of this process: on a busy machine both processes wait for a CPU, and the child is not
		// frozen then.
		let lastSeen = child.lastSeen;
		let silentMs = 0;
		const watchdog = setInterval(() => {
			const now = Date.now();
			silentMs = child.lastSeen === lastSeen ? silentMs + WATCH_MS : 0;
			({ lastSeen } = child);
			if (silentMs > frozenMs) settleAs('frozen', `for ${String(now - child.lastSeen)} ms`);
			else if (now - began > LONGEST_CASE_MS) settleAs('never_ends', `after ${String(now - began)} ms`);
		}, WATCH_MS);
		child.process.on('message', hear);
		child.process.once('exit', gone);
		child.lastSeen = Date.now();
		child.process.send(order);
	});
}

/**
 * Plays cases in a child process. A case that freezes the process or does not end is a finding, and the next cases are
 * played in a new process.
 */
export class Player {
	private child: Child | undefined;

	/** @param frozenMs how long the process may give no sign of life, in milliseconds */
	constructor(private readonly frozenMs = FROZEN_MS) {}

	async play(order: Order): Promise<Outcome> {
		this.child ??= await start();
		const { outcome, isLost } = await play(this.child, order, this.frozenMs);
		if (isLost) this.close();
		return outcome;
	}

	close(): void {
		this.child?.process.kill('SIGKILL');
		this.child = undefined;
	}
}

export interface Fuzzing {
	readonly firstSeed: number;
	/** The bound that is reached first ends the runs; at least one is finite. */
	readonly runs: number;
	readonly seconds: number;
	/** Whether each case prints its requests, answers and output. */
	readonly verbose: boolean;
	/** Called at the end of each case. */
	readonly onOutcome?: (outcome: Outcome) => void;
}

/** Plays cases one after the other, by consecutive seeds. */
export async function fuzz({ firstSeed, runs, seconds, verbose, onOutcome }: Fuzzing): Promise<Outcome[]> {
	const began = Date.now();
	const outcomes: Outcome[] = [];
	const player = new Player();
	try {
		for (let run = 0; run < runs && Date.now() - began < seconds * 1000; run += 1) {
			const outcome = await player.play({ seed: firstSeed + run, verbose });
			outcomes.push(outcome);
			onOutcome?.(outcome);
		}
	} finally {
		player.close();
	}
	return outcomes;
}
