import { groupBy } from '../../nodes/InstagramInsights/graph/groupBy';

describe('Grouped entries', () => {
	it('are each in one group, in the order in which they come', () => {
		const entries = ['bark', 'cat', 'ant', 'bee', 'cow'];
		expect([...groupBy(entries, ([first]) => first)]).toEqual([
			['b', ['bark', 'bee']],
			['c', ['cat', 'cow']],
			['a', ['ant']],
		]);
		expect([...groupBy([], () => 1)]).toEqual([]);
	});

	it('share the same object as their key, not an equal one, or share undefined', () => {
		const batch = { size: 2 };
		const lost = [batch, { size: 2 }, undefined, batch, undefined].map((lostWith) => ({ lostWith }));
		expect([...groupBy(lost, ({ lostWith }) => lostWith).values()].map(({ length }) => length)).toEqual([
			2, 1, 2,
		]);
	});
});
