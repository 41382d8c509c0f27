/**
 * Where the entries of the catalogue are written. Every metric, breakdown and version names one of these,
 * so that a reader can check it and the README can link it.
 */
export const SOURCES = {
	/** Meta, "Instagram media insights" (read 2026-06-18). */
	mediaInsights:
		'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-media/insights',
	/** Meta, "IG Media Insights" for v21.0 (late 2024): the page that still lists the metrics retired since. */
	mediaInsightsV21:
		'https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights',
	/** Meta, changelog of the Instagram Platform (newest entry read: 2026-06-22). */
	changelog: 'https://developers.facebook.com/documentation/instagram-platform/changelog',
	/** Meta, fields of an IG Media. */
	media: 'https://developers.facebook.com/documentation/instagram-platform/reference/instagram-media',
	/** Meta, Graph API changelog with the table of versions (read 2026-10-29). */
	versions: 'https://developers.facebook.com/docs/graph-api/changelog',
} as const;

export type Source = keyof typeof SOURCES;
