import type { INodeProperties } from 'n8n-workflow';

import { STORY_WEBHOOK } from '../../catalogue';
import { accountsFields } from '../../parameters/accounts';
import { appSubscriptionFields } from '../../parameters/appSubscription';
import { authenticationFieldOf, credentialsOf } from '../../parameters/authentication';
import { outputField } from '../../parameters/output';
import { STORY_AUTHENTICATIONS } from './setting';

export { eventTriggerDescription, executionsHelp } from './help';
export { receive } from './receive';
export { checkExists, create, remove } from './subscription';

export const credentials = credentialsOf(STORY_AUTHENTICATIONS);

export const properties: INodeProperties[] = [
	authenticationFieldOf(STORY_AUTHENTICATIONS),
	{
		displayName: `Meta sends the insights of a story about an hour after its end. It takes an app that is Live, its ID and secret in the credential, the permission ${STORY_WEBHOOK.permission}, and an n8n that Meta can reach over https. Use one trigger per app.`,
		name: 'appNotice',
		type: 'notice',
		default: '',
	},
	...accountsFields,
	outputField,
	...appSubscriptionFields,
];
