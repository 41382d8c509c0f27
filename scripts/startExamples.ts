/** What `npm start` adds to an example, so that nobody has to fill in what the yellow note of the example asks for. */
import { randomUUID } from 'node:crypto';

import { CREDENTIAL_TYPE, PACKAGE, STORY_TRIGGER_TYPE, leadingTo } from '../test/e2e/testBed';
import type { Workflow } from '../test/e2e/rest';
import { ACCOUNTS, TOKENS, type Simulator } from '../test/simulator';

/**
 * The credential for all examples. The story trigger subscribes the app and its Pages: this takes the ID and the secret
 * of the app, and a token that may do so.
 */
export function credentialOf({ url, appId, appSecret }: Simulator): Record<string, string> {
	return { accessToken: TOKENS.validForWebhooks, appId, appSecret, ...leadingTo(url) };
}

/**
 * The example as it runs here: its nodes have the credential, and the simulator's account if none is chosen. The story
 * trigger has an address of its own, which n8n gives a node only if somebody adds the node in the editor.
 */
export function ready(example: Workflow, credential: { id: string; name: string }): Workflow {
	const { id, username, name } = ACCOUNTS.main;
	const nodes = example.nodes.map((node) => {
		if (!node.type.startsWith(`${PACKAGE}.`)) return node;
		const chosen = node.parameters.accountId as { value?: string } | undefined;
		const account = { __rl: true, mode: 'list', value: id, cachedResultName: `@${username} – ${name}` };
		return {
			...node,
			parameters: chosen?.value === '' ? { ...node.parameters, accountId: account } : node.parameters,
			credentials: { [CREDENTIAL_TYPE]: credential },
			...(node.type === STORY_TRIGGER_TYPE ? { webhookId: randomUUID() } : {}),
		};
	});
	return { ...example, nodes };
}
