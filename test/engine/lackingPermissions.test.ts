import type { ICredentialDataDecryptedObject, IDataObject, INode, INodeParameters } from 'n8n-workflow';

import {
	ACCOUNTS,
	FAULTS,
	INSTAGRAM_TOKENS,
	MEDIA,
	SCOPES,
	TOKENS,
	TOKEN_FAULTS,
	many,
	scopesWithout,
	type Answer,
} from '../simulator';
import { useServer } from '../simulator/useServer';
import { byId, runInsights, type NodeResult } from './insightsNode';
import { textsOf } from './mediaRuns';
import { requestsOf } from './requests';
import { useSimulator } from './useSimulator';

const { simulator, pauses, insightsById, insightsOfAccounts } = useSimulator();
const instagram = useServer({ host: 'instagram' });

const LACKS_INSIGHTS = /^The access token lacks the permission instagram_manage_insights \[item \d\]$/;
const NOBODY_KNOWS =
	/^The access token lacks a permission, or Meta has restricted the app or the account \[item 0\]$/;

function run(
	credentials: ICredentialDataDecryptedObject,
	parameters: INodeParameters = {},
	{ input, onError }: { readonly input?: readonly IDataObject[]; readonly onError?: INode['onError'] } = {},
): Promise<NodeResult> {
	return runInsights({
		parameters: { resource: 'post', mediaId: byId(MEDIA.image.id), postMetrics: ['reach'], ...parameters },
		credentials,
		...(input ? { input } : {}),
		...(onError ? { onError } : {}),
	});
}

const pasted = (accessToken: string, withApp = false): ICredentialDataDecryptedObject => ({
	accessToken,
	apiHost: simulator.url,
	...(withApp ? { appId: simulator.appId, appSecret: simulator.appSecret } : {}),
});

/** The requests by which the node asks for permissions. A renewal asks debug_token too, so there is none here. */
const questions = () =>
	requestsOf(simulator).filter(({ path }) => /(debug_token|me\/permissions)$/.test(path)).length;

describe('a refusal for want of a permission names the permission', () => {
	it.each([false, true])('of a system user, with the app: %s', async (withApp) => {
		const scopes = scopesWithout('facebook', 'instagram_manage_insights');
		const credentials = pasted(simulator.issueToken({ kind: 'system_user', scopes }), withApp);
		// The first run learns that the token has no end, and stores that.
		if (withApp) await run(credentials);
		simulator.reset();
		const { error } = await run(credentials);
		expect(error?.message).toMatch(LACKS_INSIGHTS);
		expect(error?.description).toMatch(/^Make a new access token with instagram_basic.*Meta says: "\(#10\)/);
		expect(questions()).toBe(1);
	});

	it('of a Page, which only the app can ask for', async () => {
		const scopes = scopesWithout('facebook', 'instagram_manage_insights');
		const token = simulator.issueToken({ kind: 'page', scopes });
		expect((await run(pasted(token, true))).error?.message).toMatch(LACKS_INSIGHTS);
		expect((await run(pasted(token))).error?.message).toMatch(NOBODY_KNOWS);
	});

	it('over OAuth2', async () => {
		const scopes = scopesWithout('facebook', 'instagram_manage_insights');
		const { error } = await run(
			{
				clientId: simulator.appId,
				clientSecret: simulator.appSecret,
				apiHost: simulator.url,
				oauthTokenData: { access_token: simulator.issueToken({ scopes }), token_type: 'bearer' },
			},
			{ authentication: 'facebookOAuth2' },
		);
		expect(error?.message).toMatch(LACKS_INSIGHTS);
		expect(error?.description).toMatch(
			/^Open the credential of this node, connect the account again, and grant/,
		);
	});

	it('and all that are missing, but no permission that Meta never refuses for', async () => {
		const scopes = scopesWithout(
			'facebook',
			'instagram_basic',
			'instagram_manage_insights',
			'business_management',
		);
		const { error } = await run(pasted(simulator.issueToken({ scopes })));
		expect(error?.message).toMatch(
			/^The access token lacks the permissions instagram_basic and instagram_manage_insights \[item 0\]$/,
		);
	});

	it('once a run, for each item that continues on fail', async () => {
		const { items } = await run(
			pasted(TOKENS.noInsightsPermission),
			{ mediaId: byId('={{ $json.id }}') },
			{ input: many(60, 'post').map((id) => ({ id })), onError: 'continueRegularOutput' },
		);
		expect(items).toHaveLength(60);
		for (const [index, { json }] of items.entries())
			expect(json.error).toBe(
				`The access token lacks the permission instagram_manage_insights [item ${String(index)}]`,
			);
		expect(questions()).toBe(1);
	});

	it('of a list too', async () => {
		const { error } = await insightsOfAccounts([ACCOUNTS.main.id], { token: TOKENS.noPermission });
		expect(error?.message).toMatch(/^The access token lacks the permissions instagram_basic and/);
		expect(questions()).toBe(1);
	});
});

describe('a hint names the permission too', () => {
	it('about some posts of many, which share it', async () => {
		const ids = many(5, 'post');
		for (const id of ids.slice(0, 2)) simulator.fault({ when: { id }, answer: FAULTS.permissionMissing() });
		const scopes = scopesWithout('facebook', 'pages_read_engagement');
		const { rows, hints } = await insightsById(ids, { token: simulator.issueToken({ scopes }) });
		expect(rows.map(({ status }) => status)).toEqual(['unsupported', 'unsupported', 'ok', 'ok', 'ok']);
		expect(hints).toHaveLength(1);
		expect(textsOf(hints)).toMatch(
			/^2 metrics .*The access token lacks the permission pages_read_engagement/,
		);
		expect(questions()).toBe(1);
	});

	it('about a field', async () => {
		simulator.behaviour.refusedFields = { caption: 'permission' };
		const scopes = scopesWithout('facebook', 'pages_read_engagement');
		const { rows, hints } = await insightsById([MEDIA.image.id], {
			token: simulator.issueToken({ scopes }),
			more: { options: { mediaFields: ['caption'] } },
		});
		expect(rows).toMatchObject([{ status: 'ok', caption: null }]);
		expect(textsOf(hints)).toContain(
			'The access token lacks the permission pages_read_engagement. Make a new',
		);
		expect(questions()).toBe(1);
	});

	it('about a metric', async () => {
		simulator.behaviour.refusedMetrics = [{ metrics: ['likes'], how: 'permissionsError' }];
		const scopes = scopesWithout('facebook', 'pages_read_engagement');
		const { rows, hints } = await insightsById([MEDIA.image.id, MEDIA.video.id], {
			metrics: ['reach', 'likes'],
			token: simulator.issueToken({ scopes }),
		});
		expect(rows.map(({ status }) => status)).toEqual(['ok', 'unsupported', 'ok', 'unsupported']);
		expect(hints).toHaveLength(1);
		expect(textsOf(hints)).toMatch(
			/^2 metrics .*The access token lacks the permission pages_read_engagement/,
		);
		expect(questions()).toBe(1);
	});
});

describe('if nobody can tell, the sentence says only that a permission may be missing', () => {
	it('because the token has all permissions', async () => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer: FAULTS.permissionMissing() });
		const { error } = await run(pasted(simulator.token));
		expect(error?.message).toMatch(NOBODY_KNOWS);
		expect(questions()).toBe(1);
	});

	it('because the token lacks only what Meta never refuses for', async () => {
		simulator.fault({ when: { id: MEDIA.image.id }, answer: FAULTS.permissionMissing() });
		const { error } = await run(pasted(TOKENS.validWithoutBusinessManagement));
		expect(error?.message).toMatch(NOBODY_KNOWS);
	});

	it.each([
		['is refused', FAULTS.unknownWords()],
		['has no answer', { drop: true as const }],
		['is blocked', FAULTS.appLimit()],
	])('because the question %s', async (_name, answer) => {
		simulator.fault({ when: { path: /permissions$/ }, answer });
		const { error } = await run(pasted(TOKENS.noInsightsPermission));
		expect(error?.message).toMatch(NOBODY_KNOWS);
		expect(questions()).toBeLessThanOrEqual(4);
	});

	it('at once, although the question is blocked by a rate limit', async () => {
		simulator.fault({ when: { path: /permissions$/ }, answer: FAULTS.appLimit() });
		pauses.length = 0;
		await run(pasted(TOKENS.noInsightsPermission));
		expect(questions()).toBe(1);
		expect(pauses).toEqual([]);
	});

	it.each([
		['is in a form that this node does not know', [{ name: 'instagram_basic', state: 'yes' }]],
		['is empty', []],
	])('because the list of permissions %s', async (_name, data) => {
		simulator.fault({ when: { path: /permissions$/ }, answer: { status: 200, body: { data } } });
		const { error } = await run(pasted(TOKENS.noInsightsPermission));
		expect(error?.message).toMatch(NOBODY_KNOWS);
	});

	it('unless the list of permissions tells what debug_token does not', async () => {
		simulator.fault({ when: { path: /debug_token$/ }, answer: TOKEN_FAULTS.inputOfOtherApp() });
		const { error } = await run(pasted(TOKENS.noInsightsPermission, true));
		expect(error?.message).toMatch(LACKS_INSIGHTS);
	});
});

describe('on the host of Instagram, which lists no permissions, two requests tell', () => {
	const IMAGE = MEDIA.image.id;
	const MAIN = ACCOUNTS.main.id;
	const LACKS_OWN_INSIGHTS =
		/^The access token lacks the permission instagram_business_manage_insights \[item \d\]$/;
	const LACKS_BASIC = /^The access token lacks the permission instagram_business_basic \[item \d\]$/;
	const ofInstagram = (accessToken: string) => ({ accessToken, apiHost: instagram.url });
	const authentication = 'instagramAccessToken';
	/** The paths of the questions, without the version. The renewal asks `/me` too, but not for the ID of the account. */
	const asked = () =>
		instagram.calls
			.filter(({ path, query }) => query.fields === 'id,user_id' || path.endsWith(`/${MAIN}/insights`))
			.map(({ path }) => path.replace(/^\/v[\d.]+/, ''));

	/** The first run stores what the renewal learns about the token, so that the second run makes no call for it. */
	async function stored(accessToken: string): Promise<ICredentialDataDecryptedObject> {
		const credentials = ofInstagram(accessToken);
		await run(credentials, { authentication });
		instagram.reset();
		return credentials;
	}

	/** The account insights are not simulated: an empty set stands for an answer that is not refused. */
	const answerReach = (): void => {
		const answer = { status: 200, body: { data: [] } };
		instagram.fault({ when: { path: new RegExp(`/${MAIN}/insights$`) }, answer });
	};

	it.each<[string, RegExp, readonly string[]]>([
		[INSTAGRAM_TOKENS.noInsightsPermission, LACKS_OWN_INSIGHTS, ['/me', `/${MAIN}/insights`]],
		// Without the account nobody can ask for its insights.
		[INSTAGRAM_TOKENS.noPermission, LACKS_BASIC, ['/me']],
	])('which one is missing: %#', async (token, message, paths) => {
		const credentials = await stored(token);
		const { error } = await run(credentials, { authentication });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(
			/^Make a new access token with instagram_business_basic and instagram_business_manage_insights\. Meta says/,
		);
		expect(asked()).toEqual(paths);
	});

	it('once a run, for each item that continues on fail', async () => {
		const credentials = await stored(INSTAGRAM_TOKENS.noInsightsPermission);
		const { items } = await run(
			credentials,
			{ authentication, mediaId: byId('={{ $json.id }}') },
			{ input: many(20, 'post').map((id) => ({ id })), onError: 'continueRegularOutput' },
		);
		expect(items).toHaveLength(20);
		for (const { json } of items)
			expect(json.error).toMatch(/lacks the permission instagram_business_manage_insights \[item \d+\]$/);
		expect(asked()).toEqual(['/me', `/${MAIN}/insights`]);
	});

	it('that none is missing, if Meta refuses a single post in these words', async () => {
		const credentials = await stored(INSTAGRAM_TOKENS.valid);
		instagram.fault({ when: { id: IMAGE }, answer: FAULTS.permissionMissing() });
		answerReach();
		const { error } = await run(credentials, { authentication });
		expect(error?.message).toMatch(NOBODY_KNOWS);
		expect(asked()).toEqual(['/me', `/${MAIN}/insights`]);
	});

	it.each<[string, RegExp, Answer]>([
		['refuses the account in words that nobody knows', /\/me$/, FAULTS.unknownWords()],
		['gives no answer about the account', /\/me$/, { drop: true }],
		['blocks the first question', /\/me$/, FAULTS.appLimit()],
		['blocks the second question', /\/17841\d+\/insights$/, FAULTS.appLimit()],
		['shows no ID of the account', /\/me$/, { status: 200, body: { id: '1' } }],
		['shows the ID of the account in another form', /\/me$/, { status: 200, body: { user_id: '1/x' } }],
		['says that the app may not', /\/me$/, FAULTS.capability()],
		['refuses the insights in words that nobody knows', /\/17\d+\/insights$/, FAULTS.unknownWords()],
		['gives no answer about the insights', /\/17\d+\/insights$/, { drop: true }],
	])('nothing if Meta %s', async (_what, path, answer) => {
		const credentials = await stored(INSTAGRAM_TOKENS.noInsightsPermission);
		instagram.fault({ when: { id: IMAGE }, answer: FAULTS.permissionMissing() });
		instagram.fault({ when: { path }, answer });
		const { error } = await run(credentials, { authentication });
		expect(error?.message).toMatch(NOBODY_KNOWS);
	});

	it('and no more than the sentence of the app, if the app may not', async () => {
		const credentials = await stored(INSTAGRAM_TOKENS.capability);
		const { error } = await run(credentials, { authentication });
		expect(error?.message).toMatch(/^The app of this access token may not read Instagram insights/);
		expect(asked()).toEqual(['/me']);
	});
});

it('a run without such a refusal asks for no permission', async () => {
	simulator.behaviour.refusedMetrics = [{ metrics: ['likes'], how: 'unknownCode' }];
	await insightsById([MEDIA.image.id], { metrics: ['reach', 'likes'] });
	await insightsById([MEDIA.image.id], { token: TOKENS.expired });
	await insightsById(['17910000000009999'], {});
	expect(questions()).toBe(0);
	expect(SCOPES.facebook).toContain('instagram_manage_insights');
});
