import type { INodeParameters } from 'n8n-workflow';

import { MAX_LISTED_MEDIA } from '../../../nodes/InstagramInsights/catalogue';
import { limitFields, readLimit } from '../../../nodes/InstagramInsights/parameters/limit';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_NUMBERS, NO_SWITCHES, SWITCHES } from './samples';
import { isShown } from './shown';

const limitOf = (parameters: Readonly<Record<string, unknown>>) =>
	valueOf(readLimit(readerOf(parameters))).limit;
const turnedDown = (parameters: Readonly<Record<string, unknown>>) =>
	issueOf(readLimit(readerOf(parameters)));

describe('readLimit', () => {
	it.each<[unknown, number]>([
		[1, 1],
		[50, 50],
		['20', 20],
		[' 20\n', 20],
		['007', 7],
		['20.0', 20],
		[MAX_LISTED_MEDIA - 1, MAX_LISTED_MEDIA - 1],
		[MAX_LISTED_MEDIA, MAX_LISTED_MEDIA],
		[MAX_LISTED_MEDIA + 1, MAX_LISTED_MEDIA],
		[1e9, MAX_LISTED_MEDIA],
		['1000000000', MAX_LISTED_MEDIA],
	])('%p is %d', (limit, number) => {
		expect(limitOf({ limit })).toBe(number);
	});

	it.each([
		...NO_NUMBERS,
		[0, 'holds 0'],
		['0', "holds '0'"],
		[2.5, 'holds 2.5'],
		['2.5', "holds '2.5'"],
		[undefined, 'is empty'],
		[null, 'is empty'],
	] as const)('%p is turned down', (limit, text) => {
		const { message, description } = turnedDown({ limit });
		expect(message).toContain(`'Limit' ${text}`);
		expect(description).toMatch(/whole number from 1 on, such as 50, or switch 'Return All' on/);
	});

	it('does not look at the limit if all are to be returned', () => {
		expect(limitOf({ returnAll: true, limit: 'ten' })).toBe(MAX_LISTED_MEDIA);
	});

	it.each(SWITCHES)('takes %p as a switch for all', (returnAll, on) => {
		expect(limitOf({ returnAll, limit: 3 })).toBe(on ? MAX_LISTED_MEDIA : 3);
	});

	it.each(NO_SWITCHES)('turns %p down as a switch for all', (returnAll, text) => {
		const { message, description } = turnedDown({ returnAll });
		expect(message).toContain(`'Return All' ${text}`);
		expect(description).toContain('true, false');
	});
});

describe('limitFields', () => {
	const fields = limitFields({ resource: ['post'] });
	const [returnAll, limit] = fields;
	const shownAt = (values: INodeParameters) =>
		fields.filter((field) => isShown(values, field)).map(({ name }) => name);

	it('hide the limit if all are to be returned', () => {
		expect(shownAt({ resource: 'post', returnAll: false })).toEqual(['returnAll', 'limit']);
		expect(shownAt({ resource: 'post', returnAll: true })).toEqual(['returnAll']);
		expect(shownAt({ resource: 'story', returnAll: false })).toEqual([]);
	});

	it('start with what the reader takes if the node does not hold the parameters', () => {
		expect(limitOf({})).toBe(limit?.default);
		expect(returnAll?.default).toBe(false);
	});

	it('bound the limit as the reader does', () => {
		expect(limit?.typeOptions).toEqual({ minValue: 1, maxValue: MAX_LISTED_MEDIA });
	});
});
