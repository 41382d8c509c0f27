import fc from 'fast-check';
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { readSelection } from '../../../nodes/InstagramInsights/actions/media/selection';
import { parametersReader } from '../../../nodes/InstagramInsights/actions/media/readParameters';
import { readerOf as readerOfRun } from '../../../nodes/InstagramInsights/actions/reader';
import { DEFAULT_API_VERSION, mediaScope, metric } from '../../../nodes/InstagramInsights/catalogue';
import { readerOf as readerOfPanel } from '../../../nodes/InstagramInsights/methods/listSearch/client';
import { readAccountId, readChosenAccount } from '../../../nodes/InstagramInsights/parameters/account';
import { readAuthentication } from '../../../nodes/InstagramInsights/parameters/authentication';
import { readBreakdown } from '../../../nodes/InstagramInsights/parameters/breakdown';
import { readFilters } from '../../../nodes/InstagramInsights/parameters/filters';
import type { Checked } from '../../../nodes/InstagramInsights/parameters/values/issue';
import { readLimit } from '../../../nodes/InstagramInsights/parameters/limit';
import { readMediaLocator } from '../../../nodes/InstagramInsights/parameters/media';
import { readMetrics } from '../../../nodes/InstagramInsights/parameters/metrics';
import { readOptions } from '../../../nodes/InstagramInsights/parameters/options';
import { readOutput } from '../../../nodes/InstagramInsights/parameters/output';
import type { ParameterReader } from '../../../nodes/InstagramInsights/parameters/values/reader';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { hostile, raise } from './samples';

const ACCOUNT = '17841405309211844';
const ZONE = 'America/New_York';
const POST = mediaScope('post');

/** Every reader that checks what it reads. */
const READERS: readonly {
	readonly name: string;
	readonly call: (read: ParameterReader) => Checked<unknown>;
}[] = [
	{ name: 'readAccountId', call: readAccountId },
	{ name: 'readAuthentication', call: readAuthentication },
	{ name: 'readBreakdown', call: (read) => readBreakdown(read, POST, [metric('profile_activity')]) },
	{ name: 'readFilters', call: (read) => readFilters(read, ZONE) },
	{ name: 'readLimit', call: readLimit },
	{ name: 'readMediaLocator', call: readMediaLocator },
	{ name: 'readMetrics', call: (read) => readMetrics(read, POST, 'facebook', DEFAULT_API_VERSION) },
	{ name: 'readOptions', call: (read) => readOptions(read, []) },
	{ name: 'readOutput', call: readOutput },
];

/** What a node holds if somebody has set every parameter to something else than its default. */
const PARAMETERS: Readonly<Record<string, unknown>> = {
	accountId: { __rl: true, mode: 'list', value: ACCOUNT, cachedResultUrl: 'https://www.instagram.com/nasa' },
	authentication: 'facebookAccessToken',
	filters: { publishedAfter: '2026-11-01' },
	limit: '7',
	mediaId: { __rl: true, mode: 'url', value: 'https://www.instagram.com/reel/CxYz123/' },
	options: { timeout: 1000, mediaFields: ['caption'] },
	output: 'values',
	postBreakdown: 'all',
	postMetrics: 'reach, profile_activity',
	returnAll: 'false',
	simplify: 'false',
};

const EXPECTED: Readonly<Record<string, unknown>> = {
	readAccountId: { accountId: ACCOUNT },
	readAuthentication: { authentication: { value: 'facebookAccessToken' } },
	readBreakdown: { metrics: [{ name: 'profile_activity', breakdown: 'action_type' }] },
	readFilters: { filters: { publishedAfter: new Date('2026-11-01T04:00:00Z') } },
	readLimit: { limit: 7 },
	readMediaLocator: { locator: { by: 'link', code: 'CxYz123', accountId: ACCOUNT } },
	readMetrics: { metrics: [metric('reach'), metric('profile_activity')] },
	readOptions: { options: { timeoutMs: 1000, fields: ['caption'] } },
	readOutput: { output: 'values', simplify: false },
};

/** n8n's context of a run over two items. The parameters are those of the second one; those of the first are empty. */
function runContext(parameters: Readonly<Record<string, unknown>>): IExecuteFunctions {
	return {
		getNode: () => ({ parameters: { postMetrics: '={{ $json.metrics }}' } }),
		getNodeParameter: (name: string, itemIndex: number, fallback: unknown) =>
			itemIndex === 1 ? readerOf(parameters)(name, fallback) : null,
		getTimezone: () => ZONE,
	} as unknown as IExecuteFunctions;
}

/** n8n's context of a list in the panel, which knows no items. */
function panelContext(parameters: Readonly<Record<string, unknown>>): ILoadOptionsFunctions {
	return {
		getNodeParameter: (name: string, fallback: unknown) => readerOf(parameters)(name, fallback),
	} as unknown as ILoadOptionsFunctions;
}

describe.each(READERS)('$name', ({ name, call }) => {
	it.each<[string, ParameterReader]>([
		['a plain function', (parameter) => PARAMETERS[parameter]],
		["n8n's context of a run", readerOfRun(runContext(PARAMETERS), 1)],
		["n8n's context of a list in the panel", readerOfPanel(panelContext(PARAMETERS))],
	])('reads from %s', (_what, read) => {
		expect(valueOf(call(read))).toMatchObject(EXPECTED[name] as object);
	});

	it('hands a fallback over for what the node does not hold, and reads it', () => {
		const fallbacks: unknown[] = [];
		const checked = call((_name, fallback) => {
			fallbacks.push(fallback);
			return fallback;
		});
		expect(fallbacks).not.toHaveLength(0);
		expect(fallbacks).not.toContain(undefined);
		// The account, the post, reel or story and the metrics have no default that would do.
		const isRequired = ['readAccountId', 'readMediaLocator', 'readMetrics'].includes(name);
		expect(checked.ok).toBe(!isRequired);
		if (!checked.ok) expect(checked.issue.message).toMatch(/^'(Account|Media|Metrics)' is empty$/);
	});
});

describe('readChosenAccount', () => {
	it.each<[string, ParameterReader]>([
		['a plain function', (parameter) => PARAMETERS[parameter]],
		["n8n's context of a run", readerOfRun(runContext(PARAMETERS), 1)],
		["n8n's context of a list in the panel", readerOfPanel(panelContext(PARAMETERS))],
	])('reads from %s', (_what, read) => {
		expect(readChosenAccount(read)).toEqual({ id: ACCOUNT, username: 'nasa' });
	});
});

describe('A value that throws while it is read', () => {
	it.each<[string, () => unknown]>([
		['proxy of an object', () => new Proxy({}, hostile)],
		['proxy of a list', () => new Proxy([], hostile)],
		['getter', () => Object.defineProperty({}, 'mode', { get: raise, enumerable: true })],
	])('as a %s is turned down, wherever it is given', (_what, make) => {
		const value = make();
		const all = {
			accountId: readAccountId,
			authentication: readAuthentication,
			filters: (read: ParameterReader) => readFilters(read, ZONE),
			limit: readLimit,
			mediaId: readMediaLocator,
			options: (read: ParameterReader) => readOptions(read, []),
			output: readOutput,
			postBreakdown: (read: ParameterReader) => readBreakdown(read, POST, []),
			postMetrics: (read: ParameterReader) => readMetrics(read, POST, 'facebook', DEFAULT_API_VERSION),
			returnAll: readLimit,
			simplify: readOutput,
		};
		const members = ['timeout', 'maxWait', 'apiVersion', 'mediaFields', 'unavailable'];
		const checks: Checked<unknown>[] = [
			...Object.entries(all).map(([name, call]) => call(readerOf({ [name]: value }))),
			...members.map((member) => readOptions(readerOf({ options: { [member]: value } }), [])),
			readFilters(readerOf({ filters: { publishedAfter: value } }), ZONE),
			readMediaLocator(readerOf({ mediaId: { mode: 'id', value } })),
			readMediaLocator(readerOf({ mediaId: { mode: 'url', value } })),
		];
		for (const checked of checks)
			expect(issueOf(checked).message).toMatch(/something that cannot be shown|"mode":"…"/);
	});
});

describe('Anything that a parameter can hold', () => {
	const anything = fc.anything({
		withBigInt: true,
		withDate: true,
		withMap: true,
		withSet: true,
		withNullPrototype: true,
	});

	it('is read or turned down in a short message, and nothing is thrown', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...Object.keys(PARAMETERS)),
				fc.constantFrom(
					'',
					'timeout',
					'maxWait',
					'apiVersion',
					'mediaFields',
					'unavailable',
					'publishedAfter',
				),
				anything,
				(name, member, value) => {
					const parameters = { ...PARAMETERS, [name]: member === '' ? value : { [member]: value } };
					const context = runContext(parameters);
					const checks: Checked<unknown>[] = [
						...READERS.map(({ call }) => call(readerOf(parameters))),
						readSelection(context, 1),
						parametersReader(context, POST, 'facebook')(1),
					];
					for (const checked of checks) {
						if (checked.ok) continue;
						expect(checked.issue.message.length).toBeLessThan(250);
						expect(checked.issue.description.length).toBeLessThan(1000);
					}
				},
			),
		);
	});
});

describe('What an operation reads', () => {
	it('of the account is what its readers gave', () => {
		expect(readSelection(runContext(PARAMETERS), 1)).toEqual({
			ok: true,
			selection: {
				accountId: ACCOUNT,
				limit: 7,
				publishedAfter: new Date('2026-11-01T04:00:00Z'),
				publishedBefore: undefined,
			},
			emptyFilters: [],
		});
	});

	it('of its posts is what its readers gave', () => {
		expect(valueOf(parametersReader(runContext(PARAMETERS), POST, 'facebook')(1)).parameters).toEqual({
			query: {
				metrics: [{ name: 'reach' }, { name: 'profile_activity', breakdown: 'action_type' }],
				fields: ['caption'],
				apiVersion: DEFAULT_API_VERSION,
				timeoutMs: 1000,
			},
			outputOptions: { output: 'values', simplify: false, unavailable: 'row' },
			replaced: [],
			maxWaitMs: 300_000,
		});
	});

	it.each(['accountId', 'filters', 'limit'])('of the account is turned down by %s', (name) => {
		const read = readSelection(runContext({ ...PARAMETERS, [name]: 'x' }), 1);
		expect(issueOf(read).message).toContain("holds 'x'");
	});

	it.each(['options', 'output', 'postMetrics', 'postBreakdown'])(
		'of its posts is turned down by %s',
		(name) => {
			const read = parametersReader(runContext({ ...PARAMETERS, [name]: 'x' }), POST, 'facebook')(1);
			expect(issueOf(read).message).toContain("holds 'x'");
		},
	);
});
