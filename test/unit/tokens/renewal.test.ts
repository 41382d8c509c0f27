import type { GraphLogin } from '../../../nodes/InstagramInsights/graph';
import { inspectToken } from '../../../nodes/InstagramInsights/graph/tokens/inspect';
import { momentAt, readNumber } from '../../../nodes/InstagramInsights/graph/tokens/moment';
import { isRenewalDue, renew, type Renewal } from '../../../nodes/InstagramInsights/graph/tokens/renewal';
import { toStoredFields, type TokenEnd } from '../../../nodes/InstagramInsights/graph/tokens/storedToken';
import { tokenHttp } from '../../../nodes/InstagramInsights/graph/tokens/tokenHttp';
import { notRenewed } from '../../../nodes/InstagramInsights/graph/tokens/words';
import { FakeClock } from '../fakeClock';
import { expectHelpful } from '../wording';
import {
	CREDENTIALS,
	FACEBOOK,
	fakeMeta,
	INSTAGRAM,
	PASTED,
	refusal,
	RENEWED,
	type FakeAnswer,
} from './fakeMeta';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function stored(leftMs: number | 'never' | undefined, ageMs: number, credentials = CREDENTIALS) {
	const expiresAt: TokenEnd = typeof leftMs === 'number' ? new Date(NOW + leftMs) : leftMs;
	const token = { token: RENEWED, expiresAt, obtainedAt: new Date(NOW - ageMs) };
	return { ...credentials, ...toStoredFields(credentials, token) } as typeof CREDENTIALS;
}

describe('A renewal is due', () => {
	const WITHOUT_APP = { accessToken: PASTED };

	it.each<[string, boolean, GraphLogin, typeof CREDENTIALS]>([
		['of a newly pasted token with the app', true, FACEBOOK, CREDENTIALS],
		['of a newly pasted token without it', false, FACEBOOK, WITHOUT_APP],
		['of a newly pasted token of Instagram Login', true, INSTAGRAM, WITHOUT_APP],
		['without a token', false, FACEBOOK, { ...CREDENTIALS, accessToken: ' ' }],
		[
			'of a token of OAuth2',
			false,
			FACEBOOK,
			{ clientId: '1', clientSecret: 'x', oauthTokenData: { access_token: PASTED } },
		],
		['of a token that never ends', false, FACEBOOK, stored('never', 400 * DAY)],
		['with 30 days left', false, FACEBOOK, stored(30 * DAY, 30 * DAY)],
		['with less', true, FACEBOOK, stored(30 * DAY - 1, 30 * DAY)],
		['with a moment left', true, FACEBOOK, stored(1, 60 * DAY)],
		['of a token that has ended', false, FACEBOOK, stored(0, 60 * DAY)],
		['of a token that is a day old', true, FACEBOOK, stored(20 * DAY, DAY)],
		['of a younger token', false, FACEBOOK, stored(20 * DAY, DAY - 1)],
		['of a younger token that ends within a day', true, FACEBOOK, stored(DAY, HOUR)],
		['of a token with an unknown end that is a day old', true, FACEBOOK, stored(undefined, DAY)],
		['of a younger token with an unknown end', false, FACEBOOK, stored(undefined, DAY - 1)],
		['of a token from a clock that was ahead by an hour', false, FACEBOOK, stored(20 * DAY, -HOUR)],
		['of a token from a clock that was ahead by a year', true, FACEBOOK, stored(20 * DAY, -365 * DAY)],
		[
			'of a stored token after the app secret was taken away',
			false,
			FACEBOOK,
			{ ...stored(DAY, 50 * DAY), appSecret: '' },
		],
	])('%s: %s', (_what, isDue, login, credentials) => {
		expect(isRenewalDue(credentials, login, NOW)).toBe(isDue);
	});

	it('in the test of the credential also if the end of a young token is unknown', () => {
		expect(isRenewalDue(stored(undefined, HOUR), INSTAGRAM, NOW, { isTest: true })).toBe(true);
		expect(isRenewalDue(stored(20 * DAY, HOUR), INSTAGRAM, NOW, { isTest: true })).toBe(false);
	});
});

/** Renews against answers by the last part of the path. */
async function renewed(
	answers: Readonly<Record<string, FakeAnswer>>,
	login = FACEBOOK,
	credentials = CREDENTIALS,
): Promise<{ renewal: Renewal; paths: readonly string[] }> {
	const paths: string[] = [];
	const { helpers } = fakeMeta((path) => {
		const last = path.slice(path.lastIndexOf('/') + 1);
		paths.push(last);
		const answer = answers[last];
		if (!answer) throw new Error('The connection broke');
		return answer;
	});
	const get = tokenHttp(helpers, credentials, login, new FakeClock());
	return { renewal: await renew(get, credentials, login, NOW), paths };
}

const SHORT = { body: { data: { is_valid: true, expires_at: NOW / 1_000 + 3_600 } } };
const GIVEN = { body: { access_token: RENEWED, expires_in: 5_184_000 } };
const ALIVE = { body: { id: '1' } };

describe('A renewal', () => {
	it('takes a new token that works', async () => {
		const { renewal, paths } = await renewed({ debug_token: SHORT, access_token: GIVEN, me: ALIVE });
		expect(paths).toEqual(['debug_token', 'access_token', 'me']);
		expect(renewal).toEqual({
			ok: true,
			stored: { token: RENEWED, expiresAt: new Date(NOW + 60 * DAY), obtainedAt: new Date(NOW) },
		});
	});

	it('does not take one that ends sooner than the token in use', async () => {
		const answers = {
			access_token: { body: { access_token: RENEWED, expires_in: 60 } },
			me: { body: { id: '1' } },
		};
		const data = { is_valid: true, expires_at: (NOW + 20 * DAY) / 1_000 };
		const { renewal } = await renewed({ ...answers, debug_token: { body: { data } } });
		expect(renewal).toEqual({
			ok: true,
			stored: { token: PASTED, expiresAt: new Date(NOW + 20 * DAY), obtainedAt: new Date(NOW) },
		});
	});

	it('takes it without the blanks around it', async () => {
		const access_token = { body: { access_token: ` ${RENEWED}\n`, expires_in: 5_184_000 } };
		const { renewal } = await renewed({ debug_token: SHORT, access_token, me: ALIVE });
		expect(renewal).toMatchObject({ ok: true, stored: { token: RENEWED } });
	});

	it.each<[string, Readonly<Record<string, FakeAnswer>>, string]>([
		[
			'the token is dead',
			{
				debug_token: {
					body: { data: { is_valid: false, error: { code: 190, subcode: 460, message: 'Changed' } } },
				},
			},
			'token',
		],
		['nobody answers', {}, 'passing'],
		[
			'the secret is wrong',
			{ debug_token: SHORT, access_token: refusal(1, 'Error validating client secret.') },
			'app',
		],
		[
			'the app is unknown',
			{
				debug_token: SHORT,
				access_token: refusal(101, 'Error validating application. Invalid application ID.'),
			},
			'app',
		],
		[
			'the token is of another app',
			{
				debug_token: SHORT,
				access_token: refusal(190, 'The access token does not belong to application 1.'),
			},
			'app',
		],
		[
			'Meta is at fault',
			{ debug_token: SHORT, access_token: refusal(1, 'An unknown error occurred') },
			'passing',
		],
		[
			'a limit is reached',
			{ debug_token: SHORT, access_token: refusal(4, 'Application request limit reached') },
			'passing',
		],
		[
			'Meta finds the token ended',
			{ debug_token: SHORT, access_token: refusal(190, 'Session has expired', { error_subcode: 463 }) },
			'token',
		],
		['nobody knows why', { debug_token: SHORT, access_token: refusal(4711, 'Not today') }, 'refused'],
		['there is no token in the answer', { debug_token: SHORT, access_token: { body: {} } }, 'noToken'],
		[
			'the new token is dead',
			{ debug_token: SHORT, access_token: GIVEN, me: refusal(190, 'Malformed') },
			'newToken',
		],
		['the trial call is not answered', { debug_token: SHORT, access_token: GIVEN }, 'passing'],
	])('tells apart why nothing changes: %s', async (_what, answers, why) => {
		const { renewal } = await renewed(answers);
		expect(renewal).toMatchObject({ ok: false, notRenewed: { why } });
		if (renewal.ok) return;
		const { message, description } = notRenewed(renewal.notRenewed, FACEBOOK);
		expect(`${message}. ${description}`).toMatch(
			/^Meta did not renew the access token, and the token stays as it is\. \w/,
		);
		const [own = ''] = description.split('Meta says: ');
		expectHelpful(`${message}. ${own}`);
	});

	it('quotes Meta once', async () => {
		const { renewal } = await renewed({ debug_token: SHORT, access_token: refusal(190, 'Some new words') });
		if (renewal.ok) throw new Error('It was renewed');
		const { description } = notRenewed(renewal.notRenewed, FACEBOOK);
		expect(description.match(/Some new words/g)).toHaveLength(1);
	});

	it('asks no further exchange if there was no answer', async () => {
		const { renewal, paths } = await renewed({}, INSTAGRAM, { accessToken: PASTED, appSecret: 'secret' });
		expect(paths).toEqual(['refresh_access_token']);
		expect(renewal).toMatchObject({ ok: false, notRenewed: { why: 'passing' } });
	});

	it('of a token with a known end makes only the exchange that fits', async () => {
		const credentials = stored(DAY, 50 * DAY, { accessToken: PASTED, appSecret: 'secret' });
		const { paths } = await renewed(
			{ refresh_access_token: refusal(452, 'Session key invalid') },
			INSTAGRAM,
			credentials,
		);
		expect(paths).toEqual(['refresh_access_token']);
	});

	it('does not keep a token that only looks young', async () => {
		const { renewal, paths } = await renewed(
			{ refresh_access_token: refusal(100, 'Too young'), me: refusal(190, 'Ended', { error_subcode: 463 }) },
			INSTAGRAM,
			{ accessToken: PASTED },
		);
		expect(paths).toEqual(['refresh_access_token', 'me']);
		expect(renewal).toMatchObject({ ok: false, notRenewed: { why: 'token' } });
	});
});

describe('An inspection', () => {
	async function inspected(data: unknown, credentials = CREDENTIALS) {
		const { helpers, requests } = fakeMeta(() => ({ body: { data } }));
		const get = tokenHttp(helpers, credentials, FACEBOOK, new FakeClock());
		return { result: await inspectToken(get, PASTED, credentials, FACEBOOK), requests };
	}

	it.each<[unknown, TokenEnd]>([
		[0, 'never'],
		['0', 'never'],
		[1_800_000_000, new Date(1_800_000_000_000)],
		['1800000000', new Date(1_800_000_000_000)],
		[-1, undefined],
		[1e300, undefined],
		['soon', undefined],
		[undefined, undefined],
		[null, undefined],
	])('reads the end %j', async (expires_at, expiresAt) => {
		const { result } = await inspected({ is_valid: true, expires_at, data_access_expires_at: expires_at });
		expect(result).toMatchObject({ ok: true, expiresAt, dataAccessExpiresAt: expiresAt, dead: undefined });
	});

	it('is asked by the app if the credential holds one, and else by the token', async () => {
		expect((await inspected({})).requests).toMatchObject([
			{ qs: { input_token: PASTED, access_token: `1234567890|${CREDENTIALS.appSecret as string}` } },
		]);
		expect((await inspected({}, { accessToken: PASTED })).requests).toMatchObject([
			{ qs: { access_token: PASTED } },
		]);
	});

	it('masks what Meta repeats of the token', async () => {
		const error = { code: 190, subcode: 467, message: `Malformed ${PASTED}` };
		const { result } = await inspected({ is_valid: false, error });
		expect(result).toMatchObject({ ok: true, dead: { name: 'tokenInvalid', text: 'Malformed ***' } });
	});

	it.each([undefined, 'text', {}, { is_valid: 'true' }])(
		'is a failure without a reason for %j',
		async (data) => {
			expect((await inspected(data)).result).toEqual({ ok: false, failure: undefined });
		},
	);
});

describe('Numbers and moments', () => {
	it.each<[unknown, number | undefined]>([
		[12, 12],
		['12', 12],
		[' 12 ', 12],
		['', undefined],
		[' ', undefined],
		['x', undefined],
		[Infinity, undefined],
		[NaN, undefined],
		[null, undefined],
		[{}, undefined],
	])('reads %j', (value, number) => {
		expect(readNumber(value)).toBe(number);
	});

	it('has no moment beyond the last one', () => {
		expect(momentAt(8.64e15)).toBeInstanceOf(Date);
		expect(momentAt(8.64e15 + 1)).toBeUndefined();
		expect(momentAt(NaN)).toBeUndefined();
	});
});
