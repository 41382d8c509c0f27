import type { INode } from 'n8n-workflow';

import { OutputItems } from '../../nodes/InstagramInsights/actions/outputItems';
import { Rests } from '../../nodes/InstagramInsights/actions/rests';

/**
 * How often something else in the process gets its turn while work goes on. It waits in the same queue as a rest and
 * before it, so that it comes first however busy the machine is.
 */
async function turnsDuring(work: () => Promise<void>): Promise<number> {
	let turns = 0;
	const count = () => {
		turns += 1;
		pending = setTimeout(count, 0);
	};
	let pending = setTimeout(count, 0);
	await work();
	clearTimeout(pending);
	return turns;
}

const NODE: INode = {
	id: '1',
	name: 'Instagram Insights',
	type: 'n8n-nodes-instagram-insights.instagramInsights',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('n8n gets its turn', () => {
	it('each time that so much is done', async () => {
		const rests = new Rests(100);
		expect(await turnsDuring(() => rests.after(99))).toBe(0);
		expect(await turnsDuring(() => rests.after(1))).toBeGreaterThan(0);
		expect(await turnsDuring(() => rests.after(99))).toBe(0);
		expect(await turnsDuring(() => rests.after(500))).toBeGreaterThan(0);
	});

	it.each([
		['few large rows', 366, 60],
		['many small rows', 5_500, 4],
	])('between the accounts of a run with %s', async (_case, rows, cells) => {
		const row = Object.fromEntries(
			Array.from({ length: cells }, (_, index) => [`column ${String(index)}`, 1]),
		);
		const output = new OutputItems(NODE, false);
		const turns = await turnsDuring(async () => {
			for (let account = 0; account < 10; account += 1) {
				await output.addRows(Array<typeof row>(rows).fill(row), account);
			}
		});
		expect(output.items).toHaveLength(10 * rows);
		expect(turns).toBeGreaterThanOrEqual(10);
	});
});
