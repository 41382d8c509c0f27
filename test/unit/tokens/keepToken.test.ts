import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { keepToken } from '../../../nodes/InstagramInsights/graph/tokens/keepToken';
import { FakeClock, settled } from '../fakeClock';
import { CREDENTIALS, FACEBOOK, fakeMeta, RENEWED, type FakeMeta } from './fakeMeta';

/** Starts the renewal of a newly pasted token. n8n stores nothing, and its request to store the token hangs. */
function keepingWith({ helpers }: FakeMeta) {
	const stop = new AbortController();
	const storing = jest.fn(() => new Promise<never>(() => undefined));
	const credentials: ICredentialDataDecryptedObject = { ...CREDENTIALS };
	const context = {
		getCredentials: () => Promise.resolve(credentials),
		getNode: () => ({ id: '1', name: 'Node', type: 't', typeVersion: 1, position: [0, 0], parameters: {} }),
		getExecutionCancelSignal: () => stop.signal,
		helpers: { ...helpers, httpRequestWithAuthentication: storing },
	} as unknown as IExecuteFunctions;
	const clock = new FakeClock();
	return { kept: keepToken(context, 'any', FACEBOOK, clock), stop, storing, clock };
}

const renews = (path: string) => {
	if (path.endsWith('debug_token')) return { body: { data: { is_valid: true, expires_at: 1 } } };
	return { body: path.endsWith('/me') ? { id: '1' } : { access_token: RENEWED, expires_in: 5_184_000 } };
};

describe('The request by which n8n stores a token, if it hangs,', () => {
	it('is given up at its deadline', async () => {
		const { kept, storing, clock } = keepingWith(fakeMeta(renews));
		await settled();
		expect(storing).toHaveBeenCalledTimes(1);
		expect(clock.deadlines.at(-1)?.milliseconds).toBe(15_000);
		clock.deadlines.at(-1)?.end();
		expect((await kept).notRenewed).toBe('not_stored');
	});

	it('is given up when the execution is stopped', async () => {
		const { kept, stop, storing } = keepingWith(fakeMeta(renews));
		await settled();
		expect(storing).toHaveBeenCalledTimes(1);
		stop.abort();
		expect((await kept).notRenewed).toBe('not_stored');
	});

	it('is sent all the same if the execution was stopped a moment before, because the new token is there', async () => {
		const { kept, stop, storing } = keepingWith(
			fakeMeta((path) => {
				// The last answer of the renewal.
				if (path.endsWith('/me'))
					queueMicrotask(() => {
						stop.abort();
					});
				return renews(path);
			}),
		);
		expect((await kept).notRenewed).toBe('not_stored');
		expect(storing).toHaveBeenCalledTimes(1);
	});
});
