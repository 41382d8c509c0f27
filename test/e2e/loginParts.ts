/** What the checks of the three credentials share. */
import assert from 'node:assert/strict';

import type { INodeParameters } from 'n8n-workflow';

import { MEDIA, many, metricValue } from '../simulator';
import { type Execution, type RestApi, type Workflow, rowsOf } from './rest';
import type { SavedCredential } from './savedCredential';
import type { TestBed } from './testBed';
import { INSIGHTS, byId, inLine, insights, manualTrigger, startingWith } from './workflows';

export interface LoginBed {
	readonly testBed: () => TestBed;
	/** Ends n8n, and starts it again on what it has kept. */
	readonly restart: () => Promise<void>;
}

/** Whether this n8n stores when the token of an OAuth2 credential ends. Read in 1.85 (no) and in 2.41 (yes). */
export function tellsEndOfOAuth2(n8n: string): boolean {
	return Number(n8n.split('.')[0]) >= 2;
}

export type Authentication = 'facebookAccessToken' | 'facebookOAuth2' | 'instagramAccessToken';

export const CREDENTIAL_TYPES = {
	facebookAccessToken: 'instagramInsightsFacebookGraphApi',
	facebookOAuth2: 'instagramInsightsFacebookGraphOAuth2Api',
	instagramAccessToken: 'instagramInsightsInstagramLoginApi',
} as const satisfies Readonly<Record<Authentication, string>>;

/** The posts of the account that both logins can read. */
export const POSTS = [MEDIA.image.id, MEDIA.carousel.id, MEDIA.video.id];

/** A batch that is full. Only Facebook's host has these posts. */
export const FIFTY_POSTS = many(50, 'post');

/** Reads the reach of posts, an item each, with a credential. */
export function readingPosts(
	authentication: Authentication,
	credential: SavedCredential,
	posts: readonly string[],
	more: INodeParameters = {},
): Workflow {
	const parameters = {
		authentication,
		resource: 'post',
		mediaId: byId('={{ $json.id }}'),
		postMetrics: ['reach'],
		...more,
	};
	return inLine(
		`Posts with ${credential.name}`,
		[manualTrigger(), insights(parameters, { credentials: credential.forNode })],
		startingWith(posts.map((id) => ({ id }))),
	);
}

/** Runs the node, and checks that each post has its row. */
export async function runPosts(
	api: RestApi,
	authentication: Authentication,
	credential: SavedCredential,
	posts: readonly string[],
): Promise<Execution> {
	const execution = await api.run(readingPosts(authentication, credential, posts));
	assertRows(execution, posts);
	return execution;
}

const REACH: ReadonlyMap<string, number> = new Map(
	[MEDIA.image, MEDIA.carousel, MEDIA.video].map((media) => [media.id, metricValue(media, 'reach')]),
);

export function assertRows(execution: Execution, posts: readonly string[]): void {
	assert.equal(execution.status, 'success', JSON.stringify(execution.data.resultData.error));
	assert.deepEqual(
		rowsOf(execution, INSIGHTS).map(({ media_id: id, metric, status }) => [id, metric, status]),
		posts.map((id) => [id, 'reach', 'ok']),
	);
	for (const { media_id: id, value } of rowsOf(execution, INSIGHTS)) {
		const reach = REACH.get(String(id));
		if (reach === undefined) assert.equal(typeof value, 'number');
		else assert.equal(value, reach);
	}
}

/** In days from now. */
export function daysLeft(moment: unknown): number {
	return (new Date(String(moment)).getTime() - Date.now()) / 86_400_000;
}

/** In the form in which the credential keeps moments. */
export function daysAgo(days: number): string {
	return new Date(Date.now() - days * 86_400_000).toISOString();
}
