/** What a request is about. Messages name it, and nothing reads it back out of a path or a sentence. */
export type Subject =
	| {
			readonly kind: 'media';
			readonly id: string;
			/** Post, reel or story, if the type is known or chosen. */
			readonly noun?: string;
	  }
	| { readonly kind: 'account'; readonly id: string }
	/** The accounts that the credential shows. */
	| { readonly kind: 'accounts' }
	| { readonly kind: 'credential' };
