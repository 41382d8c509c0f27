import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { systemClock } from '../../graph';
import type { MediaInsights } from '../../insights';
import { replacementNote } from '../../parameters/metrics';
import {
	dueCheckpoints,
	FIRST_LOOK_MS,
	listedFrom,
	nextState,
	typeAtPoll,
	type DueMedia,
	type Reached,
} from './checkpoints';
import { collectInsights } from './collect';
import { connect } from './connection';
import { listPublished } from './listing';
import { issueError } from './pollErrors';
import { checkpointRows, valuesOf } from './rows';
import { readerOf, readSettings, type Settings } from './settings';
import { readState, writeState } from './state';

/**
 * How many polls a checkpoint stays due while its insights cannot be had, and how long at least. Then it comes with the
 * reason. With a poll every minute the polls alone would be over before a fault of Meta's is. A story has no such time:
 * it may end.
 */
export const MOST_ATTEMPTS = 12;
const SHORTEST_PATIENCE_MS = 2 * 3_600_000;
/**
 * How many items of several types a manual test looks at: there may be types of which no age is chosen. Of one type the
 * newest is enough, and to look for more could mean to read the whole list of an account.
 */
const SAMPLES = 50;
/** How many items a poll lists at most: as many as Meta does. The oldest of them are those that reach the oldest age. */
const MOST_LISTED = 10_000;
const MINUTE_MS = 60_000;

const PASSING: ReadonlySet<string> = new Set(['failed', 'rate_limited']);

/** The nodes whose poll is under way. An older n8n begins a poll although the one before has not ended. */
const underWay = new Set<string>();

/**
 * Polls once. A manual test gives the newest item at its present age, and remembers nothing.
 * @returns the rows of what is due; `null` if nothing is
 * @throws NodeOperationError for refused parameters, NodeApiError if Meta refused: then the node remembers what it did
 * before, and the next poll tries again
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const read = readSettings(readerOf(context));
	if (!read.ok) throw issueError(context, read.issue);
	const { settings } = read;
	if (context.getMode() === 'manual') return toItems(await sample(context, settings));
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	if (underWay.has(key)) {
		context.logger.debug('Instagram Insights Trigger: the poll before is still under way');
		return null;
	}
	underWay.add(key);
	try {
		return toItems(await pollOnce(context, settings));
	} finally {
		underWay.delete(key);
	}
}

function toItems(rows: readonly IDataObject[]): INodeExecutionData[][] | null {
	return rows.length > 0 ? [rows.map((json) => ({ json }))] : null;
}

async function pollOnce(context: IPollFunctions, settings: Settings): Promise<readonly IDataObject[]> {
	const { accountId, plan, parameters } = settings;
	const staticData = context.getWorkflowStaticData('node');
	const state = readState(staticData, accountId);
	const from = listedFrom(state, plan);
	const { client, warnings } = await connect(context, settings);
	const { media: listed, newest } = from
		? await listPublished(context, client, settings, from, MOST_LISTED)
		: // The first poll needs to know the newest item alone.
			await listPublished(context, client, settings, new Date(systemClock.now() - FIRST_LOOK_MS), 1);
	const nowMs = systemClock.now();
	const due = dueCheckpoints(state, plan, listed, nowMs);
	const insights = await collectInsights(
		context,
		client,
		settings,
		due.map(({ media }) => media),
	);
	const results = due.map((entry, index) => resultOf(entry, insights[index], nowMs));
	const rows = results.flatMap(({ due: entry, isDone, values, insights: ofOne }) => {
		if (!isDone || !ofOne) return [];
		const { ages, media, previous } = entry;
		const actualAgeMs = ageAtReading(media, ofOne);
		return ages.flatMap((ageMinutes, index) =>
			// If several ages were missed, nothing has changed from one to the next.
			checkpointRows(
				{
					insights: ofOne,
					ageMinutes,
					actualAgeMs,
					previous: index === 0 ? previous : { ...previous, ...values },
				},
				parameters.outputOptions,
			),
		);
	});
	if (rows.length > 0) {
		for (const warning of [...warnings, ...parameters.replaced.map(replacementNote)])
			context.logger.warn(`Instagram Insights Trigger: ${warning}`);
	}
	// Last of all: a poll that throws before has emitted nothing, and forgets nothing.
	writeState(staticData, accountId, nextState(state, plan, newest, results, nowMs));
	return rows;
}

/** The poll may have waited for Meta's rate limit since it began. In milliseconds. */
function ageAtReading(
	{ published }: Pick<DueMedia['media'], 'published'>,
	{ fetchedAt }: MediaInsights,
): number {
	return fetchedAt.getTime() - published.getTime();
}

interface Result extends Reached {
	readonly insights: MediaInsights | undefined;
}

function resultOf(due: DueMedia, insights: MediaInsights | undefined, nowMs: number): Result {
	const isPassing =
		insights === undefined || [...insights.outcomes.values()].some(({ status }) => PASSING.has(status));
	const { media, ages } = due;
	const lateMs = nowMs - media.published.getTime() - (ages[0] ?? 0) * 60_000;
	const isPatient = media.type !== 'story' && lateMs < SHORTEST_PATIENCE_MS;
	const isDone = !isPassing || (due.attempts + 1 >= MOST_ATTEMPTS && !isPatient);
	return { due, isDone, values: insights ? valuesOf(insights) : {}, insights };
}

/** The newest item of a type that the trigger watches, with the last age that it has reached. */
async function sample(context: IPollFunctions, settings: Settings): Promise<readonly IDataObject[]> {
	const { plan, scope, parameters } = settings;
	const { client } = await connect(context, settings);
	const limit = scope.types.length > 1 ? SAMPLES : 1;
	const { media: listed } = await listPublished(context, client, settings, undefined, limit);
	const newest = listed.find((media) => plan.has(typeAtPoll(media)));
	if (!newest) {
		throw issueError(context, {
			message: `The account has ${scope.name === 'story' ? 'no story now' : `published no ${scope.name === 'media' ? 'post, reel or story' : scope.name}`}, so there is nothing to test with`,
			description:
				scope.name === 'story'
					? 'Meta lists a story for 24 hours. Publish one and test again, or publish (activate) the workflow: it waits for the next story'
					: 'Publish one and test again, or publish (activate) the workflow: it waits for the next one',
		});
	}
	const [insights] = await collectInsights(context, client, settings, [newest]);
	if (!insights) return [];
	const actualAgeMs = ageAtReading(newest, insights);
	const ages = plan.get(typeAtPoll(newest)) ?? [];
	const ageMinutes = ages.filter((age) => age * MINUTE_MS <= actualAgeMs).at(-1) ?? ages[0] ?? 0;
	return checkpointRows({ insights, ageMinutes, actualAgeMs, previous: {} }, parameters.outputOptions);
}
