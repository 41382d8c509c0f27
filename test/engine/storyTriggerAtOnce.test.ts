/** Requests that n8n handles at the same moment: each is loaded before any of them has stored what it remembers. */
import { ACCOUNTS, APP, SAMPLE_NUMBERS, TOKENS, metaJson, signatureOf, storyEntry } from '../simulator';
import { useServer } from '../simulator/useServer';
import { skipPauses } from './clock';
import { searchForSecrets } from './secretSearch';
import { makeStoryHost } from './storyHost';

const simulator = useServer();
skipPauses();
searchForSecrets(simulator);

const host = makeStoryHost(() => ({
	parameters: { output: 'media', appSubscription: 'manual' },
	credentials: {
		accessToken: TOKENS.validForWebhooks,
		appId: APP.id,
		appSecret: APP.secret,
		apiHost: simulator.url,
	},
}));
beforeAll(() => host.listen());
beforeEach(async () => {
	host.reset();
	await host.activate();
});
afterAll(() => host.close());

const STORY = '18023345989012587';
const OTHER_STORY = '18023345989012588';

/** @returns the status of the answer */
async function send(mediaId: string, numbers: object = {}, url = host.productionUrl): Promise<number> {
	const entry = storyEntry(ACCOUNTS.main, mediaId, { ...SAMPLE_NUMBERS, ...numbers });
	const bytes = metaJson({ object: 'instagram', entry: [entry] });
	const headers = { 'x-hub-signature-256': signatureOf(bytes, APP.secret) };
	return (await host.call('POST', '', bytes, headers, url)).status;
}

async function atOnce(...sending: readonly (() => Promise<number>)[]): Promise<readonly number[]> {
	host.together = sending.length;
	const statuses = await Promise.all(sending.map((one) => one()));
	host.together = 1;
	return statuses;
}

const rows = () => host.executions.flat().map(({ media_id, reach, update }) => [media_id, reach, update]);

describe('At the same moment', () => {
	it('copies of a story start the workflow once, and Meta gets its answer for each', async () => {
		const copy = () => send(STORY);
		await expect(atOnce(copy, copy, copy)).resolves.toEqual([200, 200, 200]);
		expect(rows()).toEqual([[STORY, 17, false]]);
	});

	it('other numbers of a story are an update', async () => {
		await atOnce(
			() => send(STORY),
			() => send(STORY, { reach: 18 }),
		);
		expect(rows()).toHaveLength(2);
		expect(host.executions.flat().map(({ update }) => update)).toEqual([false, true]);
	});

	it('two stories both come, and both are remembered', async () => {
		await atOnce(
			() => send(STORY),
			() => send(OTHER_STORY),
		);
		expect(rows()).toHaveLength(2);
		await send(STORY);
		await send(OTHER_STORY);
		expect(rows()).toHaveLength(2);
	});

	it('a copy comes although the other one was refused for the parameters of the node', async () => {
		host.setting.parameters.output = 'nothing';
		const copy = () => send(STORY);
		await expect(atOnce(copy, copy)).resolves.toEqual([500, 500]);
		host.setting.parameters.output = 'media';
		await expect(copy()).resolves.toBe(200);
		expect(rows()).toEqual([[STORY, 17, false]]);
	});

	it('a copy comes in a test and in production, each once', async () => {
		await host.activate(true);
		await atOnce(
			() => send(STORY, {}, host.testUrl),
			() => send(STORY),
		);
		expect(rows()).toEqual([
			[STORY, 17, false],
			[STORY, 17, false],
		]);
	});
});

describe('In a test of the workflow', () => {
	it('a story comes in each test, and then in production', async () => {
		for (let test = 1; test <= 2; test += 1) {
			await host.activate(true);
			await send(STORY, {}, host.testUrl);
			await host.deactivate(true);
			expect(host.executions).toHaveLength(test);
		}
		await host.activate();
		await send(STORY);
		await send(STORY);
		expect(host.executions).toHaveLength(3);
	});

	it('a story comes that came in production', async () => {
		await send(STORY);
		await host.activate(true);
		await send(STORY, {}, host.testUrl);
		expect(host.executions).toHaveLength(2);
	});
});
