import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Authentication } from '../../catalogue';
import { audienceCollector, toAudienceRows, type AudienceInsights, type AudienceQuery } from '../../insights';
import { accountOfNumbersField } from '../../parameters/account';
import { readAudienceParameters, type AudienceParameters } from '../../parameters/accountParameters';
import { demographicsFields } from '../../parameters/demographics';
import { accountOptionsField } from '../../parameters/options';
import { simplifyField } from '../../parameters/output';
import { ACCOUNT_RESOURCE } from '../../parameters/resource';
import { whyNoAudience } from './reasons';
import { runAccountOperation } from './run';

const show = { resource: [ACCOUNT_RESOURCE], operation: ['getDemographics'] };

export const description: INodeProperties[] = [
	accountOfNumbersField(show),
	...demographicsFields(show),
	simplifyField({ show }),
	accountOptionsField({ show }, false),
];

/** Gets the ages, genders and places of the people around the account that each input item names. */
export async function execute(
	context: IExecuteFunctions,
	authentication: Authentication,
): Promise<INodeExecutionData[][]> {
	return await runAccountOperation<AudienceQuery, AudienceInsights, AudienceParameters>(
		context,
		authentication,
		{
			read: readAudienceParameters,
			toQuery: (query, accountId) => ({ ...query, accountId }),
			collector: audienceCollector,
			countNumbers: ({ demographics }) => demographics.length,
			outcomesOf: ({ parts }) =>
				parts.map(({ demographic: { name, label }, outcome }) => ({ name, label, outcome })),
			why: whyNoAudience,
			note: (hints, audience) => {
				hints.noteAudience(audience);
			},
			toRows: (audience, { simplify }, omitUnavailable) =>
				toAudienceRows(audience, { simplify, omitUnavailable }),
		},
	);
}
