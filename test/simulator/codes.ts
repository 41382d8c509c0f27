import { randomBytes } from 'node:crypto';
import { type ErrorAnswer } from './answers';
import { type Clock } from './clock';
import { TOKEN_FAULTS } from './tokenFaults';

/** General knowledge: a code is good for ten minutes. */
const LIFE_MS = 600_000;

export interface Consent {
	readonly clientId: string;
	readonly redirectUri: string;
	readonly scopes: readonly string[];
	readonly declined: readonly string[];
}

interface Entry {
	readonly consent: Consent;
	readonly endsAt: number;
	used: boolean;
}

/** The codes that the dialog has given out. Each can be used once. */
export class CodeBook {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly clock: Clock) {}

	issue(consent: Consent): string {
		const code = `AQ-simulated-code-${randomBytes(18).toString('hex')}`;
		this.entries.set(code, { consent, endsAt: this.clock().getTime() + LIFE_MS, used: false });
		return code;
	}

	/** A code that is refused is not used up. */
	use(code: string, clientId: string, redirectUri: string): Consent | ErrorAnswer {
		const entry = this.entries.get(code);
		if (entry?.consent.clientId !== clientId) return TOKEN_FAULTS.codeUnknown();
		if (entry.used) return TOKEN_FAULTS.codeUsed();
		if (entry.endsAt <= this.clock().getTime()) return TOKEN_FAULTS.codeExpired();
		if (entry.consent.redirectUri !== redirectUri) return TOKEN_FAULTS.redirectDiffers();
		entry.used = true;
		return entry.consent;
	}
}
