import { issue, notOnList, unfitting } from '../../../../nodes/InstagramInsights/parameters/values/issue';

describe('issue', () => {
	it('holds what was given and how to get unstuck', () => {
		expect(issue("'Limit' is empty", 'Give a number')).toEqual({
			ok: false,
			issue: { message: "'Limit' is empty", description: 'Give a number' },
		});
	});
});

describe('unfitting', () => {
	it('lists several choices', () => {
		expect(unfitting('Output', 'x', ['a', 'b']).issue).toEqual({
			message: "'Output' holds 'x', which does not fit there",
			description: 'In an expression give one of: a, b',
		});
	});

	it('names the only choice', () => {
		expect(unfitting('Limit', null, ['a number']).issue).toEqual({
			message: "'Limit' is empty, which does not fit there",
			description: 'In an expression give a number',
		});
	});
});

describe('notOnList', () => {
	it('sends nobody to an expression, which n8n would not resolve there', () => {
		expect(notOnList('Operation', '{{ "getInsights" }}', ['getInsights', 'getManyInsights']).issue).toEqual({
			message: `'Operation' holds '{{ "getInsights" }}', which does not fit there`,
			description:
				"Choose from the list of 'Operation'. n8n resolves no expression there. A workflow file holds one of: getInsights, getManyInsights",
		});
	});

	it('names the only value', () => {
		expect(notOnList('Authentication', 'x', ['a']).issue.description).toBe(
			"Choose from the list of 'Authentication'. n8n resolves no expression there. A workflow file holds a",
		);
	});
});
