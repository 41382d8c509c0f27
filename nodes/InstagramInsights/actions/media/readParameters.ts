import type { IExecuteFunctions } from 'n8n-workflow';

import type { MediaScope } from '../../catalogue';
import type { MediaQuery, Output, Replacement } from '../../insights';
import { readBreakdown } from '../../parameters/breakdown';
import type { Checked } from '../../parameters/issue';
import { readMetrics } from '../../parameters/metrics';
import { readOptions, type Unavailable } from '../../parameters/options';
import { readOutput } from '../../parameters/output';
import type { ParameterReader } from '../../parameters/values';
import { readerOf } from '../reader';

/** How the rows of an item look. */
export interface OutputOptions {
	readonly output: Output;
	readonly simplify: boolean;
	readonly unavailable: Unavailable;
}

/** What an item asks of whichever post, reel or story it names. */
export interface MediaParameters {
	/** A query without its media item: that is found next. */
	readonly query: Pick<MediaQuery, 'metrics' | 'fields' | 'apiVersion' | 'timeoutMs'>;
	readonly outputOptions: OutputOptions;
	/** Retired metrics for which their successor is asked. */
	readonly replaced: readonly Replacement[];
	/** How long the run may wait for Meta's rate limit in all. */
	readonly maxWaitMs: number;
}

/**
 * Makes the reader of what each item asks. Most of the time of a run over many items goes into expressions. If no
 * parameter but the media and the account has one, the item of index 0 is read for all.
 * @param usualFields the media fields of the operation if nobody chooses any
 */
export function parametersReader(
	context: IExecuteFunctions,
	scope: MediaScope,
	usualFields: readonly string[] = [],
): (itemIndex: number) => Checked<{ readonly parameters: MediaParameters }> {
	const others = Object.entries(context.getNode().parameters).filter(
		([name]) => name !== 'mediaId' && name !== 'accountId',
	);
	if (JSON.stringify(others).includes('"='))
		return (itemIndex) => readOnce(readerOf(context, itemIndex), scope, usualFields);
	let ofAll: Checked<{ readonly parameters: MediaParameters }> | undefined;
	return () => (ofAll ??= readOnce(readerOf(context, 0), scope, usualFields));
}

/** @throws n8n's own error if an expression cannot be resolved */
function readOnce(
	read: ParameterReader,
	scope: MediaScope,
	usualFields: readonly string[],
): Checked<{ readonly parameters: MediaParameters }> {
	const given = readOptions(read, usualFields);
	if (!given.ok) return given;
	const { apiVersion, timeoutMs, maxWaitMs, fields, unavailable } = given.options;
	const shape = readOutput(read);
	if (!shape.ok) return shape;
	const chosen = readMetrics(read, scope, apiVersion);
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
