/**
 * The build: `npm run build` and `npm test` run it as it stands here.
 *
 * tsc compiles. The rest is what tsc does not do: n8n looks for the icons in dist/, beside the compiled files, and
 * for the fields of a row, which its editor shows before the first run. The tables of the README are written anew
 * from the catalogue.
 */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { dest, series, src } = require('gulp');

const README = 'README.md';
const NODE = './dist/nodes/InstagramInsights';

/** A file whose source is gone must not be packed. */
function clean() {
	return rm('dist', { recursive: true, force: true });
}

async function compile() {
	const tsc = spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});
	const [code] = await once(tsc, 'exit');
	if (code !== 0) throw new Error('tsc did not compile the sources: it says above what it found');
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

const build = series(clean, compile, icons, schemas, readme);

module.exports = { build, clean, compile, default: build, icons, readme, schemas };
