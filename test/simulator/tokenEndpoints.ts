import { type Host } from './apps';
import { answerDebugToken } from './debugToken';
import { answerDialog } from './dialog';
import { FAULTS } from './faults';
import { answerAccessToken } from './facebookTokens';
import { answerExchange, answerRefresh } from './instagramTokens';
import { type TokenEndpoint } from './tokenCall';

/** By the path without its version. For graph.instagram.com Meta's page has no version in these paths. */
const ENDPOINTS: Readonly<Record<Host, Readonly<Record<string, TokenEndpoint>>>> = {
	facebook: {
		'dialog/oauth': answerDialog,
		'oauth/access_token': answerAccessToken,
		debug_token: answerDebugToken,
	},
	instagram: {
		access_token: answerExchange,
		refresh_access_token: answerRefresh,
		// Whether it exists on this host is unknown.
		debug_token: () => FAULTS.unknownPath('/debug_token'),
	},
};

export function endpointAt(host: Host, segments: readonly string[]): TokenEndpoint | undefined {
	const path = segments.join('/');
	return Object.hasOwn(ENDPOINTS[host], path) ? ENDPOINTS[host][path] : undefined;
}
