import type { INodeProperties } from 'n8n-workflow';

import { AUDIENCES, DEMOGRAPHICS, TIMEFRAMES } from '../catalogue';
import { LABELS } from './labels';
import type { Conditions } from './metrics';
import { checkChoice, optionsOf, type Choice, type Choices } from './values/choice';
import { issue, unfitting, type Checked } from './values/issue';
import { namesOf, type ParameterReader } from './values/reader';

function choicesOf(
	entries: readonly { readonly name: string; readonly label: string; readonly description?: string }[],
): Choices<string> {
	const [first, ...others] = entries.map(({ name, label, description = '' }): Choice<string> => ({
		value: name,
		name: label,
		description,
	}));
	if (first === undefined) throw new RangeError('A parameter needs a value');
	return [first, ...others];
}

const AUDIENCE_CHOICES = choicesOf(
	AUDIENCES.map((entry) => ({
		...entry,
		description: `${entry.description}; needs at least ${entry.needs}`,
	})),
);
const TIMEFRAME_CHOICES = choicesOf(
	TIMEFRAMES.map((entry) => ({ ...entry, description: `The ${entry.label.toLowerCase()} until now` })),
);
const DEFAULT_AUDIENCE = AUDIENCE_CHOICES[0].value;
const DEFAULT_TIMEFRAME = TIMEFRAME_CHOICES[0].value;
const DEFAULT_DEMOGRAPHICS = DEMOGRAPHICS.filter(({ isDefault }) => isDefault).map(({ name }) => name);

/** The fields for whose ages, genders and places are asked for. */
export function demographicsFields(show: Conditions): INodeProperties[] {
	return [
		{
			displayName: LABELS.audience,
			name: 'audience',
			type: 'options',
			options: optionsOf(AUDIENCE_CHOICES),
			default: DEFAULT_AUDIENCE,
			displayOptions: { show },
			description: 'Whose ages, genders and places to get',
		},
		{
			displayName: LABELS.demographics,
			name: 'demographics',
			type: 'multiOptions',
			required: true,
			options: [...DEMOGRAPHICS]
				.sort((a, b) => a.label.localeCompare(b.label, 'en'))
				.map(({ name, label, description }) => ({ name: label, value: name, description })),
			default: [...DEFAULT_DEMOGRAPHICS],
			displayOptions: { show },
			description:
				'How to split the audience up; each is one call. Meta lists the 45 largest values of each. In an expression give an array or a comma-separated text such as "age, country".',
		},
		{
			displayName: LABELS.timeframe,
			name: 'timeframe',
			type: 'options',
			options: optionsOf(TIMEFRAME_CHOICES),
			default: DEFAULT_TIMEFRAME,
			displayOptions: { show },
			description: 'Over which time the audience is counted',
			hint: 'For Followers it makes no difference: they are those of now',
		},
	];
}

/** What is asked of the people around an account. */
export interface AudienceChoice {
	readonly audience: string;
	readonly demographics: readonly string[];
	readonly timeframe: string;
}

export function readDemographics(read: ParameterReader): Checked<{ readonly choice: AudienceChoice }> {
	const audience = checkChoice(LABELS.audience, read('audience', DEFAULT_AUDIENCE), AUDIENCE_CHOICES);
	if (!audience.ok) return audience;
	const timeframe = checkChoice(LABELS.timeframe, read('timeframe', DEFAULT_TIMEFRAME), TIMEFRAME_CHOICES);
	if (!timeframe.ok) return timeframe;
	const known = DEMOGRAPHICS.map(({ name }) => name);
	const given = read('demographics', DEFAULT_DEMOGRAPHICS);
	const names = namesOf(given ?? []);
	if (names === undefined) return unfitting(LABELS.demographics, given, known);
	if (names.length === 0) {
		return issue(`'${LABELS.demographics}' is empty`, `Choose at least one of: ${known.join(', ')}`);
	}
	const demographics: string[] = [];
	for (const name of names) {
		const lowerCase = name.toLowerCase();
		const entry = DEMOGRAPHICS.find((one) => one.name === lowerCase || one.label.toLowerCase() === lowerCase);
		if (!entry) return unfitting(LABELS.demographics, name, known);
		if (!demographics.includes(entry.name)) demographics.push(entry.name);
	}
	return {
		ok: true,
		choice: { audience: audience.choice, demographics, timeframe: timeframe.choice },
	};
}
