import { LOGINS, type Login } from './logins';

export interface Authentication {
	/** The value of the `authentication` parameter. Saved workflows hold it. */
	readonly value: string;
	readonly label: string;
	readonly description: string;
	readonly credentialType: string;
	readonly login: Login;
}

/** The ways to log in. The first one is the default. */
export const AUTHENTICATIONS: readonly [Authentication, ...Authentication[]] = [
	{
		value: 'facebookAccessToken',
		label: `Access Token (${LOGINS.facebook.label})`,
		description: `A token of an app with ${LOGINS.facebook.label}, for accounts that are linked to a Page`,
		credentialType: 'instagramInsightsFacebookGraphApi',
		login: 'facebook',
	},
];

/** The values of the `authentication` parameter that stand for one of these logins. */
export function authenticationsOf(logins: readonly Login[]): string[] {
	return AUTHENTICATIONS.filter(({ login }) => logins.includes(login)).map(({ value }) => value);
}
