/** The two triggers, on every n8n. */
import { suite } from './checks';
import type { LoginBed } from './loginParts';
import { pollingTriggerChecks } from './pollingTrigger.checks';
import { storyTriggerChecks } from './storyTrigger.checks';

export function triggerChecks({ testBed, restart }: LoginBed): void {
	suite('triggers', () => {
		storyTriggerChecks(testBed, restart);
		pollingTriggerChecks(testBed, restart);
	});
}
