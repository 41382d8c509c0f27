import { graphClient, type GraphClient, type GraphClientOptions } from '../client';
import type { RunContext } from '../context';
import { keepToken, type TokenReport } from './keepToken';
import { namingPermissions } from './lacking';
import { ownToken, type OwnToken } from './ownToken';
import { sentToken } from './storedToken';

/** The way to Meta that everything in a run shares. */
export interface OpenedClient {
	readonly client: GraphClient;
	/** The token that the requests of the run are sent with. */
	readonly token: OwnToken;
	/** Makes the client whose refusals name the permissions that the token lacks. */
	readonly namingClient: (apiVersion: string) => GraphClient;
	/** What came of the renewal of the token. */
	readonly report: TokenReport;
}

/** Why a token cannot be used. */
interface Refused<Issue> {
	readonly ok: false;
	readonly issue: Issue;
}

/**
 * Opens the way to Meta: checks the look of the token before a call is spent, renews the token if it is due, and makes
 * the client. To be called once in a run.
 * @param checkToken tells whether the token can be used, by its look
 * @returns what `checkToken` said, if the token cannot be used
 * @throws n8n's own error if the node has no such credential
 */
export async function openClient<Issue>(
	context: RunContext,
	options: GraphClientOptions,
	checkToken: (token: string) => { readonly ok: true } | Refused<Issue>,
): Promise<{ readonly ok: true; readonly opened: OpenedClient } | Refused<Issue>> {
	const { credentialType, login, clock } = options;
	const checked = checkToken(sentToken(await context.getCredentials(credentialType)));
	if (!checked.ok) return checked;
	const report = await keepToken(context, credentialType, login, clock);
	const client = await graphClient(context, options);
	const token = await ownToken(context, credentialType, login, clock);
	const namingClient = (apiVersion: string) =>
		namingPermissions(
			client,
			// Nobody waits for Meta's rate limit only to get a better sentence.
			() => graphClient(context, { ...options, maxWaitMs: 0 }),
			token,
			login,
			apiVersion,
		);
	return { ok: true, opened: { client, token, namingClient, report } };
}
