/**
 * `npm run mutate`: mutation testing with Stryker, then the scores in docs/mutation.md.
 *
 *   npm run mutate
 *   npm run mutate -- --mutate nodes/InstagramInsights/graph/retry.ts
 *   npm run mutate -- --force
 *
 * Options go to Stryker. With `--mutate` the other files keep the scores that they had.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { withScores, type Report } from './mutation/scores';

const ROOT = path.join(__dirname, '..');
const REPORT = path.join(ROOT, '.stryker-incremental.json');
const PAGE = path.join(ROOT, 'docs/mutation.md');

const stryker = path.join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const { status } = spawnSync(process.execPath, [stryker, 'run', ...process.argv.slice(2)], {
	cwd: ROOT,
	stdio: 'inherit',
});
if (status === 0 && existsSync(REPORT)) {
	const report = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
	const page = readFileSync(PAGE, 'utf8');
	writeFileSync(PAGE, withScores(page, report));
	console.log(`The scores are in ${path.relative(process.cwd(), PAGE)}.`);
}
process.exitCode = status ?? 1;
