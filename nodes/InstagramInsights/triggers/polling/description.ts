import type { INodeProperties } from 'n8n-workflow';

import { MEDIA_SCOPES } from '../../catalogue';
import { accountField } from '../../parameters/account';
import { agesField, lastCallField, storyAgesField } from '../../parameters/ages';
import { authenticationField } from '../../parameters/authentication';
import { breakdownFields } from '../../parameters/breakdown';
import { eventField, type EventName } from '../../parameters/event';
import { metricsField } from '../../parameters/metrics';
import { optionsField } from '../../parameters/options';
import { outputFields } from '../../parameters/output';
import { watchedResourceField } from '../../parameters/resource';

/** The events for which people choose a resource. */
const OF_RESOURCE: EventName[] = ['mediaAge', 'newMedia'];
const ALL: EventName[] = [...OF_RESOURCE, 'storyEnding'];

/** A story that is about to end is always a story, and nobody chooses a resource then. */
const OF_ENDING = { event: ['storyEnding'] satisfies EventName[] };

/** When the fields of a resource are shown. n8n takes the conditions of a field together, so an "or" takes two fields. */
const scopesShown = [
	...MEDIA_SCOPES.map((scope) => ({ scope, show: { event: OF_RESOURCE, resource: [scope.name] } })),
	...MEDIA_SCOPES.filter(({ name }) => name === 'story').map((scope) => ({ scope, show: OF_ENDING })),
];

const always = { show: { event: ALL } };

export const properties: INodeProperties[] = [
	authenticationField,
	eventField,
	accountField({ event: ALL }),
	watchedResourceField({ event: OF_RESOURCE }),
	agesField({ event: ['mediaAge'], resource: ['media', 'post', 'reel'] }),
	storyAgesField({ event: ['mediaAge'], resource: ['media', 'story'] }),
	lastCallField(OF_ENDING),
	...scopesShown.flatMap(({ scope, show }) => [metricsField(scope, show), ...breakdownFields(scope, show)]),
	...outputFields(always),
	optionsField(always, 'trigger'),
];
