import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { MAX_LISTED_MEDIA } from '../catalogue';
import { unfitting, type Checked } from './issue';
import { booleanOf, numberOf, type ParameterReader } from './values';

/** How many posts, reels and stories of an account to take: all, or the newest. */
export function limitFields(show: NonNullable<IDisplayOptions['show']>): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			displayOptions: { show },
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_LISTED_MEDIA },
			default: 50,
			displayOptions: { show: { ...show, returnAll: [false] } },
			description: 'Max number of results to return',
			hint: 'Counts posts, reels and stories, newest first, not rows',
		},
	];
}

/** Reads how many to take. More than Meta lists is all that it lists. */
export function readLimit(read: ParameterReader): Checked<{ readonly limit: number }> {
	const returnAll = read('returnAll', false);
	const all = booleanOf(returnAll);
	if (all === undefined) return unfitting('Return All', returnAll, ['true', 'false']);
	if (all) return { ok: true, limit: MAX_LISTED_MEDIA };
	const given = read('limit', 50);
	const limit = numberOf(given);
	return Number.isInteger(limit) && limit >= 1
		? { ok: true, limit: Math.min(limit, MAX_LISTED_MEDIA) }
		: unfitting('Limit', given, [
				`a whole number from 1 on, such as ${String(50)}, or switch 'Return All' on`,
			]);
}
