import { type ErrorAnswer } from './answers';
import { FAULTS } from './faults';

export interface AskedField {
	/** With its modifiers, but without what is in their brackets: 'insights.metric'. */
	name: string;
	/** What stands in braces: the fields of the object that the field holds. */
	inner: string | undefined;
	/** The end of the field, in characters from the beginning. */
	end: number;
}

/**
 * The fields that are asked for; an empty parameter counts as none. A field that stands there twice makes the request
 * fail.
 */
export function askedFields(parameter: string | null | undefined, usual: string): AskedField[] | ErrorAnswer {
	const text = parameter === null || parameter === undefined || parameter === '' ? usual : parameter;
	const fields = fieldList(text);
	const seen = new Set<string>();
	for (const { name, end } of fields) {
		if (seen.has(name)) return FAULTS.fieldTwice(name, end, text);
		seen.add(name);
	}
	return fields;
}

/** Commas inside of braces and brackets belong to the field before them, however deep they are. */
function fieldList(parameter: string): AskedField[] {
	const fields: AskedField[] = [];
	let depth = 0;
	let start = 0;
	for (let index = 0; index <= parameter.length; index += 1) {
		const char = parameter[index];
		if (char === '{' || char === '(') depth += 1;
		else if (char === '}' || char === ')') depth -= 1;
		else if (char === undefined || (char === ',' && depth <= 0)) {
			const text = parameter.slice(start, index).trim();
			if (text !== '') fields.push(askedField(text, index));
			start = index + 1;
			depth = 0;
		}
	}
	return fields;
}

function askedField(text: string, end: number): AskedField {
	const brace = text.indexOf('{');
	const head = brace < 0 ? text : text.slice(0, brace);
	return {
		name: head.replace(/\([^)]*\)/g, '').trim(),
		inner: brace < 0 ? undefined : text.slice(brace + 1, text.lastIndexOf('}')),
		end,
	};
}
