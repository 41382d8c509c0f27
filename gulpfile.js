/**
 * The build: `npm run build` and `npm test` run it as it stands here.
 *
 * tsc compiles. The other steps add what n8n reads from dist/ beside the compiled files: the icons, and the schemas of
 * the rows, whose fields the editor shows before the first run. The last step writes the tables of the README and of
 * docs/ from the catalogue.
 */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { dest, series, src } = require('gulp');
const tsx = require('tsx/cjs/api');

const NODE = './dist/nodes/InstagramInsights';

/** The scripts are TypeScript, and gulp's own file is not. */
function typescript(file) {
	return tsx.require(file, __filename);
}

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
	const { outputSchemas } = typescript('./scripts/outputSchemas.ts');
	const { InstagramInsights } = require(`${NODE}/InstagramInsights.node.js`);
	for (const [name, schema] of Object.entries(outputSchemas(new InstagramInsights().description))) {
		const file = path.join(NODE, '__schema__', name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, `${JSON.stringify(schema)}\n`);
	}
}

/** The tables of the README, and of the pages under docs/. */
async function readme() {
	const { GENERATED_PARTS, withTables } = typescript('./scripts/pageTables.ts');
	const catalogue = require(`${NODE}/catalogue`);
	for (const page of Object.keys(GENERATED_PARTS)) {
		const text = await readFile(page, 'utf8');
		const updated = withTables(page, text, catalogue);
		if (updated !== text) await writeFile(page, updated);
	}
}

const build = series(clean, compile, icons, schemas, readme);

module.exports = { build, clean, compile, default: build, icons, readme, schemas };
