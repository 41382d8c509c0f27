/** One check of a suite: a test of node:test that leaves behind what tells why it did not pass. */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { it } from 'node:test';
import path from 'node:path';

import { FAILURES, LOGS, type Progress } from './installation';

/** The slowest check waits for n8n's queue to find out that a worker is gone. */
const TIMEOUT_MS = 300_000;

/** Puts something that it saw into the folder, such as a screenshot. */
type Witness = (directory: string) => Promise<void>;

const witnesses = new Set<Witness>();

/** @returns what takes the witness back */
export function addWitness(witness: Witness): () => void {
	witnesses.add(witness);
	return () => witnesses.delete(witness);
}

export function forgetFailures(): void {
	rmSync(FAILURES, { recursive: true, force: true });
}

async function keepEvidence(name: string): Promise<string> {
	const directory = path.join(FAILURES, name.replace(/[^a-z0-9]+/gi, '-').toLowerCase());
	mkdirSync(directory, { recursive: true });
	if (existsSync(LOGS)) cpSync(LOGS, directory, { recursive: true });
	for (const witness of witnesses) {
		try {
			await witness(directory);
		} catch (cause) {
			console.error(`Could not keep all of the evidence: ${String(cause)}`);
		}
	}
	return directory;
}

export function check(name: string, work: () => Promise<void>): void {
	it(name, { timeout: TIMEOUT_MS }, async () => {
		try {
			await work();
		} catch (cause) {
			console.error(`"${name}" did not pass: logs and screenshots are in ${await keepEvidence(name)}`);
			throw cause;
		}
	});
}

const startedAt = Date.now();

/** Prints what is being done and since when. */
export const progress: Progress = (message) => {
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	console.log(`[${String(seconds).padStart(4)} s] ${message}`);
};
