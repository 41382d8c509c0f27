/** Both of Meta's hosts, on a clock that the checks move. */
import { type Simulator, startSimulator } from '../simulator';
import { watchSecretsOf } from './seenSecrets';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface LoginHosts {
	readonly facebook: Simulator;
	readonly instagram: Simulator;
	/** Lets time pass on both hosts, but not for n8n. */
	letPass(ms: number): void;
	/** Forgets all calls, and behaves as at the start. Clock and tokens stay as they are. */
	reset(): void;
	close(): Promise<void>;
}

export async function startLoginHosts(): Promise<LoginHosts> {
	let passedMs = 0;
	const now = (): Date => new Date(Date.now() + passedMs);
	const facebook = await startSimulator({ now });
	const instagram = await startSimulator({ now, host: 'instagram' });
	watchSecretsOf(facebook);
	watchSecretsOf(instagram);
	return {
		facebook,
		instagram,
		letPass: (ms) => {
			passedMs += ms;
		},
		reset: () => {
			facebook.reset();
			instagram.reset();
		},
		close: async () => {
			await facebook.close();
			await instagram.close();
		},
	};
}

/** The calls of the token endpoints that give out a token. */
export function exchangesAt({ calls }: Simulator): string[] {
	return calls
		.map(({ path }) => path.split('/').at(-1) ?? '')
		.filter((name) => name === 'access_token' || name === 'refresh_access_token');
}
