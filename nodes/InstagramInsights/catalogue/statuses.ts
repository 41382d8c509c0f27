import { mostDays } from './accountWindows';
import { LOGINS } from './logins';

/**
 * What the `status` of a row can be, and when, in words for people. Saved workflows compare with the names. A row for
 * a whole post, reel or story can also be `partial`: some of its metrics are `ok`, others are not.
 */
export const STATUSES = [
	{ name: 'ok', when: 'A value came' },
	{
		name: 'no_data',
		when: 'Meta answered without a value: it is too early, too old, or Meta does not count it',
	},
	{
		name: 'not_enough_viewers',
		when: 'Too few people have seen it for Meta to show numbers; for a story fewer than 5',
	},
	{
		name: 'unsupported',
		when: 'This type of media does not have the metric, or Meta refuses it. If the node can only guess the reason, a hint quotes Meta',
	},
	{
		name: 'not_crossposted',
		when: 'A metric of Facebook, for a post, reel or story that was not shared to Facebook',
	},
	{
		name: 'posted_before_conversion',
		when: 'It was posted before the account became a professional account',
	},
	{
		name: 'album_child',
		when: 'It is one image or video of an album. Only the album as a whole has insights',
	},
	{
		name: 'not_found',
		when: 'It is deleted or expired, or belongs to an account that the token cannot read',
	},
	{
		name: 'not_additive',
		when: `Of an account: Meta has this number for at most ${String(mostDays(LOGINS.facebook.longestWindowSeconds))} days, more were asked for, and the numbers of several periods must not be added`,
	},
	{
		name: 'rate_limited',
		when: 'Meta still refused calls when Max Wait was over. The rows that came before stay',
	},
	{
		name: 'failed',
		when: 'Meta gave no usable answer, although the node asked several times. A hint says why',
	},
] as const satisfies readonly { readonly name: string; readonly when: string }[];

export type StatusName = (typeof STATUSES)[number]['name'];
