import type { INodeProperties } from 'n8n-workflow';

import { STORY_WEBHOOK } from '../catalogue';
import { LABELS } from './labels';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import { issue, type Checked } from './values/issue';
import { isNothing, type ParameterReader } from './values/reader';

/** Who subscribes the app to the webhook. */
export type AppSubscriber = 'node' | 'manual';

/** As messages quote it. */
export const BY_HAND = 'Made by Hand';

/** The first one is the default of the field. */
const SUBSCRIBERS: Choices<AppSubscriber> = [
	{
		name: 'Made by This Node',
		value: 'node',
		description: 'The node subscribes the app when the workflow is published, and takes it back afterwards',
	},
	{
		name: BY_HAND,
		value: 'manual',
		description: 'You subscribe the app in its dashboard, if Meta does not let the node do it',
	},
];

const BY_HAND_ONLY = { show: { appSubscription: ['manual'] } };

/** Meta takes no longer text in its dashboard. */
const LONGEST_VERIFY_TOKEN = 64;

/** The fields for who subscribes the app, and for what people need to do it. */
export const appSubscriptionFields: INodeProperties[] = [
	{
		displayName: LABELS.appSubscription,
		name: 'appSubscription',
		type: 'options',
		options: optionsOf(SUBSCRIBERS),
		default: 'node',
		description: 'Who tells Meta where to send the insights',
	},
	{
		displayName: `1. Enter any text under '${LABELS.verifyToken}'. 2. Publish (activate) the workflow, so that n8n answers Meta. 3. In your app's dashboard open Webhooks, choose Instagram, and paste the Production URL of this node and the same text. 4. Subscribe to the field ${STORY_WEBHOOK.field}.`,
		name: 'byHandNotice',
		type: 'notice',
		default: '',
		displayOptions: BY_HAND_ONLY,
	},
	{
		displayName: LABELS.verifyToken,
		name: 'verifyToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. my-instagram-webhook',
		displayOptions: BY_HAND_ONLY,
		description:
			"Any text that you enter in the app's dashboard too. By it the node knows that Meta calls. If it is empty, it is the one that the node names in its message if Meta does not let it subscribe the app.",
	},
];

export function readAppSubscription(read: ParameterReader): Checked<{ readonly subscriber: AppSubscriber }> {
	const chosen = checkChoice(
		LABELS.appSubscription,
		read('appSubscription', SUBSCRIBERS[0].value),
		SUBSCRIBERS,
	);
	return chosen.ok ? { ok: true, subscriber: chosen.choice } : chosen;
}

/** Reads the text by which Meta shows that a handshake is its own. @returns an empty text if people gave none */
export function readVerifyToken(read: ParameterReader): Checked<{ readonly verifyToken: string }> {
	const given = read('verifyToken', '');
	if (isNothing(given)) return { ok: true, verifyToken: '' };
	const text = typeof given === 'string' ? given.trim() : undefined;
	if (text !== undefined && text.length <= LONGEST_VERIFY_TOKEN) return { ok: true, verifyToken: text };
	// The text is a secret, so the message does not quote it.
	const what = text === undefined ? 'a value that is no text' : `${String(text.length)} characters`;
	return issue(
		`'${LABELS.verifyToken}' holds ${what}, which does not fit there`,
		`Give a text of at most ${String(LONGEST_VERIFY_TOKEN)} characters, the same as in the app's dashboard`,
	);
}
