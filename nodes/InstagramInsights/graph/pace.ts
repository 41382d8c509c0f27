import { readUsage } from './usage';

/** Above this usage, in percent, calls go out one at a time: the limit must not be overshot by many at once. */
const SLOW_FROM_PERCENT = 90;
/** Wait after the first, second, … refusal in a row where Meta does not say when access returns, in milliseconds. */
const BLOCK_PAUSES_MS: readonly number[] = [60_000, 120_000, 240_000, 480_000];

/** How a run stood with Meta's limits. */
export interface PaceReport {
	/** The highest usage that Meta told, in percent. */
	readonly percent: number;
	/** When access returns, where the run ended blocked. */
	readonly blockedUntil: Date | undefined;
	/** How long the run waited for access in all, in milliseconds. */
	readonly waitedMs: number;
}

/** Keeps a run within Meta's limits: how many calls at once, and when none at all. */
export class Pace {
	private percent = 0;
	private peakPercent = 0;
	private blockedUntilMs = 0;
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
		const { percent } = readUsage(headers);
		// Some answers come without the header; the last word counts.
		if (percent === undefined) return;
		this.percent = percent;
		this.peakPercent = Math.max(this.peakPercent, percent);
	}

	/** Meta let a call through. */
	noteAccess(): void {
		this.refusals = 0;
	}

	/** Meta takes no more calls; what it says of the end of the block stands in the headers. */
	noteBlock(headers: unknown): void {
		const { regainMs } = readUsage(headers);
		if (regainMs > 0) {
			this.blockedUntilMs = Math.max(this.blockedUntilMs, this.now() + regainMs);
		} else if (!this.isBlocked()) {
			const pause = BLOCK_PAUSES_MS[Math.min(this.refusals, BLOCK_PAUSES_MS.length - 1)] ?? 0;
			this.refusals += 1;
			this.blockedUntilMs = this.now() + pause;
		}
	}

	/** Waits until calls may go out again. `false` where the wait would be longer than is left of what is allowed. */
	async ready(): Promise<boolean> {
		if (!this.isBlocked()) return true;
		this.waiting ??= this.wait().finally(() => {
			this.waiting = undefined;
		});
		return await this.waiting;
	}

	/** Whether the block lasts longer than the run may wait. */
	hasGivenUp(): boolean {
		return this.gaveUp && this.isBlocked();
	}

	report(): PaceReport {
		return {
			percent: this.peakPercent,
			blockedUntil: this.isBlocked() ? new Date(this.blockedUntilMs) : undefined,
			waitedMs: this.waitedMs,
		};
	}

	private isBlocked(): boolean {
		return this.blockedUntilMs > this.now();
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
