import type { Login } from '../logins';
import type { Source } from '../sources';

/** Who the people are whom Meta splits up by age, gender, country and city. */
export interface Audience {
	/** The name in the `metric` parameter of the Graph API. */
	readonly name: string;
	readonly label: string;
	/** One sentence in our own words, without a period at its end. */
	readonly description: string;
	/** The people in few words, inside of a sentence. */
	readonly people: string;
	/** What the account needs, in words that follow "only to accounts with at least". */
	readonly needs: string;
	readonly logins: readonly Login[];
	readonly source: Source;
}

const BOTH: readonly Login[] = ['facebook', 'instagram'];

/** The first one is the default. */
export const AUDIENCES: readonly [Audience, ...Audience[]] = [
	{
		name: 'follower_demographics',
		label: 'Followers',
		description: 'The people who follow the account',
		people: 'followers',
		needs: '100 followers',
		logins: BOTH,
		source: 'accountInsights',
	},
	{
		name: 'engaged_audience_demographics',
		label: 'Engaged Audience',
		description: 'The people who interacted with the content of the account',
		people: 'the engaged audience',
		needs: '100 engagements in the time frame',
		logins: BOTH,
		source: 'accountInsights',
	},
];

/** A way in which Meta splits an audience up. */
export interface Demographic {
	/** As saved workflows and our rows name it. */
	readonly name: string;
	readonly label: string;
	/** What its values are, in our own words, without a period at its end. */
	readonly description: string;
	/** The dimensions in the `breakdown` parameter, which an answer has as `dimension_keys`. */
	readonly keys: readonly string[];
	readonly isDefault: boolean;
}

/** Meta lists the 45 largest values of each (Meta, Instagram user insights). */
export const DEMOGRAPHICS: readonly Demographic[] = [
	{ name: 'age', label: 'Age', description: 'Age groups, such as 25-34', keys: ['age'], isDefault: true },
	{
		name: 'gender',
		label: 'Gender',
		description: 'Female, male and unknown',
		keys: ['gender'],
		isDefault: true,
	},
	{
		name: 'country',
		label: 'Country',
		description: 'Countries, as two letters such as DE',
		keys: ['country'],
		isDefault: true,
	},
	{ name: 'city', label: 'City', description: 'Cities with their region', keys: ['city'], isDefault: true },
	{
		name: 'age_gender',
		label: 'Age and Gender',
		description: 'Each age group split by gender',
		keys: ['age', 'gender'],
		isDefault: false,
	},
];

/**
 * The time frames that Meta answers for both audiences on all versions. The others stopped for the engaged one on
 * 2024-08-19 (Meta, changelog). The first one is the default.
 */
export const TIMEFRAMES = [
	{ name: 'this_month', label: 'Last 30 Days' },
	{ name: 'this_week', label: 'Last 7 Days' },
] as const;
