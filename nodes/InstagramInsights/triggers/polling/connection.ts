import type { IPollFunctions } from 'n8n-workflow';

import { connectionOf, DEFAULT_API_VERSION } from '../../catalogue';
import { openClient, type GraphClient } from '../../graph';
import { tokenWarnings } from '../../insights';
import { checkToken } from '../../parameters/authentication';
import { issueError } from './pollErrors';
import type { Settings } from './settings';

/** How long n8n lets a poll take, in milliseconds. Older versions do not tell, and have the same. */
const USUAL_BUDGET_MS = 300_000;
/** The part of this time that a poll may wait for Meta's rate limit. The rest is for the requests. */
const WAITING_SHARE = 0.5;

/** The way to Meta of one poll. */
export interface PollConnection {
	readonly client: GraphClient;
	/** What people should know about the token, in sentences. */
	readonly warnings: readonly string[];
}

function budgetOf(context: IPollFunctions): number {
	return 'getPollBudgetMs' in context ? context.getPollBudgetMs() : USUAL_BUDGET_MS;
}

/** @throws NodeOperationError if the credential holds no token, or one of another login */
export async function connect(
	context: IPollFunctions,
	{ authentication, parameters }: Settings,
): Promise<PollConnection> {
	const { credentialType } = authentication;
	const login = connectionOf(authentication);
	const maxWaitMs = Math.min(parameters.maxWaitMs, budgetOf(context) * WAITING_SHARE);
	const opening = await openClient(context, { credentialType, maxWaitMs, login }, (token) =>
		checkToken(authentication, token),
	);
	if (!opening.ok) throw issueError(context, opening.issue);
	const { namingClient, report } = opening.opened;
	return {
		client: namingClient(DEFAULT_API_VERSION),
		warnings: tokenWarnings(report, login),
	};
}
