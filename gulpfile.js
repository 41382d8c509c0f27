/**
 * What tsc does not do for a build: the icons go into dist/, where n8n looks for them beside the compiled files,
 * and the README's metric tables are written anew from the catalogue that was just compiled.
 */
const { readFile, rm, writeFile } = require('node:fs/promises');
const { dest, src } = require('gulp');

const README = 'README.md';

/** What no source makes any more must not be packed. */
function clean() {
	return rm('dist', { recursive: true, force: true });
}

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

module.exports = { clean, icons, readme };
