/** What `npm start` adds to the examples, and what it sends. */
import { createServer } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { AUTHENTICATIONS } from '../../nodes/InstagramInsights/catalogue';
import { credentialOf, ready } from '../../scripts/startExamples';
import { sendStories } from '../../scripts/startStories';
import type { Workflow } from '../e2e/rest';
import { PACKAGE, STORY_TRIGGER_TYPE } from '../e2e/testBed';
import { ACCOUNTS, PAGES } from '../simulator';
import { useServer } from '../simulator/useServer';

const FOLDER = path.join(__dirname, '../../examples');
const CREDENTIAL = { id: 'abc', name: 'Simulated Instagram' };
const [DEFAULT_AUTHENTICATION] = AUTHENTICATIONS;

const simulator = useServer();
const read = (file: string) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Workflow;
const ours = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.flatMap((file) =>
		ready(read(file), CREDENTIAL)
			.nodes.filter(({ type }) => type.startsWith(`${PACKAGE}.`))
			.map((node) => ({ file, name: node.name, node })),
	);

describe('An example, as npm start opens it', () => {
	it('holds each trigger', () => {
		const types = new Set(ours.map(({ node }) => node.type.slice(PACKAGE.length + 1)));
		expect([...types].sort()).toEqual([
			'instagramInsights',
			'instagramInsightsStoryTrigger',
			'instagramInsightsTool',
			'instagramInsightsTrigger',
		]);
	});

	it.each(ours)('has the credential of its authentication, and an account: $file, $name', ({ node }) => {
		const { authentication = DEFAULT_AUTHENTICATION.value, accountId } = node.parameters;
		const { credentialType } = AUTHENTICATIONS.find(({ value }) => value === authentication) ?? {};
		expect(node.credentials).toEqual({ [credentialType ?? '']: CREDENTIAL });
		if (accountId !== undefined) expect(accountId).toMatchObject({ value: ACCOUNTS.main.id });
	});

	it('gives each story trigger an address of its own', () => {
		const file = 'story-insights-by-webhook.json';
		const ids = [1, 2].flatMap(() =>
			ready(read(file), CREDENTIAL).nodes.flatMap(({ type, webhookId }) =>
				type === STORY_TRIGGER_TYPE ? [webhookId] : [],
			),
		);
		expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
		expect(new Set(ids).size).toBe(2);
	});

	it('leaves the nodes of others as they are', () => {
		const example = read('story-insights-by-webhook.json');
		const others = ({ nodes }: Workflow) => nodes.filter(({ type }) => !type.startsWith(`${PACKAGE}.`));
		expect(others(example).length).toBeGreaterThan(1);
		expect(others(ready(example, CREDENTIAL))).toEqual(others(example));
	});

	it('has a credential that may subscribe the app and its Pages', () => {
		const { accessToken = '', appId, appSecret, apiHost } = credentialOf(simulator);
		expect(simulator.tokenRecord(accessToken)?.scopes).toContain('pages_manage_metadata');
		expect({ appId, appSecret, apiHost }).toEqual({
			appId: simulator.appId,
			appSecret: simulator.appSecret,
			apiHost: simulator.url,
		});
	});
});

describe('The stories of npm start', () => {
	const bodies: string[] = [];
	const callback = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.once('end', () => {
			bodies.push(body);
			response.end();
		});
	});
	beforeAll(() => new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve)));
	afterAll(() => {
		callback.close();
		callback.closeAllConnections();
	});

	function subscribe(): void {
		const address = callback.address();
		const port = typeof address === 'object' ? address?.port : undefined;
		simulator.subscriptions.setApp(simulator.appId, 'instagram', {
			callbackUrl: `http://127.0.0.1:${String(port)}/hook`,
			verifyToken: 'any',
			active: true,
			fields: ['story_insights'],
		});
		const page = PAGES.find(({ account }) => account?.id === ACCOUNTS.main.id);
		simulator.subscriptions.setPage(page?.id ?? '', simulator.appId, ['feed']);
	}
	const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

	it('come once for each subscription, each with an ID of its own', async () => {
		const stop = sendStories(simulator, { afterMs: 20, lookEveryMs: 10 });
		try {
			await after(60);
			expect(bodies).toEqual([]);
			for (const count of [1, 2]) {
				subscribe();
				while (bodies.length < count) await after(10);
				// Time enough for one too many.
				await after(60);
				expect(bodies).toHaveLength(count);
				simulator.subscriptions.clear();
				await after(60);
			}
			const ids = bodies.map((body) => /"media_id":"(\d{17})"/.exec(body)?.[1]);
			expect(new Set(ids).size).toBe(2);
			expect(ids).not.toContain(undefined);
		} finally {
			stop();
		}
		subscribe();
		await after(100);
		expect(bodies).toHaveLength(2);
	});
});
