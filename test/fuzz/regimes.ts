import type { Draft } from './drafts';
import { isObject, type JsonObject } from './json';
import { pickMutation, type Occasion } from './mutations';
import { rateLimit, sentence, usageHeader } from './oddities';
import { graphError } from './rightAnswers';
import type { Refusals } from './refusals';
import type { Asked } from './requests';
import type { Rng } from './rng';
import type { World } from './truth';

/** How the stand-in behaves in a whole case. It changes the right answer to a request, or leaves it. */
export interface Regime {
	/** For the transcript. */
	readonly name: string;
	/** @param asked `undefined` for the answer of a batch as a whole */
	readonly spoil: (draft: Draft, occasion: Occasion, asked: Asked | undefined) => void;
	/** Set if everything else is answered right. */
	readonly refuses?: Refusals;
}

const NOTHING: Refusals = { metric: () => false, field: () => false };

function spoilOnce(draft: Draft, occasion: Occasion): void {
	const mutation = pickMutation(occasion);
	mutation.apply(draft, occasion);
	draft.marks.push(mutation.name);
}

/** Spoils each answer with a probability. */
function independent(rng: Rng): Regime {
	const probability = rng.pick([0, 0.02, 0.2, 0.2, 0.8, 1]);
	return {
		name: `each answer with ${String(probability)}`,
		...(probability === 0 ? { refuses: NOTHING } : {}),
		spoil: (draft, occasion) => {
			if (!occasion.rng.chance(probability)) return;
			spoilOnce(draft, occasion);
			while (occasion.rng.chance(0.2)) spoilOnce(draft, occasion);
		},
	};
}

/** From some answer on, all answers have the same kind of fault. */
function permanent(rng: Rng): Regime {
	const from = rng.pick([0, 0, 1, 2, 5, 20]);
	const seed = rng.int(0, 1_000_000);
	return {
		name: `for ever from answer ${String(from)} on`,
		spoil: (draft, occasion) => {
			if (occasion.ordinal < from) return;
			// All answers of a kind draw the same numbers, so they have the same fault in the same words.
			const same = rng.derive(`${String(seed)} ${occasion.kind}`);
			spoilOnce(draft, { ...occasion, rng: same });
		},
	};
}

/** One item, one metric or one field is always refused in the same words. */
function refusal(rng: Rng, world: World, metrics: readonly string[], fields: readonly string[]): Regime {
	const body: JsonObject = graphError(rng.pick([100, 100, 100, 10, 200, 3, 24, 3001, -1, 1]), sentence(rng));
	const status = rng.pick([400, 400, 403, 500]);
	const media = new Set(rng.some(world.media.map(({ id }) => id)).slice(0, rng.pick([1, 1, 3, 100])));
	const metric = rng.pick(metrics);
	const field = fields.length > 0 ? rng.pick(fields) : 'caption';
	const what = rng.pick(['media', 'metric', 'metrics', 'field', 'breakdown', 'class'] as const);
	const some = new Set(rng.some(metrics));
	const isMeant = ({ kind, objectId, metrics: asked, fields: askedFields, query }: Asked): boolean => {
		switch (what) {
			case 'media':
				return kind !== 'list' && media.has(objectId);
			case 'metric':
				return asked.includes(metric);
			case 'metrics':
				return asked.some((name) => some.has(name));
			case 'field':
				return askedFields.includes(field);
			case 'breakdown':
				return query.has('breakdown');
			case 'class':
				return asked.includes(metric) && world.byId.get(objectId)?.kind === world.media[0]?.kind;
		}
	};
	return {
		name: `refused for good: ${what}`,
		spoil: (draft, _occasion, asked) => {
			if (asked === undefined || !isMeant(asked)) return;
			draft.status = status;
			draft.body = body;
			draft.marks.push(`refused ${what}`);
		},
	};
}

/** Sentences that name no metric and no field of a request. */
const UNKNOWN_WORDS: readonly string[] = [
	'The moon is in the wrong quarter for this number.',
	'Diese Kennzahl gibt es hier nicht.',
	'(#100) metric[0] must be one of the following values: ',
	'(#100) Tried accessing nonexistent field',
	'Unsupported request',
	// These resemble the sentences about an item that is gone.
	'The metric foo does not exist for this media',
	'(#100) This field of the media is no longer available',
	'Too many metrics were asked for',
	'',
	'x'.repeat(5_000),
	'\ud83d\ude00 \u05e9\u05dc\u05d5\u05dd',
];

/** Sentences that name metrics. */
const KNOWN_WORDS: readonly ((names: readonly string[]) => string)[] = [
	(names) =>
		`(#100) The Media Insights API does not support the ${names.join(', ')} metric for this media product type.`,
	(names) => `(#100) The metrics ${names.join(', ')} are not supported`,
	(names) => `(#100) The ${names.join(', ')} metrics are no longer supported`,
	(names) => `(#100) The METRICS ${names.join(', ').toUpperCase()} are not supported`,
	(names) =>
		`(#100) Use the reach, views metric, since the ${names.join(', ')} metrics are no longer supported`,
	(names) => `(#100) Incompatible breakdowns (action_type) for metric (${names.join(', ')})`,
];

/** Media fields that the node asks for by itself, besides those that are chosen. */
const OWN_FIELDS: readonly string[] = ['permalink', 'timestamp', 'username', 'owner'];

/** The metrics that are refused, by media ID. */
function refusedMetrics(rng: Rng, { media }: World, metrics: readonly string[]): Refusals['metric'] {
	const some = new Set(rng.some(metrics));
	const [first] = some;
	const few = new Set(
		rng
			.shuffled(media)
			.slice(0, 3)
			.map(({ id }) => id),
	);
	const salt = String(rng.int(0, 1_000_000));
	return rng.pick<Refusals['metric']>([
		(_media, name) => some.has(name),
		(_media, name) => name === first,
		({ kind }, name) => kind === media[0]?.kind && some.has(name),
		// Each item is refused in the same words, but not for the same metric.
		({ id }, name) => name === rng.derive(`${salt} ${id}`).pick(metrics),
		({ id }, name) => few.has(id) && some.has(name),
		({ id }, name) => few.has(id) && rng.derive(`${salt} ${id} ${name}`).chance(0.5),
	]);
}

/** Certain metrics or fields are refused for good, in known words or in unknown ones, and nothing else is wrong. */
function refusedApart(rng: Rng, world: World, metrics: readonly string[], fields: readonly string[]): Regime {
	const what = rng.pick(['metrics', 'metrics', 'fields', 'both'] as const);
	const isMetric = what === 'fields' ? NOTHING.metric : refusedMetrics(rng, world, metrics);
	const names = new Set(what === 'metrics' ? [] : rng.some([...fields, ...OWN_FIELDS]));
	// A link can be looked up as long as one of the two is there.
	if (names.has('permalink')) names.delete('shortcode');
	const status = rng.pick([400, 400, 403, 500]);
	const say = rng.chance(0.4) ? rng.pick(KNOWN_WORDS) : undefined;
	const isOneByOne = rng.chance(0.5);
	const words = rng.pick(UNKNOWN_WORDS);
	const code = rng.pick([100, 100, 100, 10, 200, 3, 12, 3001]);
	return {
		name: `refused, and all else right: ${what}`,
		refuses: { metric: isMetric, field: (name) => names.has(name) },
		spoil: (draft, _occasion, asked) => {
			if (asked === undefined || asked.path === 'me/accounts') return;
			const media = world.byId.get(asked.objectId);
			const refused = [
				...(media === undefined ? [] : asked.metrics.filter((name) => isMetric(media, name))),
				...asked.fields.filter((name) => names.has(name)),
			];
			if (refused.length === 0) return;
			const named = isOneByOne ? refused.slice(0, 1) : refused;
			const isAboutFields = asked.metrics.length === 0;
			draft.status = status;
			draft.body =
				say === undefined
					? graphError(code, words)
					: graphError(
							100,
							isAboutFields
								? `(#100) Tried accessing nonexisting field (${refused[0] ?? ''}) on node type (Media)`
								: say(named),
						);
			draft.marks.push(`refused ${refused.join(', ')}`);
		},
	};
}

/** Meta's rate limit: reached at some answer, told beside answers, or both. */
function limits(rng: Rng): Regime {
	const from = rng.pick([0, 0, 1, 3, 10]);
	const until = from + rng.pick([1, 1, 2, 4, 10, 1_000_000]);
	const { body, headers } = rateLimit(rng);
	const besideAnswers = rng.chance(0.4);
	const status = rng.pick([400, 403, 429]);
	const header = usageHeader(rng, rng.pick([0.5, 5, 1e-9, 40_000, 1e12, '7', true, 0]));
	return {
		name: besideAnswers ? 'rate limit beside answers' : 'rate limit',
		spoil: (draft, { ordinal, isPart, kind, rng: own }) => {
			if (ordinal < from || ordinal >= until) return;
			if (besideAnswers) {
				if (!isPart) draft.headers['x-business-use-case-usage'] = header;
				draft.marks.push('blocked beside the answer');
				return;
			}
			// Either the batch itself is refused, or its parts.
			if (kind === 'batch' && own.chance(0.5)) {
				Object.assign(draft.headers, headers);
				return;
			}
			draft.status = status;
			draft.body = body;
			Object.assign(draft.headers, headers);
			draft.marks.push('blocked');
		},
	};
}

/** Lists whose pages never end, or are the same for ever. */
function endlessList(rng: Rng): Regime {
	const cursor = rng.pick(['new', 'same', 'loop', 'start'] as const);
	const isEmpty = rng.chance(0.2);
	const isNewMedia = rng.chance(0.2);
	return {
		name: `endless list: ${cursor}`,
		spoil: (draft, { ordinal, kind }) => {
			if (kind !== 'list' || !isObject(draft.body) || draft.status !== 200) return;
			const after = {
				new: `n${String(ordinal)}`,
				same: 'same',
				loop: `c${String(ordinal % 3)}`,
				start: 'c0',
			};
			draft.body = {
				...draft.body,
				...(isEmpty ? { data: [] } : {}),
				...(isNewMedia
					? { data: [{ id: String(17_000_000_000_000 + ordinal), timestamp: '2026-11-01T00:00:00+0000' }] }
					: {}),
				paging: { cursors: { before: 'b', after: after[cursor] }, next: 'https://graph.facebook.com/next' },
			};
			draft.marks.push('endless');
		},
	};
}

export function pickRegime(
	rng: Rng,
	world: World,
	metrics: readonly string[],
	fields: readonly string[],
	isListed: boolean,
): Regime {
	return rng.weighted<() => Regime>([
		[10, () => independent(rng)],
		[5, () => permanent(rng)],
		[4, () => refusal(rng, world, metrics, fields)],
		[5, () => refusedApart(rng, world, metrics, fields)],
		[4, () => limits(rng)],
		[isListed ? 3 : 0, () => endlessList(rng)],
	])();
}
