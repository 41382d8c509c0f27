/** Suites and their checks: tests of node:test that keep logs and screenshots if they do not pass. */
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import path from 'node:path';

import { FAILURES, LOGS, USERS, type Progress } from './installation';

/** The slowest check waits until n8n's queue notices that a worker is gone. */
const TIMEOUT_MS = 300_000;
/** An n8n may have to be installed first. */
const SET_UP_TIMEOUT_MS = 1_500_000;
/** Our time-out comes before that of the runner, which would keep no evidence. */
const GRACE_MS = 30_000;
/** The log of an n8n that somebody has started by hand. It does not belong to a run. */
const BY_HAND = 'start.log';

/** Puts evidence into the folder, such as a screenshot. */
type Recorder = (directory: string) => Promise<void>;

const recorders = new Set<Recorder>();

/** @returns a function that takes the recorder back */
export function addRecorder(recorder: Recorder): () => void {
	recorders.add(recorder);
	return () => recorders.delete(recorder);
}

/** Removes what an earlier run has left. */
export function forgetEvidence(): void {
	forgetUsers();
	rmSync(FAILURES, { recursive: true, force: true });
	mkdirSync(LOGS, { recursive: true });
	for (const name of readdirSync(LOGS)) if (!name.endsWith(BY_HAND)) rmSync(path.join(LOGS, name));
}

/** Removes what the n8n instances of a run have kept. They must have ended. */
export function forgetUsers(): void {
	rmSync(USERS, { recursive: true, force: true });
}

async function keepEvidence(name: string): Promise<string> {
	const directory = path.join(FAILURES, name.replace(/[^a-z0-9.]+/gi, '-').toLowerCase());
	mkdirSync(directory, { recursive: true });
	cpSync(LOGS, directory, { recursive: true, filter: (source) => !source.endsWith(BY_HAND) });
	for (const recorder of recorders) {
		try {
			await recorder(directory);
		} catch (cause) {
			console.error(`Could not keep all of the evidence: ${String(cause)}`);
		}
	}
	return directory;
}

async function inTime(work: () => Promise<void>, timeoutMs: number): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	try {
		await Promise.race([
			work(),
			new Promise<never>((_, reject) => {
				timer = setTimeout(() => {
					reject(new Error(`It takes longer than ${String(timeoutMs / 1000)} s`));
				}, timeoutMs);
			}),
		]);
	} finally {
		clearTimeout(timer);
	}
}

async function recorded(name: string, work: () => Promise<void>, timeoutMs: number): Promise<void> {
	try {
		await inTime(work, timeoutMs);
	} catch (cause) {
		console.error(`"${name}" did not pass: logs and screenshots are in ${await keepEvidence(name)}`);
		throw cause;
	}
}

/** The names of the suite whose checks are being registered, and of the suites around it. */
let current: readonly string[] = [];

/** Checks that belong together. A suite may hold suites. */
export function suite(name: string, register: () => void): void {
	describe(name, () => {
		const outer = current;
		current = [...outer, name];
		try {
			register();
		} finally {
			current = outer;
		}
	});
}

/** The set-up of a suite. */
export function prepare(work: () => Promise<void>): void {
	const name = [...current, 'set-up'].join(' ');
	before(() => recorded(name, work, SET_UP_TIMEOUT_MS), { timeout: SET_UP_TIMEOUT_MS + GRACE_MS });
}

export function check(name: string, work: () => Promise<void>): void {
	const whole = [...current, name].join(' ');
	it(name, { timeout: TIMEOUT_MS + GRACE_MS }, () => recorded(whole, work, TIMEOUT_MS));
}

const startedAt = Date.now();

/** Prints what is being done, and how long the run has taken so far. */
export const progress: Progress = (message) => {
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	console.log(`[${String(seconds).padStart(4)} s] ${message}`);
};
