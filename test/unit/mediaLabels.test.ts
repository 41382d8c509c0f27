import fc from 'fast-check';

import {
	firstWords,
	kindOf,
	timeIn,
	withLabels,
	type Labelled,
} from '../../nodes/InstagramInsights/methods/listSearch/label';

const published = new Date('2026-11-20T12:34:56Z');

function labelled(changes: Partial<Labelled> = {}): Labelled {
	return { id: '17900', type: 'post', published, fields: { media_type: 'IMAGE' }, ...changes };
}

const labelsOf = (items: readonly Labelled[], zone: string, severalTypes: boolean) =>
	withLabels(items, zone, severalTypes).map(({ label }) => label);

const labelOf = (changes: Partial<Labelled> = {}, severalTypes = false) =>
	labelsOf([labelled(changes)], 'UTC', severalTypes)[0];

describe('The label of a post, reel or story', () => {
	const captioned = (media_type: string) => ({ media_type, caption: 'First\n snow ' });

	it.each<[string | undefined, Partial<Labelled>]>([
		['Photo (2026-11-20 12:34)', {}],
		['Video (2026-11-20 12:34)', { fields: { media_type: 'VIDEO' } }],
		['Album (2026-11-20 12:34)', { fields: { media_type: 'CAROUSEL_ALBUM' } }],
		['Reel (2026-11-20 12:34)', { type: 'reel', fields: { media_type: 'VIDEO' } }],
		['Story (2026-11-20 12:34)', { type: 'story', fields: { media_type: 'IMAGE' } }],
		['Post (2026-11-20 12:34)', { fields: {} }],
		['Post (2026-11-20 12:34)', { fields: { media_type: 'HOLOGRAM' } }],
		['Post (2026-11-20 12:34)', { fields: { media_type: { name: 'IMAGE' }, caption: 7 } }],
		['Photo', { published: undefined }],
		['First snow (2026-11-20)', { fields: captioned('IMAGE') }],
		['First snow', { fields: captioned('IMAGE'), published: undefined }],
		['First snow (2026-11-20 12:34)', { type: 'story', fields: captioned('IMAGE') }],
		['Photo (2026-11-20 12:34)', { fields: { media_type: 'IMAGE', caption: ' \n\t ' } }],
		// A type that Meta did not tell is not a post.
		['Video (2026-11-20 12:34)', { type: undefined, fields: { media_type: 'VIDEO' } }],
		['17900 (2026-11-20 12:34)', { type: undefined, fields: {} }],
		['17900', { type: undefined, fields: {}, published: undefined }],
	])('is %s', (label, changes) => {
		expect(labelOf(changes)).toBe(label);
	});

	it.each<[string, Partial<Labelled>]>([
		['First snow (Photo, 2026-11-20)', { fields: captioned('IMAGE') }],
		['First snow (Reel, 2026-11-20)', { type: 'reel', fields: captioned('VIDEO') }],
		['First snow (Story, 2026-11-20 12:34)', { type: 'story', fields: captioned('VIDEO') }],
		['First snow (Video, 2026-11-20)', { type: undefined, fields: captioned('VIDEO') }],
		['First snow (2026-11-20)', { type: undefined, fields: { caption: 'First snow' } }],
		['Reel (2026-11-20 12:34)', { type: 'reel', fields: {} }],
	])('in a list of several types is %s', (label, changes) => {
		expect(labelOf(changes, true)).toBe(label);
	});

	/** What n8n's list shows of an entry: seen in its editor, which cuts off the rest. */
	const SHOWN = 54;

	it.each<[string, Partial<Labelled>, boolean]>([
		['(2026-11-20)', {}, false],
		['(Photo, 2026-11-20)', {}, true],
		['(Album, 2026-11-20)', { fields: { media_type: 'CAROUSEL_ALBUM' } }, true],
		['(2026-11-20 12:34)', { type: 'story' }, false],
		['(Story, 2026-11-20 12:34)', { type: 'story' }, true],
	])('leaves room for %s behind a long caption', (end, { fields, ...changes }, severalTypes) => {
		const caption = 'How we roast our coffee, and why it takes so long to get it right';
		const label = labelOf({ ...changes, fields: { media_type: 'IMAGE', ...fields, caption } }, severalTypes);
		expect(label).toMatch(/^How we roast our coffee.*…/);
		expect(label?.endsWith(`… ${end}`)).toBe(true);
		expect(label?.length).toBeLessThanOrEqual(SHOWN);
	});

	it('is as short as tells it from the others', () => {
		const again = (id: string, time: string) =>
			labelled({ id, published: new Date(time), fields: { caption: 'New!', media_type: 'IMAGE' } });
		const list = [
			again('1', '2026-11-19T08:00:00Z'),
			again('2', '2026-11-20T08:00:00Z'),
			again('3', '2026-11-20T09:00:00Z'),
			again('4', '2026-11-20T09:00:30Z'),
			labelled({ id: '5' }),
			labelled({ id: '6' }),
		];
		expect(labelsOf(list, 'UTC', false)).toEqual([
			'New! (2026-11-19)',
			'New! (2026-11-20 08:00)',
			'New! (2026-11-20 09:00, 3)',
			'New! (2026-11-20 09:00, 4)',
			'Photo (2026-11-20 12:34, 5)',
			'Photo (2026-11-20 12:34, 6)',
		]);
	});

	it('is another one for each item of a list', () => {
		const media = fc.record({
			id: fc.stringMatching(/^[1-9]\d{0,16}$/),
			type: fc.constantFrom('post', 'reel', 'story', undefined),
			published: fc.option(
				fc.integer({ min: 0, max: 200_000_000 }).map((seconds) => new Date(1.7e12 + seconds * 1000)),
				{ nil: undefined },
			),
			fields: fc.record(
				{
					caption: fc.constantFrom('', 'New!', 'Snow ❄️', 'A'.repeat(80), null),
					media_type: fc.constantFrom('IMAGE', 'VIDEO', 'CAROUSEL_ALBUM', 'HOLOGRAM'),
				},
				{ requiredKeys: [] },
			),
		});
		const list = fc.uniqueArray(media, { selector: ({ id }) => id, maxLength: 40 });
		fc.assert(
			fc.property(list, fc.boolean(), fc.constantFrom('UTC', 'Asia/Kolkata'), (all, severalTypes, zone) => {
				const entries = withLabels(all, zone, severalTypes);
				expect(entries.map(({ item }) => item)).toEqual(all);
				expect(new Set(entries.map(({ label }) => label)).size).toBe(all.length);
			}),
		);
	});

	it('does not call an item a post if Meta did not tell its type', () => {
		expect(kindOf(labelled({ type: undefined, fields: {} }))).toBeUndefined();
	});
});

describe('The time in a label', () => {
	it.each([
		['UTC', '2026-11-01T05:30:00Z', '2026-11-01 05:30'],
		// The night on which clocks go back in New York, on both sides of it.
		['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01 01:30'],
		['America/New_York', '2026-11-01T06:30:00Z', '2026-11-01 01:30'],
		['America/New_York', '2026-11-01T08:00:00Z', '2026-11-01 03:00'],
		// Clocks go forward at 2:00 there.
		['Australia/Sydney', '2026-10-03T16:00:00Z', '2026-10-04 03:00'],
		['Asia/Kathmandu', '2026-11-20T18:20:00Z', '2026-11-21 00:05'],
		['No/Such_Zone', '2026-11-20T18:20:00Z', '2026-11-20 18:20'],
		['', '2026-11-20T18:20:00Z', '2026-11-20 18:20'],
	])('is that of the clocks in %s: %s', (zone, moment, time) => {
		expect(timeIn(zone, new Date(moment))).toBe(time);
	});
});

describe('The first words of a caption', () => {
	const MOST = 40;
	/** Of a label, whatever its characters are made of. */
	const MAX_CODE_UNITS = 216;
	const FAMILY = '👨‍👩‍👧‍👦';
	const FLAG = '🇳🇵';
	const SKIN = '👍🏽';
	const ACCENT = 'e\u0301';
	const HINDI = 'क्षि';
	const characters = [FAMILY, FLAG, SKIN, ACCENT, HINDI, '❄️', '😀', 'a', ' ', '#', '…', '𝒳', '한'];

	it.each(characters.filter((character) => character !== ' '))('keep %s whole where they are cut', (one) => {
		const words = firstWords(one.repeat(80), MOST);
		const kept = words.slice(0, -1);
		expect(words.endsWith('…')).toBe(true);
		expect(kept.length % one.length).toBe(0);
		expect(kept).toBe(one.repeat(kept.length / one.length));
		expect(kept).not.toBe('');
	});

	it.each([
		['', ''],
		['short', 'short'],
		['  two\n\nlines\t ', 'two lines'],
		['x'.repeat(MOST), 'x'.repeat(MOST)],
		['x'.repeat(MOST + 1), `${'x'.repeat(MOST)}…`],
		[`${'x'.repeat(MOST - 1)} y`, `${'x'.repeat(MOST - 1)}…`],
		[undefined, ''],
		[null, ''],
		[7, ''],
		[['a'], ''],
	])('of %j are %j', (caption, words) => {
		expect(firstWords(caption, MOST)).toBe(words);
	});

	it('are never half a character, for any text', () => {
		const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 200 });
		const parts = (value: string) =>
			[...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(value)].map(({ segment }) => segment);
		fc.assert(
			fc.property(text, (caption) => {
				const whole = parts(caption.replace(/\s+/g, ' ').trim());
				const words = firstWords(caption, MOST);
				const isCut = words !== whole.join('');
				const kept = parts(isCut ? words.slice(0, -1) : words);
				expect(kept).toEqual(whole.slice(0, kept.length));
				expect(kept.length).toBeLessThanOrEqual(MOST);
				// It throws where half of a pair stands alone.
				expect(() => encodeURIComponent(words)).not.toThrow();
			}),
		);
	});

	it.each([
		['a letter under a pile of accents', `a${'\u0301'.repeat(100_000)}`],
		['letters without an end', 'a'.repeat(1_000_000)],
		['words without an end', 'the '.repeat(250_000)],
		['blanks without an end', `a${' '.repeat(1_000_000)}b`],
	])('are short and soon there for %s', (_what, caption) => {
		const begin = performance.now();
		expect(firstWords(caption, MOST).length).toBeLessThanOrEqual(MAX_CODE_UNITS + 1);
		expect(performance.now() - begin).toBeLessThan(1000);
	});
});

it.each([' '.repeat(100_000), ' \n'.repeat(50_000) + 'x', 'a '.repeat(50_000), '\u0301'.repeat(100_000)])(
	'A label is soon made of a long caption',
	(caption) => {
		const start = performance.now();
		labelOf({ fields: { caption } });
		expect(performance.now() - start).toBeLessThan(500);
	},
);
