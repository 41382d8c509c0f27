import type { SimulatorOptions } from '../simulator';
import { useServer } from '../simulator/useServer';
import { skipPauses } from './clock';
import { runsAgainst } from './mediaRuns';
import { searchForSecrets } from './secretSearch';

/**
 * The set-up of a test file that runs the node: a simulator, the ways to run the node against it, pauses that take no
 * time and are noted, and at the end a search for secrets in everything that came out.
 */
export function useSimulator(options: SimulatorOptions = {}) {
	const simulator = useServer(options);
	const pauses = skipPauses();
	searchForSecrets(simulator);
	return { simulator, pauses, ...runsAgainst(simulator) };
}
