import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { accountMetric, connectionOf, type Authentication } from '../../catalogue';
import { systemClock } from '../../graph';
import {
	accountCollector,
	hasAnswer,
	toAccountRows,
	type AccountInsights,
	type AccountQuery,
	type MetricOutcome,
} from '../../insights';
import { accountOfNumbersField, readAccountId } from '../../parameters/account';
import { accountBreakdownField } from '../../parameters/accountBreakdown';
import { accountMetricsField } from '../../parameters/accountMetrics';
import { readAccountParameters, type AccountParameters } from '../../parameters/accountParameters';
import { intervalField } from '../../parameters/interval';
import { accountOptionsField } from '../../parameters/options';
import { accountOutputFields } from '../../parameters/output';
import { periodFields } from '../../parameters/period';
import { ACCOUNT_RESOURCE } from '../../parameters/resource';
import type { WithInsights } from '../items';
import { readerOf } from '../reader';
import { runItems } from '../run';
import { subjectError } from '../subjectError';
import { AccountHints } from './accountHints';
import { sharedQueries } from './queries';
import { whyMissing } from './reasons';

const show = { resource: [ACCOUNT_RESOURCE], operation: ['getInsights'] };

export const description: INodeProperties[] = [
	accountOfNumbersField(show),
	accountMetricsField(show),
	accountBreakdownField(show),
	...periodFields(show),
	intervalField(show),
	...accountOutputFields({ show }),
	accountOptionsField({ show }, true),
];

interface Item {
	readonly parameters: AccountParameters;
	/** `undefined` if there is nothing to ask for. */
	readonly query: AccountQuery | undefined;
}

interface Entry extends WithInsights<AccountInsights> {
	readonly item: Item;
}

function outcomesOf({ readings }: AccountInsights): readonly (readonly [string, MetricOutcome])[] {
	return readings.flatMap(({ outcomes }) => [...outcomes]);
}

/** Gets the numbers of the account that each input item names. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const connection = connectionOf(authentication);
	const hints = new AccountHints(connection);
	const share = sharedQueries<AccountQuery>();
	// All items are about the same days, even if Meta's day ends while they are read.
	const nowMs = systemClock.now();
	const zone = context.getTimezone();
	return await runItems<Item, AccountInsights, Entry>(context, authentication, {
		hints,
		read: (itemIndex) => {
			const read = readerOf(context, itemIndex);
			const account = readAccountId(read);
			if (!account.ok) return account;
			const given = readAccountParameters(read, authentication.login, connection, zone, nowMs);
			if (!given.ok) return given;
			const { parameters } = given;
			const { accountId } = account;
			const query = parameters.query && share({ ...parameters.query, accountId });
			return { ok: true, item: { parameters, query } };
		},
		collect: async (client, items) => {
			const collector = accountCollector(client);
			return await Promise.all(
				items.map(async ({ itemIndex, item }) => ({
					itemIndex,
					item,
					insights: item.query === undefined ? [] : [await collector.of(item.query)],
				})),
			);
		},
		isAnswered: (account) =>
			hasAnswer({ error: account.error, outcomes: outcomesOf(account).map(([, outcome]) => outcome) }),
		write: async ({ itemIndex, item: { parameters }, insights }, output, isAnyAnswered) => {
			const { unavailable, output: kind, simplify, note } = parameters;
			hints.noteSentence(note);
			for (const account of insights) {
				const outcomes = outcomesOf(account);
				const error = subjectError(
					node,
					{ error: account.error, outcomes, why: (name, outcome) => whyMissing(account, name, outcome) },
					{ itemIndex, unavailable, hasAnswer: isAnyAnswered },
				);
				if (error) {
					output.addError(error, itemIndex);
					continue;
				}
				hints.noteSubject({
					query: account.query,
					outcomes: outcomes.map(([name, outcome]) => [accountMetric(name), outcome] as const),
					missingFields: account.missingFields,
					isOmitting: unavailable === 'omit',
				});
				hints.noteAccount(account, kind === 'account' && simplify);
				const omitUnavailable = unavailable === 'omit';
				await output.addRows(toAccountRows(account, { output: kind, simplify, omitUnavailable }), itemIndex);
			}
		},
	});
}
