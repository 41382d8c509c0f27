import type { IExecuteFunctions } from 'n8n-workflow';

import {
	DEFAULT_API_VERSION,
	isApiVersionName,
	MEDIA_FIELDS,
	mediaType,
	type MediaTypeName,
} from '../../catalogue';
import {
	checkMediaId,
	checkWishes,
	metricNames,
	type MediaQuery,
	type Objection,
	type Output,
	type Replacement,
} from '../../insights';
import { breakdownParameter, metricsParameter } from './metrics.fields';
import { DEFAULT_TIMEOUT_MS } from './output.fields';

/** How to answer an item, next to what is wanted of its media. */
export interface Delivery {
	readonly output: Output;
	readonly simplify: boolean;
	readonly unavailable: 'row' | 'omit' | 'fail';
}

export type ItemParameters =
	| {
			readonly ok: true;
			readonly query: MediaQuery;
			readonly delivery: Delivery;
			readonly replaced: readonly Replacement[];
	  }
	| { readonly ok: false; readonly objection: Objection };

const OUTPUTS: readonly string[] = ['metrics', 'media', 'values'] satisfies Output[];
const UNAVAILABLE: readonly string[] = ['row', 'omit', 'fail'] satisfies Delivery['unavailable'][];

/** A value as a message shows it: short, and in the form people typed it. */
function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	return typeof value === 'string' ? `'${value.slice(0, 60)}'` : JSON.stringify(value).slice(0, 60);
}

function wrong(parameter: string, value: unknown, choices: readonly string[]): ItemParameters {
	return {
		ok: false,
		objection: {
			message: `'${parameter}' holds ${shown(value)}, which does not fit there`,
			description: `In an expression give ${choices.length > 1 ? 'one of: ' : ''}${choices.join(', ')}`,
		},
	};
}

/**
 * Reads what one input item wants, and checks it against the catalogue before anything is asked.
 * @throws n8n's own error where an expression cannot be resolved
 */
export function readParameters(context: IExecuteFunctions, itemIndex: number): ItemParameters {
	const read = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, fallback as never);

	const type = mediaType(read('resource', 'post') as MediaTypeName).name;
	const options = read('options', {}) as Record<string, unknown>;

	const apiVersion = options.apiVersion ?? DEFAULT_API_VERSION;
	if (typeof apiVersion !== 'string' || !isApiVersionName(apiVersion)) {
		return wrong('API Version', apiVersion, [`a version of the Graph API such as ${DEFAULT_API_VERSION}`]);
	}
	const timeout = Number(options.timeout ?? DEFAULT_TIMEOUT_MS);
	if (!(timeout >= 1)) {
		return wrong('Timeout', options.timeout, [
			`a number of milliseconds such as ${String(DEFAULT_TIMEOUT_MS)}`,
		]);
	}
	const fields = metricNames(options.mediaFields);
	const known = MEDIA_FIELDS.map(({ name }) => name);
	const unknown = fields?.find((name) => !known.includes(name));
	if (fields === undefined || unknown !== undefined) {
		return wrong('Media Fields', unknown ?? 'something that is not a text', known);
	}
	const output = read('output', 'metrics') ?? 'metrics';
	if (!OUTPUTS.includes(output as string)) return wrong('Output', output, OUTPUTS);
	const unavailable = options.unavailable ?? 'row';
	if (!UNAVAILABLE.includes(unavailable as string)) {
		return wrong('When a Metric Is Unavailable', unavailable, UNAVAILABLE);
	}

	const id = checkMediaId(context.getNodeParameter('mediaId', itemIndex, '', { extractValue: true }));
	if (!id.ok) return id;
	const wishes = checkWishes(
		read(metricsParameter(type), []),
		read(breakdownParameter(type), 'none'),
		type,
		apiVersion,
	);
	if (!wishes.ok) return wishes;

	return {
		ok: true,
		query: {
			mediaId: id.mediaId,
			mediaType: type,
			metrics: wishes.metrics,
			fields,
			apiVersion,
			timeoutMs: timeout,
		},
		delivery: {
			output: output as Output,
			// AI tools and sheets hand it over as text.
			simplify: String(read('simplify', true)) !== 'false',
			unavailable: unavailable as Delivery['unavailable'],
		},
		replaced: wishes.replaced,
	};
}
