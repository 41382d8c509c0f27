/** The fields of an account, such as the number of its followers, beside its numbers. */
import { ACCOUNTS, type FieldRefusal } from '../simulator';
import { useServer } from '../simulator/useServer';
import { accountRunsAgainst } from './accountRuns';
import { textsOf } from './mediaRuns';
import { requestsOf } from './requests';
import { searchForSecrets } from './secretSearch';
import { useSimulator } from './useSimulator';

const { simulator } = useSimulator();
const instagram = useServer({ host: 'instagram' });
searchForSecrets(instagram);

const { main, big, small } = ACCOUNTS;
const HOSTS = [
	['graph.facebook.com', simulator, accountRunsAgainst(simulator)],
	['graph.instagram.com', instagram, accountRunsAgainst(instagram)],
] as const;

/** By hand: what Meta has of the main account. */
const FIELDS = {
	username: main.username,
	name: main.name,
	followers_count: main.followers,
	follows_count: main.follows,
	biography: main.biography,
	website: main.website,
	profile_picture_url: `https://media.example.invalid/${main.username}.jpg`,
} as const;
const NAMES = [...Object.keys(FIELDS), 'media_count'];

describe.each(HOSTS)('The fields of an account, on %s', (_host, server, runs) => {
	const askedFields = () =>
		requestsOf(server)
			.filter(({ path }) => !path.endsWith('/insights'))
			.map(({ query }) =>
				query.fields
					?.split(',')
					.filter((name) => name !== 'id')
					.sort(),
			);

	it.each(['metrics', 'account', 'values'])('stand in each row of %s, for one call', async (output) => {
		const { rows, error } = await runs.numbersOf(['views', 'reach'], {
			more: { output, interval: 'day', period: 'last7Days', options: { accountFields: NAMES } },
		});
		expect(error).toBeUndefined();
		expect(rows).toHaveLength(output === 'account' ? 7 : 14);
		for (const row of rows) expect(row).toMatchObject(FIELDS);
		expect(rows[0]?.media_count).toBeGreaterThan(0);
		const keys = Object.keys(rows[0] ?? {});
		const from = keys.indexOf('username');
		expect(keys.slice(from, from + NAMES.length)).toEqual(NAMES);
		expect(askedFields()).toEqual([[...NAMES].sort()]);
	});

	it('stand in each row of an audience', async () => {
		const { rows } = await runs.audienceOf(['age', 'gender'], {
			more: { options: { accountFields: NAMES } },
		});
		expect(rows.length).toBeGreaterThan(5);
		for (const row of rows) expect(row).toMatchObject(FIELDS);
		expect(askedFields()).toHaveLength(1);
	});

	it('are not asked for if none is chosen', async () => {
		const { rows } = await runs.numbersOf(['views']);
		expect(rows).toHaveLength(1);
		expect(askedFields()).toEqual([]);
	});

	it('are empty, with their columns, if the account does not have them', async () => {
		server.behaviour.readsOthers = true;
		const { rows, hints } = await runs.numbersOf(['views'], {
			accounts: [small.id],
			more: { output: 'account', options: { accountFields: ['biography', 'website', 'followers_count'] } },
		});
		expect(rows).toEqual([
			expect.objectContaining({
				biography: null,
				website: null,
				followers_count: small.followers,
				status: 'ok',
			}),
		]);
		expect(hints).toEqual([]);
	});

	it.each<FieldRefusal>(['nonexisting', 'permission', 'unknownCode'])(
		'cost the others nothing if Meta refuses one of them, and a hint quotes Meta (%s)',
		async (how) => {
			server.behaviour.refusedAccountFields = { biography: how };
			const { rows, hints, error } = await runs.numbersOf(['views'], {
				more: { options: { accountFields: ['username', 'biography', 'followers_count'] } },
			});
			expect(error).toBeUndefined();
			expect(rows).toMatchObject([
				{ status: 'ok', username: main.username, biography: null, followers_count: main.followers },
			]);
			expect(textsOf(hints)).toMatch(/account field .*biography/);
			expect(textsOf(hints)).toContain('Meta says');
		},
	);
});

it('The fields of several accounts stand each in its own rows', async () => {
	const [[, , { numbersOf }]] = HOSTS;
	const { rows } = await numbersOf(['views'], {
		accounts: [main.id, big.id],
		more: { options: { accountFields: ['username', 'followers_count'] } },
	});
	expect(rows.map(({ username, followers_count: followers }) => [username, followers])).toEqual(
		[main, big].map(({ username, followers }) => [username, followers]),
	);
	expect(simulator.calls).toHaveLength(1);
});
