import type { INodeListSearchResult } from 'n8n-workflow';

import { listInPanel } from '../engine/panel';
import type { FuzzCase } from './cases';
import { checkEffort, checkSecrets, checkText, collector, OWN_ERRORS } from './checks';
import { storedFor } from './credential';
import type { Finding } from './findings';
import type { Traffic } from './standIn';
import type { VirtualClock } from './virtualClock';

/** n8n shows only the message of an error, so the message holds the advice too. */
const LONGEST_MESSAGE = 2_000;
/** The width of the list, in letters. */
const LONGEST_SENTENCE = 70;

export type Picked =
	| { readonly ok: true; readonly list: INodeListSearchResult }
	| { readonly ok: false; readonly error: unknown };

/** Asks for the list that a case is about. */
export async function pick(fuzzCase: FuzzCase, apiHost: string): Promise<Picked> {
	const { way, parameters } = fuzzCase;
	const of = way === 'accounts' ? 'accounts' : 'media';
	try {
		return {
			ok: true,
			list: await listInPanel({ of, parameters, credentials: storedFor(fuzzCase, apiHost) }),
		};
	} catch (error) {
		return { ok: false, error };
	}
}

/** Checks a list of the panel against the rules that hold for every list. */
export function checkPicked(
	fuzzCase: FuzzCase,
	traffic: Traffic,
	clock: VirtualClock,
	picked: Picked,
	logged: readonly string[],
): Finding[] {
	const { findings, report } = collector();
	checkEffort({ fuzzCase, traffic, clock }, report);
	for (const { kind, detail } of traffic.complaints) report(kind, detail);
	checkSecrets(fuzzCase, picked, logged, report);
	if (!picked.ok) {
		const { error } = picked;
		if (!(error instanceof Error) || !OWN_ERRORS.has(error.name)) {
			report('foreign_error', String(error));
			return findings;
		}
		checkText(error.message.slice(0, 400), '', report);
		if (error.message.length >= LONGEST_MESSAGE) report('long_error', String(error.message.length));
		return findings;
	}
	const seen = new Set<string>();
	for (const { name, value, url } of picked.list.results) {
		// A sentence among the entries has one line, and nobody can choose it.
		if (value === false) {
			if (name.trim() === '' || name.length > LONGEST_SENTENCE) report('picker', `the sentence ${name}`);
			checkText(name, '', report);
			continue;
		}
		const id = String(value);
		if (seen.has(id)) report('picker', `${id} comes twice`);
		seen.add(id);
		if (!/^\d+$/.test(id) || !traffic.ledger.listed().has(id)) report('picker', `${id} was not given`);
		if (url !== undefined && !/^https:\/\/(www\.)?instagram\.com\//.test(url))
			report('picker', `the link ${url}`);
	}
	return findings;
}
