export interface CallPart {
	/** With the version, which may be the batch's own; without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	/** 0 while there is no answer, and for good if the part came back as null or never ran. */
	status: number;
}

/** One request as it came in; neither the token nor the proof is kept. */
export interface SimulatorCall {
	readonly method: string;
	/** With the version, without the query. */
	readonly path: string;
	/** E.g. 'v25.0'. */
	readonly version: string | undefined;
	/** Without `batch`, whose content is in `parts`. */
	readonly query: Readonly<Record<string, string>>;
	/** Only a batch has parts. They are in the order in which they were sent. */
	readonly parts?: readonly Readonly<CallPart>[];
	readonly hadToken: boolean;
	readonly tokenIn: 'query' | 'body' | 'header' | 'none';
	readonly hadProof: boolean;
	/** Milliseconds since 1970, by the real clock. */
	readonly startedAt: number;
	/** The time until the answer was sent or the connection was lost; 0 as long as the call is open. */
	readonly ms: number;
	/** 0 while there is no answer, and for good if none was sent. */
	readonly status: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class CallLog {
	readonly calls: Writable<SimulatorCall>[] = [];
	private inFlight = 0;
	private highest = 0;
	private era = 0;

	get maxInFlight(): number {
		return this.highest;
	}

	/** @returns a function that notes the end; only its first call counts */
	begin(call: Omit<SimulatorCall, 'startedAt' | 'ms' | 'status'>): (status: number) => void {
		const started = performance.now();
		const entry: Writable<SimulatorCall> = { ...call, startedAt: Date.now(), ms: 0, status: 0 };
		this.calls.push(entry);
		this.inFlight += 1;
		this.highest = Math.max(this.highest, this.inFlight);
		const { era } = this;
		let open = true;
		return (status) => {
			if (!open) return;
			open = false;
			if (era === this.era) this.inFlight -= 1;
			entry.ms = performance.now() - started;
			entry.status = status;
		};
	}

	/**
	 * Empties the list, but keeps the array, so that whoever holds it sees it empty. Open calls no longer count as in
	 * flight.
	 */
	clear(): void {
		this.calls.length = 0;
		this.era += 1;
		this.inFlight = 0;
		this.highest = 0;
	}
}
