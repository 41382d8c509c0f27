import { InstagramInsightsStoryTrigger } from '../../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import codex from '../../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node.json';
import { readAccounts } from '../../../nodes/InstagramInsights/parameters/accounts';
import { readAppSubscription } from '../../../nodes/InstagramInsights/parameters/appSubscription';
import { expectHelpful } from '../wording';

const { description } = new InstagramInsightsStoryTrigger();
const accountsOf = (given: Readonly<Record<string, unknown>>) =>
	readAccounts((name, fallback) => given[name] ?? fallback);

describe('The story trigger in the panel', () => {
	it('has its parameters, with their defaults', () => {
		expect(
			description.properties
				.filter(({ type }) => type !== 'notice')
				.map(({ name, default: value }) => [name, value]),
		).toEqual([
			['authentication', 'facebookAccessToken'],
			['accounts', 'all'],
			['accountIds', []],
			['output', 'metrics'],
			['appSubscription', 'node'],
			['verifyToken', ''],
		]);
	});

	it('logs in by a Page only', () => {
		const [authentication] = description.properties;
		expect(authentication?.options?.map((option) => 'value' in option && option.value)).toEqual([
			'facebookAccessToken',
			'facebookOAuth2',
		]);
		expect(description.credentials?.map(({ name }) => name)).toEqual([
			'instagramInsightsFacebookGraphApi',
			'instagramInsightsFacebookGraphOAuth2Api',
		]);
	});

	it('answers the handshake before Meta subscribes, at the same address', () => {
		expect(description.webhooks).toMatchObject([
			{ name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook' },
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		]);
	});

	it('shows one address, without a method', () => {
		const shown = description.webhooks?.filter(({ ndvHideUrl }) => ndvHideUrl !== true) ?? [];
		expect(shown.map(({ name, ndvHideMethod }) => [name, ndvHideMethod])).toEqual([['default', true]]);
	});

	it('blames nobody', () => {
		const texts = description.properties.flatMap((field) => [
			field.displayName,
			...(field.description === undefined ? [] : [field.description]),
			...(field.options ?? []).flatMap((option) =>
				'description' in option && typeof option.description === 'string' ? [option.description] : [],
			),
		]);
		expect(texts.length).toBeGreaterThan(10);
		for (const text of texts) expectHelpful(text);
	});

	it('is found by what people look for', () => {
		expect(codex.node).toBe(`n8n-nodes-instagram-insights.${description.name}`);
		expect(codex.alias).toEqual(expect.arrayContaining(['Story Insights', 'Instagram Stories', 'Webhook']));
		expect(new Set(codex.alias.map((name) => name.toLowerCase())).size).toBe(codex.alias.length);
	});
});

describe('The accounts', () => {
	it.each<[unknown, readonly string[]]>([
		[['17841405309211844', '17841405309211844'], ['17841405309211844']],
		['17841405309211844, 17841405309211845', ['17841405309211844', '17841405309211845']],
		['["17841405309211844"]', ['17841405309211844']],
		[
			[123, '456'],
			['123', '456'],
		],
		[123, ['123']],
	])('given as %j are read', (accountIds, expected) => {
		expect(accountsOf({ accounts: 'chosen', accountIds })).toEqual({ ok: true, accounts: expected });
	});

	it('are all of them if nobody chooses', () => {
		expect(accountsOf({})).toEqual({ ok: true, accounts: 'all' });
		expect(accountsOf({ accounts: 'all', accountIds: ['x'] })).toEqual({ ok: true, accounts: 'all' });
	});

	it.each<[unknown, string]>([
		[[], 'is empty'],
		['', 'is empty'],
		[['@name'], "holds '@name'"],
		[[17841405309211844], 'too long to be kept exactly'],
		[[null], 'is empty'],
		[{ a: 1 }, 'not a text'],
	])('given as %j are refused', (accountIds, why) => {
		const read = accountsOf({ accounts: 'chosen', accountIds });
		expect(read).toMatchObject({
			ok: false,
			issue: { message: expect.stringContaining(why) as string },
		});
		if (!read.ok) {
			expect(read.issue.message).toContain("'Account Names or IDs'");
			expectHelpful(`${read.issue.message} ${read.issue.description}`);
		}
	});
});

describe('The subscription of the app', () => {
	it('is made by the node unless somebody chooses otherwise', () => {
		const read = (given?: string) => readAppSubscription((_name, fallback) => given ?? fallback);
		expect(read()).toEqual({ ok: true, subscriber: 'node' });
		expect(read('manual')).toEqual({ ok: true, subscriber: 'manual' });
		expect(read('nobody')).toMatchObject({ ok: false });
	});
});
