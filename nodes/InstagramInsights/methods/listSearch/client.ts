import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { LOGINS } from '../../catalogue';
import { graphClient, type GraphClient } from '../../graph';
import { readAuthentication } from '../../parameters/authentication';
import type { ParameterReader } from '../../parameters/values';
import { listError } from './answers';

/** A list in the panel is waited for: better a message soon than a long silence. */
export const TIMEOUT_MS = 15_000;

/** Reads the parameters as the panel holds them. */
export function readerOf(context: ILoadOptionsFunctions): ParameterReader {
	return (name, fallback) => context.getNodeParameter(name, fallback);
}

/** The client of a list in the panel: it does not wait for Meta's rate limit. */
export async function listClient(context: ILoadOptionsFunctions): Promise<GraphClient> {
	const chosen = readAuthentication(readerOf(context));
	if (!chosen.ok) throw listError(context, chosen.issue);
	const { credentialType, login } = chosen.authentication;
	return await graphClient(context, { credentialType, batches: false, maxWaitMs: 0, login: LOGINS[login] });
}
