import { kindOfGenerated, many } from '../simulator';

/** IDs of the posts and reels of ACCOUNTS.big, newest first. Its stories are in a list of their own. */
export function publishedByBig(count: number): string[] {
	// One in ten of what is generated is a story.
	return many(Math.ceil((count * 10) / 9) + 1)
		.filter((id) => kindOfGenerated(id) !== 'story')
		.slice(0, count);
}

export function isPost(id: string): boolean {
	return kindOfGenerated(id) === 'post';
}
