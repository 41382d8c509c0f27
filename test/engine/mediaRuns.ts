import type { ICredentialDataDecryptedObject, IDataObject, NodeExecutionHint } from 'n8n-workflow';

import { systemClock } from '../../nodes/InstagramInsights/graph/clock';
import { toStoredFields } from '../../nodes/InstagramInsights/graph/tokens/storedToken';
import { ACCOUNTS, MEDIA, metricValue, type MetricName, type Simulator } from '../simulator';
import { byId, runInsights, type NodeResult, type NodeRun } from './insightsNode';

export type Resource = 'post' | 'reel' | 'story' | 'media';

/** What may differ from a run with a valid token. */
export interface RunOptions {
	/** Without it, by token with the login of the simulator's host. */
	readonly authentication?: Authentication | undefined;
	readonly token?: string | undefined;
	readonly appSecret?: string | undefined;
	/** Without it, the simulator's. */
	readonly host?: string | undefined;
	/** What the trigger gives the node; without it, one empty item. */
	readonly input?: readonly IDataObject[] | undefined;
	readonly onError?: NodeRun['onError'] | undefined;
}

export interface Asked extends Omit<RunOptions, 'input'> {
	readonly resource?: Resource;
	/** A list, or an expression. */
	readonly metrics?: readonly string[] | string;
	/** Further parameters. */
	readonly more?: IDataObject;
}

/** The parameter of a resource that says which metrics are asked for. */
function metricsOf(resource: Resource, metrics: readonly string[] | string): IDataObject {
	return { [`${resource}Metrics`]: typeof metrics === 'string' ? metrics : [...metrics] };
}

export type Authentication = 'facebookAccessToken' | 'facebookOAuth2' | 'instagramAccessToken';

/** The authentication by token for each of Meta's hosts. */
const AUTHENTICATION_OF = {
	facebook: 'facebookAccessToken',
	instagram: 'instagramAccessToken',
} as const;

const FIFTY_DAYS_MS = 50 * 86_400_000;

/** A credential whose token the node has kept already, so that a run does not begin with a renewal. */
export function withKeptToken(
	credentials: ICredentialDataDecryptedObject & { readonly accessToken: string },
): ICredentialDataDecryptedObject {
	const nowMs = systemClock.now();
	const kept = toStoredFields(credentials, {
		token: credentials.accessToken,
		expiresAt: new Date(nowMs + FIFTY_DAYS_MS),
		obtainedAt: new Date(nowMs),
	});
	return { ...credentials, ...kept } as ICredentialDataDecryptedObject;
}

/** What a credential of each authentication holds. */
export function credentialOf(
	authentication: Authentication,
	{
		accessToken,
		appSecret = '',
		apiHost,
	}: Readonly<Record<'accessToken' | 'apiHost', string>> & { readonly appSecret?: string },
): ICredentialDataDecryptedObject {
	switch (authentication) {
		case 'facebookAccessToken':
			return { accessToken, appSecret, apiHost };
		case 'instagramAccessToken':
			return withKeptToken({ accessToken, appSecret, apiHost });
		case 'facebookOAuth2':
			return {
				grantType: 'authorizationCode',
				clientId: '1234567890123456',
				clientSecret: appSecret,
				apiHost,
				oauthTokenData: {
					access_token: accessToken,
					token_type: 'bearer',
					n8n_expires_at: String(systemClock.now() + FIFTY_DAYS_MS),
				},
			};
	}
}

/** The ways in which tests run the node against a simulator. */
export function runsAgainst(simulator: Simulator) {
	const run = (
		parameters: IDataObject,
		{
			authentication = AUTHENTICATION_OF[simulator.host],
			token = simulator.token,
			appSecret = '',
			host = simulator.url,
			input,
			onError,
		}: RunOptions = {},
	): Promise<NodeResult> =>
		runInsights({
			parameters: { authentication, ...parameters },
			credentials: credentialOf(authentication, { accessToken: token, appSecret, apiHost: host }),
			...(input ? { input } : {}),
			...(onError ? { onError } : {}),
		});

	const ask = (
		parameters: IDataObject,
		{ resource = 'post', metrics = ['reach'], more = {}, ...options }: Asked,
		input: readonly IDataObject[],
	): Promise<NodeResult> =>
		run({ ...parameters, resource, ...metricsOf(resource, metrics), ...more }, { ...options, input });

	/** Get Insights of one post, reel or story for each ID. */
	const insightsById = (ids: readonly string[], asked: Asked = {}) =>
		ask(
			{ mediaId: byId('={{ $json.id }}') },
			asked,
			ids.map((id) => ({ id })),
		);

	/** Get Insights of the posts, reels or stories behind links, all of one account. */
	const insightsByLink = (links: readonly string[], asked: Asked = {}, account: string = ACCOUNTS.main.id) =>
		ask(
			{ accountId: byId(account), mediaId: { __rl: true, mode: 'url', value: '={{ $json.link }}' } },
			asked,
			links.map((link) => ({ link })),
		);

	/** Get Many Insights of everything that the accounts have published. */
	const insightsOfAccounts = (accounts: readonly string[] = [ACCOUNTS.main.id], asked: Asked = {}) =>
		ask(
			{ operation: 'getManyInsights', accountId: byId('={{ $json.account }}'), returnAll: true },
			asked,
			accounts.map((account) => ({ account })),
		);

	return { run, insightsById, insightsByLink, insightsOfAccounts };
}

export function textsOf(hints: readonly NodeExecutionHint[]): string {
	return hints.map(({ message }) => message).join('\n');
}

/** The statuses of a post, reel or story by metric. */
export function statusesOf(rows: readonly IDataObject[], id: string): Record<string, unknown> {
	return Object.fromEntries(
		rows.filter(({ media_id }) => media_id === id).map(({ metric, status }) => [metric as string, status]),
	);
}

const BY_ID = new Map(Object.values(MEDIA).map((media) => [media.id, media]));

/** The value that the simulator gives for a metric of an entry of MEDIA. */
export function valueOf(id: string, metric: string): number {
	const media = BY_ID.get(id);
	if (media === undefined) throw new RangeError(`MEDIA has no entry with the ID ${id}`);
	return metricValue(media, metric as MetricName);
}
