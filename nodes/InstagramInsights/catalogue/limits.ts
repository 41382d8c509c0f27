/** More posts and reels than Meta lists of one account (Meta, IG User media). */
export const MAX_LISTED_MEDIA = 10_000;
