import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { connectionOf, type Authentication } from '../../catalogue';
import {
	audienceCollector,
	hasAnswer,
	toAudienceRows,
	type AudienceInsights,
	type AudienceQuery,
} from '../../insights';
import { accountOfNumbersField, readAccountId } from '../../parameters/account';
import { readAudienceParameters, type AudienceParameters } from '../../parameters/accountParameters';
import { demographicsFields } from '../../parameters/demographics';
import { accountOptionsField } from '../../parameters/options';
import { simplifyField } from '../../parameters/output';
import { ACCOUNT_RESOURCE } from '../../parameters/resource';
import type { WithInsights } from '../items';
import { readerOf } from '../reader';
import { runItems } from '../run';
import { subjectError } from '../subjectError';
import { AccountHints } from './accountHints';
import { sharedQueries } from './queries';
import { whyNoAudience } from './reasons';

const show = { resource: [ACCOUNT_RESOURCE], operation: ['getDemographics'] };

export const description: INodeProperties[] = [
	accountOfNumbersField(show),
	...demographicsFields(show),
	simplifyField({ show }),
	accountOptionsField({ show }, false),
];

interface Item {
	readonly parameters: AudienceParameters;
	readonly query: AudienceQuery;
}

interface Entry extends WithInsights<AudienceInsights> {
	readonly item: Item;
}

/** Gets the ages, genders and places of the people around the account that each input item names. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const connection = connectionOf(authentication);
	const hints = new AccountHints(connection);
	const share = sharedQueries<AudienceQuery>();
	return await runItems<Item, AudienceInsights, Entry>(context, authentication, {
		hints,
		read: (itemIndex) => {
			const read = readerOf(context, itemIndex);
			const account = readAccountId(read);
			if (!account.ok) return account;
			const given = readAudienceParameters(read, connection);
			if (!given.ok) return given;
			const { parameters } = given;
			const query = share({ ...parameters.query, accountId: account.accountId });
			return { ok: true, item: { parameters, query } };
		},
		collect: async (client, items) => {
			const collector = audienceCollector(client);
			return await Promise.all(
				items.map(async ({ itemIndex, item }) => ({
					itemIndex,
					item,
					insights: [await collector.of(item.query)],
				})),
			);
		},
		isAnswered: ({ error, parts }) => hasAnswer({ error, outcomes: parts.map(({ outcome }) => outcome) }),
		write: async ({ itemIndex, item: { parameters }, insights }, output, isAnyAnswered) => {
			const { unavailable, simplify } = parameters;
			for (const audience of insights) {
				const { error, parts, query, missingFields } = audience;
				const outcomes = parts.map(({ demographic, outcome }) => [demographic.name, outcome] as const);
				const itemError = subjectError(
					node,
					{ error, outcomes, why: (name, outcome) => whyNoAudience(audience, name, outcome) },
					{ itemIndex, unavailable, hasAnswer: isAnyAnswered },
				);
				if (itemError) {
					output.addError(itemError, itemIndex);
					continue;
				}
				hints.noteSubject({
					query,
					outcomes: parts.map(({ demographic, outcome }) => [demographic, outcome] as const),
					missingFields,
					isOmitting: unavailable === 'omit',
				});
				hints.noteAudience(audience);
				const rows = toAudienceRows(audience, { simplify, omitUnavailable: unavailable === 'omit' });
				await output.addRows(rows, itemIndex);
			}
		},
	});
}
