import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { LOGINS } from '../../nodes/InstagramInsights/catalogue';
import {
	ACCOUNTS,
	FAULTS,
	graphError,
	MEDIA,
	TOKENS,
	type Answer,
	type JsonAnswer,
	type MediaName,
} from '../simulator';
import { expectHelpful } from '../unit/wording';
import { byId } from './insightsNode';
import type { Resource } from './mediaRuns';
import { accountsInPanel, listInPanel } from './panel';
import { isPost, POSTS_OF_MAIN, publishedByBig, REELS_OF_MAIN, STORIES_OF_MAIN } from './published';
import { useSimulator } from './useSimulator';

const { simulator } = useSimulator({ now: new Date('2026-11-21T12:00:00Z') });

const credentials = (accessToken = simulator.token) => ({ accessToken, apiHost: simulator.url });

/** Meta's sentence in an answer. */
function errorIn(body: unknown): { readonly message?: string } {
	const { error } = body as { readonly error: { readonly message?: string } };
	return error;
}

const accounts = (filter?: string, token?: string) =>
	listInPanel({
		of: 'accounts',
		parameters: { resource: 'post' },
		credentials: credentials(token),
		timezone: 'UTC',
		filter,
	});

interface Asked {
	readonly resource?: Resource;
	readonly account?: INodeParameters['accountId'];
	readonly filter?: string;
	readonly page?: string;
	readonly token?: string;
	readonly timezone?: string;
}

const media = ({
	resource = 'post',
	account = byId(ACCOUNTS.main.id),
	filter,
	page,
	token,
	timezone = 'UTC',
}: Asked = {}) =>
	listInPanel({
		of: 'media',
		parameters: { resource, operation: 'getInsights', accountId: account },
		credentials: credentials(token),
		timezone,
		filter,
		page,
	});

/** All entries that a user gets by scrolling to the end. */
async function scroll(asked: Asked) {
	const entries: INodeListSearchResult['results'] = [];
	const sizes: number[] = [];
	let page: string | undefined;
	do {
		const answer = await media({ ...asked, ...(page === undefined ? {} : { page }) });
		entries.push(...answer.results);
		sizes.push(answer.results.length);
		page = answer.paginationToken;
	} while (page !== undefined && sizes.length < 1000);
	return { entries, sizes };
}

const valuesOf = ({ results }: Pick<INodeListSearchResult, 'results'>) => results.map(({ value }) => value);
const namesOf = ({ results }: Pick<INodeListSearchResult, 'results'>) => results.map(({ name }) => name);

/** A sentence among the entries. n8n's editor lets nobody choose it, since its value is no text. */
const sentence = (words: RegExp) => {
	const name = expect.stringMatching(words) as string;
	return { name, value: false };
};
const idsOf = (...names: MediaName[]) => names.map((name) => MEDIA[name].id);

/** Answers that hold no list and say nothing of one. */
const NO_LISTS: readonly [string, Answer][] = [
	['{}', { status: 200, body: {} }],
	['null', { status: 200, body: null }],
	['an error that is a text', { status: 200, body: { error: 'x' } }],
	['success', { status: 200, body: { success: true } }],
	['HTML', { status: 200, text: '<html>Log in to this network</html>' }],
	['a message of a proxy', FAULTS.foreign403()],
];

describe('the account picker', () => {
	it("lists the accounts of the token's Pages by username and name, without Pages that have none", async () => {
		const { results, paginationToken } = await accounts();
		expect(results).toEqual([
			{
				name: '@simulated_account – Simulated Account',
				value: ACCOUNTS.main.id,
				url: 'https://www.instagram.com/simulated_account/',
			},
			{
				name: '@simulated_big_account – Simulated Big Account',
				value: ACCOUNTS.big.id,
				url: 'https://www.instagram.com/simulated_big_account/',
			},
			{
				name: '@simulated_empty_account – Simulated Empty Account',
				value: ACCOUNTS.empty.id,
				url: 'https://www.instagram.com/simulated_empty_account/',
			},
		]);
		expect(paginationToken).toBeUndefined();
		expect(simulator.calls).toHaveLength(1);
		expect(simulator.calls[0]?.path).toMatch(/\/me\/accounts$/);
	});

	it('does not ask for the tokens of the Pages', async () => {
		await accounts();
		expect(simulator.calls[0]?.query.fields).not.toContain('access_token');
	});

	it('follows all pages', async () => {
		simulator.behaviour.extraPages = 230;
		const { results } = await accounts();
		expect(results).toHaveLength(233);
		expect(new Set(valuesOf({ results })).size).toBe(233);
		expect(simulator.calls).toHaveLength(3);
	});

	it.each([
		['simulated_big', [ACCOUNTS.big.id]],
		['@simulated_BIG_account', [ACCOUNTS.big.id]],
		['Empty Acc', [ACCOUNTS.empty.id]],
		[' empty ', [ACCOUNTS.empty.id]],
		[ACCOUNTS.main.id, [ACCOUNTS.main.id]],
		['nobody', []],
	])("searches for '%s'", async (filter, ids) => {
		expect(valuesOf(await accounts(filter))).toEqual(ids);
	});

	it('lists what came if Meta cuts the list short, and says that it is not all', async () => {
		simulator.behaviour.extraPages = 230;
		simulator.behaviour.withoutCursors = true;
		const { results } = await accounts();
		expect(results).toHaveLength(99);
		expect(results.at(-1)).toEqual(sentence(/Not all accounts came/));
		const { results: matches } = await accounts('simulated_big');
		expect(matches).toMatchObject([{ value: ACCOUNTS.big.id }, { value: false }]);
	});

	it('lists what came if a later page fails', async () => {
		simulator.behaviour.extraPages = 230;
		simulator.fault({ when: { path: /me\/accounts$/, nth: [2] }, answer: FAULTS.userLimit() });
		const { results } = await accounts();
		expect(results).toHaveLength(99);
		expect(results.at(-1)).toEqual(sentence(/Not all accounts came/));
	});

	it.each<[string, unknown]>([
		['a number', 17841400000000001],
		['a number that lost its end', 178414000000000010000],
		['words', 'me'],
		['a path', '178/media'],
		['an empty text', ''],
		['nothing', null],
	])('leaves out an account whose ID is %s', async (_what, id) => {
		const pageOf = (account: unknown) => ({ id: '1', name: 'Page', instagram_business_account: account });
		const data = [pageOf({ id, username: 'odd' }), pageOf({ id: '178', username: 'good', name: 'Good' })];
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: { status: 200, body: { data } } });
		expect(await accounts()).toEqual({
			results: [{ name: '@good – Good', value: '178', url: 'https://www.instagram.com/good/' }],
		});
	});

	it.each([
		['a/../../evil', undefined],
		['javascript:alert(1)', undefined],
		['good.one_2', 'https://www.instagram.com/good.one_2/'],
	])('gives the address of %s only if it is a username', async (username, url) => {
		const data = [{ id: '1', name: 'Page', instagram_business_account: { id: '178', username } }];
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: { status: 200, body: { data } } });
		expect((await accounts()).results.map((entry) => entry.url)).toEqual([url]);
	});

	it('says that the list is cut short if nothing came', async () => {
		simulator.behaviour.noAccounts = true;
		simulator.behaviour.extraPages = 230;
		simulator.behaviour.withoutCursors = true;
		await expect(accounts()).rejects.toThrow(/the list goes on, but not where/);
	});

	it('searches over all pages', async () => {
		simulator.behaviour.extraPages = 230;
		expect((await accounts('simulated_extra_229')).results).toMatchObject([
			{ name: '@simulated_extra_229 – Simulated Extra 229' },
		]);
	});

	it('says what the reasons can be if there is nothing to list', async () => {
		simulator.behaviour.noAccounts = true;
		const listing = accounts();
		await expect(listing).rejects.toThrow(/professional Instagram account/);
		await expect(listing).rejects.toThrow(/pages_show_list/);
		await expect(listing).rejects.toThrow(/without business_management Meta leaves out/);
		await expect(listing).rejects.toThrow(/Business Manager/);
		await expect(listing).rejects.not.toThrow(/nonexisting field/);
		// The token may be that of a Page, so the Page itself is asked too.
		expect(simulator.calls.map(({ path }) => path)).toEqual(['/v25.0/me/accounts', '/v25.0/me', '/v25.0/me']);
	});

	it('names the permissions that the credential needs', async () => {
		simulator.behaviour.noAccounts = true;
		const { message } = await accounts().then(
			() => ({ message: '' }),
			(error: unknown) => error as Error,
		);
		const { permissions, businessPermissions } = LOGINS.facebook;
		for (const name of [...permissions, ...businessPermissions]) expect(message).toContain(name);
	});

	// The requests: all fields, no names, and each of the two names alone.
	it.each<[string, number[], RegExp]>([
		['the username', [1, 3], /^Simulated [\w ]+$/],
		['the names', [1, 4], /^@simulated_\w+$/],
		['both', [1, 3, 4], /^\d+$/],
	])('lists the accounts if Meta refuses %s', async (_what, nth, form) => {
		for (const answer of [
			graphError(100, 'Nobody has heard of this'),
			graphError(10, '(#10) Application does not have permission for this action', { status: 403 }),
		]) {
			simulator.reset();
			simulator.fault({ when: { path: /me\/accounts$/, nth }, answer });
			const list = await accounts();
			expect([...valuesOf(list)].sort()).toEqual(
				[ACCOUNTS.main.id, ACCOUNTS.big.id, ACCOUNTS.empty.id].sort(),
			);
			for (const name of namesOf(list)) expect(name).toMatch(form);
		}
	});

	it.each<[string, unknown]>([
		['null', null],
		['a text', '100000000000101'],
		['a list', []],
		['a Page with a text as its account', { id: '1', instagram_business_account: '178' }],
		['a Page with a number as the ID', { id: '1', instagram_business_account: { id: 17841400000000001 } }],
		['a Page with an account without an ID', { id: '1', instagram_business_account: { username: 'x' } }],
	])('does not say that there is no account if Meta lists %s', async (_what, odd) => {
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: { status: 200, body: { data: [odd] } } });
		const listing = accounts();
		await expect(listing).rejects.toThrow(/could not be read/);
		await expect(listing).rejects.not.toThrow(/shows no Instagram account/);
	});

	it("says what Meta says if a user's token lacks a permission, and which there have to be", async () => {
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: FAULTS.permissionMissing() });
		const listing = accounts();
		await expect(listing).rejects.toThrow(/shows no Instagram account/);
		await expect(listing).rejects.toThrow(/Application does not have permission for this action/);
		await expect(listing).rejects.toThrow(/instagram_basic, .*pages_show_list and business_management/);
	});

	describe("with a Page's own token", () => {
		const ofPage = (body: unknown) => {
			simulator.fault({ when: { path: /\/me$/ }, answer: { status: 200, body } });
		};
		const linked = {
			id: '100000000000101',
			name: 'Simulated Page',
			instagram_business_account: { id: ACCOUNTS.main.id, username: ACCOUNTS.main.username },
		};
		const refusals = [
			['as Meta does', FAULTS.unknownField('accounts', 'Page')],
			['in words that nobody knows', graphError(100, '(#100) Not today')],
			['with a code that nobody knows', graphError(9007, 'Who knows')],
			['as a missing permission', FAULTS.permissionMissing()],
			['as a Permissions error', graphError(200, '(#200) Permissions error', { status: 403 })],
			['as not there', FAULTS.objectMissing('me')],
			['without a word', { status: 400, body: { error: { code: 100 } } }],
		] as const;
		const refusePages = (answer: JsonAnswer = FAULTS.unknownField('accounts', 'Page')) => {
			simulator.fault({ when: { path: /me\/accounts$/ }, answer });
		};

		it.each(refusals)('lists its account if the Pages are refused %s', async (_how, answer) => {
			refusePages(answer);
			ofPage(linked);
			expect(await accounts()).toEqual({
				results: [
					{
						name: '@simulated_account – Simulated Page',
						value: ACCOUNTS.main.id,
						url: 'https://www.instagram.com/simulated_account/',
					},
				],
			});
			const asked = simulator.calls.map(({ path, query }) => `${path} ${query.fields ?? ''}`);
			const fields = 'id,name,instagram_business_account{id,username,name}';
			expect([asked[0], asked.at(-1)]).toEqual([`/v25.0/me/accounts ${fields}`, `/v25.0/me ${fields}`]);
			// In between, the node may ask without the names, in case Meta refuses these.
			const between = '/v25.0/me/accounts id,instagram_business_account{id}';
			expect([[], [between]]).toContainEqual(asked.slice(1, -1));
		});

		it('lists its account if Meta lists no Pages', async () => {
			refusePages({ status: 200, body: { data: [] } });
			ofPage(linked);
			expect(valuesOf(await accounts())).toEqual([ACCOUNTS.main.id]);
		});

		it('does not say that it has none if Meta gives no answer to that', async () => {
			refusePages({ status: 200, body: { data: [] } });
			simulator.fault({ when: { path: /\/me$/ }, answer: FAULTS.userLimit() });
			await expect(accounts()).rejects.toThrow(/takes no more calls/);
		});

		it('searches in it', async () => {
			refusePages();
			ofPage(linked);
			expect(await accounts('nobody')).toEqual({ results: [] });
			expect((await accounts('SIMULATED_')).results).toHaveLength(1);
		});

		it('says both if its Page has no account', async () => {
			refusePages();
			ofPage({ id: '100000000000102', name: 'Page without Instagram' });
			const listing = accounts();
			await expect(listing).rejects.toThrow(/Meta says: "\(#100\) Tried accessing nonexisting field/);
			await expect(listing).rejects.toThrow(/Page without Instagram has no Instagram account linked to it/);
			await expect(listing).rejects.toThrow(/business_management/);
		});

		it('does not say more than can be read, however much Meta says', async () => {
			const long = 'long '.repeat(1_000);
			refusePages(graphError(100, long));
			simulator.fault({ when: { path: /\/me$/ }, answer: graphError(100, long), times: 1 });
			await expect(accounts()).rejects.toThrow(/^This access token shows no Instagram account.{100,1400}$/s);
			ofPage({ id: '100000000000102', name: long });
			await expect(accounts()).rejects.toThrow(/^This access token shows no Instagram account.{100,1400}$/s);
		});

		it.each(refusals)('says both if the Page is refused too, %s', async (_how, answer) => {
			refusePages();
			simulator.fault({ when: { path: /\/me$/ }, answer });
			const listing = accounts();
			await expect(listing).rejects.toThrow(/shows no Instagram account.*nonexisting field \(accounts\)/s);
			const { message } = { message: '', ...errorIn(answer.body) };
			await expect(listing).rejects.toThrow(message);
			await expect(listing).rejects.not.toThrow(/Check the parameters of this node/);
		});

		it.each([{}, null, 'nothing', { success: true }, { id: 12 }])(
			'does not take an answer for a Page that is none: %j',
			async (body) => {
				refusePages();
				ofPage(body);
				await expect(accounts()).rejects.not.toThrow(/no Instagram account linked to it/);
			},
		);

		it.each([
			['a dead token', FAULTS.tokenExpired(new Date()), /access token/],
			['a rate limit', FAULTS.userLimit(), /takes no more calls/],
		])('is not asked for after %s', async (_what, answer, says) => {
			refusePages(answer);
			ofPage(linked);
			await expect(accounts()).rejects.toThrow(says);
			expect(simulator.calls).toHaveLength(1);
		});

		it('tells of a rate limit of the second question alone', async () => {
			refusePages();
			simulator.fault({ when: { path: /\/me$/ }, answer: FAULTS.userLimit() });
			await expect(accounts()).rejects.toThrow(/takes no more calls/);
			await expect(accounts()).rejects.not.toThrow(/shows no Instagram account/);
		});
	});

	it('says that the token is dead', async () => {
		await expect(accounts(undefined, TOKENS.expired)).rejects.toThrow(/does not accept the access token/);
	});

	it.each(NO_LISTS)('does not conclude from %s that there is none', async (_what, answer) => {
		simulator.fault({ when: { path: /me/ }, answer });
		const listing = accounts();
		await expect(listing).rejects.toThrow(/no data that can be read|Something between n8n and Meta/);
		await expect(listing).rejects.not.toThrow(/shows no Instagram account/);
		expect(simulator.calls).toHaveLength(4);
		simulator.reset();
		simulator.behaviour.extraPages = 230;
		const later = Array.from({ length: 10 }, (_, index) => index + 2);
		simulator.fault({ when: { path: /me\/accounts$/, nth: later }, answer });
		const { results } = await accounts();
		expect(results.slice(0, -1)).toHaveLength(98);
		expect(results.at(-1)).toEqual(sentence(/Not all accounts came/));
	});

	it('says that Meta takes no calls now, and does not wait', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		await expect(accounts()).rejects.toThrow(/takes no more calls/);
		expect(simulator.calls).toHaveLength(1);
	});
});

describe('the media picker', () => {
	it.each<[Resource, readonly MediaName[], string]>([
		['post', POSTS_OF_MAIN, 'media'],
		['reel', REELS_OF_MAIN, 'media'],
		['story', STORIES_OF_MAIN, 'stories'],
	])('lists items of the type, newest first: %s', async (resource, names, edge) => {
		const answer = await media({ resource });
		expect(valuesOf(answer)).toEqual(idsOf(...names));
		expect(answer.paginationToken).toBeUndefined();
		expect(simulator.calls).toMatchObject([{ path: `/v25.0/${ACCOUNTS.main.id}/${edge}` }]);
	});

	it('lists all of them for any type', async () => {
		const { entries } = await scroll({ resource: 'media' });
		expect(entries).toHaveLength(14);
		expect(new Set(valuesOf({ results: entries })).size).toBe(14);
		expect(valuesOf({ results: entries })).toEqual(
			expect.arrayContaining(idsOf('image', 'reel', 'story', 'beforeConversion')),
		);
	});

	it('tells reels from posts if Meta hides the type', async () => {
		simulator.behaviour.hideProductType = true;
		expect(valuesOf(await media({ resource: 'reel' }))).toEqual(idsOf('reel', 'reelCrossposted'));
	});

	it('labels them with the first words of the caption, the type and the date', async () => {
		const { results } = await media();
		expect(results.slice(0, 4)).toEqual([
			{
				name: 'First snow in the valley ❄️ #winter #moun… (2026-10-12)',
				value: MEDIA.image.id,
				url: MEDIA.image.permalink,
			},
			{
				name: 'Also on Facebook (2026-10-05)',
				value: MEDIA.imageCrossposted.id,
				url: MEDIA.imageCrossposted.permalink,
			},
			{
				name: 'Three days, three lakes (2026-09-30)',
				value: MEDIA.carousel.id,
				url: MEDIA.carousel.permalink,
			},
			// This one has no caption.
			{
				name: 'Photo (2026-08-15 15:00)',
				value: MEDIA.imageHiddenLikes.id,
				url: MEDIA.imageHiddenLikes.permalink,
			},
		]);
		expect(results[4]?.name).toMatch(/^An old feed video, from before all.*… \(2025-02-03\)$/);
	});

	it('tells stories apart by their time, on the clocks of this n8n', async () => {
		expect(namesOf(await media({ resource: 'story' }))).toEqual([
			'Story (2026-11-21 11:00)',
			'Story (2026-11-21 10:00)',
			'Story (2026-11-21 09:00)',
			'Story (2026-11-21 07:00)',
		]);
		const inAuckland = await media({ resource: 'story', timezone: 'Pacific/Auckland' });
		expect(namesOf(inAuckland)[0]).toBe('Story (2026-11-22 00:00)');
		const inSydney = await media({ timezone: 'Australia/Sydney', filter: 'a feed video' });
		expect(inSydney.results).toEqual([]);
		expect(namesOf(await media({ timezone: 'Asia/Tokyo', filter: 'personal one' }))).toEqual([
			'When this account was a personal one (2019-09-27)',
		]);
	});

	it('names the kind of each in a list of all types', async () => {
		const { entries } = await scroll({ resource: 'media' });
		const names = namesOf({ results: entries });
		expect(names.slice(0, 6)).toEqual([
			'Story (2026-11-21 11:00)',
			'Story (2026-11-21 10:00)',
			'Story (2026-11-21 09:00)',
			'Story (2026-11-21 07:00)',
			'Behind the scenes (Reel, 2026-11-10)',
			'How we roast our coffee ☕ (Reel, 2026-11-01)',
		]);
		expect(names).toContain('Three days, three lakes (Album, 2026-09-30)');
		expect(names.find((name) => name.startsWith('An old feed video'))).toMatch(/… \(Video, 2025-02-03\)$/);
	});

	/** Puts other entries in the place of the account's own. */
	const listed = (data: readonly Record<string, unknown>[], edge = 'media') => {
		simulator.fault({ when: { path: new RegExp(`/${edge}$`) }, answer: { status: 200, body: { data } } });
	};
	const photo = { id: '17900', media_type: 'IMAGE', media_product_type: 'FEED' };
	const timestamp = '2026-11-20T08:00:00+0000';

	it('asks for what the labels are made of', async () => {
		await media();
		const fields = simulator.calls[0]?.query.fields?.split(',');
		expect(fields).toEqual(expect.arrayContaining(['id', 'caption', 'media_type', 'timestamp', 'permalink']));
	});

	it.each<[string, unknown]>([
		['a number', 17910000000000001],
		['words', 'me'],
		['a path', '179/insights?metric=x'],
		['an empty text', ''],
		['nothing', undefined],
	])('leaves out what has %s as its ID', async (_what, id) => {
		listed([
			{ ...photo, id },
			{ ...photo, id: '17901', timestamp },
		]);
		expect(await media()).toEqual({ results: [{ name: 'Photo (2026-11-20 08:00)', value: '17901' }] });
	});

	it.each<[unknown, string | undefined]>([
		['https://www.instagram.com/p/C1/', 'https://www.instagram.com/p/C1/'],
		['https://instagram.com/p/C1/', 'https://instagram.com/p/C1/'],
		['https://about.instagram.com/p/C1/', 'https://about.instagram.com/p/C1/'],
		['http://www.instagram.com/p/C1/', undefined],
		['https://www.instagram.com.example.com/p/C1/', undefined],
		['https://notinstagram.com/p/C1/', undefined],
		['https://www.instagram.com@example.com/p/C1/', undefined],
		['https://example.com/www.instagram.com/p/C1/', undefined],
		['javascript:alert("https://www.instagram.com/p/C1/")', undefined],
		['data:text/html,https://www.instagram.com/p/C1/', undefined],
		['//www.instagram.com/p/C1/', undefined],
		['instagram.com/p/C1/', undefined],
		['', undefined],
		[null, undefined],
		[{ href: 'https://www.instagram.com/p/C1/' }, undefined],
	])('offers a link only if it is one of Instagram: %j', async (permalink, url) => {
		listed([{ ...photo, permalink }]);
		expect((await media()).results.map((entry) => entry.url)).toEqual([url]);
	});

	it.each(['story', 'media'] as const)(
		'takes what is in the list of stories for stories: %s',
		async (resource) => {
			listed([{ id: '17901', media_type: 'IMAGE', timestamp }], 'stories');
			expect((await media({ resource })).results).toContainEqual({
				name: 'Story (2026-11-20 08:00)',
				value: '17901',
			});
		},
	);

	it('lists posts and reels if the stories are refused, and says that these did not come', async () => {
		simulator.fault({ when: { path: /\/stories$/ }, answer: FAULTS.permissionMissing() });
		const { entries } = await scroll({ resource: 'media' });
		expect(entries).toHaveLength(11);
		expect(valuesOf({ results: entries })).toEqual(expect.arrayContaining(idsOf('image', 'reel')));
		expect(entries).toContainEqual(sentence(/Not everything came/));
	});

	it.each(NO_LISTS)('does not conclude from %s that there is none', async (_what, answer) => {
		simulator.fault({ when: { path: /\/(media|stories)$/ }, answer });
		await expect(media()).rejects.toThrow(/no data that can be read|Something between n8n and Meta/);
		simulator.reset();
		simulator.behaviour.generatedMedia = 250;
		const later = Array.from({ length: 10 }, (_, index) => index + 2);
		simulator.fault({ when: { path: /\/media$/, nth: later }, answer });
		const { entries } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(entries.at(-1)).toEqual(sentence(/Not everything came/));
		expect(valuesOf({ results: entries.slice(0, -1) })).toEqual(publishedByBig(100).filter(isPost));
	});

	it('keeps what is listed if a later page fails', async () => {
		simulator.behaviour.generatedMedia = 250;
		// Also the requests without the fields that may be missing.
		const later = Array.from({ length: 30 }, (_, index) => index + 2);
		simulator.fault({ when: { path: /\/media$/, nth: later }, answer: FAULTS.permissionMissing() });
		const { entries } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(entries.at(-1)).toEqual(sentence(/Not everything came/));
		expect(valuesOf({ results: entries.slice(0, -1) })).toEqual(publishedByBig(100).filter(isPost));
	});

	it.each<[string, (page: number) => readonly Record<string, unknown>[]]>([
		['pages without anything', () => []],
		['the same post', () => [{ ...photo, timestamp }]],
		['items of other types', (page) => [{ id: `179${String(page)}`, media_product_type: 'REELS' }]],
		['new posts', (page) => [{ ...photo, id: `179${String(page)}`, timestamp }]],
	])('ends if Meta goes on for ever with %s', async (_what, dataOf) => {
		let page = 0;
		for (let count = 1; count <= 300; count++) {
			const paging = {
				next: 'https://graph.facebook.com/next',
				cursors: { after: `cursor${String(count)}` },
			};
			simulator.fault({
				when: { path: /\/media$/ },
				times: 1,
				answer: { status: 200, body: { data: dataOf(++page), paging } },
			});
		}
		const { entries } = await scroll({});
		expect(simulator.calls.length).toBeLessThanOrEqual(201);
		expect(entries).not.toHaveLength(0);
	});

	it('turns the pages one call at a time', async () => {
		simulator.behaviour.generatedMedia = 250;
		const { entries, sizes } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(valuesOf({ results: entries })).toEqual(publishedByBig(250).filter(isPost));
		expect(sizes).toHaveLength(3);
		expect(simulator.calls).toHaveLength(3);
	});

	it('takes an account that was chosen from the list', async () => {
		const account = { __rl: true as const, mode: 'list', value: ACCOUNTS.main.id };
		expect(valuesOf(await media({ account }))).toContain(MEDIA.image.id);
	});

	it.each([
		['post', /has no posts/],
		['reel', /has no reels/],
		['story', /has no story of the last 24 hours/],
		['media', /has no post, reel or story/],
	] as const)('says so where an account has none: %s', async (resource, says) => {
		const { entries } = await scroll({ resource, account: byId(ACCOUNTS.empty.id) });
		expect(entries).toEqual([sentence(says)]);
	});

	it('says how far it looked when n8n would give up', async () => {
		simulator.behaviour.generatedMedia = 1_200;
		const account = byId(ACCOUNTS.big.id);
		expect(await media({ account, filter: 'number 1186 of' })).toEqual({
			results: [sentence(/^Nothing fits among the newest 1,000: use By URL$/)],
		});
	});

	it('keeps each sentence short enough for a line of the list', async () => {
		simulator.behaviour.withoutCursors = true;
		const empty = byId(ACCOUNTS.empty.id);
		const lists = [
			await media({ account: '' }),
			await media({ account: empty, resource: 'media' }),
			await media({ account: empty, resource: 'story' }),
			await media({ account: byId(ACCOUNTS.big.id) }),
		];
		const notices = lists.flatMap(({ results }) => results.filter(({ value }) => value === false));
		expect(notices).toHaveLength(4);
		for (const { name } of notices) {
			expectHelpful(name);
			expect(name.length).toBeLessThanOrEqual(60);
		}
	});

	describe('searches', () => {
		const big = { account: byId(ACCOUNTS.big.id) };
		beforeEach(() => {
			simulator.behaviour.generatedMedia = 950;
		});

		it('captions over the whole account', async () => {
			const { entries } = await scroll({ ...big, filter: 'NUMBER 900 of' });
			expect(entries).toMatchObject([{ name: expect.stringContaining('Caption number 900 of') as string }]);
		});

		it('captions, and finds what fits on every page once', async () => {
			const { entries } = await scroll({ ...big, filter: '50 of a generated' });
			const values = valuesOf({ results: entries });
			expect(new Set(values).size).toBe(values.length);
			const expected = publishedByBig(950).filter((id, index) => index % 100 === 50 && isPost(id));
			expect(values).toEqual(expected);
		});

		it('IDs over the whole account', async () => {
			const id = publishedByBig(950)
				.filter((one) => isPost(one))
				.at(-1);
			expect(valuesOf({ results: (await scroll({ ...big, filter: id ?? '' })).entries })).toEqual([id]);
		});

		it('to the end, and gives an empty list if nothing fits', async () => {
			expect(await media({ ...big, filter: 'no such words' })).toEqual({ results: [] });
			expect(simulator.calls).toHaveLength(10);
		});

		it.each([
			['the date of the label', 'post', '2026-10-12', 'image'],
			['a part of the date', 'post', ' 2024-05 ', 'oldImage'],
			['the date and time of a story', 'story', '2026-11-21 09:00', 'story'],
			['the kind', 'post', 'album', 'carousel'],
			['the kind and the date', 'media', 'reel 2026-11-10', 'reel'],
			['the label as it stands', 'media', 'Behind the Scenes (Reel, 2026', 'reel'],
			['a caption over several lines', 'post', 'valley ❄️ #WINTER', 'image'],
			['the ID', 'post', MEDIA.image.id, 'image'],
			['the shortcode', 'post', MEDIA.image.shortcode, 'image'],
			['the link', 'post', MEDIA.image.permalink, 'image'],
			['the link as it is shared', 'post', `${MEDIA.image.permalink}?igsh=MzRlODBiNWFlZA==`, 'image'],
			['the link without its beginning', 'reel', `instagram.com/reel/${MEDIA.reel.shortcode}`, 'reel'],
		] as const)('%s', async (_what, resource, filter, name) => {
			const { entries } = await scroll({ resource, filter });
			expect(valuesOf({ results: entries })).toEqual([MEDIA[name].id]);
		});

		it.each(['instagram', 'https://www.instagram.com/', 'www.', '/p/', '/', '?'])(
			'not for what every link has: %s',
			async (filter) => {
				const { entries } = await scroll({ filter });
				const withIt = Object.values(MEDIA).filter(
					(one) => 'caption' in one && one.caption.toLowerCase().includes(filter),
				);
				expect(entries.length).toBeLessThanOrEqual(withIt.length);
			},
		);

		it('stories too', async () => {
			const { entries } = await scroll({ resource: 'story', filter: MEDIA.story.id });
			expect(valuesOf({ results: entries })).toEqual([MEDIA.story.id]);
		});
	});

	it.each([60, 7, 5])('reads smaller pages if Meta finds them too heavy, of at most %s', async (heaviest) => {
		simulator.behaviour.generatedMedia = 130;
		simulator.behaviour.heaviestPage = heaviest;
		const { entries } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(valuesOf({ results: entries })).toEqual(publishedByBig(130).filter(isPost));
	});

	it('asks for pages of the size that Meta took, over all calls', async () => {
		simulator.behaviour.generatedMedia = 130;
		simulator.behaviour.heaviestPage = 25;
		const { entries } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(valuesOf({ results: entries })).toEqual(publishedByBig(130).filter(isPost));
		const sizes = simulator.calls.map(({ query }) => Number(query.limit));
		expect(sizes).toEqual([100, 50, ...Array.from({ length: 6 }, () => 25)]);
	});

	it('asks for pages of that size within a search too', async () => {
		simulator.behaviour.generatedMedia = 130;
		simulator.behaviour.heaviestPage = 25;
		expect(await media({ account: byId(ACCOUNTS.big.id), filter: 'no such words' })).toEqual({ results: [] });
		expect(simulator.calls).toHaveLength(8);
	});

	it.each(['media', 'media:', 'other:100:QVFI', 'nonsense'])(
		'begins anew with the token %s, which is none of its own',
		async (page) => {
			expect(valuesOf(await media({ page }))).toContain(MEDIA.image.id);
		},
	);

	it('lists what came if Meta cuts the list short', async () => {
		simulator.behaviour.withoutCursors = true;
		const { entries } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(entries.at(-1)).toEqual(sentence(/Not everything came/));
		expect(valuesOf({ results: entries.slice(0, -1) })).toEqual(publishedByBig(100).filter(isPost));
		await expect(media({ account: byId(ACCOUNTS.big.id), filter: 'no such words' })).rejects.toThrow(
			/the list goes on, but not where/,
		);
	});

	it.each<[string, unknown, RegExp]>([
		['a username', 'simulated_account', /'Account' holds 'simulated_account', which is not an account ID/],
		['an expression', '={{ "simulated_account" }}', /'Account' holds 'simulated_account'/],
		[
			'a number that lost its end',
			'={{ 17841400000000001 * 10 }}',
			/'Account' holds a number that is too long/,
		],
		['an address', 'me/accounts?x=', /'Account' holds 'me\/accounts\?x=', which is not an account ID/],
	])('says in our own words that the account is none: %s', async (_what, account, says) => {
		await expect(media({ account: byId(account as string) })).rejects.toThrow(says);
		expect(simulator.calls).toEqual([]);
	});

	it('takes an account of an expression', async () => {
		const account = byId(`={{ " ${ACCOUNTS.main.id} " }}`);
		expect(valuesOf(await media({ account }))).toContain(MEDIA.image.id);
	});

	it('says when access returns if Meta blocks the list', async () => {
		simulator.fault({ answer: FAULTS.instagramLimit(30) });
		await expect(media()).rejects.toThrow(/takes no more calls.*Access returns at about \S+Z$/);
		await expect(accounts()).rejects.toThrow(/Access returns at about/);
	});

	it.each([{ __rl: true as const, mode: 'list', value: '' }, ''])(
		'asks for the account first if none is chosen',
		async (account) => {
			expect(await media({ account })).toEqual({ results: [sentence(/^Choose an 'Account' first$/)] });
			expect(await media({ account, filter: 'snow' })).toMatchObject({ results: [{ value: false }] });
			expect(simulator.calls).toEqual([]);
		},
	);

	it.each([
		['expired', /does not accept the access token/],
		['token463', /./],
		['noPermission', /lacks a permission/],
	] as const)('says what is wrong with the token: %s', async (name, says) => {
		const token = name === 'token463' ? TOKENS.garbage : TOKENS[name];
		await expect(media({ token })).rejects.toThrow(says);
	});

	it('says that the account is not there', async () => {
		await expect(media({ account: byId('17841499999999999') })).rejects.toThrow(
			/shows no account 17841499999999999/,
		);
	});

	it("gives out nothing of Meta's links, which hold the token", async () => {
		simulator.behaviour.generatedMedia = 250;
		for (const resource of ['post', 'story', 'media'] as const) {
			const answer = await media({ resource, account: byId(ACCOUNTS.big.id) });
			expect(JSON.stringify(answer)).not.toContain(simulator.token);
			expect(JSON.stringify(answer)).not.toContain('access_token');
		}
		simulator.behaviour.extraPages = 230;
		expect(JSON.stringify(await accounts())).not.toContain(simulator.token);
	});
});

describe('a list of posts that cannot be read', () => {
	it.each<[string, unknown]>([
		['null', null],
		['a text', '17900000000000001'],
		['a list', [{ id: '17900000000000001' }]],
		['an entry without an ID', { media_product_type: 'FEED' }],
		['an entry with a number as the ID', { id: 17900000000000001, media_product_type: 'FEED' }],
	])('is not shown as an account without posts if Meta lists %s', async (_what, odd) => {
		simulator.fault({ when: { path: /\/media$/ }, answer: { status: 200, body: { data: [odd] } } });
		const sentences = [sentence(/could not be read/)];
		expect((await media()).results).toEqual(sentences);
		expect((await media({ filter: 'coffee' })).results).toEqual(sentences);
	});
});

describe('The accounts to choose several of', () => {
	const options = (token?: string) =>
		accountsInPanel({ parameters: {}, credentials: credentials(token), timezone: 'UTC' });

	it('are those of the account list', async () => {
		const { results } = await accounts();
		expect(await options()).toEqual(results.map(({ name, value }) => ({ name, value })));
	});

	it('are not there without a token that works, and the list says why', async () => {
		await expect(options(TOKENS.expired)).rejects.toMatchObject({
			message: expect.stringContaining('expired') as string,
		});
	});
});
