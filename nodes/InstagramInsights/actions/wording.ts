import { mediaScope, type MediaTypeName } from '../catalogue';
import { shorten } from '../graph';

/** How many names a hint lists. */
const MAX_NAMES = 8;
/** How many characters of a name a hint shows. Meta may send names of any length. */
const LONGEST_NAME = 60;

/** `reach, likes`; `reach, likes, … and 3 more` if there are many. */
export function list(names: Iterable<string>): string {
	const all = [...names];
	const shown = all.slice(0, MAX_NAMES).map((name) => shorten(name, LONGEST_NAME));
	return all.length > MAX_NAMES
		? `${shown.join(', ')} and ${String(all.length - MAX_NAMES)} more`
		: shown.join(', ');
}

/** `1 post`, `3 reels`, `2 media items`. */
export function counted(count: number, type?: MediaTypeName): string {
	const { label, plural } =
		type === undefined ? { label: 'media item', plural: 'media items' } : mediaScope(type);
	return `${String(count)} ${count === 1 ? label.toLowerCase() : plural}`;
}
