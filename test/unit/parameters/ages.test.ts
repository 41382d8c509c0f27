import {
	agesField,
	lastCallField,
	readAges,
	readLastCall,
	readStoryAges,
	storyAgesField,
} from '../../../nodes/InstagramInsights/parameters/ages';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { optionsOf } from './shown';

describe('The fields of the ages', () => {
	it('have the names, values and defaults of the contract', () => {
		const [ages, storyAges, lastCall] = [agesField, storyAgesField, lastCallField].map((field) =>
			field({ event: ['mediaAge'] }),
		);
		expect([ages?.name, ages?.default]).toEqual(['ages', [24]]);
		expect(optionsOf(ages)).toEqual([
			{ name: '1 Hour', value: 1 },
			{ name: '6 Hours', value: 6 },
			{ name: '24 Hours', value: 24 },
			{ name: '3 Days', value: 72 },
			{ name: '7 Days', value: 168 },
			{ name: '30 Days', value: 720 },
		]);
		expect([storyAges?.name, storyAges?.default]).toEqual(['storyAges', [23]]);
		expect(optionsOf(storyAges).map(({ value }) => value)).toEqual([1, 6, 12, 23]);
		expect(lastCall).toMatchObject({
			name: 'lastCall',
			default: 1395,
			typeOptions: { minValue: 60, maxValue: 1430 },
		});
	});
});

describe('readAges', () => {
	it.each([
		[
			[24, 1],
			[60, 1_440],
		],
		[
			['24', 1, 1],
			[60, 1_440],
		],
		['720, 1', [60, 43_200]],
		[6, [360]],
		[[], []],
		['', []],
		[null, []],
	])('reads %j', (ages, minutes) => {
		expect(valueOf(readAges(readerOf({ ages }))).minutes).toEqual(minutes);
	});

	it('has a default', () => {
		expect(valueOf(readAges(readerOf({}))).minutes).toEqual([1_440]);
		expect(valueOf(readStoryAges(readerOf({}))).minutes).toEqual([1_380]);
	});

	it.each([[[2]], ['1, x'], [{}], [true], [[[1]]], [[null]], [NaN]])('refuses %j', (ages) => {
		const { message, description } = issueOf(readAges(readerOf({ ages })));
		expect(message).toMatch(/^'Ages' (holds|is empty, which)/);
		expect(description).toContain('1, 6, 24, 72, 168, 720');
	});

	it('refuses an age that a story does not reach', () => {
		expect(issueOf(readStoryAges(readerOf({ storyAges: [24] }))).message).toContain("'Story Ages' holds 24");
	});
});

describe('readLastCall', () => {
	it.each([
		[undefined, 1_395],
		[60, 60],
		['1430', 1_430],
	])('reads %j', (lastCall, minutes) => {
		const given = lastCall === undefined ? {} : { lastCall };
		expect(valueOf(readLastCall(readerOf(given))).minutes).toBe(minutes);
	});

	it.each([59, 1_431, 100.5, 'x', null, {}])('refuses %j', (lastCall) => {
		const { message, description } = issueOf(readLastCall(readerOf({ lastCall })));
		expect(message).toContain("'Last Call' holds");
		expect(description).toContain('from 60 to 1430');
	});
});
