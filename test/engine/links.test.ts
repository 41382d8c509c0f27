import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS, FAULTS, MEDIA, TOKENS } from '../simulator';
import { isPost, publishedByBig } from './published';
import { byId } from './insightsNode';
import type { Resource, RunOptions } from './mediaRuns';
import { useSimulator } from './useSimulator';

const { simulator, run } = useSimulator();

interface Asked extends RunOptions {
	/** Without it, each input item brings its own link. */
	readonly link?: string;
	readonly account?: string;
	readonly metrics?: string[];
	readonly more?: IDataObject;
}

function byLink(
	resource: Resource,
	{
		link = '={{ $json.link }}',
		account = ACCOUNTS.main.id,
		metrics = ['reach'],
		more = {},
		...options
	}: Asked,
) {
	return run(
		{
			resource,
			accountId: byId(account),
			mediaId: { __rl: true, mode: 'url', value: link },
			[`${resource}Metrics`]: metrics,
			...more,
		},
		options,
	);
}

const lists = (edge: 'media' | 'stories') => simulator.calls.filter(({ path }) => path.endsWith(`/${edge}`));
const { shortcode: image } = MEDIA.image;
const { shortcode: reel } = MEDIA.reel;
const HOST = 'https://www.instagram.com';
/** The link of an ID. Instagram, and so the simulator, writes the number with these 64 characters. */
function linkOf(id: string): string {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	let code = '';
	for (let rest = BigInt(id); rest > 0n; rest /= 64n) code = (letters[Number(rest % 64n)] ?? '') + code;
	return `${HOST}/p/${code}/`;
}

describe('a link of instagram.com', () => {
	it.each<[string, Resource, string]>([
		[`${HOST}/p/${image}/`, 'post', MEDIA.image.id],
		[`${HOST}/p/${image}`, 'post', MEDIA.image.id],
		[`${HOST}/p/${image}/?igsh=MzRlODBiNWFlZA==`, 'post', MEDIA.image.id],
		[`${HOST}/p/${image}?utm_source=ig_web_copy_link&img_index=2#top`, 'post', MEDIA.image.id],
		[`${HOST}/simulated_account/p/${image}/`, 'post', MEDIA.image.id],
		[`https://instagram.com/p/${image}/`, 'post', MEDIA.image.id],
		[`http://m.instagram.com/p/${image}/`, 'post', MEDIA.image.id],
		[`www.instagram.com/p/${image}/`, 'post', MEDIA.image.id],
		[`  ${HOST}/p/${image}/  `, 'post', MEDIA.image.id],
		[`${HOST}/reel/${reel}/`, 'reel', MEDIA.reel.id],
		[`${HOST}/reels/${reel}/?igsh=abc`, 'reel', MEDIA.reel.id],
		[`${HOST}/tv/${reel}/`, 'reel', MEDIA.reel.id],
		[`${HOST}/p/${reel}/`, 'reel', MEDIA.reel.id],
		[`${HOST}/simulated_account/reel/${reel}/`, 'reel', MEDIA.reel.id],
		[MEDIA.story.permalink, 'story', MEDIA.story.id],
		[`${MEDIA.story.permalink}/?igsh=abc`, 'story', MEDIA.story.id],
		[`${HOST}/p/${image}/`, 'media', MEDIA.image.id],
		[`${HOST}/reel/${reel}/`, 'media', MEDIA.reel.id],
		[MEDIA.story.permalink, 'media', MEDIA.story.id],
	])('%s, %s', async (link, resource, id) => {
		const { rows, error } = await byLink(resource, { link });
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ media_id: id, status: 'ok' }]);
	});

	it.each([
		['https://example.com/p/abc/', /which is not the link of a post, reel or story/],
		['https://www.instagram.com/simulated_account/', /the link of a profile/],
		['https://www.instagram.com.example.com/p/abc/', /which is not the link of a post, reel or story/],
		['the post of yesterday', /which is not the link of a post, reel or story/],
		['17910000000000001', /an ID in the place of a link/],
	])('%s is none: an error before a call', async (link, says) => {
		const { error } = await byLink('post', { input: [{ link }] });
		expect(error?.message).toMatch(says);
		expect(simulator.calls).toEqual([]);
	});

	it('that is none and no expression is turned down by n8n, with our words', async () => {
		await expect(byLink('post', { link: 'the post of yesterday' })).rejects.toThrow(
			/This is not the link of a post, reel or story/,
		);
		expect(simulator.calls).toEqual([]);
	});

	it.each(['', '={{ $json.account }}'])(
		'without an account is an error before a call: %j',
		async (account) => {
			const { error } = await byLink('post', {
				account,
				link: MEDIA.image.permalink,
				input: [{ account: '' }],
			});
			expect(error?.message).toMatch(/'Account' is empty/);
			expect(simulator.calls).toEqual([]);
		},
	);

	it('of any type says which type it is', async () => {
		const links = [MEDIA.story.permalink, MEDIA.reel.permalink, MEDIA.image.permalink];
		const { rows } = await byLink('media', { input: links.map((link) => ({ link })) });
		expect(rows.map(({ media_type: type }) => type)).toEqual(['story', 'reel', 'post']);
	});

	it('brings the media fields along', async () => {
		const { rows } = await byLink('post', {
			link: MEDIA.image.permalink,
			more: { options: { mediaFields: ['caption', 'permalink'] } },
		});
		expect(rows).toMatchObject([{ caption: MEDIA.image.caption, permalink: MEDIA.image.permalink }]);
		expect(simulator.calls).toHaveLength(2);
	});
});

describe('links of several items', () => {
	it("read the account's list once", async () => {
		const media = [MEDIA.oldImage, MEDIA.image, MEDIA.carousel, MEDIA.image, MEDIA.video];
		const { items } = await byLink('post', { input: media.map(({ permalink }) => ({ link: permalink })) });
		expect(items.map(({ json, pairedItem }) => [json.media_id, pairedItem])).toEqual(
			media.map(({ id }, item) => [id, { item }]),
		);
		expect(lists('media')).toHaveLength(1);
		expect(simulator.calls).toHaveLength(2);
	});

	it('read each list of an account once if the type is open', async () => {
		const media = [MEDIA.story, MEDIA.image, MEDIA.reel, MEDIA.sampleStory];
		const { rows } = await byLink('media', { input: media.map(({ permalink }) => ({ link: permalink })) });
		expect(rows.map(({ media_id: id }) => id)).toEqual(media.map(({ id }) => id));
		expect(lists('media')).toHaveLength(1);
		expect(lists('stories')).toHaveLength(1);
		expect(simulator.calls).toHaveLength(3);
	});

	it('read the stories alone for a story, whatever is asked for', async () => {
		const { rows } = await byLink('media', { link: MEDIA.story.permalink });
		expect(rows).toMatchObject([{ media_id: MEDIA.story.id, status: 'ok' }]);
		expect([lists('media'), lists('stories')].map(({ length }) => length)).toEqual([0, 1]);
	});

	it('read the list of posts and reels alone for a reel that is in it', async () => {
		await byLink('media', { link: `${HOST}/reel/${reel}/` });
		expect([lists('media'), lists('stories')].map(({ length }) => length)).toEqual([1, 0]);
	});

	it('of two accounts read two lists', async () => {
		const [first = ''] = publishedByBig(1);
		const { rows } = await byLink('post', {
			account: '={{ $json.account }}',
			input: [
				{ account: ACCOUNTS.main.id, link: MEDIA.image.permalink },
				{ account: ACCOUNTS.big.id, link: linkOf(first) },
				{ account: ACCOUNTS.main.id, link: MEDIA.video.permalink },
			],
		});
		expect(rows.map(({ media_id: id }) => id)).toEqual([MEDIA.image.id, first, MEDIA.video.id]);
		expect(lists('media')).toHaveLength(2);
	});

	it('read no further than the oldest of them', async () => {
		simulator.behaviour.generatedMedia = 1000;
		const ids = publishedByBig(300).filter(isPost);
		const asked = [ids[0] ?? '', ids.at(-20) ?? '', ids[70] ?? ''];
		const { rows } = await byLink('post', {
			account: ACCOUNTS.big.id,
			input: asked.map((id) => ({ link: linkOf(id) })),
		});
		expect(rows.map(({ media_id: id }) => id)).toEqual(asked);
		expect(lists('media')).toHaveLength(3);
	});

	it('on heavy pages find the post all the same', async () => {
		simulator.behaviour.heaviestPage = 20;
		const id = publishedByBig(100)[90] ?? '';
		const { rows } = await byLink('media', { account: ACCOUNTS.big.id, link: linkOf(id) });
		expect(rows).toMatchObject([{ media_id: id, status: 'ok' }]);
	});
});

describe('a link to nothing', () => {
	it.each<[Resource, string]>([
		['post', `${HOST}/p/NotThere123/`],
		['reel', `${HOST}/reel/NotThere123/`],
		['story', `${HOST}/stories/simulated_account/3141592653589793238`],
		['media', `${HOST}/p/NotThere123/`],
	])('of the account, %s: says so', async (resource, link) => {
		const { error, rows } = await byLink(resource, { link });
		expect(rows).toEqual([]);
		expect(error?.message).toMatch(
			/The account has no post, reel or story behind the link with '(NotThere123|3141592653589793238)'/,
		);
		expect(error?.description).toMatch(/'Account'/);
	});

	it('is told only after all pages were read', async () => {
		const { error } = await byLink('post', { account: ACCOUNTS.big.id, link: MEDIA.image.permalink });
		expect(error?.message).toMatch(/has no post, reel or story behind the link/);
		expect(lists('media')).toHaveLength(3);
	});

	it('costs the other items nothing if the node goes on', async () => {
		const { items } = await byLink('post', {
			input: [
				{ link: MEDIA.image.permalink },
				{ link: `${HOST}/p/NotThere123/` },
				{ link: 'nothing' },
				{ link: MEDIA.video.permalink },
			],
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ json }) => [json.media_id, json.status ?? typeof json.error])).toEqual([
			[MEDIA.image.id, 'ok'],
			// Nobody knows its ID.
			[null, 'not_found'],
			[undefined, 'string'],
			[MEDIA.video.id, 'ok'],
		]);
	});

	it('a list that cannot be read does not count as "not there"', async () => {
		simulator.fault({ when: { path: /\/media$/ }, answer: FAULTS.http500() });
		const { error } = await byLink('post', { link: MEDIA.image.permalink });
		expect(error?.message).not.toMatch(/no post, reel or story behind/);
		expect(error?.name).toBe('NodeApiError');
	});

	it.each([
		['fails', FAULTS.http500(), /this account/],
		['is refused in words that nobody knows', FAULTS.unknownWords(), /Meta says: "/],
	] as const)('a list that %s is a row, and does not cost those of others', async (_name, answer, says) => {
		const [first = ''] = publishedByBig(1);
		simulator.fault({ when: { path: new RegExp(`${ACCOUNTS.main.id}/media$`) }, answer });
		const { rows, hints, error } = await byLink('post', {
			account: '={{ $json.account }}',
			input: [
				{ account: ACCOUNTS.big.id, link: linkOf(first) },
				{ account: ACCOUNTS.main.id, link: MEDIA.image.permalink },
			],
		});
		expect(error).toBeUndefined();
		expect(rows.map((row) => [row.media_id, row.status])).toEqual([
			[first, 'ok'],
			// Nobody knows its ID.
			[null, 'failed'],
		]);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(says);
	});

	it('a list that is cut short does not cost the links that it holds', async () => {
		const [first = ''] = publishedByBig(1);
		simulator.behaviour.withoutCursors = true;
		const { rows, hints } = await byLink('post', {
			account: ACCOUNTS.big.id,
			input: [{ link: linkOf(first) }, { link: MEDIA.image.permalink }],
		});
		expect(rows.map((row) => [row.media_id, row.status])).toEqual([
			[first, 'ok'],
			[null, 'failed'],
		]);
		expect(hints).toHaveLength(1);
		expect(hints[0]?.message).toMatch(/the list goes on, but not where/);
	});

	it('a list that Meta blocks: says when access returns', async () => {
		simulator.fault({ answer: FAULTS.instagramLimit(60) });
		const { error } = await byLink('post', { link: MEDIA.image.permalink });
		expect(error?.message).toMatch(/takes no more calls/);
		expect(error?.description).toMatch(/Access returns at about \d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
	});

	it('a list that Meta blocks without saying for how long: promises nothing', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		const { error } = await byLink('post', { link: MEDIA.image.permalink });
		expect(error?.message).toMatch(/takes no more calls/);
		expect(error?.description).not.toMatch(/Access returns/);
	});

	it('a list that Meta cuts short does not count as "not there"', async () => {
		simulator.behaviour.withoutCursors = true;
		const { error } = await byLink('post', { account: ACCOUNTS.big.id, link: MEDIA.image.permalink });
		expect(error?.message).toMatch(/the list goes on, but not where/);
	});

	it('an account that the token does not show: says so', async () => {
		const { error } = await byLink('post', { account: '17841499999999999', link: MEDIA.image.permalink });
		expect(error?.message).toMatch(/shows no account 17841499999999999/);
	});

	it.each([
		['expired', /does not accept the access token/],
		['noPermission', /lacks the permissions instagram_basic and instagram_manage_insights/],
	] as const)('a token that is %s: says so', async (name, says) => {
		const { error } = await byLink('post', { link: MEDIA.image.permalink, token: TOKENS[name] });
		expect(error?.message).toMatch(says);
	});
});

describe('a link of another type than the resource', () => {
	it.each<[Resource, string, string, string]>([
		['post', `${HOST}/reel/${reel}/`, MEDIA.reel.id, 'reel'],
		['reel', `${HOST}/p/${image}/`, MEDIA.image.id, 'post'],
		['post', MEDIA.story.permalink, MEDIA.story.id, 'story'],
	])('under %s has its rows, and a hint says what it is', async (resource, link, id, type) => {
		const { error, rows, hints } = await byLink(resource, { link });
		expect(error).toBeUndefined();
		expect(rows).toMatchObject([{ media_id: id, media_type: type, status: 'ok' }]);
		expect(hints.map(({ message }) => message).join()).toMatch(
			new RegExp(`another type than 'Resource': ${id} \\(${type}\\)`),
		);
	});

	it('cannot happen with any type', async () => {
		const { rows } = await byLink('media', { link: `${HOST}/reel/${reel}/` });
		expect(rows).toMatchObject([{ media_id: MEDIA.reel.id, media_type: 'reel', status: 'ok' }]);
	});
});
