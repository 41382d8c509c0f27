import {
	breakdown as breakdownOf,
	BREAKDOWNS,
	findMetric,
	isBreakdownName,
	mayAnswer,
	isOfType,
	mediaScope,
	metric,
	METRICS,
	metricsOfType,
	type BreakdownName,
	type MediaScopeName,
	type MediaTypeName,
	type Metric,
} from '../catalogue';
import type { GraphFailure, UnavailableStatus } from '../graph';
import { holds, shown } from './shown';

/** A metric to ask for, and how to break it down. */
export interface RequestedMetric {
	readonly name: string;
	readonly breakdown?: BreakdownName;
}

/** That something is not there, or that neither Meta nor the network gave an answer for it. */
export type UnansweredStatus = Extract<UnavailableStatus, 'not_found' | 'failed' | 'rate_limited'>;

/** What is asked of one post, reel or story. */
export interface MediaQuery {
	/** `null` if nobody knows what is behind the link that it is known by. */
	readonly mediaId: string | null;
	/** Why there is no ID, if it is not that nothing is behind the link: Meta gave no answer to that. */
	readonly unresolvedStatus?: UnansweredStatus;
	/** `undefined` if Meta did not tell. */
	readonly mediaType: MediaTypeName | undefined;
	/** In the order of the rows, each metric once. */
	readonly metrics: readonly RequestedMetric[];
	/** Fields to put beside its insights. */
	readonly fields: readonly string[];
	/** The account that it was picked from, to be held against the one that published it. */
	readonly account?: ChosenAccount;
	/** Why nothing can be asked of it, if that came out before its insights. */
	readonly knownFailure?: GraphFailure;
	/** Those fields, if a list has told them already. */
	readonly knownFields?: Readonly<Record<string, unknown>>;
	/** Why some are not among them. */
	readonly knownMissing?: ReadonlyMap<string, GraphFailure>;
	readonly apiVersion: string;
	/** For a single attempt of a single request, in milliseconds. */
	readonly timeoutMs: number;
}

/** An account as the panel holds it. */
export interface ChosenAccount {
	readonly id: string;
	/** As far as the picker has kept it. */
	readonly username: string | undefined;
}

/** A retired metric and the one that is asked in its place. */
export interface Replacement {
	readonly retired: Metric;
	readonly successor: Metric;
}

/** Why a parameter cannot be used, in sentences for people: what is off, and how to get unstuck. */
export interface Issue {
	readonly message: string;
	readonly description: string;
}

export type Checked<Value> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly issue: Issue };

export function issue(message: string, description: string): { ok: false; issue: Issue } {
	return { ok: false, issue: { message, description } };
}

/**
 * Splits what a metrics parameter holds into names: the picker gives an array, expressions and AI tools a text
 * such as `reach, views` or `["reach","views"]`.
 * @returns trimmed names, each once; `undefined` where something in it is not a text
 */
export function metricNames(value: unknown): readonly string[] | undefined {
	if (typeof value === 'string' && value.trim().startsWith('[')) {
		try {
			return metricNames(JSON.parse(value) as unknown);
		} catch {
			return undefined;
		}
	}
	const parts = partsOf(value);
	if (!parts?.every((part) => typeof part === 'string')) return undefined;
	const names = parts.flatMap((part) => part.split(',')).map((name) => name.trim());
	return [...new Set(names.filter((name) => name !== ''))];
}

/** The elements of a list, or what is in the place of one; `undefined` for a list that cannot be read. */
function partsOf(value: unknown): readonly unknown[] | undefined {
	try {
		return Array.isArray(value) ? Array.from<unknown>(value) : value === undefined ? [] : [value];
	} catch {
		return undefined;
	}
}

/** `reach (Reach), views (Views)`: what a media type has under a version, for messages. */
function choices(type: MediaScopeName, apiVersion: string): string {
	return metricsOfType(type)
		.filter((entry) => mayAnswer(entry, apiVersion))
		.map((entry) => entry.name)
		.join(', ');
}

/**
 * Finds a metric by its name, or by the label that the picker shows, in any case of letters: of the type's own
 * first, so that a label of another type is told as such.
 */
function lookUp(name: string, type: MediaScopeName): Metric | undefined {
	const lowerCase = name.toLowerCase();
	return (
		findMetric(lowerCase) ??
		[...metricsOfType(type), ...METRICS].find((entry) => entry.label.toLowerCase() === lowerCase)
	);
}

/**
 * Checks the chosen metrics and breakdown against the catalogue.
 * @param value what the metrics parameter holds
 * @param breakdown `none`, the name of a breakdown, or `all` (each metric by its own)
 * @returns the metrics to ask for, doubles dropped and retired ones replaced, or why that cannot be done
 */
export function checkMetrics(
	value: unknown,
	breakdown: unknown,
	type: MediaScopeName,
	apiVersion: string,
): Checked<{ readonly metrics: readonly RequestedMetric[]; readonly replaced: readonly Replacement[] }> {
	const { label, plural } = mediaScope(type);
	const has = `${label} metrics are: ${choices(type, apiVersion)}`;
	const names = metricNames(value);
	if (names === undefined) {
		return issue(
			`'Metrics' does not hold metric names, but ${shown(value)}`,
			`Choose metrics from the list, or give an array of names or a comma-separated text, such as reach, views. ${has}`,
		);
	}
	if (names.length === 0) {
		return issue("'Metrics' is empty", `Choose at least one metric. ${has}`);
	}

	const asked = new Set<Metric>();
	const replaced: Replacement[] = [];
	for (const name of names) {
		const entry = lookUp(name, type);
		if (!entry) {
			return issue(`'Metrics' holds ${shown(name)}, which is not an Instagram metric`, has);
		}
		if (!isOfType(entry, type)) {
			return issue(`'Metrics' holds '${entry.name}', which ${plural} do not have`, has);
		}
		if (entry.retired && !mayAnswer(entry, apiVersion)) {
			const successor = metric(entry.retired.successor);
			replaced.push({ retired: entry, successor });
			asked.add(successor);
		} else {
			asked.add(entry);
		}
	}

	const requestedMetrics = [...asked].map((entry): RequestedMetric => {
		const own = entry.breakdown;
		return own !== undefined && (breakdown === 'all' || breakdown === own)
			? { name: entry.name, breakdown: own }
			: { name: entry.name };
	});
	if (breakdown === 'none' || breakdown === 'all') return { ok: true, metrics: requestedMetrics, replaced };
	if (typeof breakdown !== 'string' || !isBreakdownName(breakdown)) {
		return issue(
			`${holds('Breakdown', breakdown)}, where the name of a breakdown belongs`,
			`Choose one from the list, or None. An expression gives one of: none, all, ${BREAKDOWNS.map(({ name }) => name).join(', ')}`,
		);
	}
	if (requestedMetrics.every((requested) => requested.breakdown === undefined)) {
		const fitting = metricsOfType(type).filter((entry) => entry.breakdown === breakdown);
		return issue(
			`None of the chosen metrics can be broken down by ${breakdownOf(breakdown).label}`,
			fitting.length > 0
				? `Add ${fitting.map((entry) => `'${entry.label}'`).join(' or ')} to 'Metrics', or set 'Breakdown' to None`
				: `${label} metrics do not have this breakdown. Set 'Breakdown' to None`,
		);
	}
	return { ok: true, metrics: requestedMetrics, replaced };
}
