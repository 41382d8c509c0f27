import { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { secretMask } from '../../nodes/InstagramInsights/graph/secrets';

const TOKEN = 'EAAGm0PX4ZCpsBAKZCtoken0123456789';
const SECRET = '0123456789abcdef0123456789abcdef';
/** The parameters of Meta's that hold a token, a proof or the secret of an app. */
const NAMES = ['access_token', 'appsecret_proof', 'input_token', 'client_secret', 'fb_exchange_token'];

describe('Masking', () => {
	const CREDENTIALS = { accessToken: TOKEN, appSecret: SECRET, appId: '1234567890123456' };
	const mask = (text: string) => secretMask(CREDENTIALS).text(text);
	const value = (answer: unknown) => secretMask(CREDENTIALS).value(answer);

	it('hides the access token at any place of a text', () => {
		expect(mask(`a ${TOKEN} b "${TOKEN}"`)).toBe('a *** b "***"');
	});

	it('hides the app secret', () => {
		expect(mask(`{"secret":"${SECRET}"}`)).toBe('{"secret":"***"}');
	});

	it('leaves the app ID, which is no secret', () => {
		expect(mask('app 1234567890123456')).toBe('app 1234567890123456');
	});

	it.each(NAMES)('hides any %s in a link, also one that is not of the credential', (name) => {
		const link = `https://graph.facebook.com/v25.0/1/media?${name}=IGQWother.token-1|x&limit=25`;
		expect(mask(link)).toBe(`https://graph.facebook.com/v25.0/1/media?${name}=***&limit=25`);
		expect(mask(`{"next":"https:\\/\\/graph.facebook.com\\/?limit=1&${name}=abc"}`)).toBe(
			`{"next":"https:\\/\\/graph.facebook.com\\/?limit=1&${name}=***"}`,
		);
	});

	it('keeps JSON readable', () => {
		const text = JSON.stringify({
			data: [],
			paging: { next: `https://graph.facebook.com/v25.0/1?access_token=${TOKEN}` },
		});
		expect(JSON.parse(mask(text))).toEqual({
			data: [],
			paging: { next: 'https://graph.facebook.com/v25.0/1?access_token=***' },
		});
	});

	it('hides the trimmed token if the credential has it with blanks around it', () => {
		// The credential sends the token trimmed, and Meta repeats it: "Malformed access token EAAG…".
		const { text: padded } = secretMask({ accessToken: ` ${TOKEN}\n`, appSecret: `${SECRET} ` });
		expect(padded(`Malformed access token ${TOKEN}`)).toBe('Malformed access token ***');
		expect(padded(`secret ${SECRET}`)).toBe('secret ***');
		expect(padded(`proof ${createHmac('sha256', SECRET).update(TOKEN).digest('hex')}`)).toBe('proof ***');
	});

	it('hides the stored token, the one that is handed over, and their proofs, beside the pasted one', () => {
		const stored = 'EAAGstoredtoken0123456789';
		const handed = 'EAAGhandedtoken0123456789';
		const proofs = [TOKEN, stored, handed].map((token) =>
			createHmac('sha256', SECRET).update(token).digest('hex'),
		);
		const { text } = secretMask({
			...CREDENTIALS,
			longLivedToken: stored,
			renewedToken: JSON.stringify({ longLivedToken: handed }),
		});
		const secrets = [TOKEN, stored, handed, ...proofs];
		expect(text(secrets.join(' '))).toBe(secrets.map(() => '***').join(' '));
		// What stands in the field if nothing is stored is no secret.
		expect(secretMask({ ...CREDENTIALS, longLivedToken: 'none' }).text('none')).toBe('none');
	});

	it('hides the token of OAuth2, its proof, and the secret of its client', () => {
		const { text } = secretMask({
			clientId: '1234567890123456',
			clientSecret: SECRET,
			oauthTokenData: { access_token: TOKEN, token_type: 'bearer', n8n_expires_at: 1 },
		});
		const proof = createHmac('sha256', SECRET).update(TOKEN).digest('hex');
		expect(text(`${TOKEN} ${proof} ${SECRET} 1234567890123456`)).toBe('*** *** *** 1234567890123456');
	});

	it('hides further tokens that the credential does not hold, and their proofs', () => {
		const { text } = secretMask(CREDENTIALS, ['EAAGfurthertoken0123456789']);
		const proof = createHmac('sha256', SECRET).update('EAAGfurthertoken0123456789').digest('hex');
		expect(text(`EAAGfurthertoken0123456789 ${proof} ${TOKEN}`)).toBe('*** *** ***');
	});

	it('leaves a text without secrets as it is', () => {
		const text = '{"data":[{"name":"reach","values":[{"value":4569}]}]}';
		expect(mask(text)).toBe(text);
	});

	it('leaves a text that only begins like a secret, and hides the whole secret after it', () => {
		const text = JSON.stringify({ a: TOKEN.slice(0, -1), b: `%${SECRET.slice(0, 20)}` });
		expect(mask(text)).toBe(text);
		expect(mask(`${text} ${TOKEN}`)).toBe(`${text} ***`);
	});

	it.each([{}, { accessToken: '' }, { accessToken: undefined }, { accessToken: 'abc', appSecret: '' }])(
		'does not hide half of an answer if the credential holds %j',
		(credentials) => {
			const text = 'abc undefined reach 12';
			expect(secretMask(credentials as Parameters<typeof secretMask>[0]).text(text)).toBe(text);
		},
	);

	it('hides a secret of 8 characters or more, since a shorter text may stand anywhere', () => {
		const masked = (accessToken: string) => secretMask({ accessToken }).text(`before ${accessToken} after`);
		expect(masked('abcd1234')).toBe('before *** after');
		expect(masked('abcd123')).toBe('before abcd123 after');
	});

	it('hides a secret that is the whole text', () => {
		expect(secretMask({ accessToken: 'abcd1234' }).text('abcd1234')).toBe('***');
		expect(mask('input_token=x')).toBe('input_token=***');
	});

	it.each([...NAMES, 'ACCESS_TOKEN'])('hides any %s whose equals sign is URL-encoded', (name) => {
		expect(mask(`https://a.b/?${name}%3DIGQWother&limit`)).toBe(`https://a.b/?${name}%3D***&limit`);
	});

	it.each([
		['%3F', '%3D'],
		['%26', '%3D'],
		['%3f', '%3d'],
		['%253F', '%253D'],
		['%2526', '%253d'],
		['%252526', '%25253D'],
	])("hides somebody else's token in a link that stands inside another link, behind %s", (mark, equals) => {
		for (const name of NAMES) {
			const link = `https://a.b/?next=https%3A%2F%2Fc.d${mark}${name}${equals}`;
			expect(mask(`${link}IGQWother`)).toBe(`${link}***`);
		}
	});

	it('leaves a name that only ends like that of a secret', () => {
		expect(mask('?next=x%3Fno_access_token%3D5')).toBe('?next=x%3Fno_access_token%3D5');
		expect(mask('?no_access_token=5')).toBe('?no_access_token=5');
	});

	it('hides the proof, which is made of token and app secret', () => {
		const proof = createHmac('sha256', SECRET).update(TOKEN).digest('hex');
		expect(mask(`proof ${proof}`)).toBe('proof ***');
	});

	it('lets no secret through, whatever characters it has and whatever is around it', () => {
		const text = fc.string({ unit: 'binary', maxLength: 30 });
		const secret = fc
			.string({ minLength: 20, maxLength: 60 })
			.filter((s) => !s.includes('*') && s.trim() === s);
		fc.assert(
			fc.property(text, secret, text, secret, (before, token, between, appSecret) => {
				const { text: hide } = secretMask({ accessToken: token, appSecret });
				const masked = hide(`${before}${token}${between}${appSecret}`);
				expect(masked).not.toContain(token);
				expect(masked).not.toContain(appSecret);
			}),
		);
	});

	describe('of a token that comes back in another form', () => {
		const ODD = 'EAAGm0|PX4Z/C=ps+BA KZ%Ct_ok-en.0123';
		const hide = (text: string) => secretMask({ accessToken: ODD }).text(text);
		const json = (text: string) => JSON.stringify(text).slice(1, -1);
		const unicode = (text: string) =>
			Array.from(text, (c) =>
				/\w/.test(c) ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
			).join('');

		it.each<[string, string]>([
			['as it is', ODD],
			['URL-encoded', encodeURIComponent(ODD)],
			['URL-encoded in lower case', encodeURIComponent(ODD).replace(/%../g, (hex) => hex.toLowerCase())],
			['URL-encoded twice', encodeURIComponent(encodeURIComponent(ODD))],
			['URL-encoded, each character', Array.from(ODD, (c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
			['escaped in JSON', json(ODD)],
			['escaped in JSON, with slashes', json(ODD).replaceAll('/', '\\/')],
			['escaped in JSON as \\u', unicode(ODD)],
			[
				'escaped in JSON as \\u, in upper case',
				unicode(ODD).replace(/u00../g, (code) => `u${code.slice(1).toUpperCase()}`),
			],
			['URL-encoded, and the percent signs escaped', encodeURIComponent(ODD).replaceAll('%', '\\u0025')],
		])('hides it %s', (_what, form) => {
			expect(hide(`before ${form} after ${form}`)).toBe('before *** after ***');
		});

		it('hides it as a whole if it was pasted with a tab in it', () => {
			const pasted = secretMask({ accessToken: `abc\t${ODD}` });
			expect(pasted.text(`before abc%09${encodeURIComponent(ODD)} after`)).toBe('before *** after');
		});

		it('hides its parts if it was pasted with a blank in it', () => {
			const pasted = secretMask({ accessToken: 'EAAGm0PX4ZCps\u2003BAKZCtoken0123' });
			expect(pasted.text('EAAGm0PX4ZCps, and BAKZCtoken0123')).toBe('***, and ***');
		});

		it.each(['\u200b', '\u00e9', '\u00a0'])('hides it if it was pasted with %j at its end', (odd) => {
			const pasted = secretMask({ accessToken: `${ODD.replace(' ', '')}${odd}` });
			const sent = encodeURIComponent(`${ODD.replace(' ', '')}${odd}`);
			expect(pasted.text(`before ${sent} after`)).not.toContain(sent.slice(0, 12));
		});

		it('hides the whole secret in a text inside a text, although a part of it would match first', () => {
			const slashed = 'EAAGm0PX4ZCps/yaSLq2GI105N949R';
			const mask = secretMask({ accessToken: slashed });
			const inner = JSON.stringify({ message: slashed }).replaceAll('/', '\\/');
			const outer = JSON.parse(mask.text(JSON.stringify({ body: inner }))) as { body: string };
			const masked = mask.value(JSON.parse(mask.text(outer.body)));
			expect(masked).toEqual({ message: '***' });
		});

		it('hides any mix of the forms of its characters', () => {
			const secret = fc.string({
				unit: fc.constantFrom(...Array.from('ABCXYZabcxyz0189|/=+_-.:~')),
				minLength: 16,
				maxLength: 60,
			});
			const hex = (c: string) => c.charCodeAt(0).toString(16).padStart(2, '0');
			const forms: readonly ((c: string) => string)[] = [
				(c) => c,
				(c) => c,
				(c) => `%${hex(c)}`,
				(c) => `%${hex(c).toUpperCase()}`,
				(c) => `%25${hex(c)}`,
				(c) => `\\u00${hex(c)}`,
				(c) => `\\u0025${hex(c)}`,
				(c) => (c === '/' ? '\\/' : c),
			];
			const decoded = (text: string): string => {
				let plain = text;
				for (let round = 0; round < 4; round++) {
					plain = plain
						.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
						.replaceAll('\\/', '/')
						.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
				}
				return plain;
			};
			fc.assert(
				fc.property(
					secret,
					fc.array(fc.nat(forms.length - 1), { minLength: 60, maxLength: 60 }),
					(token, chosen) => {
						const form = Array.from(token, (c, index) => (forms[chosen[index] ?? 0] ?? String)(c)).join('');
						const masked = secretMask({ accessToken: token }).text(`a ${form} b`);
						expect(decoded(masked)).not.toContain(decoded(token));
						expect(masked).toBe('a *** b');
					},
				),
				{ numRuns: 500 },
			);
		});
	});

	describe('of a parsed answer', () => {
		it('hides a secret that appears only after parsing, in the same object', () => {
			const answer: unknown = JSON.parse(
				`{"data":[{"a":"x ${TOKEN.replace('A', '\\u0041')}"}],"n":5,"b":true,"z":null}`,
			);
			expect(value(answer)).toBe(answer);
			expect(answer).toEqual({ data: [{ a: 'x ***' }], n: 5, b: true, z: null });
		});

		it('may be a text alone', () => {
			expect(value(`x ${TOKEN}`)).toBe('x ***');
		});

		it('hides a secret in the name of a property', () => {
			expect(value({ [TOKEN]: 1, [`of ${SECRET}`]: { b: [TOKEN] } })).toEqual({
				'***': 1,
				'of ***': { b: ['***'] },
			});
		});

		it.each([...NAMES, 'Access_Token'])(
			'hides whatever is called %s, also if it is not of the credential',
			(name) => {
				expect(value({ [name]: 'IGQWother', other: [{ [name]: 'x' }] })).toEqual({
					[name]: '***',
					other: [{ [name]: '***' }],
				});
			},
		);

		it('takes __proto__ for an ordinary name', () => {
			const answer = JSON.parse(`{"__proto__":"${TOKEN}","a":{"__proto__":{"b":"${TOKEN}"}}}`) as object;
			value(answer);
			expect(JSON.stringify(answer)).toBe('{"__proto__":"***","a":{"__proto__":{"b":"***"}}}');
			expect(Object.getPrototypeOf(answer)).toBe(Object.prototype);
		});

		it.each([
			[1, true],
			[65, true],
			[66, false],
			[5_000, false],
		])('nested in %d levels is read: %j', (levels, isRead) => {
			const nested = JSON.parse(`${'['.repeat(levels)}"${TOKEN}"${']'.repeat(levels)}`) as unknown;
			const masked = value(nested);
			expect(masked).toBe(isRead ? nested : undefined);
			if (isRead) expect(JSON.stringify(masked)).toContain('***');
		});

		it('has ordinary properties afterwards, also if several secrets stood in names', () => {
			const answer = value(JSON.parse(`{"${TOKEN}":1,"b":"${TOKEN}","${SECRET}":2}`));
			expect(Object.getOwnPropertyDescriptors(answer)).toEqual(
				Object.getOwnPropertyDescriptors({ b: '***', '***': 2 }),
			);
		});

		it('leaves names like those of secrets, and values that are no texts', () => {
			const answer = { token: 'x', my_access_token: 'x', access_token: 5, input_token: null };
			expect(value({ ...answer })).toEqual(answer);
		});

		it.each<unknown>([null, 5, true, undefined, 'text'])('leaves %j as it is', (plain) => {
			expect(value(plain)).toBe(plain);
		});

		it('hides a secret in any place of any JSON, and changes nothing else', () => {
			fc.assert(
				fc.property(fc.jsonValue(), (json) => {
					const text = JSON.stringify({ json, list: [TOKEN, { deep: `${TOKEN}!` }] });
					const masked = JSON.stringify(value(JSON.parse(text)));
					expect(masked).not.toContain(TOKEN);
					expect(masked).toBe(JSON.stringify(JSON.parse(text.replaceAll(TOKEN, '***'))));
				}),
			);
		});
	});
});
