import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
	ACCOUNT_METRICS,
	API_VERSIONS,
	AUTHENTICATIONS,
	authenticationsOf,
	breakdown,
	BREAKDOWNS,
	compareVersions,
	DEFAULT_API_VERSION,
	dimensionKeys,
	DIMENSION_SEPARATOR,
	findMetric,
	inWords,
	isApiVersionName,
	isBreakdownName,
	isOfType,
	LISTED_FIELDS,
	LOGINS,
	mayAnswer,
	MEDIA_FIELDS,
	MEDIA_SCOPES,
	edgesOf,
	MEDIA_TYPES,
	typeOfEdge,
	mediaScope,
	metric,
	METRICS,
	metricsOfType,
	SOURCES,
	STATUSES,
	TOKEN_PREFIXES,
	type BreakdownName,
	type Login,
	type MediaTypeName,
	type Metric,
} from '../../nodes/InstagramInsights/catalogue';
import { BREAKDOWN_OF, METRICS_OF_PRODUCT } from '../simulator';
import { expectHelpful } from './wording';

const ISO_DATE = /^20\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** Where the repository of this package is, from its package.json: without `git+` and `.git`. */
function repositoryUrl(): string {
	const text = readFileSync(path.join(__dirname, '../../package.json'), 'utf8');
	const { repository } = JSON.parse(text) as { repository: { url: string } };
	return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

function expectSentence(text: string): void {
	expect(text).toMatch(/^[A-Z]/);
	expect(text).not.toMatch(/[.!?]\s*$/);
	expect(text).not.toMatch(/[.!?]\s+[A-Z]/);
	expect(text.trim()).toBe(text);
}

/**
 * Meta's live metrics, written by hand from its documentation and from observations of the live API. The list is
 * independent of the catalogue, so that a mistake in one of the two shows. Add a new metric to both.
 */
const LIVE: Readonly<Record<MediaTypeName, readonly string[]>> = {
	post: [
		'comments',
		'facebook_views',
		'follows',
		'likes',
		'profile_activity',
		'profile_visits',
		'reach',
		'reposts',
		'saved',
		'shares',
		'total_comments',
		'total_interactions',
		'total_likes',
		'total_views',
		'views',
	],
	reel: [
		'comments',
		'crossposted_views',
		'facebook_views',
		'ig_reels_avg_watch_time',
		'ig_reels_video_view_total_time',
		'likes',
		'reach',
		'reels_skip_rate',
		'reposts',
		'saved',
		'shares',
		'total_comments',
		'total_interactions',
		'total_likes',
		'total_views',
		'views',
	],
	story: [
		'facebook_views',
		'follows',
		'link_clicks',
		'navigation',
		'profile_activity',
		'profile_visits',
		'reach',
		'replies',
		'reposts',
		'shares',
		'total_interactions',
		'total_views',
		'views',
	],
};

/** The metrics that Meta does not have, and the parts of which each is calculated. */
const CALCULATED: Readonly<
	Record<string, { readonly types: readonly MediaTypeName[]; readonly of: string; readonly per: string }>
> = {
	engagement_rate: { types: ['post', 'reel', 'story'], of: 'total_interactions', per: 'reach' },
	save_rate: { types: ['post', 'reel'], of: 'saved', per: 'reach' },
	share_rate: { types: ['post', 'reel', 'story'], of: 'shares', per: 'reach' },
};

const RETIRED: Readonly<Record<MediaTypeName, readonly string[]>> = {
	post: [
		'carousel_album_engagement',
		'carousel_album_impressions',
		'carousel_album_reach',
		'carousel_album_saved',
		'carousel_album_video_views',
		'engagement',
		'impressions',
		'video_views',
	],
	reel: ['clips_replays_count', 'ig_reels_aggregated_all_plays_count', 'plays', 'video_views'],
	story: ['exits', 'impressions', 'taps_back', 'taps_forward'],
};

const RETIRED_ON: Readonly<Record<string, string>> = {
	impressions: '2025-04-21',
	plays: '2025-04-21',
	clips_replays_count: '2025-04-21',
	ig_reels_aggregated_all_plays_count: '2025-04-21',
	video_views: '2025-01-08',
	engagement: '2023-12-11',
	carousel_album_impressions: '2023-12-11',
	carousel_album_reach: '2023-12-11',
	carousel_album_engagement: '2023-12-11',
	carousel_album_saved: '2023-12-11',
	carousel_album_video_views: '2023-12-11',
	taps_forward: '2023-12-11',
	taps_back: '2023-12-11',
	exits: '2023-12-11',
};

/**
 * The metric names that the live API accepts, in the order in which it printed them in July 2026. Add the name of a
 * newer metric at the end.
 */
const LIVE_ENUM =
	'impressions, reach, replies, saved, likes, comments, shares, total_interactions, follows, profile_visits, profile_activity, navigation, ig_reels_video_view_total_time, ig_reels_avg_watch_time, views, reels_skip_rate, reposts, facebook_views, crossposted_views, total_views, total_likes, total_comments, link_clicks';

const sorted = (names: Iterable<string>) => [...names].sort();
const isMetas = ({ calculated }: Metric) => calculated === undefined;
const typeNames = MEDIA_TYPES.map(({ name }) => name);

describe('The metrics of the catalogue, against a list written by hand', () => {
	it.each(typeNames)('has exactly the live metrics that a %s is documented to have', (type) => {
		const live = metricsOfType(type).filter((entry) => entry.retired === undefined && isMetas(entry));
		expect(sorted(live.map(({ name }) => name))).toEqual(LIVE[type]);
	});

	it.each(typeNames)('has exactly the calculated metrics of which a %s has both parts', (type) => {
		const calculated = metricsOfType(type).filter((entry) => !isMetas(entry));
		const expected = Object.entries(CALCULATED).filter(([, { types }]) => types.includes(type));
		expect(sorted(calculated.map(({ name }) => name))).toEqual(expected.map(([name]) => name));
		for (const [name, { of, per }] of expected) {
			expect(metric(name).calculated).toEqual({ of, per });
			expect(LIVE[type]).toEqual(expect.arrayContaining([of, per]));
		}
	});

	it.each([
		['post', 'FEED'],
		['reel', 'REELS'],
		['story', 'STORY'],
	] as const)(
		'has the metrics of a %s that the simulator answers, with the same breakdowns',
		(type, product) => {
			const answering = metricsOfType(type).filter(
				(entry) => mayAnswer(entry, DEFAULT_API_VERSION) && isMetas(entry),
			);
			expect(sorted(answering.map(({ name }) => name))).toEqual(sorted(METRICS_OF_PRODUCT[product]));
			const broken = answering.filter(({ name }) => Object.hasOwn(BREAKDOWN_OF, name));
			expect(answering.filter((entry) => entry.breakdown !== undefined)).toEqual(broken);
			for (const entry of broken) {
				expect(entry.breakdown).toBe(BREAKDOWN_OF[entry.name as keyof typeof BREAKDOWN_OF]);
			}
		},
	);

	it.each(typeNames)('has exactly the retired metrics that a %s once had', (type) => {
		const retired = metricsOfType(type).filter((entry) => entry.retired !== undefined);
		expect(sorted(retired.map(({ name }) => name))).toEqual(RETIRED[type]);
	});

	it('has no metric that is not in these lists', () => {
		const listed = [
			...typeNames.flatMap((type) => [...LIVE[type], ...RETIRED[type]]),
			...Object.keys(CALCULATED),
		];
		expect(sorted(METRICS.map(({ name }) => name))).toEqual(sorted(new Set(listed)));
	});

	it('has every name that the live API accepts, and no other live one', () => {
		const answering = METRICS.filter((entry) => mayAnswer(entry, 'v21.0') && isMetas(entry));
		expect(sorted(answering.map(({ name }) => name))).toEqual(sorted(LIVE_ENUM.split(', ')));
	});

	it('calculates nothing that the live API accepts, and asks it for every part', () => {
		const accepted = LIVE_ENUM.split(', ');
		const calculated = METRICS.filter((entry) => !isMetas(entry));
		expect(sorted(calculated.map(({ name }) => name))).toEqual(Object.keys(CALCULATED));
		for (const { name, calculated: parts } of calculated) {
			expect(accepted).not.toContain(name);
			expect(accepted).toEqual(expect.arrayContaining([parts?.of, parts?.per]));
		}
	});

	it('says of each calculated metric that it is ours, in its label too, and of no other', () => {
		for (const entry of METRICS) {
			expect(entry.source === 'ours').toBe(!isMetas(entry));
			expect(entry.label.endsWith(' (Calculated)')).toBe(!isMetas(entry));
		}
	});

	it('calculates from metrics of Meta, which every login has and which are no shares themselves', () => {
		for (const { calculated } of METRICS) {
			if (calculated === undefined) continue;
			for (const part of [metric(calculated.of), metric(calculated.per)]) {
				expect(isMetas(part)).toBe(true);
				expect(part.retired).toBeUndefined();
				expect(part.refusedUnnamed).toBeUndefined();
				expect(part.unit).toBe('count');
				expect(sorted(part.logins)).toEqual(sorted(Object.keys(LOGINS)));
			}
		}
	});

	it('offers link_clicks, and the total_ metrics that include ads, to Facebook Login only', () => {
		const facebookOnly = METRICS.filter(({ logins }) => !logins.includes('instagram'));
		expect(sorted(facebookOnly.map(({ name }) => name))).toEqual([
			'link_clicks',
			'total_comments',
			'total_likes',
			'total_views',
		]);
		expect(METRICS.filter(({ logins }) => !logins.includes('facebook'))).toEqual([]);
	});

	it('has no metric for Instagram Login that Facebook Login does not have', () => {
		expect(METRICS.filter(({ logins }) => !logins.includes('facebook'))).toEqual([]);
	});

	// The panel shows a breakdown by the chosen metrics, and does not ask for the login.
	it('has what can be broken down for every login', () => {
		const broken = METRICS.filter((entry) => entry.breakdown !== undefined);
		for (const { logins } of broken) expect(sorted(logins)).toEqual(['facebook', 'instagram']);
	});

	it('has a successor for each login of a retired metric', () => {
		for (const { logins, retired } of METRICS) {
			if (retired) expect(metric(retired.successor).logins).toEqual(expect.arrayContaining([...logins]));
		}
	});

	it('gives watch time in milliseconds, rates in percent and all others as counts', () => {
		const byUnit = (unit: string) => sorted(METRICS.filter((e) => e.unit === unit).map(({ name }) => name));
		expect(byUnit('milliseconds')).toEqual(['ig_reels_avg_watch_time', 'ig_reels_video_view_total_time']);
		expect(byUnit('percent')).toEqual(['engagement_rate', 'reels_skip_rate', 'save_rate', 'share_rate']);
		expect(byUnit('count')).toHaveLength(METRICS.length - 6);
	});

	it('has breakdowns for profile_activity and navigation only', () => {
		const broken = METRICS.flatMap((entry) =>
			entry.breakdown === undefined ? [] : [[entry.name, entry.breakdown]],
		);
		expect(Object.fromEntries(broken)).toEqual({
			profile_activity: 'action_type',
			navigation: 'story_navigation_action_type',
		});
	});

	it('knows the metrics for which Meta refuses a request without naming them', () => {
		const unnamed = METRICS.flatMap((entry) =>
			entry.refusedUnnamed === undefined ? [] : [[entry.name, entry.refusedUnnamed]],
		);
		expect(Object.fromEntries(unnamed)).toEqual({
			facebook_views: 'crosspost',
			crossposted_views: 'crosspost',
			total_views: 'permission',
		});
	});

	it('has the retirement dates of the changelog', () => {
		const dates = METRICS.flatMap(({ name, retired }) => (retired ? [[name, retired.on]] : []));
		expect(Object.fromEntries(dates)).toEqual(RETIRED_ON);
	});

	it('expects an answer from old versions for impressions only', () => {
		const lingering = METRICS.filter(({ retired }) => retired?.fromVersion !== undefined);
		expect(lingering.map(({ name }) => name)).toEqual(['impressions']);
	});

	it('has the documented values of all breakdowns, in lower case', () => {
		const dimensions = BREAKDOWNS.map((entry) => [entry.name, entry.dimensions.map(({ name }) => name)]);
		expect(Object.fromEntries(dimensions)).toEqual({
			action_type: ['bio_link_clicked', 'call', 'direction', 'email', 'other', 'text'],
			story_navigation_action_type: ['swipe_forward', 'tap_back', 'tap_exit', 'tap_forward'],
			follow_type: ['follower', 'non_follower', 'unknown'],
			media_product_type: ['ad', 'carousel_container', 'post', 'reel', 'story'],
			'follow_type,media_product_type': [
				'follower, ad',
				'follower, carousel_container',
				'follower, post',
				'follower, reel',
				'follower, story',
				'non_follower, ad',
				'non_follower, carousel_container',
				'non_follower, post',
				'non_follower, reel',
				'non_follower, story',
				'unknown, ad',
				'unknown, carousel_container',
				'unknown, post',
				'unknown, reel',
				'unknown, story',
			],
			contact_button_type: [
				'book_now',
				'call',
				'direction',
				'email',
				'instant_experience',
				'text',
				'undefined',
			],
			// The names of the hours are Meta's: "0" to "23".
			hour: '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23'.split(' '),
		});
	});
});

describe('An entry of a metric', () => {
	it.each(METRICS)('is complete: $name', (entry) => {
		expect(entry.name).toMatch(SNAKE_CASE);
		// Only a label of ours ends in parentheses.
		expect(entry.label.replace(/ \(Calculated\)$/, '')).toMatch(/^[A-Z][A-Za-z]*( [A-Z][A-Za-z]*)*$/);
		expectSentence(entry.description);
		expect(['count', 'milliseconds', 'percent']).toContain(entry.unit);
		expect(entry.mediaTypes.length).toBeGreaterThan(0);
		expect(new Set(entry.mediaTypes).size).toBe(entry.mediaTypes.length);
		for (const type of entry.mediaTypes) expect(typeNames).toContain(type);
		expect(entry.logins.length).toBeGreaterThan(0);
		for (const login of entry.logins) expect(Object.keys(LOGINS)).toContain(login);
		expect(Object.keys(SOURCES)).toContain(entry.source);
		for (const date of [entry.added, entry.retired?.on]) {
			if (date !== undefined) expect(date).toMatch(ISO_DATE);
		}
	});

	it('has a name of its own', () => {
		expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
	});

	it.each(typeNames)('has a label of its own among those of a %s', (type) => {
		const labels = metricsOfType(type).map(({ label }) => label.toLowerCase());
		expect(new Set(labels).size).toBe(labels.length);
	});

	it.each(METRICS.filter(({ retired }) => retired))(
		'names a live successor that exists for the same media: $name',
		(entry) => {
			const successor = findMetric(entry.retired?.successor ?? '');
			expect(successor).toBeDefined();
			expect(successor?.retired).toBeUndefined();
			expect(successor?.mediaTypes).toEqual(expect.arrayContaining([...entry.mediaTypes]));
			expect(successor?.logins).toEqual(expect.arrayContaining([...entry.logins]));
		},
	);

	it('names a breakdown that exists, and every breakdown is named', () => {
		const used = new Set<string>(METRICS.flatMap((entry) => entry.breakdown ?? []));
		for (const { breakdowns, net, ownBreakdown } of ACCOUNT_METRICS) {
			for (const name of [...breakdowns, net?.breakdown, ownBreakdown]) if (name) used.add(name);
		}
		expect(sorted(used)).toEqual(sorted(BREAKDOWNS.map(({ name }) => name)));
	});

	it('is found by its name only', () => {
		for (const entry of METRICS) {
			expect(findMetric(entry.name)).toBe(entry);
			expect(metric(entry.name)).toBe(entry);
		}
		expect(findMetric('constructor')).toBeUndefined();
		expect(() => metric('never_there')).toThrow(new RangeError('No metric never_there'));
	});

	it.each(typeNames)('is sorted by label for a %s', (type) => {
		const labels = metricsOfType(type).map(({ label }) => label);
		expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, 'en')));
	});
});

describe('A login', () => {
	it.each(Object.entries(LOGINS))('is complete: %s', (_name, login) => {
		expect(new URL(login.host).origin).toBe(login.host);
		expect(login.host).toMatch(/^https:/);
		expect(login.label).toMatch(/^[A-Z]\w+ Login$/);
		expect(login.permissions.length).toBeGreaterThan(0);
		for (const name of [...login.permissions, ...login.businessPermissions]) {
			expect(name).toMatch(SNAKE_CASE);
		}
		expect(login.readableAccount).toMatch(/^(a|the) .*account/);
		expect(login.accounts.nameFields).toContain('username');
		expect(login.accounts.path).toMatch(/^me\b/);
	});

	it('is told from the others by its host and its tokens', () => {
		const logins = Object.values(LOGINS);
		expect(new Set(logins.map(({ host }) => host)).size).toBe(logins.length);
		expect(sorted(TOKEN_PREFIXES)).toEqual(['EAA', 'IGAA', 'IGQ']);
		for (const [index, prefix] of TOKEN_PREFIXES.entries()) {
			expect(TOKEN_PREFIXES.some((other, at) => at !== index && other.startsWith(prefix))).toBe(false);
		}
	});

	// By hand, from Meta's permissions reference and its insights page.
	it.each<[Login, readonly string[], readonly string[]]>([
		[
			'facebook',
			[
				'business_management',
				'instagram_basic',
				'instagram_manage_insights',
				'pages_read_engagement',
				'pages_show_list',
			],
			['ads_management', 'ads_read'],
		],
		['instagram', ['instagram_business_basic', 'instagram_business_manage_insights'], []],
	])('with %s takes the permissions that Meta documents', (name, permissions, businessPermissions) => {
		expect(sorted(LOGINS[name].permissions)).toEqual(permissions);
		expect(sorted(LOGINS[name].businessPermissions)).toEqual(businessPermissions);
	});

	it('takes batches at graph.facebook.com alone', () => {
		expect(LOGINS.facebook).toMatchObject({ host: 'https://graph.facebook.com', takesBatches: true });
		expect(LOGINS.instagram).toMatchObject({ host: 'https://graph.instagram.com', takesBatches: false });
	});

	it('has its accounts where Meta documents them', () => {
		expect(LOGINS.facebook.accounts).toMatchObject({
			by: 'pages',
			path: 'me/accounts',
			pagePath: 'me',
			accountField: 'instagram_business_account',
			idField: 'id',
			nameFields: ['username', 'name'],
		});
		expect(LOGINS.instagram.accounts).toEqual({
			by: 'token',
			path: 'me',
			idField: 'user_id',
			nameFields: ['username'],
		});
	});

	it('with Pages says why there may be no account, with each permission', () => {
		const { accounts, permissions, businessPermissions } = LOGINS.facebook;
		const ifNone = accounts.by === 'pages' ? accounts.ifNone : '';
		for (const name of [...permissions, ...businessPermissions]) expect(ifNone).toContain(name);
		expect(ifNone).toMatch(/\bLink a professional Instagram account\b/);
		expect(ifNone).toMatch(/\bwithout business_management Meta leaves out Pages\b/);
		expect(ifNone).toMatch(/\bchoose the Page\b/);
		expect(ifNone).toMatch(/\bthrough Business Manager\b/);
		// The sentences do not run into each other.
		expect(ifNone).not.toMatch(/[.:]\S/);
	});
});

describe('A way to log in', () => {
	it('has a value and a credential that saved workflows may hold', () => {
		expect(AUTHENTICATIONS.map(({ value, credentialType, login }) => [value, credentialType, login])).toEqual(
			[
				['facebookAccessToken', 'instagramInsightsFacebookGraphApi', 'facebook'],
				['facebookOAuth2', 'instagramInsightsFacebookGraphOAuth2Api', 'facebook'],
				['instagramAccessToken', 'instagramInsightsInstagramLoginApi', 'instagram'],
			],
		);
	});

	it.each(AUTHENTICATIONS)('names its login to people: $value', ({ label, description, login, newToken }) => {
		expect(label).toContain(LOGINS[login].label);
		expectSentence(description);
		expectSentence(newToken);
	});

	it('is found by its login', () => {
		expect(authenticationsOf(['facebook'])).toEqual(['facebookAccessToken', 'facebookOAuth2']);
		expect(authenticationsOf(['instagram', 'facebook'])).toHaveLength(AUTHENTICATIONS.length);
		expect(authenticationsOf(['instagram'])).toEqual(['instagramAccessToken']);
		expect(authenticationsOf([])).toEqual([]);
	});
});

describe('Names in words', () => {
	it.each([
		[[], ''],
		[['a'], 'a'],
		[['a', 'b'], 'a and b'],
		[['a', 'b', 'c'], 'a, b and c'],
	])('%j are %j', (names, words) => {
		expect(inWords(names)).toBe(words);
	});
});

describe('A status', () => {
	it('is one of those that saved workflows compare with, in the order of the documentation', () => {
		expect(STATUSES.map(({ name }) => name)).toEqual([
			'ok',
			'no_data',
			'not_enough_viewers',
			'unsupported',
			'not_crossposted',
			'posted_before_conversion',
			'album_child',
			'not_found',
			'not_additive',
			'rate_limited',
			'failed',
		]);
	});

	it.each(STATUSES)('is explained to people: $name', ({ when }) => {
		expect(when).toMatch(/^[A-Z]/);
		expect(when).not.toMatch(/\.$/);
		expectHelpful(when);
	});
});

describe('A media type', () => {
	it('is one of the three values of media_product_type', () => {
		expect(MEDIA_TYPES.map(({ name, productType }) => [name, productType])).toEqual([
			['post', 'FEED'],
			['reel', 'REELS'],
			['story', 'STORY'],
		]);
	});

	it('is listed among the media or, if it is a story, among the stories alone', () => {
		expect(edgesOf(['post'])).toEqual(['media']);
		expect(edgesOf(['reel', 'post'])).toEqual(['media']);
		expect(edgesOf(['story'])).toEqual(['stories']);
		expect(edgesOf(typeNames)).toEqual(['stories', 'media']);
		expect(edgesOf([])).toEqual([]);
		expect([typeOfEdge('stories'), typeOfEdge('media')]).toEqual(['story', undefined]);
	});

	it.each<[string, readonly string[]]>([
		['https://www.instagram.com/p/CxYz123/', ['post']],
		['https://www.instagram.com/tv/CxYz123/', ['post']],
		['https://www.instagram.com/reel/CxYz123/', ['reel']],
		['https://www.instagram.com/nasa/reels/CxYz123/', ['reel']],
		['https://www.instagram.com/stories/nasa/3141592653589793238/', ['story']],
		['https://www.instagram.com/nasa/', []],
	])('is told by the link %s: %j', (permalink, names) => {
		const byLink = MEDIA_TYPES.filter(({ link }) => link.pattern.test(permalink));
		expect(byLink.map(({ name }) => name)).toEqual(names);
		// Whatever Meta adds may be linked like a post.
		expect(byLink.every(({ name, link }) => link.isProof === (name !== 'post'))).toBe(true);
	});

	it.each<[string, readonly string[]]>([
		['3141592653589793238', ['story']],
		['314159265358979', ['story']],
		['31415926535897', []],
		['CxYz1234567', []],
		['3141592653589793238a', []],
		['a3141592653589793238', []],
	])('is told by the end %s of a link: %j', (code, names) => {
		expect(MEDIA_TYPES.filter(({ link }) => link.code?.test(code)).map(({ name }) => name)).toEqual(names);
	});

	it.each(MEDIA_TYPES)('starts with basic metrics that a $name has on every login', (type) => {
		expect(type.basicMetrics.length).toBeGreaterThan(0);
		expect(new Set(type.basicMetrics).size).toBe(type.basicMetrics.length);
		for (const name of type.basicMetrics) {
			const entry = metric(name);
			expect(entry.retired).toBeUndefined();
			expect(entry.refusedUnnamed).toBeUndefined();
			expect(entry.mediaTypes).toContain(type.name);
			expect(sorted(entry.logins)).toEqual(sorted(Object.keys(LOGINS)));
		}
	});
});

describe('A media scope', () => {
	it('is one type, or all types together', () => {
		expect(MEDIA_SCOPES.map(({ name, types }) => [name, types])).toEqual([
			['post', ['post']],
			['reel', ['reel']],
			['story', ['story']],
			['media', ['post', 'reel', 'story']],
		]);
		for (const scope of MEDIA_SCOPES) expect(mediaScope(scope.name)).toBe(scope);
	});

	it.each(MEDIA_TYPES)(
		'of one type has the words and basic metrics of a $name',
		({ name, label, plural, basicMetrics }) => {
			expect(mediaScope(name)).toMatchObject({ label, plural, basicMetrics });
		},
	);

	it('of any type starts with the basic metrics that all types share', () => {
		const { basicMetrics } = mediaScope('media');
		expect(sorted(basicMetrics)).toEqual(['reach', 'shares', 'total_interactions', 'views']);
	});

	it.each(['ad', 'account', '', 'constructor', 'Post'])('is not called %j', (name) => {
		expect(() => mediaScope(name)).toThrow(new RangeError(`No media type ${name}`));
	});

	it('of any type has the metrics of all types, each once, sorted by label', () => {
		const all = metricsOfType('media');
		expect(sorted(all.map(({ name }) => name))).toEqual(sorted(METRICS.map(({ name }) => name)));
		const labels = all.map(({ label }) => label);
		expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, 'en')));
	});

	it.each(METRICS)('knows whether it has $name', (entry) => {
		for (const type of typeNames) expect(isOfType(entry, type)).toBe(entry.mediaTypes.includes(type));
		expect(isOfType(entry, 'media')).toBe(true);
	});
});

describe('A breakdown', () => {
	it.each(BREAKDOWNS)('is complete: $name', (entry) => {
		expectSentence(entry.description);
		expect(entry.label).toMatch(/^[A-Z]/);
		expect(Object.keys(SOURCES)).toContain(entry.source);
		const names = entry.dimensions.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const name of names) {
			const keys = dimensionKeys(entry.name);
			const parts = name.split(', ');
			expect(parts).toHaveLength(keys.length);
			for (const part of parts) expect(part).toMatch(entry.name === 'hour' ? /^1?\d$|^2[0-3]$/ : SNAKE_CASE);
		}
		for (const { label } of entry.dimensions) expect(label).toMatch(/^[A-Z]/);
		expect(isBreakdownName(entry.name)).toBe(true);
		expect(breakdown(entry.name)).toBe(entry);
	});

	it('is neither of the panel values none and all', () => {
		for (const word of ['none', 'all', 'surface_type', '']) expect(isBreakdownName(word)).toBe(false);
	});

	it('is not made up for a name that the catalogue does not have', () => {
		expect(() => breakdown('surface_type' as BreakdownName)).toThrow(
			new RangeError('No breakdown surface_type'),
		);
	});

	it('is of posts, reels and stories, or of accounts, and of no two at once', () => {
		const ofMedia = new Set<string>(METRICS.flatMap((entry) => entry.breakdown ?? []));
		expect(sorted(ofMedia)).toEqual(['action_type', 'story_navigation_action_type']);
		for (const { breakdowns } of ACCOUNT_METRICS) {
			for (const name of breakdowns) expect(ofMedia).not.toContain(name);
		}
	});

	it('joins two by a comma, as the parameter of the Graph API does', () => {
		expect(dimensionKeys('follow_type,media_product_type')).toEqual(['follow_type', 'media_product_type']);
		expect(dimensionKeys('follow_type')).toEqual(['follow_type']);
		expect(DIMENSION_SEPARATOR).toBe(', ');
	});

	it('by followers is there for a year', () => {
		const limited = BREAKDOWNS.flatMap(({ name, daysBack }) =>
			daysBack === undefined ? [] : [[name, daysBack]],
		);
		expect(limited).toEqual([
			['follow_type', 366],
			['follow_type,media_product_type', 366],
		]);
	});

	it('gives each column a name that no metric, media field or other column has', () => {
		const columns = METRICS.flatMap((entry) => [
			entry.name,
			...(entry.breakdown === undefined
				? []
				: breakdown(entry.breakdown).dimensions.map(({ name }) => `${entry.name}_${name}`)),
		]);
		const all = [...columns, ...MEDIA_FIELDS.map(({ name }) => name)];
		expect(new Set(all).size).toBe(all.length);
		for (const own of ['media_id', 'media_type', 'status', 'unavailable', 'fetched_at']) {
			expect(all).not.toContain(own);
		}
	});
});

describe('A media field', () => {
	it('has a name that saved workflows may hold', () => {
		expect(sorted(MEDIA_FIELDS.map(({ name }) => name))).toEqual([
			'caption',
			'comments_count',
			'like_count',
			'media_url',
			'permalink',
			'shortcode',
			'thumbnail_url',
			'timestamp',
			'username',
		]);
		for (const { description } of MEDIA_FIELDS) expectSentence(description);
	});

	// IGMediaForIGOnlyAPI, the schema of Meta's own SDKs for graph.instagram.com (v26.0). Meta's page says that caption
	// and media_product_type are for Facebook Login only, which the schema and the live API contradict.
	it('is there on graph.instagram.com too, also if the node asks for it by itself', () => {
		const schema =
			'alt_text, caption, comments_count, current_live_viewer_count, id, is_ai_generated, is_comment_enabled, is_shared_to_feed, like_count, media_product_type, media_type, media_url, owner, permalink, shortcode, thumbnail_url, timestamp, username';
		const own = ['id', 'media_product_type', 'media_type', 'owner', 'permalink', 'timestamp', 'username'];
		for (const name of [...MEDIA_FIELDS.map((field) => field.name), ...LISTED_FIELDS, ...own])
			expect(schema.split(', ')).toContain(name);
	});

	it('stands in the rows of a list, if none is chosen, for time, link and text', () => {
		expect(LISTED_FIELDS).toEqual(['timestamp', 'permalink', 'caption']);
	});
});

describe('A source', () => {
	const { ours, ...metas } = SOURCES;

	it.each(Object.entries(metas))('is a page of Meta: %s', (_name, address) => {
		expect(new URL(address).origin).toBe('https://developers.facebook.com');
	});

	it('of what this node calculates is its own page about metrics', () => {
		const [, page = ''] = ours.split(`${repositoryUrl()}/blob/main/`);
		expect(page).toBe('docs/metrics.md');
		expect(existsSync(path.join(__dirname, '../..', page))).toBe(true);
	});
});

describe('An API version', () => {
	it('is one that Meta serves, with the dates of the changelog', () => {
		expect(API_VERSIONS.map((v) => [v.name, v.introduced, v.usableUntil])).toEqual([
			['v27.0', '2026-11-04', undefined],
			['v26.0', '2026-07-29', undefined],
			['v25.0', '2026-02-18', '2028-07-29'],
			['v24.0', '2025-10-08', '2028-02-18'],
			['v23.0', '2025-05-29', '2027-10-08'],
			['v22.0', '2025-01-21', '2027-05-20'],
			['v21.0', '2024-10-02', '2027-01-21'],
		]);
		for (const { source } of API_VERSIONS) expect(Object.keys(SOURCES)).toContain(source);
	});

	it('is listed from the newest to the oldest', () => {
		const names = API_VERSIONS.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => compareVersions(b, a)));
		const dates = API_VERSIONS.map(({ introduced }) => introduced);
		expect(dates).toEqual([...dates].sort().reverse());
	});

	it('that is the default is in the list', () => {
		expect(API_VERSIONS.map(({ name }) => name)).toContain(DEFAULT_API_VERSION);
	});

	it.each([
		['v21.0', 'v22.0', -1],
		['v22.0', 'v21.0', 1],
		['v25.0', 'v25.0', 0],
		['v9.0', 'v10.0', -1],
		['v100.0', 'v27.0', 1],
		['v2.9', 'v2.10', -1],
		// What is no version counts as older than any.
		['latest', 'v2.0', -1],
		['v2.0', 'latest', 1],
		['latest', 'newest', 0],
	])('is compared by number, not by letter: %s and %s', (a, b, sign) => {
		expect(Math.sign(compareVersions(a, b))).toBe(sign);
	});

	it.each(['v25.0', 'v99.0', 'v2.12'])('may be called %s', (name) => {
		expect(isApiVersionName(name)).toBe(true);
	});

	it.each(['25.0', 'v25', 'V25.0', 'v25.0/me', ' v25.0', 'v25.0\n', 'v25.0.1', ''])(
		'cannot be called %j',
		(name) => {
			expect(isApiVersionName(name)).toBe(false);
		},
	);
});

describe('Whether a version may answer for a metric', () => {
	it('is true for every live metric with every version', () => {
		for (const entry of METRICS.filter(({ retired }) => !retired)) {
			for (const { name } of API_VERSIONS) expect(mayAnswer(entry, name)).toBe(true);
		}
	});

	it.each([
		['impressions', 'v20.0', true],
		['impressions', 'v21.0', true],
		['impressions', 'v22.0', false],
		['impressions', 'v25.0', false],
		['impressions', 'v100.0', false],
		['plays', 'v21.0', false],
		['video_views', 'v21.0', false],
		['engagement', 'v21.0', false],
	])('depends on its retirement: %s with %s is %s', (name, version, answers) => {
		expect(mayAnswer(metric(name), version)).toBe(answers);
	});
});

describe('The words of the catalogue', () => {
	const described = [...METRICS, ...BREAKDOWNS, ...MEDIA_FIELDS];

	it.each(described)('are those that people use: $name', ({ label, description }) => {
		expect(description).not.toMatch(/taken back|\bless those\b/);
		expect(description).not.toMatch(/\b(a|an|each|every|the|this|that) (organic )?media\b/i);
		expect(label).not.toMatch(/Action Type/);
	});

	it.each(['views', 'likes', 'comments', 'total_interactions'])('say what organic means: %s', (name) => {
		expect(metric(name).description).toMatch(/organic only, nothing from ads/);
	});

	it.each(['total_views', 'total_likes', 'total_comments'])(
		'say what is counted besides organic: %s',
		(name) => {
			expect(metric(name).description).toMatch(
				/organic ones, those from ads and boosting, and those on Facebook/,
			);
		},
	);

	it.each([
		['likes', /minus removed likes/],
		['comments', /minus deleted comments/],
		['reposts', /minus deleted reposts/],
		['total_interactions', /minus removed ones/],
		// Meta, media insights: "percentage of views".
		['reels_skip_rate', /^Share of views, not of people,/],
	])('say what is counted: %s', (name, says) => {
		expect(metric(name).description).toMatch(says);
	});

	it('say what people did, for a breakdown', () => {
		expect(breakdown('action_type').description).toMatch(/^What people tapped on your profile: /);
		expect(breakdown('story_navigation_action_type').description).toMatch(
			/^How people moved on from the story: /,
		);
	});
});
