import { KINDS, type FindingKind, type Outcome } from './findings';

const SEEDS_OF_A_KIND = 5;

const number = (value: number) => Math.round(value).toLocaleString('en-US');

function largest(outcomes: readonly Outcome[], of: (outcome: Outcome) => number): Outcome | undefined {
	let largest: Outcome | undefined;
	for (const outcome of outcomes) if (largest === undefined || of(outcome) > of(largest)) largest = outcome;
	return largest;
}

/** The outcomes by kind of finding. */
export function byKind(outcomes: readonly Outcome[]): ReadonlyMap<FindingKind, readonly Outcome[]> {
	const kinds = new Map<FindingKind, Outcome[]>();
	for (const outcome of outcomes) {
		for (const { kind } of outcome.findings) kinds.set(kind, [...(kinds.get(kind) ?? []), outcome]);
	}
	return kinds;
}

export function report(outcomes: readonly Outcome[], seconds: number): string {
	const [first, last] = [outcomes.at(0), outcomes.at(-1)];
	if (first === undefined || last === undefined) return 'Nothing was run';
	const sum = (of: (outcome: Outcome) => number) =>
		outcomes.reduce((total, outcome) => total + of(outcome), 0);
	const slowest = largest(outcomes, ({ ms }) => ms) ?? first;
	const most = largest(outcomes, ({ requests }) => requests) ?? first;
	const longest = largest(outcomes, ({ waitedMs }) => waitedMs) ?? first;
	const lines = [
		`Seeds ${String(first.seed)} to ${String(last.seed)}: ${number(outcomes.length)} runs in ${number(seconds)} s, ${(outcomes.length / Math.max(1, seconds)).toFixed(1)} a second`,
		`Requests: ${number(sum(({ requests }) => requests))} in ${number(sum(({ roundTrips }) => roundTrips))} round trips`,
		`Slowest run: seed ${String(slowest.seed)}, ${number(slowest.ms)} ms`,
		`Most requests of a run: seed ${String(most.seed)}, ${number(most.requests)}`,
		`Longest pauses of a run: seed ${String(longest.seed)}, ${number(longest.waitedMs / 1000)} s that were not waited`,
	];
	const kinds = [...byKind(outcomes)].sort(([, one], [, other]) => other.length - one.length);
	if (kinds.length === 0) return [...lines, 'Findings: none'].join('\n');
	lines.push('Findings:');
	for (const [kind, ofKind] of kinds) {
		lines.push(`  ${kind} (${KINDS[kind]}): ${number(ofKind.length)} runs`);
		for (const { seed, findings } of ofKind.slice(0, SEEDS_OF_A_KIND)) {
			const detail = findings.find((finding) => finding.kind === kind)?.detail ?? '';
			lines.push(`    seed ${String(seed)}: ${detail.replace(/\s+/g, ' ').slice(0, 240)}`);
		}
	}
	return lines.join('\n');
}
