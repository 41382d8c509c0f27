import type { SubjectField } from './mediaFields';

/** The fields of an account that can stand beside its insights, in alphabetical order. Source: SOURCES.account. */
export const ACCOUNT_FIELDS: readonly SubjectField[] = [
	{ name: 'biography', label: 'Biography', description: 'Text of the profile' },
	{
		name: 'followers_count',
		label: 'Followers Count',
		description: 'Followers at this moment; Meta keeps no history of it',
	},
	{ name: 'follows_count', label: 'Follows Count', description: 'Accounts that it follows at this moment' },
	{ name: 'media_count', label: 'Media Count', description: 'Posts and reels that it has published' },
	{ name: 'name', label: 'Name', description: 'Name of the profile' },
	{
		name: 'profile_picture_url',
		label: 'Profile Picture URL',
		description: 'Address of the picture; it stops working after a day or two',
	},
	{ name: 'username', label: 'Username', description: 'Name of the account, without @' },
	{ name: 'website', label: 'Website', description: 'Link of the profile' },
];
