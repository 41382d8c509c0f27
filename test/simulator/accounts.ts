import { type Behaviour } from './behaviour';
import {
	type SimulatedMedia,
	MEDIA,
	createdAt,
	findMedia,
	generatedMedia,
	isGenerated,
	many,
	storyIsLive,
} from './media';
import { IG_ACCOUNT_ID } from './usage';

export interface SimulatedAccount {
	id: string;
	username: string;
	name: string;
	/** The number of followers today. */
	followers: number;
	/** How many accounts this one follows. */
	follows: number;
	biography?: string;
	website?: string;
	/** Nobody has seen it, so all of its numbers are 0. */
	unseen?: true;
}

/** The Instagram accounts of the token's user. */
export const ACCOUNTS = {
	/** Has all of MEDIA. */
	main: {
		id: IG_ACCOUNT_ID,
		username: 'simulated_account',
		name: 'Simulated Account',
		followers: 1234,
		follows: 56,
		biography: 'Coffee, roasted ☕ by hand.\nOpen every day',
		website: 'https://coffee.example.invalid/',
	},
	/** Has as many generated posts, reels and stories as the behaviour says. */
	big: {
		id: '17841400000000002',
		username: 'simulated_big_account',
		name: 'Simulated Big Account',
		followers: 482_100,
		follows: 310,
		biography: 'Everything that we sell',
		website: 'https://shop.example.invalid/new?from=instagram',
	},
	/** Has posted nothing yet, and nobody has seen it. */
	empty: {
		id: '17841400000000003',
		username: 'simulated_empty_account',
		name: 'Simulated Empty Account',
		followers: 150,
		follows: 0,
		unseen: true,
	},
	/**
	 * Has fewer than 100 followers, so Meta leaves some metrics out. It has posted nothing. The user of the token may read
	 * it, but the list of Pages does not have it.
	 */
	small: {
		id: '17841400000000004',
		username: 'simulated_small_account',
		name: 'Simulated Small Account',
		followers: 57,
		follows: 80,
	},
} as const satisfies Readonly<Record<string, SimulatedAccount>>;

export type AccountName = keyof typeof ACCOUNTS;

/** The last five digits are free: the accounts of the extra Pages, which have posted nothing. */
const EXTRA_PREFIX = '178415000000';

export function extraAccount(index: number): SimulatedAccount {
	const number = String(index + 1);
	return {
		id: EXTRA_PREFIX + number.padStart(5, '0'),
		username: `simulated_extra_${number}`,
		name: `Simulated Extra ${number}`,
		followers: 900 + (index + 1) * 37,
		follows: 12,
	};
}

export function findAccount(id: string, behaviour: Behaviour): SimulatedAccount | undefined {
	const fixed = Object.values<SimulatedAccount>(ACCOUNTS).find((account) => account.id === id);
	if (fixed !== undefined || !id.startsWith(EXTRA_PREFIX)) return fixed;
	const index = Number(id.slice(EXTRA_PREFIX.length)) - 1;
	if (index < 0 || index >= behaviour.extraPages) return undefined;
	const extra = extraAccount(index);
	return extra.id === id ? extra : undefined;
}

export function ownerOf(media: SimulatedMedia): SimulatedAccount {
	return isGenerated(media.id) ? ACCOUNTS.big : ACCOUNTS.main;
}

/** Meta, IG User media page: only so many can be listed. */
const MOST_RECENT = 10_000;

/** Meta, IG User media page: newest first, and never a story. */
export function mediaOf(
	account: SimulatedAccount,
	behaviour: Behaviour,
	startedAt: Date,
	now = new Date(),
): readonly SimulatedMedia[] {
	const isPublished = (media: SimulatedMedia): boolean =>
		!behaviour.publishesByClock || createdAt(media, startedAt) <= now;
	if (account.id === ACCOUNTS.big.id) {
		return generatedMedia(Math.min(MOST_RECENT, behaviour.generatedMedia)).filter(isPublished);
	}
	if (account.id !== ACCOUNTS.main.id) return [];
	const listed = Object.values<SimulatedMedia>(MEDIA).filter((media) => {
		if (media.missing === true || media.albumChild === true || media.unlisted === true) return false;
		if (!isPublished(media)) return false;
		return media.productType === 'AD' ? behaviour.listAds : media.productType !== 'STORY';
	});
	return newestFirst(listed, startedAt);
}

/** Meta, IG User stories page: only those of the last 24 hours. */
export function storiesOf(
	account: SimulatedAccount,
	behaviour: Behaviour,
	startedAt: Date,
	now: Date,
): readonly SimulatedMedia[] {
	const all =
		account.id === ACCOUNTS.big.id
			? many(behaviour.generatedStories, 'story').flatMap((id) => findMedia(id, startedAt, now) ?? [])
			: account.id === ACCOUNTS.main.id
				? Object.values<SimulatedMedia>(MEDIA).filter((media) => media.productType === 'STORY')
				: [];
	return newestFirst(
		all.filter((media) => media.missing !== true && storyIsLive(media, startedAt, now)),
		startedAt,
	);
}

function newestFirst(media: readonly SimulatedMedia[], startedAt: Date): SimulatedMedia[] {
	const times = new Map(media.map((entry) => [entry, createdAt(entry, startedAt).getTime()]));
	return [...media].sort((one, other) => (times.get(other) ?? 0) - (times.get(one) ?? 0));
}
