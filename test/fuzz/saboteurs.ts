import { createRequire } from 'node:module';

import {
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import type { FindingKind } from './findings';
import { RATES } from './truth';

/**
 * Faults that are put around the node on purpose, so that the fuzzer has to find each of them. Without them, nobody
 * could tell a fuzzer that finds nothing from one that cannot find anything.
 */
type Output = INodeExecutionData[][];
type Sabotage = (context: IExecuteFunctions, run: () => Promise<Output>) => Promise<Output>;

const { sleep } = new Proxy({} as { sleep: (milliseconds: number) => Promise<void> }, {
	// Looked up at each call, because the clock replaces n8n's sleep by its own.
	get: () => (milliseconds: number) =>
		(createRequire(__filename)('n8n-workflow') as { sleep: typeof sleep }).sleep(milliseconds),
});

/** Changes the rows of a run. */
const onRows =
	(change: (rows: INodeExecutionData[], context: IExecuteFunctions) => void): Sabotage =>
	async (context, run) => {
		const output = await run();
		change(output[0] ?? [], context);
		return output;
	};

const onFirst = (change: (row: IDataObject) => void) =>
	onRows(([first]) => {
		if (first !== undefined) change(first.json);
	});

/** In CPU time, as a block is measured, because on a busy machine a process does not have all of the real time. */
function busyFor(milliseconds: number): void {
	const start = process.cpuUsage();
	let spentMs = 0;
	while (spentMs < milliseconds) {
		const { user, system } = process.cpuUsage(start);
		spentMs = (user + system) / 1_000;
	}
}

/** Whether a row is about a metric that the node calculates. */
const isRate = ({ metric }: IDataObject) => typeof metric === 'string' && metric in RATES;

interface Credential {
	readonly apiHost: string;
	readonly accessToken?: string;
	readonly oauthTokenData?: { readonly access_token: string };
}

/** The credential of the authentication that the case has chosen. */
async function credentialOf(context: IExecuteFunctions): Promise<Credential> {
	const [type = ''] = Object.keys(context.getNode().credentials ?? {});
	return await context.getCredentials<ICredentialDataDecryptedObject & Credential>(type);
}

async function ask(context: IExecuteFunctions, path: string): Promise<void> {
	const { apiHost } = await credentialOf(context);
	await context.helpers.httpRequest({
		method: 'GET',
		url: `${apiHost}${path}`,
		ignoreHttpStatusErrors: true,
	});
}

const fails =
	(message: string, description = '') =>
	(context: IExecuteFunctions) =>
		Promise.reject(new NodeOperationError(context.getNode(), message, { description }));

/** Each fault with the kind of finding that it has to lead to. */
export const SABOTEURS = {
	frozenLoop: [
		'frozen',
		() =>
			Promise.resolve().then(() => {
				busyFor(3_600_000);
				return [];
			}),
	],
	openPromise: ['never_ends', () => new Promise(() => undefined)],
	longBlock: [
		'blocked',
		onRows(() => {
			busyFor(1_400);
		}),
	],
	flood: [
		'requests',
		async (context, run) => {
			for (let count = 0; count < 100_000; count += 1) await ask(context, '/v25.0/17910000000000000');
			return await run();
		},
	],
	longPause: [
		'pauses',
		(_context, run) => sleep(200_000_000_000 % (2 ** 31 - 1)).then(() => pauseOften(run)),
	],
	tooLongPause: ['odd_pause', (_context, run) => sleep(2 ** 31).then(run)],
	rowTwice: ['rows', onRows((rows) => rows.push(...rows.slice(-1)))],
	rowGone: ['rows', onRows((rows) => rows.pop())],
	rowsTurned: ['rows', onRows((rows) => rows.reverse())],
	wrongPair: [
		'paired_item',
		onRows((rows) => {
			for (const row of rows) row.pairedItem = { item: 500 };
		}),
	],
	wrongValue: [
		'value',
		onRows((rows) => {
			for (const { json } of rows) if (typeof json.value === 'number') json.value += 1;
		}),
	],
	madeUpZero: [
		'value',
		onRows((rows) => {
			for (const { json } of rows) if ('value' in json && json.value === null) json.value = 0;
		}),
	],
	otherRate: [
		'value',
		onRows((rows) => {
			for (const { json } of rows) {
				if (isRate(json) && typeof json.value === 'number') json.value -= 0.01;
			}
		}),
	],
	rateOfNobody: [
		'refusal',
		onRows((rows) => {
			for (const { json } of rows) {
				if (isRate(json) && json.status === 'no_data') json.status = 'unsupported';
			}
		}),
	],
	rateAsked: [
		'calculated_asked',
		(context, run) => ask(context, '/v25.0/17910000000000000/insights?metric=share_rate').then(run),
	],
	otherCaption: [
		'field',
		onRows((rows) => {
			for (const { json } of rows) if ('caption' in json) json.caption = 'caption of another one';
		}),
	],
	otherType: [
		'media_type',
		onRows((rows) => {
			for (const { json } of rows) json.media_type = json.media_type === 'reel' ? 'story' : 'reel';
		}),
	],
	valueKeptBack: [
		'refusal',
		onRows((rows) => {
			for (const { json } of rows) {
				if (json.status === 'ok' && 'value' in json)
					Object.assign(json, { value: null, status: 'unsupported' });
			}
		}),
	],
	otherReason: [
		'refusal',
		onRows((rows) => {
			for (const { json } of rows) {
				if (json.status === 'unsupported') json.status = 'failed';
				if (typeof json.unavailable === 'string') {
					json.unavailable = json.unavailable.replaceAll('(unsupported)', '(failed)');
				}
			}
		}),
	],
	fieldKeptBack: [
		'refusal',
		onRows((rows) => {
			for (const { json } of rows) if ('caption' in json) json.caption = null;
		}),
	],
	stopsForAll: ['refusal', fails('Meta refused the request')],
	oddStatus: ['status', onFirst((row) => 'status' in row && (row.status = 'great'))],
	typeError: ['foreign_error', () => Promise.reject(new TypeError('It went wrong'))],
	programWords: ['foreign_error', fails("Cannot read properties of undefined (reading 'x')")],
	longMessage: ['long_error', fails('long '.repeat(200))],
	longDescription: ['long_error', fails('Short', 'long '.repeat(400))],
	forgottenRejection: [
		'unhandled',
		(_context, run) => {
			void Promise.reject(new Error('Nobody hears this'));
			return run();
		},
	],
	tokenInRow: ['secret', leak((row, token) => (row.note = `x${token}`))],
	tokenAsKey: ['secret', leak((row, token) => (row[`x${token}`] = 1))],
	halfToken: ['secret', leak((row, token) => (row.note = token.slice(0, 24)))],
	encodedToken: ['secret', leak((row, token) => (row.note = encodeURIComponent(token)))],
	tokenInBase64: ['secret', leak((row, token) => (row.note = Buffer.from(token).toString('base64')))],
	tokenInLog: [
		'secret',
		leak((_row, token) => {
			console.log(token);
		}),
	],
	manyHints: [
		'hints',
		onRows((_rows, context) => {
			for (let count = 0; count < 21; count += 1) context.addExecutionHints({ message: 'A hint' });
		}),
	],
	longHint: [
		'hints',
		onRows((_rows, context) => {
			context.addExecutionHints({ message: 'long '.repeat(200) });
		}),
	],
	oddPath: ['odd_path', (context, run) => ask(context, '/v25.0/abc/insights').then(run)],
	redirected: ['followed_redirect', (context, run) => ask(context, '/elsewhere').then(run)],
	exit: ['crashed', () => process.exit(7)],
} as const satisfies Record<string, readonly [FindingKind, Sabotage]>;

/** `deadline` is no fault: it stops waiting for an answer after the time-out, as the node should. */
export type SaboteurName = keyof typeof SABOTEURS | 'deadline';

async function pauseOften(run: () => Promise<Output>): Promise<Output> {
	for (let count = 0; count < 10; count += 1) await sleep(2_000_000_000);
	return await run();
}

/** Puts the token into the first row. */
function leak(change: (row: IDataObject, token: string) => void): Sabotage {
	return async (context, run) => {
		const { accessToken = '', oauthTokenData } = await credentialOf(context);
		const output = await run();
		const first = output[0]?.[0];
		if (first !== undefined) change(first.json, oauthTokenData?.access_token ?? accessToken);
		return output;
	};
}

/** Races each request with a sleep that nobody ends. */
const withDeadline: Sabotage = (context, run) => {
	const { helpers } = context;
	const send = helpers.httpRequestWithAuthentication.bind(context);
	helpers.httpRequestWithAuthentication = (type, options) => {
		const late = sleep(options.timeout ?? 0).then(() => Promise.reject(new Error('Too late')));
		// If the answer was in time, nobody sees the end of the sleep.
		late.catch(() => undefined);
		return Promise.race([send(type, options), late]) as Promise<unknown>;
	};
	return run();
};

type Execute = (this: IExecuteFunctions) => Promise<Output>;

const node: { execute: Execute } = InstagramInsights.prototype;
const right = Object.getOwnPropertyDescriptor(node, 'execute');

/** Puts a fault around the node for the next runs, or takes it away again. */
export function sabotage(name: SaboteurName | undefined): void {
	if (right !== undefined) Object.defineProperty(node, 'execute', right);
	if (name === undefined) return;
	const execute: Execute = right?.value as Execute;
	const act: Sabotage = name === 'deadline' ? withDeadline : SABOTEURS[name][1];
	node.execute = function (this: IExecuteFunctions) {
		return act(this, () => execute.call(this));
	};
}
