/** The polling trigger on a bad day of Meta's lists: times are missing or wrong, and lists are long. */
import type { IDataObject } from 'n8n-workflow';

import { ACCOUNTS, MEDIA } from '../simulator';
import { useServer } from '../simulator/useServer';
import { skipPauses } from './clock';
import { byId } from './insightsNode';
import { credentialOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { pollingNode, type PollingNode } from './pollNode';
import { searchForSecrets } from './secretSearch';

const clock = useMovedClock('2026-08-01T12:00:00Z');
const simulator = useServer({ now: clock.now });
skipPauses();
searchForSecrets(simulator);

beforeEach(() => {
	simulator.behaviour.publishesByClock = true;
});

let nodes = 0;

function trigger(account: keyof typeof ACCOUNTS, parameters: IDataObject): PollingNode {
	nodes += 1;
	return pollingNode({
		id: `lists ${String(nodes)}`,
		parameters: {
			authentication: 'facebookAccessToken',
			accountId: byId(ACCOUNTS[account].id),
			resource: 'reel',
			reelMetrics: ['reach'],
			postMetrics: ['reach'],
			mediaMetrics: ['reach'],
			storyAges: [],
			...parameters,
		},
		credentials: credentialOf('facebookAccessToken', {
			accessToken: simulator.token,
			apiHost: simulator.url,
		}),
	});
}

async function at(node: PollingNode, moment: string) {
	clock.set(moment);
	return (await node.poll()) ?? [];
}

/** How many calls a poll takes. */
async function callsOf(poll: () => Promise<unknown>): Promise<number> {
	const before = simulator.calls.length;
	await poll();
	return simulator.calls.length - before;
}

const { reel: NEWEST, reelCrossposted: REEL } = MEDIA;
const change = (id: string, timestamp: string | undefined) => {
	simulator.behaviour.changedFields = { [id]: { timestamp } };
};

describe('A post without a time', () => {
	it('does not keep the trigger from starting, nor from being tested', async () => {
		change(NEWEST.id, undefined);
		const node = trigger('main', { ages: [24] });
		expect(await at(node, '2026-11-12T12:00:00Z')).toEqual([]);
		expect(await node.poll({ mode: 'manual' })).toMatchObject([{ media_id: REEL.id }]);
	});

	it('does not stop a poll in which nothing else is new', async () => {
		const node = trigger('main', { ages: [1] });
		await at(node, '2026-11-12T12:00:00Z');
		change(NEWEST.id, undefined);
		// By now all the others are too old to be listed.
		expect(await at(node, '2026-11-20T12:00:00Z')).toEqual([]);
		expect(await at(node, '2026-11-20T12:15:00Z')).toEqual([]);
	});

	it('comes as soon as Meta tells its time', async () => {
		const node = trigger('main', { ages: [1] });
		await at(node, '2026-11-09T12:00:00Z');
		change(NEWEST.id, undefined);
		expect(await at(node, '2026-11-10T08:00:00Z')).toEqual([]);
		simulator.behaviour.changedFields = {};
		expect(await at(node, '2026-11-10T08:15:00Z')).toMatchObject([{ media_id: NEWEST.id, age_hours: 1 }]);
	});

	it('ends the list if all posts of a page are like that', async () => {
		simulator.behaviour.generatedMedia = 5_000;
		const node = trigger('big', { resource: 'post', ages: [24] });
		await at(node, '2026-11-01T12:00:00Z');
		simulator.behaviour.changedFields = { '*': { timestamp: undefined } };
		const calls = await callsOf(async () => {
			await expect(node.poll()).rejects.toThrow('does not say when they were published');
		});
		expect(calls).toBe(1);
	});
});

describe('A post with a time that cannot be', () => {
	it('settles nothing that is published before it', async () => {
		change(NEWEST.id, '2099-01-01T00:00:00+0000');
		const node = trigger('main', { ages: [1] });
		simulator.behaviour.publishesByClock = false;
		await at(node, '2026-10-30T12:00:00Z');
		simulator.behaviour.publishesByClock = true;
		expect(await at(node, '2026-11-02T12:00:00Z')).toMatchObject([{ media_id: REEL.id, age_hours: 1 }]);
	});
});

describe('A list', () => {
	it('of more posts than are remembered has those that reach the oldest age', async () => {
		simulator.behaviour.generatedMedia = 9_000;
		const node = trigger('big', { resource: 'media', ages: [720], output: 'media' });
		await at(node, '2026-08-02T12:00:00Z');
		// n8n was down for 100 days, with a post in each hour.
		const rows = await at(node, '2026-11-10T12:00:00Z');
		expect(rows).toHaveLength(100 * 24);
		expect(await at(node, '2026-11-10T12:15:00Z')).toEqual([]);
	});
});
