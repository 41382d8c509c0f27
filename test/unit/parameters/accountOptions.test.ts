import { ACCOUNT_FIELDS, API_VERSIONS } from '../../../nodes/InstagramInsights/catalogue';
import { accountOptionsField, readAccountOptions } from '../../../nodes/InstagramInsights/parameters/options';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES, NO_NUMBERS, SWITCHES } from './samples';
import { membersOf, optionsOf, sorted } from './shown';

const optionsFrom = (options: unknown) => valueOf(readAccountOptions(readerOf({ options }))).options;
const turnedDown = (options: unknown) => issueOf(readAccountOptions(readerOf({ options })));

const FIELDS = [
	'biography',
	'followers_count',
	'follows_count',
	'media_count',
	'name',
	'profile_picture_url',
	'username',
	'website',
];

describe('accountOptionsField', () => {
	const ofPeriod = accountOptionsField({ show: { resource: ['account'] } }, true);
	const withoutPeriod = accountOptionsField({ show: { resource: ['account'] } }, false);
	const member = (name: string) => membersOf(ofPeriod).find((entry) => entry.name === name);

	it('has the names and defaults of the contract, and no media fields', () => {
		expect([ofPeriod.name, ofPeriod.default]).toEqual(['options', {}]);
		expect(membersOf(ofPeriod).map(({ name, default: start }) => [name, start])).toEqual([
			['accountFields', []],
			['apiVersion', 'v25.0'],
			['comparePrevious', false],
			['maxWait', 5],
			['timeout', 30_000],
			['unavailable', 'row'],
		]);
	});

	it('has no comparison without a period', () => {
		expect(membersOf(withoutPeriod).map(({ name }) => name)).toEqual(
			membersOf(ofPeriod)
				.map(({ name }) => name)
				.filter((name) => name !== 'comparePrevious'),
		);
	});

	it('shows the comparison for totals only', () => {
		expect(member('comparePrevious')?.displayOptions).toEqual({ show: { '/interval': ['total'] } });
	});

	it('lists the fields of an account, with the words of the catalogue', () => {
		expect(sorted(ACCOUNT_FIELDS.map(({ name }) => name))).toEqual(FIELDS);
		expect(optionsOf(member('accountFields'))).toEqual(
			ACCOUNT_FIELDS.map(({ name, label, description }) => ({ name: label, value: name, description })),
		);
		for (const { label, description } of ACCOUNT_FIELDS) {
			expect(label).toMatch(/^[A-Z]/);
			expect(description).toMatch(/^[A-Z].*[^.]$/);
		}
	});

	it('starts each option with what the reader takes if nobody added it', () => {
		const defaults = Object.fromEntries(membersOf(ofPeriod).map((entry) => [entry.name, entry.default]));
		expect(optionsFrom(defaults)).toEqual(optionsFrom({}));
	});
});

describe('readAccountOptions', () => {
	it.each([undefined, null, '', {}])('takes %j for no option at all', (options) => {
		expect(optionsFrom(options)).toEqual({
			apiVersion: 'v25.0',
			timeoutMs: 30_000,
			maxWaitMs: 300_000,
			fields: [],
			unavailable: 'row',
			comparePrevious: false,
		});
	});

	it.each(NO_CHOICES)('turns %p down', (options, text) => {
		expect(turnedDown(options).message).toContain(`'Options' ${text}`);
	});

	it.each<[unknown, readonly string[]]>([
		[FIELDS, FIELDS],
		['username, followers_count', ['username', 'followers_count']],
		[null, []],
	])('takes the account fields %j', (accountFields, fields) => {
		expect(optionsFrom({ accountFields }).fields).toEqual(fields);
	});

	// `caption` is a field of posts, and `comments_count` is near to fields of both.
	it.each([
		...NO_CHOICES,
		['caption', "holds 'caption'"],
		['username, comments_count', "holds 'comments_count'"],
	] as const)('turns the account fields %p down', (accountFields, text) => {
		const { message, description } = turnedDown({ accountFields });
		expect(message).toContain(`'Account Fields' ${text}`);
		expect(description).toContain(`one of: ${FIELDS.join(', ')}`);
	});

	it('leaves media fields alone, which a workflow of posts may hold', () => {
		expect(optionsFrom({ mediaFields: ['caption'] }).fields).toEqual([]);
	});

	it.each(SWITCHES)('takes %p as the comparison', (comparePrevious, on) => {
		expect(optionsFrom({ comparePrevious }).comparePrevious).toBe(on);
	});

	it.each([undefined, null])('takes %p for no comparison', (comparePrevious) => {
		expect(optionsFrom({ comparePrevious }).comparePrevious).toBe(false);
	});

	it.each([
		['yes', "holds 'yes'"],
		[1, 'holds 1'],
		['', 'is empty'],
		[{}, 'holds {}'],
	] as const)('turns the comparison %p down', (comparePrevious, text) => {
		const { message, description } = turnedDown({ comparePrevious });
		expect(message).toContain(`'Compare With Previous Period' ${text}`);
		expect(description).toBe('In an expression give one of: true, false');
	});

	it.each(API_VERSIONS)('takes $name', ({ name }) => {
		expect(optionsFrom({ apiVersion: name }).apiVersion).toBe(name);
	});

	it.each(NO_NUMBERS)('turns the time-out and the wait %p down', (value, text) => {
		expect(turnedDown({ timeout: value }).message).toContain(`'Timeout' ${text}`);
		expect(turnedDown({ maxWait: value }).message).toContain(`'Max Wait' ${text}`);
	});

	it.each([...NO_CHOICES, ['', 'is empty']] as const)(
		'turns %p down if a metric is unavailable',
		(unavailable, text) => {
			expect(turnedDown({ unavailable }).message).toContain(`'When a Metric Is Unavailable' ${text}`);
		},
	);
});
