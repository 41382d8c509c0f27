/** What the client and its messages need to know about the login of a credential. The caller passes it in. */
export interface GraphLogin {
	/** Where requests go if the credential names no host of its own: an address without a slash at the end. */
	readonly host: string;
	/** Whether the host takes many requests in one. If not, they go one by one. */
	readonly takesBatches: boolean;
	/** The permissions that reading insights takes. */
	readonly permissions: readonly string[];
	/** The permissions that it also takes if the role on the Page came through Business Manager. */
	readonly businessPermissions: readonly string[];
	/** Which account a token can read, in words that follow "It must be". */
	readonly readableAccount: string;
	/** Where a new token comes from, in a sentence for people. */
	readonly newToken: string;
}
