/**
 * A date of luxon, told by its shape: n8n may have another copy of luxon than this node. A Duration has no
 * `toISODate`, and an Interval has no `toMillis`.
 */
export interface DateTimeLike {
	readonly isValid: boolean;
	toMillis(): number;
	toISO(): string | null;
	toISODate(): string | null;
}

/** Whether an object is a date of luxon. It may be an invalid one. @throws what the object throws if it is read */
export function isDateTimeLike(value: object): value is DateTimeLike {
	return (
		typeof Reflect.get(value, 'isValid') === 'boolean' &&
		['toMillis', 'toISO', 'toISODate'].every((name) => typeof Reflect.get(value, name) === 'function')
	);
}

/** @returns milliseconds since 1970; `undefined` if the object is not a JavaScript date of this realm or another one */
function millisOfDate(value: object): number | undefined {
	try {
		return Date.prototype.getTime.call(value);
	} catch {
		return undefined;
	}
}

/**
 * Reads a date of JavaScript or of luxon.
 * @returns milliseconds since 1970, NaN for an invalid date, `undefined` for any other object
 * @throws what the object throws if it is read
 */
export function millisOfDateObject(value: object): number | undefined {
	const millis = millisOfDate(value);
	if (millis !== undefined) return millis;
	if (!isDateTimeLike(value)) return undefined;
	return value.isValid ? value.toMillis() : NaN;
}
