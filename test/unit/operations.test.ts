import type { IExecuteFunctions } from 'n8n-workflow';

import { execute } from '../../nodes/InstagramInsights/actions';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { expectHelpful } from './wording';

const { properties } = new InstagramInsights().description;
const valuesOf = (name: string, resource?: string) =>
	properties
		.filter(
			(field) =>
				field.name === name &&
				(resource === undefined || field.displayOptions?.show?.resource?.includes(resource) === true),
		)
		.flatMap(({ options = [] }) => options.flatMap((option) => ('value' in option ? [option.value] : [])));

/** A node with these parameters. Without an input item, whatever runs has nothing to do. */
function contextOf(
	parameters: Readonly<Record<string, unknown>>,
	items = 0,
	continueOnFail = false,
): IExecuteFunctions {
	return {
		getNode: () => ({ name: 'Instagram Insights', type: 'test', parameters }),
		getNodeParameter: (name: string, _itemIndex: number, fallback: unknown) => parameters[name] ?? fallback,
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getTimezone: () => 'UTC',
		continueOnFail: () => continueOnFail,
		getCredentials: () => Promise.resolve({ accessToken: 'EAA', apiHost: 'http://127.0.0.1:1' }),
		addExecutionHints: () => undefined,
	} as unknown as IExecuteFunctions;
}

describe('The resource and the operation', () => {
	const inPanel = valuesOf('resource').flatMap((resource) =>
		valuesOf('operation', String(resource)).map((operation) => ({ resource, operation })),
	);

	it('that the panel offers are there', () => {
		expect(inPanel).toHaveLength(11);
	});

	it.each(inPanel)('$resource and $operation lead somewhere', async (parameters) => {
		await expect(execute(contextOf(parameters))).resolves.toEqual([[]]);
	});

	it.each<[unknown, unknown, string]>([
		['reels', 'getInsights', "'Resource' holds 'reels'"],
		['', 'getInsights', "'Resource' is empty"],
		['constructor', 'getInsights', "'Resource' holds 'constructor'"],
		[7, 'getInsights', "'Resource' holds 7"],
		['post', 'getAll', "'Operation' holds 'getAll'"],
		['reel', 'getInsights ', "'Operation' holds 'getInsights '"],
		['story', '', "'Operation' is empty"],
		['media', 'toString', "'Operation' holds 'toString'"],
		['post', '__proto__', "'Operation' holds '__proto__'"],
		['accessToken', 'getInsights', "'Operation' holds 'getInsights'"],
		['post', 'check', "'Operation' holds 'check'"],
		['post', null, "'Operation' is empty"],
	])('%j and %j are turned down by name', async (resource, operation, beginning) => {
		const { message, description } = await execute(contextOf({ resource, operation }, 2)).then(
			() => ({ message: 'It ran', description: '' }),
			(reason: unknown) => reason as { readonly message: string; readonly description: string },
		);
		expect(message.startsWith(beginning)).toBe(true);
		expect(description).toMatch(
			beginning.includes('Resource')
				? /post, reel, story, media, account, accessToken/
				: resource === 'accessToken'
					? /holds check$/
					: /getInsights, getManyInsights/,
		);
		expect(description).not.toContain('In an expression');
		expectHelpful(message);
		expectHelpful(description);
	});

	it.each([
		{ resource: 'reels', operation: 'getInsights' },
		{ resource: 'post', operation: 'getAll' },
		{ authentication: 'oAuth2', resource: 'post', operation: 'getInsights' },
		{ authentication: 'oAuth2', resource: 'accessToken', operation: 'check' },
	])('%j that are refused are an error of each item if the node continues on fail', async (parameters) => {
		const [items = []] = await execute(contextOf(parameters, 2, true));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		for (const [index, { json }] of items.entries()) {
			expect(json.error).toMatch(/^'(Resource|Operation|Authentication)' holds '(reels|getAll|oAuth2)', /);
			expect(json.error).toContain(`[item ${String(index)}]`);
			expect(Object.keys(json)).toEqual(['error', 'message']);
		}
	});
});
