/**
 * The pages of Meta that the catalogue was written from. Every metric, breakdown and version names its page, so that a
 * reader can check the entry.
 */
export const SOURCES = {
	/** Meta, "Instagram media insights" (read 2026-06-18). */
	mediaInsights:
		'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-media/insights',
	/** Meta, "IG Media Insights" for v21.0 (late 2024): it still lists the metrics that Meta has retired since. */
	mediaInsightsV21:
		'https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights',
	/** Meta, changelog of the Instagram Platform (newest entry read: 2026-06-22). */
	changelog: 'https://developers.facebook.com/documentation/instagram-platform/changelog',
	/** Meta, "IG Media": the fields of posts, reels and stories. */
	media: 'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-media',
	/** Meta, Graph API changelog, with the table of versions (read 2026-10-29). */
	versions: 'https://developers.facebook.com/docs/graph-api/changelog',
	/** Meta, "Instagram user insights" (read 2026-06-16). */
	accountInsights:
		'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-user/insights',
	/** Not on a page of Meta; the API answered for accounts in July to September 2026. */
	accountInsightsSeen:
		'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-user/insights#not-listed',
	/** Meta, "IG User": the fields of accounts. */
	account: 'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-user',
	/** Not Meta's: calculated by this node. */
	ours: 'https://github.com/n8n-nodes-instagram-insights/n8n-nodes-instagram-insights/blob/main/docs/metrics.md',
} as const;

export type Source = keyof typeof SOURCES;
