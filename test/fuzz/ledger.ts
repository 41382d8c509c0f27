import { isObject, parseJson, placesOf, readPlace, type Json, type JsonObject } from './json';
import type { Asked } from './requests';

/** Numbers, and numbers that are written as text. */
function numberIn(value: Json): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The media ID at the start of an `id` of an answer: `17932174733377207/insights/reach/lifetime`. */
function ownerIn(id: Json | undefined): string | undefined {
	return typeof id === 'string' ? /^(\d{5,})(\/|$)/.exec(id)?.[1] : undefined;
}

/** Whether a value is a number with two decimals. */
export function isRounded(value: unknown, exact: number | undefined): boolean {
	if (typeof value !== 'number' || exact === undefined) return false;
	// Half of the last decimal, and what a number of so many digits cannot hold.
	return Math.abs(value - exact) <= 0.005 + Math.abs(exact) * 1e-9;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

/** All numbers that can be read from an entry: those that stand in it, and the sums over its breakdown values. */
function numbersIn(entry: JsonObject): number[] {
	const values = placesOf(entry).map(readPlace);
	const readable = values.flatMap((value) => numberIn(value) ?? []);
	for (const value of values) {
		if (Array.isArray(value)) {
			const byName = new Map<string, number[]>();
			for (const part of value) {
				const number = isObject(part) ? numberIn(part.value ?? null) : undefined;
				if (!isObject(part) || number === undefined) continue;
				const names = Array.isArray(part.dimension_values) ? part.dimension_values : [];
				const name = names.find((one) => typeof one === 'string');
				const key = typeof name === 'string' ? name.toLowerCase() : '';
				const numbers = byName.get(key);
				if (numbers) numbers.push(number);
				else byName.set(key, [number]);
			}
			for (const numbers of byName.values()) readable.push(sum(numbers));
			readable.push(sum([...byName.values()].flat()));
			readable.push(sum([...byName].filter(([name]) => name !== '').flatMap(([, numbers]) => numbers)));
		} else if (isObject(value)) {
			readable.push(sum(Object.values(value).flatMap((part) => numberIn(part) ?? [])));
		}
	}
	return readable;
}

/**
 * The values that the stand-in sent for each item and metric. Rows may hold no other values. An entry that names
 * another item was not given for the item that was asked.
 */
export class Ledger {
	private readonly numbers = new Map<string, Set<number>>();
	private readonly objects = new Map<string, JsonObject[]>();
	private readonly inPages = new Set<string>();
	/** Bodies of list pages, as text. */
	readonly pages: string[] = [];
	/** Pages that named an item which no earlier page had. */
	newPages = 0;

	/** Notes an answer of 2xx to one request. */
	note(asked: Asked, text: string): void {
		const body = parseJson(text);
		if (body === undefined) return;
		if (asked.kind === 'list') {
			this.notePage(body, text);
			return;
		}
		const objects = [body, ...placesOf(body).map(readPlace)].filter(isObject);
		if (asked.path === 'me') {
			for (const { user_id: id } of objects) if (typeof id === 'string') this.inPages.add(id);
			return;
		}
		if (asked.kind === 'fields') {
			for (const object of objects) this.noteObject(asked.objectId, object);
			return;
		}
		for (const object of objects) {
			const owner = ownerIn(object.id);
			if (owner !== undefined && owner !== asked.objectId) continue;
			if (typeof object.name !== 'string') continue;
			const key = `${asked.objectId} ${object.name}`;
			const numbers = this.numbers.get(key) ?? new Set();
			for (const number of numbersIn(object)) numbers.add(number);
			this.numbers.set(key, numbers);
		}
	}

	private notePage(body: Json, text: string): void {
		this.pages.push(text);
		let isNew = false;
		for (const object of placesOf(body).map(readPlace).filter(isObject)) {
			const { id } = object;
			if (typeof id !== 'string' && typeof id !== 'number') continue;
			const name = String(id);
			isNew ||= !this.inPages.has(name);
			this.inPages.add(name);
			this.noteObject(name, object);
		}
		if (isNew) this.newPages += 1;
	}

	/** An object that names its item, or names none. */
	private noteObject(mediaId: string, object: JsonObject): void {
		const owner = ownerIn(object.id);
		if (owner !== undefined && owner !== mediaId) return;
		const noted = this.objects.get(mediaId);
		if (noted) noted.push(object);
		else this.objects.set(mediaId, [object]);
	}

	/** Whether this value was given for a metric of an item. */
	hasNumber(mediaId: string, metric: string, value: number): boolean {
		return this.numbers.get(`${mediaId} ${metric}`)?.has(value) ?? false;
	}

	/** Whether this value can be calculated of values that were given for two metrics of an item. */
	hasShare(mediaId: string, of: string, per: string, value: number): boolean {
		const [parts, wholes] = [of, per].map((name) => [...(this.numbers.get(`${mediaId} ${name}`) ?? [])]);
		return (
			parts?.some((part) => wholes?.some((whole) => whole !== 0 && isRounded(value, (100 * part) / whole))) ??
			false
		);
	}

	/** Whether anything was given for a metric of an item. */
	hasAnswer(mediaId: string, metric: string): boolean {
		return this.numbers.has(`${mediaId} ${metric}`);
	}

	objectsOf(mediaId: string): readonly JsonObject[] {
		return this.objects.get(mediaId) ?? [];
	}

	/** IDs that stood in list pages, whatever they look like. */
	listed(): ReadonlySet<string> {
		return this.inPages;
	}
}
