import type { IDataObject } from 'n8n-workflow';

import { breakdown, DEFAULT_API_VERSION, findMetric, STORY_WEBHOOK } from '../../catalogue';
import { toData, toRows, type MediaInsights, type Output } from '../../insights';
import type { Fresh } from './memory';
import type { StoryReading } from './payload';

/** A story that Meta sent, as if Meta had been asked for it. */
function toInsights({ mediaId, metrics, outcomes, takenAt }: StoryReading, now: Date): MediaInsights {
	return {
		query: {
			mediaId,
			mediaType: 'story',
			metrics,
			fields: [],
			apiVersion: DEFAULT_API_VERSION,
			timeoutMs: 0,
		},
		mediaType: 'story',
		isAd: false,
		outcomes,
		fields: {},
		missingFields: new Map(),
		otherOwner: undefined,
		error: undefined,
		fetchedAt: takenAt ?? now,
	};
}

/** The columns of the metrics that Meta documents, so that a sheet has them all from the first story on. */
const DOCUMENTED_COLUMNS: Readonly<IDataObject> = Object.fromEntries(
	STORY_WEBHOOK.documented.flatMap((name) => {
		const parts =
			name === STORY_WEBHOOK.splitMetric ? breakdown(STORY_WEBHOOK.splitBreakdown).dimensions : [];
		return [name, ...parts.map((part) => `${name}_${part.name}`)].map((column) => [column, null] as const);
	}),
);

/**
 * The rows of a story: those of the action node, and in each of them `account_id` and `update`. A row for one metric
 * also has `retired`, the day on which Meta retired the metric.
 */
export function toStoryRows({ reading, isUpdate }: Fresh, output: Output, now: Date): IDataObject[] {
	const { accountId, others } = reading;
	const rows = toRows(toInsights(reading, now), { output, simplify: true, omitUnavailable: false });
	return rows.map(({ media_id, media_type, ...row }) => {
		const own: IDataObject = {
			account_id: accountId,
			media_id,
			media_type,
			...(output === 'media' ? DOCUMENTED_COLUMNS : {}),
			...row,
			...(typeof row.metric === 'string' ? { retired: findMetric(row.metric)?.retired?.on ?? null } : {}),
			update: isUpdate,
		};
		// They take no place of our own columns, and come behind them.
		const added = Object.entries(others).filter(
			([name]) => !Object.hasOwn(own, name) && name !== '__proto__',
		);
		return { ...own, ...toData(Object.fromEntries(added)) };
	});
}
