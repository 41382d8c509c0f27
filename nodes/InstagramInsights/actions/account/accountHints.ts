import type { NodeExecutionHint } from 'n8n-workflow';

import { accountMetric, inWords, mostDays, type Connection } from '../../catalogue';
import type { GraphFailure, LimitReport } from '../../graph';
import {
	documentedDimensions,
	previousDays,
	type AccountInsights,
	type AccountReading,
	type AudienceInsights,
	type MetricOutcome,
	type MissingOutcome,
} from '../../insights';
import { toHints } from '../executionHints';
import { limitHint } from '../limitHint';
import { MetricHints } from '../metricHints';
import {
	audienceNote,
	breakdownDaysKept,
	daysKept,
	followersNote,
	INCOMPLETE_NOTE,
	mayBeTooSmall,
	OF_NOBODY_NOTE,
	quietNote,
	whyNoComparison,
} from './reasons';

/** What was found out about a subject, as far as all hints about accounts need it. */
export interface HintedSubject {
	readonly query: { readonly fields: readonly string[] };
	readonly outcomes: readonly { readonly label: string; readonly outcome: MetricOutcome }[];
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
	/** Whether metrics without a value have no row. */
	readonly isOmitting: boolean;
}

/** Gathers over a run what the rows of accounts do not show. Each message comes once. */
export class AccountHints {
	private readonly sentences = new Set<string>();
	private readonly metrics = new MetricHints('account field', 'One Item per Account', 'another account');
	private readonly notAdditive = new Set<string>();
	private readonly shortened = new Set<string>();
	/** Metrics that only larger accounts have, and that Meta had no number for. */
	private readonly forLarger = new Set<string>();
	/** Totals of which Meta had some of the days. */
	private readonly incomplete = new Set<string>();
	/** Metrics that have a number, but none for the days before, by the reason. */
	private readonly notCompared = new Map<string, Set<string>>();
	/** Metrics that come out of their parts, and that Meta had no part of, with the reason that this may have. */
	private readonly quiet = new Map<string, string>();
	/** Metrics that are a share of those who were reached, on days on which nobody was. */
	private readonly ofNobody = new Set<string>();
	/** Metrics that were asked for days that Meta no longer has, with the number of days that it has. */
	private readonly tooOld = new Map<string, number>();
	/** Breakdowns that were asked for days of which Meta no longer has them, with the number of days that it has. */
	private readonly tooOldBreakdowns = new Map<string, number>();
	/** The numbers of the run by their query, and how many of them Meta's rate limit left out. */
	private readonly fetched = new Map<object, { readonly count: number; readonly blocked: number }>();
	private readonly limits = new Set<string>();

	constructor(private readonly login: Pick<Connection, 'label' | 'longestWindowSeconds'>) {}

	/** Notes what people should know about the token. */
	noteToken(sentences: readonly string[]): void {
		for (const sentence of sentences) this.sentences.add(sentence);
	}

	noteSentence(sentence: string | undefined): void {
		if (sentence !== undefined) this.sentences.add(sentence);
	}

	/** Notes what is missing. */
	noteSubject({ query, outcomes, missingFields, isOmitting }: HintedSubject): void {
		const blocked = outcomes.filter(({ outcome }) => outcome.status === 'rate_limited').length;
		this.fetched.set(query, { count: outcomes.length, blocked });
		if (isOmitting) this.metrics.noteOmitted(outcomes.map(({ outcome }) => outcome));
		this.metrics.noteMissing(
			outcomes.map(({ label, outcome }) => [label, outcome] as const),
			true,
		);
		for (const [field, failure] of missingFields) {
			if (query.fields.includes(field)) this.metrics.noteMissingField(field, failure);
		}
	}

	/** Notes what is special about the numbers of an account. @param isWide whether its rows hold all metrics */
	noteAccount({ query, readings, isShortened }: AccountInsights, isWide: boolean): void {
		for (const reading of readings) {
			const { outcomes, previous } = reading;
			for (const [name, outcome] of outcomes) {
				const { status, entry } = outcome;
				const { label } = accountMetric(name);
				if (status === 'not_additive') this.notAdditive.add(label);
				if (outcome.status === 'no_data' && outcome.failure === undefined) {
					if (outcome.isOfNobody) this.ofNobody.add(label);
					else this.noteNoData(name, outcome, reading, query, readings);
				}
				const requested = query.metrics.find((one) => one.name === name);
				const split = requested && breakdownDaysKept(requested, reading, query);
				if (split) this.tooOldBreakdowns.set(split.label, split.kept);
				if (!isWide || requested === undefined) continue;
				const documented = new Set(documentedDimensions(requested));
				const others = [...(entry?.dimensions?.keys() ?? [])].filter(
					(dimension) => !documented.has(dimension),
				);
				this.metrics.noteUndocumented(others.map((dimension) => `${name}.${dimension}`));
			}
			if (previous !== undefined) this.notePrevious(query, previous, outcomes);
		}
		if (!isShortened) return;
		for (const { name } of query.metrics) {
			const { calculated } = accountMetric(name);
			// A number that is calculated lacks the hour that its parts lack.
			for (const part of calculated ? [calculated.of, calculated.per] : [name]) {
				const { label, isAdditive, answers } = accountMetric(part);
				if (!isAdditive && answers.includes('total')) this.shortened.add(label);
			}
		}
	}

	/** Notes which numbers have nothing to be compared with, and why: the rows do not say it. */
	private notePrevious(
		query: AccountInsights['query'],
		previous: AccountReading['outcomes'],
		outcomes: AccountReading['outcomes'],
	): void {
		const days = previousDays(query.days);
		let blocked = 0;
		for (const [name, outcome] of previous) {
			if (outcome.status === 'rate_limited') blocked += 1;
			if (outcome.status === 'ok') {
				const requested = query.metrics.find((one) => one.name === name);
				const split = requested && breakdownDaysKept(requested, { days }, query);
				if (split) this.tooOldBreakdowns.set(split.label, split.kept);
			} else if (outcomes.get(name)?.status === 'ok') {
				// If the number itself is missing, its own reason says enough.
				const reason = whyNoComparison(name, days, outcome, query);
				const labels = this.notCompared.get(reason) ?? new Set<string>();
				this.notCompared.set(reason, labels.add(accountMetric(name).label));
			}
		}
		const { count, blocked: others } = this.fetched.get(query) ?? { count: 0, blocked: 0 };
		this.fetched.set(query, { count: count + previous.size, blocked: others + blocked });
	}

	/** Notes why Meta may have no number, if the catalogue knows it. */
	private noteNoData(
		name: string,
		{ isIncomplete }: MissingOutcome,
		reading: AccountReading,
		query: AccountInsights['query'],
		readings: readonly AccountReading[],
	): void {
		const { label, net } = accountMetric(name);
		const kept = daysKept(name, reading, query);
		if (kept !== undefined) {
			this.tooOld.set(label, kept);
			return;
		}
		if (isIncomplete) {
			this.incomplete.add(label);
			return;
		}
		if (mayBeTooSmall(name, readings)) this.forLarger.add(label);
		if (net) this.quiet.set(label, quietNote(net));
	}

	/** Notes why there is nothing about an audience. */
	noteAudience(insights: AudienceInsights): void {
		const empty = insights.parts.filter(({ outcome: { status } }) => status === 'no_data');
		if (empty.length === 0) return;
		const labels = inWords(empty.map(({ demographic: { label } }) => label));
		this.sentences.add(`Meta listed nothing for ${labels}. ${audienceNote(insights)}`);
	}

	/** Notes how far the run used up Meta's limits. */
	noteLimits(report: LimitReport): void {
		let count = 0;
		let blocked = 0;
		for (const one of this.fetched.values()) {
			count += one.count;
			blocked += one.blocked;
		}
		const inWords = count === 1 ? '1 number' : `${String(count)} numbers`;
		const hint = limitHint(report, { count, inWords, blocked });
		if (hint !== undefined) this.limits.add(hint);
	}

	all(): NodeExecutionHint[] {
		const about: string[] = [];
		const most = String(mostDays(this.login.longestWindowSeconds));
		if (this.notAdditive.size > 0) {
			about.push(
				`${inWords([...this.notAdditive])}: not_additive. Meta has ${this.notAdditive.size === 1 ? 'this number' : 'these numbers'} for at most ${most} days at a time with ${this.login.label}, and the same accounts may be in several periods, so nothing is added up. Choose a 'Period' of at most ${most} days, or set 'Interval' to Day`,
			);
		}
		if (this.shortened.size > 0) {
			about.push(
				`${inWords([...this.shortened])}: the clocks of US Pacific time are set back on one of the days, and Meta takes at most ${most} times 24 hours. So the first hour of the first day is left out`,
			);
		}
		for (const [label, kept] of this.tooOld) {
			about.push(
				`${label}: Meta has this number for the last ${String(kept)} days only, without today. Earlier days have no value, and neither has a total that holds any of them. Choose a 'Period' that begins later`,
			);
		}
		for (const [label, kept] of this.tooOldBreakdowns) {
			about.push(
				`${label}: Meta has this breakdown for the last ${String(kept)} days only. Numbers of a period that begins earlier come without it`,
			);
		}
		if (this.incomplete.size > 0) {
			about.push(`No data of ${inWords([...this.incomplete])}: ${INCOMPLETE_NOTE}`);
		}
		for (const [reason, labels] of this.notCompared) {
			about.push(`No comparison of ${inWords([...labels])}, since ${reason}`);
		}
		if (this.forLarger.size > 0) {
			const labels = [...this.forLarger].map((label) => `'${label}'`);
			about.push(`No data of ${inWords(labels)}: ${followersNote(labels.length)}`);
		}
		for (const [label, note] of this.quiet) about.push(`'${label}': ${note}`);
		for (const label of this.ofNobody) about.push(`'${label}': ${OF_NOBODY_NOTE}`);
		return toHints([
			...this.sentences,
			...this.limits,
			...about,
			...this.metrics.aboutMetrics(),
			...this.metrics.aboutOthers(),
		]);
	}
}
