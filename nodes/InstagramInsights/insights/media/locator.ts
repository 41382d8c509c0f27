import type { MediaTypeName } from '../../catalogue';
import type { CutShort, GraphFailure } from '../../graph';
import type { ChosenAccount, MediaQuery } from '../query';

/** The one post, reel or story that an input item names. */
export type MediaLocator =
	| {
			readonly by: 'id';
			readonly mediaId: string;
			/** The account in whose list it was picked, to be compared with its owner. */
			readonly account?: ChosenAccount;
	  }
	| { readonly by: 'link'; readonly code: string; readonly accountId: string };

/** A locator that is a link. */
export type Link = Extract<MediaLocator, { readonly by: 'link' }>;

/** A locator, and what is asked of the post, reel or story that it stands for. */
export interface Located {
	readonly locator: MediaLocator;
	readonly query: Pick<MediaQuery, 'fields' | 'apiVersion' | 'timeoutMs'>;
}

/** A link, and what is asked of the post, reel or story behind it. */
export interface LocatedLink extends Located {
	readonly locator: Link;
}

/** What was found for a locator, or why nothing was. */
export interface ResolvedMedia {
	/** `undefined` if nothing was found behind a link. */
	readonly mediaId: string | undefined;
	readonly type: MediaTypeName | undefined;
	/** The fields that Meta sent, if it was asked for any. */
	readonly fields: Readonly<Record<string, unknown>> | undefined;
	/** Fields that Meta refused. */
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Why nothing could be found out. */
	readonly failure: GraphFailure | undefined;
	/** Why the list ended before the link was found. */
	readonly cutShort: CutShort | undefined;
}

/** A located item with what was found for it. */
export interface Resolved<Item extends Located> {
	readonly item: Item;
	readonly media: ResolvedMedia;
}

/** What is known of a locator before the search, and after a search without a result. */
export const UNRESOLVED: ResolvedMedia = {
	mediaId: undefined,
	type: undefined,
	fields: undefined,
	missingFields: new Map(),
	failure: undefined,
	cutShort: undefined,
};
