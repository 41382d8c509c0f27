import { readOptions, UsageError } from '../../scripts/demoOptions';

const ID = '17932174733377207';
const EXAMPLE = { example: 'newest-media', media: undefined };

describe('The options of the demo', () => {
	it.each([
		['an example of its own without options', [], EXAMPLE],
		['another example', ['--example', 'media-insights'], { ...EXAMPLE, example: 'media-insights' }],
		['one item', ['--media', ID], { media: { id: ID, type: 'media', metrics: undefined } }],
		['its type', ['--media', ID, '--type', 'reel'], { media: { id: ID, type: 'reel', metrics: undefined } }],
		[
			'its metrics, in their order',
			['--metrics', 'reach, bookmarks_count,', '--media', ID],
			{ media: { id: ID, type: 'media', metrics: ['reach', 'bookmarks_count'] } },
		],
		[
			'its type and its metrics',
			[`--media=${ID}`, '--type=story', '--metrics=replies'],
			{ media: { id: ID, type: 'story', metrics: ['replies'] } },
		],
	])('give %s', (_, args, expected) => {
		expect(readOptions(args)).toMatchObject(expected);
	});

	it.each([
		[['--metric', 'reach'], "Unknown option '--metric'"],
		[['reach'], "'reach'"],
		[['--media'], '--media'],
		[['--metrics', 'reach'], '--metrics goes with --media'],
		[['--type', 'reel'], '--type goes with --media'],
		[['--media', ID, '--metrics', ' ,'], '--metrics takes names'],
		[['--media', 'DQiE2Q3jYp4'], '--media takes an ID'],
		[['--media', ID, '--type', 'igtv'], '--type takes post, reel, story, media; got igtv'],
		[['--example', 'weekly'], '--example takes newest-media or media-insights; got weekly'],
		[['--example', 'media-insights', '--media', ID], '--example and --media'],
	])('%j are turned down, and the message names the option', (args, message) => {
		expect(() => readOptions(args)).toThrow(UsageError);
		expect(() => readOptions(args)).toThrow(message);
	});
});
