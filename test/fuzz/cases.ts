import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { Authentication } from '../engine/mediaRuns';
import { isOfInstagram, metricsOfLogin } from './credential';
import { pickRegime, type Regime } from './regimes';
import { Rng } from './rng';
import { makeSecrets, type Secrets } from './secrets';
import { askedOfMeta, BREAKDOWN_OF, makeWorld, metricsFor, type MediaKind, type World } from './truth';

/**
 * What an input item names; in `many` all items name the account. `accounts` and `media` are no runs, but the lists of
 * the panel.
 */
export type Way = 'id' | 'list' | 'url' | 'many' | 'accounts' | 'media';

export const isPicker = (way: Way) => way === 'accounts' || way === 'media';

/** Everything about a run, made from a number. */
export interface FuzzCase {
	readonly seed: number;
	readonly world: World;
	readonly secrets: Secrets;
	readonly authentication: Authentication;
	/** Set if the run does not begin with a renewal of the token. */
	readonly isTokenKept: boolean;
	readonly regime: Regime;
	readonly way: Way;
	readonly resource: MediaKind | 'media';
	readonly metrics: readonly string[];
	/** By metric. */
	readonly breakdowns: Readonly<Record<string, string>>;
	readonly fields: readonly string[];
	readonly output: 'metrics' | 'media' | 'values';
	readonly simplify: boolean;
	readonly unavailable: 'row' | 'omit' | 'fail';
	readonly maxWaitMs: number;
	readonly timeoutMs: number;
	/** Whether answers may come late or never. The time-out is short then. */
	readonly isSlow: boolean;
	readonly onError: NonNullable<INode['onError']>;
	/** The IDs that the input items name; empty for `many`. */
	readonly mediaOfItems: readonly string[];
	readonly limit: number;
	readonly parameters: INodeParameters;
	readonly input: readonly IDataObject[];
}

const MEDIA_FIELDS = [
	'caption',
	'comments_count',
	'like_count',
	'media_url',
	'permalink',
	'shortcode',
	'thumbnail_url',
	'timestamp',
	'username',
];

/** No pause of the node is as long, so the clock can tell a deadline from a pause. */
const LONG_TIMEOUT_MS = 30_011;
/** The node's own time-out for the lists in the panel. */
const PICKER_TIMEOUT_MS = 15_000;
/** If an answer does not come, each attempt costs this much real time. */
const SHORT_TIMEOUT_MS = 117;
const DEFAULT_MAX_WAIT_MINUTES = 5;
const MOST_MEDIA = 10_000;

function countOfItems(rng: Rng): number {
	return rng.weighted([
		[35, () => 1],
		[45, () => rng.int(2, 9)],
		[14, () => rng.int(10, 55)],
		[6, () => rng.int(56, 120)],
	])();
}

export function makeCase(seed: number): FuzzCase {
	const rng = new Rng(seed);
	const loginRng = rng.derive('login');
	const authentication = loginRng.pick([
		'facebookAccessToken',
		'facebookAccessToken',
		'facebookOAuth2',
		'instagramAccessToken',
		'instagramAccessToken',
	] as const);
	const isTokenKept = loginRng.chance(0.7);
	const way = rng.weighted<Way>([
		[8, 'id'],
		[2, 'list'],
		[3, 'url'],
		[6, 'many'],
		[1, 'accounts'],
		[1, 'media'],
	]);
	const resource = rng.pick(['post', 'reel', 'story', 'media', 'media'] as const);
	const kinds: readonly MediaKind[] =
		resource === 'media' || (way === 'many' && rng.chance(0.6)) || rng.chance(0.1)
			? ['post', 'reel', 'story']
			: [resource];
	const itemCount = way === 'many' ? rng.pick([1, 1, 1, 2, 4]) : countOfItems(rng);
	const world = makeWorld(
		rng,
		kinds,
		rng.int(1, way === 'many' || isPicker(way) ? rng.pick([4, 40, 260]) : itemCount),
	);
	const ofResource =
		resource === 'media'
			? [...new Set((['post', 'reel', 'story'] as const).flatMap(metricsFor))]
			: metricsFor(resource);
	const known = metricsOfLogin(authentication, ofResource);
	const metrics = rng.some(known);
	const breakdown = chooseBreakdown(rng, metrics);
	const breakdowns = Object.fromEntries(
		metrics.flatMap((name) => {
			const own = BREAKDOWN_OF[name];
			return own !== undefined && (breakdown === 'all' || breakdown === own) ? [[name, own]] : [];
		}),
	) as Record<string, string>;
	const fields = rng.chance(0.5) ? [] : rng.some(MEDIA_FIELDS);
	const output = rng.pick(['metrics', 'metrics', 'media', 'values'] as const);
	const simplify = rng.chance(0.8);
	const unavailable = rng.pick(['row', 'row', 'row', 'omit', 'fail'] as const);
	const maxWait = rng.pick([undefined, 0, 0, 0.01, 1, 60, 1_440]);
	// The node sets the time-out of the lists in the panel itself.
	const isSlow = rng.chance(0.1) && !isPicker(way);
	const timeoutMs = isPicker(way) ? PICKER_TIMEOUT_MS : isSlow ? SHORT_TIMEOUT_MS : LONG_TIMEOUT_MS;
	const onError = rng.pick([
		'stopWorkflow',
		'stopWorkflow',
		'continueRegularOutput',
		'continueErrorOutput',
	] as const);
	const named = Array.from({ length: itemCount }, () => rng.pick(world.media));
	const limit = rng.pick([1, 3, 50, 120, MOST_MEDIA]);
	const secrets = makeSecrets(rng, isOfInstagram(authentication) ? 'IGAAfuzz' : 'EAAfuzz');
	const isListed = way === 'many' || way === 'url' || isPicker(way);
	const regime = pickRegime(rng, world, askedOfMeta(metrics), fields, isListed);

	const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
	const filters: IDataObject = {};
	if (way === 'many' && rng.chance(0.3)) filters.publishedAfter = '2026-11-19T00:00:00Z';
	if (way === 'many' && rng.chance(0.2)) filters.publishedBefore = '2026-11-20T00:00:00Z';
	const parameters: INodeParameters = {
		authentication,
		resource,
		operation: way === 'many' ? 'getManyInsights' : 'getInsights',
		accountId: locator('id', world.accountId),
		...(way === 'many'
			? {
					returnAll: limit === MOST_MEDIA,
					...(limit === MOST_MEDIA ? {} : { limit }),
					filters: filters as INodeParameters,
				}
			: { mediaId: locator(isPicker(way) ? 'list' : way, itemCount > 1 ? '={{ $json.media }}' : '') }),
		[`${resource}Metrics`]: rng.chance(0.5) ? metrics : metrics.join(', '),
		[`${resource}Breakdown`]: breakdown,
		output,
		simplify,
		options: {
			...(fields.length > 0 ? { mediaFields: fields } : {}),
			...(unavailable === 'row' && rng.chance(0.5) ? {} : { unavailable }),
			...(maxWait === undefined ? {} : { maxWait }),
			timeout: timeoutMs,
		},
	};
	const locators = named.map(({ id, fields: told }) => (way === 'url' ? String(told.permalink) : id));
	const input = locators.map((one, index): IDataObject => (way === 'many' ? { index } : { media: one }));
	if (way !== 'many' && !isPicker(way) && itemCount === 1)
		parameters.mediaId = locator(way, locators[0] ?? '');
	return {
		seed,
		world,
		secrets,
		authentication,
		isTokenKept,
		regime,
		way,
		resource,
		metrics,
		breakdowns,
		fields,
		output,
		simplify,
		unavailable,
		// A list in the panel does not wait for a rate limit.
		maxWaitMs: isPicker(way) ? 0 : (maxWait ?? DEFAULT_MAX_WAIT_MINUTES) * 60_000,
		timeoutMs,
		isSlow,
		onError,
		mediaOfItems: way === 'many' ? [] : named.map(({ id }) => id),
		limit,
		parameters,
		input,
	};
}

function chooseBreakdown(rng: Rng, metrics: readonly string[]): string {
	const fitting = [...new Set(metrics.flatMap((name) => BREAKDOWN_OF[name] ?? []))];
	return fitting.length === 0 ? rng.pick(['none', 'all']) : rng.pick(['none', 'all', 'all', ...fitting]);
}
