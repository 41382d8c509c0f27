import fc from 'fast-check';

import { masking } from '../../nodes/InstagramInsights/graph/secrets';

const TOKEN = 'EAAGm0PX4ZCpsBAKZCtoken0123456789';
const SECRET = '0123456789abcdef0123456789abcdef';

describe('Masking', () => {
	const mask = masking({ accessToken: TOKEN, appSecret: SECRET, appId: '1234567890123456' });

	it('hides the access token wherever it stands', () => {
		expect(mask(`a ${TOKEN} b "${TOKEN}"`)).toBe('a *** b "***"');
	});

	it('hides the app secret', () => {
		expect(mask(`{"secret":"${SECRET}"}`)).toBe('{"secret":"***"}');
	});

	it('leaves the app ID, which is no secret', () => {
		expect(mask('app 1234567890123456')).toBe('app 1234567890123456');
	});

	it.each(['access_token', 'appsecret_proof', 'input_token'])(
		'hides any %s in a link, also one that is not of the credential',
		(name) => {
			const link = `https://graph.facebook.com/v25.0/1/media?${name}=IGQWother.token-1|x&limit=25`;
			expect(mask(link)).toBe(`https://graph.facebook.com/v25.0/1/media?${name}=***&limit=25`);
			expect(mask(`{"next":"https:\\/\\/graph.facebook.com\\/?limit=1&${name}=abc"}`)).toBe(
				`{"next":"https:\\/\\/graph.facebook.com\\/?limit=1&${name}=***"}`,
			);
		},
	);

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

	it('hides the token as it travels, where the credential holds it with blanks around', () => {
		// The credential sends it trimmed, and Meta repeats it: "Malformed access token EAAG…".
		const padded = masking({ accessToken: ` ${TOKEN}\n`, appSecret: `${SECRET} ` });
		expect(padded(`Malformed access token ${TOKEN}`)).toBe('Malformed access token ***');
		expect(padded(`secret ${SECRET}`)).toBe('secret ***');
	});

	it('leaves a text without secrets as it is', () => {
		const text = '{"data":[{"name":"reach","values":[{"value":4569}]}]}';
		expect(mask(text)).toBe(text);
	});

	it.each([{}, { accessToken: '' }, { accessToken: undefined }, { accessToken: 'abc', appSecret: '' }])(
		'does not hide half of an answer where the credential holds %j',
		(credentials) => {
			const text = 'abc undefined reach 12';
			expect(masking(credentials as Parameters<typeof masking>[0])(text)).toBe(text);
		},
	);

	it('lets no secret through, whatever is around it and whatever letters it has', () => {
		const text = fc.string({ unit: 'binary', maxLength: 30 });
		const secret = fc.string({ minLength: 20, maxLength: 60 }).filter((s) => !s.includes('*'));
		fc.assert(
			fc.property(text, secret, text, secret, (before, token, between, appSecret) => {
				const masked = masking({ accessToken: token, appSecret })(`${before}${token}${between}${appSecret}`);
				expect(masked).not.toContain(token);
				expect(masked).not.toContain(appSecret);
			}),
		);
	});
});
