/**
 * How the panel labels the parameters. Messages name a parameter by its label, so field and message both read it here.
 * The labels of single options and filters stand in options.ts and filters.ts.
 */
export const LABELS = {
	account: 'Account',
	authentication: 'Authentication',
	breakdown: 'Breakdown',
	filters: 'Filters',
	limit: 'Limit',
	media: 'Media',
	metrics: 'Metrics',
	options: 'Options',
	output: 'Output',
	resource: 'Resource',
	returnAll: 'Return All',
	simplify: 'Simplify',
} as const;
