import { systemClock, type Clock } from '../clock';
import type { RunContext } from '../context';
import type { GraphLogin } from '../login';
import { nextAttempt } from '../retry';
import { stopOf } from '../stop';
import { inspectToken, type Inspected } from './inspect';
import { isRenewable } from './renewal';
import { appOf, endOfToken, sentToken, type TokenEnd } from './storedToken';
import { tokenHttp } from './tokenHttp';

/** What a credential knows of its token without a call. */
export interface OwnToken {
	/** As the credential stores it. */
	readonly expiresAt: TokenEnd;
	/** Whether the node can renew the token. */
	readonly isRenewable: boolean;
	/** Whether the credential holds the ID and the secret of the app. Then the app itself can ask about the token. */
	readonly hasApp: boolean;
	/**
	 * Asks Meta about the token (Meta, debug_token). If the app asks, transient failures are retried. If the token has to
	 * ask about itself, it asks once, because Meta may refuse that.
	 * @throws NodeOperationError only if the execution was stopped meanwhile
	 */
	readonly inspect: () => Promise<Inspected>;
}

/**
 * Reads the token that the requests of a run are sent with. To be called after the renewal.
 * @throws n8n's own error if the node has no such credential
 */
export async function ownToken(
	context: RunContext,
	credentialType: string,
	login: GraphLogin,
	clock: Clock = systemClock,
): Promise<OwnToken> {
	const credentials = await context.getCredentials(credentialType);
	const { appId, appSecret } = appOf(credentials);
	const hasApp = appId !== '' && appSecret !== '';
	const { signal: stop, throwIfStopped } = stopOf(context);
	const get = tokenHttp(context.helpers, credentials, login, clock, stop);

	async function inspect(): Promise<Inspected> {
		for (let attempts = 1; ; attempts++) {
			const inspected = await inspectToken(get, sentToken(credentials), credentials, login);
			throwIfStopped();
			if (inspected.ok || inspected.failure === undefined || !hasApp) return inspected;
			const delay = nextAttempt(inspected.failure.retry, attempts);
			if (typeof delay !== 'number') return inspected;
			await clock.pause(delay, stop);
		}
	}

	return {
		expiresAt: endOfToken(credentials),
		isRenewable: login.signedBy === 'credential' && isRenewable(credentials, login),
		hasApp,
		inspect,
	};
}
