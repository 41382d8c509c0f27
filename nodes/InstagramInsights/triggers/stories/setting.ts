import type { INode, NodeOperationError } from 'n8n-workflow';

import { AUTHENTICATIONS, authenticationsOf, type Authentication } from '../../catalogue';
import { readAccounts } from '../../parameters/accounts';
import { readAppSubscription, readVerifyToken, type AppSubscriber } from '../../parameters/appSubscription';
import { readAuthentication } from '../../parameters/authentication';
import type { Checked, Issue } from '../../parameters/values/issue';
import { issueErrorOf } from '../../parameters/values/issueErrorOf';
import type { ParameterReader } from '../../parameters/values/reader';

/** Meta sends the insights of stories for accounts that are linked to a Page. The other login knows no Pages. */
export const STORY_AUTHENTICATIONS: readonly string[] = authenticationsOf(
	AUTHENTICATIONS.filter(({ signedBy }) => signedBy === 'n8n').map(({ login }) => login),
);

/** Reads how the trigger logs in. */
export function readStoryAuthentication(
	read: ParameterReader,
): Checked<{ readonly authentication: Authentication }> {
	return readAuthentication(read, STORY_AUTHENTICATIONS);
}

/** What the trigger is set to subscribe. */
export interface Setting {
	readonly authentication: Authentication;
	/** All that the token shows, or the IDs of the chosen ones. */
	readonly accounts: 'all' | readonly string[];
	readonly subscriber: AppSubscriber;
}

/**
 * Reads the text by which Meta shows that a handshake is its own, if people subscribe the app themselves.
 * @returns an empty text if the node makes it
 */
export function readOwnVerifyToken(read: ParameterReader): Checked<{ readonly verifyToken: string }> {
	const app = readAppSubscription(read);
	if (!app.ok) return app;
	return app.subscriber === 'manual' ? readVerifyToken(read) : { ok: true, verifyToken: '' };
}

export function readSetting(read: ParameterReader): Checked<{ readonly setting: Setting }> {
	const login = readStoryAuthentication(read);
	if (!login.ok) return login;
	const which = readAccounts(read);
	if (!which.ok) return which;
	const app = readAppSubscription(read);
	if (!app.ok) return app;
	const own = readOwnVerifyToken(read);
	if (!own.ok) return own;
	const { authentication } = login;
	return { ok: true, setting: { authentication, accounts: which.accounts, subscriber: app.subscriber } };
}

/**
 * The error of a trigger that cannot start. Older versions of n8n show its message and not its description, so the
 * message contains both.
 */
export function triggerError(node: INode, { message, description }: Issue): NodeOperationError {
	return issueErrorOf(node, { message: `${message}. ${description}` });
}
