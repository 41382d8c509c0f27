import { placeholder, type Draft } from './drafts';
import {
	copyOf,
	deletePlace,
	isObject,
	placesOf,
	readPlace,
	writePlace,
	type Json,
	type JsonObject,
} from './json';
import { oddBodyText, oddError, oddHeaders, oddJson, oddText, rateLimit, sentence } from './oddities';
import { graphError } from './rightAnswers';
import type { Asked } from './requests';
import type { Rng } from './rng';
import { JSON_FORMS } from './secrets';
import type { World } from './truth';

/** What a mutation knows of the answer that it spoils. */
export interface Occasion {
	/** `batch`: the answer to a batch as a whole. */
	readonly kind: Asked['kind'] | 'batch';
	/** Whether the answer is a part of a batch, so that it has no connection of its own to spoil. */
	readonly isPart: boolean;
	/** The ID in the request's path; for a batch, in that of its first part. */
	readonly objectId: string;
	readonly world: World;
	readonly rng: Rng;
	/** Whether answers of this case may come late or never. Each such answer costs a real time-out. */
	readonly isSlow: boolean;
	/** How many answers this case has given before. */
	readonly ordinal: number;
}

export interface Mutation {
	readonly name: string;
	readonly weight: number;
	readonly fits: (occasion: Occasion) => boolean;
	readonly apply: (draft: Draft, occasion: Occasion) => void;
}

const always = () => true;
const alone = ({ isPart }: Occasion) => !isPart;
const ofKind =
	(...kinds: readonly Occasion['kind'][]) =>
	({ kind }: Occasion) =>
		kinds.includes(kind);

/** Applies a change at a place of the body, if the body has one. */
function somewhere(change: (draft: Draft, occasion: Occasion, places: ReturnType<typeof placesOf>) => void) {
	return (draft: Draft, occasion: Occasion): void => {
		draft.body = copyOf(draft.body);
		const places = placesOf(draft.body);
		if (places.length > 0) change(draft, occasion, places);
	};
}

function withText(change: (text: string, occasion: Occasion) => string) {
	return (draft: Draft, occasion: Occasion): void => {
		draft.text = change(draft.text ?? JSON.stringify(draft.body), occasion);
	};
}

function dataOf(body: Json): Json[] {
	return isObject(body) && Array.isArray(body.data) ? body.data : [];
}

function anotherMedia({ world, rng, objectId }: Occasion): string {
	const others = world.media.filter(({ id }) => id !== objectId).map(({ id }) => id);
	return others.length > 0 ? rng.pick(others) : `179${String(rng.int(10_000_000, 99_999_999))}123456`;
}

function paging(body: Json, change: (paging: JsonObject) => void): void {
	if (!isObject(body)) return;
	const given = isObject(body.paging) ? body.paging : {};
	change(given);
	body.paging = given;
}

function cursors(given: JsonObject, after: Json): void {
	given.cursors = { before: 'b', after };
	given.next = `https://graph.facebook.com/v25.0/1/media?access_token=${placeholder('token', 0)}&after=x`;
}

function secretIn({ rng }: Occasion): string {
	return placeholder(rng.chance(0.8) ? 'token' : 'app', rng.int(0, JSON_FORMS.length - 1));
}

/** Sorted by how much of the answer is left. */
export const MUTATIONS: readonly Mutation[] = [
	{
		name: 'part missing',
		weight: 5,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			deletePlace(rng.pick(places));
		}),
	},
	{
		name: 'part null',
		weight: 3,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			writePlace(rng.pick(places), null);
		}),
	},
	{
		name: 'part odd',
		weight: 5,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			writePlace(rng.pick(places), oddJson(rng));
		}),
	},
	{
		name: 'part of another type',
		weight: 4,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			const place = rng.pick(places);
			const value = readPlace(place);
			writePlace(
				place,
				rng.pick<Json>([
					typeof value === 'number' ? String(value) : Number.isNaN(Number(value)) ? 5 : Number(value),
					[value],
					{ value },
					JSON.stringify(value),
				]),
			);
		}),
	},
	{
		name: 'part moved',
		weight: 4,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			// It is a copy, since a part may be moved into itself.
			const value = copyOf(readPlace(rng.pick(places)));
			writePlace(rng.pick(places), value);
		}),
	},
	{
		name: 'part doubled',
		weight: 3,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			const lists = places.filter(({ holder }) => Array.isArray(holder));
			if (lists.length === 0) return;
			const { holder, key } = rng.pick(lists);
			if (Array.isArray(holder)) holder.splice(rng.int(0, holder.length), 0, holder[Number(key)] ?? null);
		}),
	},
	{
		name: 'key added',
		weight: 2,
		fits: always,
		apply: somewhere((_draft, { rng }, places) => {
			const { holder } = rng.pick(places);
			if (Array.isArray(holder)) holder.push(oddJson(rng));
			else
				writePlace(
					{ holder, key: rng.pick(['__proto__', 'error', 'id', 'data', 'new_thing']) },
					oddJson(rng),
				);
		}),
	},
	{
		name: 'many dimensions',
		weight: 1,
		fits: ofKind('insights'),
		apply: (draft, { rng }) => {
			draft.body = copyOf(draft.body);
			const [entry] = dataOf(draft.body);
			if (!isObject(entry)) return;
			const results = Array.from({ length: rng.pick([3, 40, 2_000]) }, (_, index) => ({
				dimension_values: [`new_${'long_'.repeat(10)}${String(index)}`],
				value: 500_000 + index,
			}));
			const keys = rng.pick<Json>([
				['action_type'],
				['story_navigation_action_type'],
				[],
				['x', 'action_type'],
			]);
			entry.total_value = { breakdowns: [{ dimension_keys: keys, results }] };
		},
	},
	{
		name: 'ID of another item',
		weight: 4,
		fits: ofKind('insights', 'fields'),
		apply: (draft, occasion) => {
			draft.body = copyOf(draft.body);
			const other = anotherMedia(occasion);
			if (occasion.kind === 'fields' && isObject(draft.body)) draft.body.id = other;
			for (const entry of dataOf(draft.body)) {
				if (isObject(entry)) entry.id = `${other}/insights/reach/lifetime`;
			}
		},
	},
	{
		name: 'list entry with an odd ID',
		weight: 4,
		fits: ofKind('list'),
		apply: (draft, occasion) => {
			draft.body = copyOf(draft.body);
			const entries = dataOf(draft.body).filter(isObject);
			if (entries.length === 0) return;
			occasion.rng.pick(entries).id = occasion.rng.pick<Json>([
				'../../me/accounts',
				'17932174733377207/insights',
				'abc',
				'',
				17_932_174_733_377_207,
				1.5,
				null,
				'-1',
				'17932174733377207?fields=id',
				'0x12',
				' 17932174733377207 ',
				'٣٤٥٦٧',
			]);
		},
	},
	{
		name: 'cursors for ever',
		weight: 2,
		fits: ofKind('list'),
		apply: (draft, { rng, ordinal }) => {
			draft.body = copyOf(draft.body);
			paging(draft.body, (given) => {
				cursors(given, rng.pick([`n${String(ordinal)}`, 'same', 'c0', `c${String(ordinal % 3)}`, '']));
			});
		},
	},
	{
		name: 'next without a cursor',
		weight: 2,
		fits: ofKind('list'),
		apply: (draft, { rng }) => {
			draft.body = copyOf(draft.body);
			paging(draft.body, (given) => {
				cursors(given, 'x');
				given.cursors = rng.pick<Json>([null, {}, [], 'x', { after: null }, { after: 5 }, { after: ['a'] }]);
			});
		},
	},
	{
		name: 'odd paging',
		weight: 2,
		fits: ofKind('list'),
		apply: (draft, { rng }) => {
			draft.body = copyOf(draft.body);
			if (isObject(draft.body)) draft.body.paging = oddJson(rng);
		},
	},
	{
		name: 'empty data',
		weight: 2,
		fits: ofKind('list', 'insights'),
		apply: (draft) => {
			draft.body = { data: [] };
		},
	},
	{
		name: 'batch of another length or order',
		weight: 12,
		fits: ofKind('batch'),
		apply: (draft, { rng }) => {
			const parts = copyOf(draft.body);
			if (!Array.isArray(parts)) return;
			const at = rng.int(0, parts.length - 1);
			rng.pick<() => void>([
				() => parts.splice(at, 1),
				() => parts.splice(at, 0, parts[rng.int(0, parts.length - 1)] ?? null),
				() => parts.reverse(),
				() => parts.splice(0, parts.length, ...rng.shuffled(parts)),
				() => parts.splice(0, parts.length),
				() => parts.push(oddJson(rng)),
			])();
			draft.body = parts;
		},
	},
	{
		name: 'odd parts of a batch',
		weight: 10,
		fits: ofKind('batch'),
		apply: (draft, { rng }) => {
			const parts = copyOf(draft.body);
			if (!Array.isArray(parts)) return;
			for (const [index, part] of parts.entries()) {
				if (!rng.chance(0.4) || !isObject(part)) continue;
				const text = typeof part.body === 'string' ? part.body : 'null';
				rng.pick<() => void>([
					() => (parts[index] = null),
					() => (part.body = readAsJson(text)),
					() => (part.code = JSON.stringify(part.code ?? null)),
					() => (part.code = rng.int(100, 599)),
					() => Reflect.deleteProperty(part, 'code'),
					() => Reflect.deleteProperty(part, 'body'),
					() => (part.body = oddText(rng)),
					() => (parts[index] = oddJson(rng)),
				])();
			}
			draft.body = parts;
		},
	},
	{
		name: 'wrong thing',
		weight: 3,
		fits: always,
		apply: (draft, { rng }) => {
			draft.body = oddJson(rng);
		},
	},
	{
		name: 'odd text',
		weight: 5,
		fits: always,
		apply: withText((text, { rng }) => oddBodyText(rng, text)),
	},
	{
		name: 'error envelope',
		weight: 10,
		fits: always,
		apply: (draft, { rng }) => {
			draft.status = rng.pick([400, 400, 400, 403, 401, 404, 429, 500, 503, 200, 418]);
			draft.body = oddError(rng);
		},
	},
	{
		name: 'refusal in unknown words',
		weight: 4,
		fits: always,
		apply: (draft, { rng }) => {
			draft.status = 400;
			draft.body = graphError(rng.pick<Json>([100, 100, 12, 24, 3001]), sentence(rng));
		},
	},
	{
		name: 'rate limit',
		weight: 4,
		fits: always,
		apply: (draft, { rng }) => {
			const { body, headers } = rateLimit(rng);
			draft.status = rng.pick([400, 403, 429]);
			draft.body = body;
			Object.assign(draft.headers, headers);
		},
	},
	{
		name: 'odd status',
		weight: 6,
		fits: always,
		apply: (draft, { rng, isPart, isSlow }) => {
			const lowest = isPart || isSlow ? 100 : 200;
			draft.status = rng.chance(0.5)
				? rng.int(lowest, 599)
				: rng.pick([204, 304, 301, 302, 307, 308, 500, 502]);
			if (!isPart && rng.chance(0.08)) draft.status = 101;
			if (draft.status >= 300 && draft.status < 400) {
				draft.headers.location = rng.pick(['/elsewhere', 'http://127.0.0.1:9/x', 'x:y', '']);
			}
		},
	},
	{
		name: 'odd header',
		weight: 8,
		fits: alone,
		apply: (draft, { rng }) => {
			Object.assign(draft.headers, oddHeaders(rng));
		},
	},
	{
		name: 'token in an error',
		weight: 3,
		fits: always,
		apply: (draft, occasion) => {
			const { rng } = occasion;
			draft.status = 400;
			const filler = rng.chance(0.3) ? 'x'.repeat(rng.int(150, 2_100)) : 'Cannot take';
			draft.body = graphError(
				rng.pick<Json>([190, 100, 10, 200, 2, 24, 368]),
				`${filler} ${secretIn(occasion)} in https://graph.facebook.com/x?access_token=${secretIn(occasion)}`,
				{ fbtrace_id: secretIn(occasion), error_user_msg: `It was ${secretIn(occasion)}.` },
			);
		},
	},
	{
		name: 'token in a value',
		weight: 3,
		fits: always,
		apply: somewhere((_draft, occasion, places) => {
			writePlace(occasion.rng.pick(places), `${oddWord(occasion)}${secretIn(occasion)}`);
		}),
	},
	{
		name: 'token in fields',
		weight: 3,
		fits: ofKind('fields', 'list'),
		apply: (draft, occasion) => {
			draft.body = copyOf(draft.body);
			for (const entry of [draft.body, ...dataOf(draft.body)]) {
				if (!isObject(entry) || 'data' in entry) continue;
				for (const name of Object.keys(entry)) {
					if (name !== 'id' && occasion.rng.chance(0.3)) entry[name] = `my ${secretIn(occasion)}`;
				}
			}
		},
	},
	{
		name: 'token as a key',
		weight: 1,
		fits: always,
		apply: somewhere((_draft, occasion, places) => {
			const { holder } = occasion.rng.pick(places);
			if (!Array.isArray(holder)) holder[secretIn(occasion)] = 5;
		}),
	},
	{
		name: 'token in a header',
		weight: 1,
		fits: alone,
		apply: (draft, { rng }) => {
			const name = rng.pick(['x-app-usage', 'www-authenticate', 'x-fb-debug', 'x-business-use-case-usage']);
			draft.headers[name] =
				`OAuth "Facebook Platform" "invalid_token" "${placeholder('token', rng.int(0, 2))}"`;
		},
	},
	{
		name: 'dropped connection',
		weight: 3,
		fits: alone,
		apply: (draft) => {
			draft.transport = 'drop';
		},
	},
	{
		name: 'cut connection',
		weight: 2,
		fits: alone,
		apply: (draft) => {
			draft.transport = 'short';
		},
	},
	{
		name: 'no answer',
		weight: 3,
		fits: ({ isPart, isSlow }) => !isPart && isSlow,
		apply: (draft) => {
			draft.transport = 'hang';
		},
	},
	{
		name: 'slow drip',
		weight: 3,
		fits: ({ isPart, isSlow }) => !isPart && isSlow,
		apply: (draft) => {
			draft.transport = 'drip';
		},
	},
];

function readAsJson(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return text;
	}
}

function oddWord({ rng }: Occasion): string {
	return rng.pick(['', '17932174733377207', 'https://www.instagram.com/p/', 'Bearer ', 'x=']);
}

export function pickMutation(occasion: Occasion): Mutation {
	return occasion.rng.weighted(
		MUTATIONS.filter(({ fits }) => fits(occasion)).map((mutation) => [mutation.weight, mutation] as const),
	);
}
