/** Meta lists at most this many posts and reels of one account, the newest (Meta, IG User media). */
export const MAX_LISTED_MEDIA = 10_000;
