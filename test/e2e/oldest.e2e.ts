import { after } from 'node:test';

import { suite, prepare } from './checks';
import { executionChecks } from './executions.checks';
import { OLDEST } from './installation';
import { loginChecks } from './logins.checks';
import { type TestBed, closeTestBed, openTestBed, restarted } from './testBed';
import { triggerChecks } from './triggers.checks';

/** Examples with node types that this older n8n does not have. After an import, it shows them as unknown. */
const UNKNOWN_IN_EXAMPLES = {
	'ask-your-instagram-agent.json': [
		'@n8n/n8n-nodes-langchain.chatTrigger 1.3',
		'@n8n/n8n-nodes-langchain.agent 3',
	],
};

/** The checks of the suites `rest`, `logins` and `triggers`, in the oldest n8n that we support. */
export function oldest(): void {
	suite(`n8n ${OLDEST.n8n} on Node.js ${OLDEST.node}`, () => {
		let opened: TestBed | undefined;
		const testBed = (): TestBed => {
			if (!opened) throw new Error(`n8n ${OLDEST.n8n} is not up`);
			return opened;
		};
		prepare(async () => {
			opened = await openTestBed({ release: OLDEST, name: 'oldest' });
		});
		after(async () => {
			if (opened) await closeTestBed(opened);
		});
		const restart = async (): Promise<void> => {
			opened = await restarted(testBed(), 'oldest-again');
		};
		executionChecks(testBed, {
			unknownInExamples: UNKNOWN_IN_EXAMPLES,
			more: () => {
				loginChecks({ testBed, restart });
				triggerChecks({ testBed, restart });
			},
		});
	});
}
