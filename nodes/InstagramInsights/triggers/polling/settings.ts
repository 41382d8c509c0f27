import type { IPollFunctions } from 'n8n-workflow';

import { LISTED_FIELDS, type Authentication } from '../../catalogue';
import { readAccountId } from '../../parameters/account';
import { readAuthentication } from '../../parameters/authentication';
import { readEvent, type EventName } from '../../parameters/event';
import { readMediaParameters, type MediaParameters } from '../../parameters/mediaParameters';
import type { Checked } from '../../parameters/values/issue';
import type { ParameterReader } from '../../parameters/values/reader';
import { readWatch, type Watch } from './plan';

/** How the trigger is set. */
export interface Settings extends Watch {
	readonly authentication: Authentication;
	readonly event: EventName;
	readonly accountId: string;
	readonly parameters: MediaParameters;
}

/** Reads the parameters as n8n has resolved them. */
export function readerOf(context: IPollFunctions): ParameterReader {
	return (name, fallback) => context.getNodeParameter(name, fallback);
}

/** Reads and checks all parameters, before a call is spent. */
export function readSettings(read: ParameterReader): Checked<{ readonly settings: Settings }> {
	const login = readAuthentication(read);
	if (!login.ok) return login;
	const { authentication } = login;
	const chosen = readEvent(read);
	if (!chosen.ok) return chosen;
	const { event } = chosen;
	const watched = readWatch(read, event);
	if (!watched.ok) return watched;
	const account = readAccountId(read);
	if (!account.ok) return account;
	const { scope } = watched.watch;
	const given = readMediaParameters(read, scope, authentication.login, LISTED_FIELDS);
	if (!given.ok) return given;
	const { parameters } = given;
	const { accountId } = account;
	return { ok: true, settings: { ...watched.watch, authentication, event, accountId, parameters } };
}
