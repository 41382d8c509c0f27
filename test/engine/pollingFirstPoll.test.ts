/** What the first poll of the trigger learns: how far back it looks, and what comes if the clock was wrong then. */
import type { INodeParameters } from 'n8n-workflow';

import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import { ACCOUNTS, MEDIA } from '../simulator';
import { useServer } from '../simulator/useServer';
import { byId } from './insightsNode';
import { credentialOf } from './mediaRuns';
import { useMovedClock } from './movedClock';
import { pollingNode, type PollingNode } from './pollNode';
import { searchForSecrets } from './secretSearch';

const clock = useMovedClock('2026-11-01T12:00:00Z');
const simulator = useServer({ now: clock.now });
searchForSecrets(simulator);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Published on 2026-11-01 at 18:05:33, the first reel of the account. */
const REEL = MEDIA.reelCrossposted.id;
const NEXT_REEL = MEDIA.reel.id;

let nodes = 0;

function trigger(parameters: INodeParameters = {}): PollingNode {
	nodes += 1;
	return pollingNode({
		id: String(nodes),
		parameters: {
			accountId: byId(ACCOUNTS.main.id),
			resource: 'reel',
			reelMetrics: ['reach'],
			...parameters,
		},
		credentials: credentialOf('facebookAccessToken', {
			accessToken: simulator.token,
			apiHost: simulator.url,
		}),
	});
}

/** By how many hours the clock of n8n is ahead of that of Meta. */
let aheadHours = 0;
beforeEach(() => {
	aheadHours = 0;
	simulator.behaviour.publishesByClock = true;
	jest.mocked(systemClock.now).mockImplementation(() => clock.now().getTime() + aheadHours * HOUR_MS);
});

/** Polls at a moment of the right time. @returns which reel came at which age */
async function at(node: PollingNode, moment: string): Promise<readonly unknown[]> {
	clock.set(moment);
	const rows = (await node.poll()) ?? [];
	return rows.map(({ media_id, age_hours }) => [media_id, age_hours]);
}

describe('The first poll', () => {
	/** A page of Meta's list with one post, with more behind it. */
	function page(index: number, days: number): void {
		const published = new Date(clock.now().getTime() - days * DAY_MS);
		const timestamp = published.toISOString().replace(/\.\d+Z$/, '+0000');
		const post = { id: `1790000000000000${String(index)}`, media_type: 'IMAGE', media_product_type: 'FEED' };
		const next = `${simulator.url}/v25.0/${ACCOUNTS.main.id}/media?after=${String(index)}`;
		simulator.fault({
			when: { path: /\/media$/, nth: [index] },
			answer: {
				status: 200,
				body: { data: [{ ...post, timestamp }], paging: { cursors: { after: String(index) }, next } },
			},
		});
	}

	it('reads the list of an account without reels for 90 days back, and no further', async () => {
		for (const [index, days] of [30, 89, 91, 92].entries()) page(index + 1, days);
		expect(await trigger().poll()).toBeNull();
		expect(simulator.calls.map(({ query }) => query.after)).toEqual([undefined, '1', '2']);
	});
});

describe('If the clock is ahead at the first poll', () => {
	it.each([5, 24 * 300])('by %d hours, the first reel of the account comes nevertheless', async (hours) => {
		const node = trigger({ event: 'newMedia' });
		aheadHours = hours;
		expect(await at(node, '2026-11-01T17:00:00Z')).toEqual([]);
		aheadHours = 0;
		expect(await at(node, '2026-11-01T17:30:00Z')).toEqual([]);
		expect(await at(node, '2026-11-01T18:10:00Z')).toEqual([[REEL, 0]]);
		expect(await at(node, '2026-11-01T23:10:00Z')).toEqual([]);
	});

	it('and until after the first reel, this reel has each age once, and too early until then', async () => {
		const node = trigger({ ages: [1, 24] });
		aheadHours = 5;
		expect(await at(node, '2026-11-01T17:00:00Z')).toEqual([]);
		expect(await at(node, '2026-11-01T18:10:00Z')).toEqual([[REEL, 1]]);
		aheadHours = 0;
		expect(await at(node, '2026-11-01T18:20:00Z')).toEqual([]);
		expect(await at(node, '2026-11-01T19:10:00Z')).toEqual([]);
		expect(await at(node, '2026-11-02T18:04:00Z')).toEqual([]);
		expect(await at(node, '2026-11-02T18:10:00Z')).toEqual([[REEL, 24]]);
	});

	it('what it took for past does not come, and everything else does, once', async () => {
		const node = trigger({ ages: [1, 6, 24] });
		aheadHours = 5;
		expect(await at(node, '2026-11-01T20:00:00Z')).toEqual([]);
		expect(await at(node, '2026-11-01T20:15:00Z')).toEqual([]);
		aheadHours = 0;
		// The age of 6 hours, at 00:05, seemed to be over at the first poll.
		expect(await at(node, '2026-11-02T00:10:00Z')).toEqual([]);
		expect(await at(node, '2026-11-02T18:04:00Z')).toEqual([]);
		expect(await at(node, '2026-11-02T18:10:00Z')).toEqual([[REEL, 24]]);
		expect(await at(node, '2026-11-10T07:10:00Z')).toEqual([[NEXT_REEL, 1]]);
		expect(await at(node, '2026-11-11T06:10:00Z')).toEqual([
			[NEXT_REEL, 6],
			[NEXT_REEL, 24],
		]);
	});
});

describe('If the clock is behind at the first poll', () => {
	it('the first reel of the account comes once', async () => {
		const node = trigger({ event: 'newMedia' });
		aheadHours = -5;
		expect(await at(node, '2026-11-01T17:00:00Z')).toEqual([]);
		// By this clock the reel is yet to be published.
		expect(await at(node, '2026-11-01T18:10:00Z')).toEqual([]);
		aheadHours = 0;
		expect(await at(node, '2026-11-01T18:30:00Z')).toEqual([[REEL, 0]]);
		expect(await at(node, '2026-11-01T18:40:00Z')).toEqual([]);
	});

	it('an age that was past by the right time may come, once, and everything else does', async () => {
		const node = trigger({ ages: [1, 24] });
		aheadHours = -5;
		expect(await at(node, '2026-11-01T20:30:00Z')).toEqual([]);
		aheadHours = 0;
		expect(await at(node, '2026-11-01T20:45:00Z')).toEqual([[REEL, 1]]);
		expect(await at(node, '2026-11-01T21:00:00Z')).toEqual([]);
		expect(await at(node, '2026-11-02T18:10:00Z')).toEqual([[REEL, 24]]);
		expect(await at(node, '2026-11-10T07:10:00Z')).toEqual([[NEXT_REEL, 1]]);
	});
});
