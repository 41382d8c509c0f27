/** The trigger to which Meta sends the insights of stories: subscribed, called, started again and switched off. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { signatureOf } from '../simulator';
import { check, prepare, suite } from './checks';
import {
	PAGES_WITH_ACCOUNT,
	TAKEN_AT,
	compared,
	nothingSubscribed,
	sample,
	sampleRows,
	saveStories,
	subscribedPages,
	switchOff,
	switchOn,
} from './storyParts';
import type { TestBed } from './testBed';
import type { TriggeredWorkflow } from './triggerRuns';

const PATH = 'stories-of-the-simulator';
const FIRST = '18000000000000001';
const SECOND = '18000000000000002';
/** In bytes. The trigger takes 1 MB. */
const TOO_LARGE = 1_100_000;

export function storyTriggerChecks(testBed: () => TestBed, restart: () => Promise<void>): void {
	suite('for stories', () => {
		let workflow: TriggeredWorkflow;

		function callback(): { callbackUrl: string; verifyToken: string } {
			const { subscriptions, appId } = testBed().simulator;
			const subscription = subscriptions.ofApp(appId, 'instagram');
			assert.ok(subscription, 'the app is subscribed');
			return subscription;
		}

		prepare(async () => {
			workflow = await saveStories(testBed(), PATH);
		});

		check('switched on, it subscribes the app, whose callback answers Meta, and each Page', async () => {
			const { simulator, n8n } = testBed();
			await switchOn(workflow, simulator);
			const { callbackUrl, verifyToken } = callback();
			assert.equal(new URL(callbackUrl).origin, n8n.url);
			assert.match(verifyToken, /^[0-9a-f]{64}$/);
			assert.deepEqual(simulator.subscriptions.ofApp(simulator.appId, 'instagram')?.fields, [
				'story_insights',
			]);
			assert.deepEqual(subscribedPages(simulator), PAGES_WITH_ACCOUNT);
		});

		check('a handshake with another verify token is refused', async () => {
			const address = new URL(callback().callbackUrl);
			address.searchParams.set('hub.mode', 'subscribe');
			address.searchParams.set('hub.challenge', '1158201444');
			address.searchParams.set('hub.verify_token', 'guessed');
			const answer = await fetch(address);
			assert.deepEqual([answer.status, await answer.text()], [403, '']);
		});

		check(
			'with a wrong signature or none nothing starts, and the log says why without the body',
			async () => {
				const { webhooks } = testBed().simulator;
				for (const signature of [`sha256=${'0'.repeat(64)}`, null]) {
					assert.deepEqual(await webhooks.deliver([sample(FIRST)], { signature }), { status: 401, text: '' });
				}
				assert.deepEqual(await workflow.executions(), []);
				const log = readFileSync(testBed().n8n.log, 'utf8');
				assert.match(log, /refused a request: it is not signed by the app/);
				assert.ok(!log.includes(FIRST));
			},
		);

		check('what is larger than 1 MB is refused', async () => {
			const { appSecret } = testBed().simulator;
			const body = Buffer.from(
				JSON.stringify({ object: 'instagram', entry: [], more: 'x'.repeat(TOO_LARGE) }),
			);
			const answer = await fetch(callback().callbackUrl, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body, appSecret) },
				body,
			});
			assert.equal(answer.status, 413);
			assert.deepEqual(await workflow.executions(), []);
		});

		check('what Meta sends again after a refusal starts one execution with its rows', async () => {
			const attempts = await testBed().simulator.webhooks.retry();
			// It was refused twice above, so it comes twice.
			assert.deepEqual(
				attempts.map(({ status }) => status),
				[200, 200],
			);
			const rows = await workflow.rowsOfExecution(1);
			assert.deepEqual(compared(rows), sampleRows(FIRST));
			assert.deepEqual(
				rows.map(({ fetched_at: moment }) => new Date(String(moment)).getTime()),
				rows.map(() => TAKEN_AT * 1000),
			);
		});

		check('the same story again starts nothing, and other numbers of it come as an update', async () => {
			const { webhooks } = testBed().simulator;
			assert.equal((await webhooks.deliver([sample(FIRST)]))?.status, 200);
			assert.equal((await webhooks.deliver([sample(FIRST, { reach: 19 }), sample(SECOND)]))?.status, 200);
			const rows = compared(await workflow.rowsOfExecution(2));
			const updated = sampleRows(FIRST).map((row) => [...row.slice(0, -1), true]);
			if (updated[0]) updated[0][3] = 19;
			assert.deepEqual(rows, [...updated, ...sampleRows(SECOND)]);
		});

		check('after a restart of n8n it is still subscribed, and still knows what came', async () => {
			const before = callback();
			await restart();
			const { simulator } = testBed();
			assert.deepEqual(callback(), before);
			assert.deepEqual(subscribedPages(simulator), PAGES_WITH_ACCOUNT);
			const attempts = await simulator.webhooks.repeat();
			assert.deepEqual(new Set(attempts.map(({ status }) => status)), new Set([200]));
			// A later one shows that n8n does start what is new.
			const third = '18000000000000003';
			assert.equal((await simulator.webhooks.deliver([sample(third)]))?.status, 200);
			assert.deepEqual(compared(await workflow.rowsOfExecution(3)), sampleRows(third));
		});

		check('switched off, it takes back the subscription of the app and of each Page', async () => {
			const { simulator } = testBed();
			await switchOff(workflow, simulator);
			assert.equal((await workflow.executions()).length, 3);
		});

		check('a test listens for one story, and then takes back what it subscribed', async () => {
			const { simulator } = testBed();
			await workflow.listen();
			assert.match(callback().callbackUrl, /\/webhook-test\//);
			assert.deepEqual(subscribedPages(simulator), PAGES_WITH_ACCOUNT);
			// It came before, but not in a test.
			assert.equal((await simulator.webhooks.deliver([sample(FIRST)]))?.status, 200);
			assert.deepEqual(compared(await workflow.rowsOfTest()), sampleRows(FIRST));
			await nothingSubscribed(simulator);
		});
	});
}
