import type { Clock } from './clock';
import type { Usage } from './usage';

/** How requests are sent: one in a call, or many in a call. */
export type CarrierKind = 'single' | 'batch';

/** How much of Meta's limit is used. `medium` also holds while the usage is not known. */
type UsageLevel = 'low' | 'medium' | 'high';

/**
 * How many calls may be under way at the same time, by the usage of Meta's limit: enough to hide the latency, and few
 * enough to be fair to Meta's servers.
 */
export const CONCURRENCY: Readonly<Record<CarrierKind, Readonly<Record<UsageLevel, number>>>> = {
	batch: { low: 10, medium: 4, high: 1 },
	single: { low: 8, medium: 8, high: 1 },
};
/** Below this percentage the usage is low. */
const MEDIUM_FROM_PERCENT = 50;
/** From this percentage on, calls are sent one at a time, so that many at once do not overshoot the limit. */
const HIGH_FROM_PERCENT = 90;
/** How long a usage header stays valid, in milliseconds. Meta sends no header while the usage is low. */
const USAGE_VALID_MS = 60_000;
/** The wait after the first, second, … block in a row if Meta does not say when access returns, in milliseconds. */
const BLOCK_PAUSES_MS: readonly number[] = [60_000, 120_000, 240_000, 480_000];
/** If less than this is left of the allowed wait, another call is not worth it: Meta may refuse it. In milliseconds. */
const MIN_PAUSE_MS = 10_000;
/** After so many blocks in a row, with no call let through between them, the run gives up. */
export const MAX_BLOCKS_IN_A_ROW = 10;

/** What a run has to tell about Meta's limits. */
export interface LimitReport {
	/** The highest usage that Meta reported, in percent. */
	readonly percent: number;
	/** When access returns, if calls are blocked and Meta said when. */
	readonly blockedUntil: Date | undefined;
	/** How long the run has waited for access in all, in milliseconds. */
	readonly waitedMs: number;
}

/** The permission to send one call. */
export interface Permit {
	/** How many blocks came before it. The refusal of a call that was sent before the last block says nothing new. */
	readonly blocksBefore: number;
	/** To be called when the call is over, and after what its answer says about the limits was noted. */
	readonly release: () => void;
}

/** Keeps a run within Meta's limits: decides how many calls are under way at once, and when no call may be sent. */
export class RateLimiter {
	private inFlight = 0;
	private nextRelease: (() => void) | undefined;
	private released: Promise<void> | undefined;

	private percent = 0;
	/** When the last usage header came. */
	private percentAtMs = -Infinity;
	private peakPercent = 0;

	private blockedUntilMs = 0;
	/** Whether the end of the block is an estimate of ours, because Meta did not say it. */
	private isEstimated = false;
	/** How many blocks the run has met in all. */
	private blockCount = 0;
	private blocksInARow = 0;
	/** Whether Meta has let no call through since the last block. If so, one trial call goes first. */
	private needsTrial = false;
	private waitedMs = 0;
	private accessWait: Promise<boolean> | undefined;

	/**
	 * @param maxWaitMs how long the run may wait for access in all, in milliseconds
	 * @param pause waits for so many milliseconds; throws if the execution is stopped
	 */
	constructor(
		private readonly maxWaitMs: number,
		private readonly pause: (milliseconds: number) => Promise<void>,
		private readonly clock: Pick<Clock, 'now'>,
	) {}

	/** How many calls of a kind may be under way at the same time now. */
	concurrency(kind: CarrierKind): number {
		const { low, medium, high } = CONCURRENCY[kind];
		if (this.clock.now() - this.percentAtMs > USAGE_VALID_MS) return medium;
		if (this.percent >= HIGH_FROM_PERCENT) return high;
		return this.percent < MEDIUM_FROM_PERCENT ? low : medium;
	}

	/**
	 * Waits until a call may be sent. After a block one trial call goes first, and the others follow when it is over.
	 * @returns `undefined` if the block lasts longer than the run may still wait: the call must not be sent then
	 * @throws what `pause` throws if the execution is stopped meanwhile
	 */
	async acquire(kind: CarrierKind): Promise<Permit | undefined> {
		for (;;) {
			if (this.isBlocked()) {
				this.accessWait ??= this.waitForAccess().finally(() => {
					this.accessWait = undefined;
				});
				if (!(await this.accessWait)) return undefined;
			} else if (this.inFlight >= (this.needsTrial ? 1 : this.concurrency(kind))) {
				this.released ??= new Promise<void>((resolve) => {
					this.nextRelease = resolve;
				});
				await this.released;
			} else {
				return this.permit();
			}
		}
	}

	/** Notes the usage headers of an answer. If they tell a time to regain access, the next call would be refused. */
	noteUsage({ percent, instagramRegainMs }: Usage, permit: Permit): void {
		if (instagramRegainMs > 0 && !this.isStale(permit)) this.blockFor(instagramRegainMs);
		// Some answers come without the header. The last header stays valid then.
		if (percent === undefined) return;
		this.percent = percent;
		this.percentAtMs = this.clock.now();
		this.peakPercent = Math.max(this.peakPercent, percent);
	}

	/** Notes that Meta let a call through. */
	noteAccess(permit: Permit): void {
		if (permit.blocksBefore !== this.blockCount) return;
		this.blocksInARow = 0;
		// If calls are blocked now, this call was sent before the block, and does not show that the block is over.
		if (!this.isBlocked()) this.needsTrial = false;
	}

	/** Notes that Meta refused a call because of its limits. */
	noteRefusal({ regainMs }: Usage, permit: Permit): void {
		if (this.isStale(permit)) return;
		if (regainMs > 0) {
			this.blockFor(regainMs);
			this.countBlock(permit);
		} else if (!this.isBlocked()) {
			const pause = BLOCK_PAUSES_MS[Math.min(this.blocksInARow, BLOCK_PAUSES_MS.length - 1)] ?? 0;
			this.countBlock(permit);
			const left = this.maxWaitMs - this.waitedMs;
			// The pause is an estimate, so it may be cut to what is left of the allowed wait.
			this.blockedUntilMs = this.clock.now() + (left < MIN_PAUSE_MS ? pause : Math.min(pause, left));
			this.isEstimated = true;
			this.needsTrial = true;
		}
	}

	/** Whether calls are blocked now. */
	isBlocked(): boolean {
		return this.blockedUntilMs > this.clock.now();
	}

	report(): LimitReport {
		return {
			percent: this.peakPercent,
			blockedUntil: this.isBlocked() && !this.isEstimated ? new Date(this.blockedUntilMs) : undefined,
			waitedMs: this.waitedMs,
		};
	}

	private permit(): Permit {
		this.inFlight += 1;
		let isOver = false;
		return {
			blocksBefore: this.blockCount,
			release: () => {
				if (isOver) return;
				isOver = true;
				this.inFlight -= 1;
				this.released = undefined;
				this.nextRelease?.();
			},
		};
	}

	/** Whether the call was sent before a block that is over by now: its answer says nothing about the time since. */
	private isStale(permit: Permit): boolean {
		return permit.blocksBefore !== this.blockCount && !this.isBlocked();
	}

	/** Counts a block once, although Meta refuses several calls that were under way together. */
	private countBlock(permit: Permit): void {
		if (permit.blocksBefore !== this.blockCount) return;
		this.blockCount += 1;
		this.blocksInARow += 1;
	}

	/** Blocks calls for the time that Meta tells. It replaces an estimate of ours, even if that is longer. */
	private blockFor(milliseconds: number): void {
		const until = this.clock.now() + milliseconds;
		this.blockedUntilMs = this.isEstimated ? until : Math.max(this.blockedUntilMs, until);
		this.isEstimated = false;
		this.needsTrial = true;
	}

	/** @returns false if the block lasts longer than the run may still wait */
	private async waitForAccess(): Promise<boolean> {
		while (this.isBlocked()) {
			const until = this.blockedUntilMs;
			const needed = until - this.clock.now();
			if (this.blocksInARow >= MAX_BLOCKS_IN_A_ROW || this.waitedMs + needed > this.maxWaitMs) return false;
			this.waitedMs += needed;
			await this.pause(needed);
			// Meanwhile the answer to a call that was still under way may have told a longer block.
			if (this.blockedUntilMs === until) this.blockedUntilMs = 0;
		}
		return true;
	}
}
