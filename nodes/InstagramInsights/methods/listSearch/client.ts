import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { findAuthentication, LOGINS } from '../../catalogue';
import { graphClient, type GraphClient } from '../../graph';

/** A list in the panel is waited for: better a message soon than a long silence. */
export const TIMEOUT_MS = 15_000;

/** The client of a list in the panel: it does not wait for Meta's rate limit. */
export async function listClient(context: ILoadOptionsFunctions): Promise<GraphClient> {
	const { credentialType, login } = findAuthentication(context.getNodeParameter('authentication', ''));
	return await graphClient(context, { credentialType, batches: false, maxWaitMs: 0, login: LOGINS[login] });
}
