export type Clock = () => Date;

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Meta, IG Media page: timestamps look like 2019-09-26T22:36:43+0000. */
export function metaTimestamp(date: Date): string {
	return date.toISOString().replace(/\.\d{3}Z$/, '+0000');
}

/** The way in which a token error writes a time: 'Tuesday, 01-Dec-25 06:00:00 PST'. Summer time is ignored. */
export function sessionTime(date: Date): string {
	const pacific = new Date(date.getTime() - 8 * 3_600_000);
	const day = DAYS[pacific.getUTCDay()] ?? '';
	const month = MONTHS[pacific.getUTCMonth()] ?? '';
	const iso = pacific.toISOString();
	return `${day}, ${iso.slice(8, 10)}-${month}-${iso.slice(2, 4)} ${iso.slice(11, 19)} PST`;
}
