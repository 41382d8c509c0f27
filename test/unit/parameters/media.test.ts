import fc from 'fast-check';
import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { InstagramInsights } from '../../../nodes/InstagramInsights/InstagramInsights.node';
import { checkMediaId, readMediaLocator } from '../../../nodes/InstagramInsights/parameters/media';
import { expectHelpful } from '../wording';
import { issueOf, readerOf } from './parameterReader';
import { cyclic } from './samples';
import { isShown } from './shown';

const ACCOUNT = '17841405309211844';
const MEDIA = '17932174733377207';

describe('The media field', () => {
	const { description } = new InstagramInsights();
	const [field] = description.properties.filter(({ name }) => name === 'mediaId');
	if (!field) throw new Error('No media field');
	const modeOf = (name: string) => field.modes?.find((mode) => mode.name === name);
	const whole: INode = {
		id: '1',
		name: 'Instagram Insights',
		type: 'instagramInsights',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const locator = (mode: string, value: string) => ({ __rl: true as const, mode, value });

	const shownOf = (parameters: INodeParameters) =>
		description.properties.filter((property) => isShown(parameters, property));
	/** What n8n's editor keeps of the parameters after a change: those that people can see, with defaults. */
	const kept = (parameters: INodeParameters): INodeParameters => {
		const all =
			NodeHelpers.getNodeParameters(description.properties, parameters, true, false, whole, description) ??
			{};
		const seen = shownOf(all).flatMap(({ name, type }) => (type === 'hidden' ? [] : [name]));
		return Object.fromEntries(Object.entries(all).filter(([name]) => seen.includes(name)));
	};
	/** n8n empties a resource locator of any mode if this text changes. */
	const dependency = (parameters: INodeParameters) =>
		(field.typeOptions?.loadOptionsDependsOn ?? [])
			.map((name) => {
				const [parameter = '', part] = name.split('.');
				const value = kept(parameters)[parameter];
				const told = part === undefined ? value : (value as INodeParameters | undefined)?.[part];
				// Every object makes the same text, so n8n would never see the change.
				return typeof told === 'string' ? told : typeof told;
			})
			.join('|');
	const chosen = { resource: 'post', accountId: locator('list', '178'), mediaId: locator('list', '179') };

	it.each<[string, INodeParameters]>([
		['another resource', { resource: 'reel' }],
		['media of any type', { resource: 'media' }],
		['another account of the list', { accountId: locator('list', '177') }],
		['another account by its ID', { accountId: locator('id', '177') }],
		['another account of an expression', { accountId: locator('id', '={{ $json.account }}') }],
		['no account', { accountId: locator('list', '') }],
	])('is emptied for %s', (_what, change) => {
		for (const mode of ['list', 'url', 'id']) {
			const before = { ...chosen, mediaId: locator(mode, '179') };
			expect(dependency({ ...before, ...change })).not.toBe(dependency(before));
		}
	});

	it.each<[string, INodeParameters]>([
		['another item', { mediaId: locator('list', '176') }],
		['a link', { mediaId: locator('url', 'https://www.instagram.com/p/C1/') }],
		['an ID', { mediaId: locator('id', '179') }],
		['an expression', { mediaId: locator('id', '={{ $json.id }}') }],
		['the same account by its ID', { accountId: locator('id', '178') }],
		[
			'the name of the account',
			{ accountId: { ...locator('list', '178'), cachedResultName: '@new – New', cachedResultUrl: '' } },
		],
		['other metrics', { postMetrics: ['reach'] }],
		['another output', { output: 'media' }],
		['options', { options: { timeout: 1000 } }],
	])('is kept for %s', (_what, change) => {
		expect(dependency({ ...chosen, ...change })).toBe(dependency(chosen));
	});

	it.each(['list', 'url', 'id'])('by %s has the account beside it, which is not required', (mode) => {
		const values = kept({ ...chosen, mediaId: locator(mode, '179') });
		const accounts = shownOf(values).filter(({ name }) => name === 'accountId');
		expect(accounts).toHaveLength(1);
		expect(accounts[0]?.required).toBeUndefined();
	});

	it('leaves the account as it is, whichever modes it passes through', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('list', 'url', 'id'), { minLength: 1, maxLength: 6 }), (modes) => {
				let values: INodeParameters = chosen;
				for (const mode of modes) values = kept({ ...values, mediaId: locator(mode, '179') });
				expect(values.accountId).toEqual(chosen.accountId);
			}),
		);
	});

	it.each(['list', 'url', 'id'])('by %s is run by n8n without an account', (mode) => {
		const value = mode === 'url' ? 'https://www.instagram.com/p/C1/' : '179';
		for (const accountMode of ['list', 'id']) {
			const accountId = locator(accountMode, '');
			const parameters = kept({ ...chosen, accountId, mediaId: locator(mode, value) });
			expect(
				NodeHelpers.getNodeParametersIssues(description.properties, { ...whole, parameters }, description),
			).toBeNull();
		}
	});

	it.each([
		['list', ''],
		['id', ''],
		['id', 'a username'],
	])('of many media has an account, which is not one by %s: %j', (mode, value) => {
		const parameters = {
			...kept({ ...chosen, operation: 'getManyInsights' }),
			accountId: locator(mode, value),
		};
		const issues = NodeHelpers.getNodeParametersIssues(
			description.properties,
			{ ...whole, parameters },
			description,
		);
		expect(Object.keys(issues?.parameters ?? {})).toEqual(['accountId']);
	});

	it('is not there for many media, whose account is required', () => {
		const values = kept({ ...chosen, operation: 'getManyInsights' });
		expect(shownOf(values).filter(({ name }) => name === 'mediaId')).toEqual([]);
		expect(shownOf(values).filter(({ name }) => name === 'accountId')).toMatchObject([{ required: true }]);
	});

	it('says by each mode whether it needs the account', () => {
		const [account] = shownOf(kept(chosen)).filter(({ name }) => name === 'accountId');
		for (const { hint } of account?.modes ?? []) {
			expect(hint).toMatch(/Not needed for 'Media' By ID/);
			expect(hint).toMatch(/empties 'Media'/);
		}
		expect(modeOf('url')?.hint).toMatch(/'Account'/);
		expect(modeOf('id')?.hint).toMatch(/'media_id' that Get Many Insights gives/);
		expect(modeOf('id')?.hint).toMatch(/'media_type' is what you chose/);
	});

	/** What the panel says of a value. */
	const issues = (mode: string, value: string) =>
		NodeHelpers.getNodeParametersIssues(
			description.properties,
			{ ...whole, parameters: kept({ ...chosen, mediaId: locator(mode, value) }) },
			description,
		)?.parameters?.mediaId ?? [];

	it.each([
		['url', ' <https://www.instagram.com/p/C1abcDEfghi/> ', true],
		['url', MEDIA, false],
		['id', ` ${MEDIA} `, true],
		['id', '000', false],
		['id', 'https://www.instagram.com/p/C1abcDEfghi/', false],
	])('tells in the panel what the run would say by %s: %j', (mode, value, isTaken) => {
		expect(issues(mode, value)).toHaveLength(isTaken ? 0 : 1);
		expect(readMediaLocator(readerOf({ mediaId: locator(mode, value), accountId: ACCOUNT })).ok).toBe(
			isTaken,
		);
	});

	it('has the name and the modes of the contract', () => {
		expect(field.default).toEqual({ mode: 'list', value: '' });
		expect(field.modes?.map(({ name }) => name)).toEqual(['list', 'url', 'id']);
		expect(modeOf('list')?.typeOptions).toEqual({ searchListMethod: 'searchMedia', searchable: true });
	});

	it('gives examples that the run takes', () => {
		const exampleOf = (mode: string) => modeOf(mode)?.placeholder?.replace('e.g. ', '');
		for (const mode of ['url', 'id']) {
			const mediaId = locator(mode, exampleOf(mode) ?? '');
			expect(readMediaLocator(readerOf({ mediaId, accountId: ACCOUNT })).ok).toBe(true);
		}
	});

	it.each(['url', 'id'])('takes any expression by %s', (mode) => {
		expect(issues(mode, '={{ $json.media }}')).toEqual([]);
	});

	it('says what a link and an ID look like', () => {
		for (const mode of ['url', 'id']) {
			const [issue = ''] = issues(mode, 'the post of yesterday');
			expectHelpful(issue);
			expect(modeOf(mode)?.validation).toHaveLength(1);
		}
	});
});

describe('checkMediaId', () => {
	it.each<[string, unknown, string]>([
		['a text', '17932174733377207', '17932174733377207'],
		['a text with blanks around it', '  17932174733377207\n', '17932174733377207'],
		['a text beyond what a number can hold', '99999999999999999999', '99999999999999999999'],
		['a number that is exact', 4504504504504504, '4504504504504504'],
		['the largest exact number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
	])('takes %s', (_what, value, mediaId) => {
		expect(checkMediaId(value)).toEqual({ ok: true, mediaId });
	});

	it.each<[string, unknown, RegExp]>([
		['a number beyond 2^53', Number('17932174733377207'), /text/],
		['2^53 itself', 2 ** 53, /text/],
		['a fraction', 1.5, /text/],
		['zero', 0, /text/],
		['a negative number', -17932174733377, /text/],
		['NaN', NaN, /text/],
		['an empty text', '', /17932174733377207/],
		['blanks', '   ', /17932174733377207/],
		['nothing', undefined, /17932174733377207/],
		['null', null, /17932174733377207/],
		['an object', { id: '17932174733377207' }, /17932174733377207/],
		['a link', 'https://www.instagram.com/p/C1abcDEfghi/', /link/],
		['a shortcode', 'C1abcDEfghi', /link/],
		['two IDs', '17932174733377207,17932174733377208', /number/],
		['a path', '17932174733377207/insights', /number/],
		['a query', '17932174733377207?fields=owner', /number/],
		['a blank inside', '1793217473 3377207', /number/],
		['digits of another script', '١٧٩٣٢', /number/],
		['a number in scientific notation', '1.7932174733377208e+16', /number/],
		['far too many digits', '1'.repeat(40), /number/],
	])('turns %s down and says how to get unstuck', (_what, value, advice) => {
		const checked = checkMediaId(value);
		expect(checked.ok).toBe(false);
		if (checked.ok) return;
		expect(checked.issue.message).toContain("'Media'");
		expect(checked.issue.description).toMatch(advice);
		expectHelpful(checked.issue.message);
		expectHelpful(checked.issue.description);
		expect(checked.issue.message.length).toBeLessThan(120);
	});
});

describe('What is no ID of a post, reel or story', () => {
	it.each([
		['https://www.instagram.com/p/C1abcDEfghi/', /a link in the place of an ID/, /Choose By URL/],
		['instagram.com/reel/C1abcDEfghi', /a link in the place of an ID/, /Choose By URL/],
		['https://www.instagram.com/stories/nasa/3141592653589793238/', /a link in/, /Choose By URL/],
		['https://example.com/17932174733377207', /a link in/, /Choose By URL/],
		[
			'https://www.instagram.com/share/reel/BAabc',
			/a share link/,
			/Open it in a browser and copy the address/,
		],
		['https://www.instagram.com/nasa/', /the link of a profile/, /Choose By URL/],
		['C1abcDEfghi', /not a media ID/, /letters in a link .*By URL/],
		['CxYz123', /not a media ID/, /letters in a link .*By URL/],
		['-_C', /not a media ID/, /letters in a link .*By URL/],
		['179-321', /not a media ID/, /such as 17932174733377207\. Choose it from the list/],
		[`${'x'.repeat(250)}.b`, /not a media ID/, /letters in a link .*By URL/],
		['<https://www.instagram.com/p/C1abcDEfghi/>', /a link in the place of an ID/, /Choose By URL/],
		['"instagr.am/p/C1abcDEfghi"', /a link in the place of an ID/, /Choose By URL/],
		['https://www.instagram.com:443/p/C1', /a link in the place of an ID/, /Choose By URL/],
		['@nasa', /not a media ID/, /not the name of an account/],
		['na.sa', /not a media ID/, /not the name of an account/],
		['17932174733377207,17932174733377208', /not a media ID/, /is a number such as/],
	])('%s', (value, message, wayOut) => {
		const issue = issueOf(checkMediaId(value));
		expect(issue.message).toMatch(message);
		expect(issue.description).toMatch(wayOut);
	});
});

describe('readMediaLocator', () => {
	const locatorOf = (mediaId: unknown) => readMediaLocator(readerOf({ mediaId, accountId: ACCOUNT }));

	it('reads what is picked, with the account that it was picked from', () => {
		const account = { id: ACCOUNT, username: undefined };
		expect(locatorOf({ __rl: true, mode: 'list', value: MEDIA })).toEqual({
			ok: true,
			locator: { by: 'id', mediaId: MEDIA, account },
		});
	});

	it.each<[string, unknown]>([
		['given as an ID', { __rl: true, mode: 'id', value: MEDIA }],
		['a text in the place of the whole parameter', MEDIA],
	])('reads what is %s', (_what, mediaId) => {
		expect(locatorOf(mediaId)).toEqual({ ok: true, locator: { by: 'id', mediaId: MEDIA } });
	});

	it.each<[unknown, RegExp]>([
		[{ __rl: true, mode: 'list', value: '' }, /'Media' is empty/],
		[
			{ __rl: true, mode: 'id', value: 'https://www.instagram.com/p/CxYz123/' },
			/a link in the place of an ID/,
		],
		[{ __rl: true, mode: 'url', value: MEDIA }, /an ID in the place of a link/],
		[{ id: MEDIA }, /holds {"id":"17932174733377207"}/],
		[[MEDIA], /holds \["17932174733377207"\]/],
		[cyclic, /holds {"self":{/],
		[null, /is empty/],
	])('turns %p down', (mediaId, message) => {
		expect(issueOf(locatorOf(mediaId)).message).toMatch(message);
	});
});

describe('The locator of a link', () => {
	const locatorOf = (mediaId: unknown, accountId: unknown) =>
		readMediaLocator(readerOf({ mediaId, accountId }));
	const link = { __rl: true, mode: 'url', value: 'https://www.instagram.com/p/C1abcDEfghi/' };

	it('has its code and the account', () => {
		expect(locatorOf(link, ACCOUNT)).toEqual({
			ok: true,
			locator: { by: 'link', code: 'C1abcDEfghi', accountId: ACCOUNT },
		});
	});

	it.each(['', 'nasa', undefined])('needs an account: %j', (accountId) => {
		expect(issueOf(locatorOf(link, accountId)).message).toContain("'Account' ");
	});

	it('says first what is wrong with the link', () => {
		expect(issueOf(locatorOf({ ...link, value: 'x' }, '')).message).toContain("'Media' ");
	});

	it('has no account if the item was picked without one', () => {
		expect(locatorOf({ __rl: true, mode: 'list', value: MEDIA }, '')).toEqual({
			ok: true,
			locator: { by: 'id', mediaId: MEDIA },
		});
	});

	it('names the parameter if the node does not hold it', () => {
		expect(issueOf(readMediaLocator(readerOf({}))).message).toBe("'Media' is empty");
	});
});
