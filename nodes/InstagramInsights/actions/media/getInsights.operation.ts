import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES, type MediaScope, type Authentication } from '../../catalogue';
import { resolveLinks, resolveTypes } from '../../insights';
import { accountOfMediaField } from '../../parameters/account';
import { mediaField, readMediaLocator } from '../../parameters/media';
import { typeOfScope } from '../../parameters/resource';
import { readerOf } from '../reader';
import { queriesOf, type LocatedItem } from './locatedQueries';
import { parametersReader } from './readParameters';
import { runMediaOperation } from './run';

const show = { resource: MEDIA_SCOPES.map(({ name }) => name), operation: ['getInsights'] };

export const description: INodeProperties[] = [accountOfMediaField(show), mediaField(show)];

/** Gets the insights of the post, reel or story that each input item names. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
	scope: MediaScope,
): Promise<INodeExecutionData[][]> {
	const type = typeOfScope(scope);
	const node = context.getNode();
	const readParameters = parametersReader(context, scope, authentication.login);
	return await runMediaOperation<LocatedItem>(context, authentication, {
		read: (itemIndex) => {
			const named = readMediaLocator(readerOf(context, itemIndex));
			if (!named.ok) return named;
			const given = readParameters(itemIndex);
			if (!given.ok) return given;
			return { ok: true, item: { parameters: given.parameters, locator: named.locator } };
		},
		prepare: async ({ client, hints }, items) => {
			const located = items.map((entry) => ({
				...entry,
				locator: entry.item.locator,
				query: entry.item.parameters.query,
			}));
			const withIds = await resolveLinks(client, located, type);
			const resolved = type === undefined ? await resolveTypes(client, withIds) : withIds;
			return resolved.map(({ item: { itemIndex, item }, media }) => {
				if (media.cutShort) hints.noteCutShort(media.cutShort);
				return { itemIndex, item, asked: queriesOf(node, { itemIndex, item }, media, type) };
			});
		},
	});
}
