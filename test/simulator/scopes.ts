import { type Host } from './apps';

/** Meta, media insights page and business login page: all that reading insights may need, by login. */
export const SCOPES: Readonly<Record<Host, readonly string[]>> = {
	facebook: [
		'pages_show_list',
		'business_management',
		'instagram_basic',
		'instagram_manage_insights',
		'pages_read_engagement',
		'public_profile',
	],
	instagram: ['instagram_business_basic', 'instagram_business_manage_insights'],
};

/** Meta, permissions reference. The dialog refuses a name that is in neither list. */
export const OTHER_SCOPES: readonly string[] = [
	'ads_management',
	'ads_read',
	'email',
	'instagram_content_publish',
	'instagram_manage_comments',
	'instagram_manage_messages',
	'pages_manage_metadata',
	'pages_manage_posts',
	'pages_read_user_content',
	'read_insights',
];

interface NeededScopes {
	/** For everything of Instagram. */
	readonly reading: string;
	readonly insights: string;
}

export const NEEDED: Readonly<Record<Host, NeededScopes>> = {
	facebook: { reading: 'instagram_basic', insights: 'instagram_manage_insights' },
	instagram: { reading: 'instagram_business_basic', insights: 'instagram_business_manage_insights' },
};

/** All but the given ones. */
export function scopesWithout(host: Host, ...missing: readonly string[]): readonly string[] {
	return SCOPES[host].filter((scope) => !missing.includes(scope));
}
