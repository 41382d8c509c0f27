import {
	demographicsFields,
	readDemographics,
} from '../../../nodes/InstagramInsights/parameters/demographics';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';
import { isShown, optionsOf } from './shown';

const USUAL = ['age', 'gender', 'country', 'city'];
const choiceOf = (parameters: Readonly<Record<string, unknown>>) =>
	valueOf(readDemographics(readerOf(parameters))).choice;
const turnedDown = (parameters: Readonly<Record<string, unknown>>) =>
	issueOf(readDemographics(readerOf(parameters)));

describe('demographicsFields', () => {
	const fields = demographicsFields({ resource: ['account'], operation: ['getDemographics'] });
	const [audience, demographics, timeframe] = fields;

	it('have the names, values and defaults of the contract', () => {
		expect(fields.map(({ name, type, default: start }) => [name, type, start])).toEqual([
			['audience', 'options', 'follower_demographics'],
			['demographics', 'multiOptions', USUAL],
			['timeframe', 'options', 'this_month'],
		]);
		expect(optionsOf(audience).map(({ name, value }) => [name, value])).toEqual([
			['Engaged Audience', 'engaged_audience_demographics'],
			['Followers', 'follower_demographics'],
		]);
		expect(optionsOf(demographics).map(({ name, value }) => [name, value])).toEqual([
			['Age', 'age'],
			['Age and Gender', 'age_gender'],
			['City', 'city'],
			['Country', 'country'],
			['Gender', 'gender'],
		]);
		expect(optionsOf(timeframe).map(({ name, value }) => [name, value])).toEqual([
			['Last 30 Days', 'this_month'],
			['Last 7 Days', 'this_week'],
		]);
	});

	it('are shown for demographics only', () => {
		for (const field of fields) {
			expect(isShown({ resource: 'account', operation: 'getDemographics' }, field)).toBe(true);
			expect(isShown({ resource: 'account', operation: 'getInsights' }, field)).toBe(false);
		}
	});

	it('start with what the reader takes if the node does not hold the parameters', () => {
		expect(choiceOf({})).toEqual(Object.fromEntries(fields.map((field) => [field.name, field.default])));
	});
});

describe('readDemographics', () => {
	it.each<[unknown, readonly string[]]>([
		[['age'], ['age']],
		[
			['city', 'age_gender'],
			['city', 'age_gender'],
		],
		['age, country', ['age', 'country']],
		['["gender"]', ['gender']],
		['AGE', ['age']],
		['Age and Gender', ['age_gender']],
		[['age', 'Age', 'age '], ['age']],
	])('takes %j', (demographics, names) => {
		expect(choiceOf({ demographics }).demographics).toEqual(names);
	});

	it.each<[unknown]>([[[]], [''], [' , '], ['[]'], [null], [undefined]])(
		'turns the empty %j down',
		(demographics) => {
			const { message, description } = turnedDown({ demographics });
			expect(message).toBe("'Demographics' is empty");
			expect(description).toBe('Choose at least one of: age, gender, country, city, age_gender');
		},
	);

	it.each([...NO_CHOICES, ['age, likes', "holds 'likes'"]] as const)(
		'turns %p down',
		(demographics, text) => {
			const { message, description } = turnedDown({ demographics });
			expect(message).toContain(`'Demographics' ${text}`);
			expect(message.length).toBeLessThan(180);
			expect(description).toContain('age, gender, country, city, age_gender');
		},
	);

	it.each(['follower_demographics', 'engaged_audience_demographics'])('takes the audience %s', (audience) => {
		expect(choiceOf({ audience }).audience).toBe(audience);
	});

	it.each(['this_month', 'this_week'])('takes the time frame %s', (timeframe) => {
		expect(choiceOf({ timeframe }).timeframe).toBe(timeframe);
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['followers', "holds 'followers'"]] as const)(
		'turns the audience %p down',
		(audience, text) => {
			const { message, description } = turnedDown({ audience });
			expect(message).toContain(`'Audience' ${text}`);
			expect(description).toBe(
				'In an expression give one of: follower_demographics, engaged_audience_demographics',
			);
		},
	);

	// Meta no longer answers the other time frames for the engaged audience.
	it.each([...NO_CHOICES, ['', 'is empty'], ['last_90_days', "holds 'last_90_days'"]] as const)(
		'turns the time frame %p down',
		(timeframe, text) => {
			const { message, description } = turnedDown({ timeframe });
			expect(message).toContain(`'Time Frame' ${text}`);
			expect(description).toBe('In an expression give one of: this_month, this_week');
		},
	);
});
