import { ResultBuilder } from '../../nodes/InstagramInsights/graph/names/resultBuilder';
import { failureOf } from './fakeClient';

const REFUSED = failureOf(400, { code: 100, message: 'No' });
const FAILED = failureOf(500, { code: 2, message: 'Later' });
const ABCD = ['a', 'b', 'c', 'd'];

describe('The result for some names', () => {
	it('has no failure at first, and knows nothing of any name', () => {
		const result = new ResultBuilder();
		expect(result.failure).toBeUndefined();
		expect(result.unresolved(ABCD)).toEqual(ABCD);
		expect(result.hasAnswer(ABCD)).toBe(false);
	});

	it('resolves names by an answer, a refusal or a failure', () => {
		const result = new ResultBuilder();
		result.addAnswer({ names: ['a'], body: {} });
		expect(result.unresolved(ABCD)).toEqual(['b', 'c', 'd']);
		result.refuse(['b'], REFUSED);
		expect(result.unresolved(ABCD)).toEqual(['c', 'd']);
		result.fail(['d'], FAILED);
		expect(result.unresolved(ABCD)).toEqual(['c']);
		expect([...result.refused]).toEqual([['b', REFUSED]]);
		expect([...result.failed]).toEqual([['d', FAILED]]);
	});

	it('has an answer for names of which at least one is answered', () => {
		const result = new ResultBuilder();
		result.addAnswer({ names: ['a', 'b'], body: {} });
		expect(result.hasAnswer(['b', 'c'])).toBe(true);
		expect(result.hasAnswer(['c', 'd'])).toBe(false);
		expect(result.hasAnswer([])).toBe(false);
	});

	it('has a failure only if names failed and none was answered', () => {
		const result = new ResultBuilder();
		result.refuse(['a'], REFUSED);
		expect(result.failure).toBeUndefined();
		result.fail(['b'], FAILED);
		expect(result.failure).toBe(FAILED);
		result.addAnswer({ names: ['c'], body: {} });
		expect(result.failure).toBeUndefined();
	});
});
