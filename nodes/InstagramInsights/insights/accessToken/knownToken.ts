import type { GraphFailure, TokenEnd } from '../../graph';
import type { AccountsResult } from '../accounts';

/** Everything that is known of the token of a credential, as far as Meta and the credential tell. */
export interface KnownToken {
	/** Why Meta takes no request with the token any more; `undefined` if Meta takes them. */
	readonly dead: Pick<GraphFailure, 'message' | 'description'> | undefined;
	/** As Meta names it: USER, PAGE, SYSTEM_USER, or what it may add. `undefined` if Meta does not tell. */
	readonly type: string | undefined;
	readonly expiresAt: TokenEnd;
	/** Whether the node can renew the token. */
	readonly isRenewable: boolean;
	/** Why the node did not renew the token although it was due, in sentences; empty if it did or if it was not due. */
	readonly notRenewed: string;
	/** When Meta stops giving data to the app, unless the user logs in again. */
	readonly dataAccessExpiresAt: TokenEnd;
	/** The permissions that the token has; `undefined` if Meta does not tell. */
	readonly scopes: readonly string[] | undefined;
	/** The permissions that reading insights takes, and that the token is known to lack. */
	readonly missingScopes: readonly string[];
	/** `undefined` if Meta was not asked, because the token is dead. */
	readonly accounts: AccountsResult | undefined;
	/** What Meta said when it did not tell what it knows of the token; empty if it told, or if nobody asked. */
	readonly untold: string;
}
