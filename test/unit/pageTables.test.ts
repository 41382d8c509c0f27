import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as catalogue from '../../nodes/InstagramInsights/catalogue';
import { GENERATED_PARTS, withTables, type Catalogue } from '../../scripts/pageTables';

const PAGES = Object.keys(GENERATED_PARTS);
const read = (page: string) => readFileSync(path.join(__dirname, '../..', page), 'utf8');

const [first, ...others] = catalogue.METRICS;
if (first === undefined) throw new Error('No metrics');
const metrics = [{ ...first, description: 'Something else' }, ...others];
/** In each page something is changed. */
const changed: Catalogue = {
	...catalogue,
	METRICS: metrics,
	metricsOfType: (type: catalogue.MediaScopeName) =>
		metrics.filter((entry) => catalogue.isOfType(entry, type)),
	STATUSES: [{ name: 'ok', when: 'Something else' }],
};

describe('The tables that are made from the catalogue', () => {
	it('stand in the README and on the page of the metrics', () => {
		expect(PAGES).toEqual(['README.md', 'docs/metrics.md']);
	});

	it.each(PAGES)('are those of the catalogue in %s', (page) => {
		expect(read(page)).toBe(withTables(page, read(page), catalogue));
	});

	it.each(PAGES)('follow a change of the catalogue in %s', (page) => {
		expect(read(page)).not.toContain('Something else');
		expect(withTables(page, read(page), changed)).toContain('Something else');
	});

	it.each(PAGES)('are not written into %s if it has lost its markers', (page) => {
		expect(() => withTables(page, '# Nothing here', catalogue)).toThrow(/markers/);
		const [begin = ''] = GENERATED_PARTS[page]?.map(({ markers }) => markers.begin) ?? [];
		expect(() => withTables(page, begin, catalogue)).toThrow(/markers/);
	});

	it('are not written into a page that has none', () => {
		expect(() => withTables('CHANGELOG.md', '', catalogue)).toThrow('CHANGELOG.md');
	});
});

describe('The table of the calculated metrics', () => {
	const lines = read('docs/metrics.md').split('\n');
	const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()));

	it.each([
		[
			'Engagement Rate (Calculated)',
			'`engagement_rate`',
			'100 × `total_interactions` / `reach`',
			'posts, reels, stories, accounts',
		],
		['Save Rate (Calculated)', '`save_rate`', '100 × `saved` / `reach`', 'posts, reels'],
		['Share Rate (Calculated)', '`share_rate`', '100 × `shares` / `reach`', 'posts, reels, stories'],
	])('has the formula of %s, and the types that have it', (...row) => {
		expect(cells).toContainEqual(['', ...row, '']);
	});

	it('is not the only one that says who calculates them: the tables of the types do so too', () => {
		const ours = lines.filter((line) => line.includes('; calculated by this node'));
		expect(ours).toHaveLength(3 + 3 + 2);
		for (const line of ours) expect(line).toContain('(Calculated)');
	});
});

describe('The tables of the metrics', () => {
	const lines = read('docs/metrics.md').split('\n');
	const cellsOf = (label: string) =>
		lines
			.filter((line) => line.startsWith(`| ${label} `))
			.map((line) => line.split('|').map((cell) => cell.trim()));

	it.each([
		['Profile Activity', 5, 'Kind of Tap (`action_type`)'],
		['Navigation', 5, 'Kind of Move (`story_navigation_action_type`)'],
		['Likes', 4, 'Kind of Content (`media_product_type`)'],
		['Follows and Unfollows', 4, 'always Followers or Not (`follow_type`)'],
		['Online Followers', 4, 'always Hour (`hour`)'],
		[
			'Views',
			4,
			'Followers or Not (`follow_type`); Kind of Content (`media_product_type`); Followers or Not, and Kind of Content (`follow_type,media_product_type`)',
		],
	])('have the breakdown of %s as the panel and the rows call it', (label, column, text) => {
		const ofLabel = cellsOf(label);
		expect(ofLabel.map((cells) => cells[column])).toContain(text);
	});
});

describe('The table of the statuses', () => {
	it('has a line for each of them', () => {
		const lines = read('README.md')
			.split('\n')
			.map((line) => line.split('|').map((cell) => cell.trim()));
		for (const { name, when } of catalogue.STATUSES) {
			expect(lines).toContainEqual(['', `\`${name}\``, when, '']);
		}
	});
});
