import { tokenHttp, type TokenAnswer } from '../../../nodes/InstagramInsights/graph/tokens/tokenHttp';
import { FakeClock, settled } from '../fakeClock';
import { APP_SECRET, CREDENTIALS, FACEBOOK, fakeMeta, PASTED, RENEWED, type FakeAnswer } from './fakeMeta';

const PROOF = 'f'.repeat(64);
const QUERY = {
	fb_exchange_token: PASTED,
	input_token: RENEWED,
	client_secret: APP_SECRET,
	appsecret_proof: PROOF,
};

async function ask(
	answer: FakeAnswer,
	query: Readonly<Record<string, string>> = QUERY,
): Promise<TokenAnswer> {
	const { helpers } = fakeMeta(() => answer);
	return await tokenHttp(helpers, CREDENTIALS, FACEBOOK, new FakeClock())('v25.0/x', query);
}

describe('A call of a token endpoint', () => {
	it('goes to the host of the login, unsigned, and follows no redirect', async () => {
		const { helpers, requests } = fakeMeta(() => ({ body: {} }));
		await tokenHttp(helpers, CREDENTIALS, FACEBOOK, new FakeClock())('v25.0/debug_token', { a: 'b' });
		await tokenHttp(
			helpers,
			{ ...CREDENTIALS, apiHost: 'http://127.0.0.1:1/' },
			FACEBOOK,
			new FakeClock(),
		)('me', {});
		expect(requests).toMatchObject([
			{
				method: 'GET',
				url: 'https://graph.facebook.com/v25.0/debug_token',
				qs: { a: 'b' },
				timeout: 15_000,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
			},
			{ url: 'http://127.0.0.1:1/me', qs: {} },
		]);
	});

	it('gives the token as Meta sent it, and masks all other texts', async () => {
		const body = {
			access_token: RENEWED,
			expires_in: 12,
			data: { error: { message: `${RENEWED} of ${PASTED} with ${APP_SECRET} and ${PROOF}` }, scopes: ['a'] },
		};
		expect(await ask({ body }, { fb_exchange_token: PASTED, appsecret_proof: PROOF })).toEqual({
			ok: true,
			body: {
				access_token: RENEWED,
				expires_in: 12,
				data: { error: { message: '*** of *** with *** and ***' }, scopes: ['a'] },
			},
		});
	});

	it('takes an answer whose refusal is null for a good one', async () => {
		expect(await ask({ body: { access_token: RENEWED, error: null } })).toMatchObject({
			ok: true,
			body: { access_token: RENEWED },
		});
	});

	it.each([400, 200])(
		"masks the tokens of request and answer in Meta's refusal, with status %s",
		async (status) => {
			const another = 'EAAG-just-issued-0123456789';
			const message = `${PASTED} ${RENEWED} ${another} ${APP_SECRET} ${PROOF} 1234567890|${APP_SECRET}`;
			const body = { access_token: another, error: { message, type: 'OAuthException', code: 4711 } };
			const answer = await ask({ status, body });
			expect(answer).toMatchObject({
				ok: false,
				failure: { text: '*** *** *** *** *** 1234567890|***', code: 4711 },
			});
			expect(JSON.stringify(answer)).not.toMatch(/EAAG|secret-of/);
		},
	);

	it.each<[string, FakeAnswer, object]>([
		['a page with a good status', { body: '<html></html>' }, { origin: 'between' }],
		['a page with another status', { status: 502, body: '<html></html>' }, { httpStatus: 502 }],
		['a list', { body: [1] }, { origin: 'unusable' }],
		['a number', { body: 1 }, { origin: 'unusable' }],
		['an error of a proxy', { body: { error: 'denied' } }, { origin: 'unusable' }],
		['nothing', { body: '' }, { origin: 'between' }],
		['a status alone', { status: 500, body: {} }, { httpStatus: 500 }],
	])('is a failure if it is answered by %s', async (_what, answer, failure) => {
		expect(await ask(answer)).toMatchObject({ ok: false, failure });
	});

	it('lets nothing of a thrown error escape', async () => {
		const httpRequest = () => Promise.reject(new Error(`GET /?fb_exchange_token=${PASTED} failed`));
		const answer = await tokenHttp({ httpRequest }, CREDENTIALS, FACEBOOK, new FakeClock())('me', QUERY);
		expect(answer).toMatchObject({ ok: false, failure: { origin: 'none', text: '' } });
		expect(JSON.stringify(answer)).not.toContain('EAAG');
	});

	it.each<[string, unknown]>([
		['no object', 'text'],
		['no status and no text', {}],
	])('is a failure if n8n gives %s', async (_what, response) => {
		const httpRequest = () => Promise.resolve(response);
		const answer = await tokenHttp({ httpRequest }, CREDENTIALS, FACEBOOK, new FakeClock())('me', {});
		expect(answer.ok).toBe(false);
	});

	it('ends if the execution is stopped', async () => {
		const stop = new AbortController();
		const httpRequest = () => new Promise<never>(() => undefined);
		const answer = tokenHttp({ httpRequest }, CREDENTIALS, FACEBOOK, new FakeClock(), stop.signal)('me', {});
		await settled();
		stop.abort();
		expect(await answer).toMatchObject({ ok: false, failure: { origin: 'none' } });
		// No further call goes out.
		const { helpers, requests } = fakeMeta(() => ({ body: {} }));
		const next = await tokenHttp(helpers, CREDENTIALS, FACEBOOK, new FakeClock(), stop.signal)('me', {});
		expect(next).toMatchObject({ ok: false, failure: { origin: 'none' } });
		expect(requests).toEqual([]);
	});

	it('ends at its deadline', async () => {
		const clock = new FakeClock();
		const httpRequest = () => new Promise<never>(() => undefined);
		const answer = tokenHttp({ httpRequest }, CREDENTIALS, FACEBOOK, clock)('me', {});
		await settled();
		expect(clock.deadlines).toMatchObject([{ milliseconds: 15_000 }]);
		clock.deadlines[0]?.end();
		expect(await answer).toMatchObject({ ok: false, failure: { origin: 'none' } });
	});
});
