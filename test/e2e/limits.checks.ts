/** Good answers that tell how long Meta's limits last: n8n stays awake, and the rows so far are kept. */
import assert from 'node:assert/strict';
import { beforeEach } from 'node:test';

import { ACCOUNTS, IG_ACCOUNT_ID, TOKENS } from '../simulator';
import { check, progress } from './checks';
import { NODE_TYPE, type TestBed } from './testBed';
import { type Execution, hintsIn, rowsOf } from './rest';
import { INSIGHTS, byId, inLine, insights, manualTrigger } from './workflows';

/** n8n always has to answer within this time. */
const AWAKE_MS = 1_000;
/** The time between two requests to n8n. */
const LOOK_MS = 50;
/** A run that does not wait for the block ends well before the block does. */
const SOON_MS = 30_000;
/** The time that Meta names for the block: five minutes. */
const REGAIN_MINUTES = 5;
/** The number of entries on a page of Meta's lists. */
const PAGE = 100;

/** The header of every answer, also of good ones. */
const blockedHeader = JSON.stringify({
	[IG_ACCOUNT_ID]: [
		{
			type: 'instagram',
			call_count: 20,
			total_cputime: 1,
			total_time: 1,
			estimated_time_to_regain_access: REGAIN_MINUTES,
		},
	],
});

/** @throws as soon as n8n does not answer in time, without waiting for the work, which may hang too */
async function whileAwake<T>(url: string, work: () => Promise<T>): Promise<T> {
	let isOver = false;
	let slowest = 0;
	let looks = 0;
	const watch = async (): Promise<never> => {
		for (;;) {
			const startedAt = performance.now();
			const answer = await fetch(`${url}/healthz`, {
				headers: { connection: 'close' },
				signal: AbortSignal.timeout(AWAKE_MS),
			}).catch((cause: unknown) => {
				throw new Error(`n8n did not answer within ${String(AWAKE_MS)} ms`, { cause });
			});
			slowest = Math.max(slowest, performance.now() - startedAt);
			looks += 1;
			assert.equal(answer.status, 200);
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
			// It never settles, so the result of the work counts.
			if (isOver) return await new Promise<never>(() => undefined);
		}
	};
	try {
		const result = await Promise.race([work(), watch()]);
		progress(`n8n answered ${String(looks)} times meanwhile, within ${slowest.toFixed(0)} ms`);
		assert.ok(looks > 0);
		return result;
	} finally {
		isOver = true;
	}
}

export function limitChecks(testBed: () => TestBed): void {
	beforeEach(() => {
		testBed().simulator.reset();
	});

	/** Everything of an account with three pages of media items, without waiting for Meta's limits. */
	const getMany = async (): Promise<Execution> => {
		const { api, credentials } = testBed();
		const saved = await api.saveWorkflow(
			inLine('Within limits', [
				manualTrigger(),
				insights(
					{
						resource: 'post',
						operation: 'getManyInsights',
						accountId: byId(ACCOUNTS.big.id),
						returnAll: true,
						postMetrics: ['reach'],
						options: { maxWait: 0 },
					},
					{ credentials },
				),
			]),
		);
		return await whileAwake(api.url, async () => {
			const id = await api.begin(saved, 'Start');
			return await api.finished(id, { timeoutMs: SOON_MS });
		});
	};

	check(
		'a good first page that tells of a block: n8n stays awake, and the run says why it has nothing',
		async () => {
			const { simulator } = testBed();
			simulator.behaviour.usageHeaderValue = blockedHeader;
			const { status, data } = await getMany();
			assert.equal(status, 'error');
			const { error } = data.resultData;
			assert.match(error?.message ?? '', /^Meta takes no more calls .*\[item 0\]$/);
			assert.match(String(error?.description), /Meta counts calls/);
			// The page, and calls that may have been under way with it. There are none while the block lasts.
			assert.ok(simulator.calls.length <= 2, String(simulator.calls.length));
		},
	);

	check(
		'a block that is told in the middle: what came is kept, the rest is told as rate_limited',
		async () => {
			const { simulator } = testBed();
			const { behaviour } = simulator;
			behaviour.callBudget = 150;
			behaviour.tellsAhead = true;
			behaviour.regainMinutes = REGAIN_MINUTES;
			const execution = await getMany();
			assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
			const rows = rowsOf(execution, INSIGHTS);
			const count = (expected: string) => rows.filter(({ status }) => status === expected).length;
			assert.ok(count('ok') > 0 && count('rate_limited') > 0);
			assert.equal(count('ok') + count('rate_limited'), rows.length);
			assert.ok(rows.length >= PAGE / 2 && new Set(rows.map(({ media_id: id }) => id)).size === rows.length);
			for (const { status, value } of rows) assert.equal(typeof value === 'number', status === 'ok');
			assert.match(hintsIn(execution, INSIGHTS), /rate limit.*Access returns at about 20\d\d-/s);
		},
	);

	check('pickers whose first page tells of a block: n8n stays awake, and what came is listed', async () => {
		const { api, credentials, simulator } = testBed();
		simulator.behaviour.extraPages = 250;
		simulator.behaviour.usageHeaderValue = blockedHeader;
		const list = async (methodName: string, path: string, parameters: object, filter?: string) =>
			await whileAwake(api.url, async () => {
				const answer = await api.ask('POST', 'dynamic-node-parameters/resource-locator-results', {
					methodName,
					path: `parameters.${path}`,
					nodeTypeAndVersion: { name: NODE_TYPE, version: 1 },
					currentNodeParameters: { authentication: 'facebookAccessToken', resource: 'post', ...parameters },
					credentials,
					filter,
				});
				assert.ok(!JSON.stringify(answer).includes(TOKENS.valid));
				return (answer as { results: { name: string; value: unknown }[] }).results;
			});

		const accounts = await list('searchAccounts', 'accountId', {});
		const names = accounts.filter(({ value }) => typeof value === 'string').map(({ name }) => name);
		// One page of Meta's list is read, and not the pages after it.
		assert.ok(names.length > 0 && names.length <= PAGE, String(names.length));
		assert.deepEqual(
			accounts.filter(({ value }) => typeof value !== 'string').map(({ name }) => name),
			['Not all accounts came: refresh the list later'],
		);
		assert.equal(simulator.calls.length, 1);

		// It is not on the first page, and the next one must not be asked for.
		simulator.reset();
		simulator.behaviour.usageHeaderValue = blockedHeader;
		await assert.rejects(
			list('searchMedia', 'mediaId', { accountId: byId(ACCOUNTS.big.id) }, 'number 240 of'),
			/Meta takes no more calls/,
		);
		assert.equal(simulator.calls.length, 1);
	});
}
