import { openSubscriptions } from '../../../nodes/InstagramInsights/graph';
import { AUTHENTICATIONS, connectionOf } from '../../../nodes/InstagramInsights/catalogue';

const [authentication] = AUTHENTICATIONS;

/** Lists Pages that have no end, each page of the list with a cursor of its own. */
function endlessPages() {
	let calls = 0;
	const httpRequest = () => {
		calls += 1;
		const id = String(calls);
		const body = {
			data: [{ id, name: 'Page', access_token: `token ${id}`, instagram_business_account: { id } }],
			paging: { next: 'https://graph.facebook.com/next', cursors: { after: `cursor ${id}` } },
		};
		return Promise.resolve({ statusCode: 200, body: JSON.stringify(body) });
	};
	return { helpers: { httpRequest }, count: () => calls };
}

describe('The list of Pages', () => {
	it('ends, also if Meta never ends it', async () => {
		const { helpers, count } = endlessPages();
		const subscriptions = openSubscriptions(
			helpers,
			{ accessToken: 'EAAB', appId: '1', appSecret: 'secret' },
			connectionOf(authentication),
			{
				apiVersion: 'v25.0',
				object: 'instagram',
				field: 'story_insights',
				pageField: 'feed',
				pagesPath: 'me/accounts',
				pagePath: 'me',
				accountField: 'instagram_business_account',
			},
		);
		const listed = await subscriptions.pages();
		expect(listed.ok && listed.value).toHaveLength(100);
		expect(count()).toBe(100);
	});
});
