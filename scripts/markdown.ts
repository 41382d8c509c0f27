/** What the scripts write into Markdown pages: tables, and the part of a page between two markers. */

/** Aligned as prettier does it. A `|` in a cell has to be escaped already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const lengthOf = (text: string): number => Array.from(text).length;
	const widths = header.map((_, column) =>
		Math.max(3, ...[header, ...rows].map((row) => lengthOf(row[column] ?? ''))),
	);
	const line = (row: readonly string[]): string => {
		const cells = widths.map((width, column) => {
			const text = row[column] ?? '';
			return text + ' '.repeat(width - lengthOf(text));
		});
		return `| ${cells.join(' | ')} |`;
	};
	return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** The two comments between which a script writes. */
export interface Markers {
	readonly begin: string;
	readonly end: string;
}

/**
 * The page with the given text between the markers.
 * @throws if the page has lost one of them
 */
export function writeBetween(page: string, { begin, end }: Markers, text: string): string {
	const from = page.indexOf(begin);
	const to = page.indexOf(end);
	if (from < 0 || to < from) throw new Error(`The page has lost its markers ${begin} and ${end}`);
	return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
