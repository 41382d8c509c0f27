/** A main and two workers that share Redis and PostgreSQL, with the workflows that the checks call. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import type { Behaviour } from '../simulator';
import { progress } from './checks';
import { type TestBed, closeTestBed, openTestBed, tarball } from './testBed';
import { CURRENT, makeUserFolder } from './installation';
import { type N8n, startN8n } from './n8n';
import { startPostgres } from './postgres';
import { type Program, waitFor } from './programs';
import { BIG_ACCOUNT, EXECUTIONS, type Job, type JobKind, workflowOf } from './queueJobs';
import { startRedis } from './redis';
import { type Execution, type ExecutionSummary, type SavedWorkflow, UNFINISHED, rowsOf } from './rest';
import { STARTED, TRIGGER } from './workflows';

/** n8n's own times are 60, 10 and 30 seconds, and it takes them to notice that a worker is gone. */
const QUEUE_TIMES = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '4000',
};

/** The number of executions that each worker runs at once. Together the workers take all executions at once. */
const CONCURRENCY = EXECUTIONS / 2;

/** Webhooks are ready a moment after their workflows are active. */
const WEBHOOK_MS = 10_000;

export interface QueueTestBed extends TestBed {
	readonly workers: readonly N8n[];
	readonly workflows: ReadonlyMap<JobKind, SavedWorkflow>;
	/** Everything that runs, in the order in which it is to be stopped. */
	readonly programs: readonly Program[];
	close(): Promise<void>;
}

export async function openQueueTestBed(): Promise<QueueTestBed> {
	/** Functions that undo what was done so far. */
	const undo: (() => Promise<void>)[] = [];
	const close = async (): Promise<void> => {
		for (const stop of undo.splice(0).reverse()) await stop();
	};
	try {
		progress('Starting Redis and PostgreSQL');
		const redis = await startRedis('redis');
		undo.push(() => redis.stop());
		const postgres = await startPostgres('postgres');
		undo.push(() => postgres.stop());
		const env = {
			...postgres.env,
			...QUEUE_TIMES,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			N8N_CONCURRENCY_PRODUCTION_LIMIT: String(CONCURRENCY),
			// On level debug, most of the work would be a log line for each expression of each item.
			N8N_LOG_LEVEL: 'info',
		};
		const testBed = await openTestBed({ release: CURRENT, name: 'queue-main', env });
		undo.push(() => closeTestBed(testBed));
		progress('Starting two workers');
		const workers = await Promise.all(
			['queue-worker-1', 'queue-worker-2'].map(async (name) => {
				// Each worker has its own folder, as if it had a machine of its own.
				const userFolder = await makeUserFolder(name, await tarball());
				const { installation } = testBed;
				const worker = await startN8n({ installation, userFolder, name, worker: true, env });
				undo.push(() => worker.stop());
				return worker;
			}),
		);
		const programs = [...workers, testBed.n8n, redis, postgres];
		return { ...testBed, workers, programs, close, workflows: await activateWorkflows(testBed) };
	} catch (cause) {
		await close();
		throw cause;
	}
}

async function activateWorkflows({ api, credentials }: TestBed): Promise<Map<JobKind, SavedWorkflow>> {
	const workflows = new Map<JobKind, SavedWorkflow>();
	for (const kind of ['media', 'account'] as const) {
		const saved = await api.saveWorkflow(workflowOf(kind, credentials));
		await api.activate(saved);
		workflows.set(kind, saved);
	}
	return workflows;
}

/** Forgets all calls, and sets how the simulator behaves from now on. */
export function behaveAnew({ simulator }: TestBed, changes: Partial<Behaviour>): Behaviour {
	simulator.reset();
	// Stories of the big account are always new, so a filter by time would not leave them out.
	return Object.assign(simulator.behaviour, {
		generatedMedia: BIG_ACCOUNT,
		generatedStories: 0,
		...changes,
	});
}

async function listed({ api, workflows }: QueueTestBed): Promise<ExecutionSummary[]> {
	const lists = await Promise.all(
		[...workflows.values()].map((workflow) => api.executionsOf(workflow, { limit: 100 })),
	);
	return lists.flat();
}

interface RunOptions {
	readonly whileRunning?: () => Promise<void>;
	/** Together with `whileRunning` and all other waits, it must be shorter than the time-out of a check. */
	readonly timeoutMs: number;
}

/** Calls the webhook of each job, all at once. @returns their executions, without order */
export async function runJobs(
	testBed: QueueTestBed,
	jobs: readonly Job[],
	{ whileRunning, timeoutMs }: RunOptions,
): Promise<Execution[]> {
	const { api } = testBed;
	const earlier = new Set((await listed(testBed)).map(({ id }) => id));
	await Promise.all(
		jobs.map(async ({ kind, body }) => {
			assert.deepEqual(await api.callWebhook(kind, body, { timeoutMs: WEBHOOK_MS }), STARTED);
		}),
	);
	await whileRunning?.();
	const ids = await waitFor(
		`${String(jobs.length)} executions`,
		async () => {
			const own = (await listed(testBed)).filter(({ id }) => !earlier.has(id));
			const ended = own.filter(({ status }) => !UNFINISHED.includes(status));
			return ended.length >= jobs.length ? own.map(({ id }) => id) : undefined;
		},
		{ timeoutMs, everyMs: 1000 },
	);
	assert.equal(ids.length, jobs.length);
	return await Promise.all(ids.map((id) => api.execution(id)));
}

/** The executions by the number of their job, with which the webhook was called. */
export function byNumber(executions: readonly Execution[]): Map<number, Execution> {
	return new Map(
		executions.map((execution) => {
			const [called] = rowsOf(execution, TRIGGER);
			const { number } = (called?.body ?? {}) as { number?: unknown };
			assert.ok(
				typeof number === 'number',
				`execution ${execution.id}: ${execution.status} ${execution.data.resultData.error?.message ?? ''}`,
			);
			return [number, execution];
		}),
	);
}

/** The IDs of the executions that a worker has started or finished, from its log. */
export function inLog({ log }: Program, word: 'started' | 'finished'): string[] {
	return [
		...readFileSync(log, 'utf8').matchAll(new RegExp(`Worker ${word} execution (\\d+) \\(job`, 'g')),
	].map(([, id = '']) => id);
}
