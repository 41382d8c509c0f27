export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Some servers put a byte order mark in front of a text. n8n takes it away, and so does this function.
 * @returns `undefined` for a text that is not JSON
 */
export function parseJson(text: string): Json | undefined {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
	} catch {
		return undefined;
	}
}

/** Where a value stands: what holds it, and under which key. */
export interface Place {
	readonly holder: Json[] | JsonObject;
	readonly key: string | number;
}

const MOST_PLACES = 4_000;

/**
 * All places of a tree below its root. There is no recursion, since the trees of the fuzzer may be 10,000 levels deep.
 */
export function placesOf(root: Json): Place[] {
	const places: Place[] = [];
	const open: Json[] = [root];
	while (open.length > 0 && places.length < MOST_PLACES) {
		const holder = open.pop();
		if (Array.isArray(holder)) {
			for (const [key, value] of holder.entries()) {
				places.push({ holder, key });
				open.push(value);
			}
		} else if (isObject(holder)) {
			for (const key of Object.keys(holder)) {
				places.push({ holder, key });
				open.push(holder[key] ?? null);
			}
		}
	}
	return places;
}

export function readPlace({ holder, key }: Place): Json {
	return (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null;
}

export function writePlace({ holder, key }: Place, value: Json): void {
	if (Array.isArray(holder)) holder[Number(key)] = value;
	else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

export function deletePlace({ holder, key }: Place): void {
	if (Array.isArray(holder)) holder.splice(Number(key), 1);
	else Reflect.deleteProperty(holder, key);
}

/** A copy of a tree that may be deep. */
export function copyOf(value: Json): Json {
	return parseJson(JSON.stringify(value)) ?? null;
}
