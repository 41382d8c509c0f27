/** The jobs for queue mode, which calls belong to which job, and what has to come out. */
import assert from 'node:assert/strict';

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
import type { TestBed } from './testBed';
import { type Execution, type Workflow, rowsOf } from './rest';
import { INSIGHTS, byId, inLine, insights, oneByOne, webhookAtOnce } from './workflows';

export const EXECUTIONS = 20;
/** The number of executions that name their posts one by one. */
export const NAMING = 8;
/** Five batches, which is more than may be under way at once. */
const MEDIA_EACH = 210;
export const BATCHES_EACH = 5;
/** The number of posts and reels of the big account. Each of its executions takes a quarter, by time of publication. */
export const BIG_ACCOUNT = 300;
export const VERSIONS = ['v22.0', 'v23.0', 'v24.0', 'v25.0'];

/** The workflows, which are also the paths of their webhooks. */
export type JobKind = 'media' | 'account';

export interface Job {
	readonly number: number;
	readonly kind: JobKind;
	readonly body: Readonly<Record<string, unknown>>;
	readonly version: string;
	/** The account whose lists it reads; `undefined` if it names media items. */
	readonly account?: SimulatedAccount;
	readonly expected: readonly SimulatedMedia[];
}

export function workflowOf(kind: JobKind, credentials: TestBed['credentials']): Workflow {
	if (kind === 'media') {
		const node = insights(
			{
				output: 'media',
				resource: 'post',
				operation: 'getInsights',
				mediaId: byId('={{ $json.id }}'),
				postMetrics: ['reach', 'views'],
				options: { maxWait: 0 },
			},
			{ credentials },
		);
		return inLine('Named media', [webhookAtOnce(kind), oneByOne('body.ids', 'id'), node]);
	}
	const node = insights(
		{
			output: 'media',
			resource: 'media',
			operation: 'getManyInsights',
			accountId: byId('={{ $json.body.account }}'),
			returnAll: true,
			filters: { publishedAfter: '={{ $json.body.after }}', publishedBefore: '={{ $json.body.before }}' },
			mediaMetrics: ['reach', 'views'],
			options: { apiVersion: '={{ $json.body.version }}', maxWait: 0 },
		},
		{ credentials },
	);
	return inLine('Media of an account', [webhookAtOnce(kind), node]);
}

/** Asks for the media items of an account: for all, or for the time from the last to the first of the expected. */
export function jobOfAccount(
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
	return { number, kind: 'account', body, version, account, expected };
}

/** Jobs whose calls can be told apart: each has posts of its own, or an account with an API version of its own. */
export function makeJobs(behaviour: Behaviour): Job[] {
	const now = new Date();
	// They are older than those that the big account lists.
	const posts = many(2 * BIG_ACCOUNT + NAMING * MEDIA_EACH, 'post').slice(2 * BIG_ACCOUNT);
	const naming = Array.from({ length: NAMING }, (_, number): Job => {
		const ids = posts.slice(number * MEDIA_EACH, (number + 1) * MEDIA_EACH);
		const expected = ids.flatMap((id) => findMedia(id, now, now) ?? []);
		return { number, kind: 'media', body: { number, ids }, version: 'v25.0', expected };
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

export function countExpected(jobs: readonly Job[]): number {
	return jobs.reduce((sum, { expected }) => sum + expected.length, 0);
}

/** The version and the ID in a path of the Graph API: `/v25.0/17900000000000000/insights`. */
function subjectOf(path: string): string {
	return path.split('/').slice(1, 3).join(' ');
}

/** The job of each call. @throws if a call belongs to no job, or to more than one */
export function callsByJob(
	calls: readonly SimulatorCall[],
	jobs: readonly Job[],
): Map<number, SimulatorCall[]> {
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

/** @throws if a row is missing, twice, of another execution, or not what Meta has */
function assertRows(job: Job, execution: Execution): void {
	const rows = rowsOf(execution, INSIGHTS);
	const name = `execution ${execution.id}`;
	assert.deepEqual(
		rows.map(({ media_id }) => media_id).sort(),
		job.expected.map(({ id }) => id).sort(),
		name,
	);
	const media = new Map(job.expected.map((entry) => [entry.id, entry]));
	for (const row of rows) {
		const entry = media.get(String(row.media_id));
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

/** Only the jobs that have an execution. */
export function assertAllRows(jobs: readonly Job[], executions: ReadonlyMap<number, Execution>): void {
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
