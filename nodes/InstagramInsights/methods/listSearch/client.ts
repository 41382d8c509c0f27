import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { LOGINS, type Authentication, type LoginFacts } from '../../catalogue';
import { graphClient, type GraphClient } from '../../graph';
import { readAuthentication } from '../../parameters/authentication';
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
export function loginOf(context: ILoadOptionsFunctions): LoginFacts {
	return LOGINS[authenticationOf(context).login];
}

/** The client for a list in the panel. It sends no batches, and does not wait for Meta's rate limit. */
export async function listClient(context: ILoadOptionsFunctions): Promise<GraphClient> {
	const { credentialType } = authenticationOf(context);
	const login = { ...loginOf(context), takesBatches: false };
	return await graphClient(context, { credentialType, login, maxWaitMs: 0 });
}
