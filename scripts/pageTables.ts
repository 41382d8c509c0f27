/** The tables of README.md and docs/ that are made from the catalogue. `npm run build` writes them. */
import type * as catalogueModule from '../nodes/InstagramInsights/catalogue';
import { markdownTable, writeBetween, type Markers } from './markdown';

/** What the tables tell. It is passed in, so that a test can change a fact. */
export type Catalogue = Pick<
	typeof catalogueModule,
	| 'ACCOUNT_METRICS'
	| 'AUDIENCES'
	| 'BASIC_ACCOUNT_METRICS'
	| 'breakdown'
	| 'CALCULATED_METRICS'
	| 'DEMOGRAPHICS'
	| 'FOLLOWERS_NEEDED'
	| 'LOGINS'
	| 'MEDIA_TYPES'
	| 'METRICS'
	| 'metricsOfType'
> & {
	readonly STATUSES: readonly { readonly name: string; readonly when: string }[];
};
type Metric = Catalogue['METRICS'][number];

interface GeneratedPart {
	readonly markers: Markers;
	readonly text: (catalogue: Catalogue) => string;
}

function markersOf(name: string): Markers {
	return {
		begin: `<!-- ${name}: written by \`npm run build\` from nodes/InstagramInsights/catalogue -->`,
		end: `<!-- /${name} -->`,
	};
}

/** By the page's path from the root. */
export const GENERATED_PARTS: Readonly<Record<string, readonly GeneratedPart[]>> = {
	'README.md': [{ markers: markersOf('statuses'), text: statusTable }],
	'docs/metrics.md': [
		{ markers: markersOf('metrics'), text: metricTables },
		{ markers: markersOf('account-metrics'), text: accountTables },
	],
};

/**
 * A page with all its tables written anew.
 * @param name its path from the root
 * @throws if the page has lost its markers
 */
export function withTables(name: string, page: string, catalogue: Catalogue): string {
	const parts = GENERATED_PARTS[name];
	if (parts === undefined) throw new Error(`Nothing is written into ${name}`);
	return parts.reduce((text, part) => writeBetween(text, part.markers, part.text(catalogue)), page);
}

function code(text: string): string {
	return `\`${text}\``;
}

/** As the panel calls it, and the rows: Kind of Tap (`action_type`). */
function named({ label, name }: { readonly label: string; readonly name: string }): string {
	return `${label} (${code(name)})`;
}

function statusTable({ STATUSES }: Catalogue): string {
	return markdownTable(
		['Status', 'When'],
		STATUSES.map(({ name, when }) => [code(name), when]),
	);
}

function loginsOf({ logins }: Pick<Metric, 'logins'>, { LOGINS }: Catalogue): string {
	return logins.length === Object.keys(LOGINS).length
		? 'any'
		: logins.map((login) => LOGINS[login].label).join(', ');
}

function calculatedTable({ CALCULATED_METRICS, MEDIA_TYPES }: Catalogue): string {
	const rows = CALCULATED_METRICS.map(({ name, label, mediaTypes, isOfAccounts, calculated }) => [
		label,
		code(name),
		`100 × ${code(calculated.of)} / ${code(calculated.per)}`,
		[
			...MEDIA_TYPES.filter((type) => mediaTypes.includes(type.name)).map(({ plural }) => plural),
			...(isOfAccounts ? ['accounts'] : []),
		].join(', '),
	]);
	return [
		'### Calculated metrics',
		'Meta does not have these: this node calculates them, in percent with two decimals. It asks Meta for the two numbers in the same call. They have no row of their own if you did not choose them. If one of them is missing, the row has its status. If nobody was reached, the status is `no_data`.',
		markdownTable(['Metric', 'Name', 'Formula', 'Of'], rows),
	].join('\n\n');
}

function metricTables(catalogue: Catalogue): string {
	const ofType = catalogue.MEDIA_TYPES.map(({ name, label, basicMetrics }) => {
		const rows = catalogue
			.metricsOfType(name)
			.filter(({ retired }) => retired === undefined)
			.map((metric) => [
				`${metric.label}${basicMetrics.includes(metric.name) ? ' \\*' : ''}`,
				code(metric.name),
				metric.calculated === undefined
					? metric.description
					: `${metric.description}; calculated by this node`,
				metric.unit,
				metric.breakdown === undefined ? '' : named(catalogue.breakdown(metric.breakdown)),
				loginsOf(metric, catalogue),
			]);
		const table = markdownTable(['Metric', 'Name', 'What it counts', 'Unit', 'Breakdown', 'Login'], rows);
		return `### ${label} metrics\n\n${table}`;
	});
	const retired = catalogue.METRICS.flatMap((metric) =>
		metric.retired === undefined
			? []
			: [
					[
						code(metric.name),
						metric.retired.on,
						metric.retired.fromVersion === undefined ? 'all' : `${metric.retired.fromVersion} and later`,
						code(metric.retired.successor),
					],
				],
	);
	return [
		'Metrics with \\* are chosen in a new node.',
		...ofType,
		calculatedTable(catalogue),
		'### Retired metrics\n\nA workflow that still asks for one of these gets its successor, with a hint.',
		markdownTable(['Name', 'Retired on', 'Versions', 'Asked for instead'], retired),
	].join('\n\n');
}

type AccountMetric = Catalogue['ACCOUNT_METRICS'][number];

/** Labels have commas in them, so a semicolon stands between two. */
function breakdownsOf({ breakdowns, net, ownBreakdown }: AccountMetric, { breakdown }: Catalogue): string {
	const always = net?.breakdown ?? ownBreakdown;
	return always === undefined
		? breakdowns.map((name) => named(breakdown(name))).join('; ')
		: `always ${named(breakdown(always))}`;
}

function accountTables(catalogue: Catalogue): string {
	const { ACCOUNT_METRICS, BASIC_ACCOUNT_METRICS, AUDIENCES, DEMOGRAPHICS, FOLLOWERS_NEEDED } = catalogue;
	const rows = [...ACCOUNT_METRICS]
		.sort((a, b) => a.label.localeCompare(b.label, 'en'))
		.map((metric) => [
			`${metric.label}${BASIC_ACCOUNT_METRICS.includes(metric.name) ? ' \\*' : ''}`,
			code(metric.name),
			metric.calculated === undefined
				? metric.description
				: `${metric.description}: 100 × ${code(metric.calculated.of)} / ${code(metric.calculated.per)}`,
			breakdownsOf(metric, catalogue),
			metric.isAdditive ? 'yes' : 'no',
			metric.needsFollowers ? 'yes' : '',
		]);
	const audiences = AUDIENCES.map(({ label, name, description, needs }) => [
		label,
		code(name),
		description,
		needs,
	]);
	return [
		'### Account metrics',
		markdownTable(
			[
				'Metric',
				'Name',
				'What it counts',
				'Breakdowns',
				'Days may be added',
				`Needs ${String(FOLLOWERS_NEEDED)} followers`,
			],
			rows,
		),
		'### Audiences',
		`Each can be split by ${DEMOGRAPHICS.map(named).join(', ')}.`,
		markdownTable(['Audience', 'Name', 'Who they are', 'Needs'], audiences),
	].join('\n\n');
}
