/**
 * Set up around every test file that runs the node: pauses between tries take no time and are noted, and
 * whatever the runs gave out or logged is searched for secrets at the end.
 */
import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import { APP_SECRET, proofFor, TOKENS, TOKENS_BY_SUBCODE } from '../simulator';
import { everythingSeen } from './seen';

/** Milliseconds that the node paused, in order, since the test began. */
export const pauses: number[] = [];

const ALL_TOKENS = [...Object.values(TOKENS), ...Object.values(TOKENS_BY_SUBCODE)];
const SECRETS = [APP_SECRET, ...ALL_TOKENS, ...ALL_TOKENS.map((token) => proofFor(token))];
/** What test/engine/log.ts kept. */
export const { loggedLines: logged } = globalThis as unknown as { loggedLines: string[] };

beforeAll(() => {
	jest.spyOn(systemClock, 'pause').mockImplementation((milliseconds) => {
		pauses.push(milliseconds);
		return Promise.resolve();
	});
	for (const stream of [process.stdout, process.stderr]) {
		jest.spyOn(stream, 'write').mockImplementation((chunk: unknown) => {
			logged.push(String(chunk));
			return true;
		});
	}
});

beforeEach(() => {
	pauses.length = 0;
});

afterAll(() => {
	jest.restoreAllMocks();
	// Told by its place: the text itself must not be printed either.
	const leaks = [...everythingSeen, ...logged].flatMap((text, index) =>
		SECRETS.some((secret) => text.includes(secret)) ? [index] : [],
	);
	expect(leaks).toEqual([]);
	expect(everythingSeen).not.toHaveLength(0);
});
