import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { MediaScope, MediaScopeName, MediaTypeName } from '../catalogue';

const DESCRIPTIONS: Readonly<Record<MediaScopeName, INodePropertyOptions>> = {
	media: {
		name: 'Media (Any Type)',
		value: 'media',
		description: 'Posts, reels and stories together; the node finds out which is which',
	},
	post: { name: 'Post', value: 'post', description: 'An image, a video or an album in the feed' },
	reel: { name: 'Reel', value: 'reel', description: 'A short video with views and watch time' },
	story: { name: 'Story', value: 'story', description: 'A photo or video that vanishes after 24 hours' },
};

export const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: Object.values(DESCRIPTIONS),
	default: 'post',
};

/** The one type of a scope, `undefined` for any. */
export function typeOfScope({ name }: MediaScope): MediaTypeName | undefined {
	return name === 'media' ? undefined : name;
}
