import type { INodeProperties } from 'n8n-workflow';

import { accountsFields } from '../../parameters/accounts';
import { appSubscriptionField } from '../../parameters/appSubscription';
import { authenticationFieldOf, credentialsOf } from '../../parameters/authentication';
import { outputField } from '../../parameters/output';
import { STORY_AUTHENTICATIONS } from './setting';

export { receive } from './receive';
export { checkExists, create, remove } from './subscription';

export const credentials = credentialsOf(STORY_AUTHENTICATIONS);

export const properties: INodeProperties[] = [
	authenticationFieldOf(STORY_AUTHENTICATIONS),
	{
		displayName:
			'Meta sends the insights of a story about an hour after its end. It needs the ID and the secret of a published app in the credential, and an n8n that Meta can reach over https. Meta knows one callback address per app: use one trigger per app.',
		name: 'appNotice',
		type: 'notice',
		default: '',
	},
	...accountsFields,
	outputField,
	appSubscriptionField,
];
