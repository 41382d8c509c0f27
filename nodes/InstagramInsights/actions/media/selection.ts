import type { IExecuteFunctions } from 'n8n-workflow';

import { readAccountId } from '../../parameters/account';
import { readFilters, type Filters } from '../../parameters/filters';
import { readLimit } from '../../parameters/limit';
import type { Checked } from '../../parameters/values/issue';
import { readerOf } from '../reader';

/** Which posts, reels and stories of an account to take. */
export interface Selection extends Filters {
	readonly accountId: string;
	readonly limit: number;
}

/** @returns also the labels of filters that an expression set to nothing */
export function readSelection(
	context: IExecuteFunctions,
	itemIndex: number,
): Checked<{ readonly selection: Selection; readonly emptyFilters: readonly string[] }> {
	const read = readerOf(context, itemIndex);
	const account = readAccountId(read);
	if (!account.ok) return account;
	const published = readFilters(read, context.getTimezone());
	if (!published.ok) return published;
	const most = readLimit(read);
	if (!most.ok) return most;
	const { filters, emptyFilters } = published;
	return {
		ok: true,
		selection: { ...filters, accountId: account.accountId, limit: most.limit },
		emptyFilters,
	};
}
