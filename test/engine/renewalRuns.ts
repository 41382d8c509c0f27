import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { MEDIA, type Simulator, type SimulatorCall } from '../simulator';
import { byId, runInsights, type NodeResult, type NodeRun } from './insightsNode';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The credential as n8n stores it. Runs write to it. */
export type StoredCredential = ICredentialDataDecryptedObject;

export interface RenewalRuns {
	/** Runs the node with a credential, for one item without an `input`. */
	readonly run: (
		credentials: StoredCredential,
		options?: Partial<Pick<NodeRun, 'input' | 'storesWhole' | 'onError'>>,
	) => Promise<NodeResult>;
	/** The calls by which a token is renewed, by the last part of their path. The storing of a token is one of `me`. */
	readonly tokenCalls: () => readonly string[];
	readonly exchanges: () => number;
}

const TOKEN_PATHS = ['debug_token', 'access_token', 'refresh_access_token', 'me'];

function lastPart({ path }: SimulatorCall): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/** The ways in which tests of the renewal run the node against a simulator. */
export function renewalRunsAgainst(simulator: Simulator): RenewalRuns {
	const authentication = simulator.host === 'instagram' ? 'instagramAccessToken' : 'facebookAccessToken';
	const tokenCalls = () => simulator.calls.map(lastPart).filter((part) => TOKEN_PATHS.includes(part));
	return {
		run: (credentials, options = {}) =>
			runInsights({
				parameters: {
					authentication,
					resource: 'post',
					postMetrics: ['reach'],
					mediaId: byId(MEDIA.image.id),
				},
				credentials,
				...options,
			}),
		tokenCalls,
		exchanges: () => tokenCalls().filter((part) => part.endsWith('access_token')).length,
	};
}

/** What is stored of the token. */
export function storedOf({
	longLivedToken,
	tokenExpiresAt,
	tokenObtainedAt,
	tokenFingerprint,
	renewedToken,
}: StoredCredential): IDataObject {
	return { longLivedToken, tokenExpiresAt, tokenObtainedAt, tokenFingerprint, renewedToken };
}

/** A field of a credential that holds a text. */
export function textIn(credentials: StoredCredential, field: string): string {
	const value = credentials[field];
	return typeof value === 'string' ? value : '';
}

/** How long the stored token lives from now on, in milliseconds. */
export function leftMsOf(credentials: StoredCredential, now: Date): number {
	return Date.parse(textIn(credentials, 'tokenExpiresAt')) - now.getTime();
}

export const NOTHING_STORED = storedOf({});

/** A run that gave its row, and told nothing. */
export function expectRow({ rows, error, hints }: NodeResult, count = 1): void {
	expect({ error, hints: hints.map(({ message }) => message) }).toEqual({ error: undefined, hints: [] });
	expect(rows).toHaveLength(count);
	expect(rows.every(({ status }) => status === 'ok')).toBe(true);
}

/** A run that gave its row, and told one thing. */
export function expectRowAndHint({ rows, error, hints }: NodeResult, hint: RegExp): void {
	expect(error).toBeUndefined();
	expect(rows).toMatchObject([{ status: 'ok' }]);
	expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(hint)]);
}
