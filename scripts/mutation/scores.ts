/** The scores of mutation testing as a table, made from Stryker's report. */
import { markdownTable, writeBetween } from '../markdown';

/** Of Stryker's report (mutation-testing-report-schema), as far as it is needed. */
export interface Report {
	readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

interface Counts {
	readonly killed: number;
	readonly timeout: number;
	readonly survived: number;
	readonly notReached: number;
}

const MARKERS = { begin: '<!-- mutation: written by `npm run mutate` -->', end: '<!-- /mutation -->' };
/** The folder whose folders have a line each. */
const TOP = 'nodes/InstagramInsights/';

function countsOf(mutants: readonly { readonly status: string }[]): Counts {
	const count = (name: string): number => mutants.filter(({ status }) => status === name).length;
	return {
		killed: count('Killed'),
		timeout: count('Timeout'),
		survived: count('Survived'),
		notReached: count('NoCoverage'),
	};
}

/** In percent; a mutant that ends in a timeout is noticed as well. What is ignored does not count. */
function scoreOf({ killed, timeout, survived, notReached }: Counts): string {
	const all = killed + timeout + survived + notReached;
	return all === 0 ? '' : ((100 * (killed + timeout)) / all).toFixed(1);
}

/** For each folder a line with its sum, then its files. */
export function scoreTable({ files }: Report): string {
	const names = Object.keys(files).sort();
	const folderOf = (name: string): string => name.replace(TOP, '').split('/')[0] ?? '';
	const mutantsOf = (name: string) => files[name]?.mutants ?? [];
	const row = (title: string, mutants: readonly { readonly status: string }[]): string[] => {
		const counts = countsOf(mutants);
		const { killed, timeout, survived, notReached } = counts;
		return [title, scoreOf(counts), ...[killed, timeout, survived, notReached].map(String)];
	};
	const rows = [...new Set(names.map(folderOf))].flatMap((folder) => {
		const own = names.filter((name) => folderOf(name) === folder);
		return [
			row(`**${folder}/**`, own.flatMap(mutantsOf)),
			...own.map((name) => row(`\`${name.replace(TOP, '')}\``, mutantsOf(name))),
		];
	});
	return markdownTable(['File', 'Score', 'Killed', 'Timeout', 'Survived', 'Not reached'], rows);
}

/** The page with the table between its markers. */
export function withScores(page: string, report: Report): string {
	return writeBetween(page, MARKERS, scoreTable(report));
}
