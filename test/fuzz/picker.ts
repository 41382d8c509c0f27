import { LoadOptionsContext } from 'n8n-core';
import type { ILoadOptionsFunctions, INode, INodeListSearchResult } from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { engineContext } from '../engine/runWorkflow';
import type { FuzzCase } from './cases';
import { checkEffort, checkSecrets, checkText, collector, OWN_ERRORS } from './checks';
import type { Finding } from './findings';
import type { Traffic } from './standIn';
import type { VirtualClock } from './virtualClock';

const NODE_TYPE = 'n8n-nodes-instagram-insights.instagramInsights';
/** n8n shows the message of an error alone: it holds the advice too. */
const LONGEST_MESSAGE = 2_000;
/** As wide as the list, in letters. */
const LONGEST_SENTENCE = 70;

export type Picked =
	| { readonly ok: true; readonly list: INodeListSearchResult }
	| { readonly ok: false; readonly error: unknown };

/** Asks for a list of the panel as n8n's server does. */
export async function pick({ way, parameters, secrets }: FuzzCase, apiHost: string): Promise<Picked> {
	const credential = new InstagramInsightsFacebookGraphApi();
	const type = new InstagramInsights();
	const node: INode = {
		id: '1',
		name: 'Instagram Insights',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credential.name]: { id: '1', name: 'Account' } },
	};
	const { workflow, additionalData } = engineContext({
		workflow: { name: 'panel', nodes: [node], connections: {} },
		nodeTypes: { [NODE_TYPE]: type },
		credentialTypes: [credential],
		credentials: { [credential.name]: { ...secrets, apiHost } },
	});
	const shown = workflow.getNode(node.name) ?? node;
	additionalData.currentNodeParameters = shown.parameters;
	const path = way === 'accounts' ? 'accountId' : 'mediaId';
	const context = new LoadOptionsContext(workflow, shown, additionalData, path);
	const { searchAccounts, searchMedia } = type.methods.listSearch;
	const search = way === 'accounts' ? searchAccounts : searchMedia;
	try {
		return { ok: true, list: await search.call(context as unknown as ILoadOptionsFunctions) };
	} catch (error) {
		return { ok: false, error };
	}
}

/** Holds a list of the panel against what each has to keep to. */
export function checkPicked(
	fuzzCase: FuzzCase,
	traffic: Traffic,
	clock: VirtualClock,
	picked: Picked,
	logged: readonly string[],
): Finding[] {
	const { findings, found } = collector();
	checkEffort({ fuzzCase, traffic, clock }, found);
	for (const { kind, detail } of traffic.complaints) found(kind, detail);
	checkSecrets(fuzzCase, picked, logged, found);
	if (!picked.ok) {
		const { error } = picked;
		if (!(error instanceof Error) || !OWN_ERRORS.has(error.name)) {
			found('foreign_error', String(error));
			return findings;
		}
		checkText(error.message.slice(0, 400), '', found);
		if (error.message.length >= LONGEST_MESSAGE) found('long_error', String(error.message.length));
		return findings;
	}
	const seen = new Set<string>();
	for (const { name, value, url } of picked.list.results) {
		// A sentence among the entries, which nobody can choose: it has one line.
		if (value === false) {
			if (name.trim() === '' || name.length > LONGEST_SENTENCE) found('picker', `the sentence ${name}`);
			checkText(name, '', found);
			continue;
		}
		const id = String(value);
		if (seen.has(id)) found('picker', `${id} comes twice`);
		seen.add(id);
		if (!/^\d+$/.test(id) || !traffic.ledger.listed().has(id)) found('picker', `${id} was not given`);
		if (url !== undefined && !/^https:\/\/(www\.)?instagram\.com\//.test(url))
			found('picker', `the link ${url}`);
	}
	return findings;
}
