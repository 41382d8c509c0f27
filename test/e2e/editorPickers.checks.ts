import assert from 'node:assert/strict';

import { ACCOUNTS, MEDIA, PAGES } from '../simulator';
import { MAIN_ACCOUNT, type Scene } from './editorStage.checks';
import { waitFor } from './programs';

export function pickerScenes(scene: Scene): void {
	scene('accounts and media are picked from lists', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'reel' });
		await panel.openList('mediaId');
		// The sentence stands in the list, and cannot be chosen.
		assert.deepEqual(await panel.waitForList('what to do first', ({ length }) => length > 0), [
			"Choose an 'Account' first",
		]);
		await panel.listed.first().click();
		assert.equal(await panel.picked('mediaId').inputValue(), '');
		await panel.closeList();

		await panel.openList('accountId');
		const shown = PAGES.flatMap(({ account }) => account ?? []).map(
			({ username, name }) => `@${username} – ${name}`,
		);
		assert.deepEqual(
			await panel.waitForList('all accounts', ({ length }) => length === shown.length),
			shown.sort((a, b) => a.localeCompare(b, 'en')),
		);
		await panel.searchList('big');
		const listed = await panel.waitForList('the account that was looked for', ({ length }) => length === 1);
		assert.deepEqual(listed, [`@${ACCOUNTS.big.username} – ${ACCOUNTS.big.name}`]);
		await panel.closeList();
		await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
		assert.equal(
			await panel.picked('accountId').inputValue(),
			`@${ACCOUNTS.main.username} – ${ACCOUNTS.main.name}`,
		);

		await panel.openList('mediaId');
		assert.deepEqual(await panel.waitForList('the reels', ({ length }) => length === 2), [
			'Behind the scenes (2026-11-10)',
			'How we roast our coffee ☕ (2026-11-01)',
		]);
		await panel.searchList('COFFEE');
		await panel.waitForList('the reel about coffee', ({ length }) => length === 1);
		await panel.closeList();
		await panel.pick('mediaId', 'How we roast our coffee');
		assert.match(await panel.picked('mediaId').inputValue(), /^How we roast our coffee/);

		// For another account the list has other entries.
		await panel.pick('accountId', `@${ACCOUNTS.big.username} `);
		await panel.pick('mediaId', 'Caption number 6 of a generated reel');
		// After a change of the resource, the chosen item is cleared.
		await panel.choose('resource', 'Post');
		const isEmptied = async () => ((await panel.picked('mediaId').inputValue()) === '' ? true : undefined);
		await waitFor('the reel to go with the resource', isEmptied);
		// After a change of the account it is cleared too, in each mode of the account.
		await panel.pick('mediaId', 'Caption number 0 of a generated post');
		await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
		await waitFor('the post to go with its account', isEmptied);
		await panel.setMode('mediaId', 'url');
		await panel.picked('mediaId').fill(MEDIA.image.permalink);
		await panel.pick('accountId', `@${ACCOUNTS.big.username} `);
		await waitFor('the link to go with its account', isEmptied);
		// A change of the mode alone keeps the values.
		await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
		await panel.picked('mediaId').fill(MEDIA.image.permalink);
		for (const mode of ['id', 'list', 'url'] as const) await panel.setMode('mediaId', mode);
		assert.equal(await panel.picked('mediaId').inputValue(), MEDIA.image.permalink);
		for (const mode of ['id', 'list'] as const) await panel.setMode('accountId', mode);
		assert.equal(await panel.picked('mediaId').inputValue(), MEDIA.image.permalink);
		assert.equal(await panel.execute(), true);
	});

	scene('the list of media goes on when it is scrolled, and finds what is far down', async (stage) => {
		const { behaviour } = stage.testBed.simulator;
		behaviour.generatedMedia = 1200;
		const panel = await stage.startInPanel({
			resource: 'reel',
			accountId: { __rl: true, mode: 'id', value: ACCOUNTS.big.id },
		});
		await panel.openList('mediaId');
		const first = (await panel.waitForList('the newest reels', ({ length }) => length > 0)).length;
		assert.ok(first < 400, `Of 400 reels ${String(first)} were listed at once`);
		await panel.scrollList();
		await panel.waitForList('more reels', ({ length }) => length > first);

		// It is on the eighth page of Meta's list, and nothing fits on the pages before.
		await panel.searchList('number 700 of');
		await panel.waitForList(
			'the reel that was looked for',
			([one, ...others]) => one?.startsWith('Caption number 700 of') === true && others.length === 0,
		);
	});

	scene('an account stays in every mode, and is needed for the list and links alone', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'story' });
		const isShown = async (): Promise<boolean> => (await panel.shown()).includes('accountId');
		const account = `@${ACCOUNTS.main.username} – ${ACCOUNTS.main.name}`;
		await panel.pick('accountId', `@${ACCOUNTS.main.username} `);
		for (const mode of ['id', 'url', 'list', 'id'] as const) {
			await panel.setMode('mediaId', mode);
			assert.equal(await isShown(), true, mode);
			assert.equal(await panel.picked('accountId').inputValue(), account, mode);
		}
		await panel.choose('operation', 'Get Many Insights');
		assert.equal(await isShown(), true, 'for many');
		assert.equal(await panel.picked('accountId').inputValue(), account, 'for many');
	});

	scene('a post by its ID runs without an account', async (stage) => {
		const panel = await stage.startInPanel({
			resource: 'post',
			mediaId: { __rl: true, mode: 'id', value: MEDIA.image.id },
		});
		assert.equal(await panel.picked('accountId').inputValue(), '');
		assert.equal(await panel.execute(), true);
	});

	scene('stories are told apart by their times, and found by what is shown', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'story', accountId: MAIN_ACCOUNT });
		await panel.openList('mediaId');
		const shown = await panel.waitForList('the stories', ({ length }) => length > 0);
		assert.equal(shown.length, 4);
		assert.equal(new Set(shown).size, shown.length);
		for (const label of shown) assert.match(label, /^Story \(20\d\d-\d\d-\d\d \d\d:\d\d\)$/);
		const times = shown.map((label) => label.slice('Story ('.length, -1));
		assert.deepEqual(times, [...times].sort().reverse());
		for (const [index, time] of times.entries()) {
			await panel.searchList(time);
			await panel.waitForList(`the story of ${time}`, (entries) =>
				entries.length === 1 ? entries[0] === shown[index] : false,
			);
		}
	});

	scene('each kind is labelled, and found by its caption, kind, date and link', async (stage) => {
		const panel = await stage.startInPanel({ resource: 'media', accountId: MAIN_ACCOUNT });
		await panel.openList('mediaId');
		const isStory = (label: string) => label.startsWith('Story (');
		const shown = await panel.waitForList('the media', (entries) => !entries.every(isStory));
		assert.ok(shown.some(isStory));
		const posts = shown.filter((label) => !isStory(label));
		const photo = 'First snow in the valley ❄️ #winte… (Photo, 2026-10-12)';
		const album = 'Three days, three lakes (Album, 2026-09-30)';
		const reel = 'How we roast our coffee ☕ (Reel, 2026-11-01)';
		const video = 'An old feed video, from before al… (Video, 2025-02-03)';
		const untitled = 'Photo (2026-08-15 15:00)';
		for (const label of [photo, album, reel, video, untitled])
			assert.ok(posts.includes(label), `${label} is not among ${posts.join('; ')}`);
		// The date stands at the end of an entry, and n8n would cut off a long one there.
		assert.deepEqual(await panel.cutLabels(), []);
		for (const [typed, label] of [
			['2026-10-12', photo],
			['three LAKES', album],
			['2026-08-15 15', untitled],
			['all videos became reels', video],
			[MEDIA.reelCrossposted.permalink, reel],
			[MEDIA.image.id, photo],
		] as const) {
			await panel.searchList(typed);
			await panel.waitForList(`what "${typed}" finds`, (entries) =>
				entries.length === 1 ? entries[0] === label : false,
			);
		}
	});
}
