import { STORY_WEBHOOK } from '../../catalogue';
import { LABELS } from '../../parameters/labels';

/**
 * n8n shows this under "When will this node trigger my flow?". Its own text asks for an event in Instagram, and nobody
 * waits a day for the end of a story.
 */
export const executionsHelp = [
	`<b>To try it</b>, start a test here. Then let Meta send a sample: in your app's dashboard open Webhooks, choose Instagram, and press Test beside ${STORY_WEBHOOK.field}, then Send to My Server. The numbers are invented. '${LABELS.accounts}' must be All, because the sample is of none of your accounts. The test waits for two minutes.`,
	`<b>To let it run</b>, publish (activate) the workflow. Each story comes about an hour after its end. You see these runs in the <a data-key="executions">executions list</a>.`,
].join('<br /><br />');

/** n8n shows this beside the canvas while a test waits. */
export const eventTriggerDescription = `Meta sends a sample if you press Test beside ${STORY_WEBHOOK.field} in your app's dashboard`;
