import { type SimulatedAccount } from './accounts';
import { type AccountBreakdown, type DemographicMetric, type Timeframe } from './accountMetrics';
import { accountTruthOfDays } from './accountTruth';
import { type PacificDay, addPacificDays } from './pacificDays';
import { hash } from './values';

/** One row of the results of demographics. */
export interface AudiencePart {
	readonly values: readonly string[];
	readonly value: number;
}

/** Meta, account insights page: only the 45 largest come. */
export const MOST_PARTS = 45;

const COUNTRIES = (
	'DE AT CH US GB FR IT ES NL BE PL SE DK NO FI PT IE CZ HU RO GR TR BR AR MX CL CO PE CA AU NZ JP KR IN ID TH VN PH ' +
	'MY SG AE SA EG MA ZA NG KE UA BG HR'
).split(' ');

const CITIES = (
	'Berlin, Berlin|Hamburg, Hamburg|Munich, Bavaria|Cologne, North Rhine-Westphalia|Frankfurt, Hesse|Vienna, Vienna|' +
	'Zürich, Zürich|Paris, Île-de-France|Lyon, Auvergne-Rhône-Alpes|London, England|Manchester, England|' +
	'New York, New York|Los Angeles, California|Chicago, Illinois|Houston, Texas|Madrid, Community of Madrid|' +
	'Barcelona, Catalonia|Rome, Lazio|Milan, Lombardy|Amsterdam, North Holland|Rotterdam, South Holland|' +
	'Brussels, Brussels|Warsaw, Masovian Voivodeship|Kraków, Lesser Poland Voivodeship|Stockholm, Stockholm County|' +
	'Copenhagen, Capital Region of Denmark|Oslo, Oslo|Helsinki, Uusimaa|Lisbon, Lisbon District|Dublin, Leinster|' +
	'Prague, Prague|Budapest, Budapest|Bucharest, Bucharest|Athens, Attica|Istanbul, Istanbul Province|' +
	'São Paulo, São Paulo (state)|Rio de Janeiro, Rio de Janeiro (state)|Buenos Aires, Ciudad Autónoma de Buenos Aires|' +
	'Mexico City, Distrito Federal|Santiago, Santiago Metropolitan Region|Bogotá, Distrito Especial|Lima, Lima Region|' +
	'Toronto, Ontario|Montreal, Quebec|Sydney, New South Wales|Melbourne, Victoria|Tokyo, Tokyo|Osaka, Osaka Prefecture|' +
	'Seoul, Seoul|Mumbai, Maharashtra|Jakarta, Jakarta|Singapore, Singapore'
).split('|');

/** Of a thousand of all. */
const AGES = [
	['13-17', 24],
	['18-24', 218],
	['25-34', 351],
	['35-44', 212],
	['45-54', 117],
	['55-64', 52],
	['65+', 26],
] as const;
const GENDERS = [
	['F', 548],
	['M', 391],
	['U', 61],
] as const;

/** Meta, account insights page: this_month is the last 30 days, this_week the last 7. */
const DAYS_OF: Readonly<Record<Timeframe, number>> = {
	last_14_days: 14,
	last_30_days: 30,
	last_90_days: 90,
	prev_month: 30,
	this_month: 30,
	this_week: 7,
};

/** The days of a timeframe; today is not over. */
function daysOf(timeframe: Timeframe, today: PacificDay): readonly [PacificDay, PacificDay] {
	return [addPacificDays(today, -DAYS_OF[timeframe]), addPacificDays(today, -1)];
}

/** How many people the demographics are about. */
function audienceOf(
	account: SimulatedAccount,
	metric: DemographicMetric,
	timeframe: Timeframe,
	today: PacificDay,
): number {
	const days = daysOf(timeframe, today);
	switch (metric) {
		case 'follower_demographics':
			return account.followers;
		case 'engaged_audience_demographics':
			return accountTruthOfDays(account, days, 'accounts_engaged');
		case 'reached_audience_demographics':
			return accountTruthOfDays(account, days, 'reach');
	}
}

/** Meta, account insights page: demographics of fewer than 100 who took part do not come. */
export function hasAudience(
	account: SimulatedAccount,
	metric: DemographicMetric,
	timeframe: Timeframe,
	today: PacificDay,
): boolean {
	if (metric === 'follower_demographics') return true;
	const counted = metric === 'reached_audience_demographics' ? 'reach' : 'total_interactions';
	return accountTruthOfDays(account, daysOf(timeframe, today), counted) >= 100;
}

/**
 * The audience of an account by one breakdown, or by age and gender. The largest part comes first; parts that are 0 are
 * left out, and of places only the 45 largest come.
 */
export function audienceTruth(
	account: SimulatedAccount,
	metric: DemographicMetric,
	breakdowns: readonly AccountBreakdown[],
	today: PacificDay,
	timeframe: Timeframe = 'this_month',
): AudiencePart[] {
	const all = audienceOf(account, metric, timeframe, today);
	const seed = `${account.id} ${metric}`;
	return partsOf(all, breakdowns, seed)
		.filter(({ value }) => value > 0)
		.sort((one, other) => other.value - one.value)
		.slice(0, MOST_PARTS);
}

function partsOf(all: number, breakdowns: readonly AccountBreakdown[], seed: string): AudiencePart[] {
	const [first] = breakdowns;
	if (first === 'country') return places(all, COUNTRIES, seed);
	if (first === 'city') return places(Math.floor(all / 2), CITIES, seed);
	const parts = new Map<string, AudiencePart>();
	for (const { age, gender, value } of people(all, seed)) {
		const values = breakdowns.map((name) => (name === 'age' ? age : gender));
		const key = values.join();
		parts.set(key, { values, value: value + (parts.get(key)?.value ?? 0) });
	}
	return [...parts.values()];
}

/** Each place has fewer than the one before. Accounts begin at different ones. */
function places(all: number, names: readonly string[], seed: string): AudiencePart[] {
	const start = hash(seed) % names.length;
	return names.map((_, index) => ({
		values: [names[(start + index) % names.length] ?? ''],
		value: Math.floor((all * 0.22) / (index + 1)),
	}));
}

function people(all: number, seed: string): { age: string; gender: string; value: number }[] {
	return AGES.flatMap(([age, ofAge]) =>
		GENDERS.map(([gender, ofGender]) => {
			const noise = 800 + (hash(`${seed} ${age} ${gender}`) % 200);
			return { age, gender, value: Math.floor((all * ofAge * ofGender * noise) / 1e9) };
		}),
	);
}
