/** Facebook Login over OAuth2, by n8n's REST API: the dialog is used as a browser would do it. */
import assert from 'node:assert/strict';

import { DAY_MS, prepareHost } from './agingHost';
import { check, prepare, suite } from './checks';
import {
	CREDENTIAL_TYPES,
	FIFTY_POSTS,
	type LoginBed,
	POSTS,
	readingPosts,
	runPosts,
	tellsEndOfOAuth2,
} from './loginParts';
import { type Execution, hintsIn } from './rest';
import { SavedCredential } from './savedCredential';
import { leadingTo } from './testBed';
import { INSIGHTS } from './workflows';

const AUTHENTICATION = 'facebookOAuth2';

/** All of them use one credential, in this order. */
export function oauth2Checks({ testBed }: LoginBed): void {
	suite('an account connected over OAuth2', () => {
		const host = prepareHost('facebook');
		let credential: SavedCredential;
		prepare(async () => {
			const { url, appId: clientId, appSecret: clientSecret } = host().simulator;
			const data = { ...leadingTo(url), clientId, clientSecret };
			const type = CREDENTIAL_TYPES[AUTHENTICATION];
			credential = await SavedCredential.create(testBed().api, 'Connected', type, data);
		});
		const run = async (posts: readonly string[]): Promise<Execution> => {
			host().simulator.reset();
			return await runPosts(testBed().api, AUTHENTICATION, credential, posts);
		};
		const connect = async (): Promise<void> => {
			assert.match(await credential.connect('continue'), /Connection successful|Got connected/);
		};

		check('a login that the person cancels gives no token', async () => {
			const { simulator } = host();
			const page = await credential.connect('cancel');
			assert.match(page, /Insufficient parameters for OAuth2 callback/);
			assert.deepEqual(simulator.issuedTokens, []);
			const { status, data } = await testBed().api.run(readingPosts(AUTHENTICATION, credential, POSTS));
			assert.equal(status, 'error');
			assert.match(data.resultData.error?.message ?? '', /^The credential of this node is not connected/);
		});

		check(
			'50 posts are read in one call, with the proof, and with the token outside of the address',
			async () => {
				const { simulator } = host();
				await connect();
				assert.equal(simulator.issuedTokens.length, 1);
				const execution = await run(FIFTY_POSTS);
				assert.deepEqual(
					simulator.calls.map(({ parts, tokenIn, hadProof }) => [parts?.length, tokenIn, hadProof]),
					[[FIFTY_POSTS.length, 'body', true]],
				);
				assert.equal(hintsIn(execution, INSIGHTS), '');
			},
		);

		check('near its end a hint says so, if n8n has stored when that is', async () => {
			host().simulator.behaviour.codeTokenSeconds = (5.5 * DAY_MS) / 1000;
			await connect();
			const hints = hintsIn(await run(POSTS), INSIGHTS);
			const { n8n } = testBed().installation.release;
			if (tellsEndOfOAuth2(n8n))
				assert.match(hints, /The access token ends in 5 days, on 20\d\d-\d\d-\d\d\. Open the credential/);
			else assert.equal(hints, '');
		});

		check('after its end the run says that the account must be connected again', async () => {
			host().letPass(6 * DAY_MS);
			host().simulator.reset();
			const { status, data } = await testBed().api.run(readingPosts(AUTHENTICATION, credential, POSTS));
			assert.equal(status, 'error');
			const { message = '', description } = data.resultData.error ?? {};
			assert.match(message, /^The access token has expired/);
			assert.match(String(description), /connect the account again/);
			await connect();
			await run(POSTS);
		});
	});
}
