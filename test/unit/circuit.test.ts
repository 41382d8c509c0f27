import {
	Circuit,
	OUTAGE_AFTER_CALLS,
	OUTAGE_AFTER_MS,
	OUTAGE_AFTER_SUBJECTS,
} from '../../nodes/InstagramInsights/graph/circuit';
import { NO_ANSWER } from '../../nodes/InstagramInsights/graph/failures/fault';

const LAST_ATTEMPT = { isLast: true, sentMs: 0, endedMs: 0 };

/** Notes unanswered calls in a row. @returns for each call whether an outage is likely after it */
function unanswered(circuit: Circuit, calls: number): boolean[] {
	return Array.from({ length: calls }, () =>
		circuit.noteUnanswered({ ...LAST_ATTEMPT, answerCountAtStart: circuit.answerCount() }),
	);
}

describe('The circuit', () => {
	it('is closed until it is opened, and says why', () => {
		const circuit = new Circuit();
		expect(circuit.openedBy()).toBeUndefined();
		circuit.open(NO_ANSWER);
		expect(circuit.openedBy()).toBe(NO_ANSWER);
	});

	it('takes enough unanswered calls in a row for an outage', () => {
		expect(unanswered(new Circuit(), OUTAGE_AFTER_CALLS)).toEqual([
			...Array<boolean>(OUTAGE_AFTER_CALLS - 1).fill(false),
			true,
		]);
	});

	it('counts from 0 again after each answer', () => {
		const circuit = new Circuit();
		unanswered(circuit, OUTAGE_AFTER_CALLS - 1);
		circuit.noteAnswer();
		expect(unanswered(circuit, OUTAGE_AFTER_CALLS - 1)).not.toContain(true);
	});

	it('does not count a call if another call was answered between its attempts', () => {
		const circuit = new Circuit();
		const before = circuit.answerCount();
		circuit.noteAnswer();
		for (let call = 0; call < 10; call++) {
			expect(circuit.noteUnanswered({ ...LAST_ATTEMPT, answerCountAtStart: before })).toBe(false);
		}
	});

	it('takes a long time without an answer for an outage too, whether or not an attempt was the last', () => {
		const circuit = new Circuit();
		const call = (sentMs: number, endedMs: number) =>
			circuit.noteUnanswered({ answerCountAtStart: 0, isLast: false, sentMs, endedMs });
		expect(call(0, 30_000)).toBe(false);
		expect(call(0, OUTAGE_AFTER_MS)).toBe(false);
		expect(call(60_000, OUTAGE_AFTER_MS)).toBe(true);
		circuit.noteAnswer();
		expect(call(OUTAGE_AFTER_MS, 2 * OUTAGE_AFTER_MS)).toBe(false);
	});

	it('takes a shorter time for none', () => {
		const circuit = new Circuit();
		for (let call = 0; call < 10; call++) {
			expect(
				circuit.noteUnanswered({
					answerCountAtStart: 0,
					isLast: false,
					sentMs: 0,
					endedMs: OUTAGE_AFTER_MS - 1,
				}),
			).toBe(false);
		}
	});

	it('takes transient failures of many subjects in a row for an outage, and those of one subject not', () => {
		const circuit = new Circuit();
		for (let call = 0; call < 50; call++) expect(circuit.noteTransientFailure('0', true, 0)).toBe(false);
		const outages = Array.from({ length: OUTAGE_AFTER_SUBJECTS }, (_, index) =>
			circuit.noteTransientFailure(String(index), true, 0),
		);
		expect(outages).toEqual([...Array<boolean>(OUTAGE_AFTER_SUBJECTS - 1).fill(false), true]);
		circuit.noteAnswer();
		expect(circuit.answerCount()).toBe(1);
		expect(circuit.noteTransientFailure('another', true, 1)).toBe(false);
	});

	it.each<[string, boolean, number]>([
		['that are sent again', false, 1],
		['of calls between whose attempts another call was answered', true, 0],
	])('does not count transient failures %s', (_what, isLast, answerCountAtStart) => {
		const circuit = new Circuit();
		circuit.noteAnswer();
		for (let index = 0; index < 2 * OUTAGE_AFTER_SUBJECTS; index++) {
			expect(circuit.noteTransientFailure(String(index), isLast, answerCountAtStart)).toBe(false);
		}
	});

	it('takes calls that are unanswered before and after a transient failure for two rows', () => {
		const circuit = new Circuit();
		unanswered(circuit, OUTAGE_AFTER_CALLS - 1);
		circuit.noteTransientFailure('one', true, 0);
		expect(unanswered(circuit, OUTAGE_AFTER_CALLS - 1)).not.toContain(true);
	});
});
