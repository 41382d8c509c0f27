import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { accountMetric, type Authentication } from '../../catalogue';
import { systemClock } from '../../graph';
import {
	accountCollector,
	countDays,
	toAccountRows,
	type AccountInsights,
	type AccountQuery,
} from '../../insights';
import { accountOfNumbersField } from '../../parameters/account';
import { accountBreakdownField } from '../../parameters/accountBreakdown';
import { accountMetricsField } from '../../parameters/accountMetrics';
import { readAccountParameters, type AccountParameters } from '../../parameters/accountParameters';
import { intervalField } from '../../parameters/interval';
import { accountOptionsField } from '../../parameters/options';
import { accountOutputFields } from '../../parameters/output';
import { periodFields } from '../../parameters/period';
import { ACCOUNT_RESOURCE } from '../../parameters/resource';
import { whyMissing } from './reasons';
import { runAccountOperation } from './run';

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

/** Gets the numbers of the account that each input item names. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
): Promise<INodeExecutionData[][]> {
	// All items are about the same days, even if Meta's day ends while they are read.
	const nowMs = systemClock.now();
	const zone = context.getTimezone();
	return await runAccountOperation<AccountQuery, AccountInsights, AccountParameters>(
		context,
		authentication,
		{
			read: (read, connection) => readAccountParameters(read, authentication.login, connection, zone, nowMs),
			toQuery: (query, accountId) => ({ ...query, accountId }),
			collector: accountCollector,
			countNumbers: ({ metrics, days, interval, comparePrevious }) =>
				metrics.length * (interval === 'day' ? countDays(days) : comparePrevious ? 2 : 1),
			outcomesOf: ({ readings }) =>
				readings.flatMap(({ outcomes }) =>
					[...outcomes].map(([name, outcome]) => ({ name, label: accountMetric(name).label, outcome })),
				),
			why: whyMissing,
			note: (hints, account, { output, simplify }) => {
				hints.noteAccount(account, output === 'account' && simplify);
			},
			toRows: (account, { output, simplify }, omitUnavailable) =>
				toAccountRows(account, { output, simplify, omitUnavailable }),
		},
	);
}
