import { isTransient, type GraphFailure } from '../failures/classify';
import { shorten } from '../failures/words';
import type { GraphLogin } from '../login';

/** How much of Meta's own sentence is quoted, in characters. */
const LONGEST_QUOTE = 300;

/** How the credential labels the fields that an exchange takes. */
const FIELD_LABELS = { appId: "'App ID'", appSecret: "'App Secret'" } as const;

/** Why a token was not renewed, in sentences for people. */
export interface RenewalSentences {
	readonly message: string;
	/** How to get unstuck. */
	readonly description: string;
}

export function notRenewed(failure: GraphFailure, { tokens }: GraphLogin): RenewalSentences {
	const message = 'Meta did not renew the access token, and the token stays as it is';
	const quote = failure.text === '' ? '' : `. Meta says: "${shorten(failure.text, LONGEST_QUOTE)}"`;
	if (isTransient(failure) && failure.text === '')
		return { message, description: `${failure.message}. The next run tries again` };
	const fields = new Set(tokens.exchanges.flatMap(({ appParameters }) => Object.values(appParameters)));
	const labels = [...fields].map((field) => FIELD_LABELS[field]).join(' and ');
	return {
		message,
		description: `Check ${labels} in the credential: they must be of the app that the token was made with. The next run tries again${quote}`,
	};
}
