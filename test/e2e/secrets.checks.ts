/** Nothing that n8n writes down holds a token or an app secret: its log with all details, and its database. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { MEDIA } from '../simulator';
import { check, suite } from './checks';
import { seenSecrets } from './seenSecrets';
import { CREDENTIAL_NAME, type TestBed } from './testBed';
import { LOGS, USERS } from './installation';

/** Where in a text a secret stands, with what is around it. */
function leaksIn(name: string, text: string): string[] {
	return seenSecrets().flatMap((secret) => {
		const at = text.indexOf(secret);
		return at < 0 ? [] : [`${name}: …${text.slice(Math.max(0, at - 300), at + secret.length + 100)}…`];
	});
}

/** What any n8n of this run has written: its logs, and all that it keeps. */
export function secretsInTheEnd(): void {
	suite('in the end', () => {
		check('no log and no data of any n8n of this run hold a secret', () => {
			const logs = readdirSync(LOGS).map((name) => ({
				name,
				text: readFileSync(path.join(LOGS, name), 'utf8'),
			}));
			assert.ok(logs.some(({ text }) => text.includes('n8n')));
			const kept = readdirSync(USERS).flatMap((name) => keptFiles(path.join(USERS, name)));
			assert.ok(kept.length > 0);
			assert.deepEqual(
				[...logs, ...kept].flatMap(({ name, text }) => leaksIn(name, text)),
				[],
			);
			return Promise.resolve();
		});
	});
}

/** Everything that n8n keeps, as bytes: its database with what is not merged into it yet, and its event log. */
function keptFiles(userFolder: string): { name: string; text: string }[] {
	const folder = path.join(userFolder, '.n8n');
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => path.join(parentPath, name))
		.filter((file) => !path.relative(folder, file).startsWith('nodes'))
		.map((file) => ({ name: path.relative(folder, file), text: readFileSync(file, 'latin1') }));
}

/** @param shown the ID of a post, reel or story that stands in the rows of a run */
export function secretChecks(testBed: () => TestBed, shown: string = MEDIA.image.id): void {
	suite('secrets', () => {
		check('are not in the log', () => {
			const log = readFileSync(testBed().n8n.log, 'utf8');
			// It is the log with all details, of runs of this node.
			assert.match(log, /debug/);
			assert.match(log, /Instagram Insights/);
			assert.deepEqual(leaksIn('log', log), []);
			return Promise.resolve();
		});

		check('are not in what n8n hands out of any execution', async () => {
			const { api } = testBed();
			const { results } = (await api.ask('GET', 'executions?limit=100')) as { results: { id: string }[] };
			assert.ok(results.length > 0);
			const leaks: string[] = [];
			for (const { id } of results) leaks.push(...leaksIn(id, await api.executionText(id)));
			assert.deepEqual(leaks, []);
		});

		check('are not in the database, nor in anything else that n8n keeps', () => {
			const files = keptFiles(testBed().userFolder);
			const all = files.map(({ text }) => text).join('\n');
			// The credential and the rows are there, and can be read.
			assert.ok(all.includes(CREDENTIAL_NAME));
			assert.ok(all.includes(shown));
			assert.deepEqual(
				files.flatMap(({ name, text }) => leaksIn(name, text)),
				[],
			);
			return Promise.resolve();
		});
	});
}
