import type { IPollFunctions } from 'n8n-workflow';

import { systemClock, type GraphClient } from '../../graph';
import { listMedia, type ListedMedia } from '../../insights';
import { typeOfScope } from '../../parameters/resource';
import type { DatedMedia } from './checkpoints';
import { failureError, issueError } from './pollErrors';
import type { Settings } from './settings';

/**
 * A publication that is further ahead of the clock than this did not happen, in milliseconds. A clock may be wrong by
 * months, but one moment in 2099 would settle all that is published before it.
 */
const FURTHEST_AHEAD_MS = 2 * 365 * 86_400_000;

function isDated(media: ListedMedia): media is DatedMedia {
	return media.published !== undefined;
}

/** What an account has published. */
export interface Published {
	/** Newest first. */
	readonly media: readonly DatedMedia[];
	/** When the newest entry of the list was published, also if the trigger does not watch its type. */
	readonly newest: Date | undefined;
}

/**
 * Lists what the account has published. An item without a moment of publication is left out: it has no age.
 * @param from the moment of the earliest publication; `undefined` for any
 * @throws NodeApiError or NodeOperationError if a list could not be read to its end: a checkpoint must not be lost because
 * half a list came
 */
export async function listPublished(
	context: IPollFunctions,
	client: GraphClient,
	{ accountId, scope, parameters }: Settings,
	from: Date | undefined,
	limit: number,
): Promise<Published> {
	const { fields, apiVersion, timeoutMs } = parameters.query;
	const source = { accountId, type: typeOfScope(scope), fields, apiVersion, timeoutMs };
	const [read] = await listMedia(client, source, [
		// A poll comes every few minutes. A page more each time would double its calls.
		{
			publishedAfter: from,
			publishedBefore: new Date(systemClock.now() + FURTHEST_AHEAD_MS),
			limit,
			trustsOrder: true,
			datedOnly: true,
		},
	]);
	const { media = [], newest, failure, cutShort, listed = 0, withoutId = 0 } = read?.listing ?? {};
	if (failure) throw failureError(context, failure);
	// If any moment will do, what came of the list is enough.
	if (cutShort && from) {
		throw issueError(context, {
			message: `Meta lists ${scope.plural} of the account only in part`,
			description: `${cutShort.message}. The next poll tries again, and nothing is forgotten`,
		});
	}
	if (listed > withoutId && newest === undefined) {
		throw issueError(context, {
			message: `Meta lists ${scope.plural} of the account, and does not say when they were published`,
			description: 'Without that, the node cannot tell their age. Run the workflow again in a few minutes',
		});
	}
	return { media: media.filter(isDated), newest };
}
