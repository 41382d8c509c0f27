/**
 * The two ways an app gets at an Instagram account. Facebook Login speaks to graph.facebook.com about accounts
 * that are linked to a Page, Instagram Login to graph.instagram.com; some metrics exist for one of them only.
 */
export type Login = 'facebook' | 'instagram';

export const LOGINS: Readonly<Record<Login, { readonly label: string }>> = {
	facebook: { label: 'Facebook Login' },
	instagram: { label: 'Instagram Login' },
};
