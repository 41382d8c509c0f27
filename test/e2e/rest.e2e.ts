import { suite, prepare } from './checks';
import { executionChecks } from './executions.checks';
import { type House, sharedHouse } from './testBed';

/** Workflows in the current n8n, by its REST API. */
export function rest(): void {
	suite('REST API', () => {
		let house: House;
		prepare(async () => {
			house = await sharedHouse();
		});
		executionChecks(() => house);
	});
}
