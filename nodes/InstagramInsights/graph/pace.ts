import { readUsage } from './usage';

/** Above this usage, in percent, calls go out one at a time: the limit must not be overshot by many at once. */
const SLOW_FROM_PERCENT = 90;
/** Wait after the first, second, … refusal in a row where Meta does not say when access returns, in milliseconds. */
const BLOCK_PAUSES_MS: readonly number[] = [60_000, 120_000, 240_000, 480_000];
/** A shorter rest of the allowed wait is not worth another call that Meta may refuse, in milliseconds. */
const SHORTEST_PAUSE_MS = 10_000;

/** How a run stood with Meta's limits. */
export interface PaceReport {
	/** The highest usage that Meta told, in percent. */
	readonly percent: number;
	/** When access returns, where the run ended blocked and Meta said when. */
	readonly blockedUntil: Date | undefined;
	/** How long the run waited for access in all, in milliseconds. */
	readonly waitedMs: number;
}

/** Leave to send one call. */
export interface Turn {
	/** The call is over, and what its answer says of the limits is noted. */
	readonly end: () => void;
}

/** The turn of a call that nobody waits for. */
const FREE_TURN: Turn = { end: () => undefined };

/** Keeps a run within Meta's limits: how many calls at once, and when none at all. */
export class Pace {
	private percent = 0;
	private peakPercent = 0;
	private blockedUntilMs = 0;
	/** Whether the end of the block is ours, since Meta did not tell it. */
	private isGuess = false;
	/** Whether Meta has let no call through since the last block. */
	private isUnsure = false;
	/** Ends with the call that finds out, after a block, whether calls may go out again. */
	private probe: Promise<void> | undefined;
	private refusals = 0;
	private waitedMs = 0;
	private waiting: Promise<boolean> | undefined;
	private gaveUp = false;

	/**
	 * @param maxWaitMs how long the run may wait for access in all
	 * @param sleep ends early where the execution is stopped
	 */
	constructor(
		private readonly maxWaitMs: number,
		private readonly sleep: (milliseconds: number) => Promise<void>,
		private readonly now: () => number = Date.now,
	) {}

	/** How many of `most` calls may be under way at once. */
	atOnce(most: number): number {
		return this.percent > SLOW_FROM_PERCENT ? 1 : most;
	}

	/** Reads the usage headers of an answer. */
	noteUsage(headers: unknown): void {
		const { percent, instagramRegainMs } = readUsage(headers);
		// Anything above 0 says that calls are blocked, also beside an answer: the next one would be refused.
		if (instagramRegainMs > 0) this.blockFor(instagramRegainMs);
		// Some answers come without the header; the last word counts.
		if (percent === undefined) return;
		this.percent = percent;
		this.peakPercent = Math.max(this.peakPercent, percent);
	}

	/** Meta let a call through. */
	noteAccess(): void {
		this.refusals = 0;
		// While calls are blocked it was sent before the block, and says nothing of its end.
		if (!this.isBlocked()) this.isUnsure = false;
	}

	/** Meta takes no more calls; what it says of the end of the block stands in the headers. */
	noteBlock(headers: unknown): void {
		const { regainMs } = readUsage(headers);
		if (regainMs > 0) {
			this.blockFor(regainMs);
		} else if (!this.isBlocked()) {
			const pause = BLOCK_PAUSES_MS[Math.min(this.refusals, BLOCK_PAUSES_MS.length - 1)] ?? 0;
			this.refusals += 1;
			const left = this.maxWaitMs - this.waitedMs;
			// The pause is a guess, so the last one takes what is left.
			this.blockedUntilMs = this.now() + (left < SHORTEST_PAUSE_MS ? pause : Math.min(pause, left));
			this.isGuess = true;
			this.isUnsure = true;
		}
	}

	/**
	 * Waits until a call may go out. After a block one call goes first, and the others once its turn has ended. That
	 * of a call from before the block, which may end meanwhile, lets nobody go.
	 * @returns the turn, to be ended whatever came of the call; `undefined` where the wait would be longer than is
	 * left of what is allowed
	 */
	async ready(): Promise<Turn | undefined> {
		for (;;) {
			if (this.isBlocked()) {
				this.waiting ??= this.wait().finally(() => {
					this.waiting = undefined;
				});
				if (!(await this.waiting)) return undefined;
			} else if (this.probe !== undefined) {
				await this.probe;
			} else {
				return this.isUnsure ? this.startProbe() : FREE_TURN;
			}
		}
	}

	/** Whether the block lasts longer than the run may wait. */
	hasGivenUp(): boolean {
		return this.gaveUp && this.isBlocked();
	}

	report(): PaceReport {
		return {
			percent: this.peakPercent,
			blockedUntil: this.isBlocked() && !this.isGuess ? new Date(this.blockedUntilMs) : undefined,
			waitedMs: this.waitedMs,
		};
	}

	private isBlocked(): boolean {
		return this.blockedUntilMs > this.now();
	}

	/** What Meta tells wins over a guess. */
	private blockFor(milliseconds: number): void {
		const until = this.now() + milliseconds;
		this.blockedUntilMs = this.isGuess ? until : Math.max(this.blockedUntilMs, until);
		this.isGuess = false;
		this.isUnsure = true;
	}

	private startProbe(): Turn {
		let end: () => void = () => undefined;
		this.probe = new Promise<void>((resolve) => {
			end = resolve;
		}).finally(() => {
			this.probe = undefined;
		});
		return { end };
	}

	private async wait(): Promise<boolean> {
		while (this.isBlocked()) {
			const until = this.blockedUntilMs;
			const needed = until - this.now();
			if (this.waitedMs + needed > this.maxWaitMs) {
				this.gaveUp = true;
				return false;
			}
			this.waitedMs += needed;
			await this.sleep(needed);
			// A call that was still under way may have been told of a longer block meanwhile.
			if (this.blockedUntilMs === until) this.blockedUntilMs = 0;
		}
		return true;
	}
}
