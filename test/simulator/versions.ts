import { type Behaviour } from './behaviour';
import { FAULTS } from './faults';
import { type ErrorAnswer } from './answers';

/** Meta, Graph API changelog: v21.0 is the oldest still served in November 2026, v27.0 the newest. */
export const OLDEST_VERSION = 21;
export const NEWEST_VERSION = 27;

const VERSION_SEGMENT = /^v(\d+)\.(\d+)$/;

export interface Route {
	/** What the path said, e.g. 'v25.0'. */
	version: string | undefined;
	segments: string[];
}

export function splitPath(pathname: string): Route {
	const segments = pathname.split('/').filter((segment) => segment !== '');
	const first = segments[0];
	if (first === undefined || !VERSION_SEGMENT.test(first)) return { version: undefined, segments };
	return { version: first, segments: segments.slice(1) };
}

/** Meta, versioning guide: an expired version is not refused, the oldest usable one serves the call. */
export function servedVersion(version: string | undefined, behaviour: Behaviour): number | ErrorAnswer {
	if (version === undefined) return behaviour.defaultVersion;
	const [, major, minor] = VERSION_SEGMENT.exec(version) ?? [];
	const number = Number(major);
	if (number <= NEWEST_VERSION && minor === '0') return Math.max(number, OLDEST_VERSION);
	// How the live API refuses a version to come is not established, hence the switch.
	if (behaviour.futureVersion === 'newest') return NEWEST_VERSION;
	if (behaviour.futureVersion === 'unknownPath') return FAULTS.unknownPath(`/${version}`);
	return FAULTS.unknownVersion(version);
}
