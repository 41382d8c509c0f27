import { DateTime } from 'luxon';

import { filtersField, readFilters } from '../../../nodes/InstagramInsights/parameters/filters';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';
import { membersOf } from './shown';

const ZONE = 'America/New_York';
const readFrom = (filters: unknown, zone = ZONE) => readFilters(readerOf({ filters }), zone);

describe('readFilters', () => {
	const between = (publishedAfter: unknown, publishedBefore: unknown, zone?: string) =>
		readFrom({ publishedAfter, publishedBefore }, zone);

	it('takes the days from the first moment of the one to the last moment of the other', () => {
		expect(between('2026-11-01', '2026-11-01', 'Australia/Sydney')).toMatchObject({
			ok: true,
			filters: {
				publishedAfter: new Date('2026-10-31T13:00:00Z'),
				publishedBefore: new Date('2026-11-01T12:59:59.999Z'),
			},
		});
	});

	it('takes the same moment for both', () => {
		expect(between('2026-11-01T09:30:00Z', '2026-11-01T09:30:00Z').ok).toBe(true);
	});

	it.each<[unknown, unknown, string]>([
		[
			'2026-11-02',
			'2026-11-01',
			"holds '2026-11-02', which is later than 'Published Before' with '2026-11-01'",
		],
		[1793620800, '2026-11-01', "holds 1793620800, which is later than 'Published Before' with '2026-11-01'"],
		[
			'2026-11-01T09:30:00.001Z',
			DateTime.fromISO('2026-11-01T09:30:00Z'),
			"which is later than 'Published Before' with the date 2026-11-01T09:30:00.000Z",
		],
	])('turns an end before the beginning down and shows both: %p to %p', (after, before, text) => {
		const { message, description } = issueOf(between(after, before));
		expect(message).toContain(`'Published After' `);
		expect(message).toContain(text);
		expect(description).toMatch(/they mean \d{4}-.*Z and \d{4}-.*Z/);
	});

	it('names the filter that cannot be read', () => {
		expect(issueOf(between('01/02/2026', '2026-11-01')).message).toContain("'Published After' holds");
		expect(issueOf(between('2026-11-01', '01/02/2026')).message).toContain("'Published Before' holds");
	});
});

describe('The filters', () => {
	it.each(['publishedafter', 'PublishedAfter', 'published_after', 'publishedBefore ', 'since', '__proto__x'])(
		'turns the filter %s down',
		(name) => {
			const { message, description } = issueOf(readFrom({ [name]: '2026-11-01' }));
			expect(message).toContain(`'Filters' holds '${name}'`);
			expect(description).toContain('publishedAfter, publishedBefore');
		},
	);

	it.each<[unknown, readonly string[]]>([
		[undefined, ['Published After']],
		[null, ['Published After']],
		['', []],
		['2026-11-01', []],
	])('with %j are those without a value of their expression', (publishedAfter, emptyFilters) => {
		expect(readFrom({ publishedAfter })).toMatchObject({ ok: true, emptyFilters });
		expect(readFrom({})).toMatchObject({ ok: true, emptyFilters: [] });
	});

	it('are named by their labels if both are empty', () => {
		const { filters, emptyFilters } = valueOf(readFrom({ publishedAfter: null, publishedBefore: undefined }));
		expect(emptyFilters).toEqual(['Published After', 'Published Before']);
		expect(filters).toEqual({ publishedAfter: undefined, publishedBefore: undefined });
	});

	it.each([undefined, null, '', {}])('are none if the collection is %j', (given) => {
		expect(valueOf(readFrom(given))).toEqual({
			ok: true,
			filters: { publishedAfter: undefined, publishedBefore: undefined },
			emptyFilters: [],
		});
	});

	it('may be only one of the two', () => {
		expect(valueOf(readFrom({ publishedAfter: '2026-11-01T12:00Z' })).filters).toEqual({
			publishedAfter: new Date('2026-11-01T12:00:00Z'),
			publishedBefore: undefined,
		});
		expect(valueOf(readFrom({ publishedBefore: '2026-11-01T12:00Z' })).filters).toEqual({
			publishedAfter: undefined,
			publishedBefore: new Date('2026-11-01T12:00:00Z'),
		});
	});

	it.each(NO_CHOICES)('are turned down if the collection is %p', (given, text) => {
		const { message } = issueOf(readFrom(given));
		expect(message).toContain(`'Filters' ${text}`);
		expect(message.length).toBeLessThan(180);
	});
});

describe('filtersField', () => {
	const field = filtersField({ show: { resource: ['post'] } });

	it('has the names of the contract, and dates that start empty', () => {
		expect([field.name, field.default]).toEqual(['filters', {}]);
		expect(membersOf(field).map(({ name, type, default: start }) => [name, type, start])).toEqual([
			['publishedAfter', 'dateTime', ''],
			['publishedBefore', 'dateTime', ''],
		]);
		expect(membersOf(field).map(({ displayName }) => displayName)).toEqual([
			'Published After',
			'Published Before',
		]);
		expect(field.displayOptions).toEqual({ show: { resource: ['post'] } });
	});

	it('tells which forms of a date the filters take', () => {
		const [after, before] = membersOf(field);
		for (const member of [after, before]) {
			expect(member?.description).toMatch(/2026-11-01T09:30:00.*DateTime.*Unix seconds or milliseconds/);
		}
		expect(after?.description).toMatch(/^Only what was published at this moment or later\./);
		expect(before?.description).toMatch(/A day without a time is included/);
	});
});
