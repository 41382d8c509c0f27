import { ACCOUNTS, FAULTS } from '../simulator';
import { byId } from './insightsNode';
import { useSimulator } from './useSimulator';

const { simulator, run } = useSimulator();

/** Meta has reach of at most 30 days, so that it is not asked for. */
const NINETY_DAYS = {
	resource: 'account',
	operation: 'getInsights',
	accountId: byId(ACCOUNTS.main.id),
	accountMetrics: ['reach', 'views'],
	period: 'last90Days',
};

describe('A metric that is not asked for, because Meta cannot have it', () => {
	it('does not make an outage a run that brought something', async () => {
		simulator.fault({ answer: FAULTS.temporary503() });
		const { error, rows } = await run(NINETY_DAYS);
		expect([error?.name, rows]).toEqual(['NodeApiError', []]);
	});

	it('does not hide that a permission is missing', async () => {
		simulator.fault({ when: { path: /insights/ }, answer: FAULTS.permissionMissing() });
		const { error, rows } = await run({ ...NINETY_DAYS, accountMetrics: ['follower_count', 'views'] });
		expect([error?.message, rows]).toEqual([expect.stringContaining('permission'), []]);
	});

	it('is a row with its reason if Meta answers for the others', async () => {
		const { error, rows } = await run(NINETY_DAYS);
		expect(error).toBeUndefined();
		expect(rows.map(({ metric, status }) => [metric, status])).toEqual([
			['reach', 'not_additive'],
			['views', 'ok'],
		]);
	});

	it('is a row with its reason if there is no other', async () => {
		const { error, rows } = await run({ ...NINETY_DAYS, accountMetrics: ['reach', 'engagement_rate'] });
		expect(error).toBeUndefined();
		expect(rows.map(({ status }) => status)).toEqual(['not_additive', 'not_additive']);
	});
});
