/**
 * Set up around every test file that runs the node: pauses between tries take no time and are noted, and
 * whatever the runs gave out or logged is searched for secrets at the end.
 */
import * as workflow from 'n8n-workflow';

import { APP_SECRET, proofFor, TOKENS, TOKENS_BY_SUBCODE } from '../simulator';
import { everythingSeen } from './seen';

/** Milliseconds that the node asked n8n to sleep, in order, since the test began. */
export const pauses: number[] = [];

const ALL_TOKENS = [...Object.values(TOKENS), ...Object.values(TOKENS_BY_SUBCODE)];
const SECRETS = [APP_SECRET, ...ALL_TOKENS, ...ALL_TOKENS.map((token) => proofFor(token))];
const logged: string[] = [];

beforeAll(() => {
	// A getter of a compiled module: jest's spies know functions only.
	Object.defineProperty(workflow, 'sleep', {
		configurable: true,
		get: () => (milliseconds: number) => {
			pauses.push(milliseconds);
			return Promise.resolve();
		},
	});
	for (const stream of [process.stdout, process.stderr]) {
		jest.spyOn(stream, 'write').mockImplementation((chunk: unknown) => {
			logged.push(String(chunk));
			return true;
		});
	}
	for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
		jest.spyOn(console, method).mockImplementation((...args: unknown[]) => {
			logged.push(args.map((arg) => (arg instanceof Error ? String(arg.stack) : String(arg))).join(' '));
		});
	}
});

beforeEach(() => {
	pauses.length = 0;
});

afterAll(() => {
	jest.restoreAllMocks();
	for (const text of [...everythingSeen, ...logged]) {
		for (const secret of SECRETS) expect(text.includes(secret)).toBe(false);
	}
});
