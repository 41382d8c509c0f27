import { MEDIA_TYPES, type MediaTypeName } from '../../catalogue';

/** Without these an answer says neither which media it is about nor of which type it is. */
export const REQUIRED_FIELDS: readonly string[] = ['id', 'media_product_type'];

/** What else helps to tell the type. */
export const OPTIONAL_TYPE_FIELDS: readonly string[] = ['permalink'];

/** What Meta calls an ad. Its insights are with Meta's marketing, not with Instagram (Meta, IG Media). */
const AD = 'AD';

function productTypeOf({ media_product_type: productType }: Readonly<Record<string, unknown>>): string {
	return typeof productType === 'string' ? productType.toUpperCase() : '';
}

/**
 * Tells the type of a media. A reel is a VIDEO like a feed video by `media_type`, so only `media_product_type`
 * tells them apart; if it is absent, or is that of an ad, the link does (`/reel/…`, `/stories/…`, `/p/…`).
 * @returns `undefined` if Meta did not tell
 */
export function typeOf(fields: Readonly<Record<string, unknown>>): MediaTypeName | undefined {
	const productType = productTypeOf(fields);
	const byProduct = MEDIA_TYPES.find((type) => type.productType === productType);
	if (byProduct) return byProduct.name;
	const link = typeof fields.permalink === 'string' ? fields.permalink : '';
	if (/\/reels?\//.test(link)) return 'reel';
	if (link.includes('/stories/')) return 'story';
	// A type that nobody has written down may be anything, also something that is linked like a post.
	const mayBePost = productType === '' || productType === AD;
	return mayBePost && /\/(?:p|tv)\//.test(link) ? 'post' : undefined;
}

/** Whether Meta says that it is an ad, or a copy of a post that is used as one. */
export function isAd(fields: Readonly<Record<string, unknown>>): boolean {
	return productTypeOf(fields) === AD;
}
