import {
	AUTHENTICATIONS,
	authenticationOf,
	connectionOf,
	LOGINS,
} from '../../nodes/InstagramInsights/catalogue';
import { toTokenRow, type KnownToken } from '../../nodes/InstagramInsights/insights';
import { failureOf } from './fakeClient';
import { expectHelpful } from './wording';

const NOW = Date.parse('2026-11-26T12:00:00.000Z');
const DAY = 86_400_000;
const inDays = (days: number) => new Date(NOW + days * DAY);
const ACCOUNT = { id: '17841405309211844', username: 'bluebird', name: 'Bluebird' };

type Value = 'facebookAccessToken' | 'facebookOAuth2' | 'instagramAccessToken';

/** A token of which everything is known, and for which nothing is to be done. */
const HEALTHY: KnownToken = {
	dead: undefined,
	type: 'USER',
	expiresAt: 'never',
	isRenewable: false,
	notRenewed: '',
	dataAccessExpiresAt: 'never',
	scopes: LOGINS.facebook.permissions,
	missingScopes: [],
	accounts: { ok: true, accounts: [ACCOUNT], isCut: false },
	untold: '',
};

function rowOf(known: Partial<KnownToken>, value: Value = 'facebookAccessToken') {
	const authentication = authenticationOf(value);
	return toTokenRow({ ...HEALTHY, ...known }, authentication.login, connectionOf(authentication), NOW);
}

const KEYS = [
	'valid',
	'login',
	'type',
	'expires_at',
	'days_left',
	'data_access_expires_at',
	'scopes',
	'missing_scopes',
	'accounts',
	'advice',
];

const NO_ACCOUNT: KnownToken['accounts'] = {
	ok: false,
	kind: 'none',
	reason: { message: 'This access token shows no Instagram account', description: 'Link one to a Page' },
	failure: undefined,
};
const REFUSED_ACCOUNT: KnownToken['accounts'] = {
	...NO_ACCOUNT,
	failure: failureOf(403, { code: 10, message: '(#10) No', type: 'OAuthException' }),
};
const LACKS_INSIGHTS = { missingScopes: ['instagram_manage_insights'] };
const WITHOUT_PORTFOLIO = LOGINS.facebook.permissions.filter((name) => name !== 'business_management');
/** What is not missed while there are accounts. */
const LACKS_PORTFOLIO = { scopes: WITHOUT_PORTFOLIO };
const ALL_OF_FACEBOOK =
	'instagram_basic, instagram_manage_insights, pages_read_engagement, pages_show_list and business_management';
const NEW_TOKEN = authenticationOf('facebookAccessToken').newToken;
const CONNECT_AGAIN = authenticationOf('facebookOAuth2').newToken;

describe('The row of an access token', () => {
	it('has exactly the keys of the contract, in their order', () => {
		for (const known of [{}, { dead: { message: 'It ended', description: 'Get a new one' } }, LACKS_INSIGHTS])
			expect(Object.keys(rowOf(known))).toEqual(KEYS);
	});

	it('holds what is known', () => {
		expect(
			rowOf({
				expiresAt: new Date('2027-01-20T08:30:00.000Z'),
				dataAccessExpiresAt: new Date('2027-02-01T00:00:00.000Z'),
				...LACKS_INSIGHTS,
				scopes: ['instagram_basic'],
			}),
		).toMatchObject({
			valid: true,
			login: 'facebook',
			type: 'user',
			expires_at: '2027-01-20T08:30:00.000Z',
			days_left: 54,
			data_access_expires_at: '2027-02-01T00:00:00.000Z',
			scopes: ['instagram_basic'],
			missing_scopes: ['instagram_manage_insights'],
			accounts: [{ id: '17841405309211844', username: 'bluebird' }],
		});
	});

	it('is null or empty if nobody knows', () => {
		expect(
			rowOf({
				type: undefined,
				expiresAt: undefined,
				dataAccessExpiresAt: undefined,
				scopes: undefined,
				accounts: undefined,
			}),
		).toMatchObject({
			type: null,
			expires_at: null,
			days_left: null,
			data_access_expires_at: null,
			scopes: [],
			missing_scopes: [],
			accounts: [],
		});
	});

	it('is null if the token never ends', () => {
		expect(rowOf({})).toMatchObject({ expires_at: null, days_left: null, data_access_expires_at: null });
	});

	it('has null for a username that Meta did not send', () => {
		const accounts = { ok: true as const, accounts: [{ ...ACCOUNT, username: '' }], isCut: false };
		expect(rowOf({ accounts }).accounts).toEqual([{ id: ACCOUNT.id, username: null }]);
	});

	it.each<[string, string]>([
		['USER', 'user'],
		['PAGE', 'page'],
		['SYSTEM_USER', 'system_user'],
		['SOMETHING_NEW', 'something_new'],
	])('names the type %s as %s', (type, told) => {
		expect(rowOf({ type }).type).toBe(told);
	});

	it.each<[number, number]>([
		[DAY, 1],
		[DAY - 1, 0],
		[10 * DAY - 1, 9],
		[10 * DAY, 10],
		[1, 0],
		[0, 0],
		[-5 * DAY, 0],
	])('rounds %d ms down to %d days', (leftMs, days) => {
		expect(rowOf({ expiresAt: new Date(NOW + leftMs) }).days_left).toBe(days);
	});
});

describe('The advice', () => {
	it.each<[string, Partial<KnownToken>, Value, string]>([
		['no end', {}, 'facebookAccessToken', 'Nothing to do: this token does not expire'],
		[
			'a far end, with renewal',
			{ expiresAt: inDays(55), isRenewable: true },
			'facebookAccessToken',
			'Nothing to do: the node renews this token if a workflow runs before it ends on 2027-01-20',
		],
		[
			'a far end, without renewal',
			{ expiresAt: inDays(55) },
			'facebookOAuth2',
			'Nothing to do yet: this token ends in 55 days, on 2027-01-20',
		],
		[
			'exactly 10 days',
			{ expiresAt: inDays(10) },
			'facebookOAuth2',
			'Nothing to do yet: this token ends in 10 days, on 2026-12-06',
		],
		[
			'less than 10 days',
			{ expiresAt: new Date(NOW + 10 * DAY - 1) },
			'facebookAccessToken',
			`Renew within 9 days: the access token ends on 2026-12-06. ${NEW_TOKEN}`,
		],
		[
			'a day',
			{ expiresAt: inDays(1) },
			'facebookOAuth2',
			`Renew within 1 day: the access token ends on 2026-11-27. ${CONNECT_AGAIN}`,
		],
		[
			'some hours',
			{ expiresAt: inDays(0.25), isRenewable: true },
			'facebookAccessToken',
			`Renew today: the access token ends on 2026-11-26. ${NEW_TOKEN}`,
		],
		[
			'an unknown end, with renewal',
			{ expiresAt: undefined, isRenewable: true, scopes: LOGINS.instagram.permissions },
			'instagramAccessToken',
			'Nothing to do: the node renews this token if a workflow runs before its end, which Meta does not tell',
		],
		[
			'an unknown end, without the app',
			{ expiresAt: undefined },
			'facebookAccessToken',
			"Nothing to do now, and Meta does not tell when this token ends. Fill in 'App ID' and 'App Secret' in the credential of this node: then Meta tells its end",
		],
		[
			'unknown permissions and an unknown end, without the app',
			{ expiresAt: undefined, scopes: undefined },
			'facebookAccessToken',
			"Nothing to do now, and Meta does not tell when this token ends. Fill in 'App ID' and 'App Secret' in the credential of this node: then Meta tells its permissions and its end",
		],
		[
			'an unknown end, with an app that Meta does not take',
			{ expiresAt: undefined, untold: 'Error validating application' },
			'facebookAccessToken',
			'Nothing to do now, and Meta does not tell when this token ends. Meta did not tell its end. Meta says: "Error validating application"',
		],
		[
			'a missing permission',
			LACKS_INSIGHTS,
			'facebookAccessToken',
			`Ask for instagram_manage_insights: make a new access token with ${ALL_OF_FACEBOOK}`,
		],
		[
			'missing permissions of OAuth2',
			{ missingScopes: ['instagram_basic', 'business_management'] },
			'facebookOAuth2',
			`Ask for instagram_basic and business_management: open the credential of this node, connect the account again, and grant ${ALL_OF_FACEBOOK}`,
		],
		[
			'a missing permission of Instagram Login',
			{ missingScopes: ['instagram_business_manage_insights'] },
			'instagramAccessToken',
			'Ask for instagram_business_manage_insights: make a new access token with instagram_business_basic and instagram_business_manage_insights',
		],
		[
			'a permission that matters only if an account is missing',
			LACKS_PORTFOLIO,
			'facebookAccessToken',
			'Nothing to do: this token does not expire. If an account is missing, ask for business_management: without it Meta leaves out Pages of a business portfolio',
		],
		[
			'the same without any account',
			{ ...LACKS_PORTFOLIO, missingScopes: ['business_management'], accounts: NO_ACCOUNT },
			'facebookAccessToken',
			'This access token shows no Instagram account. Link one to a Page',
		],
		[
			'accounts that Meta refuses for the missing permission',
			{ missingScopes: ['instagram_basic'], accounts: REFUSED_ACCOUNT },
			'facebookAccessToken',
			`Ask for instagram_basic: make a new access token with ${ALL_OF_FACEBOOK}`,
		],
		[
			'accounts that Meta refuses although nothing is missing',
			{ accounts: REFUSED_ACCOUNT },
			'facebookAccessToken',
			'This access token shows no Instagram account. Link one to a Page',
		],
		[
			'data access that ends soon',
			{ dataAccessExpiresAt: inDays(3) },
			'facebookOAuth2',
			`Log in again within 3 days: on 2026-11-29 Meta stops giving the app data of this user. ${CONNECT_AGAIN}`,
		],
		[
			'data access that has ended',
			{ dataAccessExpiresAt: inDays(-1) },
			'facebookOAuth2',
			`Log in again: since 2026-11-25 Meta gives the app no data of this user. ${CONNECT_AGAIN}`,
		],
		[
			'a dead token, whatever else is known',
			{
				...LACKS_INSIGHTS,
				expiresAt: inDays(-1),
				dead: { message: 'It has ended', description: 'Get another' },
			},
			'facebookAccessToken',
			'It has ended. Get another',
		],
	])('for %s', (_name, known, value, advice) => {
		expect(rowOf(known, value).advice).toBe(advice);
		expectHelpful(advice.replace('Error validating application', ''));
	});

	it('names the most urgent thing first, and each thing once', () => {
		const { advice } = rowOf({
			dataAccessExpiresAt: inDays(-1),
			...LACKS_INSIGHTS,
			accounts: NO_ACCOUNT,
			expiresAt: inDays(5),
		});
		const places = ['Log in again', 'Ask for', 'shows no Instagram account', 'Renew within 5 days'].map(
			(part) => advice.indexOf(part),
		);
		expect(places.every((place) => place >= 0)).toBe(true);
		expect(places).toEqual([...places].sort((a, b) => a - b));
		expect(advice.match(/Log in again/g)).toHaveLength(1);
		expect(advice).not.toContain('Nothing to do');
	});

	it('puts an end that comes soon before a permission that may not matter', () => {
		const { advice } = rowOf({ ...LACKS_PORTFOLIO, expiresAt: inDays(5), dataAccessExpiresAt: inDays(7) });
		expect(advice).toMatch(/^Renew within 5 days.*Log in again within 7 days.*ask for business_management/);
	});

	it.each(AUTHENTICATIONS)('is a way out for $value', ({ value }) => {
		const { advice } = rowOf({ expiresAt: inDays(2) }, value as Value);
		expect(advice).toContain(authenticationOf(value).newToken);
	});
});
