import { ACCOUNTS, MEDIA } from '../simulator';
import { textsOf, valueOf } from './mediaRuns';
import { requestsOf, sizesOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, run } = useSimulator();

const { main, big } = ACCOUNTS;

/** A parameter as the panel holds it after a choice from a list. */
const picked = (value: string, name: string, url?: string) => ({
	__rl: true as const,
	mode: 'list',
	value,
	cachedResultName: name,
	...(url === undefined ? {} : { cachedResultUrl: url }),
});
const ACCOUNT = picked(main.id, `@${main.username}`, `https://www.instagram.com/${main.username}/`);

/** Insights of a post that was picked while another account may have been chosen. */
const pickedRun = (account: object = ACCOUNT, media: string = MEDIA.image.id, more: object = {}) =>
	run({
		resource: 'post',
		accountId: { ...account },
		mediaId: picked(media, 'First snow (2026-10-12)'),
		postMetrics: ['reach', 'likes'],
		...more,
	});

const ofPost = (fields: Readonly<Record<string, unknown>>) => {
	simulator.behaviour.changedFields = { [MEDIA.image.id]: fields };
};

const OTHER = { owner: { id: big.id }, username: big.username };
const HINT = /Published by another account than the one chosen: simulated_big_account/;

describe('a post that was picked from the list of an account', () => {
	it('of that account: no hint, and no further round trip', async () => {
		const { rows, hints } = await pickedRun();
		expect(rows).toMatchObject([
			{ media_id: MEDIA.image.id, media_type: 'post', value: valueOf(MEDIA.image.id, 'reach') },
			{ media_id: MEDIA.image.id, media_type: 'post', value: valueOf(MEDIA.image.id, 'likes') },
		]);
		expect(Object.keys(rows[0] ?? {})).not.toEqual(expect.arrayContaining(['owner']));
		expect(hints).toEqual([]);
		expect(sizesOf(simulator)).toEqual([2]);
		const [, fields] = requestsOf(simulator);
		expect(fields?.query.fields?.split(',')).toEqual(
			expect.arrayContaining(['owner{id}', 'username', 'media_product_type']),
		);
	});

	it('of another account: its numbers and a hint, and no error, since posts of collaborators have another owner', async () => {
		ofPost(OTHER);
		const { rows, hints, error } = await pickedRun();
		expect(error).toBeUndefined();
		expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
		expect(textsOf(hints)).toMatch(HINT);
		expect(textsOf(hints)).toMatch(/choose anew from the list of 'Media'/);
	});

	it('of an account whose name does not come: the hint has its ID', async () => {
		ofPost({ owner: { id: big.id }, username: undefined });
		expect(textsOf((await pickedRun()).hints)).toContain(`than the one chosen: ${big.id}`);
	});

	it.each<[string, Record<string, unknown>, RegExp | undefined]>([
		['the same name', { owner: undefined }, undefined],
		['the same name in other letters', { owner: undefined, username: 'Simulated_Account' }, undefined],
		['another name', { owner: undefined, username: big.username }, HINT],
		['no name', { owner: undefined, username: undefined }, undefined],
		[
			'a number as its ID, and another name',
			{ owner: { id: 17841400000000002n }, username: big.username },
			HINT,
		],
		['a text in the place of the owner', { owner: big.id }, undefined],
		['null in the place of the owner', { owner: null, username: null }, undefined],
	])('without the ID of its owner the name tells: %s', async (_name, fields, says) => {
		ofPost(fields);
		const { rows, hints, error } = await pickedRun();
		expect(error).toBeUndefined();
		expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
		if (says) expect(textsOf(hints)).toMatch(says);
		else expect(hints).toEqual([]);
	});

	it('a name that the panel did not keep cannot be compared', async () => {
		ofPost({ owner: undefined, username: big.username });
		expect((await pickedRun(picked(main.id, 'Main'))).hints).toEqual([]);
	});

	it.each(['nonexisting', 'permission', 'unknownCode'] as const)(
		'if Meta refuses the owner, %s: the name tells, and nothing is lost',
		async (how) => {
			simulator.behaviour.refusedFields = { owner: how };
			ofPost({ username: big.username });
			const other = await pickedRun();
			expect(other.rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
			expect(textsOf(other.hints)).toMatch(HINT);
			simulator.behaviour.refusedFields = { owner: how, username: how };
			const neither = await pickedRun();
			expect(neither.rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
			// No row asked for these fields.
			expect(neither.hints).toEqual([]);
		},
	);

	it('if the whole question fails, the insights stay', async () => {
		simulator.fault({ when: { path: /\/\d+$/ }, answer: { drop: true } });
		const { rows, error } = await pickedRun();
		expect(error).toBeUndefined();
		expect(rows.map(({ status }) => status)).toEqual(['ok', 'ok']);
	});

	it('a reel that was picked before the resource became Post is labelled as what it is', async () => {
		const { rows, hints } = await pickedRun(ACCOUNT, MEDIA.reel.id);
		expect(rows.map(({ media_type }) => media_type)).toEqual(['reel', 'reel']);
		expect(textsOf(hints)).toContain(`${MEDIA.reel.id} (reel)`);
	});

	it('of any type is compared too', async () => {
		ofPost(OTHER);
		const { rows, hints } = await pickedRun(ACCOUNT, MEDIA.image.id, {
			resource: 'media',
			mediaMetrics: ['reach'],
		});
		expect(rows).toMatchObject([{ media_type: 'post', status: 'ok' }]);
		expect(textsOf(hints)).toMatch(HINT);
	});
});

it.each(['id', 'url'])('is not asked for in the mode %s', async (mode) => {
	ofPost(OTHER);
	const { hints } = await pickedRun(ACCOUNT, MEDIA.image.id, {
		mediaId: { __rl: true, mode, value: mode === 'id' ? MEDIA.image.id : MEDIA.image.permalink },
	});
	expect(hints).toEqual([]);
	expect(requestsOf(simulator).some(({ query }) => query.fields?.includes('owner'))).toBe(false);
});
