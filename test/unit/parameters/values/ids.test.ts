import fc from 'fast-check';

import { checkAccountId } from '../../../../nodes/InstagramInsights/parameters/account';
import {
	ID_OR_NOTHING_PATTERN,
	ID_PATTERN,
	looksLikeOtherKind,
	looksRounded,
} from '../../../../nodes/InstagramInsights/parameters/values/ids';
import type { Checked, Issue } from '../../../../nodes/InstagramInsights/parameters/values/issue';
import { checkMediaLink } from '../../../../nodes/InstagramInsights/parameters/values/links';
import { checkMediaId } from '../../../../nodes/InstagramInsights/parameters/media';
import { issueOf as issueWith } from '../parameterReader';

const ID = '17932174733377207';

function issueOf(checked: Checked<unknown>): Issue {
	const issue = issueWith(checked);
	expect(issue.message.length).toBeLessThan(150);
	return issue;
}

/** What n8n makes of the pattern of a field. */
const takenBy = (pattern: string, text: string) => new RegExp(`^${pattern}$`).test(text);

const PARAMETERS = [
	{ parameter: 'Media', check: checkMediaId },
	{ parameter: 'Account', check: checkAccountId },
] as const;

describe.each(PARAMETERS)('An ID under $parameter', ({ parameter, check }) => {
	const toldOf = (value: unknown) => {
		const issue = issueOf(check(value));
		expect(issue.message.startsWith(`'${parameter}' `)).toBe(true);
		return issue;
	};

	it.each<[string, unknown, string]>([
		['text', ID, ID],
		['text with blanks around', ` ${ID}\n`, ID],
		['text with a no-break space behind it', `${ID}\u00a0`, ID],
		['a number that is exact', 4504504504504504, '4504504504504504'],
		['a large integer', 17932174733377207n, ID],
		['text that ends in zeros', '17932174733377200', '17932174733377200'],
		['text of 19 digits', '3141592653589793238', '3141592653589793238'],
	])('is taken from %s', (_what, value, id) => {
		expect(Object.values(check(value))).toContain(id);
	});

	it.each([
		'1.79322E+16',
		'1,79322E+16',
		'1.79322e16',
		'1.7932174733377208e+16',
		'17.93217E+15',
		'1E+16',
		'1,79322 E+16',
		'1.79322 x 10^16',
		'1.79322×10^16',
		'17932174733377208.0',
		'17932174733377208,00',
		'17932174733377.000',
		'17932174733377207.5',
		'179321.74733377207',
		'1793217473337,7207',
		'1.79322·10^16',
		'1.79322 ⋅ 10^16',
		'1,79322*10**16',
		'1.79322×10¹⁶',
		'1 793 217 473 337 720E1',
		'1,793,217,473,337,720e+1',
		'1793217473337720E1',
		'17932174733377207E-0',
	])('was rounded if it is %s', (value) => {
		const { message, description } = toldOf(value);
		expect(message).toBe(`'${parameter}' holds '${value}', an ID that was rounded`);
		expect(description).toMatch(/15 digits.*rounded.*plain text/);
	});

	it.each([
		'17,932,174,733,377,207',
		'17.932.174.733.377.207',
		'17 932 174 733 377 207',
		'17\u00a0932\u00a0174\u00a0733\u00a0377\u00a0207',
		'17\u202f932\u202f174\u202f733\u202f377\u202f207',
		"17'932'174'733'377'207",
		'17’932’174’733’377’207',
		'1,79,32,17,47,33,37,72,07,000',
		'17_932_174_733_377_207',
		'17932174733377,207',
		'17932174733 377 207',
		'17932174733377.207',
		'17,932,174,733,377,200',
	])('may have been rounded if it is %s', (value) => {
		const { message, description } = toldOf(value);
		expect(message).toContain(`holds '${value}', an ID written as a quantity`);
		expect(description).toMatch(/rounded/);
	});

	it.each<[unknown, string]>([
		[Number(ID), '17932174733377208'],
		[2 ** 53, '9007199254740992'],
		[1e21, '1e+21'],
	])('was rounded if it is the number %p', (value, text) => {
		const { message, description } = toldOf(value);
		expect(message).toBe(`'${parameter}' holds a number that is too long to be kept exactly (${text})`);
		expect(description).toMatch(/rounded.*as text/);
	});

	it.each([
		[`'${ID}`, `'${ID}`],
		[`"${ID}"`, `"${ID}"`],
		[`’${ID}`, `’${ID}`],
		[`=${ID}`, `=${ID}`],
		[`="${ID}"`, `="${ID}"`],
		[`#${ID}`, `#${ID}`],
		[`\u200b${ID}`, `\\u200b${ID}`],
		[`\u202a${ID}\u202c`, `\\u202a${ID}\\u202c`],
	])('is not guessed if it has marks: %j', (value, text) => {
		const { message, description } = toldOf(value);
		expect(message).toContain(`holds '${text}', which has more in it than the digits`);
		expect(description).toContain(`alone, as text: ${ID}`);
	});

	it('has 32 digits at most', () => {
		expect(check('1'.repeat(32)).ok).toBe(true);
		expect(toldOf('1'.repeat(33)).message).toContain('which is not a');
	});

	it('is not looked for in a text of more than 200 characters', () => {
		expect(toldOf(`${"'".repeat(183)}${ID}`).message).toContain('more in it than the digits');
		expect(toldOf(`${"'".repeat(184)}${ID}`).message).toContain('which is not a');
	});

	it('is of another kind if it is two numbers', () => {
		expect(toldOf(`${ID}_1234`).message).toContain(`holds '${ID}_1234', an ID of another kind`);
	});

	it.each<[string, unknown, string]>([
		['zero', 0, 'holds 0'],
		['a negative number', -5, 'holds -5'],
		['a fraction', 1.5, 'holds 1.5'],
		['NaN', NaN, 'holds NaN'],
		['Infinity', Infinity, 'holds Infinity'],
		['zeros', '000', "holds '000'"],
		['true', true, 'holds true'],
		['an object', { id: ID }, `holds {"id":"${ID}"}`],
		['a list', [ID], `holds ["${ID}"]`],
		['a symbol', Symbol('a'), 'holds Symbol(a)'],
		['a negative large integer', -5n, "holds '-5'"],
		['a date', new Date(0), 'holds the date 1970'],
		['nothing', undefined, 'is empty'],
		['null', null, 'is empty'],
		['blanks', ' \u00a0', 'is empty'],
		['half a character', '\ud83d17932', "holds '\\ud83d17932'"],
		['a long text', 'x'.repeat(1e6), "holds 'xxxx"],
		['a path', `${ID}/insights`, `holds '${ID}/insights'`],
		['digits of another script', '١٧٩٣٢', "holds '١٧٩٣٢'"],
	])('is none if it is %s, and the message shows it', (_what, value, text) => {
		expect(toldOf(value).message).toContain(`'${parameter}' ${text}`);
	});

	it('is digits or turned down, whatever is given', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything({ withBigInt: true, withDate: true }), fc.string()), (value) => {
				const checked = check(value);
				if (!checked.ok) issueOf(checked);
				else expect(Object.values(checked).find((part) => part !== true)).toMatch(/^\d{1,32}$/);
			}),
		);
	});

	it.each([
		'1,'.repeat(50_000),
		'1 '.repeat(50_000) + 'E',
		"'".repeat(100_000),
		'1.'.repeat(50_000) + 'x',
		'www.'.repeat(25_000),
		'1'.repeat(100_000) + 'e',
		'1'.repeat(100_000),
		'a'.repeat(100_000) + '!',
		'a-'.repeat(50_000) + '!',
		'@' + 'a.'.repeat(50_000) + '!',
		'1_'.repeat(50_000),
		'<'.repeat(100_000),
		'/'.repeat(100_000),
		'instagram.com/'.repeat(7_000),
		'https://www.instagram.com/p/' + 'a'.repeat(100_000) + '!',
		'10^'.repeat(30_000),
	])('is turned down at once if it is long', (value) => {
		const start = performance.now();
		toldOf(value);
		checkMediaLink(value);
		// A pattern that goes back over all of it for each character would take seconds.
		expect(performance.now() - start).toBeLessThan(500);
	});
});

describe('An ID that Meta does not know', () => {
	it.each(['17932174733377200', '17932200000000000', '1793217473337720', '100000000000000000'])(
		'%s may have been rounded',
		(id) => {
			expect(looksRounded(id)).toBe(true);
		},
	);

	it.each([
		ID,
		'17932174733377210',
		'17932174733377208',
		'4504504504504',
		'',
		'000000000000000000',
		`${ID}0000000`,
	])('%s has not been rounded by a sheet', (id) => {
		expect(looksRounded(id)).toBe(false);
	});

	it('is told as rounded if a sheet has kept it', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 10n ** 15n, max: 10n ** 17n - 1n }), (id) => {
				const digits = String(id);
				const kept = digits.slice(0, 15) + '0'.repeat(digits.length - 15);
				expect(looksRounded(kept)).toBe(true);
				expect(looksRounded(digits)).toBe(digits === kept);
			}),
		);
	});

	it.each([
		['3141592653589793238', true],
		['314159265358979323', true],
		['3141592653589793238_25025320', true],
		[ID, false],
		['18023345989012587', false],
		['1793217473337720', false],
		['C1abcDEfghi', false],
	])('%s is of another kind: %s', (id, is) => {
		expect(looksLikeOtherKind(id)).toBe(is);
	});
});

describe('The patterns for the panel', () => {
	const texts = [
		ID,
		` ${ID}\n`,
		`${ID}\u00a0`,
		'1',
		'0010',
		'100',
		'1'.repeat(32),
		'1'.repeat(33),
		'0',
		'000',
		` ${'0'.repeat(20)} `,
		'1793217473 3377207',
		`${ID},${ID}`,
		`${ID}_1`,
		`'${ID}`,
		`-${ID}`,
		'1.5',
		'nasa',
		'١٧٩٣٢',
	];

	it.each(texts)('take %j if the run takes it', (text) => {
		const { ok } = checkAccountId(text);
		expect(takenBy(ID_PATTERN, text)).toBe(ok);
		expect(takenBy(ID_OR_NOTHING_PATTERN, text)).toBe(ok);
	});

	it.each(['', ' ', '\n\t'])('differ in %j', (text) => {
		expect(takenBy(ID_PATTERN, text)).toBe(false);
		expect(takenBy(ID_OR_NOTHING_PATTERN, text)).toBe(true);
	});

	it('take what the run takes, whatever stands around and between the digits', () => {
		const some = fc.string({ unit: fc.constantFrom('0', '1', '9', ' ', '\n', '\u00a0', '\ufeff', ',', 'x') });
		fc.assert(
			fc.property(some, (text) => {
				const isTaken = checkAccountId(text).ok;
				expect(takenBy(ID_PATTERN, text)).toBe(isTaken);
				expect(takenBy(ID_OR_NOTHING_PATTERN, text)).toBe(isTaken || text.trim() === '');
			}),
		);
	});

	const MANY = 100_000;
	it.each([
		`${' '.repeat(MANY)}x`,
		`${'0'.repeat(MANY)}x`,
		`0${' '.repeat(MANY)}x`,
		`1${' '.repeat(MANY)}x`,
		`${' '.repeat(MANY)}0${' '.repeat(MANY)}x`,
		'1'.repeat(MANY),
	])('are soon done with a long text', (text) => {
		const start = performance.now();
		expect(takenBy(ID_PATTERN, text)).toBe(false);
		expect(takenBy(ID_OR_NOTHING_PATTERN, text)).toBe(false);
		// A pattern that goes back over all of it for each character would take seconds.
		expect(performance.now() - start).toBeLessThan(500);
	});
});
