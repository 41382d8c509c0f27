/**
 * What tsc does not do for a build: the icons go into dist/, where n8n looks for them beside the compiled files,
 * and so do the fields of a row, which the editor shows before the first run; the README's metric tables are
 * written anew from the catalogue that was just compiled.
 */
const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { dest, src } = require('gulp');

const README = 'README.md';
const NODE = './dist/nodes/InstagramInsights';

/** What no source makes any more must not be packed. */
function clean() {
	return rm('dist', { recursive: true, force: true });
}

function icons() {
	return src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
}

async function schemas() {
	const { outputSchemas } = require('./scripts/output-schemas');
	const { InstagramInsights } = require(`${NODE}/InstagramInsights.node.js`);
	const compiled = { catalogue: require(`${NODE}/catalogue`), insights: require(`${NODE}/insights`) };
	for (const [name, schema] of Object.entries(outputSchemas(compiled, new InstagramInsights().description))) {
		const file = path.join(NODE, '__schema__', name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `${JSON.stringify(schema)}\n`);
	}
}

async function readme() {
	const catalogue = require(`${NODE}/catalogue`);
	const { withMetricTables } = require('./scripts/readme-tables');
	const text = await readFile(README, 'utf8');
	const updated = withMetricTables(text, catalogue);
	if (updated !== text) await writeFile(README, updated);
}

module.exports = { clean, icons, readme, schemas };
