/** The two triggers in the current n8n, by its REST API. */
import { after } from 'node:test';

import { prepare, suite } from './checks';
import { CURRENT } from './installation';
import { DUE, pollingTriggerChecks } from './pollingTrigger.checks';
import { secretChecks } from './secrets.checks';
import { storyTriggerChecks } from './storyTrigger.checks';
import { type TestBed, closeTestBed, openTestBed, restarted } from './testBed';

export function triggers(): void {
	suite('triggers', () => {
		let opened: TestBed | undefined;
		const testBed = (): TestBed => {
			if (!opened) throw new Error('n8n is not up');
			return opened;
		};
		const restart = async (name: string): Promise<void> => {
			opened = await restarted(testBed(), name);
		};
		prepare(async () => {
			opened = await openTestBed({ release: CURRENT, name: 'triggers' });
		});
		after(async () => {
			if (opened) await closeTestBed(opened);
		});
		storyTriggerChecks(testBed, () => restart('triggers-after-stories'));
		pollingTriggerChecks(testBed, () => restart('triggers-after-a-poll'));
		secretChecks(testBed, DUE.first);
	});
}
