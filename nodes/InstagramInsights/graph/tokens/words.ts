import { shorten } from '../failures/words';
import type { GraphLogin } from '../login';
import type { NotRenewed, NotRenewedReason } from './renewal';

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

/** `'App ID' and 'App Secret'`, as far as the credential has the fields. */
function appFields({ tokens }: GraphLogin): string {
	const fields = new Set(tokens.exchanges.flatMap(({ appParameters }) => Object.values(appParameters)));
	return [...fields].map((field) => FIELD_LABELS[field]).join(' and ');
}

const AGAIN = 'The next run tries again';

const WORDS: Readonly<Record<NotRenewedReason, (reason: NotRenewed, login: GraphLogin) => string>> = {
	app: (_reason, login) =>
		`Check ${appFields(login)} in the credential against the app that the token was made with. ${AGAIN}`,
	token: ({ failure }) => `${failure.message}. ${failure.description}`,
	newToken: ({ failure }) => `Meta gave a new token, but does not accept it: ${failure.message}. ${AGAIN}`,
	noToken: () => `Meta's answer holds no access token. ${AGAIN}`,
	passing: ({ failure }) =>
		failure.origin === 'none'
			? `Meta gave no answer in time. Check the network of this n8n. ${AGAIN}`
			: `${failure.message}. ${AGAIN}`,
	refused: (_reason, login) =>
		`Meta refused the renewal for a reason that this node does not know. ${AGAIN}. If that does not help, check ${appFields(login)} in the credential`,
};

/** What people read about a token that was not renewed. Meta's own sentence stands at the end. */
export function notRenewed(reason: NotRenewed, login: GraphLogin): RenewalSentences {
	const advice = WORDS[reason.why](reason, login);
	const sentence = reason.failure.text.replace(/\s+/g, ' ').trim();
	const isQuoted = sentence === '' || advice.includes('Meta says: ');
	return {
		message: 'Meta did not renew the access token, and the token stays as it is',
		description: isQuoted ? advice : `${advice}. Meta says: "${shorten(sentence, LONGEST_QUOTE)}"`,
	};
}
