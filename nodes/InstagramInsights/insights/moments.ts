import { DateTime } from 'luxon';

/** Meta writes `2019-09-26T22:36:43+0000` (Meta, IG Media). A time without a zone could be any of 26 hours. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)$/;

/**
 * Reads a moment that Meta sent. It does not guess what a text means that is no whole moment or has no zone. JavaScript
 * would guess: it takes the clocks of the server, and reads `foo 5` as a day in May.
 * `'2019-09-26T22:36:43+0000'` → 22:36:43 UTC, `'2019-09-26T22:36:43'` → `undefined`
 */
export function readMoment(value: unknown): Date | undefined {
	if (typeof value !== 'string' || !MOMENT.test(value)) return undefined;
	const moment = DateTime.fromISO(value);
	return moment.isValid ? moment.toJSDate() : undefined;
}
