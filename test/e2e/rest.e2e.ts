import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe } from 'node:test';

import { check } from './checks';
import { type House, NODE_TYPE, sharedHouse } from './house';
import { ROOT } from './installation';
import { type Workflow, rowsOf } from './rest';

export function rest(): void {
	describe('REST API', () => {
		let house: House;
		before(async () => {
			house = await sharedHouse();
		});

		check('an example runs', async () => {
			const example = JSON.parse(
				readFileSync(path.join(ROOT, 'examples', 'newest-media.json'), 'utf8'),
			) as Workflow;
			const { credentials } = house;
			const nodes = example.nodes.map((node) => (node.type === NODE_TYPE ? { ...node, credentials } : node));
			const execution = await house.api.run({ ...example, nodes });
			assert.equal(execution.status, 'success');
			assert.equal(rowsOf(execution, 'Newest media').length, 12);
		});
	});
}
