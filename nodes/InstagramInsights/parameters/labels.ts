/**
 * How the panel labels the parameters. A check names a parameter by its label, so field and check both read it here. The
 * labels of single options and filters are in options.ts and filters.ts. Whole sentences elsewhere, such as hints and
 * `graph/failures/words.ts`, spell the label out: if you change a label, search for it in quotes.
 */
export const LABELS = {
	account: 'Account',
	accountNames: 'Account Names or IDs',
	accounts: 'Accounts',
	ages: 'Ages',
	appSubscription: 'Subscription of the App',
	audience: 'Audience',
	authentication: 'Authentication',
	breakdown: 'Breakdown',
	demographics: 'Demographics',
	event: 'Event',
	filters: 'Filters',
	interval: 'Interval',
	lastCall: 'Last Call',
	limit: 'Limit',
	media: 'Media',
	metrics: 'Metrics',
	operation: 'Operation',
	options: 'Options',
	output: 'Output',
	period: 'Period',
	resource: 'Resource',
	returnAll: 'Return All',
	simplify: 'Simplify',
	since: 'Since',
	storyAges: 'Story Ages',
	timeframe: 'Time Frame',
	until: 'Until',
	verifyToken: 'Verify Token',
} as const;
