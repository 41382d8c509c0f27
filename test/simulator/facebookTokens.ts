import { type ErrorAnswer, type FinalAnswer } from './answers';
import { type SimulatedApp, findApp } from './apps';
import { FAULTS } from './faults';
import { type TokenCall, giveLongLived, giveToken } from './tokenCall';
import { TOKEN_FAULTS } from './tokenFaults';

/** Meta, manual login flow, and long-lived tokens page: /oauth/access_token of graph.facebook.com. */
export function answerAccessToken(call: TokenCall): FinalAnswer {
	const { method, parameters } = call;
	if (method !== 'GET' && method !== 'POST') return FAULTS.unknownPath('/oauth/access_token');
	const app = appOf(call);
	if ('status' in app) return app;
	// Meta's own samples of the code exchange have no grant_type.
	const grant = parameters.get('grant_type') ?? 'authorization_code';
	if (grant === 'authorization_code') return exchangeCode(call, app);
	return grant === 'fb_exchange_token' ? exchangeToken(call, app) : TOKEN_FAULTS.grantUnknown(grant);
}

/** Parameters win over the header. */
function appOf({ parameters, basic }: TokenCall): SimulatedApp | ErrorAnswer {
	const id = parameters.get('client_id') ?? basic?.id ?? '';
	const secret = parameters.get('client_secret') ?? basic?.secret ?? '';
	if (id === '') return TOKEN_FAULTS.clientIdMissing();
	const app = findApp('facebook', id);
	if (app === undefined) return FAULTS.appInvalid();
	if (secret === '') return TOKEN_FAULTS.clientSecretMissing();
	return secret === app.secret ? app : TOKEN_FAULTS.clientSecretWrong();
}

/**
 * How long the token of a code lives is contradictory: hours by Meta's login pages, about 60 days by what others saw of
 * the flow between servers.
 */
function exchangeCode(call: TokenCall, app: SimulatedApp): FinalAnswer {
	const { parameters, behaviour, book, codes } = call;
	const redirectUri = parameters.get('redirect_uri') ?? '';
	const code = parameters.get('code') ?? '';
	if (redirectUri === '') return TOKEN_FAULTS.redirectMissing();
	if (code === '') return TOKEN_FAULTS.codeMissing();
	const consent = codes.use(code, app.id, redirectUri);
	if ('status' in consent) return consent;
	const { scopes, declined } = consent;
	const { codeTokenKind: kind, codeTokenSeconds } = behaviour;
	const livesMs = codeTokenSeconds === Infinity ? 'never' : codeTokenSeconds * 1000;
	return giveToken(book.issue({ kind, livesMs, app, scopes, declined }), call);
}

function exchangeToken(call: TokenCall, app: SimulatedApp): FinalAnswer {
	const { parameters, book } = call;
	const token = parameters.get('fb_exchange_token') ?? '';
	if (token === '') return TOKEN_FAULTS.exchangeTokenMissing();
	const record = book.find(token);
	if (record === undefined) return FAULTS.tokenUnparsable();
	if (record.app.id !== app.id) return TOKEN_FAULTS.tokenOfOtherApp(app.id);
	const refused = book.refuseRecord(record);
	if (refused !== undefined) return refused;
	// Meta's pages say only that these need no exchange. Here the answer is the same token; that is an assumption.
	if (record.kind === 'page' || record.kind === 'system_user') return giveToken(record, call);
	return giveLongLived(record, call);
}
