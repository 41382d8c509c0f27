import { outputFields, readOutput } from '../../../nodes/InstagramInsights/parameters/output';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES, NO_SWITCHES, SWITCHES } from './samples';
import { isShown, optionsOf, panel, sorted } from './shown';

const outputOf = (parameters: Readonly<Record<string, unknown>>) => {
	const { output, simplify } = valueOf(readOutput(readerOf(parameters)));
	return { output, simplify };
};
const turnedDown = (parameters: Readonly<Record<string, unknown>>) =>
	issueOf(readOutput(readerOf(parameters)));

describe('outputFields', () => {
	const fields = outputFields({ show: { '/resource': ['post'] } });

	it('have the names, values and defaults of the contract', () => {
		expect(fields.map(({ name, default: start }) => [name, start])).toEqual([
			['output', 'metrics'],
			['simplify', true],
		]);
		expect(sorted(optionsOf(fields[0]).map(({ value }) => String(value)))).toEqual([
			'media',
			'metrics',
			'values',
		]);
	});

	it('list the outputs in the order of their names', () => {
		const names = optionsOf(fields[0]).map(({ name }) => name);
		expect(names).toEqual(['One Item per Breakdown Value', 'One Item per Media', 'One Item per Metric']);
	});

	it('are shown for the resources that they are made for', () => {
		for (const field of fields) {
			expect(isShown(panel('post', []), field)).toBe(true);
			expect(isShown(panel('story', []), field)).toBe(false);
		}
	});

	it('start with what the reader takes if the node does not hold the parameters', () => {
		expect(outputOf({})).toEqual(Object.fromEntries(fields.map((field) => [field.name, field.default])));
	});

	it('hold nothing that the reader does not take', () => {
		for (const { value } of optionsOf(fields[0])) expect(outputOf({ output: value }).output).toBe(value);
	});
});

describe('readOutput', () => {
	it.each([undefined, null])('takes %p for the default', (output) => {
		expect(outputOf({ output }).output).toBe('metrics');
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['Metrics', "holds 'Metrics'"]] as const)(
		'turns the output %p down and lists the outputs, the default first',
		(output, text) => {
			const { message, description } = turnedDown({ output });
			expect(message).toContain(`'Output' ${text}`);
			expect(message.length).toBeLessThan(180);
			expect(description).toBe('In an expression give one of: metrics, media, values');
		},
	);

	it.each(SWITCHES)('takes %p as the switch to simplify', (simplify, on) => {
		expect(outputOf({ simplify }).simplify).toBe(on);
	});

	it.each(NO_SWITCHES)('turns %p down as the switch to simplify', (simplify, text) => {
		const { message, description } = turnedDown({ simplify });
		expect(message).toContain(`'Simplify' ${text}`);
		expect(description).toContain('true, false');
	});
});
