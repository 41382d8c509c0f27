import type { Json, JsonObject } from './json';
import type { Rng } from './rng';

/** Values, texts and headers that nobody expects. */
export function oddText(rng: Rng): string {
	return rng.weighted<() => string>([
		[
			4,
			() => rng.pick(['', ' ', 'null', 'undefined field', '0', '-1', 'x', 'true', '<b>', '../../me', 'ok']),
		],
		[1, () => 'the '.repeat(25_000)],
		[1, () => `the ${'a, '.repeat(20_000)}metrics`],
		[2, () => '😀 שלום ́ \u0000 \u2028 \ud800'],
		[1, () => 'x'.repeat(5_000)],
		[1, () => '{id} $& $1 %s {{ $json.id }} ={{ 1 }}'],
	])();
}

export function oddNumber(rng: Rng): number {
	return rng.pick([
		0,
		-1,
		-0.5,
		1e-9,
		0.5,
		1e12,
		1e300,
		2 ** 53,
		2 ** 31,
		40_000,
		4_294_967_297,
		3.25,
		7,
		99_999,
	]);
}

function deep(rng: Rng, levels: number): Json {
	let value: Json = 1;
	const isList = rng.chance(0.5);
	for (let level = 0; level < levels; level += 1) value = isList ? [value] : { data: value };
	return value;
}

/** Any small JSON, and now and then a large one. */
export function oddJson(rng: Rng, depth = 0): Json {
	if (depth > 3) return null;
	return rng.weighted<() => Json>([
		[3, () => null],
		[2, () => rng.chance(0.5)],
		[3, () => oddNumber(rng)],
		[4, () => oddText(rng)],
		[2, () => Array.from({ length: rng.int(0, 4) }, () => oddJson(rng, depth + 1))],
		[2, () => oddObject(rng, depth + 1)],
		[depth === 0 ? 1 : 0, () => deep(rng, rng.pick([20, 500]))],
	])();
}

const KEYS = [
	'data',
	'error',
	'paging',
	'id',
	'name',
	'values',
	'value',
	'total_value',
	'breakdowns',
	'code',
	'body',
	'message',
	'__proto__',
	'constructor',
	'toString',
	'length',
	'success',
];

function oddObject(rng: Rng, depth: number): JsonObject {
	const object: JsonObject = {};
	for (let count = rng.int(0, 4); count > 0; count -= 1) {
		// An assignment would not do, since `__proto__` is a key like any other in the JSON that goes out.
		Object.defineProperty(object, rng.pick(KEYS), {
			value: oddJson(rng, depth),
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
	return object;
}

/** Whole texts in the place of JSON. */
export function oddBodyText(rng: Rng, right: string): string {
	return rng.weighted<() => string>([
		[3, () => right.slice(0, rng.int(0, Math.max(0, right.length - 1)))],
		[3, () => '<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>'],
		[3, () => ''],
		[2, () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
		[2, () => `{"data":${'{"data":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
		[1, () => 'the '.repeat(25_000)],
		[2, () => `${right}${right}`],
		[2, () => `\uFEFF${right}`],
		[2, () => `)]}',\n${right}`],
		[2, () => right.replaceAll(':', ': NaN, "x":')],
		[2, () => `{"__proto__":{"ok":true,"data":[]},"data":[]}`],
		[2, () => JSON.stringify(right)],
		[
			3,
			() => rng.pick(['null', 'true', '0', '""', '[]', '{}', '"error"', '{"success":true}', '{"error":{}}']),
		],
		[2, () => rng.pick(['{"message":"Forbidden"}', '{"error":"x"}', '{"error":null}', '{"data":null}'])],
	])();
}

const SENTENCES: readonly string[] = [
	'(#100) The Media Insights API does not support the reach, views metric for this media product type.',
	'(#100) The Media Insights API does not support the nonsense metric for this media product type.',
	'(#100) The metric shares is not supported for this media type',
	'(#100) metric[0] must be one of the following values: reach, likes, views',
	'(#100) metric[0] must be one of the following values: ',
	'(#100) The views metric is no longer supported',
	'(#100) Incompatible breakdowns (action_type) for metric (profile_activity)',
	'(#10) Not enough viewers for the media to show insights',
	'(#10) Application does not have permission for this action',
	'(#200) Permissions error',
	'Fatal',
	'An unknown error has occurred.',
	'Please reduce the amount of data you\u2019re asking for, then retry your request',
	'Error validating access token: Session has expired on Tuesday.',
	'Invalid appsecret_proof provided in the API argument',
	'API calls from the server require an appsecret_proof argument',
	'Application request limit reached',
	'There have been too many calls from this account.',
	'(#100) Tried accessing nonexisting field (insights) on node type (Media)',
	'(#100) Tried accessing nonexisting field (like_count) on node type (Media)',
	'(#100) Tried accessing nonexistent field caption',
	'Field is not available for Carousel children media.',
	'The moon is in the wrong quarter for this number.',
	'Diese Kennzahl gibt es hier nicht.',
	'Unsupported request',
	'Service temporarily unavailable',
	'API access blocked.',
	'App not active',
	'Unknown path components: /insights',
	'An active access token must be used to query information about the current user.',
];

/** Meta's sentence of a refusal, known or unknown. */
export function sentence(rng: Rng): string {
	return rng.chance(0.9) ? rng.pick(SENTENCES) : oddText(rng);
}

const CODES: readonly Json[] = [
	100,
	100,
	100,
	100,
	190,
	190,
	10,
	10,
	200,
	4,
	17,
	32,
	613,
	80_002,
	1,
	1,
	2,
	2,
	-1,
	-1,
	3,
	102,
	368,
	803,
	2500,
	24,
	9005,
	36_104,
	0,
	999_999,
	2_147_483_648,
	-5,
	'100',
	'190',
	'4',
	'x',
	4.5,
	null,
	true,
	[],
	{},
];
const SUBCODES: readonly Json[] = [
	33,
	458,
	463,
	2_207_086,
	2_108_006,
	4_841_013,
	1,
	0,
	'33',
	'x',
	null,
	1.5,
	{},
];

/** Meta's error envelope with any code, subcode and sentence, some of it missing. */
export function oddError(rng: Rng): JsonObject {
	const error: JsonObject = {
		message: sentence(rng),
		type: rng.pick<Json>(['OAuthException', 'IGApiException', 'GraphMethodException', '', null, 7]),
		code: rng.pick(CODES),
		fbtrace_id: rng.pick<Json>(['Atrace', null, 5, {}, 'x'.repeat(3_000)]),
	};
	if (rng.chance(0.4)) error.error_subcode = rng.pick(SUBCODES);
	if (rng.chance(0.2)) error.is_transient = rng.pick<Json>([true, false, 'true', 1]);
	if (rng.chance(0.2)) error.error_user_title = rng.chance(0.5) ? sentence(rng) : oddJson(rng);
	if (rng.chance(0.2)) error.error_user_msg = rng.chance(0.5) ? sentence(rng) : oddJson(rng);
	for (const key of Object.keys(error)) if (rng.chance(0.06)) Reflect.deleteProperty(error, key);
	return { error };
}

const REGAIN: readonly Json[] = [
	1e-9,
	1e-5,
	0.5,
	1,
	5,
	60,
	40_000,
	1e12,
	1e300,
	-3,
	0,
	'7',
	'1e9',
	'soon',
	true,
	null,
	[],
	{},
];
const PERCENT: readonly Json[] = [0, 3, 40, 60, 95, 100, 101, 1e12, -5, '12', '99', 'x', null, [], {}, true];

/** The header of Business Use Case limits, well-formed or not. */
export function usageHeader(rng: Rng, regain: Json): string {
	const entry = (): Json => ({
		type: rng.pick<Json>(['instagram', 'instagram', 'instagram', 'ads_management', null, 4]),
		call_count: rng.pick(PERCENT),
		total_cputime: rng.pick(PERCENT),
		total_time: rng.pick(PERCENT),
		estimated_time_to_regain_access: regain,
	});
	const body = rng.weighted<() => Json>([
		[8, () => ({ '17841400000000000': [entry()] })],
		[2, () => ({ '1': [entry(), entry()], '2': [entry()] })],
		[1, () => ({ '1': entry() })],
		[1, () => [entry()]],
		[1, () => entry()],
	])();
	return JSON.stringify(body);
}

function appUsage(rng: Rng): string {
	return JSON.stringify({
		[rng.pick(['call_count', 'call_volume'])]: rng.pick(PERCENT),
		[rng.pick(['total_cputime', 'cpu_time'])]: rng.pick(PERCENT),
		total_time: rng.pick(PERCENT),
	});
}

/** Headers of odd names, types and sizes. */
export function oddHeaders(rng: Rng): Record<string, string> {
	const [name, value] = rng.weighted<() => readonly [string, string]>([
		[6, () => ['x-business-use-case-usage', usageHeader(rng, rng.pick(REGAIN))]],
		[4, () => ['x-app-usage', appUsage(rng)]],
		[2, () => ['x-app-usage', rng.pick(['', 'NaN', '[]', 'null', '{"call_count":NaN}', '"9"', '{', '12'])]],
		[1, () => ['x-business-use-case-usage', `{"1":${'['.repeat(5_000)}${']'.repeat(5_000)}}`]],
		// By default Node.js reads no more than 16 kB of headers, so this is as good as no answer.
		[1, () => ['x-business-use-case-usage', JSON.stringify({ '1': 'x'.repeat(60_000) })]],
		[1, () => ['x-business-use-case-usage', JSON.stringify({ '1': [{ type: 'x'.repeat(9_000) }] })]],
		[
			2,
			() => [
				'retry-after',
				rng.pick(['0', '-1', '1e12', 'soon', '99999999', 'Wed, 21 Oct 2099 07:28:00 GMT']),
			],
		],
		[
			2,
			() => [
				'content-type',
				rng.pick(['text/html', 'application/json; charset=utf-16', '', 'image/png', 'x']),
			],
		],
		[1, () => ['content-encoding', rng.pick(['gzip', 'br', 'identity', 'x'])]],
		[1, () => ['facebook-api-version', rng.pick(['v99.0', '', 'x'])]],
		[1, () => ['date', rng.pick(['', 'Thu, 01 Jan 1970 00:00:00 GMT', 'x'])]],
		[1, () => ['set-cookie', 'a=b; Path=/']],
	])();
	return { [name]: value };
}

/** Codes and answers of a reached limit. A header may say when access returns. */
export function rateLimit(rng: Rng): { readonly body: JsonObject; readonly headers: Record<string, string> } {
	const body = {
		error: {
			message: '(#80002) There have been too many calls to this Instagram account.',
			type: 'OAuthException',
			code: rng.pick<Json>([4, 17, 32, 613, 80_002, 80_002]),
			fbtrace_id: 'Alimit',
		},
	};
	return {
		body,
		headers: rng.chance(0.7) ? { 'x-business-use-case-usage': usageHeader(rng, rng.pick(REGAIN)) } : {},
	};
}
