import { splitInTwo } from './bisect';
import type { GraphFailure } from './failures/classify';
import type { Outcome, Suspicion } from './failures/rules';
import { RequestLoader, type RequestSender } from './loader';
import type { GraphAnswer } from './answer';
import type { GraphRequest } from './request';

/** Something to ask for by names (metrics, fields), some of which Meta may turn down. */
export interface NamesRequest {
	readonly names: readonly string[];
	readonly toRequest: (names: readonly string[]) => GraphRequest;
	/** Whether the request means something without any of the names: fields that need not be there. */
	readonly mayBeEmpty: boolean;
	/** Whether a request that is too large may be asked for in parts of its names. A list is asked for in smaller pages. */
	readonly isDivisible: boolean;
	/**
	 * Whether the answer is waited for by what follows, as the next page of a list is: then it does not travel with
	 * others, whose attempts may take long.
	 */
	readonly isUrgent: boolean;
	/**
	 * What wants have in common that are refused for the same reason, such as the type and the breakdown. If wants of
	 * one class are refused in the same words, the reason is searched once.
	 */
	readonly refusalKey: string;
	/** Whether a name may be the reason for such a refusal. */
	readonly isSuspect: (name: string, suspicion: Suspicion) => boolean;
}

export interface NamedAnswer {
	readonly names: readonly string[];
	readonly body: Readonly<Record<string, unknown>>;
}

/** What came of it. Each of its names is in exactly one of the three. */
export interface NamesResult {
	readonly answers: readonly NamedAnswer[];
	/** Names that Meta turns down, with its words. */
	readonly refused: ReadonlyMap<string, GraphFailure>;
	/** Names for which nothing came, for another reason. */
	readonly failed: ReadonlyMap<string, GraphFailure>;
	/** Why no answer came at all; `undefined` also if each name was turned down for itself. */
	readonly failure: GraphFailure | undefined;
	/** When the last answer came; `undefined` if nothing was asked. */
	readonly receivedAt: Date | undefined;
}

type Refused = Extract<Outcome, { readonly kind: 'refused' }>;
type RefusedFailure = GraphFailure & { readonly outcome: Refused };

function isRefused(failure: GraphFailure): failure is RefusedFailure {
	return failure.outcome.kind === 'refused';
}

/** So many of a class are heard on whether each of several reasons of the first is the reason there too. */
const ENOUGH_SAMPLES = 3;
/** So many reasons are asked apart for each of the class: they travel in the same round trip as the rest. */
const FEW_REASONS = 3;

/** What a run knows of wants of one class that are refused in the same words. */
interface ClassMemory {
	/** The names that were the reason; pending while the first of the class is searched. */
	readonly reasons: Promise<ReadonlySet<string>>;
	/** Whether all of them were the reason again, for those that were heard on it. */
	readonly samples: Promise<boolean>[];
}

/** Sentences that differ in nothing but the objects that Meta names in them. */
function wordsOf({ code, subcode, text }: GraphFailure): string {
	return `${String(code)}/${String(subcode)} ${text.slice(0, 300).replace(/\d{4,}/g, '#')}`;
}

/**
 * Asks for what may be refused in part: what Meta turns down is taken out, and the rest is asked again. If Meta does
 * not say which of the names it means, they are asked apart, in halves. Over a run it remembers what the reason was, so
 * that a whole class of posts does not pay for the search again.
 */
export class Narrower {
	private readonly loader: RequestLoader;
	/** By class and words. */
	private readonly memory = new Map<string, ClassMemory>();
	/** By what they ask for. */
	private readonly underWay = new Map<string, Promise<NamesResult>>();

	constructor(private readonly client: RequestSender) {
		this.loader = new RequestLoader(client);
	}

	/**
	 * Equal wants that are under way at the same time are one: several items may ask for one and the same post, and the
	 * search for what is refused counts for each of them otherwise, until the run may ask no more.
	 * @throws NodeOperationError if the execution was stopped meanwhile
	 */
	async ask(narrowable: NamesRequest): Promise<NamesResult> {
		const name = JSON.stringify([narrowable.refusalKey, narrowable.toRequest(narrowable.names)]);
		let narrowed = this.underWay.get(name);
		if (narrowed === undefined) {
			narrowed = this.askOnce(narrowable).finally(() => this.underWay.delete(name));
			this.underWay.set(name, narrowed);
		}
		return await narrowed;
	}

	private async askOnce(narrowable: NamesRequest): Promise<NamesResult> {
		const narrowing = new Narrowing(narrowable, this.client, this.loader, this.memory);
		if (narrowable.names.length > 0 || narrowable.mayBeEmpty) await narrowing.run();
		return narrowing;
	}
}

/** The failure of names that were refused together with others, if the run may not ask which of them are meant. */
function unsearched(failure: GraphFailure): GraphFailure {
	return {
		...failure,
		outcome: { kind: 'unavailable', status: 'failed' },
		retry: 'never',
		description: `${failure.description}. It was refused together with others, and the run had no more calls to find out which of them is meant: ask for fewer metrics or fewer posts at a time`,
	};
}

/** One request that is being narrowed. */
class Narrowing implements NamesResult {
	readonly answers: NamedAnswer[] = [];
	readonly refused = new Map<string, GraphFailure>();
	readonly failed = new Map<string, GraphFailure>();
	receivedAt: Date | undefined;
	private lastFailure: GraphFailure | undefined;

	constructor(
		private readonly narrowable: NamesRequest,
		private readonly client: RequestSender,
		private readonly loader: RequestLoader,
		private readonly memory: Map<string, ClassMemory>,
	) {}

	get failure(): GraphFailure | undefined {
		return this.answers.length === 0 ? this.lastFailure : undefined;
	}

	async run(): Promise<void> {
		const { names, mayBeEmpty } = this.narrowable;
		const refusal = await this.send(names);
		if (refusal === undefined) return;
		if (mayBeEmpty) {
			// Is it the names at all that are turned down?
			this.lastFailure = names.length > 0 ? await this.send([], refusal) : refusal;
			const { failure } = this;
			if (failure) for (const name of this.open(names)) this.failed.set(name, failure);
		}
		const left = this.open(names);
		if (left.length > 0) await this.narrow(left, refusal);
	}

	/**
	 * Asks for some of the names. What Meta names in a refusal is taken out at once.
	 * @param earlier why they are asked for again, in smaller parts; if the run may not ask again, it stays at that
	 * @returns the refusal, if it does not say which of the names it means
	 */
	private async send(names: readonly string[], earlier?: GraphFailure): Promise<RefusedFailure | undefined> {
		if (earlier && !this.client.mayAskAgain()) {
			// Refused together says nothing of each: it is not known, and not refused.
			this.giveUp(names, unsearched(earlier));
			return undefined;
		}
		const answer = await this.load(this.narrowable.toRequest(names), earlier !== undefined);
		this.receivedAt = answer.receivedAt;
		if (answer.ok) {
			this.answers.push({ names, body: answer.body });
			return undefined;
		}
		const { failure } = answer;
		if (isRefused(failure)) {
			const meant = meantBy(failure, names);
			if (meant.length === 0) return failure;
			this.refuse(meant, failure);
			const rest = names.filter((name) => !meant.includes(name));
			// Without any name it is asked once.
			const isLeft = rest.length > 0 || (this.narrowable.mayBeEmpty && this.answers.length === 0);
			return isLeft ? await this.send(rest, failure) : undefined;
		}
		if (failure.outcome.kind === 'too_much_data' && this.narrowable.isDivisible && names.length > 1) {
			const refusals = await this.sendEach(splitInTwo(names), failure);
			return refusals.find((refusal) => refusal !== undefined);
		}
		this.giveUp(names, failure);
		return undefined;
	}

	private async load(request: GraphRequest, isAgain: boolean): Promise<GraphAnswer> {
		if (!this.narrowable.isUrgent) return await this.loader.load(request, isAgain);
		const [answer] = await this.client.send([request], isAgain ? 0 : 1);
		if (answer === undefined) throw new Error('A request to Meta has no answer');
		return answer;
	}

	private async sendEach(
		parts: readonly (readonly string[])[],
		earlier: GraphFailure,
	): Promise<readonly (RefusedFailure | undefined)[]> {
		return await Promise.all(parts.map((part) => this.send(part, earlier)));
	}

	/** It stays at a failure. */
	private giveUp(names: readonly string[], failure: GraphFailure): void {
		this.lastFailure = failure;
		for (const name of names) this.failed.set(name, failure);
	}

	/** Finds out which of the names are the reason for a refusal of all of them together. */
	private async narrow(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		if (names.length === 1) {
			this.refuse(names, refusal);
			return;
		}
		const suspects = this.suspectsOf(names, refusal);
		if (suspects.length === 1 && refusal.outcome.stopsAlone !== true) {
			// A single one of a kind that is about nothing else is the reason.
			this.refuse(suspects, refusal);
			await this.searchParts([names.filter((name) => !suspects.includes(name))], refusal);
		} else {
			await this.narrowByClass(names, refusal);
		}
	}

	/** Those that may be the reason first, if the kind of refusal tells which; else in halves. */
	private async searchFirst(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		const suspects = this.suspectsOf(names, refusal);
		if (suspects.length === 0) {
			await this.search(names, refusal);
			return;
		}
		const rest = names.filter((name) => !suspects.includes(name));
		await this.searchParts([...suspects.map((name) => [name]), rest], refusal);
	}

	private suspectsOf(
		names: readonly string[],
		{ outcome: { suspicion } }: RefusedFailure,
	): readonly string[] {
		if (suspicion === undefined) return [];
		const suspects = names.filter((name) => this.narrowable.isSuspect(name, suspicion));
		return suspects.length < names.length ? suspects : [];
	}

	/** The first of a class searches; the others wait, and leave out what was its reason. */
	private async narrowByClass(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		const key = `${this.narrowable.refusalKey} ${wordsOf(refusal)}`;
		const known = this.memory.get(key);
		if (known === undefined) {
			const search = this.searchFirst(names, refusal);
			const reasons = search.then(() => this.refusedLike(refusal, names));
			this.memory.set(key, { reasons, samples: [] });
			await reasons;
			return;
		}
		const reasons = await known.reasons;
		const presumed = names.filter((name) => reasons.has(name));
		const rest = names.filter((name) => !reasons.has(name));
		if (presumed.length === 0) await this.search(names, refusal);
		else await this.presume(presumed, rest, refusal, known.samples);
	}

	/**
	 * Leaves out what was the reason elsewhere. If several were, not each of them has to be it here: a few are asked
	 * apart each time. If it were many, some of the class are heard on it, and the others go by what these say.
	 */
	private async presume(
		presumed: readonly string[],
		rest: readonly string[],
		refusal: RefusedFailure,
		samples: Promise<boolean>[],
	): Promise<void> {
		if (presumed.length > 1 && presumed.length <= FEW_REASONS && rest.length > 0) {
			await this.askApart(presumed, rest, refusal);
			return;
		}
		if (presumed.length > 1 && samples.length < ENOUGH_SAMPLES) {
			const heard = this.askApart(presumed, rest, refusal);
			samples.push(heard);
			await heard;
			return;
		}
		const agree = presumed.length === 1 || (await Promise.all(samples)).every((isAgain) => isAgain);
		if (!agree) {
			await this.askApart(presumed, rest, refusal);
			return;
		}
		if (rest.length === 0) {
			this.refuse(presumed, refusal);
			return;
		}
		const again = await this.send(rest, refusal);
		if (again) await this.search(this.open([...presumed, ...rest]), again);
		// Only what came of the rest shows that the others were the reason.
		else if (this.isAnswered(rest)) this.refuse(presumed, refusal);
		else await this.searchParts([presumed], refusal);
	}

	/** Whether any of the names got an answer. */
	private isAnswered(names: readonly string[]): boolean {
		return this.answers.some((answer) => answer.names.some((name) => names.includes(name)));
	}

	/** @returns whether each of the presumed is refused alone, and the rest is not */
	private async askApart(
		presumed: readonly string[],
		rest: readonly string[],
		refusal: RefusedFailure,
	): Promise<boolean> {
		const [again, refusals] = await Promise.all([
			rest.length > 0 ? this.send(rest, refusal) : undefined,
			this.sendEach(
				presumed.map((name) => [name]),
				refusal,
			),
		]);
		for (const [index, name] of presumed.entries()) {
			const alone = refusals[index];
			if (alone) this.refuse([name], alone);
		}
		if (again) await this.search(this.open(rest), again);
		return again === undefined && refusals.every((alone) => alone !== undefined);
	}

	/** Asks in halves, and these in halves again. If both halves are refused it is several, and each is asked alone. */
	private async search(names: readonly string[], refusal: RefusedFailure): Promise<void> {
		if (names.length <= 1) {
			this.refuse(names, refusal);
			return;
		}
		const parts = splitInTwo(names);
		const refusals = await this.sendEach(parts, refusal);
		const isSeveral = refusals.every((again) => again !== undefined);
		await Promise.all(
			parts.map(async (part, index) => {
				const again = refusals[index];
				if (again === undefined) return;
				const open = this.open(part);
				if (isSeveral && open.length > 1)
					await this.searchParts(
						open.map((name) => [name]),
						again,
					);
				else await this.search(open, again);
			}),
		);
	}

	/** Asks for parts apart, and searches those that are refused as well. */
	private async searchParts(parts: readonly (readonly string[])[], refusal: RefusedFailure): Promise<void> {
		const refusals = await this.sendEach(parts, refusal);
		await Promise.all(
			parts.map(async (part, index) => {
				const again = refusals[index];
				if (again) await this.search(this.open(part), again);
			}),
		);
	}

	/** Those that were turned down in the same words: what was turned down in others may be the matter of this one alone. */
	private refusedLike(refusal: RefusedFailure, names: readonly string[]): ReadonlySet<string> {
		const words = wordsOf(refusal);
		return new Set(
			names.filter((name) => {
				const failure = this.refused.get(name);
				return failure !== undefined && wordsOf(failure) === words;
			}),
		);
	}

	private refuse(names: readonly string[], failure: GraphFailure): void {
		for (const name of names) this.refused.set(name, failure);
	}

	/** Those of the names of which nothing is known yet: a part of what was too large may have been answered. */
	private open(names: readonly string[]): readonly string[] {
		const answered = new Set(this.answers.flatMap((answer) => answer.names));
		return names.filter((name) => !answered.has(name) && !this.refused.has(name) && !this.failed.has(name));
	}
}

/** The names that Meta says it means; none if it names nobody that was asked for. */
function meantBy({ outcome, text }: RefusedFailure, names: readonly string[]): readonly string[] {
	const refusal = outcome.read(text);
	switch (refusal.by) {
		case 'named':
			return names.filter((name) => refusal.names.includes(name));
		case 'allowed': {
			// A list that has none of what was asked for is not to be trusted: Meta may have changed its form.
			const out = names.filter((name) => !refusal.names.includes(name));
			return out.length < names.length || names.length === 1 ? out : [];
		}
		case 'unnamed':
			return [];
	}
}
