import type { INodePropertyOptions } from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { InstagramInsightsStoryTrigger } from '../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import { InstagramInsightsTrigger } from '../../nodes/InstagramInsights/InstagramInsightsTrigger.node';
import triggerCodex from '../../nodes/InstagramInsights/InstagramInsightsTrigger.node.json';
import codex from '../../nodes/InstagramInsights/InstagramInsights.node.json';
import { expectHelpful } from './wording';

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
	const trigger = new InstagramInsightsTrigger();
	const storyTrigger = new InstagramInsightsStoryTrigger();
	/** What stands in the place of n8n's own sentences while nothing has come. */
	const panel = JSON.parse(JSON.stringify(storyTrigger.description.triggerPanel), (_, part: unknown) =>
		typeof part === 'object' && part !== null ? Object.values(part).flat() : part,
	) as string[];
	const words = [
		...wordsOf(description.properties),
		...wordsOf(credential.properties),
		...wordsOf(trigger.description.properties),
		trigger.description.description,
		...wordsOf(storyTrigger.description.properties),
		storyTrigger.description.description,
		storyTrigger.description.eventTriggerDescription ?? '',
		...panel,
	];

	it('are all found', () => {
		expect(words).toEqual(
			expect.arrayContaining([
				'Media (Any Type)',
				'One Item per Media',
				'Max Wait (Minutes)',
				'Made by Hand',
				'Wait for a story that has ended',
			]),
		);
		expect(panel.length).toBeGreaterThan(1);
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
});

describe('The polling trigger in the list of nodes', () => {
	const { description } = new InstagramInsightsTrigger();

	it('has a description that fits the node without "Trigger" too, which n8n shows with it', () => {
		const [beginning = ''] = new InstagramInsights().description.description.split(': ');
		expect(beginning).toBe('Get insights of Instagram posts, reels, stories and accounts');
		expect(description.description.startsWith(`${beginning}. As a trigger: `)).toBe(true);
	});

	it('says in words what each event is', () => {
		const event = description.properties.find(({ name }) => name === 'event');
		const options = (event?.options ?? []) as INodePropertyOptions[];
		expect(options.map(({ value, action }) => [value, action])).toEqual([
			['mediaAge', 'When a post, reel or story reaches an age'],
			['newMedia', 'When a post, reel or story is published'],
			['storyEnding', 'When a story is about to end'],
		]);
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

	it('finds the trigger by the same words', () => {
		expect(triggerCodex).toEqual({ ...codex, node: triggerCodex.node });
		expect(triggerCodex.node).toMatch(/\.instagramInsightsTrigger$/);
	});

	it('has each alias once', () => {
		expect(new Set(codex.alias.map((name) => name.toLowerCase())).size).toBe(codex.alias.length);
	});
});
