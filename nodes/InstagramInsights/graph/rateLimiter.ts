import type { Clock } from './clock';
import type { Usage } from './usage';

/** How requests travel: one by one, or many in one call. */
export type CarrierKind = 'single' | 'batch';

/**
 * Calls under way at once, by how much room Meta's limits leave: enough to hide the latency, few enough to be a fair
 * guest.
 */
export const CONCURRENCY: Readonly<
	Record<CarrierKind, Readonly<Record<'ample' | 'unknown' | 'tight', number>>>
> = {
	batch: { ample: 10, unknown: 4, tight: 1 },
	single: { ample: 8, unknown: 8, tight: 1 },
};
/** Below this usage there is ample room, in percent. */
const AMPLE_BELOW_PERCENT = 50;
/** From this usage on calls go out one at a time: the limit must not be overshot by many at once. */
const TIGHT_FROM_PERCENT = 90;
/** How long the last word of the headers counts, in milliseconds: they stay away while usage is low. */
const USAGE_COUNTS_MS = 60_000;
/** Wait after the first, second, … block in a row if Meta does not say when access returns, in milliseconds. */
const BLOCK_PAUSES_MS: readonly number[] = [60_000, 120_000, 240_000, 480_000];
/** A shorter rest of the allowed wait is not worth another call that Meta may refuse, in milliseconds. */
const SHORTEST_PAUSE_MS = 10_000;
/** Blocks in a row, without a call let through between them, after which the run gives up. */
export const MAX_BLOCKS_IN_A_ROW = 10;

/** How a run stood with Meta's limits. */
export interface LimitReport {
	/** The highest usage that Meta told, in percent. */
	readonly percent: number;
	/** When access returns, if the run ended blocked and Meta said when. */
	readonly blockedUntil: Date | undefined;
	/** How long the run waited for access in all, in milliseconds. */
	readonly waitedMs: number;
}

/** Leave to send one call. */
export interface Permit {
	/** Which block came before it: the refusal of a call from before a block is no news. */
	readonly block: number;
	/** The call is over, and what its answer says of the limits is noted. */
	readonly release: () => void;
}

/** Keeps a run within Meta's limits: how many calls at once, and when none at all. */
export class RateLimiter {
	private inFlight = 0;
	private nextRelease: (() => void) | undefined;
	private released: Promise<void> | undefined;

	private percent: number | undefined;
	private percentAtMs = 0;
	private peakPercent = 0;

	private blockedUntilMs = 0;
	/** Whether the end of the block is ours, since Meta did not tell it. */
	private isGuess = false;
	/** Counts the blocks of the run. */
	private block = 0;
	private blocksInARow = 0;
	/** Whether Meta has let no call through since the last block: then one call goes first. */
	private isUnsure = false;
	private waitedMs = 0;
	private waiting: Promise<boolean> | undefined;

	/**
	 * @param maxWaitMs how long the run may wait for access in all
	 * @param pause waits; it throws if the execution is stopped
	 */
	constructor(
		private readonly maxWaitMs: number,
		private readonly pause: (milliseconds: number) => Promise<void>,
		private readonly clock: Pick<Clock, 'now'>,
	) {}

	/** How many calls of a kind may be under way at once now. */
	concurrency(kind: CarrierKind): number {
		const { ample, unknown, tight } = CONCURRENCY[kind];
		if (this.percent === undefined || this.clock.now() - this.percentAtMs > USAGE_COUNTS_MS) return unknown;
		if (this.percent >= TIGHT_FROM_PERCENT) return tight;
		return this.percent < AMPLE_BELOW_PERCENT ? ample : unknown;
	}

	/**
	 * Waits until a call may go out. After a block one trial call goes first, and the others once it is released.
	 * @returns `undefined` if the block lasts longer than the run may still wait: nothing is to be sent then
	 */
	async acquire(kind: CarrierKind): Promise<Permit | undefined> {
		for (;;) {
			if (this.isBlocked()) {
				this.waiting ??= this.waitForAccess().finally(() => {
					this.waiting = undefined;
				});
				if (!(await this.waiting)) return undefined;
			} else if (this.inFlight >= (this.isUnsure ? 1 : this.concurrency(kind))) {
				this.released ??= new Promise<void>((resolve) => {
					this.nextRelease = resolve;
				});
				await this.released;
			} else {
				return this.permit();
			}
		}
	}

	/** What an answer says of the usage. A time to regain access above 0 says that the next call would be refused. */
	noteUsage({ percent, instagramRegainMs }: Usage, permit: Permit): void {
		if (instagramRegainMs > 0 && this.isNews(permit)) this.blockFor(instagramRegainMs);
		// Some answers come without the header; the last word counts.
		if (percent === undefined) return;
		this.percent = percent;
		this.percentAtMs = this.clock.now();
		this.peakPercent = Math.max(this.peakPercent, percent);
	}

	/** Meta let a call through. */
	noteAccess(permit: Permit): void {
		if (permit.block !== this.block) return;
		this.blocksInARow = 0;
		// While calls are blocked it was sent before the block, and says nothing of its end.
		if (!this.isBlocked()) this.isUnsure = false;
	}

	/** Meta refused a call for its limits. */
	noteRefusal({ regainMs }: Usage, permit: Permit): void {
		if (!this.isNews(permit)) return;
		if (regainMs > 0) {
			this.blockFor(regainMs);
			this.countBlock(permit);
		} else if (!this.isBlocked()) {
			const pause = BLOCK_PAUSES_MS[Math.min(this.blocksInARow, BLOCK_PAUSES_MS.length - 1)] ?? 0;
			this.countBlock(permit);
			const left = this.maxWaitMs - this.waitedMs;
			// The pause is a guess, so the last one takes what is left.
			this.blockedUntilMs = this.clock.now() + (left < SHORTEST_PAUSE_MS ? pause : Math.min(pause, left));
			this.isGuess = true;
			this.isUnsure = true;
		}
	}

	/** Whether calls are blocked now. */
	isBlocked(): boolean {
		return this.blockedUntilMs > this.clock.now();
	}

	report(): LimitReport {
		return {
			percent: this.peakPercent,
			blockedUntil: this.isBlocked() && !this.isGuess ? new Date(this.blockedUntilMs) : undefined,
			waitedMs: this.waitedMs,
		};
	}

	private permit(): Permit {
		this.inFlight += 1;
		let isOver = false;
		return {
			block: this.block,
			release: () => {
				if (isOver) return;
				isOver = true;
				this.inFlight -= 1;
				this.released = undefined;
				this.nextRelease?.();
			},
		};
	}

	/** What is said to a call from before a block that has been waited for says nothing of the time after it. */
	private isNews(permit: Permit): boolean {
		return permit.block === this.block || this.isBlocked();
	}

	/** Several calls that were under way together are refused for one and the same block. */
	private countBlock(permit: Permit): void {
		if (permit.block !== this.block) return;
		this.block += 1;
		this.blocksInARow += 1;
	}

	/** What Meta tells wins over a guess. */
	private blockFor(milliseconds: number): void {
		const until = this.clock.now() + milliseconds;
		this.blockedUntilMs = this.isGuess ? until : Math.max(this.blockedUntilMs, until);
		this.isGuess = false;
		this.isUnsure = true;
	}

	private async waitForAccess(): Promise<boolean> {
		while (this.isBlocked()) {
			const until = this.blockedUntilMs;
			const needed = until - this.clock.now();
			if (this.blocksInARow >= MAX_BLOCKS_IN_A_ROW || this.waitedMs + needed > this.maxWaitMs) return false;
			this.waitedMs += needed;
			await this.pause(needed);
			// A call that was still under way may have been told of a longer block meanwhile.
			if (this.blockedUntilMs === until) this.blockedUntilMs = 0;
		}
		return true;
	}
}
