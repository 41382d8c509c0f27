/** The trigger that polls each minute: what reaches an age comes once, also if n8n is started again in between. */
import assert from 'node:assert/strict';

import { ACCOUNTS, many, metricValue } from '../simulator';
import { metaTimestamp } from '../simulator/clock';
import { findMedia } from '../simulator/media';
import { check, prepare, suite } from './checks';
import { waitFor } from './programs';
import type { TestBed } from './testBed';
import { LONGEST_WAIT_MS, TriggeredWorkflow } from './triggerRuns';
import { byId, pollingTrigger } from './workflows';

const [NEWEST = '', FIRST = '', OLD = ''] = many(3, 'post');
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** The posts that reach an hour while the checks run. */
export const DUE = { first: FIRST, second: NEWEST } as const;

/** How long after the beginning each of them reaches an hour. A poll comes each minute, and a restart lies in between. */
const DUE_AFTER_MS = { first: 30 * SECOND_MS, second: 100 * SECOND_MS } as const;

function expectedRow(id: string): Record<string, unknown> {
	const media = findMedia(id, new Date(), new Date());
	assert.ok(media);
	return {
		media_id: id,
		metric: 'reach',
		value: metricValue(media, 'reach'),
		status: 'ok',
		age_hours: 1,
		previous: null,
		change: null,
	};
}

/** The columns that the checks compare. */
function compared(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
	return rows.map((row) =>
		Object.fromEntries(Object.keys(expectedRow(NEWEST)).map((name) => [name, row[name]])),
	);
}

export function pollingTriggerChecks(testBed: () => TestBed, restart: () => Promise<void>): void {
	suite('that polls', () => {
		let workflow: TriggeredWorkflow;

		/** Waits until the trigger has listed once more what the account published. */
		async function nextPoll(): Promise<void> {
			const { calls } = testBed().simulator;
			const isList = ({ path }: { readonly path: string }): boolean =>
				path.endsWith(`${ACCOUNTS.big.id}/media`);
			const before = calls.length;
			await waitFor('a poll', () => calls.slice(before).find(isList), { timeoutMs: LONGEST_WAIT_MS });
		}

		prepare(async () => {
			const { api, simulator, credentials } = testBed();
			simulator.reset();
			const now = Date.now();
			const published = (dueAfterMs: number) => ({
				timestamp: metaTimestamp(new Date(now - HOUR_MS + dueAfterMs)),
			});
			Object.assign(simulator.behaviour, {
				generatedMedia: 3,
				generatedStories: 0,
				changedFields: {
					[NEWEST]: published(DUE_AFTER_MS.second),
					[FIRST]: published(DUE_AFTER_MS.first),
					// It was an hour old before the trigger was switched on, so it never comes.
					[OLD]: published(-HOUR_MS),
				},
			});
			const trigger = pollingTrigger(
				{
					authentication: 'facebookAccessToken',
					event: 'mediaAge',
					accountId: byId(ACCOUNTS.big.id),
					resource: 'post',
					ages: [1],
					postMetrics: ['reach'],
					output: 'metrics',
				},
				{ credentials },
			);
			workflow = await TriggeredWorkflow.save(api, 'Posts an hour old', trigger);
		});

		check('a test gives the newest post, and what falls due later still comes', async () => {
			await workflow.activate();
			assert.deepEqual(compared(await workflow.test()), [expectedRow(NEWEST)]);
			assert.deepEqual(await workflow.executions(), []);
		});

		check('a post that becomes an hour old starts an execution with its rows', async () => {
			const rows = await workflow.rowsOfExecution(1);
			assert.deepEqual(compared(rows), [expectedRow(DUE.first)]);
			const [{ age_actual_hours: age } = {}] = rows;
			assert.ok(Number(age) >= 1 && Number(age) < 1.05, String(age));
		});

		check('after a restart of n8n, what came does not come again, and what falls due comes', async () => {
			await restart();
			assert.deepEqual(compared(await workflow.rowsOfExecution(2)), [expectedRow(DUE.second)]);
		});

		check('a poll later nothing has come twice', async () => {
			await nextPoll();
			const executions = await workflow.executions();
			assert.deepEqual(
				executions.map((execution) => workflow.rowsOf(execution).map(({ media_id: id }) => id)),
				[[DUE.first], [DUE.second]],
			);
			await workflow.deactivate();
			// Other checks go on with the same simulator.
			testBed().simulator.reset();
		});
	});
}
