import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import type { MediaScopeName } from '../../../nodes/InstagramInsights/catalogue';
import { metricsParameter } from '../../../nodes/InstagramInsights/parameters/metrics';

/** Whether n8n shows a field, or one of its options, at these values of the panel. */
export function isShown(values: INodeParameters, property: INodeProperties | INodePropertyOptions): boolean {
	return NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, null);
}

/** The field of a name that the panel shows; `undefined` if it shows none. */
export function shownField(
	fields: readonly INodeProperties[],
	values: INodeParameters,
	name: string,
): INodeProperties | undefined {
	return fields.find((field) => field.name === name && isShown(values, field));
}

/** The options of a field whose options are neither fields nor collections. */
export function optionsOf(field: INodeProperties | undefined): INodePropertyOptions[] {
	return (field?.options ?? []).flatMap((option) => ('value' in option ? [option] : []));
}

/** The values of the options that the panel shows in a field. */
export function shownOptions(
	fields: readonly INodeProperties[],
	values: INodeParameters,
	name: string,
): string[] {
	return optionsOf(shownField(fields, values, name))
		.filter((option) => isShown(values, option))
		.map(({ value }) => String(value));
}

/** The fields in a collection. */
export function membersOf(field: INodeProperties | undefined): INodeProperties[] {
	return (field?.options ?? []).flatMap((option) => ('type' in option ? [option] : []));
}

/** What the panel holds for a resource and its metrics. */
export function panel(
	resource: MediaScopeName,
	metrics: string | string[],
	more: INodeParameters = {},
): INodeParameters {
	return {
		authentication: 'facebookAccessToken',
		resource,
		operation: 'getInsights',
		[metricsParameter(resource)]: metrics,
		options: {},
		...more,
	};
}

export const sorted = (names: Iterable<string>) => [...names].sort();
