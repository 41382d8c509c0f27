/** What the simulator's accounts have published, as tests expect it to be listed: newest first. */
import { kindOfGenerated, many, type MediaName } from '../simulator';

/** Of ACCOUNTS.main. */
export const POSTS_OF_MAIN: readonly MediaName[] = [
	'image',
	'imageCrossposted',
	'carousel',
	'imageHiddenLikes',
	'video',
	'samplePost',
	'oldImage',
	'beforeConversion',
];
export const REELS_OF_MAIN: readonly MediaName[] = ['reel', 'reelCrossposted'];
export const STORIES_OF_MAIN: readonly MediaName[] = [
	'storyFewViewers',
	'sampleStory',
	'story',
	'storyNoTotalViews',
];

/** IDs of the posts and reels of ACCOUNTS.big. Its stories are in a list of their own. */
export function publishedByBig(count: number): string[] {
	// One in ten of what is generated is a story.
	return many(Math.ceil((count * 10) / 9) + 1)
		.filter((id) => kindOfGenerated(id) !== 'story')
		.slice(0, count);
}

export function isPost(id: string): boolean {
	return kindOfGenerated(id) === 'post';
}
