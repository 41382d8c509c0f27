import { type Behaviour } from './behaviour';
import { FAULTS } from './faults';
import { type ErrorAnswer } from './answers';

/** Meta, Graph API changelog: v21.0 is the oldest still served in November 2026, v27.0 the newest. */
export const OLDEST_VERSION = 21;
export const NEWEST_VERSION = 27;

const VERSION_SEGMENT = /^v(\d+)\.(\d+)$/;

export interface Path {
	/** As the path says it, e.g. 'v25.0'. */
	version: string | undefined;
	/** The rest of the path. */
	segments: readonly string[];
}

export function splitPath(pathname: string): Path {
	const segments = pathname.split('/').filter((segment) => segment !== '');
	const first = segments[0];
	if (first === undefined || !VERSION_SEGMENT.test(first)) return { version: undefined, segments };
	return { version: first, segments: segments.slice(1) };
}

/** Meta, versioning guide: an expired version is not refused; the oldest usable one serves the call. */
export function servedVersion({ version, segments }: Path, behaviour: Behaviour): number | ErrorAnswer {
	const number = versionOf(version, behaviour);
	if (number !== undefined) return behaviour.servedVersion ?? number;
	return behaviour.futureVersion === 'refuse'
		? FAULTS.unknownVersion(version)
		: readAsObject(version, segments);
}

/** Undefined if there is no such version. */
function versionOf(version: string | undefined, behaviour: Behaviour): number | undefined {
	if (version === undefined) return behaviour.defaultVersion;
	const [, major, minor] = VERSION_SEGMENT.exec(version) ?? [];
	const number = Number(major);
	if (number <= NEWEST_VERSION && minor === '0') return Math.max(number, OLDEST_VERSION);
	return behaviour.futureVersion === 'newest' ? NEWEST_VERSION : undefined;
}

/** The answer to a path that is a version alone is general knowledge. */
function readAsObject(version: string | undefined, segments: readonly string[]): ErrorAnswer {
	return segments.length === 0
		? FAULTS.aliasMissing(version)
		: FAULTS.versionAsObject(`/${segments.join('/')}`);
}
