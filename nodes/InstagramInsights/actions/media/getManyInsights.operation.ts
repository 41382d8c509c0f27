import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES } from '../../catalogue';
import { listMedia } from '../../insights';
import { graphError } from '../nodeErrors';
import { accountField } from './account.fields';
import {
	MOST_MEDIA,
	readScope,
	readSelection,
	wantedReader,
	typeOfScope,
	type Selection,
	type Wanted,
} from './parameters';
import { runMediaOperation, type Found } from './run';

const show = { resource: MEDIA_SCOPES.map(({ name }) => name), operation: ['getManyInsights'] };

export const description: INodeProperties[] = [
	accountField(show),
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
		typeOptions: { minValue: 1, maxValue: MOST_MEDIA },
		default: 50,
		displayOptions: { show: { ...show, returnAll: [false] } },
		description: 'Max number of results to return',
		hint: 'Counts media, newest first, not rows',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		// As a path from the root, so that n8n does not empty it with the resource; see the options.
		displayOptions: { show: { '/resource': show.resource, operation: show.operation } },
		options: [
			{
				displayName: 'Published After',
				name: 'publishedAfter',
				type: 'dateTime',
				default: '',
				description: 'Only media published at this moment or later',
			},
			{
				displayName: 'Published Before',
				name: 'publishedBefore',
				type: 'dateTime',
				default: '',
				description: 'Only media published at this moment or earlier',
			},
		],
	},
];

interface Item {
	readonly wanted: Wanted;
	readonly selection: Selection;
}

/** Insights of the media of an account, newest first. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const scope = readScope(this);
	const node = this.getNode();
	const readWishes = wantedReader(this, scope);
	return await runMediaOperation<Item>(this, {
		missingIsRow: true,
		read: (itemIndex) => {
			const selection = readSelection(this, itemIndex);
			if (!selection.ok) return selection;
			const wanted = readWishes(itemIndex);
			return wanted.ok
				? { ok: true, item: { wanted: wanted.wanted, selection: selection.selection } }
				: wanted;
		},
		find: async (client, items, hints) => {
			// Items that want the same of an account share one reading. It holds no more than their queries do.
			const readings = new Map<string, Awaited<ReturnType<typeof listMedia>>>();
			const found: Found[] = [];
			for (const { item, itemIndex } of items) {
				const { query } = item.wanted;
				const listing = {
					...item.selection,
					type: typeOfScope(scope),
					fields: query.fields,
					apiVersion: query.apiVersion,
					timeoutMs: query.timeoutMs,
				};
				const name = JSON.stringify(listing);
				const known = readings.get(name);
				const { media, failure } = known ?? (await listMedia(client, listing));
				readings.set(name, { media, failure });
				if (failure && (media.length === 0 || failure.holdsForAll)) {
					found.push({ ok: false, error: graphError(node, failure, itemIndex) });
					continue;
				}
				if (failure && !known) hints.shortList(media.length, failure);
				found.push({
					ok: true,
					queries: media.map(({ id, type, fields }) => ({
						...query,
						mediaId: id,
						mediaType: type,
						knownFields: fields,
					})),
				});
			}
			return found;
		},
	});
}
