import { ACCOUNTS } from './accounts';
import { type ErrorAnswer, type JsonAnswer } from './answers';
import { findApp } from './apps';
import { FAULTS } from './faults';
import { PAGES } from './pages';
import { type TokenCall } from './tokenCall';
import { TOKEN_FAULTS } from './tokenFaults';
import { type TokenKind, type TokenRecord } from './tokenRecord';

type Viewer = { readonly appId: string } | { readonly ownerId: string };

/** Meta, debug_token: asked by the app, as `id|secret`, or with a token of the same user. */
export function answerDebugToken(call: TokenCall): JsonAnswer {
	const { method, parameters, book } = call;
	if (method !== 'GET') return FAULTS.unknownPath('/debug_token');
	const viewer = viewerOf(call);
	if ('status' in viewer) return viewer;
	const input = parameters.get('input_token') ?? '';
	if (input === '') return TOKEN_FAULTS.inputTokenMissing();
	const record = book.find(input);
	if (record === undefined)
		return dataOf({ error: errorIn(FAULTS.tokenUnparsable()), is_valid: false, scopes: [] });
	if ('appId' in viewer && viewer.appId !== record.app.id) return TOKEN_FAULTS.inputOfOtherApp();
	if ('ownerId' in viewer && viewer.ownerId !== record.ownerId) return TOKEN_FAULTS.notTheAppOfToken();
	return dataOf(describe(record, book.refuseRecord(record)));
}

function viewerOf({ token, book }: TokenCall): Viewer | ErrorAnswer {
	const [, id, secret] = /^(\d+)\|(.+)$/.exec(token ?? '') ?? [];
	if (id !== undefined) {
		const app = findApp('facebook', id);
		if (app === undefined) return FAULTS.appInvalid();
		return app.secret === secret ? { appId: id } : TOKEN_FAULTS.appTokenInvalid();
	}
	const refused = book.refuse(token);
	if (refused !== undefined) return refused;
	return { ownerId: book.find(token)?.ownerId ?? '' };
}

function dataOf(data: Readonly<Record<string, unknown>>): JsonAnswer {
	return { status: 200, body: { data } };
}

const TYPES: Readonly<Record<TokenKind, string>> = {
	user: 'USER',
	page: 'PAGE',
	system_user: 'SYSTEM_USER',
	instagram: 'USER',
};

/** 0 is "never": general knowledge. */
function describe(record: TokenRecord, refused: ErrorAnswer | undefined): Record<string, unknown> {
	return {
		app_id: record.app.id,
		type: TYPES[record.kind],
		application: record.app.name,
		data_access_expires_at: secondsOf(record.dataAccessExpiresAt),
		...(refused === undefined ? {} : { error: errorIn(refused) }),
		expires_at: secondsOf(record.expiresAt),
		is_valid: refused === undefined,
		issued_at: secondsOf(record.issuedAt),
		...(record.pageId === undefined ? {} : { profile_id: record.pageId }),
		scopes: record.scopes,
		granular_scopes: granular(record.scopes),
		user_id: record.ownerId,
	};
}

function secondsOf(date: Date | undefined): number {
	return date === undefined ? 0 : Math.floor(date.getTime() / 1000);
}

function errorIn({ body: { error } }: ErrorAnswer): Record<string, unknown> {
	const { code, message, error_subcode: subcode } = error;
	return { code, message, ...(subcode === undefined ? {} : { subcode }) };
}

/** Only the permissions that are given for single Pages and accounts. */
function granular(scopes: readonly string[]): unknown[] {
	const accounts = Object.values(ACCOUNTS).map(({ id }) => id);
	const pages = PAGES.map(({ id }) => id);
	return scopes.flatMap((scope) => {
		if (scope.startsWith('instagram_')) return [{ scope, target_ids: accounts }];
		return scope.startsWith('pages_') ? [{ scope, target_ids: pages }] : [];
	});
}
