import type { IPollFunctions } from 'n8n-workflow';

import type { GraphClient } from '../../graph';
import { listMedia, type ListedMedia } from '../../insights';
import { typeOfScope } from '../../parameters/resource';
import type { DatedMedia } from './checkpoints';
import { failureError, issueError } from './pollErrors';
import type { Settings } from './settings';

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
 * Lists what the account has published.
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
		{ publishedAfter: from, publishedBefore: undefined, limit, trustsOrder: true },
	]);
	const { media = [], newest, failure, cutShort } = read?.listing ?? {};
	if (failure) throw failureError(context, failure);
	// If any moment will do, what came of the list is enough.
	if (cutShort && from) {
		throw issueError(context, {
			message: `Meta lists ${scope.plural} of the account only in part`,
			description: `${cutShort.message}. The next poll tries again, and nothing is forgotten`,
		});
	}
	const dated = media.filter(isDated);
	if (media.length > 0 && dated.length === 0) {
		throw issueError(context, {
			message: `Meta lists ${scope.plural} of the account, and does not say when they were published`,
			description: 'Without that, the node cannot tell their age. Run the workflow again in a few minutes',
		});
	}
	return { media: dated, newest };
}
