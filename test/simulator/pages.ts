import { type ErrorAnswer, type JsonAnswer } from './answers';
import { ACCOUNTS, type SimulatedAccount, extraAccount } from './accounts';
import { readAccount } from './accountEdges';
import { type Behaviour } from './behaviour';
import { type AskedField, askedFields } from './fieldList';
import { FAULTS } from './faults';
import { type LinkBase, limitOf, sliceOf, toList } from './paging';
import { type TokenRecord } from './tokenRecord';

export interface SimulatedPage {
	id: string;
	name: string;
	/** A Page without an Instagram account has none. */
	account?: SimulatedAccount;
}

/** The Facebook Pages of the token's user, in the order in which they are listed. */
export const PAGES: readonly SimulatedPage[] = [
	{ id: '100000000000101', name: 'Simulated Page', account: ACCOUNTS.main },
	{ id: '100000000000102', name: 'Page without Instagram' },
	{ id: '100000000000103', name: 'Simulated Big Page', account: ACCOUNTS.big },
	{ id: '100000000000104', name: 'Simulated Empty Page', account: ACCOUNTS.empty },
	{ id: '100000000000105', name: 'Another Page without Instagram' },
];

function pagesOf(behaviour: Behaviour): SimulatedPage[] {
	const extra = Array.from({ length: behaviour.extraPages }, (_, index) => ({
		id: `1000000001${String(index + 1).padStart(5, '0')}`,
		name: `Extra Page ${String(index + 1)}`,
		account: extraAccount(index),
	}));
	const pages = [...PAGES, ...extra];
	return behaviour.noAccounts ? pages.map(({ id, name }) => ({ id, name })) : pages;
}

/** Meta, page on long-lived tokens: the fields that come without `fields`. */
const DEFAULT_FIELDS = 'access_token,category,category_list,name,id,tasks';

type PageReader = (page: SimulatedPage, tokenOf: TokenOfPage) => unknown;

/** The token of a Page for the user who asks. */
export type TokenOfPage = (page: SimulatedPage) => string;

const FIELDS: Readonly<Record<string, PageReader>> = {
	id: (page) => page.id,
	name: (page) => page.name,
	access_token: (page, tokenOf) => tokenOf(page),
	category: () => 'Cafe',
	category_list: () => [{ id: '197871390225897', name: 'Cafe' }],
	tasks: () => ['ANALYZE', 'ADVERTISE', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'],
};

/** The Page whose token it is; undefined for a token of the user. */
export function pageOf({ pageId }: TokenRecord): SimulatedPage | undefined {
	return PAGES.find(({ id }) => id === pageId);
}

/** The answer of /me for the token of a Page. */
export function answerPage(page: SimulatedPage, query: URLSearchParams, record: TokenRecord): JsonAnswer {
	const fields = askedFields(query.get('fields'), 'name,id');
	if ('status' in fields) return fields;
	const read = readPage(page, fields, () => record.token);
	return 'values' in read ? { status: 200, body: read.values } : read;
}

export function answerPages(
	query: URLSearchParams,
	behaviour: Behaviour,
	linkBase: LinkBase,
	record: TokenRecord,
	tokenOf: TokenOfPage,
): JsonAnswer {
	// Seen many times: a Page has no accounts.
	if (pageOf(record) !== undefined) return FAULTS.unknownField('accounts', 'Page');
	const limit = limitOf(query);
	if (typeof limit !== 'number') return limit;
	const pages = seesPages(record) ? pagesOf(behaviour) : [];
	const slice = sliceOf(pages, limit, query, linkBase, behaviour.listEnd);
	if ('status' in slice) return slice;
	const fields = askedFields(query.get('fields'), DEFAULT_FIELDS);
	if ('status' in fields) return fields;
	const data: Record<string, unknown>[] = [];
	for (const page of slice.items) {
		const read = readPage(page, fields, tokenOf);
		if (!('values' in read)) return read;
		data.push(read.values);
	}
	return { status: 200, body: toList(data, slice.paging, behaviour.withoutCursors) };
}

/**
 * Meta, changelog of v17.0: without business_management the Pages that a business owns are silently left out; here
 * these are all Pages. That pages_show_list is missed just as silently is general knowledge.
 */
function seesPages({ scopes }: TokenRecord): boolean {
	return scopes.includes('business_management') && scopes.includes('pages_show_list');
}

function readPage(
	page: SimulatedPage,
	fields: readonly AskedField[],
	tokenOf: TokenOfPage,
): { values: Record<string, unknown> } | ErrorAnswer {
	const values: Record<string, unknown> = {};
	for (const { name, inner } of fields) {
		if (name === 'instagram_business_account') {
			// Seen by many: for a Page without an Instagram account the field is missing.
			if (page.account === undefined) continue;
			const read = readAccount(page.account, inner, () => 0);
			if (!('values' in read)) return read;
			values[name] = read.values;
			continue;
		}
		const reader = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
		if (reader === undefined) return FAULTS.unknownField(name, 'Page');
		values[name] = reader(page, tokenOf);
	}
	values.id = page.id;
	return { values };
}
