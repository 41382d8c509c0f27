import type { INode } from 'n8n-workflow';

import type { MediaTypeName } from '../../catalogue';
import type { MediaLocator, MediaQuery, ResolvedMedia, UnansweredStatus } from '../../insights';
import { formatValue } from '../../parameters/values/formatValue';
import { graphError, parameterError, type ItemError } from '../nodeErrors';
import type { ReadItem } from '../items';
import type { ItemQueries, WithParameters } from './operation';

/** What is read of an input item that names one post, reel or story. */
export interface LocatedItem extends WithParameters {
	readonly locator: MediaLocator;
}

/**
 * Makes the query of an input item from its locator, and from what was found for the locator.
 * @param type the type that is asked for; `undefined` for any
 */
export function queriesOf(
	node: INode,
	{ item, itemIndex }: ReadItem<LocatedItem>,
	media: ResolvedMedia,
	type: MediaTypeName | undefined,
): ItemQueries {
	const { locator, parameters } = item;
	const { failure, mediaId } = media;
	if (mediaId !== undefined) {
		return { ok: true, queries: [resolvedQuery(item, { ...media, mediaId }, type)] };
	}
	if (failure?.outcome.kind === 'error' && failure.scope === 'credential') {
		return { ok: false, error: graphError(node, failure, itemIndex) };
	}
	const query: MediaQuery = {
		...parameters.query,
		mediaId: null,
		mediaType: type,
		unresolvedStatus: statusOfUnresolved(media),
		...(failure ? { knownFailure: failure } : {}),
	};
	return { ok: true, queries: [query], ifAbsent: absenceError(node, locator, media, itemIndex) };
}

/** The query for an item whose ID is known. */
function resolvedQuery(
	{ locator, parameters }: LocatedItem,
	{
		mediaId,
		type: resolvedType,
		failure,
		fields,
		missingFields,
	}: ResolvedMedia & { readonly mediaId: string },
	type: MediaTypeName | undefined,
): MediaQuery {
	return {
		...parameters.query,
		mediaId,
		// The chosen type decides which metrics are asked for, for a link as for an ID. If Meta calls the item something
		// else, the rows and a hint say so.
		mediaType: type ?? resolvedType,
		...(locator.by === 'id' && locator.account ? { account: locator.account } : {}),
		...(failure ? { knownFailure: failure } : {}),
		...(fields ? { knownFields: fields } : {}),
		knownMissing: missingFields,
	};
}

/** The status of a link that led to nothing. It is `not_found` only if the list was read to its end. */
function statusOfUnresolved({ failure, cutShort }: ResolvedMedia): UnansweredStatus {
	if (cutShort) return 'failed';
	if (failure === undefined) return 'not_found';
	const { outcome } = failure;
	const hasStatus =
		outcome.kind === 'unavailable' && (outcome.status === 'not_found' || outcome.status === 'rate_limited');
	return hasStatus ? outcome.status : 'failed';
}

/** The error of a link that led to nothing. Otherwise the item has rows with the status. */
function absenceError(
	node: INode,
	locator: MediaLocator,
	{ failure, cutShort }: ResolvedMedia,
	itemIndex: number,
): ItemError {
	if (failure) return graphError(node, failure, itemIndex);
	return parameterError(
		node,
		cutShort ?? {
			message: `The account has no post, reel or story behind the link with ${formatValue(locator.by === 'link' ? locator.code : locator.mediaId)}`,
			description:
				"Check that 'Account' is the one that published it, that 'Resource' fits, and that a story is younger than 24 hours",
		},
		itemIndex,
	);
}
