import { runInNewContext } from 'node:vm';

import fc from 'fast-check';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodePropertyRegexValidation,
} from 'n8n-workflow';

import {
	API_VERSIONS,
	AUTHENTICATIONS,
	authenticationsOf,
	mayAnswer,
	MEDIA_FIELDS,
	MEDIA_SCOPES,
	metric,
	metricsOfType,
	type Login,
	type MediaScopeName,
} from '../../nodes/InstagramInsights/catalogue';
import { readAuthentication } from '../../nodes/InstagramInsights/parameters/authentication';
import { breakdownFields, breakdownParameter } from '../../nodes/InstagramInsights/parameters/breakdown';
import { checkMediaLink } from '../../nodes/InstagramInsights/parameters/links';
import { metricsField, metricsParameter } from '../../nodes/InstagramInsights/parameters/metrics';
import { optionsField } from '../../nodes/InstagramInsights/parameters/options';
import { outputFields } from '../../nodes/InstagramInsights/parameters/output';
import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import codex from '../../nodes/InstagramInsights/InstagramInsights.node.json';
import { issueOf, readerOf } from './parameters/parameterReader';
import { expectHelpful } from './wording';

const metricsFields = MEDIA_SCOPES.flatMap((scope) => [metricsField(scope), ...breakdownFields(scope)]);

const node: Pick<INode, 'typeVersion'> = { typeVersion: 1 };
const typeNames = MEDIA_SCOPES.map(({ name }) => name);
const sorted = (names: Iterable<string>) => [...names].sort();

/** The values of the parameter `authentication` that saved workflows hold, by the login behind each. */
const LOGIN_OF: Readonly<Record<string, Login>> = {
	facebookAccessToken: 'facebook',
	instagramAccessToken: 'instagram',
};

function isShown(values: INodeParameters, property: INodeProperties | INodePropertyOptions): boolean {
	return NodeHelpers.displayParameter(values, property, node, null);
}

/** The field of a name that the panel shows, `undefined` where it shows none. */
function shownField(values: INodeParameters, name: string): INodeProperties | undefined {
	return metricsFields.find((field) => field.name === name && isShown(values, field));
}

function shownOptions(values: INodeParameters, name: string): string[] {
	const options = (shownField(values, name)?.options ?? []) as INodePropertyOptions[];
	return options.filter((option) => isShown(values, option)).map(({ value }) => String(value));
}

function panel(
	resource: MediaScopeName,
	metrics: string | string[],
	more: INodeParameters = {},
): INodeParameters {
	return {
		authentication: 'facebookAccessToken',
		resource,
		operation: 'getInsights',
		[metricsParameter(resource)]: metrics,
		options: {},
		...more,
	};
}

const versions = API_VERSIONS.map(({ name }) => name);
const combinations = typeNames.flatMap((resource) =>
	Object.keys(LOGIN_OF).flatMap((authentication) =>
		[undefined, ...versions].map((apiVersion) => ({ resource, authentication, apiVersion })),
	),
);

describe('The metrics picker', () => {
	it.each(combinations)(
		'of a $resource under $authentication and version $apiVersion offers what the catalogue has',
		({ resource, authentication, apiVersion }) => {
			const values = panel(resource, [], {
				authentication,
				options: apiVersion === undefined ? {} : { apiVersion },
			});
			const login = LOGIN_OF[authentication] ?? 'facebook';
			const wanted = metricsOfType(resource)
				.filter((entry) => entry.logins.includes(login))
				.filter((entry) => !entry.retired || (apiVersion !== undefined && mayAnswer(entry, apiVersion)));
			expect(shownOptions(values, metricsParameter(resource))).toEqual(wanted.map(({ name }) => name));
		},
	);

	it.each<[MediaScopeName, boolean]>([
		['post', true],
		['reel', false],
		['story', true],
		['media', true],
	])('of a %s offers impressions under v21.0 only, where the type has them: %s', (resource, hasThem) => {
		const offered = (options: INodeParameters) =>
			shownOptions(panel(resource, [], { options }), metricsParameter(resource)).includes('impressions');
		expect(offered({ apiVersion: 'v21.0' })).toBe(hasThem);
		expect(offered({ apiVersion: 'v22.0' })).toBe(false);
		expect(offered({ apiVersion: 'v25.0' })).toBe(false);
		expect(offered({})).toBe(false);
	});

	it('never offers what no version answers', () => {
		const offered = metricsFields.flatMap(({ options = [] }) =>
			(options as INodePropertyOptions[]).map(({ value }) => value),
		);
		for (const name of ['plays', 'video_views', 'clips_replays_count', 'engagement', 'exits']) {
			expect(offered).not.toContain(name);
		}
	});

	it.each(typeNames)('of a %s is there for this resource alone', (resource) => {
		for (const other of typeNames) {
			const shown = shownField(panel(other, []), metricsParameter(resource)) !== undefined;
			expect(shown).toBe(other === resource);
		}
	});

	it.each(MEDIA_SCOPES)('of a $name starts with the basic set, all of it on offer', (type) => {
		const field = shownField(panel(type.name, []), metricsParameter(type.name));
		expect(field?.default).toEqual(type.basicMetrics);
		for (const authentication of Object.keys(LOGIN_OF)) {
			const offered = shownOptions(panel(type.name, [], { authentication }), metricsParameter(type.name));
			expect(offered).toEqual(expect.arrayContaining([...type.basicMetrics]));
		}
	});

	it('tells the unit of what is not a plain count', () => {
		const described = (resource: MediaScopeName, name: string) =>
			(shownField(panel(resource, []), metricsParameter(resource))?.options as INodePropertyOptions[]).find(
				({ value }) => value === name,
			)?.description;
		expect(described('reel', 'ig_reels_avg_watch_time')).toMatch(/in milliseconds$/);
		expect(described('reel', 'reels_skip_rate')).toMatch(/in percent$/);
		expect(described('story', 'reach')).toBe(metric('reach').description);
	});

	it('tells for media of any type which types have a metric, where not all do', () => {
		const options = shownField(panel('media', []), 'mediaMetrics')?.options as INodePropertyOptions[];
		const described = (name: string) => options.find(({ value }) => value === name)?.description;
		expect(described('reach')).toBe(metric('reach').description);
		expect(described('navigation')).toMatch(/\(stories\)/);
		expect(described('saved')).toMatch(/\(posts and reels\)/);
		expect(described('ig_reels_avg_watch_time')).toMatch(/in milliseconds \(reels\)/);
	});
});

describe('The breakdown picker', () => {
	const breakdowns = (resource: MediaScopeName, metrics: string | string[]) =>
		sorted(shownOptions(panel(resource, metrics), breakdownParameter(resource)));
	const NAVIGATION = ['all', 'none', 'story_navigation_action_type'];
	const ACTIVITY = ['action_type', 'all', 'none'];
	const BOTH = ['action_type', 'all', 'none', 'story_navigation_action_type'];

	it.each<[string, MediaScopeName, string | string[], readonly string[]]>([
		['an array with navigation', 'story', ['reach', 'navigation'], NAVIGATION],
		['an array with profile activity', 'story', ['profile_activity'], ACTIVITY],
		['an array with both', 'story', ['navigation', 'profile_activity'], BOTH],
		['an array of a post', 'post', ['reach', 'profile_activity'], ACTIVITY],
		['an array with neither', 'story', ['reach', 'views'], []],
		['an empty array', 'story', [], []],
		['a text with navigation', 'story', 'reach, navigation', NAVIGATION],
		['a text without blanks', 'story', 'reach,navigation,views', NAVIGATION],
		['a text with profile activity alone', 'post', 'profile_activity', ACTIVITY],
		['a text with both', 'story', 'navigation,profile_activity', BOTH],
		['a text with neither', 'story', 'reach, views', []],
		['a text as an agent writes it', 'story', 'Reach, Navigation', NAVIGATION],
		['an empty text', 'story', '', []],
		['an expression of a story', 'story', '={{ $json.metrics }}', BOTH],
		['an expression of a post', 'post', '={{ ["profile_activity"] }}', ACTIVITY],
		['an array of any media', 'media', ['navigation', 'profile_activity'], BOTH],
		['a text of any media', 'media', 'reach, navigation', NAVIGATION],
		['an array of any media with neither', 'media', ['reach'], []],
	])('offers for %s what the chosen metrics have', (_what, resource, metrics, offered) => {
		expect(breakdowns(resource, metrics)).toEqual(offered);
	});

	it('is not there for a reel, whose metrics have none', () => {
		expect(metricsFields.map(({ name }) => name)).not.toContain(breakdownParameter('reel'));
		expect(breakdowns('reel', '={{ $json.metrics }}')).toEqual([]);
	});

	it('is not there for another resource, whatever is left in its metrics', () => {
		const values = { ...panel('post', ['reach']), storyMetrics: ['navigation'] };
		expect(shownField(values, breakdownParameter('story'))).toBeUndefined();
	});

	it('starts with none', () => {
		for (const resource of ['post', 'story', 'media'] as const) {
			const field = metricsFields.find(({ name }) => name === breakdownParameter(resource));
			expect(field?.default).toBe('none');
		}
	});
});

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
	/** n8n empties a resource locator where this text changes, in whichever mode it is. */
	const dependency = (parameters: INodeParameters) =>
		(field.typeOptions?.loadOptionsDependsOn ?? [])
			.map((name) => {
				const [parameter = '', part] = name.split('.');
				const value = kept(parameters)[parameter];
				const told = part === undefined ? value : (value as INodeParameters | undefined)?.[part];
				// An object is the same text whatever is in it: n8n would never see the change.
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
		['another media', { mediaId: locator('list', '176') }],
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
		'https://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com/p/C1abcDEfghi',
		'https://www.instagram.com/p/C1-b_DEfghi/?igsh=MzRlODBiNWFlZA==',
		'https://www.instagram.com/p/C1abcDEfghi?img_index=2#top',
		'https://www.instagram.com/p/C1abcDEfghi/ and more',
		'  https://www.instagram.com/p/C1abcDEfghi  ',
		'\nhttps://www.instagram.com/p/C1abcDEfghi/\n',
		'https://www.instagram.com/nasa/p/C1abcDEfghi/',
		'https://www.instagram.com/na.sa_1/reel/C1abcDEfghi/',
		'http://m.instagram.com/p/C1abcDEfghi/',
		'www.instagram.com/p/C1abcDEfghi/',
		'instagram.com/p/C1abcDEfghi',
		'Https://Www.Instagram.com/P/C1abcDEfghi/',
		'HTTPS://WWW.INSTAGRAM.COM/REELS/C1abcDEfghi/',
		'https://www.instagram.com/reel/C1abcDEfghi/',
		'https://www.instagram.com/reels/C1abcDEfghi/',
		'https://www.instagram.com/tv/C1abcDEfghi/',
		'https://www.instagram.com/stories/nasa/3141592653589793238/',
		'https://www.instagram.com/Stories/na.sa/3141592653589793238?igsh=1',
		'https://instagr.am/p/C1abcDEfghi/',
		'http://www.instagr.am/P/C1abcDEfghi?x=1',
		'instagr.am/reel/C1abcDEfghi',
		'https://instagr.am.example.com/p/C1abcDEfghi/',
		'https://notinstagr.am/p/C1abcDEfghi/',
		'https://www.instagram.com:443/p/C1abcDEfghi/',
		'https://www.instagram.com:80/nasa/reel/C1abcDEfghi/',
		'https://www.instagram.com:x/p/C1abcDEfghi/',
		'https://www.instagram.com//p/C1abcDEfghi/',
		'https://www.instagram.com/p//C1abcDEfghi//',
		'https://www.instagram.com//nasa//reel//C1abcDEfghi',
		'https://www.instagram.com//stories//nasa//3141592653589793238//',
		'https://www.instagram.com//share//p/C1abcDEfghi',
		'https://www.instagram.com//reels//audio//123456/',
		'https://www.instagram.com//stories//highlights//17900000000000001/',
		'<https://www.instagram.com/p/C1abcDEfghi/>',
		'<https://www.instagram.com/p/C1abcDEfghi>',
		'"https://www.instagram.com/p/C1abcDEfghi"',
		" 'https://www.instagram.com/p/C1abcDEfghi/' ",
		'“https://www.instagram.com/p/C1abcDEfghi”',
		'«instagram.com/p/C1abcDEfghi»',
		'" https://www.instagram.com/p/C1abcDEfghi "',
		'(https://www.instagram.com/stories/nasa/3141592653589793238)',
		'<>',
		'"',
		'C1abcDEfghi',
		'17932174733377207',
		'the post of yesterday',
		'https://www.instagram.com/',
		'https://www.instagram.com/nasa/',
		'https://www.instagram.com/nasa/reels/',
		'https://www.instagram.com/p/',
		'https://www.instagram.com/p/C1abc DEfghi/',
		'https://www.instagram.com/reels/audio/123456/',
		'https://www.instagram.com/stories/nasa/',
		'https://www.instagram.com/stories/nasa/name',
		'https://www.instagram.com/stories/highlights/17900000000000001/',
		'https://www.instagram.com/share/reel/BAabcDEfghi',
		'https://www.instagram.com/SHARE/reel/BAabcDEfghi',
		'https://www.instagram.com.example.com/p/C1abcDEfghi/',
		'https://notinstagram.com/p/C1abcDEfghi/',
		'https://instagramXcom/p/C1abcDEfghi/',
		'https://example.com/?u=https://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com@example.com/p/C1abcDEfghi/',
		'ftp://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com/p/../me/accounts',
		'https://www.instagram.com/p/C1abcDEfghi?',
		'https://www.instagram.com/p/C1abcDEfghi/ ?  \t\n',
		'https://www.instagram.com/p/C1abcDEfghi/ \n and more',
		'https://www.instagram.com/p/C1abcDEfghi\nand more',
	])('tells in the panel what the run would say of the link %j', (link) => {
		expect(issues('url', link)).toHaveLength(checkMediaLink(link).ok ? 0 : 1);
	});

	/** What n8n makes of the check, with time to spare: n8n itself gives up after 250 ms, and older ones never. */
	const takesLink = (text: string): unknown => {
		const [check] = (modeOf('url')?.validation ?? []) as INodePropertyRegexValidation[];
		if (!check) throw new Error('No check of the link');
		const sandbox = { pattern: `^${check.properties.regex}$`, text };
		return runInNewContext('new RegExp(pattern).test(text)', sandbox, { timeout: 10_000 });
	};

	it('takes what the run takes, whatever stands around and between', () => {
		const parts = [' ', '<', '"', '“', '/', '//', 'a', '.', ':443', 'p', 'share', '\n', '>', '!'];
		const some = fc.string({ unit: fc.constantFrom(...parts), maxLength: 4 });
		fc.assert(
			fc.property(some, some, some, (before, between, after) => {
				const link = `${before}instagram.com${between}/p/C1${after}`;
				expect([link, takesLink(link)]).toEqual([link, checkMediaLink(link).ok]);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('takes what the run takes, whatever follows the code', () => {
		const parts = [
			'/',
			'"',
			'>',
			'?',
			'#',
			' ',
			'\t',
			'\n',
			'\r',
			'\u00a0',
			'\u2028',
			'\ufeff',
			'a',
			'-',
			'.',
			'🎉',
		];
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...parts), maxLength: 8 }), (end) => {
				const link = `instagram.com/p/C1${end}`;
				expect(takesLink(link)).toBe(checkMediaLink(link).ok);
			}),
		);
	});

	const MANY = 300_000;
	it.each<[string, string, boolean]>([
		['blanks, then a line', `instagram.com/p/a/${' '.repeat(MANY)}\nx`, false],
		['blanks of many kinds, then a line', `instagram.com/p/a?${' \t\u00a0'.repeat(MANY / 3)}\nx`, false],
		['blanks after a word, then a line', `instagram.com/p/a#x${' '.repeat(MANY)}\nx`, false],
		['question marks among blanks, then a line', `instagram.com/p/a/${'? '.repeat(MANY / 2)}\nx`, false],
		['slashes, then a line', `instagram.com/p/a${'/'.repeat(MANY)}\nx`, false],
		['lines, then a word', `instagram.com/p/a/${' \n'.repeat(MANY / 2)}x`, false],
		['slashes before the path', `instagram.com${'/'.repeat(MANY)}!`, false],
		['slashes behind a name', `instagram.com/a${'/'.repeat(MANY)}!`, false],
		['slashes before the code', `instagram.com/p${'/'.repeat(MANY)}!`, false],
		['names between slashes', `instagram.com${'/a'.repeat(MANY / 2)}!`, false],
		['quotes before', `${'"<'.repeat(MANY / 2)}!`, false],
		['quotes behind, then a line', `instagram.com/p/a${'">'.repeat(MANY / 2)}\nx`, false],
		['quotes behind a slash, then a line', `instagram.com/p/a/${'">'.repeat(MANY / 2)}\nx`, false],
		['quotes around', `${'<'.repeat(MANY)}instagram.com/p/a${'>'.repeat(MANY)}`, true],
		['hosts', `${'a.'.repeat(MANY / 2)}instagram.com/p/a!`, false],
		['blanks, then a word', `instagram.com/p/a${' '.repeat(MANY)}x`, false],
		['letters, then none', `instagram.com/${'a'.repeat(MANY)}/p/${'a'.repeat(MANY)}!`, false],
		['digits, then a letter', `instagram.com/stories/${'1'.repeat(MANY)}/${'1'.repeat(MANY)}x`, false],
		['blanks before a word', `${' '.repeat(MANY)}x`, false],
		['blanks around', `${' '.repeat(MANY)}instagram.com/p/a/${' \n'.repeat(MANY / 2)}`, true],
		['blanks and a word', `instagram.com/p/a/${' '.repeat(MANY)}x`, true],
	])('is soon done with %s', (_what, link, isLink) => {
		expect(takesLink(link)).toBe(isLink);
		expect(checkMediaLink(link).ok).toBe(isLink);
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

describe('The names and values that saved workflows hold', () => {
	it('are those of the contract for the metrics and breakdowns', () => {
		expect(sorted(metricsFields.map(({ name }) => name))).toEqual([
			'mediaBreakdown',
			'mediaMetrics',
			'postBreakdown',
			'postMetrics',
			'reelMetrics',
			'storyBreakdown',
			'storyMetrics',
		]);
	});

	const displayOptions = { show: { '/resource': ['post'] } };
	const fields = [...outputFields(displayOptions), optionsField(displayOptions)];
	const optionsOf = (options: INodeProperties['options']) =>
		sorted((options as INodePropertyOptions[]).map(({ value }) => String(value)));

	it('are those of the contract for the output', () => {
		expect(fields.map(({ name, default: start }) => [name, start])).toEqual([
			['output', 'metrics'],
			['simplify', true],
			['options', {}],
		]);
		expect(optionsOf(fields[0]?.options)).toEqual(['media', 'metrics', 'values']);
	});

	it('are those of the contract for the options', () => {
		const options = fields[2]?.options as INodeProperties[];
		const option = (name: string) => options.find((entry) => entry.name === name);
		expect(optionsOf(option('apiVersion')?.options)).toEqual(sorted(versions));
		expect(option('apiVersion')?.default).toBe('v25.0');
		expect(optionsOf(option('mediaFields')?.options)).toEqual(sorted(MEDIA_FIELDS.map(({ name }) => name)));
		expect(optionsOf(option('unavailable')?.options)).toEqual(['fail', 'omit', 'row']);
		expect(option('unavailable')?.default).toBe('row');
		expect(option('maxWait')?.default).toBe(5);
		expect(option('timeout')?.default).toBe(30_000);
	});

	it('keep what is waited for within bounds', () => {
		const options = fields[2]?.options as INodeProperties[];
		const bounds = (name: string) => options.find((entry) => entry.name === name)?.typeOptions;
		expect(bounds('timeout')).toEqual({ minValue: 1, maxValue: 300_000 });
		expect(bounds('maxWait')).toEqual({ minValue: 0, maxValue: 1440 });
	});

	it('are shown for the resources that they are made for', () => {
		for (const field of fields) {
			expect(isShown(panel('post', []), field)).toBe(true);
			expect(isShown(panel('story', []), field)).toBe(false);
		}
	});

	it('name the ways to log in and their credentials', () => {
		const [first] = AUTHENTICATIONS;
		expect(first).toMatchObject({
			value: 'facebookAccessToken',
			credentialType: 'instagramInsightsFacebookGraphApi',
			login: 'facebook',
		});
		for (const entry of AUTHENTICATIONS) {
			expect(readAuthentication(readerOf({ authentication: entry.value }))).toMatchObject({
				ok: true,
				authentication: entry,
			});
			expect(authenticationsOf([entry.login])).toContain(entry.value);
		}
		for (const given of [{}, { authentication: '' }, { authentication: null }]) {
			expect(readAuthentication(readerOf(given))).toMatchObject({ ok: true, authentication: first });
		}
		expect(issueOf(readAuthentication(readerOf({ authentication: 'unheardOf' }))).message).toBe(
			"'Authentication' holds 'unheardOf', which does not fit there",
		);
		expect(authenticationsOf(['facebook'])).not.toContain('instagramAccessToken');
	});
});

describe('The words of the panel', () => {
	const { description } = new InstagramInsights();

	/** All that people read of a parameter: names, descriptions, hints, messages, those of its options included. */
	function wordsOf(value: unknown): string[] {
		if (Array.isArray(value)) return value.flatMap(wordsOf);
		if (typeof value !== 'object' || value === null) return [];
		const READ = ['displayName', 'description', 'hint', 'errorMessage', 'action', 'placeholder'];
		return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
			if (typeof part !== 'string') return wordsOf(part);
			return READ.includes(name) || (name === 'name' && 'value' in value) ? [part] : [];
		});
	}
	const credential = new InstagramInsightsFacebookGraphApi();
	const words = [...wordsOf(description.properties), ...wordsOf(credential.properties)];

	it('are all found', () => {
		expect(words).toEqual(
			expect.arrayContaining(['Media (Any Type)', 'One Item per Media', 'Max Wait (Minutes)']),
		);
		expect(words.length).toBeGreaterThan(200);
	});

	it.each(words.map((text) => [text]))('blame nobody, and say what people call it: %s', (text) => {
		// n8n's own name of it.
		expectHelpful(text.replace('error output', 'output'));
		expect(text).not.toMatch(/\b(a|each|the|this|single) media\b(?! ID\b)/i);
		expect(text).not.toMatch(/taken back|less those/);
	});

	const permissions = [
		'instagram_basic',
		'instagram_manage_insights',
		'pages_read_engagement',
		'pages_show_list',
		'business_management',
	];

	it.each(permissions)('name the permission %s in the credential', (permission) => {
		expect(credential.properties.find(({ name }) => name === 'accessToken')?.description).toContain(
			permission,
		);
	});

	it('tell which forms of a date the filters take', () => {
		const filters = description.properties.find(({ name }) => name === 'filters')
			?.options as INodeProperties[];
		expect(filters.map(({ name }) => name)).toEqual(['publishedAfter', 'publishedBefore']);
		for (const filter of filters) {
			expect(filter.description).toMatch(/2026-11-01T09:30:00.*DateTime.*Unix seconds or milliseconds/);
		}
		expect(filters[1]?.description).toMatch(/A day without a time is included/);
	});

	it('tell which media fields come by themselves', () => {
		const options = optionsField({}).options as INodeProperties[];
		const field = options.find(({ name }) => name === 'mediaFields');
		expect(field?.description).toMatch(/Get Many gives Caption, Permalink and Timestamp if you choose none/);
	});
});

describe('The search of nodes', () => {
	it.each([
		'instagram reels',
		'instagram stories',
		'instagram posts',
		'instagram analytics',
		'instagram metrics',
		'instagram insights',
		'instagram engagement',
		'reel insights',
		'story insights',
		'post insights',
		'watch time',
		'engagement',
		'meta insights',
		'facebook',
		'social media analytics',
	])('finds the node by %s', (phrase) => {
		const names = [new InstagramInsights().description.displayName, ...codex.alias];
		expect(names.map((name) => name.toLowerCase())).toContain(phrase);
	});

	it('has each alias once', () => {
		expect(new Set(codex.alias.map((name) => name.toLowerCase())).size).toBe(codex.alias.length);
	});
});
