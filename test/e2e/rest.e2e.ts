import { suite, prepare } from './checks';
import { executionChecks } from './executions.checks';
import { type TestBed, sharedTestBed } from './testBed';

/** Workflows in the current n8n, by its REST API. */
export function rest(): void {
	suite('REST API', () => {
		let testBed: TestBed;
		prepare(async () => {
			testBed = await sharedTestBed();
		});
		executionChecks(() => testBed);
	});
}
