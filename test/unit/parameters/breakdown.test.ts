import {
	DEFAULT_API_VERSION,
	MEDIA_SCOPES,
	mediaScope,
	metricsOfType,
	type MediaScopeName,
} from '../../../nodes/InstagramInsights/catalogue';
import type { RequestedMetric } from '../../../nodes/InstagramInsights/insights';
import type { Issue } from '../../../nodes/InstagramInsights/parameters/values/issue';
import {
	breakdownFields,
	breakdownParameter,
	readBreakdown,
} from '../../../nodes/InstagramInsights/parameters/breakdown';
import { metricsParameter, readMetrics } from '../../../nodes/InstagramInsights/parameters/metrics';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';
import { optionsOf, panel, shownField, shownOptions, sorted } from './shown';

const fields = MEDIA_SCOPES.flatMap((scope) => breakdownFields(scope));
const NOW = DEFAULT_API_VERSION;

/** Reads the metrics and the breakdown of a resource as a run does. */
function readBoth(value: unknown, breakdown: unknown, type: MediaScopeName, version: string) {
	const scope = mediaScope(type);
	const read = readerOf({ [metricsParameter(type)]: value, [breakdownParameter(type)]: breakdown });
	const chosen = readMetrics(read, scope, 'facebook', version);
	if (!chosen.ok) return chosen;
	return readBreakdown(read, scope, chosen.metrics);
}

function requestedMetrics(
	value: unknown,
	type: MediaScopeName,
	breakdown: unknown = 'none',
	version = NOW,
): readonly RequestedMetric[] {
	return valueOf(readBoth(value, breakdown, type, version)).metrics;
}

function turnedDown(value: unknown, type: MediaScopeName, breakdown: unknown = 'none', version = NOW): Issue {
	return issueOf(readBoth(value, breakdown, type, version));
}

describe('breakdownFields', () => {
	it('have the names of the contract, for the resources that can be broken down', () => {
		expect(fields.map(({ name }) => name)).toEqual(['postBreakdown', 'storyBreakdown', 'mediaBreakdown']);
	});

	it('hold nothing that the reader does not take', () => {
		for (const { name } of MEDIA_SCOPES) {
			const all = metricsOfType(name).map((entry) => entry.name);
			const field = fields.find((entry) => entry.name === breakdownParameter(name));
			for (const { value } of optionsOf(field)) {
				expect(requestedMetrics(all, name, value).length).toBeGreaterThan(0);
			}
		}
	});

	it('name the metrics that can be split up', () => {
		const described = (name: MediaScopeName) => {
			const field = fields.find((entry) => entry.name === breakdownParameter(name));
			return [field?.description, ...optionsOf(field).map((option) => option.name)];
		};
		expect(described('post')).toEqual([
			'How to split Profile Activity up; the other metrics stay as they are',
			'None',
			'Kind of Tap (Profile Activity)',
			'All',
		]);
		expect(described('story')[0]).toMatch(/^How to split .+ and .+ up;/);
	});

	const breakdowns = (resource: MediaScopeName, metrics: string | string[]) =>
		sorted(shownOptions(fields, panel(resource, metrics), breakdownParameter(resource)));
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
		expect(fields.map(({ name }) => name)).not.toContain(breakdownParameter('reel'));
		expect(breakdowns('reel', '={{ $json.metrics }}')).toEqual([]);
	});

	it('is not there for another resource, whatever is left in its metrics', () => {
		const values = { ...panel('post', ['reach']), storyMetrics: ['navigation'] };
		expect(shownField(fields, values, breakdownParameter('story'))).toBeUndefined();
	});

	it('starts with none', () => {
		for (const resource of ['post', 'story', 'media'] as const) {
			const field = fields.find(({ name }) => name === breakdownParameter(resource));
			expect(field?.default).toBe('none');
		}
	});
});

describe('readBreakdown', () => {
	const chosen = ['reach', 'navigation', 'profile_activity'];

	it('takes no breakdown for none', () => {
		expect(requestedMetrics(chosen, 'story', 'none')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation' },
			{ name: 'profile_activity' },
		]);
	});

	it('takes the own breakdown of each metric for all', () => {
		expect(requestedMetrics(chosen, 'story', 'all')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation', breakdown: 'story_navigation_action_type' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
	});

	it('takes all if no metric has one', () => {
		expect(requestedMetrics('reach', 'reel', 'all')).toStrictEqual([{ name: 'reach' }]);
	});

	it('takes one breakdown for the metrics that have it', () => {
		expect(requestedMetrics(chosen, 'story', 'action_type')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
	});

	it('takes the breakdown for the successor of a retired metric', () => {
		expect(requestedMetrics('taps_forward, exits', 'story', 'story_navigation_action_type')).toEqual([
			{ name: 'navigation', breakdown: 'story_navigation_action_type' },
		]);
	});

	it('turns a breakdown down that no chosen metric has, and names the metric to add', () => {
		const { message, description } = turnedDown('reach, navigation', 'story', 'action_type');
		expect(message).toContain('Kind of Tap');
		expect(description).toContain("'Profile Activity'");
		expect(description).toContain("'Metrics'");
		expect(description).toContain("'Breakdown'");
	});

	it('has none for what is calculated, not even that of a part', () => {
		expect(requestedMetrics('engagement_rate, profile_activity', 'post', 'action_type')).toEqual([
			{ name: 'engagement_rate' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
		const { message } = turnedDown('engagement_rate, share_rate', 'post', 'action_type');
		expect(message).toMatch(/^None of the chosen metrics can be broken down/);
	});

	it('turns a breakdown down that no metric of the type has', () => {
		const { description } = turnedDown('profile_activity', 'post', 'story_navigation_action_type');
		expect(description).toContain("'Breakdown'");
		expect(description).toContain('None');
	});

	it.each([
		'follow_type',
		'surface_type',
		'hour',
		'ACTION_TYPE',
		'',
		null,
		5,
		undefined,
		['action_type'],
		{},
	])('turns %j down as unknown', (breakdown) => {
		// turnedDown would put its default in the place of undefined.
		const { message } = issueOf(readBoth('profile_activity', breakdown, 'post', NOW));
		expect(message).toContain("'Breakdown'");
	});

	it('takes breakdowns for media of any type', () => {
		expect(requestedMetrics('reach, navigation, profile_activity', 'media', 'all')).toEqual([
			{ name: 'reach' },
			{ name: 'navigation', breakdown: 'story_navigation_action_type' },
			{ name: 'profile_activity', breakdown: 'action_type' },
		]);
		expect(turnedDown('reach', 'media', 'action_type').description).toContain("'Profile Activity'");
	});

	it.each([undefined, null, ''])('turns %j down as empty, and lists the breakdowns', (breakdown) => {
		const { message, description } = issueOf(readBoth('reach', breakdown, 'post', NOW));
		expect(message).toContain("'Breakdown' is empty");
		expect(description).toMatch(/one of: none, all, action_type, /);
	});

	it.each(NO_CHOICES)('turns %p down and shows it', (breakdown, text) => {
		const { message } = issueOf(readBoth('reach', breakdown, 'post', NOW));
		expect(message).toContain(`'Breakdown' ${text}`);
		expect(message.length).toBeLessThan(180);
	});

	it('takes none if the node does not hold the parameter', () => {
		const { metrics } = valueOf(
			readMetrics(readerOf({ postMetrics: 'profile_activity' }), mediaScope('post'), 'facebook', NOW),
		);
		expect(valueOf(readBreakdown(readerOf({}), mediaScope('post'), metrics)).metrics).toEqual([
			{ name: 'profile_activity' },
		]);
	});
});
