import { splitInTwo } from '../bisect';
import type { NamesSender } from './namesSender';
import type { RefusedFailure } from './namesRequest';
import type { ResultBuilder } from './resultBuilder';

/** Finds the refused names if Meta does not say which they are: sends them in smaller and smaller groups. */
export class NamesBisection {
	constructor(
		private readonly sender: NamesSender,
		private readonly result: ResultBuilder,
	) {}

	/**
	 * Sends the names in halves, and each refused half in halves again. If both halves are refused, there are several
	 * reasons, and each name is sent alone.
	 * @param refusal Meta's refusal of all the names together
	 */
	async bisect(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		if (names.length <= 1) {
			this.result.refuse(names, refusal);
			return;
		}
		const halves = splitInTwo(names);
		const refusals = await this.sender.sendEach(halves, refusal);
		const areBothRefused = refusals.every((again) => again !== undefined);
		await Promise.all(
			halves.map(async (half, index) => {
				const again = refusals[index];
				if (again === undefined) return;
				const left = this.result.unresolved(half);
				if (areBothRefused && left.length > 1) await this.sendGroups(eachAlone(left), again);
				else await this.bisect(left, again);
			}),
		);
	}

	/** Sends each group of names by itself, and bisects the groups that are refused again. */
	async sendGroups(groups: readonly (readonly string[])[], refusal: RefusedFailure): Promise<void> {
		const refusals = await this.sender.sendEach(groups, refusal);
		await Promise.all(
			groups.map(async (group, index) => {
				const again = refusals[index];
				if (again) await this.bisect(this.result.unresolved(group), again);
			}),
		);
	}

	/**
	 * Sends each of the expected names alone, and the rest together.
	 * @returns whether Meta refused each of the expected names, and did not refuse the rest
	 */
	async confirm(
		expected: readonly string[],
		rest: readonly string[],
		refusal: RefusedFailure,
	): Promise<boolean> {
		const [restAgain, refusals] = await Promise.all([
			rest.length > 0 ? this.sender.send(rest, refusal) : undefined,
			this.sender.sendEach(eachAlone(expected), refusal),
		]);
		for (const [index, name] of expected.entries()) {
			const alone = refusals[index];
			if (alone) this.result.refuse([name], alone);
		}
		if (restAgain) await this.bisect(this.result.unresolved(rest), restAgain);
		return restAgain === undefined && refusals.every((alone) => alone !== undefined);
	}
}

/** One group for each name. */
export function eachAlone(names: readonly string[]): readonly (readonly string[])[] {
	return names.map((name) => [name]);
}
