/**
 * What tsc does not do for a build: the icons go into dist/, where n8n looks for them beside the compiled files,
 * and the README's metric tables are written anew from the catalogue that was just compiled.
 */
const { readFile, writeFile } = require('node:fs/promises');
const { dest, parallel, src } = require('gulp');

const README = 'README.md';

function icons() {
	return src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
}

async function readme() {
	const catalogue = require('./dist/nodes/InstagramInsights/catalogue');
	const { withMetricTables } = require('./scripts/readme-tables');
	const text = await readFile(README, 'utf8');
	const updated = withMetricTables(text, catalogue);
	if (updated !== text) await writeFile(README, updated);
}

exports.build = parallel(icons, readme);
