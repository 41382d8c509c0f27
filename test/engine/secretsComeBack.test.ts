import { ACCOUNTS, MEDIA, proofFor, type Answer } from '../simulator';

import type { NodeResult } from './insightsNode';
import { type Asked } from './mediaRuns';
import { loggedLines } from './seen';
import { useSimulator } from './useSimulator';

const { simulator, insightsById, insightsByLink, insightsOfAccounts } = useSimulator();
beforeEach(() => {
	loggedLines.length = 0;
});

/** With characters that addresses and JSON write in other ways. Real tokens do not have these characters. */
const TOKEN = 'EAAG/come+back=token|with%odd~characters';
const APP_SECRET = 'come/back+secret=%odd~';
const SECRETS = { token: TOKEN, 'app secret': APP_SECRET, proof: proofFor(TOKEN, APP_SECRET) };

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(4, '0');
const percent = (character: string) => `%${hex(character).slice(2)}`;
const odd = /[^A-Za-z0-9]/g;

/** How a text may be written in the JSON of an answer. */
const FORMS: readonly [string, (secret: string) => string][] = [
	['as it is', (secret) => secret],
	['with slashes escaped', (secret) => secret.replaceAll('/', '\\/')],
	['with odd characters escaped', (secret) => secret.replace(odd, (one) => `\\u${hex(one)}`)],
	[
		'with odd characters escaped in capitals',
		(secret) => secret.replace(odd, (one) => `\\u${hex(one).toUpperCase()}`),
	],
	['with all characters escaped', (secret) => secret.replace(/./g, (one) => `\\u${hex(one)}`)],
	['encoded for an address', encodeURIComponent],
	['encoded for an address in small letters', (secret) => secret.replace(odd, percent)],
	['encoded twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
	['encoded and escaped', (secret) => encodeURIComponent(secret).replaceAll('%', '\\u0025')],
	['within words', (secret) => `Your token ${secret} is wrong`],
	[
		'in an address',
		(secret) => `https://graph.facebook.com/v25.0/1/media?access_token=${encodeURIComponent(secret)}&limit=5`,
	],
	[
		'in an address within another',
		(secret) => encodeURIComponent(`https://x.example/?access_token=${secret}&a=1`),
	],
];

const ALL = Object.entries(SECRETS).flatMap(([what, secret]) =>
	FORMS.map(([how, form]) => ({ what, how, secret, written: form(secret) })),
);

/** Each way in which a reader may decode what came out. */
function readings(text: string): string[] {
	const decoded = [text];
	for (let round = 0; round < 3; round++) {
		const last = decoded.at(-1) ?? '';
		decoded.push(
			last
				.replace(/\\+u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
				.replace(/\\+\//g, '/')
				.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16))),
		);
	}
	return decoded;
}

/** Nothing that came out of the runs or stands in n8n's log holds the secret, however it is decoded. */
function expectNoSecret(results: readonly NodeResult[], secret: string): void {
	const texts = [
		...results.flatMap((result) => [
			JSON.stringify(result.run),
			JSON.stringify(result.hints),
			JSON.stringify(result.error ?? null),
			String(result.run.data.resultData.error?.stack),
		]),
		...loggedLines,
	];
	const leaks = texts.flatMap((text, index) =>
		readings(text).some((reading) => reading.includes(secret)) ? [index] : [],
	);
	expect(leaks).toEqual([]);
}

const raw = (text: string, status = 200): Answer => ({
	status,
	text,
	headers: { 'content-type': 'application/json' },
});

const SECRET: Asked = { token: TOKEN, appSecret: APP_SECRET };

describe('a secret that comes back does not come out', () => {
	it.each(ALL)('$what, $how, in an error of Meta', async ({ secret, written }) => {
		const results: NodeResult[] = [];
		const ways = [
			() => insightsById([MEDIA.image.id], SECRET),
			() => insightsById([MEDIA.image.id], { ...SECRET, onError: 'continueRegularOutput' as const }),
			() => insightsOfAccounts(undefined, SECRET),
		];
		for (const [index, place] of ['message', 'error_user_msg', 'error_user_title'].entries()) {
			const code = [100, 190, 4711][index] ?? 0;
			const error = `"message":"x","${place}":"${written}","code":${String(code)},"fbtrace_id":"${written}"`;
			simulator.fault({ answer: raw(`{"error":{${error}}}`, 400) });
			for (const way of ways.slice(index)) results.push(await way());
			simulator.reset();
		}
		expectNoSecret(results, secret);
		// The check above has something to look at: each run says that something went wrong.
		expect(
			results.every(({ error, rows, hints }) => error !== undefined || rows.length + hints.length > 0),
		).toBe(true);
	});

	it.each(ALL)('$what, $how, in values, names and entries of a good answer', async ({ secret, written }) => {
		const entry = `{"name":"reach","period":"${written}","values":[{"value":5}],"title":"${written}","${written}":{"deep":["${written}",{"${written}":1}]},"id":"${MEDIA.image.id}/insights/reach/lifetime"}`;
		const own = `"id":"${MEDIA.image.id}","media_product_type":"FEED","shortcode":"abc","caption":"${written}","permalink":"https://www.instagram.com/p/abc/?x=${written}","${written}":"y","owner":{"id":"1","${written}":"${written}"}`;
		simulator.fault({ when: { path: /insights$/ }, answer: raw(`{"data":[${entry}]}`) });
		simulator.fault({
			when: { path: /\/media$/ },
			answer: raw(`{"data":[{${own}}],"paging":{"previous":"${written}","cursors":{"after":"${written}"}}}`),
		});
		simulator.fault({ when: { path: /\/\d+$/ }, answer: raw(`{${own}}`) });
		// The insights and the fields of one post.
		const parts = [`{"data":[${entry}]}`, `{${own}}`].map((body) => ({ code: 200, body }));
		simulator.fault({ when: { batch: true }, answer: { status: 200, body: parts } });
		const options = { mediaFields: ['caption', 'permalink', 'shortcode'] };
		const results: NodeResult[] = [];
		for (const more of [
			{ simplify: true, output: 'media', options },
			{ simplify: false, options },
		]) {
			const asked = { ...SECRET, more };
			results.push(await insightsById([MEDIA.image.id], asked));
			results.push(await insightsOfAccounts(undefined, asked));
		}
		results.push(await insightsById([MEDIA.image.id], { ...SECRET, resource: 'media' }));
		results.push(await insightsByLink(['https://www.instagram.com/p/abc/'], SECRET, ACCOUNTS.main.id));
		expectNoSecret(results, secret);
		// The rows came out, with the secret masked.
		expect(results.every(({ rows }) => rows.length > 0)).toBe(true);
		expect(JSON.stringify(results[0]?.rows)).toContain('***');
	});

	it.each(ALL)('$what, $how, in the parts of a batch', async ({ secret, written }) => {
		const part = (text: string) => ({ code: 200, body: text });
		const parts = [
			part(`{"data":[{"name":"reach","values":[{"value":5}],"title":"${written}"}]}`),
			{ code: 400, body: `{"error":{"message":"${written}","code":100}}` },
		];
		simulator.fault({ answer: { status: 200, body: parts } });
		const result = await insightsById([MEDIA.image.id, MEDIA.video.id], {
			...SECRET,
			more: { simplify: false },
		});
		expectNoSecret([result], secret);
		expect(JSON.stringify(result.rows)).toContain('***');
	});
});

it('a text that only looks like a part of it stays', async () => {
	simulator.behaviour.changedFields = { [MEDIA.image.id]: { caption: 'EAAG/come+back, 100 % and /more' } };
	const { rows } = await insightsById([MEDIA.image.id], {
		appSecret: simulator.appSecret,
		more: { options: { mediaFields: ['caption'] } },
	});
	expect(rows[0]?.caption).toBe('EAAG/come+back, 100 % and /more');
});
