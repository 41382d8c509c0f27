import { Circuit, OUTAGE_AFTER_CALLS } from '../../nodes/InstagramInsights/graph/circuit';
import { NO_ANSWER } from '../../nodes/InstagramInsights/graph/failures/classify';

/** Calls in a row that nobody answers. @returns what each of them makes of it */
function silent(circuit: Circuit, calls: number): boolean[] {
	return Array.from({ length: calls }, () => circuit.noteSilence(circuit.answersSoFar()));
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
		for (let call = 0; call < 10; call++) expect(circuit.noteSilence(before)).toBe(false);
	});
});
