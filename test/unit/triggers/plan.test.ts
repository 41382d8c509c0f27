import { readEvent, type EventName } from '../../../nodes/InstagramInsights/parameters/event';
import { readWatch } from '../../../nodes/InstagramInsights/triggers/polling/plan';
import { issueOf, readerOf, valueOf } from '../parameters/parameterReader';

const every = (minutes: number) => ({ item: [{ mode: 'everyX', unit: 'minutes', value: minutes }] });
const hourly = { item: [{ mode: 'everyHour', minute: 0 }] };
const daily = { item: [{ mode: 'everyDay', hour: 9, minute: 0 }] };
/** At midnight and an hour before. */
const every23Hours = { item: [0, 23].map((hour) => ({ mode: 'everyDay', hour, minute: 0 })) };
const weekly = { item: [{ mode: 'everyWeek', hour: 9, minute: 0, weekday: '1' }] };

const watchOf = (event: EventName, parameters: object = {}) => {
	const { scope, plan } = valueOf(readWatch(readerOf({ ...parameters }), event)).watch;
	return { scope: scope.name, plan: Object.fromEntries(plan) };
};
const refused = (event: EventName, parameters: object) =>
	issueOf(readWatch(readerOf({ ...parameters }), event));

describe('readEvent', () => {
	it.each(['mediaAge', 'storyEnding', 'newMedia'] as const)('reads %s', (event) => {
		expect(valueOf(readEvent(readerOf({ event }))).event).toBe(event);
	});

	it('has a default', () => {
		expect(valueOf(readEvent(readerOf({}))).event).toBe('mediaAge');
	});

	it.each(['toString', '', 'x', null, 5])('refuses %j', (event) => {
		expect(issueOf(readEvent(readerOf({ event }))).message).toContain("'Event'");
	});
});

describe('readWatch', () => {
	it('gives the ages of each type that is watched', () => {
		expect(watchOf('mediaAge')).toEqual({
			scope: 'media',
			plan: { post: [1_440], reel: [1_440], story: [1_380] },
		});
		expect(watchOf('mediaAge', { resource: 'reel', ages: [1, 720], storyAges: [1] })).toEqual({
			scope: 'reel',
			plan: { reel: [60, 43_200] },
		});
		expect(watchOf('mediaAge', { ages: [], storyAges: [1] })).toEqual({
			scope: 'media',
			plan: { story: [60] },
		});
	});

	it('takes what is new at the age of 0', () => {
		expect(watchOf('newMedia', { ages: ['x'] }).plan).toEqual({ post: [0], reel: [0], story: [0] });
	});

	it('watches stories before their end, whatever the resource is', () => {
		expect(watchOf('storyEnding', { resource: 'post' })).toEqual({
			scope: 'story',
			plan: { story: [1_395] },
		});
	});

	it('refuses a resource that there is not', () => {
		expect(refused('mediaAge', { resource: 'accessToken' }).message).toContain("'Resource'");
	});

	it.each([
		['media', "'Ages'"],
		['post', "'Ages'"],
		['story', "'Story Ages'"],
	])('refuses no age at all: %s', (resource, label) => {
		expect(refused('mediaAge', { resource, ages: [], storyAges: [] }).message).toBe(`${label} is empty`);
	});
});

describe('A poll interval', () => {
	it.each<[EventName, object]>([
		['mediaAge', { pollTimes: hourly }],
		['mediaAge', { resource: 'post', ages: [1], pollTimes: weekly }],
		['mediaAge', { storyAges: [], pollTimes: weekly }],
		['mediaAge', { resource: 'story', storyAges: [1], pollTimes: every(30) }],
		['storyEnding', { pollTimes: every(45) }],
		['storyEnding', { lastCall: 1_380, pollTimes: hourly }],
		['newMedia', { pollTimes: daily }],
		['newMedia', { resource: 'post', pollTimes: weekly }],
		// n8n checks these.
		['storyEnding', { pollTimes: { item: [{ mode: 'custom', cronExpression: '@daily' }] } }],
	])('fits %s with %j', (event, parameters) => {
		expect(valueOf(readWatch(readerOf({ ...parameters }), event)).ok).toBe(true);
	});

	it.each<[EventName, object, string, string]>([
		[
			'mediaAge',
			{ pollTimes: daily },
			"'Poll Times' leaves 24 hours between two polls, which is too long for a story at the age of 23 hours",
			"Meta drops a story after 24 hours. Let the node poll at least every 1 hour, or choose Post or Reel under 'Resource'",
		],
		[
			'mediaAge',
			{ storyAges: [6, 23], pollTimes: { item: [{ mode: 'everyX', unit: 'hours', value: 2 }] } },
			'2 hours between two polls',
			"every 1 hour, or choose only younger ages under 'Story Ages'",
		],
		['mediaAge', { resource: 'story', pollTimes: daily }, 'the age of 23 hours', 'at least every 1 hour'],
		[
			'storyEnding',
			{ pollTimes: hourly },
			'leaves 1 hour between two polls, which is too long for a story at the age of 23 hours and 15 minutes',
			"at least every 45 minutes, or give at most 1380 under 'Last Call'",
		],
		['storyEnding', { pollTimes: every23Hours }, 'leaves 23 hours', "or give at most 60 under 'Last Call'"],
		['storyEnding', { lastCall: 1_430, pollTimes: every(15) }, '15 minutes', 'at least every 10 minutes'],
		[
			'newMedia',
			{ pollTimes: weekly },
			'leaves 168 hours between two polls, which is longer than a story is there',
			"at least every 24 hours, or choose Post or Reel under 'Resource'",
		],
	])('is too long for %s with %j', (event, parameters, message, description) => {
		const issue = refused(event, parameters);
		expect(issue.message).toContain(message);
		expect(issue.description).toContain(description);
	});

	it('offers no younger last call if none is young enough for one poll a day', () => {
		const { description } = refused('storyEnding', { pollTimes: daily });
		expect(description).toBe(
			'Meta drops a story after 24 hours. Let the node poll at least every 45 minutes',
		);
	});
});
