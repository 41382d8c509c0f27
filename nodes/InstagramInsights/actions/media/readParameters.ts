import type { IExecuteFunctions } from 'n8n-workflow';

import type { Login, MediaScope } from '../../catalogue';
import type { MediaQuery, Output, Replacement } from '../../insights';
import { readBreakdown } from '../../parameters/breakdown';
import { readMetrics } from '../../parameters/metrics';
import { readOptions, type Unavailable } from '../../parameters/options';
import { readOutput } from '../../parameters/output';
import type { Checked } from '../../parameters/values/issue';
import type { ParameterReader } from '../../parameters/values/reader';
import { readerOf } from '../reader';

/** How an item's insights become rows. */
export interface OutputOptions {
	readonly output: Output;
	readonly simplify: boolean;
	readonly unavailable: Unavailable;
}

/** What an input item asks for, apart from the post, reel or story that it names. */
export interface MediaParameters {
	/** The query without its media item, which is resolved later. */
	readonly query: Pick<MediaQuery, 'metrics' | 'fields' | 'apiVersion' | 'timeoutMs'>;
	readonly outputOptions: OutputOptions;
	/** Retired metrics that were chosen. Their successors are asked for instead. */
	readonly replaced: readonly Replacement[];
	/** How long the run may wait for Meta's rate limit in all. */
	readonly maxWaitMs: number;
}

/**
 * Makes the function that reads the parameters of an item. In a run over many items most of the time goes into
 * expressions. If only the parameters for the media item and the account have expressions, the first item is read for
 * all items.
 * @param usualFields the media fields of the operation if nobody chooses any
 */
export function parametersReader(
	context: IExecuteFunctions,
	scope: MediaScope,
	login: Login,
	usualFields: readonly string[] = [],
): (itemIndex: number) => Checked<{ readonly parameters: MediaParameters }> {
	const others = Object.entries(context.getNode().parameters).filter(
		([name]) => name !== 'mediaId' && name !== 'accountId',
	);
	if (JSON.stringify(others).includes('"='))
		return (itemIndex) => readOnce(readerOf(context, itemIndex), scope, login, usualFields);
	let ofAll: Checked<{ readonly parameters: MediaParameters }> | undefined;
	return () => (ofAll ??= readOnce(readerOf(context, 0), scope, login, usualFields));
}

/** @throws n8n's own error if an expression cannot be resolved */
function readOnce(
	read: ParameterReader,
	scope: MediaScope,
	login: Login,
	usualFields: readonly string[],
): Checked<{ readonly parameters: MediaParameters }> {
	const given = readOptions(read, usualFields);
	if (!given.ok) return given;
	const { apiVersion, timeoutMs, maxWaitMs, fields, unavailable } = given.options;
	const shape = readOutput(read);
	if (!shape.ok) return shape;
	const chosen = readMetrics(read, scope, login, apiVersion);
	if (!chosen.ok) return chosen;
	const requested = readBreakdown(read, scope, chosen.metrics);
	if (!requested.ok) return requested;
	return {
		ok: true,
		parameters: {
			query: { metrics: requested.metrics, fields, apiVersion, timeoutMs },
			outputOptions: { output: shape.output, simplify: shape.simplify, unavailable },
			replaced: chosen.replaced,
			maxWaitMs,
		},
	};
}
