import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** The account whose media are meant. */
export function accountField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return {
		displayName: 'Account',
		name: 'accountId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The Instagram account whose media are meant',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 17841405309211844',
				hint: 'The ID of the professional account, not its username',
				validation: [
					{
						type: 'regex',
						properties: { regex: '^\\s*\\d+\\s*$', errorMessage: 'An account ID has digits only' },
					},
				],
			},
		],
	};
}
