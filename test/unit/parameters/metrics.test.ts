import {
	DEFAULT_API_VERSION,
	mediaScope,
	METRICS,
	type MediaScopeName,
} from '../../../nodes/InstagramInsights/catalogue';
import type { RequestedMetric } from '../../../nodes/InstagramInsights/insights';
import { checkAccountId } from '../../../nodes/InstagramInsights/parameters/account';
import { breakdownParameter, readBreakdown } from '../../../nodes/InstagramInsights/parameters/breakdown';
import type { Issue } from '../../../nodes/InstagramInsights/parameters/issue';
import { checkMediaLink } from '../../../nodes/InstagramInsights/parameters/links';
import { checkMediaId } from '../../../nodes/InstagramInsights/parameters/media';
import { metricsParameter, readMetrics } from '../../../nodes/InstagramInsights/parameters/metrics';
import { namesOf } from '../../../nodes/InstagramInsights/parameters/values';
import { issueOf, readerOf } from './parameterReader';
import { expectHelpful } from '../wording';

const NOW = DEFAULT_API_VERSION;

/** Reads the metrics and the breakdown of a resource as a run does. */
function readBoth(value: unknown, breakdown: unknown, type: MediaScopeName, version: string) {
	const scope = mediaScope(type);
	const read = readerOf({ [metricsParameter(type)]: value, [breakdownParameter(type)]: breakdown });
	const chosen = readMetrics(read, scope, version);
	if (!chosen.ok) return chosen;
	const requested = readBreakdown(read, scope, chosen.metrics);
	return requested.ok ? { ...requested, replaced: chosen.replaced } : requested;
}

function requestedMetrics(
	value: unknown,
	type: MediaScopeName,
	breakdown: unknown = 'none',
	version = NOW,
): readonly RequestedMetric[] {
	const checked = readBoth(value, breakdown, type, version);
	if (!checked.ok) throw new Error(`Objected: ${checked.issue.message}`);
	return checked.metrics;
}

function issue(value: unknown, type: MediaScopeName, breakdown: unknown = 'none', version = NOW): Issue {
	return issueOf(readBoth(value, breakdown, type, version));
}

describe('The names in a metrics parameter', () => {
	it.each<[string, unknown, readonly string[]]>([
		['an array of the picker', ['reach', 'views'], ['reach', 'views']],
		['a single name', 'reach', ['reach']],
		['a text with commas', 'reach,views', ['reach', 'views']],
		['blanks and line breaks around names', ' reach ,\n views\t', ['reach', 'views']],
		['doubles', ['reach', 'views', 'reach', ' reach'], ['reach', 'views']],
		['empty places', 'reach,,views, ,', ['reach', 'views']],
		['an array whose places hold lists', ['reach, views', 'likes'], ['reach', 'views', 'likes']],
		['JSON text', '["reach", "views"]', ['reach', 'views']],
		['JSON text between blanks', '  ["reach"]\n', ['reach']],
		['an empty JSON list', '[]', []],
		['an empty array', [], []],
		['an empty text', '', []],
		['nothing', undefined, []],
	])('are read from %s', (_what, value, names) => {
		expect(namesOf(value)).toEqual(names);
	});

	it.each<[string, unknown]>([
		['a number', 5],
		['null', null],
		['an object', { reach: true }],
		['a number in an array', ['reach', 5]],
		['null in an array', [null]],
		['an array in an array', [['reach']]],
		['a number in JSON text', '["reach", 5]'],
		['broken JSON text', '["reach"'],
	])('cannot be read from %s', (_what, value) => {
		expect(namesOf(value)).toBeUndefined();
	});
});

describe('The metrics of a query', () => {
	it('are taken in the order in which they were chosen', () => {
		expect(requestedMetrics(['views', 'reach', 'likes'], 'post')).toEqual([
			{ name: 'views' },
			{ name: 'reach' },
			{ name: 'likes' },
		]);
	});

	it('are found in any case of letters', () => {
		expect(requestedMetrics('REACH, Views', 'reel')).toEqual([{ name: 'reach' }, { name: 'views' }]);
	});

	it('are found by the label that the picker shows', () => {
		expect(requestedMetrics(['Average Watch Time', 'saves', 'Skip rate'], 'reel')).toEqual([
			{ name: 'ig_reels_avg_watch_time' },
			{ name: 'saved' },
			{ name: 'reels_skip_rate' },
		]);
	});

	it('name a metric once, by whatever name it was asked for', () => {
		expect(requestedMetrics(['saved', 'Saves', 'SAVED'], 'post')).toEqual([{ name: 'saved' }]);
	});

	it('get the successor of a retired metric, once, and tell which were replaced', () => {
		const checked = readBoth(['plays', 'views', 'clips_replays_count', 'reach'], 'none', 'reel', NOW);
		expect(checked).toMatchObject({
			ok: true,
			metrics: [{ name: 'views' }, { name: 'reach' }],
			replaced: [
				{ retired: { name: 'plays' }, successor: { name: 'views' } },
				{ retired: { name: 'clips_replays_count' }, successor: { name: 'views' } },
			],
		});
	});

	it.each(METRICS.filter(({ retired }) => retired))(
		'never hold the retired $name under the default version',
		(entry) => {
			for (const type of entry.mediaTypes) {
				expect(requestedMetrics([entry.name], type)).toEqual([{ name: entry.retired?.successor }]);
			}
		},
	);

	it('keep impressions under v21.0, where Meta may still answer', () => {
		const checked = readBoth('impressions, views', 'none', 'post', 'v21.0');
		expect(checked).toEqual({
			ok: true,
			metrics: [{ name: 'impressions' }, { name: 'views' }],
			replaced: [],
		});
	});

	it('replace impressions from v22.0 on', () => {
		expect(requestedMetrics('impressions', 'story', 'none', 'v22.0')).toEqual([{ name: 'views' }]);
	});

	it.each<[string, unknown, MediaScopeName]>([
		['no metric at all', [], 'post'],
		['a blank text', ' , ', 'reel'],
		['a value that is no text', 7, 'story'],
	])('of %s are turned down with the list of what the type has', (_what, value, type) => {
		const { message, description } = issue(value, type);
		expect(message).toContain("'Metrics'");
		expect(description).toContain('reach');
		expect(description).toContain('views');
	});

	it('that hold an unknown name are turned down by that name', () => {
		const { message, description } = issue(['reach', 'reech'], 'post');
		expect(message).toContain("'Metrics'");
		expect(message).toContain("'reech'");
		expect(description).toContain('profile_activity');
		expect(description).not.toContain('navigation');
		expect(description).not.toContain('plays');
	});

	it.each<[string, MediaScopeName]>([
		['navigation', 'post'],
		['follows', 'reel'],
		['saved', 'story'],
		['ig_reels_avg_watch_time', 'story'],
		['plays', 'post'],
	])('for %s of a %s are turned down with the list of what the type has', (name, type) => {
		const { message, description } = issue(['reach', name], type);
		expect(message).toContain("'Metrics'");
		expect(message).toContain(`'${name}'`);
		expect(description).toContain('total_interactions');
		expect(description.split(/[:,] /)).not.toContain(name);
	});

	it('list a retired metric only under the version that may still answer', () => {
		expect(issue('nonsense', 'post', 'none', 'v21.0').description).toContain('impressions');
		expect(issue('nonsense', 'post', 'none', 'v22.0').description).not.toContain('impressions');
	});

	it('do not take the names of object members for metrics', () => {
		expect(issue('constructor', 'post').message).toContain("'constructor'");
		expect(issue('__proto__', 'post').message).toContain("'__proto__'");
	});
});

describe('The breakdown of a query', () => {
	const chosen = ['reach', 'navigation', 'profile_activity'];

	it('none leaves every metric whole', () => {
		expect(requestedMetrics(chosen, 'story', 'none')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation' },
			{ name: 'profile_activity' },
		]);
	});

	it('all gives each metric its own', () => {
		expect(requestedMetrics(chosen, 'story', 'all')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation', breakdown: 'story_navigation_action_type' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
	});

	it('all is fine where no metric has one', () => {
		expect(requestedMetrics('reach', 'reel', 'all')).toEqual([{ name: 'reach' }]);
	});

	it('of one name goes to the metrics that have it', () => {
		expect(requestedMetrics(chosen, 'story', 'action_type')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
	});

	it('goes to the successor of a retired metric', () => {
		expect(requestedMetrics('taps_forward, exits', 'story', 'story_navigation_action_type')).toEqual([
			{ name: 'navigation', breakdown: 'story_navigation_action_type' },
		]);
	});

	it('that no chosen metric has is turned down with the metric to add', () => {
		const { message, description } = issue('reach, navigation', 'story', 'action_type');
		expect(message).toContain('Kind of Tap');
		expect(description).toContain("'Profile Activity'");
		expect(description).toContain("'Metrics'");
		expect(description).toContain("'Breakdown'");
	});

	it('that no metric of the type has is turned down', () => {
		const { description } = issue('profile_activity', 'post', 'story_navigation_action_type');
		expect(description).toContain("'Breakdown'");
		expect(description).toContain('None');
	});

	it.each(['follow_type', 'ACTION_TYPE', '', null, 5, undefined, ['action_type'], {}])(
		'%j is turned down as unknown',
		(breakdown) => {
			// A default would step in for an undefined argument of a helper, so the check is called as it is.
			const checked = readBoth('profile_activity', breakdown, 'post', NOW);
			expect(checked.ok).toBe(false);
			if (checked.ok) return;
			expect(checked.issue.message).toContain("'Breakdown'");
			expectHelpful(checked.issue.message);
			expectHelpful(checked.issue.description);
		},
	);
});

describe('The ID of a media', () => {
	it.each<[string, unknown, string]>([
		['a text', '17932174733377207', '17932174733377207'],
		['a text with blanks around it', '  17932174733377207\n', '17932174733377207'],
		['a text beyond what a number can hold', '99999999999999999999', '99999999999999999999'],
		['a number that is exact', 4504504504504504, '4504504504504504'],
		['the largest exact number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
	])('is taken from %s', (_what, value, mediaId) => {
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
	])('is turned down where it is %s, with the way out', (_what, value, advice) => {
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

describe('The metrics of media of any type', () => {
	it('may mix metrics of different types', () => {
		expect(requestedMetrics(['navigation', 'ig_reels_avg_watch_time', 'saved'], 'media')).toEqual([
			{ name: 'navigation' },
			{ name: 'ig_reels_avg_watch_time' },
			{ name: 'saved' },
		]);
	});

	it.each(METRICS)('may hold $name, or get its successor', (entry) => {
		expect(requestedMetrics([entry.name], 'media')).toEqual([
			{ name: entry.retired?.successor ?? entry.name },
		]);
	});

	it('take a breakdown where one of the metrics has it', () => {
		expect(requestedMetrics('reach, navigation, profile_activity', 'media', 'all')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation', breakdown: 'story_navigation_action_type' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
		expect(issue('reach', 'media', 'action_type').description).toContain("'Profile Activity'");
	});

	it('are turned down with the list of what all types have', () => {
		const { description } = issue('reech', 'media');
		for (const name of ['navigation', 'ig_reels_avg_watch_time', 'saved', 'reach']) {
			expect(description.split(/[:,] /)).toContain(name);
		}
		expect(issue([], 'media').message).toContain("'Metrics'");
	});
});

describe('The ID of an account', () => {
	it.each(['17841405309211844', ' 17841405309211844\n', '1'])('is taken from %j', (value) => {
		expect(checkAccountId(value)).toEqual({ ok: true, accountId: value.trim() });
	});

	it.each<unknown>(['', '  ', undefined, null, 'nasa', '@nasa', '1784/media', '1?fields=x', {}, 1.5])(
		'is turned down where it is %j, with the way out',
		(value) => {
			const checked = checkAccountId(value);
			expect(checked.ok).toBe(false);
			if (checked.ok) return;
			expect(checked.issue.message).toContain("'Account'");
			expectHelpful(checked.issue.message);
			expectHelpful(checked.issue.description);
		},
	);

	it.each([4504504504504504, Number('17841405309211844')])(
		'is never said to be empty where it is the number %d',
		(value) => {
			const checked = checkAccountId(value);
			expect(checked.ok ? '' : checked.issue.message).not.toMatch(/empty/);
		},
	);
});

describe('The link of a media', () => {
	it.each([
		['https://www.instagram.com/p/C1ab-_DEfg/', 'C1ab-_DEfg'],
		['https://www.instagram.com/p/C1abcDEfghi', 'C1abcDEfghi'],
		['https://www.instagram.com/reel/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/reels/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/tv/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/stories/nasa/3141592653589793/', '3141592653589793'],
		['https://www.instagram.com/stories/na.sa_1/3141592653589793', '3141592653589793'],
		['https://www.instagram.com/stories/p/3141592653589793/', '3141592653589793'],
		['https://www.instagram.com/nasa/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/na.sa_1/reel/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi/?utm_source=ig_web&igsh=MzRl', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi?img_index=2', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi/#comments', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi#x', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi/?next=https://www.instagram.com/p/other/', 'C1abcDEfghi'],
		['http://www.instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['www.instagram.com/reel/C1abcDEfghi', 'C1abcDEfghi'],
		['https://m.instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['HTTPS://WWW.INSTAGRAM.COM/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['  https://www.instagram.com/p/C1abcDEfghi/\n', 'C1abcDEfghi'],
	])('%s stands for %s', (link, code) => {
		expect(checkMediaLink(link)).toEqual({ ok: true, code });
	});

	it.each<unknown>([
		'',
		'   ',
		undefined,
		null,
		5,
		{},
		'C1abcDEfghi',
		'17932174733377207',
		'https://www.instagram.com/',
		'https://www.instagram.com/nasa',
		'https://www.instagram.com/nasa/',
		'https://www.instagram.com/nasa/reels/',
		'https://www.instagram.com/nasa/tagged/',
		'https://www.instagram.com/p/',
		'https://www.instagram.com/reels/',
		'https://www.instagram.com/stories/nasa/',
		'https://www.instagram.com/stories/nasa/name',
		'https://www.instagram.com/explore/tags/space/',
		'https://www.instagram.com/reels/audio/123456/',
		'https://www.instagram.com/stories/highlights/17900000000000001/',
		'https://www.instagram.com/share/reel/BAabcDEfghi',
		'https://www.facebook.com/p/C1abcDEfghi/',
		'https://example.com/p/C1abcDEfghi/',
		'https://www.instagram.com.example.com/p/C1abcDEfghi/',
		'https://notinstagram.com/p/C1abcDEfghi/',
		'https://www-instagram.com/p/C1abcDEfghi/',
		'https://instagramXcom/p/C1abcDEfghi/',
		'https://example.com/www.instagram.com/p/C1abcDEfghi/',
		'https://example.com/?u=https://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com@example.com/p/C1abcDEfghi/',
		'https://example.com#@instagram.com/p/C1abcDEfghi/',
		'ftp://www.instagram.com/p/C1abcDEfghi/',
		'javascript://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com/p/C1abc DEfghi/',
		'https://www.instagram.com/p/../me/accounts',
	])('is not %j', (value) => {
		const checked = checkMediaLink(value);
		expect(checked.ok).toBe(false);
		if (checked.ok) return;
		expect(checked.issue.message).toContain("'Media'");
		expect(checked.issue.message.length).toBeLessThan(150);
		expectHelpful(checked.issue.message);
		expectHelpful(checked.issue.description);
	});
});
