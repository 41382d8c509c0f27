import { type Behaviour } from './behaviour';
import { countsForApp, usagePercent } from './usage';

/** The state of the limits when a call came in. */
export interface Usage {
	percent: number;
	/** The call is refused, since there were too many before it. */
	blocked: boolean;
}

/** Counts calls as Meta does: each part of a batch is one. */
export class Meter {
	private counted = 0;
	private spent = 0;
	private granted = 0;
	private whileBlocked = 0;

	get callsWhileBlocked(): number {
		return this.whileBlocked;
	}

	grant(calls: number): void {
		this.granted += calls;
	}

	/** Only reads of Instagram are counted per business; the app's own limit is for every call. */
	take(behaviour: Behaviour, ofInstagram: boolean): Usage {
		const percent = usagePercent(behaviour, this.counted);
		this.counted += 1;
		const applies = ofInstagram || countsForApp(behaviour);
		if (!applies) return { percent, blocked: false };
		const budget = behaviour.callBudget + this.granted;
		const overBudget = this.spent >= budget;
		// Without the header, usagePercent has no meaning, but the budget of calls still counts.
		const blocked = overBudget || (percent >= 100 && behaviour.usageHeader !== 'none');
		if (blocked) this.whileBlocked += 1;
		else this.spent += 1;
		const isTold = overBudget || (behaviour.tellsAhead && this.spent >= budget);
		return { percent: isTold ? Math.max(100, percent) : percent, blocked };
	}

	clear(): void {
		this.counted = 0;
		this.spent = 0;
		this.granted = 0;
		this.whileBlocked = 0;
	}
}

/** For the headers of a batch, which tell the state of its worst part. */
export function highest(usages: readonly Usage[]): Usage {
	return usages.reduce((one, other) => (other.percent > one.percent ? other : one), NOTHING_USED);
}

const NOTHING_USED: Usage = { percent: 0, blocked: false };
