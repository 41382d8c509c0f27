const BEGIN = '<!-- metrics: written by `npm run build` from nodes/InstagramInsights/catalogue -->';
const END = '<!-- /metrics -->';

const LOGIN_TEXT = (catalogue, metric) =>
	metric.logins.length === Object.keys(catalogue.LOGINS).length
		? 'any'
		: metric.logins.map((login) => catalogue.LOGINS[login].label).join(', ');

function table(header, rows) {
	const all = [header, ...rows];
	const widths = header.map((_, column) => Math.max(3, ...all.map((row) => [...row[column]].length)));
	const line = (row) =>
		`| ${row.map((cell, i) => cell + ' '.repeat(widths[i] - [...cell].length)).join(' | ')} |`;
	return [
		line(header),
		`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
		...rows.map(line),
	].join('\n');
}

function metricTables(catalogue) {
	const sections = catalogue.MEDIA_TYPES.map((type) => {
		const rows = catalogue
			.metricsOfType(type.name)
			.filter((metric) => metric.retired === undefined)
			.map((metric) => [
				`${metric.label}${type.basicMetrics.includes(metric.name) ? ' \\*' : ''}`,
				`\`${metric.name}\``,
				metric.description,
				metric.unit,
				metric.breakdown ? `\`${metric.breakdown}\`` : '',
				LOGIN_TEXT(catalogue, metric),
			]);
		return `#### ${type.label} metrics\n\n${table(
			['Metric', 'Name', 'What it counts', 'Unit', 'Breakdown', 'Login'],
			rows,
		)}`;
	});
	const retired = catalogue.METRICS.filter((metric) => metric.retired).map((metric) => [
		`\`${metric.name}\``,
		metric.retired.on,
		metric.retired.fromVersion ? `${metric.retired.fromVersion} and later` : 'all',
		`\`${metric.retired.successor}\``,
	]);
	return [
		'Metrics with \\* are chosen in a new node.',
		...sections,
		'#### Retired metrics\n\nA workflow that still asks for one of these gets its successor, with a hint.',
		table(['Name', 'Retired on', 'Versions', 'Asked for instead'], retired),
	].join('\n\n');
}

/** The README with the tables between its two markers written anew from the catalogue. */
function withMetricTables(readme, catalogue) {
	const begin = readme.indexOf(BEGIN);
	const end = readme.indexOf(END);
	if (begin < 0 || end < begin) throw new Error('README.md has lost the markers of the metric tables');
	return `${readme.slice(0, begin + BEGIN.length)}\n\n${metricTables(catalogue)}\n\n${readme.slice(end)}`;
}

module.exports = { withMetricTables };
