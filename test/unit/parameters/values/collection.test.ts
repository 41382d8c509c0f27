import { readCollection } from '../../../../nodes/InstagramInsights/parameters/values/collection';
import { issueOf, readerOf, valueOf } from '../parameterReader';
import { hostile, NO_CHOICES, raise } from '../samples';

const collectionOf = (things: unknown) =>
	valueOf(readCollection(readerOf({ things }), 'things', 'Some Things')).collection;
const turnedDown = (things: unknown) =>
	issueOf(readCollection(readerOf({ things }), 'things', 'Some Things'));

describe('readCollection', () => {
	it('gives the members of the collection', () => {
		expect(collectionOf({ a: 1, b: undefined })).toEqual({ a: 1, b: undefined });
	});

	it.each([undefined, null, '', {}])('gives no member for %j', (things) => {
		expect(collectionOf(things)).toEqual({});
	});

	it('gives no member if the node does not hold the collection', () => {
		expect(valueOf(readCollection(readerOf({}), 'things', 'Some Things')).collection).toEqual({});
	});

	it.each([
		...NO_CHOICES,
		[[], 'holds []'],
		[' ', 'is empty'],
		[0, 'holds 0'],
		[false, 'holds false'],
	] as const)('turns %p down by the label', (things, text) => {
		const { message, description } = turnedDown(things);
		expect(message).toContain(`'Some Things' ${text}`);
		expect(description).toBe("In an expression give an object with the fields of 'Some Things'");
	});

	it.each<[string, () => unknown]>([
		['a proxy', () => new Proxy({}, hostile)],
		['a getter', () => Object.defineProperty({}, 'a', { get: raise, enumerable: true })],
	])('turns %s down that throws while it is read', (_what, make) => {
		expect(turnedDown(make()).message).toContain("'Some Things' holds");
	});
});
