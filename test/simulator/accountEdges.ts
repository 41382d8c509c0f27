import { type ErrorAnswer, type JsonAnswer } from './answers';
import { type SimulatedAccount, mediaOf, storiesOf } from './accounts';
import { type Host } from './apps';
import { type Behaviour } from './behaviour';
import { askedFields } from './fieldList';
import { FAULTS } from './faults';
import { readMedia, refuseAccountField } from './fields';
import { type SimulatedMedia, createdAt } from './media';
import { type LinkBase, limitOf, sliceOf, toList } from './paging';

export interface AccountRequest {
	host: Host;
	account: SimulatedAccount;
	query: URLSearchParams;
	behaviour: Behaviour;
	linkBase: LinkBase;
	startedAt: Date;
	now: Date;
}

type AccountReader = (account: SimulatedAccount, mediaCount: () => number) => unknown;

/** Meta, IG User page. An account without a biography or a website does not have these fields. */
const FIELDS: Readonly<Record<string, AccountReader>> = {
	id: (account) => account.id,
	username: (account) => account.username,
	name: (account) => account.name,
	biography: (account) => account.biography,
	website: (account) => account.website,
	followers_count: (account) => account.followers,
	follows_count: (account) => account.follows,
	media_count: (_account, mediaCount) => mediaCount(),
	profile_picture_url: (account) => `https://media.example.invalid/${account.username}.jpg`,
};

/** Without `fields` only the id comes. With `fields` the id comes too. */
export function readAccount(
	account: SimulatedAccount,
	parameter: string | null | undefined,
	mediaCount: () => number,
): { values: Record<string, unknown> } | ErrorAnswer {
	const fields = askedFields(parameter, 'id');
	if ('status' in fields) return fields;
	const values: Record<string, unknown> = {};
	for (const { name } of fields) {
		const reader = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
		if (reader === undefined) return FAULTS.unknownField(name, 'ShadowIGUser');
		const value = reader(account, mediaCount);
		if (value !== undefined) values[name] = value;
	}
	values.id = account.id;
	return { values };
}

export function answerAccount(request: AccountRequest): JsonAnswer {
	const { account, behaviour, startedAt, now, query } = request;
	const fields = query.get('fields');
	const refusal = refuseAccountField(fields, behaviour, 'ShadowIGUser');
	if (refusal !== undefined) return refusal;
	const count = (): number => mediaOf(account, behaviour, startedAt, now).length;
	const read = readAccount(account, fields, count);
	return 'values' in read ? { status: 200, body: read.values } : read;
}

/** Meta, IG User media page. How many a page may hold before it is too heavy is not documented. */
export function answerMediaList(request: AccountRequest): JsonAnswer {
	const { account, behaviour, startedAt, query, now } = request;
	const all = mediaOf(account, behaviour, startedAt, now);
	return answerList(behaviour.timeFilter === 'applied' ? within(all, query, startedAt) : all, request);
}

export function answerStories(request: AccountRequest): JsonAnswer {
	const { account, behaviour, startedAt, now } = request;
	return answerList(storiesOf(account, behaviour, startedAt, now), request);
}

function answerList(all: readonly SimulatedMedia[], request: AccountRequest): JsonAnswer {
	const { query, behaviour, startedAt, linkBase, host } = request;
	const limit = limitOf(query);
	if (typeof limit !== 'number') return limit;
	if (limit > behaviour.heaviestPage) return FAULTS.reduceData();
	const slice = sliceOf(all, limit, query, linkBase, behaviour.listEnd);
	if ('status' in slice) return slice;
	const fields = askedFields(query.get('fields'), 'id');
	if ('status' in fields) return fields;
	const data: Record<string, unknown>[] = [];
	for (const media of slice.items) {
		const read = readMedia(media, createdAt(media, startedAt), fields, behaviour, host);
		if (!('values' in read)) return read;
		data.push(read.values);
	}
	return { status: 200, body: toList(data, slice.paging, behaviour.withoutCursors) };
}

/** Both ends belong to the window, as on account insights. For lists of media nobody wrote it down. */
function within(
	all: readonly SimulatedMedia[],
	query: URLSearchParams,
	startedAt: Date,
): readonly SimulatedMedia[] {
	const since = secondsOf(query.get('since')) ?? -Infinity;
	const until = secondsOf(query.get('until')) ?? Infinity;
	if (since === -Infinity && until === Infinity) return all;
	return all.filter((media) => {
		const seconds = createdAt(media, startedAt).getTime() / 1000;
		return seconds >= since && seconds <= until;
	});
}

/** Meta, IG User media page: Unix seconds, or a text that strtotime understands; here, one that Date understands. */
function secondsOf(text: string | null): number | undefined {
	if (text === null || text === '') return undefined;
	if (/^\d+$/.test(text)) return Number(text);
	const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
	return Number.isNaN(time) ? undefined : time / 1000;
}
