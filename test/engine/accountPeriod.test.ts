import { ACCOUNTS } from '../simulator';
import { byId } from './insightsNode';
import { useSimulator } from './useSimulator';

const { run } = useSimulator();

const ASKED = {
	resource: 'account',
	operation: 'getInsights',
	accountId: byId(ACCOUNTS.main.id),
	accountMetrics: ['views'],
	period: '={{ $json.period }}',
};

describe('A period that an expression gives', () => {
	it('needs no first day if it has a name', async () => {
		const { rows, error } = await run(ASKED, { input: [{ period: 'last7Days' }] });
		expect(error).toBeUndefined();
		expect(rows).toEqual([expect.objectContaining({ metric: 'views', status: 'ok' })]);
	});

	it('stops its item alone if it is none', async () => {
		const { rows } = await run(ASKED, {
			input: [{ period: 'last7Days' }, { period: 'yesterday' }],
			onError: 'continueRegularOutput',
		});
		expect(rows).toEqual([
			expect.objectContaining({ status: 'ok' }),
			expect.objectContaining({ error: expect.stringContaining("'Period' holds 'yesterday'") as string }),
		]);
	});

	it('needs a first day if it is custom', async () => {
		const { error } = await run(ASKED, { input: [{ period: 'custom' }] });
		expect(error?.message).toContain("'Since' is empty");
	});
});
