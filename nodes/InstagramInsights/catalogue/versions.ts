import type { Source } from './sources';

export interface ApiVersion {
	/** As in the path of a request: `v25.0`. */
	readonly name: string;
	/** The day of its release, as an ISO date. */
	readonly introduced: string;
	/**
	 * The last day on which Meta serves it, as an ISO date; `undefined` if Meta has not announced the day. Afterwards the
	 * Graph API does not refuse the version, but answers with the oldest version that is still served.
	 */
	readonly usableUntil: string | undefined;
	readonly source: Source;
}

/** The Graph API versions that Meta serves in November 2026, newest first. */
export const API_VERSIONS: readonly ApiVersion[] = [
	{ name: 'v27.0', introduced: '2026-11-04', usableUntil: undefined, source: 'versions' },
	{ name: 'v26.0', introduced: '2026-07-29', usableUntil: undefined, source: 'versions' },
	{ name: 'v25.0', introduced: '2026-02-18', usableUntil: '2028-07-29', source: 'versions' },
	{ name: 'v24.0', introduced: '2025-10-08', usableUntil: '2028-02-18', source: 'versions' },
	{ name: 'v23.0', introduced: '2025-05-29', usableUntil: '2027-10-08', source: 'versions' },
	{ name: 'v22.0', introduced: '2025-01-21', usableUntil: '2027-05-20', source: 'versions' },
	{ name: 'v21.0', introduced: '2024-10-02', usableUntil: '2027-01-21', source: 'versions' },
];

/** The version in Meta's samples on the insights page. It is also the newest that other clients were seen to use. */
export const DEFAULT_API_VERSION = 'v25.0';

const NAME = /^v(\d{1,3})\.(\d{1,2})$/;

/** Whether a text has the form of a version. It need not be in the list: it may be newer than this package. */
export function isApiVersionName(name: string): boolean {
	return NAME.test(name);
}

/** What is no version counts as older than any. */
function numbersOf(name: string): readonly [major: number, minor: number] {
	const [, major = 0, minor = 0] = NAME.exec(name) ?? [];
	return [Number(major), Number(minor)];
}

/** @returns a negative number if `a` is older than `b`, a positive one if it is newer, and 0 if they are the same */
export function compareVersions(a: string, b: string): number {
	const [majorA, minorA] = numbersOf(a);
	const [majorB, minorB] = numbersOf(b);
	return majorA - majorB || minorA - minorB;
}
