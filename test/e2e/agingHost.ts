/** One of Meta's hosts, on a clock that the checks move. */
import { after } from 'node:test';

import { type SimulatorOptions, type Simulator, startSimulator } from '../simulator';
import { prepare } from './checks';
import { watchSecretsOf } from './seenSecrets';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface AgingHost {
	readonly simulator: Simulator;
	/**
	 * Lets time pass for the host, but not for n8n. What Meta tells as a date is that much later for n8n, so a check that
	 * needs such a date lets tokens begin their life earlier instead.
	 */
	readonly letPass: (ms: number) => void;
}

/** Starts a host before the checks of a suite, and ends it after them. */
export function prepareHost(host: NonNullable<SimulatorOptions['host']>): () => AgingHost {
	let started: AgingHost | undefined;
	prepare(async () => {
		let passedMs = 0;
		const now = (): Date => new Date(Date.now() + passedMs);
		const simulator = await startSimulator({ host, now });
		watchSecretsOf(simulator);
		started = {
			simulator,
			letPass: (ms) => {
				passedMs += ms;
			},
		};
	});
	after(async () => {
		await started?.simulator.close();
	});
	return () => {
		if (!started) throw new Error(`The host of ${host} is not up`);
		return started;
	};
}

/** The endpoints that were called, each by its last part: empty for a batch. */
export function calledAt({ calls }: Simulator): string[] {
	return calls.map(({ path }) => path.split('/').at(-1) ?? '');
}

/** The calls among them that give out a token. */
export function exchangesAt(simulator: Simulator): string[] {
	return calledAt(simulator).filter((name) => name === 'access_token' || name === 'refresh_access_token');
}
