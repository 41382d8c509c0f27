import { beforeAuthentication, signedAfterHook } from '../../../nodes/InstagramInsights/graph/tokens/hook';
import { CREDENTIALS, FACEBOOK, fakeMeta, PASTED } from './fakeMeta';

/** The request of a credential test is declared in two parts. */
const TEST = { baseURL: FACEBOOK.host, url: '/me' };
const OF_A_RUN = { url: `${FACEBOOK.host}/me` };

/** n8n makes an object of its own for each request. */
const credentials = () => ({ ...CREDENTIALS });

describe('A request of the credential', () => {
	it('makes n8n call the hook first if it is that of a test, as a 401 does', async () => {
		await expect(signedAfterHook(credentials(), TEST, FACEBOOK)).rejects.toMatchObject({
			message: 'The hook of the credential comes first',
			response: { status: 401 },
		});
	});

	it('is signed in a test once the hook was called, also if the hook changed nothing', async () => {
		const own = credentials();
		const unreachable = fakeMeta(() => {
			throw new Error('Nobody is there');
		});
		expect(await beforeAuthentication(unreachable.helpers, own, FACEBOOK, () => undefined)).toEqual({});
		expect(await signedAfterHook(own, TEST, FACEBOOK)).toMatchObject({ qs: { access_token: PASTED } });
		// That holds for this request alone.
		await expect(signedAfterHook(credentials(), TEST, FACEBOOK)).rejects.toThrow();
	});

	it('is signed at once in a run', async () => {
		expect(await signedAfterHook(credentials(), OF_A_RUN, FACEBOOK)).toMatchObject({
			qs: { access_token: PASTED },
		});
	});
});
