/** n8n's queue mode: a main that takes the calls, and two workers that share the executions by way of Redis. */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { ACCOUNTS, type SimulatorCall, many } from '../simulator';
import { mediaOf } from '../simulator/accounts';
import { exchangesAt } from './agingHost';
import { check, prepare, progress, suite } from './checks';
import type { N8n } from './n8n';
import { type RunningProcess, familyOf, isRunning } from './processes';
import { waitFor } from './programs';
import { type QueueTestBed, behaveAnew, byNumber, inLog, openQueueTestBed, runJobs } from './queueTestBed';
import {
	BATCHES_EACH,
	EXECUTIONS,
	NAMING,
	VERSIONS,
	assertAllRows,
	callsByJob,
	countExpected,
	jobOfAccount,
	makeJobs,
} from './queueJobs';
import { type Execution, hintsIn, rowsOf } from './rest';
import { SavedCredential } from './savedCredential';
import { compared, sample, sampleRows, saveStories, switchOff, switchOn } from './storyParts';
import { CREDENTIAL_TYPE, credentialData } from './testBed';
import { INSIGHTS, byId, inLine, insights, webhook } from './workflows';

/** Batches that an execution may have under way at once, until Meta has told how much of its limits is used. */
const FIRST_IN_FLIGHT = 4;
/** The same, as long as less than half is used, which is what the simulator tells. */
const MAX_IN_FLIGHT = 10;
/** The number of entries on a page of Meta's lists. */
const PAGE = 100;
/** Fifty batches, so that calls are still left in the middle of the run. */
const LONG_ACCOUNT = 2500;

/** A check has 300 s. The check with the worker that dies needs all of these times, one after another. */
const MIDDLE_MS = 45_000;
const END_MS = 150_000;
const RETRY_MS = 15_000;
const AGAIN_MS = 45_000;

/** Stories of which the simulator sends the insights. */
const STORIES = ['18000000000000011', '18000000000000012', '18000000000000013'];

/** The simulator notes starts in whole milliseconds, so two calls in a row may seem to overlap by one millisecond. */
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

function isBatch({ parts }: SimulatorCall): boolean {
	return parts !== undefined;
}

function assertLost({ id, status, data }: Execution): void {
	assert.equal(status, 'error', `execution ${id}`);
	assert.match(data.resultData.error?.message ?? '', /failed to be processed too many times/);
}

export function queue(): void {
	suite('queue mode', () => {
		let testBed: QueueTestBed;
		/** All processes that were started here, with their child processes. */
		const started: RunningProcess[] = [];

		prepare(async () => {
			testBed = await openQueueTestBed();
		});
		after(async () => {
			// There is no test bed if the set-up broke off.
			await (testBed as QueueTestBed | undefined)?.close();
		});

		check('20 executions at once: each has its own rows, over both workers', async () => {
			const { simulator, workers } = testBed;
			const jobs = makeJobs(behaveAnew(testBed, { delayMs: 400 }));
			assert.equal(jobs.length, EXECUTIONS);
			const begun = Date.now();
			const executions = byNumber(await runJobs(testBed, jobs, { timeoutMs: END_MS }));
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

			const calls = callsByJob(simulator.calls, jobs);
			const peaks = jobs.map(({ number }) => mostAtOnce(calls.get(number) ?? []));
			assert.ok(
				peaks.every((peak) => peak <= MAX_IN_FLIGHT),
				peaks.join(' '),
			);
			for (const peak of peaks.slice(0, NAMING)) assert.equal(peak, FIRST_IN_FLIGHT, peaks.join(' '));
			// If the executions did not overlap, the checks above could not show that they disturb each other.
			assert.ok(
				simulator.maxInFlight > MAX_IN_FLIGHT * workers.length,
				`a worker ran executions side by side (${String(simulator.maxInFlight)} calls at once)`,
			);
			for (const { number } of jobs.slice(0, NAMING)) assert.equal(calls.get(number)?.length, BATCHES_EACH);

			progress(
				`${String(EXECUTIONS)} executions (${shares.map(({ length }) => length).join(' + ')}), ` +
					`${String(countExpected(jobs))} rows, ${String(simulator.calls.length)} round trips, at most ` +
					`${String(Math.max(...peaks))} at once in one and ${String(simulator.maxInFlight)} in all, ` +
					`${seconds.toFixed(1)} s`,
			);
		});

		check('executions that all renew the token at once, in both workers: each has its rows', async () => {
			const { api, simulator, workers } = testBed;
			const behaviour = behaveAnew(testBed, { delayMs: 500 });
			const { appId, appSecret } = simulator;
			const data = { ...credentialData(simulator), accessToken: simulator.issueToken(), appId, appSecret };
			const { forNode } = await SavedCredential.create(api, 'Renewed by all', CREDENTIAL_TYPE, data);
			const parameters = { resource: 'post', mediaId: byId('={{ $json.body.id }}'), postMetrics: ['reach'] };
			const saved = await api.saveWorkflow(
				inLine('Renewing', [webhook('renewing'), insights(parameters, { credentials: forNode })]),
			);
			await api.activate(saved);
			const read = async (posts: readonly string[]): Promise<void> => {
				const answers = await Promise.all(posts.map((id) => api.callWebhook('renewing', { id })));
				const rows = answers.flat() as { media_id: string; status: string }[];
				assert.deepEqual(
					rows.map(({ media_id: id, status }) => [id, status]),
					posts.map((id) => [id, 'ok']),
				);
			};
			const earlier = workers.map((worker) => inLog(worker, 'finished').length);
			await read(many(NAMING, 'post'));
			const shares = workers.map((worker, index) => inLog(worker, 'finished').length - (earlier[index] ?? 0));
			assert.ok(
				shares.every((share) => share > 0),
				'both workers took part',
			);
			const exchanges = exchangesAt(simulator).length;
			assert.ok(exchanges >= workers.length && exchanges <= NAMING, `${String(exchanges)} exchanges`);

			// The one that was stored last is in use from now on, and none is exchanged any more.
			behaviour.delayMs = 0;
			const before = simulator.calls.length;
			await read(many(1, 'post'));
			assert.equal(simulator.calls.length, before + 1);
			await api.deactivate(saved);
			progress(`${String(NAMING)} executions (${shares.join(' + ')}), ${String(exchanges)} exchanges`);
		});

		check('a story that Meta sends, and sends again, is one execution, in one of the workers', async () => {
			const { simulator, workers } = testBed;
			behaveAnew(testBed, {});
			const workflow = await saveStories(testBed, 'stories-in-queue-mode');
			await switchOn(workflow, simulator);
			for (const [count, id] of STORIES.entries()) {
				assert.equal((await simulator.webhooks.deliver([sample(id)]))?.status, 200);
				const rows = await workflow.rowsOfExecution(count + 1);
				assert.deepEqual(compared(rows), sampleRows(id));
				const again = await simulator.webhooks.repeat();
				assert.deepEqual(new Set(again.map(({ status }) => status)), new Set([200]));
			}
			const ids = (await workflow.executions()).map(({ id }) => id);
			assert.equal(ids.length, STORIES.length);
			const taken = workers.flatMap((worker) => inLog(worker, 'finished')).filter((id) => ids.includes(id));
			assert.deepEqual(taken.sort(), ids.sort(), 'each execution ran once');
			await switchOff(workflow, simulator);
		});

		check('an execution that Meta has blocked calls no more', async () => {
			const { simulator } = testBed;
			const behaviour = behaveAnew(testBed, {
				generatedMedia: LONG_ACCOUNT,
				delayMs: 20,
				batchDelayMs: 500,
			});
			const media = mediaOf(ACCOUNTS.big, behaviour, new Date());
			const jobs = VERSIONS.map((version, number) => jobOfAccount(number, version, ACCOUNTS.big, media));
			const whileRunning = async (): Promise<void> => {
				await waitFor(
					'all executions to be in the middle of it',
					() => {
						const calls = callsByJob(simulator.calls, jobs);
						return jobs.every(({ number }) => calls.get(number)?.some(isBatch)) ? true : undefined;
					},
					{ timeoutMs: MIDDLE_MS },
				);
				behaviour.callBudget = 0;
			};
			const executions = await runJobs(testBed, jobs, { whileRunning, timeoutMs: END_MS });

			const calls = callsByJob(simulator.calls, jobs);
			const numbered = byNumber(executions);
			let answered = 0;
			let blocked = 0;
			for (const { number } of jobs) {
				const own = calls.get(number) ?? [];
				const refusals = own.filter(({ status, parts = [] }) =>
					[status, ...parts.map((part) => part.status)].some((one) => one >= 400),
				);
				assert.ok(refusals.length > 0, `execution of ${String(number)} met with the block`);
				const firstRefusal = Math.min(...refusals.map(endOf));
				const later = own.filter(({ startedAt }) => startedAt > firstRefusal);
				// An answer of the same moment may have let the next call through before the refusal was read.
				assert.ok(later.length < MAX_IN_FLIGHT, `${String(later.length)} calls after a refusal`);

				const execution = numbered.get(number);
				assert.equal(execution?.status, 'success');
				const statuses = rowsOf(execution, INSIGHTS).map(({ status }) => status);
				// The block may come while pages are still read. The posts listed by then are kept.
				const pages = own.filter(({ path: asked, status }) => asked.endsWith('/media') && status === 200);
				const listed = Math.min(pages.length * PAGE, LONG_ACCOUNT);
				assert.equal(statuses.length, listed, 'each media item that was listed has its row');
				const brokeOff = /The list of media broke off after (\d+): /.exec(hintsIn(execution, INSIGHTS));
				assert.equal(brokeOff?.[1], listed < LONG_ACCOUNT ? String(listed) : undefined);
				const ok = statuses.filter((status) => status === 'ok').length;
				const parts = own.flatMap((call) => call.parts ?? []);
				assert.equal(ok, parts.filter(({ status }) => status === 200).length);
				assert.equal(statuses.filter((status) => status === 'rate_limited').length, listed - ok);
				answered += ok;
				blocked += listed - ok;
			}
			progress(
				`${String(jobs.length)} executions, ${String(answered)} rows and ${String(blocked)} with ` +
					`"rate_limited", ${String(simulator.calls.filter(isBatch).length)} batches of at most ` +
					String((jobs.length * LONG_ACCOUNT) / 50),
			);
		});

		/**
		 * What n8n 2.41.1 does when a worker is gone: its executions stay "running" until the lock on their jobs has
		 * run out. Then the other worker sees that they are stalled. Bull could pass them on, but n8n allows no second
		 * attempt (`maxStalledCount: 0`), since it does not know what the first worker has done. After half a minute more,
		 * in which a result could still come in, the main ends them with an error. "Retry" of such an execution fails at
		 * once with the same words, because n8n has overwritten its input; so the webhook has to be called again.
		 */
		check('the executions of a worker that dies end with an error, and can be run again', async () => {
			const { api, simulator, workers } = testBed;
			const jobs = makeJobs(behaveAnew(testBed, { delayMs: 2000 }));
			const earlier = workers.map((worker) => inLog(worker, 'started').length);
			const shares = (): number[] =>
				workers.map((worker, index) => inLog(worker, 'started').length - (earlier[index] ?? 0));
			let victim: N8n | undefined;
			let diedAt = 0;
			const whileRunning = async (): Promise<void> => {
				await waitFor(
					'both workers to be in the middle of it',
					() =>
						shares().every((share) => share > 1) && simulator.calls.length > MAX_IN_FLIGHT ? true : undefined,
					{ timeoutMs: MIDDLE_MS },
				);
				const counts = shares();
				victim = workers[counts.indexOf(Math.max(...counts))];
				assert.ok(victim);
				started.push(...familyOf(victim.pid));
				await victim.kill();
				diedAt = Date.now();
			};
			const executions = await runJobs(testBed, jobs, { whileRunning, timeoutMs: END_MS });
			const seconds = (Date.now() - diedAt) / 1000;

			const lost = executions.filter(({ status }) => status !== 'success');
			const done = byNumber(executions.filter(({ status }) => status === 'success'));
			assert.ok(lost.length > 0, 'the worker was in the middle of something');
			const survivors = workers.filter((worker) => worker !== victim);
			const takenOver = new Set(survivors.flatMap((worker) => inLog(worker, 'started')));
			for (const execution of lost) {
				assertLost(execution);
				assert.ok(!takenOver.has(execution.id), `execution ${execution.id} was not begun a second time`);
			}
			const lostJobs = jobs.filter(({ number }) => !done.has(number));
			assert.equal(lostJobs.length, lost.length);
			assertAllRows(jobs, done);

			behaveAnew(testBed, {});
			const retried = await api.retry(lost[0]?.id ?? '', { timeoutMs: RETRY_MS });
			assert.equal(retried.mode, 'retry');
			assertLost(retried);
			assert.deepEqual(simulator.calls, [], 'it did not get as far as the node');

			const again = byNumber(await runJobs(testBed, lostJobs, { timeoutMs: AGAIN_MS }));
			assert.equal(again.size, lostJobs.length);
			assertAllRows(lostJobs, again);
			progress(
				`${String(done.size)} executions went on, ${String(lost.length)} ended with an error ` +
					`${seconds.toFixed(0)} s after their worker, and gave all of their ` +
					`${String(countExpected(lostJobs))} rows when run again`,
			);
		});

		check('nothing stays behind', async () => {
			const { programs } = testBed;
			for (const { pid } of programs) started.push(...familyOf(pid));
			assert.ok(started.length > programs.length, 'n8n and PostgreSQL start processes of their own');
			for (const program of programs) await program.stop();
			// PostgreSQL's child processes end a moment after it.
			for (let tries = 0; tries < 50 && started.some(isRunning); tries += 1) await setTimeout(100);
			assert.deepEqual(
				started.filter(isRunning).map(({ pid, name }) => `${name} ${String(pid)}`),
				[],
			);
			progress(`All of ${String(started.length)} processes have ended`);
		});
	});
}
