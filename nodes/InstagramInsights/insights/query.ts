import {
	breakdown as breakdownOf,
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
import type { GraphFailure } from '../graph';

/** A metric to ask for, and how to break it down. */
export interface MetricWish {
	readonly name: string;
	readonly breakdown?: BreakdownName;
}

/** What is wanted of one post, reel or story. */
export interface MediaQuery {
	/** `null` if nothing is behind the link that it is known by. */
	readonly mediaId: string | null;
	/** `undefined` if Meta did not tell. */
	readonly mediaType: MediaTypeName | undefined;
	/** In the order of the rows, each metric once. */
	readonly metrics: readonly MetricWish[];
	/** Fields to put beside its insights. */
	readonly fields: readonly string[];
	/** The account that it was picked from, to be held against the one that published it. */
	readonly account?: ChosenAccount;
	/** Why nothing can be asked of it, if that came out before its insights. */
	readonly knownFailure?: GraphFailure;
	/** Those fields, if a list has told them already. */
	readonly knownFields?: Readonly<Record<string, unknown>>;
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

/** Why a wish cannot be carried out, in sentences for people: what is off, and how to get unstuck. */
export interface Objection {
	readonly message: string;
	readonly description: string;
}

export type Checked<Value> =
	({ readonly ok: true } & Value) | { readonly ok: false; readonly objection: Objection };

function objection(message: string, description: string): { ok: false; objection: Objection } {
	return { ok: false, objection: { message, description } };
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
	const parts: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
	if (!parts.every((part) => typeof part === 'string')) return undefined;
	const names = parts.flatMap((part) => part.split(',')).map((name) => name.trim());
	return [...new Set(names.filter((name) => name !== ''))];
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
	const wanted = name.toLowerCase();
	return (
		findMetric(wanted) ??
		[...metricsOfType(type), ...METRICS].find((entry) => entry.label.toLowerCase() === wanted)
	);
}

/**
 * Checks the chosen metrics and breakdown against the catalogue.
 * @param value what the metrics parameter holds
 * @param breakdown `none`, the name of a breakdown, or `all` (each metric by its own)
 * @returns the metrics to ask for, doubles dropped and retired ones replaced, or why that cannot be done
 */
export function checkWishes(
	value: unknown,
	breakdown: unknown,
	type: MediaScopeName,
	apiVersion: string,
): Checked<{ readonly metrics: readonly MetricWish[]; readonly replaced: readonly Replacement[] }> {
	const { label, plural } = mediaScope(type);
	const has = `${label} metrics are: ${choices(type, apiVersion)}`;
	const names = metricNames(value);
	if (names === undefined) {
		return objection(
			"'Metrics' does not hold metric names",
			`Choose metrics from the list, or give an array or a comma-separated text. ${has}`,
		);
	}
	if (names.length === 0) {
		return objection("'Metrics' is empty", `Choose at least one metric. ${has}`);
	}

	const asked = new Set<Metric>();
	const replaced: Replacement[] = [];
	for (const name of names) {
		const entry = lookUp(name, type);
		if (!entry) {
			return objection(`'Metrics' holds '${name}', which is not an Instagram metric`, has);
		}
		if (!isOfType(entry, type)) {
			return objection(`'Metrics' holds '${entry.name}', which ${plural} do not have`, has);
		}
		if (entry.retired && !mayAnswer(entry, apiVersion)) {
			const successor = metric(entry.retired.successor);
			replaced.push({ retired: entry, successor });
			asked.add(successor);
		} else {
			asked.add(entry);
		}
	}

	const wishes = [...asked].map((entry): MetricWish => {
		const own = entry.breakdown;
		return own !== undefined && (breakdown === 'all' || breakdown === own)
			? { name: entry.name, breakdown: own }
			: { name: entry.name };
	});
	if (breakdown === 'none' || breakdown === 'all') return { ok: true, metrics: wishes, replaced };
	if (typeof breakdown !== 'string' || !isBreakdownName(breakdown)) {
		return objection(
			`'Breakdown' holds ${JSON.stringify(breakdown)}, which Instagram does not have`,
			'Choose one from the list, or None',
		);
	}
	if (wishes.every((wish) => wish.breakdown === undefined)) {
		const fitting = metricsOfType(type).filter((entry) => entry.breakdown === breakdown);
		return objection(
			`None of the chosen metrics can be broken down by ${breakdownOf(breakdown).label}`,
			fitting.length > 0
				? `Add ${fitting.map((entry) => `'${entry.label}'`).join(' or ')} to 'Metrics', or set 'Breakdown' to None`
				: `${label} metrics do not have this breakdown. Set 'Breakdown' to None`,
		);
	}
	return { ok: true, metrics: wishes, replaced };
}

/**
 * Reads the ID of a media. Meta's IDs have 17 digits, which a JSON number cannot hold: such a number has already
 * lost its last digits when it gets here, so it is turned down instead of asking for another media.
 */
export function checkMediaId(value: unknown): Checked<{ readonly mediaId: string }> {
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value > 0
			? { ok: true, mediaId: String(value) }
			: objection(
					"'Media' holds a number that is too long to be kept exactly",
					'The ID has lost its last digits on the way here. Hand it over as text: in JSON put it in quotes, in a sheet format the column as plain text',
				);
	}
	if (value !== undefined && value !== null && typeof value !== 'string') {
		return objection(
			"'Media' holds something that is not a text",
			'Give the ID of one media as text, such as 17932174733377207',
		);
	}
	const text = value?.trim() ?? '';
	if (/^\d(\.\d+)?e\+?\d+$/i.test(text)) {
		return objection(
			`'Media' holds '${text}', an ID that was rounded`,
			'The ID has lost its last digits on the way here, as a long number does. In a sheet format its column as plain text',
		);
	}
	if (text === '') {
		return objection("'Media' is empty", 'Give the ID of the media, for example 17932174733377207');
	}
	if (!/^\d{1,32}$/.test(text)) {
		return objection(
			`'Media' holds '${text.slice(0, 60)}', which is not a media ID`,
			'A media ID is a number such as 17932174733377207. The letters in a link of a post are not its ID',
		);
	}
	return { ok: true, mediaId: text };
}

/** Reads the ID of an account, which is as long as that of a media and gets lost as a number in the same way. */
export function checkAccountId(value: unknown): Checked<{ readonly accountId: string }> {
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value > 0
			? { ok: true, accountId: String(value) }
			: objection(
					"'Account' holds a number that is too long to be kept exactly",
					'Choose the account from the list, or hand its ID over as text',
				);
	}
	const text = typeof value === 'string' ? value.trim() : '';
	if (/^\d{1,32}$/.test(text)) return { ok: true, accountId: text };
	return text === ''
		? objection("'Account' is empty", 'Choose the account from the list, or give its ID as text')
		: objection(
				`'Account' holds '${text.slice(0, 60)}', which is not an account ID`,
				'Choose the account from the list, or give its ID, such as 17841405309211844. A username is not the ID',
			);
}

const MEDIA_LINK =
	/^(?:https?:\/\/)?(?:www\.|m\.)?instagram\.com\/(?:(?!share\/)[\w.]+\/)?(?:(?:p|reels?|tv)\/(?!audio\/)([\w-]+)|stories\/(?!highlights\/)[\w.]+\/(\d+))(?:[/?#].*)?$/i;

/**
 * Reads a link to a media, in any common form:
 * `https://www.instagram.com/reel/CxYz123/?igsh=abc` → `CxYz123`, `…/stories/name/3141592653` → `3141592653`.
 * @returns the part of the link that stands for the media; it is not the media's ID
 */
export function checkMediaLink(value: unknown): Checked<{ readonly code: string }> {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') return objection("'Media' is empty", 'Give the link of a post, a reel or a story');
	const [, code, story] = MEDIA_LINK.exec(text) ?? [];
	const found = code ?? story;
	return found === undefined
		? objection(
				`'Media' holds '${text.slice(0, 80)}', which is not the link of a media`,
				'Give a link such as https://www.instagram.com/p/CxYz123/, /reel/… or /stories/name/…',
			)
		: { ok: true, code: found };
}
