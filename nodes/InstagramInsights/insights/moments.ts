import { DateTime } from 'luxon';

/** Meta writes `2019-09-26T22:36:43+0000` (Meta, IG Media). A time without a zone could be any of 26 hours. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d(?::?\d\d)?)$/;

/**
 * Reads a moment that Meta sent. A text that is not a whole moment, or has no zone, is not guessed: JavaScript
 * would read it on the clocks of the server, or take `foo 5` for a day in May.
 * `'2019-09-26T22:36:43+0000'` → 22:36:43 UTC, `'2019-09-26T22:36:43'` → `undefined`
 */
export function readMoment(value: unknown): Date | undefined {
	if (typeof value !== 'string' || !MOMENT.test(value)) return undefined;
	const moment = DateTime.fromISO(value);
	return moment.isValid ? moment.toJSDate() : undefined;
}
