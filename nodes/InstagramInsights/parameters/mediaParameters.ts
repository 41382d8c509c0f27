import type { Login, MediaScope } from '../catalogue';
import type { MediaQuery, Output, Replacement } from '../insights';
import { readBreakdown } from './breakdown';
import { readMetrics } from './metrics';
import { readOptions, type Unavailable } from './options';
import { readOutput } from './output';
import type { Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

/** How insights become rows. */
export interface OutputOptions {
	readonly output: Output;
	readonly simplify: boolean;
	readonly unavailable: Unavailable;
}

/** What is asked for, apart from the posts, reels and stories that it is about. */
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
 * Reads what is asked of each post, reel or story, and how it becomes rows.
 * @param usualFields the media fields if nobody chooses any
 * @throws n8n's own error if an expression cannot be resolved
 */
export function readMediaParameters(
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
