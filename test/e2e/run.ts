/**
 * `npm run e2e [-- <suite>…]`: the packed package in the real n8n. Without names all suites run.
 */
import { after } from 'node:test';

import { forgetEvidence, forgetUsers } from './checks';
import { editor } from './editor.e2e';
import { logins } from './logins.e2e';
import { closeSharedTestBed } from './testBed';
import { stopPrograms } from './programs';
import { oldest } from './oldest.e2e';
import { queue } from './queue.e2e';
import { rest } from './rest.e2e';
import { secretsInTheEnd } from './secrets.checks';
import { tool } from './tool.e2e';
import { triggers } from './triggers.e2e';

const SUITES: Readonly<Record<string, () => void>> = {
	rest,
	tool,
	triggers,
	editor,
	logins,
	queue,
	oldest,
};

function main(): void {
	const names = process.argv.slice(2);
	const unknown = names.filter((name) => !(name in SUITES));
	if (unknown.length > 0) {
		console.error(`Unknown: ${unknown.join(', ')}. The suites are ${Object.keys(SUITES).join(', ')}.`);
		process.exitCode = 2;
		return;
	}
	forgetEvidence();
	after(async () => {
		try {
			await closeSharedTestBed();
		} finally {
			await stopPrograms();
			forgetUsers();
		}
	});
	for (const [name, suite] of Object.entries(SUITES)) {
		if (names.length === 0 || names.includes(name)) suite();
	}
	secretsInTheEnd();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		void stopPrograms().finally(() => process.exit(130));
	});
}

main();
