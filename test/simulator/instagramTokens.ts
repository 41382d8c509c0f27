import { type ErrorAnswer, type FinalAnswer } from './answers';
import { FAULTS } from './faults';
import { NEEDED } from './scopes';
import { type TokenCall, giveLongLived } from './tokenCall';
import { TOKEN_FAULTS } from './tokenFaults';
import { type TokenRecord, ageMs, isLongLived } from './tokenRecord';

const DAY = 86_400_000;

/** Meta, Instagram business login: /access_token makes a short-lived token a long-lived one. */
export function answerExchange(call: TokenCall): FinalAnswer {
	const { parameters } = call;
	const record = tokenFor('ig_exchange_token', call);
	if ('status' in record) return record;
	const secret = parameters.get('client_secret') ?? '';
	if (secret === '') return TOKEN_FAULTS.clientSecretMissing();
	// No ID of an app is sent: the secret alone tells the app.
	if (secret !== record.app.secret) return TOKEN_FAULTS.clientSecretWrong();
	// Seen in 2026 for tokens of the app dashboard, which are long-lived from the start.
	if (isLongLived(record)) return TOKEN_FAULTS.sessionKeyInvalid();
	return giveLongLived(record, call);
}

/**
 * Meta, Instagram business login: /refresh_access_token renews a long-lived token that is at least 24 hours old, has
 * not expired and has instagram_business_basic. The answer to a short-lived token is assumed.
 */
export function answerRefresh(call: TokenCall): FinalAnswer {
	const record = tokenFor('ig_refresh_token', call);
	if ('status' in record) return record;
	if (!record.scopes.includes(NEEDED.instagram.reading)) return FAULTS.permissionMissing();
	if (!isLongLived(record)) return TOKEN_FAULTS.sessionKeyInvalid();
	if (ageMs(record, call.now) < DAY) return TOKEN_FAULTS.tooYoungToRefresh();
	return giveLongLived(record, call);
}

/** The token must be a parameter: Meta documents no header for these two. */
function tokenFor(grant: string, { method, parameters, book }: TokenCall): TokenRecord | ErrorAnswer {
	if (method !== 'GET') return FAULTS.unsupportedRequest(method.toLowerCase());
	const asked = parameters.get('grant_type') ?? '';
	if (asked !== grant) return TOKEN_FAULTS.grantUnknown(asked);
	const token = parameters.get('access_token') ?? '';
	const refused = book.refuse(token);
	if (refused !== undefined) return refused;
	return book.find(token) ?? FAULTS.tokenUnparsable();
}
