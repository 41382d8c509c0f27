import {
	Circuit,
	OUTAGE_AFTER_CALLS,
	OUTAGE_AFTER_MS,
	USELESS_SUBJECTS,
} from '../../nodes/InstagramInsights/graph/circuit';
import { NO_ANSWER } from '../../nodes/InstagramInsights/graph/failures/fault';

const AT_ONCE = { isLast: true, sentMs: 0, endedMs: 0 };

/** Calls in a row that nobody answers. @returns what each of them makes of it */
function silent(circuit: Circuit, calls: number): boolean[] {
	return Array.from({ length: calls }, () =>
		circuit.noteSilence({ ...AT_ONCE, answersBefore: circuit.answersSoFar() }),
	);
}

describe('The circuit', () => {
	it('is closed until it is opened, and says why', () => {
		const circuit = new Circuit();
		expect(circuit.openedBy()).toBeUndefined();
		circuit.open(NO_ANSWER);
		expect(circuit.openedBy()).toBe(NO_ANSWER);
	});

	it('takes enough silent calls in a row for an outage', () => {
		expect(silent(new Circuit(), OUTAGE_AFTER_CALLS)).toEqual([
			...Array<boolean>(OUTAGE_AFTER_CALLS - 1).fill(false),
			true,
		]);
	});

	it('begins anew with each answer', () => {
		const circuit = new Circuit();
		silent(circuit, OUTAGE_AFTER_CALLS - 1);
		circuit.noteAnswer();
		expect(silent(circuit, OUTAGE_AFTER_CALLS - 1)).not.toContain(true);
	});

	it('does not count a call during whose attempts another was answered: it is silent for itself', () => {
		const circuit = new Circuit();
		const before = circuit.answersSoFar();
		circuit.noteAnswer();
		for (let call = 0; call < 10; call++) {
			expect(circuit.noteSilence({ ...AT_ONCE, answersBefore: before })).toBe(false);
		}
	});

	it('takes a long silence for an outage too, at whichever attempt the calls are', () => {
		const circuit = new Circuit();
		const call = (sentMs: number, endedMs: number) =>
			circuit.noteSilence({ answersBefore: 0, isLast: false, sentMs, endedMs });
		expect(call(0, 30_000)).toBe(false);
		expect(call(0, OUTAGE_AFTER_MS)).toBe(false);
		expect(call(60_000, OUTAGE_AFTER_MS - 1)).toBe(false);
		expect(call(60_000, OUTAGE_AFTER_MS)).toBe(true);
		circuit.noteAnswer();
		expect(call(OUTAGE_AFTER_MS, 2 * OUTAGE_AFTER_MS)).toBe(false);
	});

	it('takes answers of no use about many subjects in a row for an outage, and not about one', () => {
		const circuit = new Circuit();
		for (let call = 0; call < 50; call++) expect(circuit.noteUseless('one', true, 0)).toBe(false);
		const about = Array.from({ length: USELESS_SUBJECTS }, (_, index) =>
			circuit.noteUseless(String(index), true, 0),
		);
		expect(about.at(-1)).toBe(true);
		circuit.noteAnswer();
		expect(circuit.noteUseless('another', true, 1)).toBe(false);
	});
});
