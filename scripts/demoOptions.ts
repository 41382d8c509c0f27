/** The options of `npm run demo`. */
import { parseArgs } from 'node:util';

const EXAMPLES: readonly string[] = ['newest-media', 'media-insights'];
const TYPES: readonly string[] = ['post', 'reel', 'story', 'media'];

export const USAGE = `Usage: npm run demo -- [--example ${EXAMPLES.join('|')}]
       npm run demo -- --media ID [--type ${TYPES.join('|')}] [--metrics NAME,NAME]
INSTAGRAM_ACCESS_TOKEN (and INSTAGRAM_APP_SECRET, if the app wants it) in the environment: asks Meta.`;

export interface DemoOptions {
	/** The name of a workflow in examples/. */
	readonly example: string;
	/** One item to read in the place of the example. */
	readonly media: OneItem | undefined;
}

export interface OneItem {
	readonly id: string;
	/** A resource of the node. */
	readonly type: string;
	/** `undefined`: those that a new node has. */
	readonly metrics: readonly string[] | undefined;
}

/** The options are not understood; the message names the one that is not. */
export class UsageError extends Error {}

function read(args: readonly string[]) {
	try {
		const text = { type: 'string' } as const;
		return parseArgs({ args: [...args], options: { example: text, media: text, type: text, metrics: text } });
	} catch (thrown) {
		// Node.js names the option.
		throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
	}
}

/**
 * @param args what stands behind the script's name
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): DemoOptions {
	const { example, media, type, metrics } = read(args).values;
	if (example !== undefined && !EXAMPLES.includes(example)) {
		throw new UsageError(`--example takes ${EXAMPLES.join(' or ')}; got ${example}`);
	}
	if (type !== undefined && !TYPES.includes(type)) {
		throw new UsageError(`--type takes ${TYPES.join(', ')}; got ${type}`);
	}
	if (media === undefined) {
		const lonely = Object.entries({ type, metrics }).find(([, value]) => value !== undefined);
		if (lonely) throw new UsageError(`--${lonely[0]} goes with --media: name the item to read`);
		return { example: example ?? 'newest-media', media: undefined };
	}
	if (example !== undefined) throw new UsageError('--example and --media do not go together');
	if (!/^\d+$/.test(media)) {
		throw new UsageError(
			`--media takes an ID, which has digits only, such as 17932174733377207; got ${media}`,
		);
	}
	const names = metrics
		?.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	if (names?.length === 0) throw new UsageError('--metrics takes names, such as reach,views; got none');
	return { example: 'newest-media', media: { id: media, type: type ?? 'media', metrics: names } };
}
