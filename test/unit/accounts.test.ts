import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { LOGINS } from '../../nodes/InstagramInsights/catalogue';
import { accountsOf } from '../../nodes/InstagramInsights/methods/listSearch/accounts';
import { fakeClient, ok, refuse, type Meta } from './fakeClient';

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
