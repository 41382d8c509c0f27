import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type NodeApiError,
} from 'n8n-workflow';

import { MEDIA_TYPES } from '../../catalogue';
import { graphClient } from '../../graph';
import { collect, mediaStatus, toRows, whyMissing, type MediaInsights } from '../../insights';
import { findAuthentication } from '../authentication';
import { graphError, missingError, parameterError } from '../nodeErrors';
import { giveHints, Hints } from './hints';
import { metricsFields } from './metrics.fields';
import { outputFields } from './output.fields';
import { readParameters, type Delivery, type ItemParameters } from './parameters';

const resources = MEDIA_TYPES.map(({ name }) => name);

const mediaField: INodeProperties = {
	displayName: 'Media',
	name: 'mediaId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'id', value: '' },
	description: 'The post, reel or story whose insights to get',
	displayOptions: { show: { resource: resources, operation: ['getInsights'] } },
	modes: [
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 17932174733377207',
			hint: 'The ID that the Graph API gives a media. Hand it over as text, not as a number',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*\\d+\\s*$',
						errorMessage:
							'A media ID has digits only, such as 17932174733377207. The letters in a link of a post are not its ID',
					},
				},
			],
		},
	],
};

export const description: INodeProperties[] = [mediaField, ...metricsFields, ...outputFields(resources)];

type ReadItem = ItemParameters | { readonly ok: false; readonly error: NodeOperationError };

/**
 * Insights of the media that each input item names. The requests of all items travel together; the output is in
 * the order of the input.
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const node = this.getNode();
	const goOn = this.continueOnFail();
	const items = this.getInputData().map((_item, itemIndex): ReadItem => {
		try {
			return readParameters(this, itemIndex);
		} catch (error) {
			return { ok: false, error: new NodeOperationError(node, error as Error, { itemIndex }) };
		}
	});
	const output: INodeExecutionData[] = [];
	const hand = (itemIndex: number, error: NodeOperationError | NodeApiError) => {
		if (!goOn) throw error;
		// With these keys alone n8n takes it for the error output and puts the input's own data beside them. With
		// the error itself on the item it would drop that data again.
		output.push({
			json: { error: error.message, details: error.description ?? '' },
			pairedItem: { item: itemIndex },
		});
	};
	const parametersError = (item: Exclude<ReadItem, { ok: true }>, itemIndex: number) =>
		'error' in item ? item.error : parameterError(node, item.objection, itemIndex);

	// A wrong parameter is told before a single call is spent.
	if (!goOn) {
		for (const [itemIndex, item] of items.entries()) {
			if (!item.ok) throw parametersError(item, itemIndex);
		}
	}

	const { credentialType } = findAuthentication(this.getNodeParameter('authentication', 0));
	const client = await graphClient(this, credentialType);
	const found = await collect(
		items.flatMap((item) => (item.ok ? [item.query] : [])),
		client.ask,
	);

	const hints = new Hints();
	let next = 0;
	for (const [itemIndex, item] of items.entries()) {
		if (!item.ok) {
			hand(itemIndex, parametersError(item, itemIndex));
			continue;
		}
		const media = found[next++];
		if (media === undefined) continue;
		hints.replaced(item.replaced);
		const error = errorOf(media, item.delivery, itemIndex);
		if (error) {
			hand(itemIndex, error);
			continue;
		}
		hints.seen(media, item.delivery);
		const rows = toRows(media, {
			...item.delivery,
			omitUnavailable: item.delivery.unavailable === 'omit',
		});
		for (const json of rows) output.push({ json, pairedItem: { item: itemIndex } });
	}
	giveHints(this, hints);
	return [output];

	/** Whoever asks for one media wants to know when it is not there, so that is not a row. */
	function errorOf(
		media: MediaInsights,
		{ unavailable }: Delivery,
		itemIndex: number,
	): NodeOperationError | NodeApiError | undefined {
		if (media.error) return graphError(node, media.error, itemIndex);
		for (const [name, outcome] of media.outcomes) {
			if (outcome.status === 'ok') continue;
			if (outcome.failure && mediaStatus(media) === 'not_found') {
				return graphError(node, outcome.failure, itemIndex);
			}
			const why = unavailable === 'fail' ? whyMissing(media, name) : undefined;
			if (why) return missingError(node, why, outcome.failure, itemIndex);
		}
		return undefined;
	}
}
