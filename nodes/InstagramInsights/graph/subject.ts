/** What a request is about. Messages name it; nothing is read back out of a path or a sentence. */
export type Subject =
	| {
			readonly kind: 'media';
			readonly id: string;
			/** The word for it where its type is known or chosen: post, reel or story. */
			readonly noun?: string;
	  }
	| { readonly kind: 'account'; readonly id: string }
	/** The accounts that the credential shows. */
	| { readonly kind: 'accounts' }
	| { readonly kind: 'credential' };
