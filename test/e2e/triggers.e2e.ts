/** The two triggers in the current n8n, by its REST API. */
import { after } from 'node:test';

import { prepare, suite } from './checks';
import { CURRENT } from './installation';
import { DUE } from './pollingTrigger.checks';
import { secretChecks } from './secrets.checks';
import { type TestBed, closeTestBed, openTestBed, restarted } from './testBed';
import { triggerChecks } from './triggers.checks';

export function triggers(): void {
	suite('workflows that start by themselves', () => {
		let restarts = 0;
		let opened: TestBed | undefined;
		const testBed = (): TestBed => {
			if (!opened) throw new Error('n8n is not up');
			return opened;
		};
		prepare(async () => {
			opened = await openTestBed({ release: CURRENT, name: 'triggers' });
		});
		after(async () => {
			if (opened) await closeTestBed(opened);
		});
		triggerChecks({
			testBed,
			restart: async () => {
				opened = await restarted(testBed(), `triggers-${String((restarts += 1))}`);
			},
		});
		secretChecks(testBed, DUE.first);
	});
}
