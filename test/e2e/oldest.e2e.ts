import { after } from 'node:test';

import { suite, prepare } from './checks';
import { executionChecks } from './executions.checks';
import { type TestBed, closeTestBed, openTestBed } from './testBed';
import { OLDEST } from './installation';

/** Examples with node types that this older n8n does not have. After an import, it shows them as unknown. */
const UNKNOWN_IN_EXAMPLES = {
	'ask-your-instagram-agent.json': [
		'@n8n/n8n-nodes-langchain.chatTrigger 1.3',
		'@n8n/n8n-nodes-langchain.agent 3',
	],
};

/** The checks of the suite `rest`, in the oldest n8n that we support. */
export function oldest(): void {
	suite(`n8n ${OLDEST.n8n} on Node.js ${OLDEST.node}`, () => {
		let testBed: TestBed | undefined;
		prepare(async () => {
			testBed = await openTestBed({ release: OLDEST, name: 'oldest' });
		});
		after(async () => {
			if (testBed) await closeTestBed(testBed);
		});
		executionChecks(
			() => {
				if (!testBed) throw new Error(`n8n ${OLDEST.n8n} is not up`);
				return testBed;
			},
			{ unknownInExamples: UNKNOWN_IN_EXAMPLES },
		);
	});
}
