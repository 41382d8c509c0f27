import type { IDataObject, INodeParameters, NodeExecutionHint } from 'n8n-workflow';

import { ACCOUNTS, MEDIA, metricValue, type MetricName, type Simulator } from '../simulator';
import { byId, runInsights, type NodeResult, type NodeRun } from './insightsNode';

export type Resource = 'post' | 'reel' | 'story' | 'media';

export interface Asked {
	readonly resource?: Resource;
	readonly metrics?: readonly string[];
	/** Parameters besides. */
	readonly more?: IDataObject;
	readonly token?: string;
	readonly appSecret?: string;
	readonly onError?: NodeRun['onError'];
}

function runOf(
	simulator: Simulator,
	{ resource = 'post', metrics = ['reach'], more = {}, token, appSecret = '', onError }: Asked,
): NodeRun {
	return {
		parameters: { resource, [`${resource}Metrics`]: [...metrics], ...(more as INodeParameters) },
		credentials: { accessToken: token ?? simulator.token, appSecret, apiHost: simulator.url },
		...(onError ? { onError } : {}),
	};
}

/** Get Insights of one post, reel or story for each ID. */
export function insightsById(
	simulator: Simulator,
	ids: readonly string[],
	asked: Asked = {},
): Promise<NodeResult> {
	const run = runOf(simulator, asked);
	return runInsights({
		...run,
		parameters: { mediaId: byId('={{ $json.id }}'), ...run.parameters },
		input: ids.map((id) => ({ id })),
	});
}

/** Get Insights of what is behind links, all of one account. */
export function insightsByLink(
	simulator: Simulator,
	links: readonly string[],
	asked: Asked = {},
	account: string = ACCOUNTS.main.id,
): Promise<NodeResult> {
	const run = runOf(simulator, asked);
	return runInsights({
		...run,
		parameters: {
			accountId: byId(account),
			mediaId: { __rl: true, mode: 'url', value: '={{ $json.link }}' },
			...run.parameters,
		},
		input: links.map((link) => ({ link })),
	});
}

/** Get Many Insights of all that accounts have published. */
export function insightsOfAccounts(
	simulator: Simulator,
	accounts: readonly string[] = [ACCOUNTS.main.id],
	asked: Asked = {},
): Promise<NodeResult> {
	const run = runOf(simulator, asked);
	return runInsights({
		...run,
		parameters: {
			operation: 'getManyInsights',
			accountId: byId('={{ $json.account }}'),
			returnAll: true,
			...run.parameters,
		},
		input: accounts.map((account) => ({ account })),
	});
}

export function textsOf(hints: readonly NodeExecutionHint[]): string {
	return hints.map(({ message }) => message).join('\n');
}

/** The statuses of a media by metric. */
export function statusesOf(rows: readonly IDataObject[], id: string): Record<string, unknown> {
	return Object.fromEntries(
		rows.filter(({ media_id }) => media_id === id).map(({ metric, status }) => [metric as string, status]),
	);
}

const BY_ID = new Map(Object.values(MEDIA).map((media) => [media.id, media]));

/** What the simulator gives for a metric of one of MEDIA. */
export function valueOf(id: string, metric: string): number {
	const media = BY_ID.get(id);
	if (media === undefined) throw new RangeError(`The simulator has no media ${id}`);
	return metricValue(media, metric as MetricName);
}
