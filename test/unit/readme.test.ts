import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as catalogue from '../../nodes/InstagramInsights/catalogue';

interface ReadmeTables {
	readonly withMetricTables: (readme: string, facts: typeof catalogue) => string;
}

const { withMetricTables } = jest.requireActual<ReadmeTables>('../../scripts/readme-tables.js');
const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

describe('The metric tables of the README', () => {
	it('are those of the catalogue', () => {
		expect(readme).toBe(withMetricTables(readme, catalogue));
	});

	it('follow a change of the catalogue', () => {
		const [first, ...others] = catalogue.METRICS;
		if (first === undefined) throw new Error('No metrics');
		const changed = [{ ...first, description: 'Something else' }, ...others];
		const written = withMetricTables(readme, {
			...catalogue,
			METRICS: changed,
			metricsOfType: (type) => changed.filter((entry) => catalogue.isOfType(entry, type)),
		});
		expect(written).toContain('Something else');
		expect(written).not.toBe(readme);
	});

	it('are not written into a README that has lost its markers', () => {
		expect(() => withMetricTables('# Nothing here', catalogue)).toThrow(/markers/);
	});
});
