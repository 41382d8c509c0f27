import { accountMetric } from '../../../nodes/InstagramInsights/catalogue';
import { readAccountBreakdown } from '../../../nodes/InstagramInsights/parameters/accountBreakdown';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';

const METRICS = ['views', 'replies', 'profile_links_taps', 'follows_and_unfollows', 'engagement_rate'].map(
	accountMetric,
);
const read = (accountBreakdown: unknown) => readAccountBreakdown(readerOf({ accountBreakdown }), METRICS);
const plain = METRICS.map(({ name }) => ({ name }));

describe('readAccountBreakdown', () => {
	it.each([undefined, null, 'none'])('takes %p for none, as every other choice about an account', (value) => {
		expect(valueOf(read(value)).metrics).toEqual(plain);
		expect(valueOf(readAccountBreakdown(readerOf({}), METRICS)).metrics).toEqual(plain);
	});

	it.each([
		['follow_type', ['views']],
		['media_product_type', ['views']],
		['follow_type,media_product_type', ['views']],
		['contact_button_type', ['profile_links_taps']],
	])('takes %s for the metrics that have it, and loses none of the others', (breakdown, having) => {
		expect(valueOf(read(breakdown)).metrics).toEqual(
			METRICS.map(({ name }) => (having.includes(name) ? { name, breakdown } : { name })),
		);
	});

	it.each([...NO_CHOICES, ['', 'is empty'], ['all', "holds 'all'"], ['hour', "holds 'hour'"]] as const)(
		'turns %p down, and lists what there is',
		(value, text) => {
			const { message, description } = issueOf(read(value));
			expect(message).toContain(`'Breakdown' ${text}`);
			expect(description).toContain(
				'none; follow_type; media_product_type; follow_type,media_product_type; contact_button_type',
			);
		},
	);

	it('turns a breakdown down that no chosen metric has, and names those that have it', () => {
		const { message, description } = issueOf(
			readAccountBreakdown(readerOf({ accountBreakdown: 'follow_type' }), [accountMetric('likes')]),
		);
		expect(message).toBe('None of the chosen metrics can be broken down by Followers or Not');
		expect(description).toBe("Add 'Reach' or 'Views' to 'Metrics', or set 'Breakdown' to None");
	});
});
