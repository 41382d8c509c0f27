import type { IPollFunctions } from 'n8n-workflow';

import type { GraphClient } from '../../graph';
import { isAnswered, mediaCollector, type MediaInsights } from '../../insights';
import type { DatedItem } from './checkpoints';
import { failureError } from './pollErrors';
import type { Settings } from './settings';

/**
 * Gets the insights of listed items, all of them in the same batches.
 * @returns the insights in the order of the items
 * @throws NodeApiError if the token is of no use, or if Meta says that the request or a permission is wrong, and answers about no
 * item
 */
export async function collectInsights(
	context: IPollFunctions,
	client: GraphClient,
	{ parameters }: Settings,
	media: readonly DatedItem[],
): Promise<readonly MediaInsights[]> {
	const collector = mediaCollector(client);
	const all = await Promise.all(
		media.map(
			async ({ id, type, fields }) =>
				await collector.of({
					...parameters.query,
					mediaId: id,
					mediaType: type,
					...(fields ? { knownFields: fields } : {}),
				}),
		),
	);
	const hasAnswer = all.some(isAnswered);
	for (const { error } of all) {
		// As in the action: what Meta answered about others is kept.
		if (error && (error.scope === 'credential' || !hasAnswer)) throw failureError(context, error);
	}
	return all;
}
