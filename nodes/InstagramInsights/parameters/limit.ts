import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { MAX_LISTED_MEDIA } from '../catalogue';
import { LABELS } from './labels';
import { unfitting, type Checked } from './values/issue';
import { booleanOf, numberOf, type ParameterReader } from './values/reader';

const DEFAULT_LIMIT = 50;

/** The fields that say how many posts, reels and stories of an account to take: all, or the newest. */
export function limitFields(show: NonNullable<IDisplayOptions['show']>): INodeProperties[] {
	return [
		{
			displayName: LABELS.returnAll,
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: { show },
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: LABELS.limit,
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_LISTED_MEDIA },
			// DEFAULT_LIMIT: n8n's lint takes nothing but the number here.
			default: 50,
			displayOptions: { show: { ...show, returnAll: [false] } },
			description: 'Max number of results to return',
			hint: 'Counts posts, reels and stories, newest first, not rows',
		},
	];
}

/**
 * Reads how many posts, reels and stories to take, the newest first.
 * @returns a whole number from 1 to the number that Meta lists at most; a larger limit becomes that number
 */
export function readLimit(read: ParameterReader): Checked<{ readonly limit: number }> {
	const returnAll = read('returnAll', false);
	const all = booleanOf(returnAll);
	if (all === undefined) return unfitting(LABELS.returnAll, returnAll, ['true', 'false']);
	if (all) return { ok: true, limit: MAX_LISTED_MEDIA };
	const given = read('limit', DEFAULT_LIMIT);
	const limit = numberOf(given);
	return Number.isInteger(limit) && limit >= 1
		? { ok: true, limit: Math.min(limit, MAX_LISTED_MEDIA) }
		: unfitting(LABELS.limit, given, [
				`a whole number from 1 on, such as ${String(DEFAULT_LIMIT)}, or switch '${LABELS.returnAll}' on`,
			]);
}
