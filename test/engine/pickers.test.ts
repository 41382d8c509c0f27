import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INode, INodeListSearchResult, INodeParameters } from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import {
	ACCOUNTS,
	FAULTS,
	many,
	MEDIA,
	startSimulator,
	TOKENS,
	type MediaName,
	type Simulator,
} from '../simulator';
import { byId } from './insightsNode';
import { engineContext } from './runWorkflow';
import { note } from './seen';
import './watch';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ now: new Date('2026-11-21T12:00:00Z') });
});
beforeEach(() => {
	simulator.reset();
});
afterAll(() => simulator.close());

const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsights';
const { searchAccounts, searchMedia } = new InstagramInsights().methods.listSearch;

/** What n8n's server gives a picker: the node as the panel stands, and the credential. */
function panel(parameters: INodeParameters, path: string, token = simulator.token): ILoadOptionsFunctions {
	const credential = new InstagramInsightsFacebookGraphApi();
	const node: INode = {
		id: '1',
		name: 'Instagram Insights',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.name]: { id: '1', name: 'Account' } },
	};
	const { workflow, additionalData } = engineContext({
		workflow: { name: 'panel', nodes: [node], connections: {} },
		nodeTypes: { [NODE_TYPE]: new InstagramInsights() },
		credentialTypes: [credential],
		credentials: { [credential.name]: { accessToken: token, apiHost: simulator.url } },
	});
	// The panel sends the parameters that were not touched too.
	const shown = workflow.getNode(node.name) ?? node;
	additionalData.currentNodeParameters = shown.parameters;
	// The name of a workflow may be undefined for the one type and not for the other.
	return new LoadOptionsContext(workflow, shown, additionalData, path) as unknown as ILoadOptionsFunctions;
}

/** Notes what came out, for the search for secrets. */
async function noted(listing: Promise<INodeListSearchResult>): Promise<INodeListSearchResult> {
	try {
		const result = await listing;
		note(result);
		return result;
	} catch (error) {
		note(error);
		throw error;
	}
}

const accounts = (filter?: string, token?: string) =>
	noted(searchAccounts.call(panel({ resource: 'post' }, 'parameters.accountId', token), filter));

interface Asked {
	readonly resource?: 'post' | 'reel' | 'story' | 'media';
	readonly account?: INodeParameters['accountId'];
	readonly filter?: string;
	readonly page?: string;
	readonly token?: string;
}

const media = ({ resource = 'post', account = byId(ACCOUNTS.main.id), filter, page, token }: Asked = {}) =>
	noted(
		searchMedia.call(
			panel({ resource, operation: 'getInsights', accountId: account }, 'parameters.mediaId', token),
			filter,
			page,
		),
	);

/** All that a user gets who scrolls to the end. */
async function scroll(asked: Asked) {
	const found: INodeListSearchResult['results'] = [];
	const sizes: number[] = [];
	let page: string | undefined;
	do {
		const answer = await media({ ...asked, ...(page === undefined ? {} : { page }) });
		found.push(...answer.results);
		sizes.push(answer.results.length);
		page = answer.paginationToken;
	} while (page !== undefined && sizes.length < 1000);
	return { found, sizes };
}

const valuesOf = ({ results }: Pick<INodeListSearchResult, 'results'>) => results.map(({ value }) => value);
const idsOf = (...names: MediaName[]) => names.map((name) => MEDIA[name].id);
const generated = (count: number) =>
	many(count * 2)
		.filter((id) => !id.endsWith('9'))
		.slice(0, count);
const isPost = (id: string) => Number(id.at(-1)) < 6;

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
	])("searches for '%s'", async (filter, found) => {
		expect(valuesOf(await accounts(filter))).toEqual(found);
	});

	it('lists what came where Meta cuts the list short', async () => {
		simulator.behaviour.extraPages = 230;
		simulator.behaviour.withoutCursors = true;
		expect((await accounts()).results).toHaveLength(98);
	});

	it('says that the list is cut short where nothing came', async () => {
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

	it('says what the reasons can be where there is nothing to list', async () => {
		simulator.behaviour.noAccounts = true;
		const listing = accounts();
		await expect(listing).rejects.toThrow(/professional Instagram account/);
		await expect(listing).rejects.toThrow(/pages_show_list/);
		await expect(listing).rejects.toThrow(/Business Manager/);
	});

	it('says that a permission is missing', async () => {
		simulator.fault({ when: { path: /me\/accounts$/ }, answer: FAULTS.permissionMissing() });
		const listing = accounts();
		await expect(listing).rejects.toThrow(/lacks a permission/);
		await expect(listing).rejects.toThrow(/pages_show_list/);
	});

	it('says that the token is dead', async () => {
		await expect(accounts(undefined, TOKENS.expired)).rejects.toThrow(/does not accept the access token/);
	});

	it('says that Meta takes no calls now, and does not wait', async () => {
		simulator.fault({ answer: FAULTS.userLimit() });
		await expect(accounts()).rejects.toThrow(/takes no more calls/);
		expect(simulator.calls).toHaveLength(1);
	});
});

describe('the media picker', () => {
	it.each<[NonNullable<Asked['resource']>, MediaName[], string]>([
		[
			'post',
			[
				'image',
				'imageCrossposted',
				'carousel',
				'imageHiddenLikes',
				'video',
				'samplePost',
				'oldImage',
				'beforeConversion',
			],
			'media',
		],
		['reel', ['reel', 'reelCrossposted'], 'media'],
		['story', ['storyFewViewers', 'sampleStory', 'story', 'storyNoTotalViews'], 'stories'],
	])('lists media of the type, newest first: %s', async (resource, names, edge) => {
		const answer = await media({ resource });
		expect(valuesOf(answer)).toEqual(idsOf(...names));
		expect(answer.paginationToken).toBeUndefined();
		expect(simulator.calls).toMatchObject([{ path: `/v25.0/${ACCOUNTS.main.id}/${edge}` }]);
	});

	it('lists all of them for any type', async () => {
		const { found } = await scroll({ resource: 'media' });
		expect(found).toHaveLength(14);
		expect(new Set(valuesOf({ results: found })).size).toBe(14);
		expect(valuesOf({ results: found })).toEqual(
			expect.arrayContaining(idsOf('image', 'reel', 'story', 'beforeConversion')),
		);
	});

	it('tells reels from posts where Meta hides the type', async () => {
		simulator.behaviour.hideProductType = true;
		expect(valuesOf(await media({ resource: 'reel' }))).toEqual(idsOf('reel', 'reelCrossposted'));
	});

	it('labels them with the first words of the caption, the type and the date', async () => {
		const { results } = await media();
		expect(results.slice(0, 4)).toEqual([
			{
				name: 'First snow in the valley ❄️ #winter #mountains (2026-10-12)',
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
			// Without a caption.
			{
				name: `${MEDIA.imageHiddenLikes.id} (2026-08-15)`,
				value: MEDIA.imageHiddenLikes.id,
				url: MEDIA.imageHiddenLikes.permalink,
			},
		]);
		expect(results[4]?.name).toMatch(/^An old feed video, from before all videos became.*… \(2025-02-03\)$/);
	});

	it('turns the pages one call at a time', async () => {
		simulator.behaviour.generatedMedia = 250;
		const { found, sizes } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(valuesOf({ results: found })).toEqual(generated(250).filter(isPost));
		expect(sizes).toHaveLength(3);
		expect(simulator.calls).toHaveLength(3);
	});

	it('takes an account that was chosen from the list', async () => {
		const account = { __rl: true as const, mode: 'list', value: ACCOUNTS.main.id };
		expect(valuesOf(await media({ account }))).toContain(MEDIA.image.id);
	});

	it('lists nothing of an account without media', async () => {
		for (const resource of ['post', 'media'] as const) {
			const { found } = await scroll({ resource, account: byId(ACCOUNTS.empty.id) });
			expect(found).toEqual([]);
		}
	});

	it('says so where an account has no live story', async () => {
		const account = byId(ACCOUNTS.empty.id);
		await expect(media({ resource: 'story', account })).rejects.toThrow(
			'This account has no story of the last 24 hours',
		);
	});

	it('says how far it looked, where n8n would give up', async () => {
		simulator.behaviour.generatedMedia = 1_200;
		const account = byId(ACCOUNTS.big.id);
		await expect(media({ account, filter: 'number 1186 of' })).rejects.toThrow(
			'Nothing that fits is among the newest 1000 media; name it by its link or its ID instead',
		);
	});

	describe('searches', () => {
		const big = { account: byId(ACCOUNTS.big.id) };
		beforeEach(() => {
			simulator.behaviour.generatedMedia = 950;
		});

		it('captions over the whole account', async () => {
			const { found } = await scroll({ ...big, filter: 'NUMBER 900 of' });
			expect(found).toMatchObject([{ name: expect.stringContaining('Caption number 900 of') as string }]);
		});

		it('captions, and finds what fits on every page once', async () => {
			const { found } = await scroll({ ...big, filter: '50 of a generated' });
			const values = valuesOf({ results: found });
			expect(new Set(values).size).toBe(values.length);
			const wanted = generated(950).filter((id, index) => index % 100 === 50 && isPost(id));
			expect(values).toEqual(wanted);
		});

		it('IDs over the whole account', async () => {
			const id = generated(950)
				.filter((one) => isPost(one))
				.at(-1);
			expect(valuesOf({ results: (await scroll({ ...big, filter: id ?? '' })).found })).toEqual([id]);
		});

		it('in vain to the end, and says so by an empty list', async () => {
			expect(await media({ ...big, filter: 'no such words' })).toEqual({ results: [] });
			expect(simulator.calls).toHaveLength(10);
		});

		it('stories too', async () => {
			const { found } = await scroll({ resource: 'story', filter: MEDIA.story.id });
			expect(valuesOf({ results: found })).toEqual([MEDIA.story.id]);
		});
	});

	it.each([60, 7, 5])(
		'reads smaller pages where Meta finds them too heavy, of at most %s',
		async (heaviest) => {
			simulator.behaviour.generatedMedia = 130;
			simulator.behaviour.heaviestPage = heaviest;
			const { found } = await scroll({ account: byId(ACCOUNTS.big.id) });
			expect(valuesOf({ results: found })).toEqual(generated(130).filter(isPost));
		},
	);

	it('asks for pages of the size that Meta took, over all calls', async () => {
		simulator.behaviour.generatedMedia = 130;
		simulator.behaviour.heaviestPage = 25;
		const { found } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(valuesOf({ results: found })).toEqual(generated(130).filter(isPost));
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

	it('lists what came where Meta cuts the list short', async () => {
		simulator.behaviour.withoutCursors = true;
		const { found } = await scroll({ account: byId(ACCOUNTS.big.id) });
		expect(valuesOf({ results: found })).toEqual(generated(100).filter(isPost));
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

	it('says when access returns where Meta blocks the list', async () => {
		simulator.fault({ answer: FAULTS.instagramLimit(30) });
		await expect(media()).rejects.toThrow(/takes no more calls.*Access returns at about \S+Z$/);
		await expect(accounts()).rejects.toThrow(/Access returns at about/);
	});

	it.each([{ __rl: true as const, mode: 'list', value: '' }, ''])(
		'asks for the account first where none is chosen',
		async (account) => {
			await expect(media({ account })).rejects.toThrow(/Choose an 'Account' first/);
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
