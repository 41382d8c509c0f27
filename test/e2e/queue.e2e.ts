/** n8n's queue mode: a main that takes the calls, and two workers that share the executions by way of Redis. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import type { INode } from 'n8n-workflow';

import {
	ACCOUNTS,
	type Behaviour,
	type SimulatedAccount,
	type SimulatedMedia,
	type SimulatorCall,
	many,
	metricValue,
} from '../simulator';
import { mediaOf, storiesOf } from '../simulator/accounts';
import { findMedia } from '../simulator/media';
import { check, prepare, progress, suite } from './checks';
import { type House, NODE_TYPE, closeHouse, openHouse, tarball } from './house';
import { CURRENT, makeUserFolder } from './installation';
import { type N8n, startN8n } from './n8n';
import { type Postgres, startPostgres } from './postgres';
import { type RunningProcess, familyOf, isRunning } from './processes';
import { type Program, waitFor } from './programs';
import { type Redis, startRedis } from './redis';
import { type Execution, type SavedWorkflow, type Workflow, rowsOf } from './rest';

const EXECUTIONS = 20;
/** Of them, so many name their media one by one. */
const NAMING = 8;
/** Five batches: more than may be under way at once. */
const MEDIA_EACH = 210;
const BATCHES_EACH = 5;
/** The node's own limit. */
const MAX_BATCHES_IN_FLIGHT = 4;
/** So many media has the big account; each of its executions takes a quarter, by the time of publication. */
const BIG_ACCOUNT = 300;
/** Fifty batches, so that there is something left to be called in the middle of it. */
const LONG_ACCOUNT = 2500;
const VERSIONS = ['v22.0', 'v23.0', 'v24.0', 'v25.0'];

/** n8n's own numbers are 60, 10 and 30 seconds: after a worker is gone, the others find out that much later. */
const QUEUE_TIMES = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '4000',
};

/** Of each worker, as n8n has it by default: together they take all of the executions at once. */
const CONCURRENCY = EXECUTIONS / 2;

const WEBHOOK = 'Webhook';
const INSIGHTS = 'Insights';

type Row = Readonly<Record<string, unknown>>;

/** What one execution is asked to do, and what has to come out. */
interface Job {
	readonly number: number;
	readonly path: 'media' | 'account';
	readonly body: Readonly<Record<string, unknown>>;
	readonly version: string;
	/** Whose lists it reads; `undefined` where it names media. */
	readonly account?: SimulatedAccount;
	readonly expected: readonly SimulatedMedia[];
}

function webhook(name: string): INode {
	return {
		id: '1',
		name: WEBHOOK,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId: name,
		parameters: { httpMethod: 'POST', path: name, responseMode: 'onReceived' },
	};
}

function insights(parameters: INode['parameters'], credentials: House['credentials']): INode {
	return {
		id: '2',
		name: INSIGHTS,
		type: NODE_TYPE,
		typeVersion: 1,
		position: [400, 0],
		parameters: { output: 'media', ...parameters },
		credentials,
	};
}

function chain(...names: readonly string[]): Workflow['connections'] {
	return Object.fromEntries(
		names
			.slice(1)
			.map((to, index) => [names[index] ?? '', { main: [[{ node: to, type: 'main', index: 0 }]] }]),
	);
}

function workflowOfMedia(credentials: House['credentials']): Workflow {
	const split: INode = {
		id: '3',
		name: 'One by one',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		position: [200, 0],
		parameters: { fieldToSplitOut: 'body.ids', options: { destinationFieldName: 'id' } },
	};
	const node = insights(
		{
			resource: 'post',
			operation: 'getInsights',
			mediaId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			postMetrics: ['reach', 'views'],
			options: { maxWait: 0 },
		},
		credentials,
	);
	return {
		name: 'Named media',
		nodes: [webhook('media'), split, node],
		connections: chain(WEBHOOK, split.name, INSIGHTS),
		settings: { executionOrder: 'v1' },
	};
}

function workflowOfAccount(credentials: House['credentials']): Workflow {
	const node = insights(
		{
			resource: 'media',
			operation: 'getManyInsights',
			accountId: { __rl: true, mode: 'id', value: '={{ $json.body.account }}' },
			returnAll: true,
			filters: { publishedAfter: '={{ $json.body.after }}', publishedBefore: '={{ $json.body.before }}' },
			mediaMetrics: ['reach', 'views'],
			options: { apiVersion: '={{ $json.body.version }}', maxWait: 0 },
		},
		credentials,
	);
	return {
		name: 'Media of an account',
		nodes: [webhook('account'), node],
		connections: chain(WEBHOOK, INSIGHTS),
		settings: { executionOrder: 'v1' },
	};
}

/** Asks for the media of an account: for all, or for the time from the last to the first of the expected. */
function jobOfAccount(
	number: number,
	version: string,
	account: SimulatedAccount,
	expected: readonly SimulatedMedia[],
	isPart = false,
): Job {
	const window = isPart
		? { after: expected.at(-1)?.timestamp, before: expected[0]?.timestamp }
		: { after: '', before: '' };
	const body = { number, account: account.id, version, ...window };
	return { number, path: 'account', body, version, account, expected };
}

/** Jobs whose calls can be told apart: each has media of its own, or an account under a version of its own. */
function makeJobs(behaviour: Behaviour): Job[] {
	const now = new Date();
	// Further back than those that the big account lists.
	const posts = many(2 * BIG_ACCOUNT + NAMING * MEDIA_EACH, 'post').slice(2 * BIG_ACCOUNT);
	const naming = Array.from({ length: NAMING }, (_, number): Job => {
		const ids = posts.slice(number * MEDIA_EACH, (number + 1) * MEDIA_EACH);
		const expected = ids.flatMap((id) => findMedia(id, now, now) ?? []);
		return { number, path: 'media', body: { number, ids }, version: 'v25.0', expected };
	});
	const { main, big, empty } = ACCOUNTS;
	const ofMain = [...storiesOf(main, behaviour, now, now), ...mediaOf(main, behaviour, now)];
	const ofBig = mediaOf(big, behaviour, now);
	const quarter = BIG_ACCOUNT / VERSIONS.length;
	const listing = VERSIONS.flatMap((version, index) => {
		const number = NAMING + 3 * index;
		const part = ofBig.slice(index * quarter, (index + 1) * quarter);
		return [
			jobOfAccount(number, version, big, part, true),
			jobOfAccount(number + 1, version, main, ofMain),
			jobOfAccount(number + 2, version, empty, []),
		];
	});
	return [...naming, ...listing];
}

/** The version and the ID in a path of the Graph API: `/v25.0/17900000000000000/insights`. */
function subjectOf(path: string): string {
	return path.split('/').slice(1, 3).join(' ');
}

/** Which job made each call. @throws where a call belongs to none, or to more than one */
function callsByJob(calls: readonly SimulatorCall[], jobs: readonly Job[]): Map<number, SimulatorCall[]> {
	const owners = new Map<string, number>();
	for (const { number, version, account, expected } of jobs) {
		for (const { id } of [...expected, ...(account === undefined ? [] : [account])])
			owners.set(`${version} ${id}`, number);
	}
	const byJob = new Map<number, SimulatorCall[]>();
	for (const call of calls) {
		const paths = call.parts?.map((part) => part.path) ?? [call.path];
		const numbers = new Set(paths.map((path) => owners.get(subjectOf(path))));
		const [number] = numbers;
		assert.ok(numbers.size === 1 && number !== undefined, `${call.path} is of one execution`);
		byJob.set(number, [...(byJob.get(number) ?? []), call]);
	}
	return byJob;
}

/** The simulator notes the start in whole milliseconds, so two calls in a row may seem to overlap by one. */
const CLOCK_MS = 2;

function endOf({ startedAt, ms }: SimulatorCall): number {
	return startedAt + ms - CLOCK_MS;
}

/** The most calls that were under way at once. */
function mostAtOnce(calls: readonly SimulatorCall[]): number {
	const running = calls.map(
		({ startedAt }) => calls.filter((call) => call.startedAt <= startedAt && endOf(call) > startedAt).length,
	);
	return Math.max(0, ...running);
}

/** @throws where a row is missing, twice, of another execution, or not what Meta has */
function assertRows(job: Job, execution: Execution): void {
	const rows: readonly Row[] = rowsOf(execution, INSIGHTS);
	const name = `execution ${execution.id}`;
	assert.deepEqual(
		rows.map(({ media_id }) => media_id).sort(),
		job.expected.map(({ id }) => id).sort(),
		name,
	);
	const byId = new Map(job.expected.map((entry) => [entry.id, entry]));
	for (const row of rows) {
		const entry = byId.get(String(row.media_id));
		assert.ok(entry);
		if (hasNoNumbers(entry)) {
			assert.equal(row.reach, null);
			assert.notEqual(row.status, 'ok');
		} else {
			assert.deepEqual(
				{ reach: row.reach, views: row.views, status: row.status },
				{ reach: metricValue(entry, 'reach'), views: metricValue(entry, 'views'), status: 'ok' },
				`${name}, media ${entry.id}`,
			);
		}
	}
}

/** Of those jobs that have an execution. */
function assertAllRows(jobs: readonly Job[], executions: ReadonlyMap<number, Execution>): void {
	for (const job of jobs) {
		const execution = executions.get(job.number);
		if (execution === undefined) continue;
		assert.equal(execution.status, 'success', `execution ${execution.id}`);
		assertRows(job, execution);
	}
}

function hasNoNumbers({ fewViewers, beforeConversion }: SimulatedMedia): boolean {
	return fewViewers === true || beforeConversion === true;
}

/** The executions that a worker's log says it did something with. */
function inLog({ log }: Program, word: 'started' | 'finished'): string[] {
	return [
		...readFileSync(log, 'utf8').matchAll(new RegExp(`Worker ${word} execution (\\d+) \\(job`, 'g')),
	].map(([, id = '']) => id);
}

function isBatch({ parts }: SimulatorCall): boolean {
	return parts !== undefined;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((one, other) => one + other, 0);
}

export function queue(): void {
	suite('queue mode', () => {
		let house: House;
		let redis: Redis;
		let postgres: Postgres;
		let workers: readonly N8n[] = [];
		const workflows = new Map<Job['path'], SavedWorkflow>();
		/** All that was started here, with what it started itself. */
		const started: RunningProcess[] = [];
		/** What undoes `before`, as far as it got. */
		const undo: (() => Promise<void>)[] = [];

		prepare(async () => {
			progress('Starting Redis and PostgreSQL');
			redis = await startRedis('redis');
			undo.push(() => redis.stop());
			postgres = await startPostgres('postgres');
			undo.push(() => postgres.stop());
			const env = {
				...postgres.env,
				...QUEUE_TIMES,
				EXECUTIONS_MODE: 'queue',
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				N8N_CONCURRENCY_PRODUCTION_LIMIT: String(CONCURRENCY),
				// A line for each expression of each item would be the most of the work.
				N8N_LOG_LEVEL: 'info',
				QUEUE_BULL_REDIS_PORT: String(redis.port),
			};
			house = await openHouse({ release: CURRENT, name: 'queue-main', env });
			undo.push(() => closeHouse(house));
			progress('Starting two workers');
			workers = await Promise.all(
				['queue-worker-1', 'queue-worker-2'].map(async (name) => {
					const { installation } = house;
					// As if each had a machine of its own.
					const userFolder = await makeUserFolder(name, await tarball());
					return await startN8n({ installation, userFolder, name, worker: true, env });
				}),
			);
			undo.push(async () => {
				await Promise.all(workers.map((worker) => worker.stop()));
			});
			for (const [name, workflow] of [
				['media', workflowOfMedia(house.credentials)],
				['account', workflowOfAccount(house.credentials)],
			] as const) {
				const saved = await house.api.saveWorkflow(workflow);
				await house.api.ask('POST', `workflows/${saved.id}/activate`, { versionId: saved.versionId });
				workflows.set(name, saved);
			}
			house.simulator.reset();
		});
		after(async () => {
			for (const stop of undo.reverse()) await stop();
		});

		/** @returns what the simulator goes by from now on */
		function setUp(changes: Partial<Behaviour>): Behaviour {
			const { simulator } = house;
			simulator.reset();
			// A story of the big account would be published now, whatever the time from which media are asked for.
			return Object.assign(simulator.behaviour, {
				generatedMedia: BIG_ACCOUNT,
				generatedStories: 0,
				...changes,
			});
		}

		/** Calls the webhook of each job, all at once. */
		async function callWebhooks(jobs: readonly Job[]): Promise<void> {
			await Promise.all(
				jobs.map(async ({ path, body }) => {
					const answer = await fetch(`${house.n8n.url}/webhook/${path}`, {
						method: 'POST',
						headers: { 'content-type': 'application/json' },
						body: JSON.stringify(body),
					});
					assert.equal(answer.status, 200, await answer.text());
				}),
			);
		}

		/** What n8n's list of executions says, without their data. */
		async function listed(): Promise<{ readonly id: string; readonly status: string }[]> {
			const lists = await Promise.all(
				[...workflows.values()].map(async ({ id }) => {
					const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
					return (await house.api.ask('GET', `executions?filter=${filter}&limit=100`)) as {
						results: { id: string; status: string }[];
					};
				}),
			);
			return lists.flatMap(({ results }) => results);
		}

		/** Runs the jobs. @returns their executions, without order */
		async function runJobs(
			jobs: readonly Job[],
			whileRunning: () => Promise<void> = () => Promise.resolve(),
		): Promise<Execution[]> {
			const earlier = new Set((await listed()).map(({ id }) => id));
			await callWebhooks(jobs);
			await whileRunning();
			const ids = await waitFor(
				`${String(jobs.length)} executions`,
				async () => {
					const own = (await listed()).filter(({ id }) => !earlier.has(id));
					const ended = own.filter(({ status }) => !['new', 'running', 'unknown'].includes(status));
					return ended.length >= jobs.length ? own.map(({ id }) => id) : undefined;
				},
				{ timeoutMs: 240_000, everyMs: 1000 },
			);
			assert.equal(ids.length, jobs.length);
			return await Promise.all(ids.map((id) => house.api.execution(id)));
		}

		function byNumber(executions: readonly Execution[]): Map<number, Execution> {
			return new Map(
				executions.map((execution) => {
					const [called] = rowsOf(execution, WEBHOOK);
					const { number } = (called?.body ?? {}) as { number?: unknown };
					assert.ok(
						typeof number === 'number',
						`execution ${execution.id}: ${execution.status} ${execution.data.resultData.error?.message ?? ''}`,
					);
					return [number, execution];
				}),
			);
		}

		check('20 executions at once: each has its own rows, over both workers', async () => {
			const jobs = makeJobs(setUp({ delayMs: 400 }));
			assert.equal(jobs.length, EXECUTIONS);
			const begun = Date.now();
			const executions = byNumber(await runJobs(jobs));
			const seconds = (Date.now() - begun) / 1000;

			assert.equal(executions.size, EXECUTIONS);
			assertAllRows(jobs, executions);
			const ids = [...executions.values()].map(({ id }) => id);
			const shares = workers.map((worker) => inLog(worker, 'finished').filter((id) => ids.includes(id)));
			assert.deepEqual(shares.flat().sort(), ids.sort(), 'each execution ran once');
			assert.ok(
				shares.every((share) => share.length > 0),
				'both workers took part',
			);

			const calls = callsByJob(house.simulator.calls, jobs);
			const peaks = jobs.map(({ number }) => mostAtOnce(calls.get(number) ?? []));
			assert.ok(
				peaks.every((peak) => peak <= MAX_BATCHES_IN_FLIGHT),
				peaks.join(' '),
			);
			assert.equal(Math.max(...peaks), MAX_BATCHES_IN_FLIGHT, 'the limit was reached');
			assert.ok(house.simulator.maxInFlight <= MAX_BATCHES_IN_FLIGHT * EXECUTIONS);
			for (const { number } of jobs.slice(0, NAMING)) assert.equal(calls.get(number)?.length, BATCHES_EACH);
			assert.equal(house.simulator.callsWhileBlocked, 0);

			const rows = sum(jobs.map(({ expected }) => expected.length));
			progress(
				`${String(EXECUTIONS)} executions (${shares.map(({ length }) => length).join(' + ')}), ` +
					`${String(rows)} rows, ${String(house.simulator.calls.length)} round trips, at most ` +
					`${String(Math.max(...peaks))} at once in one and ${String(house.simulator.maxInFlight)} in all, ` +
					`${seconds.toFixed(1)} s`,
			);
		});

		check('an execution that Meta has blocked calls no more', async () => {
			const behaviour = setUp({ generatedMedia: LONG_ACCOUNT, delayMs: 20, batchDelayMs: 500 });
			const media = mediaOf(ACCOUNTS.big, behaviour, new Date());
			const jobs = VERSIONS.map((version, number) => jobOfAccount(number, version, ACCOUNTS.big, media));
			const { simulator } = house;
			const executions = await runJobs(jobs, async () => {
				await waitFor('all executions to be in the middle of it', () => {
					const calls = callsByJob(simulator.calls, jobs);
					return jobs.every(({ number }) => calls.get(number)?.some(isBatch)) ? true : undefined;
				});
				behaviour.callBudget = 0;
			});

			const calls = callsByJob(simulator.calls, jobs);
			const numbered = byNumber(executions);
			let answered = 0;
			let blocked = 0;
			for (const { number } of jobs) {
				const own = calls.get(number) ?? [];
				const refusals = own.filter(({ parts = [] }) => parts.some(({ status }) => status >= 400));
				const firstRefusal = Math.min(...refusals.map(endOf));
				const later = own.filter(({ startedAt }) => startedAt > firstRefusal);
				// What came in at the same moment may have made room for the next before the refusal was read.
				assert.ok(later.length < MAX_BATCHES_IN_FLIGHT, `${String(later.length)} calls after a refusal`);

				const execution = numbered.get(number);
				assert.equal(execution?.status, 'success');
				const statuses = rowsOf(execution, INSIGHTS).map(({ status }) => status);
				assert.equal(statuses.length, LONG_ACCOUNT, 'each media has its row');
				const ok = statuses.filter((status) => status === 'ok').length;
				const parts = own.flatMap((call) => call.parts ?? []);
				assert.equal(ok, parts.filter(({ status }) => status === 200).length);
				assert.equal(statuses.filter((status) => status === 'rate_limited').length, LONG_ACCOUNT - ok);
				answered += ok;
				blocked += LONG_ACCOUNT - ok;
			}
			assert.ok(blocked > 0);
			progress(
				`${String(jobs.length)} executions, ${String(answered)} rows and ${String(blocked)} with ` +
					`"rate_limited", ${String(simulator.calls.filter(isBatch).length)} batches instead of ` +
					String((jobs.length * LONG_ACCOUNT) / 50),
			);
		});

		/**
		 * What n8n 2.41.1 does when a worker is gone: its executions stay "running" until the lock on their jobs has
		 * run out. Then the other worker finds them stalled; Bull could hand them on, but n8n allows no second try
		 * (`maxStalledCount: 0`), since it does not know what the first has done. After half a minute more, in which a
		 * result could still come in, the main ends them with an error. "Retry" of such an execution fails at once with
		 * the same words, as what it was started with has been overwritten; so it has to be called again.
		 */
		check('the executions of a worker that dies end with an error, and can be run again', async () => {
			const jobs = makeJobs(setUp({ delayMs: 2000 }));
			const earlier = workers.map((worker) => inLog(worker, 'started').length);
			const shares = (): number[] =>
				workers.map((worker, index) => inLog(worker, 'started').length - (earlier[index] ?? 0));
			let victim: N8n | undefined;
			let diedAt = 0;
			const executions = await runJobs(jobs, async () => {
				await waitFor('both workers to be in the middle of it', () =>
					shares().every((share) => share > 1) && house.simulator.calls.length > MAX_BATCHES_IN_FLIGHT
						? true
						: undefined,
				);
				const counts = shares();
				victim = workers[counts.indexOf(Math.max(...counts))];
				assert.ok(victim);
				started.push(...familyOf(victim.pid));
				await victim.kill();
				diedAt = Date.now();
			});
			const seconds = (Date.now() - diedAt) / 1000;

			const lost = executions.filter(({ status }) => status !== 'success');
			const done = byNumber(executions.filter(({ status }) => status === 'success'));
			assert.ok(lost.length > 0, 'the worker was in the middle of something');
			const survivors = workers.filter((worker) => worker !== victim);
			const takenOver = new Set(survivors.flatMap((worker) => inLog(worker, 'started')));
			for (const { id, status, data } of lost) {
				assert.equal(status, 'error', `execution ${id}`);
				assert.match(data.resultData.error?.message ?? '', /failed to be processed too many times/);
				assert.ok(!takenOver.has(id), `execution ${id} was not begun a second time`);
			}
			const lostJobs = jobs.filter(({ number }) => !done.has(number));
			assert.equal(lostJobs.length, lost.length);
			assertAllRows(jobs, done);

			setUp({});
			const again = byNumber(await runJobs(lostJobs));
			assert.equal(again.size, lostJobs.length);
			assertAllRows(lostJobs, again);
			progress(
				`${String(done.size)} executions went on, ${String(lost.length)} ended with an error ` +
					`${seconds.toFixed(0)} s after their worker, and gave all of their ` +
					`${String(sum(lostJobs.map(({ expected }) => expected.length)))} rows when run again`,
			);
		});

		check('nothing stays behind', async () => {
			const programs: Program[] = [house.n8n, ...workers, redis, postgres];
			for (const { pid } of programs) started.push(...familyOf(pid));
			assert.ok(started.length > programs.length, 'n8n and PostgreSQL start processes of their own');
			await Promise.all(workers.map((worker) => worker.stop()));
			await house.n8n.stop();
			await redis.stop();
			await postgres.stop();
			// PostgreSQL's own end a moment after it.
			for (let tries = 0; tries < 50 && started.some(isRunning); tries += 1) await setTimeout(100);
			assert.deepEqual(
				started.filter(isRunning).map(({ pid, name }) => `${name} ${String(pid)}`),
				[],
			);
			progress(`All of ${String(started.length)} processes have ended`);
		});
	});
}
