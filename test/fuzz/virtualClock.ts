import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { createRequire } from 'node:module';

/**
 * The time of the node. Pauses take no time, and are counted.
 *
 * `sleep` of n8n-workflow is replaced by timers on a clock of our own, and `Date` and `performance.now` show that clock.
 * The clock jumps to the next timer when nothing else can happen: no request is under way, and the event loop has
 * turned a few times without anything new. While a request is under way, the clock goes as real time does. So a pause
 * of five minutes ends at once, and a deadline that is raced with a request (`Promise.race([request, sleep(timeout)])`)
 * does not, although both are the same call. If the deadline ended at once, no answer would ever be in time.
 *
 * - An answer that never comes holds the clock to real time, so that n8n's own time-out, which runs in real time, has
 *   its chance: cases with such answers have a short time-out. A request that is open for much longer than its time-out
 *   counts as given up by the node, and does not hold the clock any more.
 * - A deadline that is left over after its request has ended (nobody clears it) is a timer like others. If no other
 *   timer is left, the node is at work and does not wait: the clock jumps to the deadline only after some real time of
 *   silence, and the jump does not count as a pause. The clock knows a deadline by its length, which is the time-out of
 *   the case, because no pause of the node is as long.
 * - `setTimeout` stays as it is: the node does not use it (n8n's lint forbids it), and Node.js, axios and n8n do.
 */
const RealDate = globalThis.Date;
const realNow = RealDate.now.bind(RealDate);
const realPerformanceNow = performance.now.bind(performance);

/** Turns of the event loop without anything new, after which nothing more will happen by itself. */
const QUIET_TURNS = 6;
/** How long nothing new must happen before a leftover deadline fires, in milliseconds of real time. */
const QUIET_MS = 25;
/**
 * If nothing is under way and nothing is waited for, a run that has not ended by then never will. In milliseconds of
 * real time.
 */
const STUCK_MS = 2_500;
/** Node.js fires a timer that is longer than this at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Timer {
	readonly dueMs: number;
	readonly isDeadline: boolean;
	readonly fire: () => void;
}

export interface ClockRun {
	/** The time-out of the case. */
	readonly timeoutMs: number;
	/** Called after each jump. */
	readonly onPause: () => void;
	/** Nothing will ever happen again. */
	readonly onStuck: () => void;
}

export class VirtualClock {
	private offsetMs = 0;
	private timers = new Set<Timer>();
	/** Requests under way, and since when in real time. */
	private readonly open = new Map<ClientRequest, number>();
	private activity = 0;
	private run: ClockRun | undefined;

	/** How long the run waited, in milliseconds. Pauses side by side count once. */
	waitedMs = 0;
	sleeps = 0;
	/** Arguments of `sleep` for which there is no timer. */
	readonly oddSleeps: unknown[] = [];

	install(): void {
		const now = () => realNow() + this.offsetMs;
		class ShownDate extends RealDate {
			constructor(...args: readonly [] | readonly [number | string | Date]) {
				super(...((args.length === 0 ? [now()] : args) as [number]));
			}

			static override now(): number {
				return now();
			}

			static override [Symbol.hasInstance](value: unknown): boolean {
				return Object.prototype.toString.call(value) === '[object Date]';
			}
		}
		globalThis.Date = ShownDate as DateConstructor;
		performance.now = () => realPerformanceNow() + this.offsetMs;
		// The module itself is changed, since an import would be a copy of its getters.
		Object.defineProperty(createRequire(__filename)('n8n-workflow'), 'sleep', {
			configurable: true,
			get: () => (milliseconds: number, signal?: AbortSignal) => this.sleep(milliseconds, signal),
		});
		subscribe('http.client.request.start', (message) => {
			this.watch((message as { request: ClientRequest }).request);
		});
	}

	begin(run: ClockRun): void {
		this.run = run;
		this.timers = new Set();
		this.open.clear();
		this.waitedMs = 0;
		this.sleeps = 0;
		this.oddSleeps.length = 0;
		void this.advance(run);
	}

	end(): void {
		this.run = undefined;
		this.timers = new Set();
		this.offsetMs = 0;
	}

	/** Something has happened, so the run may go on by itself. */
	stir(): void {
		this.activity += 1;
	}

	private watch(request: ClientRequest): void {
		this.stir();
		this.open.set(request, realNow());
		const done = () => {
			this.stir();
			this.open.delete(request);
		};
		request.once('close', done);
		// A request that is answered with 101 has no close event.
		request.once('socket', (socket) => socket.once('close', done));
	}

	private sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
		const { run } = this;
		this.stir();
		this.sleeps += 1;
		const isSane = Number.isFinite(milliseconds) && milliseconds >= 0 && milliseconds <= LONGEST_TIMER_MS;
		if (!isSane) this.oddSleeps.push(milliseconds);
		return new Promise((resolve, reject) => {
			const timer: Timer = {
				dueMs: realNow() + this.offsetMs + (isSane ? milliseconds : 1),
				isDeadline: run !== undefined && milliseconds >= run.timeoutMs && milliseconds <= run.timeoutMs * 1.1,
				fire: resolve,
			};
			this.timers.add(timer);
			signal?.addEventListener('abort', () => {
				this.timers.delete(timer);
				reject(new Error('The sleep was cut short'));
			});
		});
	}

	private isBusy({ timeoutMs }: ClockRun): boolean {
		const givenUpMs = timeoutMs < 1_000 ? timeoutMs * 1.5 + 60 : 3_000;
		const now = realNow();
		return [...this.open.values()].some((since) => now - since < givenUpMs);
	}

	private fire(timer: Timer): void {
		this.timers.delete(timer);
		timer.fire();
	}

	private next(): Timer | undefined {
		let next: Timer | undefined;
		for (const timer of this.timers) if (next === undefined || timer.dueMs < next.dueMs) next = timer;
		return next;
	}

	private async advance(run: ClockRun): Promise<void> {
		let seen = -1;
		let quietTurns = 0;
		let quietSince = realNow();
		while (this.run === run) {
			await new Promise((resolve) => setImmediate(resolve));
			if (seen !== this.activity || this.isBusy(run)) {
				if (seen === this.activity) await new Promise((resolve) => setTimeout(resolve, 1));
				seen = this.activity;
				quietTurns = 0;
				quietSince = realNow();
				const due = this.next();
				if (due !== undefined && due.dueMs <= realNow() + this.offsetMs) this.fire(due);
				continue;
			}
			quietTurns += 1;
			if (quietTurns < QUIET_TURNS) continue;
			const quietMs = realNow() - quietSince;
			const next = this.next();
			const isPause = [...this.timers].some(({ isDeadline }) => !isDeadline);
			if (next === undefined || (!isPause && quietMs < QUIET_MS)) {
				if (next === undefined && quietMs > STUCK_MS) {
					run.onStuck();
					return;
				}
				await new Promise((resolve) => setTimeout(resolve, 2));
				continue;
			}
			const jumpMs = Math.max(0, next.dueMs - realNow() - this.offsetMs);
			this.offsetMs += jumpMs;
			if (isPause) this.waitedMs += jumpMs;
			this.stir();
			this.fire(next);
			run.onPause();
		}
	}
}
