import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { LABELS } from './labels';
import { notOnList, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

/** What a polling trigger waits for. */
export type EventName = 'mediaAge' | 'storyEnding' | 'newMedia';

/** n8n's list of triggers shows `action`. */
const EVENTS: Readonly<Record<EventName, Omit<INodePropertyOptions, 'value'>>> = {
	mediaAge: {
		name: 'Media Reaches an Age',
		action: 'When a post, reel or story reaches an age',
		description: 'A post, reel or story is as old as you choose, such as 24 hours or 7 days',
	},
	newMedia: {
		name: 'New Media',
		action: 'When a post, reel or story is published',
		description: 'A post, reel or story was published',
	},
	storyEnding: {
		name: 'Story Is About to End',
		action: 'When a story is about to end',
		description: 'The last call for the insights of a story, which Meta drops after 24 hours',
	},
};
const DEFAULT_EVENT: EventName = 'mediaAge';

export const eventField: INodeProperties = {
	displayName: LABELS.event,
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(EVENTS).map(([value, option]) => ({ ...option, value })),
	default: DEFAULT_EVENT,
};

/** Reads what the trigger waits for. */
export function readEvent(read: ParameterReader): Checked<{ readonly event: EventName }> {
	const value = read('event', DEFAULT_EVENT);
	return isEvent(value) ? { ok: true, event: value } : notOnList(LABELS.event, value, Object.keys(EVENTS));
}

function isEvent(value: unknown): value is EventName {
	return typeof value === 'string' && Object.hasOwn(EVENTS, value);
}
