import type { INodeParameters } from 'n8n-workflow';

import { MEDIA_SCOPES, metricsOfType } from '../../../nodes/InstagramInsights/catalogue';
import { InstagramInsightsStoryTrigger } from '../../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import { InstagramInsightsTrigger } from '../../../nodes/InstagramInsights/InstagramInsightsTrigger.node';
import type { EventName } from '../../../nodes/InstagramInsights/parameters/event';
import { isShown, membersOf, optionsOf, shownField, sorted } from '../parameters/shown';

const fields = new InstagramInsightsTrigger().description.properties;

/** The fields that the panel shows besides the usual ones. */
const USUAL = ['accountId', 'authentication', 'event', 'options', 'output', 'simplify'];
const shownNames = (values: INodeParameters) => {
	const names = fields.filter((field) => isShown(values, field)).map(({ name }) => name);
	// n8n would take only one of two fields of the same name.
	expect(new Set(names).size).toBe(names.length);
	expect(names).toEqual(expect.arrayContaining(USUAL));
	return sorted(names.filter((name) => !USUAL.includes(name)));
};

describe('The panel of the polling trigger', () => {
	it.each<[EventName, string, string[]]>([
		['mediaAge', 'media', ['ages', 'mediaMetrics', 'resource', 'storyAges']],
		['mediaAge', 'post', ['ages', 'postMetrics', 'resource']],
		['mediaAge', 'reel', ['ages', 'reelMetrics', 'resource']],
		['mediaAge', 'story', ['resource', 'storyAges', 'storyMetrics']],
		['newMedia', 'media', ['mediaMetrics', 'resource']],
		['newMedia', 'story', ['resource', 'storyMetrics']],
		['storyEnding', 'media', ['lastCall', 'storyMetrics']],
		['storyEnding', 'post', ['lastCall', 'storyMetrics']],
	])('shows for %s of %s what it reads', (event, resource, names) => {
		const values = { authentication: 'facebookAccessToken', event, resource, options: {} };
		expect(shownNames(values)).toEqual(names);
	});

	it('shows the breakdown of stories that are about to end, if a metric has one', () => {
		const values = { event: 'storyEnding', storyMetrics: ['navigation'], options: {} };
		expect(shownNames(values)).toEqual(['lastCall', 'storyBreakdown', 'storyMetrics']);
	});

	it('has the same metrics as the node', () => {
		for (const { name } of MEDIA_SCOPES) {
			const values = { event: 'newMedia', resource: name, options: {} };
			const listed = optionsOf(shownField(fields, values, `${name}Metrics`)).map(({ value }) => value);
			const known = metricsOfType(name).map((entry) => entry.name);
			expect(listed.length).toBeGreaterThan(3);
			expect(known).toEqual(expect.arrayContaining(listed));
		}
	});

	it('cannot stop for a metric that is unavailable', () => {
		const options = fields.find(({ name }) => name === 'options');
		const unavailable = membersOf(options).find(({ name }) => name === 'unavailable');
		expect(sorted(optionsOf(unavailable).map(({ value }) => String(value)))).toEqual(['omit', 'row']);
	});

	it('promises no hint and no row with rate_limited, which a trigger does not give', () => {
		const members = membersOf(fields.find(({ name }) => name === 'options'));
		const omit = optionsOf(members.find(({ name }) => name === 'unavailable')).find(
			({ value }) => value === 'omit',
		);
		expect(omit?.name).toBe('Leave It Out');
		expect(omit?.description).not.toContain('hint');
		const maxWait = members.find(({ name }) => name === 'maxWait')?.description;
		expect(maxWait).toMatch(/half of the time .* tried again at the next poll/);
	});

	it('names each event in the list of triggers as people would', () => {
		// Without these n8n makes "On media reaches an age" of them.
		const actions = optionsOf(fields.find(({ name }) => name === 'event')).map(({ action }) => action);
		expect(actions).toEqual([
			'When a post, reel or story reaches an age',
			'When a post, reel or story is published',
			'When a story is about to end',
		]);
	});

	it('has no token to watch', () => {
		const resource = fields.find(({ name }) => name === 'resource');
		expect(resource?.default).toBe('media');
		expect(sorted(optionsOf(resource).map(({ value }) => String(value)))).toEqual([
			'media',
			'post',
			'reel',
			'story',
		]);
	});
});

describe("What the panel says about the trigger's start", () => {
	it.each([
		[
			new InstagramInsightsTrigger(),
			[/a test event/, /newest post, reel or story/, /first poll only learns/],
		],
		[new InstagramInsightsStoryTrigger(), [/press Test beside story_insights/, /'Accounts' must be All/]],
	])('tells how to try it, and what comes once it is published', ({ description }, facts) => {
		const { triggerPanel } = description;
		const help = typeof triggerPanel === 'object' ? triggerPanel.executionsHelp : undefined;
		for (const fact of [...facts, /publish \(activate\) the workflow/]) expect(help).toMatch(fact);
	});
});
