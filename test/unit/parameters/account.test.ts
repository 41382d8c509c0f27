import {
	accountField,
	accountOfMediaField,
	checkAccountId,
	hasNoAccount,
	readAccountId,
	readChosenAccount,
} from '../../../nodes/InstagramInsights/parameters/account';
import { ID_OR_NOTHING_PATTERN } from '../../../nodes/InstagramInsights/parameters/values/ids';
import { expectHelpful } from '../wording';
import { issueOf, readerOf } from './parameterReader';
import { hostile } from './samples';

const ID = '17841405309211844';

describe('checkAccountId', () => {
	it.each(['17841405309211844', ' 17841405309211844\n', '1'])('takes %j', (value) => {
		expect(checkAccountId(value)).toEqual({ ok: true, accountId: value.trim() });
	});

	it.each<unknown>(['', '  ', undefined, null, 'nasa', '@nasa', '1784/media', '1?fields=x', {}, 1.5])(
		'turns %j down and says how to get unstuck',
		(value) => {
			const checked = checkAccountId(value);
			expect(checked.ok).toBe(false);
			if (checked.ok) return;
			expect(checked.issue.message).toContain("'Account'");
			expectHelpful(checked.issue.message);
			expectHelpful(checked.issue.description);
		},
	);

	it.each([4504504504504504, Number('17841405309211844')])('does not call the number %d empty', (value) => {
		const checked = checkAccountId(value);
		expect(checked.ok ? '' : checked.issue.message).not.toMatch(/empty/);
	});
});

describe('What is no ID of an account', () => {
	it.each([
		['nasa', /username is not the ID/],
		['@nasa', /username is not the ID/],
		['na.sa_1', /username is not the ID/],
		['https://www.instagram.com/nasa/', /A link is not the ID/],
		['instagram.com/nasa', /A link is not the ID/],
		['<https://www.instagram.com/nasa>', /A link is not the ID/],
	])('%s', (value, wayOut) => {
		const { message, description } = issueOf(checkAccountId(value));
		expect(message).toBe(`'Account' holds '${value}', which is not an account ID`);
		expect(description).toMatch(wayOut);
		expect(description).toMatch(/from the list/);
	});
});

const locator = (mode: string, value: unknown, more: object = {}) => ({ __rl: true, mode, value, ...more });

describe('readAccountId', () => {
	it.each([locator('list', ID), locator('id', ID), locator('id', ` ${ID}\n`), ID])(
		'reads %j',
		(accountId) => {
			expect(readAccountId(readerOf({ accountId }))).toEqual({ ok: true, accountId: ID });
		},
	);

	it.each([{}, { accountId: '' }, { accountId: locator('list', '') }, { accountId: null }])(
		'says that nothing is chosen: %j',
		(parameters) => {
			const { message, description } = issueOf(readAccountId(readerOf(parameters)));
			expect(message).toBe("'Account' is empty");
			expect(description).toContain(`such as ${ID}`);
		},
	);
});

describe('hasNoAccount', () => {
	it.each([
		{},
		{ accountId: '' },
		{ accountId: null },
		{ accountId: locator('list', '') },
		{ accountId: locator('id', undefined) },
	])('holds for %j', (parameters) => {
		expect(hasNoAccount(readerOf(parameters))).toBe(true);
	});

	it.each([ID, 'nasa', locator('list', ID), locator('id', 'nasa'), 5])(
		'does not hold for %j',
		(accountId) => {
			expect(hasNoAccount(readerOf({ accountId }))).toBe(false);
		},
	);
});

describe('readChosenAccount', () => {
	const chosenBy = (cachedResultUrl: unknown) =>
		readChosenAccount(readerOf({ accountId: locator('list', ID, { cachedResultUrl }) }));

	it.each([
		['https://www.instagram.com/na.sa_1', 'na.sa_1'],
		['https://www.instagram.com/nasa/', 'nasa'],
		['https://www.instagram.com/nasa//', undefined],
		['https://www.instagram.com/nasa/reels', undefined],
		['https://www.instagram.com/', undefined],
		['https://example.com/nasa', undefined],
		['', undefined],
		[5, undefined],
		[undefined, undefined],
	])('takes the username from the link that n8n has kept: %j', (url, username) => {
		expect(chosenBy(url)).toEqual({ id: ID, username });
	});

	it.each([{}, { accountId: '' }, { accountId: 'nasa' }, { accountId: new Proxy({}, hostile) }])(
		'is undefined without a valid ID',
		(parameters) => {
			expect(readChosenAccount(readerOf(parameters))).toBeUndefined();
		},
	);
});

describe('The account fields', () => {
	const show = { resource: ['post'] };
	const modesOf = ({ modes = [] }: ReturnType<typeof accountField>) => ({
		list: modes.find(({ name }) => name === 'list'),
		id: modes.find(({ name }) => name === 'id'),
	});

	it.each([accountField(show), accountOfMediaField(show)])(
		'have the name and the modes of the contract',
		(field) => {
			expect(field).toMatchObject({
				name: 'accountId',
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				displayOptions: { show },
			});
			expect(field.modes?.map(({ name }) => name)).toEqual(['list', 'id']);
			expect(modesOf(field).list?.typeOptions).toEqual({
				searchListMethod: 'searchAccounts',
				searchable: true,
			});
			expect(modesOf(field).id?.validation).toEqual([
				{
					type: 'regex',
					properties: {
						regex: ID_OR_NOTHING_PATTERN,
						errorMessage:
							'An account ID has digits only. If you know the username, choose the account From List',
					},
				},
			]);
		},
	);

	it('require an account for a list, and none for one post, reel or story', () => {
		expect(accountField(show).required).toBe(true);
		expect(accountOfMediaField(show)).not.toHaveProperty('required');
	});

	it('say what they want', () => {
		expect(modesOf(accountField(show)).id?.hint).toMatch(/not its username$/);
		expect(modesOf(accountField(show)).list).not.toHaveProperty('hint');
		const { list, id } = modesOf(accountOfMediaField(show));
		for (const hint of [list?.hint, id?.hint]) expect(hint).toMatch(/Not needed for 'Media' By ID/);
		expect(id?.hint).toMatch(/not its username/);
		expect(modesOf(accountField(show)).id?.placeholder).toBe(`e.g. ${ID}`);
	});
});
