/** Every secret of this run, so that the search for secrets also knows those that were made on the way. */
import { APP_SECRET, type Simulator, TOKENS, TOKENS_BY_SUBCODE, proofFor } from '../simulator';

const simulators = new Set<Simulator>();
const others = new Set<string>([...Object.values(TOKENS), ...Object.values(TOKENS_BY_SUBCODE), APP_SECRET]);

/** Adds the fixed secrets of a simulator, and each token that it has given out by the time of the search. */
export function watchSecretsOf(simulator: Simulator): void {
	simulators.add(simulator);
}

/** Adds a secret that no simulator lists, such as an authorization code. */
export function addSecret(text: string): void {
	others.add(text);
}

/** Each token with its proof, and all app secrets and authorization codes. */
export function seenSecrets(): string[] {
	const all = new Set(others);
	all.add(proofFor(TOKENS.valid));
	for (const { token, issuedTokens, appSecret, otherApp } of simulators) {
		for (const secret of [appSecret, otherApp.secret]) all.add(secret);
		for (const issued of [token, ...issuedTokens]) {
			all.add(issued);
			all.add(proofFor(issued, appSecret));
		}
	}
	return [...all];
}
