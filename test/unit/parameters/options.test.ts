import { API_VERSIONS, DEFAULT_API_VERSION, MEDIA_FIELDS } from '../../../nodes/InstagramInsights/catalogue';
import {
	MAX_TIMEOUT_MS,
	MAX_WAIT_MINUTES,
	optionsField,
	readOptions,
} from '../../../nodes/InstagramInsights/parameters/options';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES, NO_NUMBERS } from './samples';
import { isShown, membersOf, optionsOf, panel, sorted } from './shown';

const USUAL_FIELDS = ['timestamp', 'permalink'];
const optionsFrom = (options: unknown) => valueOf(readOptions(readerOf({ options }), USUAL_FIELDS)).options;
const turnedDown = (options: unknown) => issueOf(readOptions(readerOf({ options }), USUAL_FIELDS));

describe('optionsField', () => {
	const field = optionsField({ show: { '/resource': ['post'] } });
	const member = (name: string) => membersOf(field).find((entry) => entry.name === name);
	const valuesOf = (name: string) => sorted(optionsOf(member(name)).map(({ value }) => String(value)));

	it('has the names, values and defaults of the contract', () => {
		expect([field.name, field.default]).toEqual(['options', {}]);
		expect(sorted(membersOf(field).map(({ name }) => name))).toEqual([
			'apiVersion',
			'maxWait',
			'mediaFields',
			'timeout',
			'unavailable',
		]);
		expect(valuesOf('apiVersion')).toEqual(sorted(API_VERSIONS.map(({ name }) => name)));
		expect(member('apiVersion')?.default).toBe('v25.0');
		expect(valuesOf('mediaFields')).toEqual(sorted(MEDIA_FIELDS.map(({ name }) => name)));
		expect(valuesOf('unavailable')).toEqual(['fail', 'omit', 'row']);
		expect(member('unavailable')?.default).toBe('row');
		expect(member('maxWait')?.default).toBe(5);
		expect(member('timeout')?.default).toBe(30_000);
	});

	it('bounds how long a run waits', () => {
		expect(member('timeout')?.typeOptions).toEqual({ minValue: 1, maxValue: 300_000 });
		expect(member('maxWait')?.typeOptions).toEqual({ minValue: 0, maxValue: 1440 });
	});

	it('is shown for the resources that it is made for', () => {
		expect(isShown(panel('post', []), field)).toBe(true);
		expect(isShown(panel('story', []), field)).toBe(false);
	});

	it('says until when an API version can be used, if that is known', () => {
		const labels = optionsOf(member('apiVersion')).map(({ name }) => name);
		expect(labels).toEqual(
			API_VERSIONS.map(({ name, usableUntil }) =>
				usableUntil === undefined ? name : `${name} (Until ${usableUntil})`,
			),
		);
		expect(labels.some((label) => label.includes(' (Until '))).toBe(true);
		expect(labels.some((label) => /^v\d+\.0$/.test(label))).toBe(true);
	});

	it('labels and describes each media field as the catalogue does', () => {
		expect(optionsOf(member('mediaFields'))).toEqual(
			MEDIA_FIELDS.map(({ name, label, description }) => ({ name: label, value: name, description })),
		);
	});

	it('tells which media fields come by themselves', () => {
		expect(member('mediaFields')?.description).toMatch(
			/Get Many gives Caption, Permalink and Timestamp without this option, and only what you choose with it/,
		);
	});

	it('starts each option with what the reader takes if nobody added it', () => {
		const defaults = Object.fromEntries(membersOf(field).map((entry) => [entry.name, entry.default]));
		expect({ ...optionsFrom({}), fields: [] }).toEqual(optionsFrom(defaults));
	});
});

describe('readOptions', () => {
	it.each([undefined, null, '', {}])('takes %j for no option at all', (options) => {
		expect(optionsFrom(options)).toEqual({
			apiVersion: 'v25.0',
			timeoutMs: 30_000,
			maxWaitMs: 300_000,
			fields: USUAL_FIELDS,
			unavailable: 'row',
		});
	});

	it('takes the options of a node that has none for untouched', () => {
		expect(valueOf(readOptions(readerOf({}), [])).options).toEqual({ ...optionsFrom({}), fields: [] });
	});

	it.each(NO_CHOICES)('turns %p down', (options, text) => {
		const { message, description } = turnedDown(options);
		expect(message).toContain(`'Options' ${text}`);
		expect(message.length).toBeLessThan(180);
		expect(description).toContain("an object with the fields of 'Options'");
	});
});

describe('The API version', () => {
	it.each(API_VERSIONS)('$name is taken', ({ name }) => {
		expect(optionsFrom({ apiVersion: name }).apiVersion).toBe(name);
	});

	it.each([undefined, null])('%p is the default', (apiVersion) => {
		expect(optionsFrom({ apiVersion }).apiVersion).toBe(DEFAULT_API_VERSION);
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['25.0', "holds '25.0'"]] as const)(
		'%p is turned down',
		(apiVersion, text) => {
			const { message, description } = turnedDown({ apiVersion });
			expect(message).toContain(`'API Version' ${text}`);
			expect(message.length).toBeLessThan(180);
			expect(description).toContain('a version of the Graph API such as v25.0');
		},
	);
});

describe('The time-out', () => {
	it.each<[unknown, number]>([
		[1, 1],
		[30_000, 30_000],
		['10000', 10_000],
		[MAX_TIMEOUT_MS, MAX_TIMEOUT_MS],
		[undefined, 30_000],
		[null, 30_000],
	])('%p is %d ms', (timeout, ms) => {
		expect(optionsFrom({ timeout }).timeoutMs).toBe(ms);
	});

	it.each([
		...NO_NUMBERS,
		[0, 'holds 0'],
		[0.5, 'holds 0.5'],
		[1.5, 'holds 1.5'],
		[MAX_TIMEOUT_MS + 1, 'holds 300001'],
		[2 ** 31, 'holds 2147483648'],
		[1e12, 'holds 1000000000000'],
		[Number.MAX_VALUE, 'holds 1.7976931348623157e+308'],
		['999999999999', "holds '999999999999'"],
	] as const)('%p is turned down', (timeout, text) => {
		const { message, description } = turnedDown({ timeout });
		expect(message).toContain(`'Timeout' ${text}`);
		expect(description).toMatch(/whole number of milliseconds from 1 to 300000, such as 30000/);
	});
});

describe('The longest wait', () => {
	it.each<[unknown, number]>([
		[0, 0],
		[0.5, 30_000],
		['0.5', 30_000],
		['10', 600_000],
		[MAX_WAIT_MINUTES, 86_400_000],
		[undefined, 300_000],
		[null, 300_000],
	])('%p minutes are %d ms', (maxWait, ms) => {
		expect(optionsFrom({ maxWait }).maxWaitMs).toBe(ms);
	});

	it.each([
		...NO_NUMBERS,
		[MAX_WAIT_MINUTES + 0.1, 'holds 1440.1'],
		[1e12, 'holds 1000000000000'],
		['10 minutes', "holds '10 minutes'"],
	] as const)('%p is turned down', (maxWait, text) => {
		const { message, description } = turnedDown({ maxWait });
		expect(message).toContain(`'Max Wait' ${text}`);
		expect(description).toMatch(/number of minutes from 0 to 1440, such as 5/);
	});
});

describe('The media fields', () => {
	it.each<[unknown, readonly string[]]>([
		[
			['caption', 'permalink'],
			['caption', 'permalink'],
		],
		['permalink, caption', ['permalink', 'caption']],
		['["caption"]', ['caption']],
		[[], []],
		['', []],
		[undefined, USUAL_FIELDS],
		[null, USUAL_FIELDS],
	])('%j are %j', (mediaFields, fields) => {
		expect(optionsFrom({ mediaFields }).fields).toEqual(fields);
	});

	it.each(NO_CHOICES)('%p are turned down', (mediaFields, text) => {
		const { message, description } = turnedDown({ mediaFields });
		expect(message).toContain(`'Media Fields' ${text}`);
		expect(message.length).toBeLessThan(180);
		expect(description).toContain(`one of: ${MEDIA_FIELDS.map(({ name }) => name).join(', ')}`);
	});

	it('are turned down by the one that Meta does not have', () => {
		expect(turnedDown({ mediaFields: 'caption, likes' }).message).toContain("'Media Fields' holds 'likes'");
	});
});

describe('What to do if a metric is unavailable', () => {
	it.each<[unknown, string]>([
		['row', 'row'],
		['omit', 'omit'],
		['fail', 'fail'],
		[undefined, 'row'],
		[null, 'row'],
	])('%p is %s', (unavailable, expected) => {
		expect(optionsFrom({ unavailable }).unavailable).toBe(expected);
	});

	it.each([...NO_CHOICES, ['', 'is empty']] as const)('%p is turned down', (unavailable, text) => {
		const { message, description } = turnedDown({ unavailable });
		expect(message).toContain(`'When a Metric Is Unavailable' ${text}`);
		expect(message.length).toBeLessThan(180);
		expect(description).toBe('In an expression give one of: row, omit, fail');
	});
});
