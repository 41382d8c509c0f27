/**
 * The two ways an app gets at an Instagram account. Facebook Login speaks to graph.facebook.com about accounts
 * that are linked to a Page, Instagram Login to graph.instagram.com; some metrics exist for one of them only.
 */
export type Login = 'facebook' | 'instagram';

export interface LoginFacts {
	readonly label: string;
	/** What reading insights takes (Meta, permissions reference). */
	readonly permissions: readonly string[];
	/** What it takes besides if the role on the Page came through Business Manager. */
	readonly businessPermissions: readonly string[];
	/** Where a new access token comes from, in a sentence for people. */
	readonly newToken: string;
	/** Whether its host takes many requests in one (Meta, Graph API batch requests). */
	readonly takesBatches: boolean;
}

export const LOGINS: Readonly<Record<Login, LoginFacts>> = {
	facebook: {
		label: 'Facebook Login',
		permissions: [
			'instagram_basic',
			'instagram_manage_insights',
			'pages_read_engagement',
			'pages_show_list',
			'business_management',
		],
		businessPermissions: ['ads_management', 'ads_read'],
		newToken:
			'Get a new access token (for example in the Graph API Explorer or from a system user in Business settings) and put it into the credential of this node',
		takesBatches: true,
	},
	instagram: {
		label: 'Instagram Login',
		permissions: ['instagram_business_basic', 'instagram_business_manage_insights'],
		businessPermissions: [],
		newToken:
			"Get a new access token in the app's dashboard at developers.facebook.com and put it into the credential of this node",
		takesBatches: false,
	},
};
