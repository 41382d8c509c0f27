import fc from 'fast-check';

import { metric } from '../../nodes/InstagramInsights/catalogue';
import { addCalculated, percent, withParts } from '../../nodes/InstagramInsights/insights/calculated';
import { missing, type MetricOutcome } from '../../nodes/InstagramInsights/insights/outcomes';
import { failureOf } from './fakeClient';

const value = (number: number): MetricOutcome => ({
	status: 'ok',
	entry: { value: number, period: 'lifetime', dimensions: undefined, isUnreadable: false, raw: { number } },
});
const failure = failureOf(400, { code: 100, message: '(#100) No' });

/** What comes of the share of saves if this came of its parts. */
function saveRate(saved: MetricOutcome, reach: MetricOutcome): MetricOutcome | undefined {
	const outcomes = new Map([
		['saved', saved],
		['reach', reach],
	]);
	addCalculated(outcomes, [{ name: 'save_rate' }], metric);
	return outcomes.get('save_rate');
}

describe('A share in percent', () => {
	it.each([
		[1, 3, 33.33],
		[2, 3, 66.67],
		[1, 8, 12.5],
		[300, 200, 150],
		[0, 7, 0],
		// Each lies just between two values, and a division before the multiplication rounds it down.
		[57, 800, 7.13],
		[139, 800, 17.38],
		[427, 800, 53.38],
		[1, 1_000_000, 0],
		[1, 20_000, 0.01],
	])('of %d of %d is %d', (of, per, expected) => {
		expect(percent(of, per)).toBe(expected);
	});

	it('is within half a hundredth of the exact one, and has two decimals', () => {
		fc.assert(
			fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), (of, per) => {
				const share = percent(of, per);
				expect(Math.abs(share - (100 * of) / per)).toBeLessThanOrEqual(0.005 + share * 1e-9);
				expect(Number(share.toFixed(2))).toBe(share);
			}),
		);
	});
});

describe('The outcome of a calculated metric', () => {
	it('is calculated of both parts, and Meta has sent nothing for it', () => {
		expect(saveRate(value(3), value(80))).toEqual({
			status: 'ok',
			entry: {
				value: 3.75,
				period: 'lifetime',
				dimensions: undefined,
				isUnreadable: false,
				raw: undefined,
			},
		});
	});

	it.each([
		['the first part', missing('unsupported', failure), value(5), 'unsupported', failure],
		['the second part', value(5), missing('rate_limited', failure), 'rate_limited', failure],
		['both parts', missing('no_data'), missing('failed', failure), 'no_data', undefined],
	] as const)('is missing for the reason of %s', (_which, saved, reach, status, reason) => {
		expect(saveRate(saved, reach)).toEqual(missing(status, reason));
	});

	it('does not hold the object that Meta sent for a part without a value', () => {
		const entry = { value: null, period: 'lifetime', dimensions: undefined, isUnreadable: false, raw: {} };
		expect(saveRate(missing('no_data', undefined, entry), value(5))).toEqual(missing('no_data'));
	});

	it('is no_data if nobody was reached, and tells it from a missing part', () => {
		expect(saveRate(value(0), value(0))).toEqual({ ...missing('no_data'), isOfNobody: true });
		expect(saveRate(value(3), value(0))).toEqual({ ...missing('no_data'), isOfNobody: true });
		expect(saveRate(value(0), value(3))).toMatchObject({ status: 'ok', entry: { value: 0 } });
	});

	it.each([
		[1e308, 1],
		[1, 1e-320],
	])('of numbers that nobody can have is failed, and no infinity: %d of %d', (saved, reach) => {
		expect(saveRate(value(saved), value(reach))).toEqual(missing('failed'));
	});

	it('that is known already stays', () => {
		const outcomes = new Map([['save_rate', missing('unsupported')]]);
		addCalculated(outcomes, [{ name: 'save_rate' }], metric);
		expect([...outcomes]).toEqual([['save_rate', missing('unsupported')]]);
	});

	it('is not added for what Meta has', () => {
		const outcomes = new Map([['reach', value(1)]]);
		addCalculated(outcomes, [{ name: 'reach' }], metric);
		expect([...outcomes.keys()]).toEqual(['reach']);
	});

	it('cannot be of parts that nobody asked for', () => {
		expect(() => {
			addCalculated(new Map([['saved', value(1)]]), [{ name: 'save_rate' }], metric);
		}).toThrow('Nothing is known of a part');
	});
});

describe('The metrics to ask for', () => {
	it('are those that are chosen, with their breakdowns, and the parts of what is calculated', () => {
		const chosen = [
			{ name: 'engagement_rate' },
			{ name: 'profile_activity', breakdown: 'action_type' },
			{ name: 'share_rate' },
			{ name: 'shares' },
		] as const;
		expect(withParts(chosen, metric)).toEqual([
			{ name: 'profile_activity', breakdown: 'action_type' },
			{ name: 'shares' },
			{ name: 'total_interactions' },
			{ name: 'reach' },
		]);
	});

	it('keep the breakdown of a part that is chosen with it', () => {
		const facts = (name: string) => (name === 'rate' ? { calculated: { of: 'a', per: 'b' } } : {});
		expect(withParts([{ name: 'rate' }, { name: 'b', breakdown: 'follow_type' }], facts)).toEqual([
			{ name: 'b', breakdown: 'follow_type' },
			{ name: 'a' },
		]);
	});
});
