/** Reads a number that may come as a text. */
export function readNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** @returns `undefined` if the number is too large for a moment */
export function momentAt(milliseconds: number): Date | undefined {
	const moment = new Date(milliseconds);
	return Number.isNaN(moment.getTime()) ? undefined : moment;
}
