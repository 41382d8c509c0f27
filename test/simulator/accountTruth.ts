import { type SimulatedAccount } from './accounts';
import {
	type AccountBreakdown,
	type AdditiveMetric,
	type DailyMetric,
	type UniqueMetric,
	isUnique,
} from './accountMetrics';
import { type PacificDay, pacificDays } from './pacificDays';
import { hash } from './values';

/** What happened on a day, for one value of each breakdown of the metric. */
export interface Cell {
	readonly of: Readonly<Partial<Record<AccountBreakdown, string>>>;
	readonly value: number;
}

/** Account insights, as they were seen: upper case, and REEL without an S. FEED is split into the two first ones. */
const PRODUCTS = ['POST', 'CAROUSEL_CONTAINER', 'REEL', 'STORY', 'AD'] as const;
const FOLLOW_TYPES = ['FOLLOWER', 'NON_FOLLOWER'] as const;
/** Meta, account insights page. */
const BUTTONS = [
	'BOOK_NOW',
	'CALL',
	'DIRECTION',
	'EMAIL',
	'INSTANT_EXPERIENCE',
	'TEXT',
	'UNDEFINED',
] as const;

type Product = (typeof PRODUCTS)[number];

/** Of a thousand views of an average day. */
const SHARE_OF_PRODUCT: Readonly<Record<Product, number>> = {
	POST: 210,
	CAROUSEL_CONTAINER: 140,
	REEL: 470,
	STORY: 130,
	AD: 50,
};

/** Of a hundred days, those on which nobody saw anything of that kind. */
const DAYS_WITHOUT: Readonly<Record<Product, number>> = {
	POST: 0,
	CAROUSEL_CONTAINER: 20,
	REEL: 3,
	STORY: 30,
	AD: 75,
};

/** A whole number between both, always the same for the same account, day and word. */
function between(
	account: SimulatedAccount,
	day: PacificDay,
	word: string,
	low: number,
	high: number,
): number {
	return low + (hash(`${account.id} ${day} ${word}`) % (high - low + 1));
}

function sumOf(values: Iterable<number>): number {
	let sum = 0;
	for (const value of values) sum += value;
	return sum;
}

/** The views of days that were asked for before, since every number of a day is made from them. */
const VIEWS = new WeakMap<SimulatedAccount, Map<PacificDay, readonly Cell[]>>();

/** Views by kind and by who saw it; all other numbers of the day follow from these. */
function viewsOf(account: SimulatedAccount, day: PacificDay): readonly Cell[] {
	const known = VIEWS.get(account) ?? new Map<PacificDay, readonly Cell[]>();
	VIEWS.set(account, known);
	const cells = known.get(day) ?? makeViews(account, day);
	known.set(day, cells);
	return cells;
}

function makeViews(account: SimulatedAccount, day: PacificDay): Cell[] {
	if (account.unseen === true) return [];
	const views = account.followers * 1.2;
	return PRODUCTS.flatMap((product) => {
		if (between(account, day, `${product} at all`, 0, 99) < DAYS_WITHOUT[product]) return [];
		const all = (views * SHARE_OF_PRODUCT[product] * between(account, day, product, 500, 1500)) / 1e6;
		// Ads are mostly for people who do not follow.
		const followers = between(account, day, `${product} followers`, 350, 800) * (product === 'AD' ? 0.1 : 1);
		return FOLLOW_TYPES.map((followType) => ({
			of: { follow_type: followType, media_product_type: product },
			value: Math.floor((all * (followType === 'FOLLOWER' ? followers : 1000 - followers)) / 1000),
		}));
	});
}

/** How often something happens in 100 000 views, at least and at most. */
const RATES = {
	likes: [2500, 9000],
	comments: [100, 900],
	saves: [200, 1800],
	shares: [150, 1500],
	replies: [300, 1500],
	reposts: [20, 400],
	profile_views: [1200, 4000],
	website_clicks: [100, 800],
} as const satisfies Partial<Record<AdditiveMetric, readonly [number, number]>>;

const INTERACTIONS = ['likes', 'comments', 'saves', 'shares'] as const;

function rated(
	account: SimulatedAccount,
	day: PacificDay,
	metric: keyof typeof RATES,
	product = 'all',
): number {
	const [low, high] = RATES[metric];
	const views = sumOf(
		viewsOf(account, day)
			.filter(({ of }) => product === 'all' || of.media_product_type === product)
			.map(({ value }) => value),
	);
	return Math.floor((views * between(account, day, `${metric} ${product}`, low, high)) / 100_000);
}

/** What happened on a day in as many parts as the metric has breakdowns. Some of the parts are 0, some are missing. */
export function cellsOf(account: SimulatedAccount, day: PacificDay, metric: AdditiveMetric): readonly Cell[] {
	const byProduct = (valueOf: (product: Product) => number): Cell[] =>
		PRODUCTS.map((product) => ({ of: { media_product_type: product }, value: valueOf(product) }));
	switch (metric) {
		case 'views':
			return viewsOf(account, day);
		case 'likes':
		case 'comments':
		case 'saves':
		case 'shares':
			return byProduct((product) => rated(account, day, metric, product));
		case 'total_interactions':
			return byProduct((product) => sumOf(INTERACTIONS.map((name) => rated(account, day, name, product))));
		case 'replies':
			return [{ of: {}, value: rated(account, day, metric, 'STORY') }];
		case 'reposts':
		case 'profile_views':
		case 'website_clicks':
			return [{ of: {}, value: rated(account, day, metric) }];
		case 'profile_links_taps':
			return BUTTONS.map((button) => ({
				of: { contact_button_type: button },
				value: tapsOf(account, day, button),
			}));
		case 'follower_count':
			return [{ of: {}, value: gainedOf(account, day) }];
		case 'follows_and_unfollows':
			return [
				{ of: { follow_type: 'FOLLOWER' }, value: gainedOf(account, day) },
				{ of: { follow_type: 'NON_FOLLOWER' }, value: lostOf(account, day) },
			];
	}
}

/** A few of a thousand who look at the profile, and for two of the buttons nobody. */
function tapsOf(account: SimulatedAccount, day: PacificDay, button: (typeof BUTTONS)[number]): number {
	if (button === 'INSTANT_EXPERIENCE' || button === 'UNDEFINED') return 0;
	return Math.floor((rated(account, day, 'profile_views') * between(account, day, button, 0, 70)) / 1000);
}

function gainedOf(account: SimulatedAccount, day: PacificDay): number {
	return account.unseen === true
		? 0
		: between(account, day, 'gained', 0, Math.max(1, Math.round(account.followers / 140)));
}

function lostOf(account: SimulatedAccount, day: PacificDay): number {
	return account.unseen === true
		? 0
		: between(account, day, 'lost', 0, Math.max(1, Math.round(account.followers / 220)));
}

/** The unique accounts of one day. */
export function uniquesOf(account: SimulatedAccount, day: PacificDay, metric: UniqueMetric): number {
	const reach = Math.ceil(
		(sumOf(viewsOf(account, day).map(({ value }) => value)) * between(account, day, 'reach', 550, 800)) /
			1000,
	);
	return metric === 'reach' ? reach : Math.ceil((reach * between(account, day, 'engaged', 30, 120)) / 1000);
}

/**
 * The reach of one day by one breakdown. Who was reached by a post and by a reel counts in both, so the parts may be 1
 * or 2 more than the whole.
 */
export function reachPartsOf(
	account: SimulatedAccount,
	day: PacificDay,
	breakdown: AccountBreakdown,
): Map<string, number> {
	const views = new Map<string, number>();
	for (const { of, value } of viewsOf(account, day)) {
		const name = of[breakdown];
		if (name !== undefined) views.set(name, (views.get(name) ?? 0) + value);
	}
	return splitUniques(uniquesOf(account, day, 'reach'), views, `${account.id} ${day} ${breakdown}`);
}

/** Splits unique accounts as the weights say. The sum is the whole, or 1 or 2 more. */
export function splitUniques(
	whole: number,
	weights: ReadonlyMap<string, number>,
	seed: string,
): Map<string, number> {
	const sum = sumOf(weights.values());
	const parts = new Map<string, number>();
	let largest = '';
	for (const [name, weight] of weights) {
		parts.set(name, sum === 0 ? 0 : Math.floor((whole * weight) / sum));
		if (weight > (weights.get(largest) ?? 0)) largest = name;
	}
	if (whole === 0 || sum === 0) return parts;
	const missing = whole - sumOf(parts.values());
	parts.set(largest, (parts.get(largest) ?? 0) + missing + (hash(seed) % 3));
	return parts;
}

/**
 * The unique accounts of several days: fewer than the sum, since some come on several days, and at least as many as on
 * the best day. Seen in August 2026: the days of a month had 56 % more than the month.
 */
export function uniquesOfDays(ofDays: readonly number[]): number {
	const largest = Math.max(0, ...ofDays);
	return largest + Math.floor((sumOf(ofDays) - largest) * 0.64);
}

/** One value of a breakdown, or one of each of two breakdowns: 'FOLLOWER', ['FOLLOWER', 'REEL']. */
export type Dimension = string | readonly string[];

/**
 * What the simulator counts for an account on a day. Without a dimension it is the total; for
 * follows_and_unfollows, FOLLOWER and NON_FOLLOWER together. A dimension that the metric does not have gives 0.
 */
export function accountTruth(
	account: SimulatedAccount,
	day: PacificDay,
	metric: DailyMetric,
	dimension: Dimension = [],
): number {
	const names = typeof dimension === 'string' ? [dimension] : dimension;
	if (isUnique(metric)) {
		const [name, ...others] = names;
		if (name === undefined) return uniquesOf(account, day, metric);
		if (metric !== 'reach' || others.length > 0) return 0;
		return (
			reachPartsOf(account, day, 'follow_type').get(name) ??
			reachPartsOf(account, day, 'media_product_type').get(name) ??
			0
		);
	}
	const cells = cellsOf(account, day, metric).filter(({ of }) =>
		names.every((name) => Object.values(of).includes(name)),
	);
	return sumOf(cells.map(({ value }) => value));
}

/** The same for all days from the first to the last one, both of them included, as a window over them has it. */
export function accountTruthOfDays(
	account: SimulatedAccount,
	[first, last]: readonly [PacificDay, PacificDay],
	metric: AdditiveMetric | UniqueMetric,
): number {
	const ofDays = pacificDays(first, last).map((day) => accountTruth(account, day, metric));
	return isUnique(metric) ? uniquesOfDays(ofDays) : sumOf(ofDays);
}

/** The followers who were online in each hour, as Meta counts the hours. Of some days there is nothing. */
export function onlineTruth(account: SimulatedAccount, day: PacificDay): Record<string, number> {
	if (between(account, day, 'online at all', 0, 99) < 15) return {};
	const hours = Array.from({ length: 24 }, (_, hour) => {
		// Most of them in the evening, fewest at five in the morning.
		const curve = 0.5 - Math.cos(((hour - 5 + 24) % 24) * (Math.PI / 15)) * 0.4;
		const share = curve * between(account, day, `online ${String(hour)}`, 400, 600);
		return [String(hour), account.unseen === true ? 0 : Math.floor((account.followers * share) / 1000)];
	});
	return Object.fromEntries(hours) as Record<string, number>;
}
