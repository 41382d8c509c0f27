import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { beforeAuthentication } from '../../../nodes/InstagramInsights/graph/tokens/hook';
import {
	handedOver,
	readStoredToken,
	toStoredFields,
} from '../../../nodes/InstagramInsights/graph/tokens/storedToken';
import {
	APP_SECRET,
	CREDENTIALS,
	FACEBOOK,
	fakeMeta,
	PASTED,
	refusal,
	RENEWED,
	type FakeMeta,
} from './fakeMeta';

const NO_MISFIT = () => undefined;

async function hook(meta: FakeMeta, credentials: ICredentialDataDecryptedObject, misfitOf = NO_MISFIT) {
	return await beforeAuthentication(meta.helpers, credentials, FACEBOOK, misfitOf);
}

const works = () =>
	fakeMeta((path) => {
		if (path.endsWith('debug_token')) return { body: { data: { is_valid: true, expires_at: 1 } } };
		return { body: path.endsWith('/me') ? { id: '1' } : { access_token: RENEWED, expires_in: 5_184_000 } };
	});

describe('The hook of a credential', () => {
	it('gives back what the node hands over, without a call', async () => {
		const meta = works();
		const fields = toStoredFields(CREDENTIALS, {
			token: RENEWED,
			expiresAt: 'never',
			obtainedAt: new Date(),
		});
		expect(await hook(meta, handedOver(CREDENTIALS, fields))).toEqual(fields);
		expect(meta.requests).toEqual([]);
	});

	it('exchanges a new token, and returns the field that n8n waits for', async () => {
		const meta = works();
		const fields = await hook(meta, CREDENTIALS);
		expect(fields).toMatchObject({ longLivedToken: RENEWED, renewedToken: '' });
		const credentials = { ...CREDENTIALS, ...fields } as typeof CREDENTIALS;
		expect(readStoredToken(credentials)?.token).toBe(RENEWED);
		// After that nothing is due.
		expect(await hook(meta, credentials)).toEqual({});
		expect(meta.requests).toHaveLength(3);
	});

	it('makes no call for a token of another login', async () => {
		const meta = works();
		const misfit = { message: 'The token is another one', description: 'Take the other credential' };
		await expect(hook(meta, CREDENTIALS, () => misfit as never)).rejects.toThrow(
			'The token is another one. Take the other credential',
		);
		expect(meta.requests).toEqual([]);
	});

	it.each<[string, FakeMeta]>([
		[
			'the token is dead, since the test itself tells it',
			fakeMeta(() => ({ body: { data: { is_valid: false, error: { code: 190 } } } })),
		],
		[
			'Meta is not there',
			fakeMeta(() => {
				throw new Error(`GET /?input_token=${PASTED}`);
			}),
		],
		['Meta is at fault', fakeMeta(() => ({ status: 500, body: {} }))],
	])('changes nothing if %s', async (_what, meta) => {
		expect(await hook(meta, CREDENTIALS)).toEqual({});
	});

	it.each<[string, typeof CREDENTIALS]>([
		['is refused', CREDENTIALS],
		['is not due', { ...CREDENTIALS, appSecret: '' }],
	])(
		'fills an empty field if a renewal %s, so that n8n does not call it before each request',
		async (_what, more) => {
			const meta = fakeMeta(() => refusal(1, 'Error validating client secret'));
			expect(await hook(meta, { ...more, longLivedToken: '' })).toMatchObject({ longLivedToken: 'none' });
		},
	);

	it("tells of a refusal without the credential's secrets", async () => {
		const meta = fakeMeta((path) =>
			path.endsWith('debug_token')
				? { body: {} }
				: refusal(1, `Error validating client secret. ${PASTED} ${APP_SECRET}`),
		);
		await expect(hook(meta, CREDENTIALS)).rejects.toThrow(
			/^Meta did not renew .* Check 'App ID' and 'App Secret' .*"Error validating client secret\. \*\*\* \*\*\*"$/,
		);
	});
});
