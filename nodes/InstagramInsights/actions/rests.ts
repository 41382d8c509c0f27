import { sleep } from 'n8n-workflow';

/** Gives n8n its turn from time to time: it does nothing else while a node works. */
export class Rests {
	private sinceRest = 0;

	/** @param atAStretch how much is done before n8n gets its turn. All of it together takes some milliseconds */
	constructor(private readonly atAStretch: number) {}

	/** Notes that so much was done, and rests if it is enough. */
	async after(count: number): Promise<void> {
		this.sinceRest += count;
		if (this.sinceRest < this.atAStretch) return;
		this.sinceRest = 0;
		await sleep(0);
	}
}
