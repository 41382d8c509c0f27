import type { Connection, Login } from '../catalogue';
import type { AccountOutput, AccountQuery, AudienceQuery } from '../insights';
import { readAccountBreakdown } from './accountBreakdown';
import { readAccountMetrics } from './accountMetrics';
import { readDemographics } from './demographics';
import { readInterval } from './interval';
import { readAccountOptions, type Unavailable } from './options';
import { readAccountOutput, readSimplify } from './output';
import { readPeriod } from './period';
import type { Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

/** What the parameters of an account share, whatever is asked of it. */
export interface SharedParameters {
	readonly simplify: boolean;
	readonly unavailable: Unavailable;
	/** How long the run may wait for Meta's rate limit in all. */
	readonly maxWaitMs: number;
}

/** What is asked for, apart from the account that it is about. */
export interface AccountParameters extends SharedParameters {
	/** `undefined` if there is nothing to ask for, because no day of the period is over. */
	readonly query: Omit<AccountQuery, 'accountId'> | undefined;
	readonly output: AccountOutput;
	/** What people should know of the period. */
	readonly note: string | undefined;
}

/** What the catalogue says of the login, as far as it decides how an account is asked. */
type LoginOfAccount = Pick<Connection, 'longestWindowSeconds' | 'accounts' | 'takesBatches'>;

function isOnlyAccount({ accounts }: LoginOfAccount): boolean {
	return accounts.by === 'token';
}

/**
 * Reads which numbers of an account are asked for, and how they become rows.
 * @param zone the time zone of the workflow
 * @param nowMs milliseconds since 1970
 * @throws n8n's own error if an expression cannot be resolved
 */
export function readAccountParameters(
	read: ParameterReader,
	login: Login,
	connection: LoginOfAccount,
	zone: string,
	nowMs: number,
): Checked<{ readonly parameters: AccountParameters }> {
	const given = readAccountOptions(read);
	if (!given.ok) return given;
	const { apiVersion, timeoutMs, maxWaitMs, fields, unavailable, comparePrevious } = given.options;
	const shape = readAccountOutput(read);
	if (!shape.ok) return shape;
	const chosen = readAccountMetrics(read, login);
	if (!chosen.ok) return chosen;
	const requested = readAccountBreakdown(read, chosen.metrics);
	if (!requested.ok) return requested;
	const asked = readPeriod(read, zone, nowMs);
	if (!asked.ok) return asked;
	const { days, today, note } = asked.period;
	const divided = readInterval(read, days);
	if (!divided.ok) return divided;
	const query = days && {
		metrics: requested.metrics,
		fields,
		apiVersion,
		timeoutMs,
		days,
		interval: divided.interval,
		comparePrevious: comparePrevious && divided.interval === 'total',
		today,
		longestWindowSeconds: connection.longestWindowSeconds,
		isOnlyAccount: isOnlyAccount(connection),
		takesBatches: connection.takesBatches,
	};
	const { output, simplify } = shape;
	return { ok: true, parameters: { query, output, simplify, unavailable, note, maxWaitMs } };
}

/** What is asked of the people around an account. */
export interface AudienceParameters extends SharedParameters {
	readonly query: Omit<AudienceQuery, 'accountId'>;
}

/** Reads what is asked of the people around an account, and how it becomes rows. */
export function readAudienceParameters(
	read: ParameterReader,
	connection: LoginOfAccount,
): Checked<{ readonly parameters: AudienceParameters }> {
	const given = readAccountOptions(read);
	if (!given.ok) return given;
	const { apiVersion, timeoutMs, maxWaitMs, fields, unavailable } = given.options;
	const shape = readSimplify(read);
	if (!shape.ok) return shape;
	const chosen = readDemographics(read);
	if (!chosen.ok) return chosen;
	const query = {
		...chosen.choice,
		fields,
		apiVersion,
		timeoutMs,
		isOnlyAccount: isOnlyAccount(connection),
		takesBatches: connection.takesBatches,
	};
	return { ok: true, parameters: { query, simplify: shape.simplify, unavailable, maxWaitMs } };
}
