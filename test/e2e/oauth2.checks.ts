/** Facebook Login over OAuth2, by n8n's REST API: the dialog is opened as a browser would do it. */
import assert from 'node:assert/strict';

import type { Simulator } from '../simulator';
import { check, prepare, suite } from './checks';
import type { LoginBed } from './loginBed';
import { DAY_MS } from './loginHosts';
import { CREDENTIAL_TYPES, FIFTY_POSTS, POSTS, readingPosts, runPosts } from './loginParts';
import { hintsIn } from './rest';
import { SavedCredential } from './savedCredential';
import { leadingTo } from './testBed';
import { INSIGHTS } from './workflows';

const AUTHENTICATION = 'facebookOAuth2';

/** @param tellsEnd whether this n8n stores when the token of a credential ends */
export function oauth2Checks(bed: () => LoginBed, { tellsEnd }: { readonly tellsEnd: boolean }): void {
	suite('an account that was connected over OAuth2', () => {
		let facebook: Simulator;
		let credential: SavedCredential;
		prepare(async () => {
			({ facebook } = bed().hosts);
			credential = await SavedCredential.create(
				bed().testBed.api,
				'Connected',
				CREDENTIAL_TYPES[AUTHENTICATION],
				{ ...leadingTo(facebook.url), clientId: facebook.appId, clientSecret: facebook.appSecret },
			);
		});
		const run = async (posts: readonly string[]) => {
			facebook.reset();
			return await runPosts(bed().testBed.api, AUTHENTICATION, credential, posts);
		};

		check('a login that the person cancels leaves the credential as it was', async () => {
			const page = await credential.connect('cancel');
			assert.match(page, /Insufficient parameters for OAuth2 callback/);
			assert.equal(facebook.issuedTokens.includes(String((await credential.data()).oauthTokenData)), false);
		});

		check('50 posts are read in one call, with the proof and the token outside of the address', async () => {
			const before = facebook.issuedTokens.length;
			const page = await credential.connect('continue');
			assert.match(page, /connected/i);
			assert.equal(facebook.issuedTokens.length, before + 1);
			const execution = await run(FIFTY_POSTS);
			assert.deepEqual(
				facebook.calls.map(({ parts, tokenIn, hadProof }) => [parts?.length, tokenIn, hadProof]),
				[[FIFTY_POSTS.length, 'body', true]],
			);
			assert.equal(hintsIn(execution, INSIGHTS), '');
		});

		check('near its end a hint says so', async () => {
			facebook.behaviour.codeTokenSeconds = (5 * DAY_MS) / 1000 + 3600;
			await credential.connect('continue');
			const hints = hintsIn(await run(POSTS), INSIGHTS);
			if (tellsEnd)
				assert.match(hints, /The access token ends in 5 days, on 20\d\d-\d\d-\d\d\. Open the credential/);
			else assert.equal(hints, '');
		});

		check('after its end the run says that the account must be connected again', async () => {
			bed().hosts.letPass(6 * DAY_MS);
			facebook.reset();
			const { api } = bed().testBed;
			const { status, data } = await api.run(readingPosts(AUTHENTICATION, credential, POSTS));
			assert.equal(status, 'error');
			const { message = '', description } = data.resultData.error ?? {};
			assert.match(message, /The access token has expired/);
			assert.match(String(description), /connect the account again/);
			await credential.connect('continue');
			await run(POSTS);
		});
	});
}
