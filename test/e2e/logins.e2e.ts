/** The three credentials in the current n8n, by its REST API and in a browser. */
import { after } from 'node:test';

import { prepare, suite } from './checks';
import { CURRENT } from './installation';
import { loginChecks } from './logins.checks';
import { secretChecks } from './secrets.checks';
import { type TestBed, closeTestBed, openTestBed, restarted } from './testBed';

export function logins(): void {
	suite('tokens that last', () => {
		let opened: TestBed | undefined;
		const testBed = (): TestBed => {
			if (!opened) throw new Error('n8n is not up');
			return opened;
		};
		prepare(async () => {
			opened = await openTestBed({ release: CURRENT, name: 'logins' });
		});
		after(async () => {
			if (opened) await closeTestBed(opened);
		});
		loginChecks({
			testBed,
			restart: async () => {
				opened = await restarted(testBed(), 'logins-again');
			},
		});
		secretChecks(testBed);
	});
}
