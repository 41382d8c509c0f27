import { AD_PRODUCT_TYPE, MEDIA_TYPES, type MediaTypeName } from '../../catalogue';

/** Without these an answer says neither which item it is about nor of which type the item is. */
export const REQUIRED_FIELDS: readonly string[] = ['id', 'media_product_type'];

/** What else helps to tell the type. */
export const OPTIONAL_TYPE_FIELDS: readonly string[] = ['permalink'];

function productTypeOf({ media_product_type: productType }: Readonly<Record<string, unknown>>): string {
	return typeof productType === 'string' ? productType.toUpperCase() : '';
}

/**
 * Tells the type of a post, reel or story. A reel is a VIDEO like a feed video by `media_type`, so only
 * `media_product_type` tells them apart. If that field is absent, or is that of an ad, the link tells the type.
 * `{ media_product_type: 'REELS' }` → `reel`, `{ permalink: 'https://www.instagram.com/p/CxYz123/' }` → `post`
 * @returns `undefined` if Meta did not tell
 */
export function typeOf(fields: Readonly<Record<string, unknown>>): MediaTypeName | undefined {
	const productType = productTypeOf(fields);
	const byProduct = MEDIA_TYPES.find((type) => type.productType === productType);
	if (byProduct) return byProduct.name;
	const permalink = typeof fields.permalink === 'string' ? fields.permalink : '';
	const byLink = MEDIA_TYPES.filter(({ link }) => link.pattern.test(permalink));
	const proven = byLink.find(({ link }) => link.isProof);
	if (proven) return proven.name;
	return productType === '' || isAd(fields) ? byLink[0]?.name : undefined;
}

/** Whether Meta says that the item is an ad, or a copy of a post that is used as an ad. */
export function isAd(fields: Readonly<Record<string, unknown>>): boolean {
	return productTypeOf(fields) === AD_PRODUCT_TYPE;
}
