import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

type Conditions = NonNullable<IDisplayOptions['show']>;

const ID_HINT = 'The ID of the professional account, not its username';

function field(show: Conditions, hints: { readonly list?: string; readonly id: string }): INodeProperties {
	return {
		displayName: 'Account',
		name: 'accountId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'The Instagram account that published what you want the insights of',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
				...(hints.list === undefined ? {} : { hint: hints.list }),
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 17841405309211844',
				hint: hints.id,
				// Empty passes: whether one is needed is another question.
				validation: [
					{
						type: 'regex',
						properties: { regex: '^\\s*\\d*\\s*$', errorMessage: 'An account ID has digits only' },
					},
				],
			},
		],
	};
}

/** The account of which many media are listed. */
export function accountField(show: Conditions): INodeProperties {
	return { ...field(show, { id: ID_HINT }), required: true };
}

/**
 * The account of one post, reel or story, shown in every mode of Media. n8n takes a parameter that gets hidden for one
 * that has changed: if By ID hid the account, n8n would empty it, and then Media, which depends on it. The account is
 * not required, since By ID works without it: the list and the run ask for it if they need it.
 */
export function accountOfMediaField(show: Conditions): INodeProperties {
	const needed = "Not needed for 'Media' By ID. A change empties 'Media'";
	return field(show, { list: needed, id: `${ID_HINT}. ${needed}` });
}
