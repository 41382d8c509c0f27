import crypto, { createHmac } from 'node:crypto';

import fc from 'fast-check';

import { appKey, isSameText } from '../../../nodes/InstagramInsights/graph';
import { metaJson, signatureOf } from '../../simulator';

const SECRET = 'simulator-app-secret-not-a-real-one';
const key = appKey({ appId: '1', appSecret: SECRET });

describe('The signature of a webhook', () => {
	it('is made of the bytes in which Meta escapes what is not ASCII, and slashes', () => {
		// Meta, Webhooks, Validating Payloads: äöå is signed as \u00e4\u00f6\u00e5, and / as \/.
		const bytes = Buffer.from('{"text":"\\u00e4\\u00f6\\u00e5","link":"https:\\/\\/a\\/b"}');
		expect(metaJson({ text: 'äöå', link: 'https://a/b' })).toEqual(bytes);
		expect(key.isSigned(bytes, signatureOf(bytes, SECRET))).toBe(true);
		const plain = Buffer.from(JSON.stringify({ text: 'äöå', link: 'https://a/b' }));
		expect(key.isSigned(plain, signatureOf(bytes, SECRET))).toBe(false);
	});

	it.each([
		// Its second test case: the secret is a text there, as that of an app is.
		[
			'Jefe',
			'what do ya want for nothing?',
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		],
	])('follows RFC 4231 for the secret %s', (appSecret, data, hex) => {
		expect(appKey({ appSecret }).isSigned(Buffer.from(data), `sha256=${hex}`)).toBe(true);
		expect(appKey({ appSecret }).isSigned(Buffer.from(data), `sha256=${hex.toUpperCase()}`)).toBe(true);
	});

	it.each([undefined, null, 1, '', 'sha256=', [signatureOf(Buffer.from('{}'), SECRET)], {}])(
		'is not there if the header is %j',
		(header) => {
			expect(key.isSigned(Buffer.from('{}'), header)).toBe(false);
		},
	);

	it('is right for exactly the bytes that were signed', () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.uint8Array(), (signed, received) => {
				const header = signatureOf(Buffer.from(signed), SECRET);
				expect(key.isSigned(received, header)).toBe(Buffer.from(signed).equals(Buffer.from(received)));
			}),
		);
	});

	it('and the verify token are compared in constant time', () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		try {
			const body = Buffer.from('{}');
			expect(key.isSigned(body, signatureOf(body, SECRET))).toBe(true);
			expect(compare).toHaveBeenCalledTimes(1);
			expect(isSameText(key.verifyToken('7'), key.verifyToken('7'))).toBe(true);
			expect(compare).toHaveBeenCalledTimes(2);
		} finally {
			compare.mockRestore();
		}
	});

	it('is never right without a secret', () => {
		const header = `sha256=${createHmac('sha256', '').update('{}').digest('hex')}`;
		for (const appSecret of ['', ' ', undefined]) {
			const empty = appKey(appSecret === undefined ? {} : { appSecret });
			expect([empty.hasSecret, empty.isSigned(Buffer.from('{}'), header)]).toEqual([false, false]);
		}
	});

	it('is never the verify token, whatever ID a node has', () => {
		const json = JSON.stringify({ object: 'instagram', entry: [] });
		expect(key.isSigned(Buffer.from(json), `sha256=${key.verifyToken(json)}`)).toBe(false);
	});
});

describe('Texts', () => {
	it('are the same only if they are', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (one, other) => {
				expect(isSameText(one, other)).toBe(one === other);
				expect(isSameText(one, one)).toBe(true);
			}),
		);
		for (const given of [undefined, null, 1, ['a'], {}]) expect(isSameText(given, 'a')).toBe(false);
	});
});
