import { makeSimulator, type Simulator, type SimulatorOptions } from './server';

/** One simulator for all tests of a file. Each test begins with the default behaviour, no faults and no calls. */
export function useServer(options: SimulatorOptions = {}): Simulator {
	const simulator = makeSimulator(options);
	beforeAll(() => simulator.listen());
	beforeEach(() => {
		simulator.reset();
	});
	afterAll(() => simulator.close());
	return simulator;
}
