const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A day from midnight to midnight in California, e.g. '2026-11-25'. Meta's days are these. */
export type PacificDay = string;

/** The day of the month of the nth Sunday. */
function nthSunday(year: number, month: number, nth: number): number {
	const weekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
	return 1 + ((7 - weekday) % 7) + (nth - 1) * 7;
}

/**
 * The moment at which a day begins. Summer time, since 2007: from the second Sunday of March to the first Sunday of
 * November. The clocks change at two at night, so the midnights of both Sundays are those of the time before.
 */
export function pacificMidnight(day: PacificDay): Date {
	const date = new Date(`${day}T00:00:00Z`);
	const year = date.getUTCFullYear();
	const isSummer =
		date.getTime() > Date.UTC(year, 2, nthSunday(year, 2, 2)) &&
		date.getTime() <= Date.UTC(year, 10, nthSunday(year, 10, 1));
	return new Date(date.getTime() + (isSummer ? 7 : 8) * HOUR_MS);
}

/** The moment at which a day ends, which is also the one at which the next day begins. */
export function pacificEnd(day: PacificDay): Date {
	return pacificMidnight(addPacificDays(day, 1));
}

/** The day to which a moment belongs. Midnight itself belongs to the day that begins. */
export function pacificDayAt(moment: Date): PacificDay {
	const day = new Date(moment.getTime() - 7 * HOUR_MS).toISOString().slice(0, 10);
	return moment < pacificMidnight(day) ? addPacificDays(day, -1) : day;
}

export function addPacificDays(day: PacificDay, count: number): PacificDay {
	return new Date(new Date(`${day}T00:00:00Z`).getTime() + count * DAY_MS).toISOString().slice(0, 10);
}

/** All days from the first to the last one, both of them included. */
export function pacificDays(first: PacificDay, last: PacificDay): PacificDay[] {
	const days: PacificDay[] = [];
	for (let day = first; day <= last; day = addPacificDays(day, 1)) days.push(day);
	return days;
}
