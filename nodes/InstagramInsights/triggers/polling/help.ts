import { POLL_TIMES_LABEL } from '../../parameters/pollTimes';

/**
 * n8n shows this under "When will this node trigger my flow?". Its own text calls a test a mock, and says nothing of the
 * first poll.
 */
export const executionsHelp = [
	'<b>To try it</b>, fetch a test event: you get the newest post, reel or story with its real numbers, at its present age. A test is not remembered.',
	`<b>To let it run</b>, publish (activate) the workflow. The node then asks Meta at the '${POLL_TIMES_LABEL}'; every 15 minutes fits most people. The first poll only learns what is there. Rows come for what happens from then on. You see these runs in the <a data-key="executions">executions list</a>.`,
].join('<br /><br />');
