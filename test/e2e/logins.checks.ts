/** Everything about the three credentials that needs no browser, on every n8n. */
import { after } from 'node:test';

import { prepare, suite } from './checks';
import { facebookTokenChecks } from './facebookToken.checks';
import { instagramTokenChecks } from './instagramToken.checks';
import type { LoginBed } from './loginBed';
import { type LoginHosts, startLoginHosts } from './loginHosts';
import { oauth2Checks } from './oauth2.checks';
import type { TestBed } from './testBed';

export interface LoginChecks {
	readonly testBed: () => TestBed;
	/** Ends n8n, and starts it again on what it has kept. */
	readonly restart: () => Promise<void>;
	/** Whether this n8n stores when the token of an OAuth2 credential ends. */
	readonly tellsEnd: boolean;
}

export function loginChecks({ testBed, restart, tellsEnd }: LoginChecks): void {
	suite('logins', () => {
		let hosts: LoginHosts | undefined;
		prepare(async () => {
			hosts = await startLoginHosts();
		});
		after(async () => {
			await hosts?.close();
		});
		const bed = (): LoginBed => {
			if (!hosts) throw new Error('The hosts of the logins are not up');
			return { testBed: testBed(), hosts, restart };
		};
		oauth2Checks(bed, { tellsEnd });
		facebookTokenChecks(bed);
		instagramTokenChecks(bed);
	});
}
