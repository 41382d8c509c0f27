import {
	checkChoice,
	optionsOf,
	type Choices,
} from '../../../../nodes/InstagramInsights/parameters/values/choice';
import { issueOf, valueOf } from '../parameterReader';
import { NO_CHOICES } from '../samples';

const CHOICES: Choices<'pear' | 'fig' | 'apple'> = [
	{ value: 'pear', name: 'Pear', description: 'The default' },
	{ value: 'fig', name: 'fig', description: 'In small letters' },
	{ value: 'apple', name: 'Apple', description: 'The first of the alphabet' },
];

describe('optionsOf', () => {
	it('puts the choices in the order of their names, without a difference between small and capital letters', () => {
		expect(optionsOf(CHOICES)).toEqual([CHOICES[2], CHOICES[1], CHOICES[0]]);
	});

	it('leaves the choices as they are', () => {
		optionsOf(CHOICES);
		expect(CHOICES.map(({ value }) => value)).toEqual(['pear', 'fig', 'apple']);
	});
});

describe('checkChoice', () => {
	it.each(CHOICES)('takes $value', ({ value }) => {
		expect(valueOf(checkChoice('Fruit', value, CHOICES)).choice).toBe(value);
	});

	it.each([undefined, null])('takes %p for the first choice', (value) => {
		expect(valueOf(checkChoice('Fruit', value, CHOICES)).choice).toBe('pear');
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['Pear', "holds 'Pear'"], [['pear'], 'holds ["pear"]']] as const)(
		'turns %p down and lists the choices, the default first',
		(value, text) => {
			const { message, description } = issueOf(checkChoice('Fruit', value, CHOICES));
			expect(message).toBe(`'Fruit' ${text}, which does not fit there`);
			expect(description).toBe('In an expression give one of: pear, fig, apple');
		},
	);
});
