import { BATCH_SIZE } from './batch';

/** After so many batches in a row that Meta refuses as such, a run sends no batches. One refusal proves nothing. */
export const MAX_REFUSED_BATCHES = 3;

/** How many requests a batch of this run may hold. The number falls when Meta refuses batches. */
export class BatchSizeLimit {
	private size: number;
	private refusalsInARow = 0;
	private hasBeenAnswered = false;
	private readonly tooLargeSizes = new Set<number>();

	/** @param takesBatches whether the host supports batches */
	constructor(takesBatches: boolean) {
		this.size = takesBatches ? BATCH_SIZE : 1;
	}

	current(): number {
		return this.size;
	}

	/** Meta answered the parts of a batch. */
	noteAnswered(): void {
		this.refusalsInARow = 0;
		this.hasBeenAnswered = true;
	}

	/** Meta refused a batch as such, and not one of its parts. */
	noteRefused(): void {
		this.refusalsInARow += 1;
		if (this.refusalsInARow >= MAX_REFUSED_BATCHES) this.size = 1;
	}

	/**
	 * Meta found a batch of this size too large. The first time, one of its requests may be the reason. After the second
	 * time the run sends no batch of that size.
	 */
	noteTooLarge(size: number): void {
		if (this.tooLargeSizes.has(size)) this.size = Math.min(this.size, Math.ceil(size / 2));
		this.tooLargeSizes.add(size);
	}

	/** Requests were answered alone that were lost as a batch. If no batch was ever answered, the run sends none. */
	noteAnsweredOnlyAlone(): void {
		if (!this.hasBeenAnswered) this.size = 1;
	}
}
