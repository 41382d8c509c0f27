import type { INodeProperties } from 'n8n-workflow';

import { LABELS } from './labels';
import { checkChoice, optionsOf, type Choices } from './values/choice';
import type { Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

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

/** The field for who subscribes the app. */
export const appSubscriptionField: INodeProperties = {
	displayName: LABELS.appSubscription,
	name: 'appSubscription',
	type: 'options',
	options: optionsOf(SUBSCRIBERS),
	default: 'node',
	description: 'Who tells Meta where to send the insights',
};

export function readAppSubscription(read: ParameterReader): Checked<{ readonly subscriber: AppSubscriber }> {
	const chosen = checkChoice(
		LABELS.appSubscription,
		read('appSubscription', SUBSCRIBERS[0].value),
		SUBSCRIBERS,
	);
	return chosen.ok ? { ok: true, subscriber: chosen.choice } : chosen;
}
