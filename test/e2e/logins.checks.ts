/** Everything about the three credentials that needs no browser, on every n8n. */
import { suite } from './checks';
import { facebookTokenChecks } from './facebookToken.checks';
import { instagramTokenChecks } from './instagramToken.checks';
import type { LoginBed } from './loginParts';
import { oauth2Checks } from './oauth2.checks';

export function loginChecks(bed: LoginBed): void {
	suite('logins', () => {
		oauth2Checks(bed);
		facebookTokenChecks(bed);
		instagramTokenChecks(bed);
	});
}
