import { mediaScope, type MediaTypeName } from '../../../catalogue';
import type { CutShort } from '../../../graph';
import type { Listing } from '../../../insights';
import type { Selection } from '../selection';
import { counted } from '../../wording';

/** The hints about a list: why it broke off, which entries are left out, and why nothing is listed. */
export function listingHints(
	listing: Listing,
	selection: Selection,
	type: MediaTypeName | undefined,
): readonly string[] {
	const { media, failure, cutShort, withoutId, withoutType } = listing;
	const hints: string[] = [];
	const why: CutShort | undefined = failure ?? cutShort;
	if (why) {
		hints.push(
			`The list of media broke off after ${String(media.length)}: ${why.message}. ${why.description}`,
		);
	}
	if (withoutId > 0) {
		hints.push(`Meta listed ${counted(withoutId)} without an ID that can be asked for, left out here`);
	}
	if (withoutType > 0) {
		hints.push(
			`Meta did not tell the type of ${counted(withoutType)}, left out here. Set 'Resource' to Media (Any Type) to get them`,
		);
	}
	const withoutTime = hasDays(selection)
		? media.filter(({ published }) => published === undefined).length
		: 0;
	if (withoutTime > 0) {
		hints.push(
			`Meta did not tell when ${counted(withoutTime, type)} ${withoutTime === 1 ? 'was' : 'were'} published: they are here whatever the filters say`,
		);
	}
	// If all entries are without an ID, the hint above says why there are no rows.
	const isExplained = listing.listed > 0 && listing.listed <= withoutId;
	if (media.length === 0 && !why && !isExplained) hints.push(noRows(listing, selection, type));
	return hints;
}

function hasDays({ publishedAfter, publishedBefore }: Selection): boolean {
	return publishedAfter !== undefined || publishedBefore !== undefined;
}

/** Why there are no rows, although the list was read to its end. */
function noRows({ listed }: Listing, selection: Selection, type: MediaTypeName | undefined): string {
	const what = type === undefined ? 'posts, reels or stories' : mediaScope(type).plural;
	if (type === 'story' && listed === 0) {
		return `No rows: account ${selection.accountId} has no live story. Instagram lists a story for 24 hours only`;
	}
	if (listed === 0) return `No rows: account ${selection.accountId} has no ${what}`;
	return hasDays(selection)
		? `No rows: none of the ${counted(listed)} that Meta listed fits 'Resource' and the filters`
		: `No rows: none of the ${counted(listed)} that Meta listed is one of the ${what}`;
}
