import { accountOutputFields, readAccountOutput } from '../../../nodes/InstagramInsights/parameters/output';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES, NO_SWITCHES, SWITCHES } from './samples';
import { isShown, optionsOf } from './shown';

const outputOf = (parameters: Readonly<Record<string, unknown>>) => {
	const { output, simplify } = valueOf(readAccountOutput(readerOf(parameters)));
	return { output, simplify };
};

describe('accountOutputFields', () => {
	const fields = accountOutputFields({ show: { resource: ['account'] } });

	it('have the names, values and defaults of the contract', () => {
		expect(fields.map(({ name, default: start }) => [name, start])).toEqual([
			['output', 'metrics'],
			['simplify', true],
		]);
		expect(optionsOf(fields[0]).map(({ name, value }) => [name, value])).toEqual([
			['One Item per Account', 'account'],
			['One Item per Breakdown Value', 'values'],
			['One Item per Metric', 'metrics'],
		]);
	});

	it('are shown for accounts', () => {
		for (const field of fields) {
			expect(isShown({ resource: 'account' }, field)).toBe(true);
			expect(isShown({ resource: 'post' }, field)).toBe(false);
		}
	});

	it('start with what the reader takes if the node does not hold the parameters', () => {
		expect(outputOf({})).toEqual(Object.fromEntries(fields.map((field) => [field.name, field.default])));
	});
});

describe('readAccountOutput', () => {
	it.each<[unknown, string]>([
		['metrics', 'metrics'],
		['account', 'account'],
		['values', 'values'],
		[undefined, 'metrics'],
		[null, 'metrics'],
	])('takes %p as %s', (given, output) => {
		expect(outputOf({ output: given }).output).toBe(output);
	});

	// The output of posts, reels and stories that accounts do not have.
	it.each([...NO_CHOICES, ['', 'is empty'], ['media', "holds 'media'"]] as const)(
		'turns the output %p down',
		(output, text) => {
			const { message, description } = issueOf(readAccountOutput(readerOf({ output })));
			expect(message).toContain(`'Output' ${text}`);
			expect(description).toBe('In an expression give one of: metrics, account, values');
		},
	);

	it.each(SWITCHES)('takes %p as the switch to simplify', (simplify, on) => {
		expect(outputOf({ simplify }).simplify).toBe(on);
	});

	it.each(NO_SWITCHES)('turns %p down as the switch to simplify', (simplify, text) => {
		expect(issueOf(readAccountOutput(readerOf({ simplify }))).message).toContain(`'Simplify' ${text}`);
	});
});
