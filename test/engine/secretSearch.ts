import { APP_SECRET, proofFor, TOKENS, TOKENS_BY_SUBCODE } from '../simulator';
import { everythingSeen, loggedLines } from './seen';

const ALL_TOKENS = [...Object.values(TOKENS), ...Object.values(TOKENS_BY_SUBCODE)];
const SECRETS = [APP_SECRET, ...ALL_TOKENS, ...ALL_TOKENS.map((token) => proofFor(token))];

/** After all tests of a file, no secret stands in anything that the runs gave out, printed or logged. */
export function searchForSecrets(): void {
	let printing: readonly jest.SpyInstance[] = [];

	beforeAll(() => {
		printing = [process.stdout, process.stderr].map((stream) =>
			jest.spyOn(stream, 'write').mockImplementation((chunk: unknown) => {
				loggedLines.push(String(chunk));
				return true;
			}),
		);
	});

	afterAll(() => {
		for (const spy of printing) spy.mockRestore();
		// A leak is told by its index: the text itself must not be printed either.
		const leaks = [...everythingSeen, ...loggedLines].flatMap((text, index) =>
			SECRETS.some((secret) => text.includes(secret)) ? [index] : [],
		);
		expect(leaks).toEqual([]);
		expect(everythingSeen).not.toHaveLength(0);
	});
}
