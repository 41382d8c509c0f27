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

/** How n8n sends the ID and the secret of an app when it exchanges an authorization code: in a header, as Basic. */
function basicOf({ id, secret }: Pick<Simulator['otherApp'], 'id' | 'secret'>): string {
	return Buffer.from(`${id}:${secret}`).toString('base64');
}

/** Each token with its proof, all app secrets, each also as it stands in a header, and all authorization codes. */
export function seenSecrets(): string[] {
	const all = new Set(others);
	for (const token of [TOKENS.valid, TOKENS.validForWebhooks]) all.add(proofFor(token));
	for (const { token, issuedTokens, appId, appSecret, otherApp } of simulators) {
		for (const app of [{ id: appId, secret: appSecret }, otherApp]) {
			all.add(app.secret);
			all.add(basicOf(app));
		}
		for (const issued of [token, ...issuedTokens]) {
			all.add(issued);
			all.add(proofFor(issued, appSecret));
		}
	}
	return [...all];
}
