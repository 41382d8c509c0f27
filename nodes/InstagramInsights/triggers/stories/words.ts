import { inWords, STORY_WEBHOOK, type Authentication, type Connection } from '../../catalogue';
import { isWithoutAnswer, shorten, type GraphFailure, type SubscribablePage } from '../../graph';
import { BY_HAND } from '../../parameters/appSubscription';
import { LABELS } from '../../parameters/labels';
import type { Issue } from '../../parameters/values/issue';

/** How many characters of Meta's sentence a message quotes. */
const LONGEST_QUOTE = 300;

const CALLBACK_CODES: readonly unknown[] = STORY_WEBHOOK.callbackCodes;
const UNKNOWN_APP_CODES: readonly unknown[] = STORY_WEBHOOK.unknownAppCodes;
const CALLBACK = /callback verification|does not match challenge/i;

/** What may pass by itself. */
function passing(message: string, failure: GraphFailure): Issue {
	return {
		message: `${message}: Meta gave no usable answer`,
		description: `Check the network of this n8n, and try again in a few minutes${metaSays(failure)}`,
	};
}

/** Where Meta sends the insights, and the text by which it shows that a handshake is its own. */
export interface Callback {
	readonly url: string;
	readonly verifyToken: string;
	/** Whether it is the address of a test, which ends with the test. */
	readonly isTest: boolean;
}

function metaSays({ text }: GraphFailure): string {
	const sentence = text.replace(/\s+/g, ' ').trim();
	return sentence === '' ? '' : `. Meta says: "${shorten(sentence, LONGEST_QUOTE)}"`;
}

/** The credential does not hold what signs and checks the webhook. */
export function appMissing({ credentialLabel, appSecretLabel, appSecretPlace }: Authentication): Issue {
	return {
		message: `The credential does not hold the ID and the ${appSecretLabel} of the app`,
		description: `Fill in both in the credential '${credentialLabel}', from ${appSecretPlace}. With them the node subscribes the app, and knows what really comes from Meta`,
	};
}

/** @param isOwn whether it is the address of this trigger in production or in a test, and not that which it has now */
export function otherCallback(callbackUrl: string, isOwn: boolean): Issue {
	const host = hostOf(callbackUrl);
	if (isOwn) {
		return {
			message: 'The app already sends to this trigger, in its published workflow or in a test',
			description:
				'Meta knows one callback address per app. To test the trigger, unpublish (deactivate) the workflow first. To publish it, end the test first',
		};
	}
	return {
		message: `The app already sends its Instagram webhooks to another address${host === '' ? '' : `, on ${host}`}`,
		description: `Meta knows one callback address per app: use one trigger per app. Switch off the other workflow, or, if n8n has moved from there, remove the Webhooks subscription for Instagram in the app's dashboard. Or use the credential of another app`,
	};
}

function hostOf(url: string): string {
	return URL.canParse(url) ? new URL(url).host.slice(0, 100) : '';
}

/** Meta did not do what was asked for the app. */
export function appRefused(failure: GraphFailure, callback: Callback, connection: Connection): Issue {
	const { code, text } = failure;
	if (CALLBACK_CODES.includes(code) || CALLBACK.test(text)) {
		return {
			message: `Meta called ${callback.url} and did not get the answer that it expects`,
			description: `The address must be open to the internet, over https, and lead to this n8n without a login in between. Check the variable WEBHOOK_URL of n8n, and the proxy in front of it${metaSays(failure)}`,
		};
	}
	if (isWithoutAnswer(failure)) return passing('The app was not subscribed', failure);
	if (UNKNOWN_APP_CODES.includes(code) || connection.tokens.ifWrongApp.test(text)) {
		return {
			message: 'Meta does not know an app with this ID and this secret',
			description: `Check both in the credential against ${connection.appSecretPlace}${metaSays(failure)}`,
		};
	}
	return {
		message: 'Meta does not let this node subscribe the app',
		description: `${manualSteps(callback)}${metaSays(failure)}`,
	};
}

/** How people subscribe an app without the node. */
function manualSteps({ url, verifyToken, isTest }: Callback): string {
	if (isTest)
		return 'You can do it by hand: publish the workflow, and the message that comes then has the steps and the address to paste. Test with a story of the published workflow';
	return [
		`Do it by hand. 1: Set '${LABELS.appSubscription}' to '${BY_HAND}', leave '${LABELS.verifyToken}' empty, and publish the workflow, so that n8n answers Meta.`,
		`2: At developers.facebook.com open the app, then Webhooks, and choose ${capital(STORY_WEBHOOK.object)}.`,
		`3: Paste the Callback URL ${url} and the Verify Token ${verifyToken}, then choose Verify and Save.`,
		`4: Subscribe to the field ${STORY_WEBHOOK.field}`,
	].join(' ');
}

function capital(word: string): string {
	return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Meta did not list the Pages of the token. */
export function pagesRefused({ message, description }: GraphFailure): Issue {
	return { message: `Meta did not list the Pages of the access token: ${message}`, description };
}

export function noPages({ ifNone }: { readonly ifNone: string }): Issue {
	return { message: 'This access token shows no Page with an Instagram account', description: ifNone };
}

/** Chosen accounts that no Page of the token is linked to. */
export function accountsWithoutPage(accounts: readonly string[]): Issue {
	const shown = accounts.slice(0, 5);
	return {
		message: `The access token shows no Page for ${accounts.length === 1 ? 'the account' : 'the accounts'} ${inWords(shown)}`,
		description: `Choose other accounts under '${LABELS.accountNames}', or have an admin of the Page give you access to it and make a new access token`,
	};
}

/** The Page was not subscribed, or does not tell whether it is. */
export function pageRefused(
	page: SubscribablePage,
	failure: GraphFailure | undefined,
	{ user, withPermissions, signedBy }: Connection,
): Issue {
	const name = nameOf(page);
	if (failure && isWithoutAnswer(failure)) return passing(`T${name.slice(1)} was not subscribed`, failure);
	const { permission } = STORY_WEBHOOK;
	const grant =
		signedBy === 'n8n'
			? `Switch on 'Custom Scopes' in the credential, add ${permission} to 'Enabled Scopes', and connect the account again`
			: `${withPermissions} ${permission}`;
	return {
		message: `Meta does not let the app subscribe to ${name}`,
		description: `The ${user.network} user of the access token needs full control of the Page, and the token the permission ${permission}. ${grant}. To listen without this Page, choose the other accounts under '${LABELS.accounts}'${failure ? metaSays(failure) : ''}`,
	};
}

/** Meta says that the Page was subscribed, and does not list the app there. */
export function otherApp(page: SubscribablePage, { appSecretPlace }: Authentication): Issue {
	return {
		message: `T${nameOf(page).slice(1)} sends to another app than that of the credential`,
		description: `The access token was made with another app. Make it with the app whose ID and secret the credential holds, or fill in those of the token's app, from ${appSecretPlace}`,
	};
}

function nameOf({ name, id }: SubscribablePage): string {
	return name === '' ? `the Page ${id}` : `the Page '${shorten(name, 100)}'`;
}
