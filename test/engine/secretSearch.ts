import {
	APP,
	INSTAGRAM_APP,
	INSTAGRAM_TOKENS,
	OTHER_APP,
	OTHER_INSTAGRAM_APP,
	proofFor,
	TOKENS,
	TOKENS_BY_SUBCODE,
	type Simulator,
} from '../simulator';
import { everythingSeen, loggedLines } from './seen';

const FIXED_TOKENS = [
	...Object.values(TOKENS),
	...Object.values(TOKENS_BY_SUBCODE),
	...Object.values(INSTAGRAM_TOKENS),
];
const APP_SECRETS = [APP, OTHER_APP, INSTAGRAM_APP, OTHER_INSTAGRAM_APP].map(({ secret }) => secret);

/** The tokens that a simulator knows, with their proofs, and the secrets of the apps. */
function secretsOf({ issuedTokens }: Simulator): readonly string[] {
	const tokens = [...FIXED_TOKENS, ...issuedTokens];
	const proofs = APP_SECRETS.flatMap((secret) => tokens.map((token) => proofFor(token, secret)));
	return [...APP_SECRETS, ...tokens, ...proofs];
}

/**
 * After all tests of a file, no secret stands in anything that the runs gave out, printed or logged. The tokens that
 * the simulator issued meanwhile are among the secrets.
 */
export function searchForSecrets(simulator: Simulator): void {
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
		const secrets = secretsOf(simulator);
		// A leak is told by its index: the text itself must not be printed either.
		const leaks = [...everythingSeen, ...loggedLines].flatMap((text, index) =>
			secrets.some((secret) => text.includes(secret)) ? [index] : [],
		);
		expect(leaks).toEqual([]);
		expect(everythingSeen).not.toHaveLength(0);
	});
}
