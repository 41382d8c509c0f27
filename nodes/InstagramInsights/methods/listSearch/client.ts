import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { connectionOf, type Authentication, type Connection } from '../../catalogue';
import { graphClient, sentToken, type GraphClient } from '../../graph';
import { checkToken, readAuthentication } from '../../parameters/authentication';
import type { ParameterReader } from '../../parameters/values/reader';
import { listError } from './answers';

/** For one attempt. People wait in front of a list in the panel, so a message soon is better than a long silence. */
export const TIMEOUT_MS = 15_000;

/** Reads the parameters that the panel holds. */
export function readerOf(context: ILoadOptionsFunctions): ParameterReader {
	return (name, fallback) => context.getNodeParameter(name, fallback);
}

function authenticationOf(context: ILoadOptionsFunctions): Authentication {
	const chosen = readAuthentication(readerOf(context));
	if (!chosen.ok) throw listError(context, chosen.issue);
	return chosen.authentication;
}

/** The login of the credential that the panel shows. */
export function loginOf(context: ILoadOptionsFunctions): Connection {
	return connectionOf(authenticationOf(context));
}

/** The client for a list in the panel. It sends no batches, and does not wait for Meta's rate limit. */
export async function listClient(context: ILoadOptionsFunctions): Promise<GraphClient> {
	const authentication = authenticationOf(context);
	const { credentialType } = authentication;
	const checked = checkToken(authentication, sentToken(await context.getCredentials(credentialType)));
	if (!checked.ok) throw listError(context, checked.issue);
	const login = { ...connectionOf(authentication), takesBatches: false };
	return await graphClient(context, { credentialType, login, maxWaitMs: 0 });
}
