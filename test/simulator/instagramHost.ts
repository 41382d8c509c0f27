import { answerAccountInsights } from './accountInsights';
import { type AccountRequest, answerMediaList, answerStories } from './accountEdges';
import { type SimulatedAccount, findAccount, mediaOf, ownerOf } from './accounts';
import { type ErrorAnswer, type JsonAnswer } from './answers';
import { askedFields } from './fieldList';
import { FAULTS } from './faults';
import { answerMedia, refuseAccountField } from './fields';
import { type GraphRequest, linkBaseOf } from './graphRequest';
import { answerInsights } from './insights';
import { createdAt, findMedia } from './media';
import { refusePermission } from './permissions';
import { type TokenRecord } from './tokenRecord';

/** The objects of graph.instagram.com: the token's own account, and what it has posted. */
export function answerOfInstagram(request: GraphRequest, record: TokenRecord): JsonAnswer {
	const { segments, query, behaviour, url, version, startedAt, now } = request;
	const [node, edge, ...rest] = segments;
	if (node === undefined) return FAULTS.unknownPath('/');
	if (node !== 'me' && !/^\d+$/.test(node)) return FAULTS.aliasMissing(node);
	const forbidden = refusePermission(record, edge);
	if (forbidden !== undefined) return forbidden;
	const account = accountAt(node, request, record);
	if (account !== undefined) return answerAccountPath(account, request);
	const media = findMedia(node, startedAt, now);
	const isOwn = media !== undefined && ownerOf(media).id === record.account?.id;
	if (media === undefined || !(isOwn || behaviour.readsOthers)) return FAULTS.objectMissing(node);
	const created = createdAt(media, startedAt);
	const host = 'instagram';
	if (edge === undefined) return answerMedia(media, created, query.get('fields'), behaviour, host);
	if (edge !== 'insights' || rest.length > 0) return FAULTS.unknownPath(`/${[edge, ...rest].join('/')}`);
	return answerInsights({ media, created, version, query, behaviour, url, token: record.token, host });
}

/** Meta, User page of Instagram Login: `me`, `user_id`, or the app-scoped `id`. */
function accountAt(
	node: string,
	{ behaviour }: GraphRequest,
	{ account }: TokenRecord,
): SimulatedAccount | undefined {
	if (account === undefined) return undefined;
	if (node === 'me' || node === account.id || node === appScopedId(account)) return account;
	return behaviour.readsOthers ? findAccount(node, behaviour) : undefined;
}

function answerAccountPath(account: SimulatedAccount, request: GraphRequest): JsonAnswer {
	const { segments, query, behaviour, startedAt, now } = request;
	const [, edge, ...rest] = segments;
	if (edge === undefined) return answerUser(account, request);
	if (rest.length === 0) {
		const linkBase = linkBaseOf(request);
		const asked: AccountRequest = {
			host: 'instagram',
			account,
			query,
			behaviour,
			linkBase,
			startedAt,
			now,
		};
		if (edge === 'media') return answerMediaList(asked);
		if (edge === 'stories') return answerStories(asked);
		if (edge === 'insights') return answerAccountInsights(asked);
	}
	return FAULTS.unknownPath(`/${[edge, ...rest].join('/')}`);
}

/** Differs from `user_id`, and is another one for each app (Meta, User page of Instagram Login). */
function appScopedId({ id }: SimulatedAccount): string {
	return `26${id.slice(2)}`;
}

type UserReader = (account: SimulatedAccount, mediaCount: () => number) => unknown;

const USER_NODE = 'IGUserForIGOnlyAPI';

/** The fields of IGUserForIGOnlyAPI in Meta's own SDKs (v26.0). */
const USER_FIELDS: Readonly<Record<string, UserReader>> = {
	id: (account) => appScopedId(account),
	user_id: (account) => account.id,
	account_type: () => 'BUSINESS',
	biography: (account) => account.biography,
	followers_count: (account) => account.followers,
	follows_count: (account) => account.follows,
	media_count: (_account, mediaCount) => mediaCount(),
	name: (account) => account.name,
	profile_picture_url: (account) => `https://media.example.invalid/${account.username}.jpg`,
	username: (account) => account.username,
	website: (account) => account.website,
};

/** General knowledge: without `fields` only the id comes, and with `fields` the id comes too. */
function answerUser(
	account: SimulatedAccount,
	{ query, behaviour, startedAt, now }: GraphRequest,
): JsonAnswer {
	const fields = query.get('fields');
	const refusal = refuseAccountField(fields, behaviour, USER_NODE);
	if (refusal !== undefined) return refusal;
	const read = readUser(account, fields, () => mediaOf(account, behaviour, startedAt, now).length);
	if (!('values' in read)) return read;
	return { status: 200, body: behaviour.meShape === 'array' ? { data: [read.values] } : read.values };
}

function readUser(
	account: SimulatedAccount,
	parameter: string | null,
	mediaCount: () => number,
): { values: Record<string, unknown> } | ErrorAnswer {
	const fields = askedFields(parameter, 'id');
	if ('status' in fields) return fields;
	const values: Record<string, unknown> = {};
	for (const { name } of fields) {
		const reader = Object.hasOwn(USER_FIELDS, name) ? USER_FIELDS[name] : undefined;
		if (reader === undefined) return FAULTS.unknownField(name, USER_NODE);
		const value = reader(account, mediaCount);
		if (value !== undefined) values[name] = value;
	}
	values.id = appScopedId(account);
	return { values };
}
