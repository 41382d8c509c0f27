import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { LOGINS } from '../../nodes/InstagramInsights/catalogue';
import { listAccounts, type AccountsResult } from '../../nodes/InstagramInsights/insights';
import { accountsOf } from '../../nodes/InstagramInsights/methods/listSearch/accounts';
import { fakeClient, listing, ok, refuse, type Meta } from './fakeClient';

const ACCOUNT = { id: '9001', user_id: '17841400000000001', username: 'cafe.at.the_corner' };

/** What a Meta makes the list of accounts of a login, and the requests that this took. */
async function listed(login: keyof typeof LOGINS, meta: Meta) {
	const context = {
		getNode: () => ({ id: '1', name: 'Node', type: 't', typeVersion: 1, position: [0, 0], parameters: {} }),
	} as unknown as ILoadOptionsFunctions;
	const { client, asked } = fakeClient(meta);
	const choice = accountsOf(context, client, LOGINS[login].accounts);
	await choice.catch(() => undefined);
	return { choice, asked: asked.map(({ path, query }) => [path, query.fields]) };
}

describe('The accounts of a login whose token is of one account', () => {
	it('are that account, by the ID that holds for every app', async () => {
		const { choice, asked } = await listed('instagram', () => ok(ACCOUNT));
		expect(await choice).toEqual({
			accounts: [
				{
					name: '@cafe.at.the_corner',
					value: '17841400000000001',
					url: 'https://www.instagram.com/cafe.at.the_corner/',
				},
			],
			isCut: false,
		});
		expect(asked).toEqual([['me', 'id,user_id,username']]);
	});

	const BY_USER_ID = { user_id: ACCOUNT.user_id, username: ACCOUNT.username };

	it.each<[string, unknown]>([
		['flat', BY_USER_ID],
		['flat, with the ID that holds for one app only', ACCOUNT],
		['in a list under data', { data: [BY_USER_ID] }],
		['in a list under data, with both IDs', { data: [ACCOUNT] }],
		['in a bare list', [BY_USER_ID]],
	])('are that account if Meta answers %s', async (_form, body) => {
		const { choice, asked } = await listed('instagram', () => ok(body));
		expect(await choice).toMatchObject({
			accounts: [{ name: '@cafe.at.the_corner', value: '17841400000000001' }],
			isCut: false,
		});
		expect(asked).toHaveLength(1);
	});

	it.each<[string, unknown]>([
		['under data', { data: [] }],
		['alone', []],
	])('do not come in an empty list %s', async (_form, body) => {
		const { choice } = await listed('instagram', () => ok(body));
		await expect(choice).rejects.toThrow(/has no data that can be read/);
	});

	it('are listed without the name, in a list too, if Meta refuses it', async () => {
		const { choice } = await listed('instagram', ({ query }) =>
			query.fields?.includes('username') === true
				? refuse(400, { code: 100, message: '(#100) Tried accessing nonexisting field (username)' })
				: ok({ data: [{ user_id: ACCOUNT.user_id }] }),
		);
		expect((await choice).accounts).toEqual([{ name: ACCOUNT.user_id, value: ACCOUNT.user_id }]);
	});

	it('are listed without the name if Meta refuses it', async () => {
		const { choice } = await listed('instagram', ({ query }) =>
			query.fields?.includes('username') === true
				? refuse(400, { code: 100, message: '(#100) Tried accessing nonexisting field (username)' })
				: ok({ id: ACCOUNT.id, user_id: ACCOUNT.user_id }),
		);
		expect((await choice).accounts).toEqual([{ name: ACCOUNT.user_id, value: ACCOUNT.user_id }]);
	});

	it.each<[string, unknown]>([
		['is not there', undefined],
		['is a number', 17841400000000001],
		['is a path', '178/media'],
	])('cannot be read if the ID %s', async (_what, user_id) => {
		const { choice } = await listed('instagram', () => ok({ ...ACCOUNT, user_id }));
		await expect(choice).rejects.toThrow(/account of this access token could not be read/);
	});

	it('do not come with a dead token, and the list says why', async () => {
		const { choice } = await listed('instagram', () =>
			refuse(400, { code: 190, error_subcode: 463, message: 'Session has expired' }),
		);
		await expect(choice).rejects.toThrow(/The access token has expired/);
	});
});

describe('The accounts of a login with Pages', () => {
	it('are asked for where the row of the login says', async () => {
		const { choice, asked } = await listed('facebook', ({ path }) =>
			ok(
				path === 'me/accounts'
					? { data: [{ id: '1', name: 'Page', instagram_business_account: { id: '178', username: 'x' } }] }
					: {},
			),
		);
		expect((await choice).accounts).toMatchObject([{ name: '@x – Page', value: '178' }]);
		expect(asked).toEqual([['me/accounts', 'id,name,instagram_business_account{id,username,name}']]);
	});
});

describe('The accounts that a token can read, apart from the panel', () => {
	const TIMEOUT_MS = 4321;

	async function found(login: keyof typeof LOGINS, meta: Meta): Promise<AccountsResult> {
		const { client, asked } = fakeClient(meta);
		const result = await listAccounts(client, LOGINS[login].accounts, TIMEOUT_MS);
		expect(new Set(asked.map(({ timeoutMs }) => timeoutMs))).toEqual(new Set([TIMEOUT_MS]));
		return result;
	}

	const page = (id: string, account?: unknown) => ({
		id,
		name: `Page ${id}`,
		...(account === undefined ? {} : { instagram_business_account: account }),
	});
	/** Lists these Pages, and refuses everything else. */
	const pagesOnly =
		(...entries: readonly unknown[]): Meta =>
		(request) =>
			request.path === 'me/accounts' ? listing({ 'me/accounts': [entries] })(request) : NO_FIELD;
	const NO_FIELD = refuse(400, {
		code: 100,
		message: '(#100) Tried accessing nonexisting field (instagram_business_account)',
	});
	const NO_PERMISSION = refuse(400, { code: 200, message: '(#200) Missing Permissions' });

	it('have ID, username and a name of their own, or else that of the Page', async () => {
		const result = await found(
			'facebook',
			pagesOnly(page('1', { id: '178', username: 'a', name: 'A' }), page('2'), page('3', { id: '179' })),
		);
		expect(result).toEqual({
			ok: true,
			accounts: [
				{ id: '178', username: 'a', name: 'A' },
				{ id: '179', username: '', name: 'Page 3' },
			],
			isCut: false,
		});
	});

	it('come once each, although two Pages have the same', async () => {
		const result = await found('facebook', pagesOnly(page('1', { id: '178' }), page('2', { id: '178' })));
		expect(result).toMatchObject({ ok: true, accounts: [{ id: '178' }] });
		expect(result.ok && result.accounts).toHaveLength(1);
	});

	it('are those that came if a later page fails, and are marked as not all', async () => {
		const result = await found('facebook', (request) =>
			request.query.after === undefined
				? listing({ 'me/accounts': [[page('1', { id: '178' })], []] })(request)
				: NO_PERMISSION,
		);
		expect(result).toMatchObject({ ok: true, accounts: [{ id: '178' }], isCut: true });
	});

	it("are the one of a Page's own token if Meta refuses to list Pages", async () => {
		const result = await found('facebook', ({ path }) =>
			path === 'me' ? ok(page('1', { id: '178', username: 'a' })) : NO_FIELD,
		);
		expect(result).toEqual({
			ok: true,
			accounts: [{ id: '178', username: 'a', name: 'Page 1' }],
			isCut: false,
		});
	});

	it('are none if there is no Page, and the reason says what to do', async () => {
		expect(await found('facebook', pagesOnly())).toEqual({
			ok: false,
			kind: 'none',
			reason: {
				message: 'This access token shows no Instagram account',
				description: LOGINS.facebook.accounts.by === 'pages' && LOGINS.facebook.accounts.ifNone,
			},
			failure: undefined,
		});
	});

	it('are none if Meta refuses both requests, with both sentences and the first failure', async () => {
		const result = await found('facebook', ({ path }) => (path === 'me' ? NO_FIELD : NO_PERMISSION));
		expect(result).toMatchObject({
			ok: false,
			kind: 'none',
			reason: {
				message: 'This access token shows no Instagram account',
				description: expect.stringMatching(
					/^Asked for the Pages of a user: Meta says: "\(#200\) Missing Permissions"\. Asked for the account of a Page: Meta says: "\(#100\) Tried accessing/,
				) as string,
			},
			failure: { code: 200 },
		});
	});

	it.each<[keyof typeof LOGINS, RegExp, Meta]>([
		['facebook', /^Meta's list of Pages/, pagesOnly(page('1', { id: 178 }))],
		['facebook', /^Meta's list of Pages/, pagesOnly(page('1', 'x'))],
		['facebook', /^Meta's list of Pages/, pagesOnly('x')],
		['instagram', /^Meta's answer about the account/, () => ok({ id: '9001' })],
	])('are unreadable on %s, in words that know no panel: %s', async (login, message, meta) => {
		expect(await found(login, meta)).toEqual({
			ok: false,
			kind: 'unreadable',
			reason: {
				message: expect.stringMatching(message) as string,
				description: 'Try again in a few minutes',
			},
			failure: undefined,
		});
	});

	it.each<keyof typeof LOGINS>(['facebook', 'instagram'])(
		'are not there with a dead token on %s, and the failure comes along',
		async (login) => {
			const result = await found(login, () =>
				refuse(400, { code: 190, error_subcode: 463, message: 'Session has expired' }),
			);
			expect(result).toEqual({
				ok: false,
				kind: 'failed',
				reason: {
					message: 'The access token has expired',
					description: expect.any(String) as string,
				},
				failure: expect.objectContaining({ code: 190, scope: 'credential' }) as unknown,
			});
		},
	);
});
