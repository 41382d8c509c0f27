import { metric, METRICS } from '../../nodes/InstagramInsights/catalogue';
import { adviceOnMetric, whyMissing } from '../../nodes/InstagramInsights/actions/media/reasons';
import { failureOf, refuse } from './fakeClient';
import { insightsOf, queryOf } from './insightsOf';

const gone = (name: string) => ({
	code: 100,
	message: `(#100) the ${name} metric is no longer supported for the queried media`,
});

describe('The advice on a metric that Meta has retired', () => {
	it.each(METRICS.flatMap(({ name, retired }) => (retired ? [[name, retired.successor]] : [])))(
		'for %s is its successor in the catalogue, by its label',
		(name, successor) => {
			expect(adviceOnMetric(name, failureOf(400, gone(name)))).toBe(
				`Choose '${metric(successor).label}' instead`,
			);
		},
	);

	it.each(['reach', 'never_there'])('for %s, which has none, names no other metric', (name) => {
		const failure = failureOf(400, gone(name));
		expect(failure.name).toBe('metricGone');
		expect(adviceOnMetric(name, failure)).toBe('Choose another metric');
	});

	it('is not given on any other refusal', () => {
		const failure = failureOf(400, { code: 100, message: '(#100) Not today' });
		expect(adviceOnMetric('impressions', failure)).toBe(failure.description);
	});

	it('is what a row without the number says', async () => {
		const query = queryOf({ mediaType: 'post', metrics: [{ name: 'engagement' }], apiVersion: 'v21.0' });
		const media = await insightsOf(query, () => refuse(400, gone('engagement')));
		expect(whyMissing(media, 'engagement')?.issue.description).toBe("Choose 'Total Interactions' instead");
	});
});
