import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialOf, type Authentication } from '../engine/mediaRuns';
import type { FuzzCase } from './cases';

/** The metrics that Meta has for Facebook Login only. */
const OF_FACEBOOK_ONLY: ReadonlySet<string> = new Set([
	'link_clicks',
	'total_comments',
	'total_likes',
	'total_views',
]);

export const isOfInstagram = (authentication: Authentication) => authentication === 'instagramAccessToken';

/** Which of the metrics a case may ask for. The node refuses the others before a call. */
export function metricsOfLogin(
	authentication: Authentication,
	metrics: readonly string[],
): readonly string[] {
	return isOfInstagram(authentication) ? metrics.filter((name) => !OF_FACEBOOK_ONLY.has(name)) : metrics;
}

/** What n8n has stored for the credential of a case. */
export function storedFor(
	{ authentication, secrets: { accessToken, appSecret }, isTokenKept }: FuzzCase,
	apiHost: string,
): ICredentialDataDecryptedObject {
	if (isOfInstagram(authentication) && !isTokenKept) return { accessToken, appSecret, apiHost };
	return credentialOf(authentication, { accessToken, appSecret, apiHost });
}
