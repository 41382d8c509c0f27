/** The fields of accounts that offer metrics, breakdowns and accounts, as the panel shows them. */
import { accountOfNumbersField } from '../../../nodes/InstagramInsights/parameters/account';
import { accountBreakdownField } from '../../../nodes/InstagramInsights/parameters/accountBreakdown';
import { accountMetricsField } from '../../../nodes/InstagramInsights/parameters/accountMetrics';
import { InstagramInsights } from '../../../nodes/InstagramInsights/InstagramInsights.node';
import { isShown, optionsOf, shownOptions } from './shown';

const SHOW = { resource: ['account'], operation: ['getInsights'] };
const panel = (accountMetrics: string[], authentication = 'facebookAccessToken') => ({
	authentication,
	resource: 'account',
	operation: 'getInsights',
	accountMetrics,
});

describe('The metrics of accounts in the panel', () => {
	const field = accountMetricsField(SHOW);
	const described = (value: string) => optionsOf(field).find((option) => option.value === value)?.description;

	it('are all that accounts have, by their labels', () => {
		expect(optionsOf(field).map(({ name }) => name)).toEqual([
			'Accounts Engaged',
			'Comments',
			'Engagement Rate (Calculated)',
			'Follows and Unfollows',
			'Likes',
			'New Followers',
			'Online Followers',
			'Profile Links Taps',
			'Profile Views',
			'Reach',
			'Replies',
			'Reposts',
			'Saves',
			'Shares',
			'Total Interactions',
			'Views',
			'Website Clicks',
		]);
	});

	it.each(['facebookAccessToken', 'facebookOAuth2', 'instagramAccessToken'])(
		'are the same with each login: %s',
		(authentication) => {
			const shown = shownOptions([field], panel([], authentication), 'accountMetrics');
			expect(shown).toEqual(optionsOf(field).map(({ value }) => value));
		},
	);

	it('are 7 in a new node', () => {
		expect(field.default).toEqual([
			...['reach', 'views', 'total_interactions', 'accounts_engaged'],
			...['profile_views', 'website_clicks', 'follows_and_unfollows'],
		]);
	});

	it('tell what they count, and how one is calculated', () => {
		expect(described('profile_views')).toBe('Visits to your profile');
		expect(described('engagement_rate')).toBe(
			'Total interactions for every 100 accounts reached (100 × Total Interactions / Reach), in percent',
		);
	});
});

describe('The breakdowns of accounts in the panel', () => {
	const field = accountBreakdownField(SHOW);

	it.each([
		[['views'], ['none', 'follow_type', 'media_product_type', 'follow_type,media_product_type']],
		[['reach'], ['none', 'follow_type', 'media_product_type']],
		[
			['likes', 'profile_views'],
			['none', 'media_product_type'],
		],
		[['profile_links_taps'], ['none', 'contact_button_type']],
	])('of %j are %j', (metrics, expected) => {
		expect(shownOptions([field], panel(metrics), 'accountBreakdown')).toEqual(expected);
	});

	it('are not shown if no chosen metric has any', () => {
		expect(isShown(panel(['profile_views', 'follower_count', 'engagement_rate']), field)).toBe(false);
	});
});

describe('The account in the panel', () => {
	const field = accountOfNumbersField({ resource: ['account'] });

	it('is picked from the same list as that of posts, or given by its ID', () => {
		const [list, id] = field.modes ?? [];
		expect(list).toMatchObject({
			name: 'list',
			typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
		});
		expect(id?.name).toBe('id');
		expect(field.default).toMatchObject({ mode: 'list', value: '' });
		expect(Object.keys(new InstagramInsights().methods.listSearch)).toContain('searchAccounts');
	});
});
