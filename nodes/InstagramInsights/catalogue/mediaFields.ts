/**
 * The fields of a media that can be put beside its insights, alphabetical, named as the Graph API names them.
 * Source: SOURCES.media.
 */
export interface MediaField {
	readonly name: string;
	readonly label: string;
	readonly description: string;
}

export const MEDIA_FIELDS: readonly MediaField[] = [
	{ name: 'caption', label: 'Caption', description: 'Text under the post or reel; stories have none' },
	{
		name: 'comments_count',
		label: 'Comments Count',
		description: 'Comments that Instagram shows under it, replies included',
	},
	{
		name: 'like_count',
		label: 'Like Count',
		description: 'Likes that Instagram shows under it; empty where they are hidden',
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

/** What a list of media gives for nothing, and what its rows hold unless fields are chosen. */
export const LISTED_FIELDS: readonly string[] = ['timestamp', 'permalink', 'caption'];

/** The field whose value is a moment; rows give it in the form of `fetched_at`. */
export const MOMENT_FIELD = 'timestamp';
