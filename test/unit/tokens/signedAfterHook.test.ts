import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { beforeAuthentication, signedAfterHook } from '../../../nodes/InstagramInsights/graph/tokens/hook';
import { toStoredFields } from '../../../nodes/InstagramInsights/graph/tokens/storedToken';
import { CREDENTIALS, FACEBOOK, fakeMeta, INSTAGRAM, PASTED, RENEWED } from './fakeMeta';

/** The request of a credential test is declared in two parts. */
const TEST = { baseURL: FACEBOOK.host, url: '/me' };
const OF_A_RUN = { url: `${FACEBOOK.host}/me` };
const DAY = 86_400_000;

/** n8n makes an object of its own for each request. */
const credentials = (more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject => ({
	...CREDENTIALS,
	...more,
});

/** A credential whose token was exchanged. */
const exchanged = (livesMs: number) =>
	credentials(
		toStoredFields(CREDENTIALS, {
			token: RENEWED,
			expiresAt: new Date(Date.now() + livesMs),
			obtainedAt: new Date(Date.now() - 2 * DAY),
		}) as ICredentialDataDecryptedObject,
	);

const NO_MISFIT = () => undefined;
const MISFIT = () => ({ message: 'The token is another one', description: 'Take the other credential' });

const sign = (own: ICredentialDataDecryptedObject, request: IHttpRequestOptions, login = FACEBOOK) =>
	signedAfterHook(own, request, login, NO_MISFIT);

const HOOK_FIRST = {
	message: 'The hook of the credential comes first',
	response: { status: 401 },
};

describe('A request of the credential', () => {
	it.each([
		['newly pasted', credentials()],
		['about to end', exchanged(10 * DAY)],
	])('makes n8n call the hook first if it is that of a test and the token is %s', async (_what, own) => {
		await expect(sign(own, TEST)).rejects.toMatchObject(HOOK_FIRST);
	});

	it.each<[string, ICredentialDataDecryptedObject, string]>([
		['no app ID', credentials({ appId: '' }), PASTED],
		['no app secret', credentials({ appSecret: ' ' }), PASTED],
		['a token that lives for long', exchanged(50 * DAY), RENEWED],
		['a token that has ended, which cannot be exchanged', exchanged(-DAY), RENEWED],
	])('is signed at once in a test with %s: no renewal is due', async (_what, own, token) => {
		expect(await sign(own, TEST)).toMatchObject({ qs: { access_token: token } });
	});

	it('makes n8n call the hook for Instagram Login without an app, which its renewal does not need', async () => {
		const request = { baseURL: INSTAGRAM.host, url: '/me/media' };
		await expect(sign({ accessToken: 'IGAA-pasted-0123' }, request, INSTAGRAM)).rejects.toMatchObject(
			HOOK_FIRST,
		);
	});

	it('is signed in a test once the hook was called, also if the hook changed nothing', async () => {
		const own = credentials();
		const unreachable = fakeMeta(() => {
			throw new Error('Nobody is there');
		});
		expect(await beforeAuthentication(unreachable.helpers, own, FACEBOOK, NO_MISFIT)).toEqual({});
		expect(await sign(own, TEST)).toMatchObject({ qs: { access_token: PASTED } });
		// That holds for this request alone.
		await expect(sign(credentials(), TEST)).rejects.toThrow();
	});

	it.each([
		['a renewal is due', credentials()],
		['no renewal is due', credentials({ appId: '' })],
	])('is not sent in a test with a token of another login, also if %s', async (_what, own) => {
		const signing = signedAfterHook(own, TEST, FACEBOOK, MISFIT);
		await expect(signing).rejects.toThrow('The token is another one. Take the other credential');
		// With a status 401 n8n would call the hook.
		await expect(signing).rejects.not.toHaveProperty('response');
	});

	it('is signed at once in a run', async () => {
		expect(await signedAfterHook(credentials(), OF_A_RUN, FACEBOOK, MISFIT)).toMatchObject({
			qs: { access_token: PASTED },
		});
	});
});
