/** The test files that mutants are held against. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** They read the sources as text, or lint them, or test something else than nodes/: no mutant can make them fail. */
const OTHERS = new Set(['examples', 'layers', 'mutation', 'pageTables', 'simulator', 'demoOptions', 'docs']);

/** Random cases in great number: after the tests that kill a mutant at once. */
const isSlow = (name: string): boolean => name.includes('.property.');

/**
 * The test files that the environment's MUTATION_TESTS matches, a pattern such as `^(pages|client)`; without it, all.
 * With the tests of one layer its mutants take minutes and not hours. The other tests could only kill more of them.
 */
const CHOSEN = new RegExp(process.env.MUTATION_TESTS ?? '');

/** @returns paths from the root, in the order in which they run */
export function testFiles(root: string): readonly string[] {
	const names = readdirSync(path.join(root, 'test/unit'), { encoding: 'utf8', recursive: true })
		.map((name) => name.split(path.sep).join('/'))
		.filter((name) => name.endsWith('.test.ts') && !OTHERS.has(name.slice(0, name.indexOf('.'))))
		.filter((name) => CHOSEN.test(name))
		.sort();
	return [...names.filter((name) => !isSlow(name)), ...names.filter(isSlow)].map(
		(name) => `test/unit/${name}`,
	);
}
