import { runInNewContext } from 'node:vm';

import fc from 'fast-check';

import {
	checkMediaLink,
	isLink,
	linkInPlaceOfId,
	MEDIA_LINK_PATTERN,
	unwrapped,
} from '../../../../nodes/InstagramInsights/parameters/values/links';
import { expectHelpful } from '../../wording';
import { issueOf } from '../parameterReader';

const ID = '17932174733377207';

describe('checkMediaLink', () => {
	it.each([
		['https://www.instagram.com/p/C1ab-_DEfg/', 'C1ab-_DEfg'],
		['https://www.instagram.com/p/C1abcDEfghi', 'C1abcDEfghi'],
		['https://www.instagram.com/reel/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/reels/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/tv/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/stories/nasa/3141592653589793/', '3141592653589793'],
		['https://www.instagram.com/stories/na.sa_1/3141592653589793', '3141592653589793'],
		['https://www.instagram.com/stories/p/3141592653589793/', '3141592653589793'],
		['https://www.instagram.com/nasa/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/na.sa_1/reel/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi/?utm_source=ig_web&igsh=MzRl', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi?img_index=2', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi/#comments', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi#x', 'C1abcDEfghi'],
		['https://www.instagram.com/p/C1abcDEfghi/?next=https://www.instagram.com/p/other/', 'C1abcDEfghi'],
		['http://www.instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['https://instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['www.instagram.com/reel/C1abcDEfghi', 'C1abcDEfghi'],
		['https://m.instagram.com/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['HTTPS://WWW.INSTAGRAM.COM/p/C1abcDEfghi/', 'C1abcDEfghi'],
		['  https://www.instagram.com/p/C1abcDEfghi/\n', 'C1abcDEfghi'],
	])('%s stands for %s', (link, code) => {
		expect(checkMediaLink(link)).toEqual({ ok: true, code });
	});

	it.each<unknown>([
		'',
		'   ',
		undefined,
		null,
		5,
		{},
		'C1abcDEfghi',
		'17932174733377207',
		'https://www.instagram.com/',
		'https://www.instagram.com/nasa',
		'https://www.instagram.com/nasa/',
		'https://www.instagram.com/nasa/reels/',
		'https://www.instagram.com/nasa/tagged/',
		'https://www.instagram.com/p/',
		'https://www.instagram.com/reels/',
		'https://www.instagram.com/stories/nasa/',
		'https://www.instagram.com/stories/nasa/name',
		'https://www.instagram.com/explore/tags/space/',
		'https://www.instagram.com/reels/audio/123456/',
		'https://www.instagram.com/stories/highlights/17900000000000001/',
		'https://www.instagram.com/share/reel/BAabcDEfghi',
		'https://www.facebook.com/p/C1abcDEfghi/',
		'https://example.com/p/C1abcDEfghi/',
		'https://www.instagram.com.example.com/p/C1abcDEfghi/',
		'https://notinstagram.com/p/C1abcDEfghi/',
		'https://www-instagram.com/p/C1abcDEfghi/',
		'https://instagramXcom/p/C1abcDEfghi/',
		'https://example.com/www.instagram.com/p/C1abcDEfghi/',
		'https://example.com/?u=https://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com@example.com/p/C1abcDEfghi/',
		'https://example.com#@instagram.com/p/C1abcDEfghi/',
		'ftp://www.instagram.com/p/C1abcDEfghi/',
		'javascript://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com/p/C1abc DEfghi/',
		'https://www.instagram.com/p/../me/accounts',
	])('is not %j', (value) => {
		const checked = checkMediaLink(value);
		expect(checked.ok).toBe(false);
		if (checked.ok) return;
		expect(checked.issue.message).toContain("'Media'");
		expect(checked.issue.message.length).toBeLessThan(150);
		expectHelpful(checked.issue.message);
		expectHelpful(checked.issue.description);
	});
});

describe('A link that leads to something else', () => {
	it.each<[unknown, RegExp, RegExp]>([
		['https://www.instagram.com/share/p/BAabc', /a share link/, /Open it in a browser and copy the address/],
		['https://www.instagram.com/share/BAabc?igsh=1', /a share link/, /Open it in a browser/],
		['www.instagram.com/share/reel/BAabc/', /a share link/, /Open it in a browser/],
		['https://www.instagram.com//stories//highlights//179/', /the link of highlights/, /24 hours/],
		['https://www.instagram.com/nasa', /the link of a profile/, /Get Many/],
		['https://www.instagram.com/nasa/?hl=en', /the link of a profile/, /Get Many/],
		['https://www.instagram.com/na.sa_1/reels/', /the link of a profile/, /Get Many/],
		['https://www.instagram.com/nasa/tagged/', /the link of a profile/, /one post/],
		['https://www.instagram.com/reels/audio/123/', /the link of an audio/, /\/reel\//],
		['https://www.instagram.com/stories/highlights/179/', /the link of highlights/, /24 hours/],
		['https://www.instagram.com/s/aGlnaGxpZ2h0?story_media_id=3_1', /the link of highlights/, /24 hours/],
		['https://www.instagram.com/stories/nasa/', /without the number of a story/, /number at the end/],
		['https://www.instagram.com/explore/tags/space/', /leads to no post/, /\/p\//],
		['https://www.instagram.com/p/', /leads to no post/, /\/p\//],
		[ID, /an ID in the place of a link/, /By ID/],
		['C1abcDEfghi', /not the link/, /whole link/],
		['https://example.com/p/C1abc/', /not the link/, /such as https:\/\/www\.instagram\.com/],
		['', /is empty/, /Give the link/],
		[undefined, /is empty/, /Give the link/],
		[5, /holds 5, which is not a link/, /Give the link/],
		[{ a: 1 }, /holds {"a":1}, which is not a link/, /Give the link/],
		[null, /is empty/, /Give the link/],
		[Symbol('a'), /holds Symbol\(a\)/, /Give the link/],
	])('%p', (value, message, wayOut) => {
		const issue = issueOf(checkMediaLink(value));
		expect(issue.message).toMatch(message);
		expect(issue.description).toMatch(wayOut);
	});
});

describe('MEDIA_LINK_PATTERN', () => {
	/** What n8n makes of the check, with time to spare: n8n itself gives up after 250 ms, and older ones never. */
	const takesLink = (text: string): unknown => {
		const sandbox = { pattern: `^${MEDIA_LINK_PATTERN}$`, text };
		return runInNewContext('new RegExp(pattern).test(text)', sandbox, { timeout: 10_000 });
	};

	it.each([
		'https://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com/p/C1abcDEfghi',
		'https://www.instagram.com/p/C1-b_DEfghi/?igsh=MzRlODBiNWFlZA==',
		'https://www.instagram.com/p/C1abcDEfghi?img_index=2#top',
		'https://www.instagram.com/p/C1abcDEfghi/ and more',
		'  https://www.instagram.com/p/C1abcDEfghi  ',
		'\nhttps://www.instagram.com/p/C1abcDEfghi/\n',
		'https://www.instagram.com/nasa/p/C1abcDEfghi/',
		'https://www.instagram.com/na.sa_1/reel/C1abcDEfghi/',
		'http://m.instagram.com/p/C1abcDEfghi/',
		'www.instagram.com/p/C1abcDEfghi/',
		'instagram.com/p/C1abcDEfghi',
		'Https://Www.Instagram.com/P/C1abcDEfghi/',
		'HTTPS://WWW.INSTAGRAM.COM/REELS/C1abcDEfghi/',
		'https://www.instagram.com/reel/C1abcDEfghi/',
		'https://www.instagram.com/reels/C1abcDEfghi/',
		'https://www.instagram.com/tv/C1abcDEfghi/',
		'https://www.instagram.com/stories/nasa/3141592653589793238/',
		'https://www.instagram.com/Stories/na.sa/3141592653589793238?igsh=1',
		'https://instagr.am/p/C1abcDEfghi/',
		'http://www.instagr.am/P/C1abcDEfghi?x=1',
		'instagr.am/reel/C1abcDEfghi',
		'https://instagr.am.example.com/p/C1abcDEfghi/',
		'https://notinstagr.am/p/C1abcDEfghi/',
		'https://www.instagram.com:443/p/C1abcDEfghi/',
		'https://www.instagram.com:80/nasa/reel/C1abcDEfghi/',
		'https://www.instagram.com:x/p/C1abcDEfghi/',
		'https://www.instagram.com//p/C1abcDEfghi/',
		'https://www.instagram.com/p//C1abcDEfghi//',
		'https://www.instagram.com//nasa//reel//C1abcDEfghi',
		'https://www.instagram.com//stories//nasa//3141592653589793238//',
		'https://www.instagram.com//share//p/C1abcDEfghi',
		'https://www.instagram.com//reels//audio//123456/',
		'https://www.instagram.com//stories//highlights//17900000000000001/',
		'<https://www.instagram.com/p/C1abcDEfghi/>',
		'<https://www.instagram.com/p/C1abcDEfghi>',
		'"https://www.instagram.com/p/C1abcDEfghi"',
		" 'https://www.instagram.com/p/C1abcDEfghi/' ",
		'“https://www.instagram.com/p/C1abcDEfghi”',
		'«instagram.com/p/C1abcDEfghi»',
		'" https://www.instagram.com/p/C1abcDEfghi "',
		'(https://www.instagram.com/stories/nasa/3141592653589793238)',
		'<>',
		'"',
		'C1abcDEfghi',
		'17932174733377207',
		'the post of yesterday',
		'https://www.instagram.com/',
		'https://www.instagram.com/nasa/',
		'https://www.instagram.com/nasa/reels/',
		'https://www.instagram.com/p/',
		'https://www.instagram.com/p/C1abc DEfghi/',
		'https://www.instagram.com/reels/audio/123456/',
		'https://www.instagram.com/stories/nasa/',
		'https://www.instagram.com/stories/nasa/name',
		'https://www.instagram.com/stories/highlights/17900000000000001/',
		'https://www.instagram.com/share/reel/BAabcDEfghi',
		'https://www.instagram.com/SHARE/reel/BAabcDEfghi',
		'https://www.instagram.com.example.com/p/C1abcDEfghi/',
		'https://notinstagram.com/p/C1abcDEfghi/',
		'https://instagramXcom/p/C1abcDEfghi/',
		'https://example.com/?u=https://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com@example.com/p/C1abcDEfghi/',
		'ftp://www.instagram.com/p/C1abcDEfghi/',
		'https://www.instagram.com/p/../me/accounts',
		'https://www.instagram.com/p/C1abcDEfghi?',
		'https://www.instagram.com/p/C1abcDEfghi/ ?  \t\n',
		'https://www.instagram.com/p/C1abcDEfghi/ \n and more',
		'https://www.instagram.com/p/C1abcDEfghi\nand more',
	])('tells in the panel what the run would say of the link %j', (link) => {
		expect(takesLink(link)).toBe(checkMediaLink(link).ok);
	});

	it('takes what the run takes, whatever stands around and between', () => {
		const parts = [' ', '<', '"', '“', '/', '//', 'a', '.', ':443', 'p', 'share', '\n', '>', '!'];
		const some = fc.string({ unit: fc.constantFrom(...parts), maxLength: 4 });
		fc.assert(
			fc.property(some, some, some, (before, between, after) => {
				const link = `${before}instagram.com${between}/p/C1${after}`;
				expect([link, takesLink(link)]).toEqual([link, checkMediaLink(link).ok]);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('takes what the run takes, whatever follows the code', () => {
		const parts = [
			'/',
			'"',
			'>',
			'?',
			'#',
			' ',
			'\t',
			'\n',
			'\r',
			'\u00a0',
			'\u2028',
			'\ufeff',
			'a',
			'-',
			'.',
			'🎉',
		];
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...parts), maxLength: 8 }), (end) => {
				const link = `instagram.com/p/C1${end}`;
				expect(takesLink(link)).toBe(checkMediaLink(link).ok);
			}),
		);
	});

	const MANY = 300_000;
	it.each<[string, string, boolean]>([
		['blanks, then a line', `instagram.com/p/a/${' '.repeat(MANY)}\nx`, false],
		['blanks of many kinds, then a line', `instagram.com/p/a?${' \t\u00a0'.repeat(MANY / 3)}\nx`, false],
		['blanks after a word, then a line', `instagram.com/p/a#x${' '.repeat(MANY)}\nx`, false],
		['question marks among blanks, then a line', `instagram.com/p/a/${'? '.repeat(MANY / 2)}\nx`, false],
		['slashes, then a line', `instagram.com/p/a${'/'.repeat(MANY)}\nx`, false],
		['lines, then a word', `instagram.com/p/a/${' \n'.repeat(MANY / 2)}x`, false],
		['slashes before the path', `instagram.com${'/'.repeat(MANY)}!`, false],
		['slashes behind a name', `instagram.com/a${'/'.repeat(MANY)}!`, false],
		['slashes before the code', `instagram.com/p${'/'.repeat(MANY)}!`, false],
		['names between slashes', `instagram.com${'/a'.repeat(MANY / 2)}!`, false],
		['quotes before', `${'"<'.repeat(MANY / 2)}!`, false],
		['quotes behind, then a line', `instagram.com/p/a${'">'.repeat(MANY / 2)}\nx`, false],
		['quotes behind a slash, then a line', `instagram.com/p/a/${'">'.repeat(MANY / 2)}\nx`, false],
		['quotes around', `${'<'.repeat(MANY)}instagram.com/p/a${'>'.repeat(MANY)}`, true],
		['hosts', `${'a.'.repeat(MANY / 2)}instagram.com/p/a!`, false],
		['blanks, then a word', `instagram.com/p/a${' '.repeat(MANY)}x`, false],
		['letters, then none', `instagram.com/${'a'.repeat(MANY)}/p/${'a'.repeat(MANY)}!`, false],
		['digits, then a letter', `instagram.com/stories/${'1'.repeat(MANY)}/${'1'.repeat(MANY)}x`, false],
		['blanks before a word', `${' '.repeat(MANY)}x`, false],
		['blanks around', `${' '.repeat(MANY)}instagram.com/p/a/${' \n'.repeat(MANY / 2)}`, true],
		['blanks and a word', `instagram.com/p/a/${' '.repeat(MANY)}x`, true],
	])('is soon done with %s', (_what, link, isLink) => {
		expect(takesLink(link)).toBe(isLink);
		expect(checkMediaLink(link).ok).toBe(isLink);
	});
});

describe('isLink', () => {
	it.each([
		'https://example.com',
		'HTTP://x',
		'www.example.com',
		'instagram.com',
		'instagram.com/nasa',
		'm.instagram.com?x=1',
		'instagr.am/p/C1',
		'ig.me#x',
		'instagram.com:443',
	])('holds for %s', (text) => {
		expect(isLink(text)).toBe(true);
	});

	it.each([
		'',
		ID,
		'nasa',
		'@nasa',
		'na.sa',
		'instagram',
		'instagram.community',
		'notinstagram.com/nasa',
		'see https://example.com',
		'ftp://example.com',
		'wwwexample.com',
	])('does not hold for %j', (text) => {
		expect(isLink(text)).toBe(false);
	});
});

describe('unwrapped', () => {
	it.each([
		['', ''],
		['a', 'a'],
		[' a ', 'a'],
		['<a>', 'a'],
		['(a)', 'a'],
		['"a"', 'a'],
		['« a»', 'a'],
		["<'a'>", 'a'],
		['a"b', 'a"b'],
		['a>', 'a'],
		['>a', '>a'],
		['a<', 'a<'],
		['<>', ''],
	])('turns %j into %j', (text, inner) => {
		expect(unwrapped(text)).toBe(inner);
	});
});

describe('linkInPlaceOfId', () => {
	it('names the mode for links, and gives an ID', () => {
		expect(linkInPlaceOfId('https://www.instagram.com/p/C1/', '123').issue).toEqual({
			message: "'Media' holds 'https://www.instagram.com/p/C1/', a link in the place of an ID",
			description:
				"Choose By URL for 'Media' and give the link there. In an expression for the ID give a number such as 123",
		});
	});

	it('says what a link leads to that is not one post, reel or story', () => {
		const { message, description } = linkInPlaceOfId('https://www.instagram.com/nasa/', '123').issue;
		expect(message).toBe("'Media' holds 'https://www.instagram.com/nasa/', the link of a profile");
		expect(description).toMatch(/^Choose By URL for 'Media'\. Give the link of one post/);
	});
});
