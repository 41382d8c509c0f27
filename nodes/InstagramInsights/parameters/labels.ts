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
	authentication: 'Authentication',
	breakdown: 'Breakdown',
	event: 'Event',
	filters: 'Filters',
	lastCall: 'Last Call',
	limit: 'Limit',
	media: 'Media',
	metrics: 'Metrics',
	operation: 'Operation',
	options: 'Options',
	output: 'Output',
	resource: 'Resource',
	returnAll: 'Return All',
	simplify: 'Simplify',
	storyAges: 'Story Ages',
	verifyToken: 'Verify Token',
} as const;
