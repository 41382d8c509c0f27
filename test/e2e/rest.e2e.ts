import { before, describe } from 'node:test';

import { executionChecks } from './executions.checks';
import { type House, sharedHouse } from './house';

/** Workflows in the current n8n, by its REST API. */
export function rest(): void {
	describe('REST API', () => {
		let house: House;
		before(async () => {
			house = await sharedHouse();
		});
		executionChecks(() => house);
	});
}
