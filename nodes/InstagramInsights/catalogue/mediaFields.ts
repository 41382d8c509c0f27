/** A field of a subject that can stand beside its insights. */
export interface SubjectField {
	/** The name in the `fields` parameter and in the answers of the Graph API. */
	readonly name: string;
	/** The name that the panel shows. */
	readonly label: string;
	/** What the field holds: one sentence in our own words, without a period at its end. */
	readonly description: string;
}

/** In alphabetical order. Source: SOURCES.media. */
export const MEDIA_FIELDS: readonly SubjectField[] = [
	{ name: 'caption', label: 'Caption', description: 'Text under the post or reel; stories have none' },
	{
		name: 'comments_count',
		label: 'Comments Count',
		description: 'Comments that Instagram shows under it, replies included',
	},
	{
		name: 'like_count',
		label: 'Like Count',
		description: 'Likes that Instagram shows under it; empty if they are hidden',
	},
	{
		name: 'media_url',
		label: 'Media URL',
		description: 'Address of the image or video file; it stops working after a day or two',
	},
	{ name: 'permalink', label: 'Permalink', description: 'Link to it on instagram.com' },
	{
		name: 'shortcode',
		label: 'Shortcode',
		description: 'The part of the link that stands for the post, reel or story',
	},
	{ name: 'thumbnail_url', label: 'Thumbnail URL', description: 'Address of the preview image; videos only' },
	{ name: 'timestamp', label: 'Timestamp', description: 'When it was published, in UTC' },
	{ name: 'username', label: 'Username', description: 'Account that published it' },
];

/** The fields that rows of a list have if no fields are chosen. They cost no further request: the list gives them. */
export const LISTED_FIELDS: readonly string[] = ['timestamp', 'permalink', 'caption'];

/** The field whose value is a moment. Rows show it in the form of `fetched_at`: ISO 8601, UTC. */
export const MOMENT_FIELD = 'timestamp';
