/**
 * The analysis that n8n's registry makes of a package before it verifies it, on the source and on the packed
 * tarball. Only the look-up of the provenance is left out: that needs a published package.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '../node_modules/@n8n/scan-community-package/scanner/scanner.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'instagram-insights-scan-'));
let failed = 0;

async function scan(name, directory, patterns) {
	const result = await analyzePackage(directory, patterns);
	if (!result.passed) failed += 1;
	console.log(`${result.passed ? 'clean' : 'NOT CLEAN'}: ${name}`);
	if (result.details ?? result.message) console.log(result.details ?? result.message);
}

try {
	const [{ filename }] = JSON.parse(
		execFileSync('npm', ['pack', '--json', '--pack-destination', scratch], { cwd: root, encoding: 'utf8' }),
	);
	execFileSync('tar', ['-xzf', path.join(scratch, filename), '-C', scratch]);
	await scan('source', root, SOURCE_FILE_PATTERNS);
	await scan(`packed ${filename}`, path.join(scratch, 'package'), ['**/*.js', 'package.json']);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
