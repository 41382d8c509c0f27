import { edgesOf, MEDIA_EDGES, MEDIA_TYPES, type MediaEdge, type MediaTypeName } from '../../catalogue';
import { groupBy, pages, type CutShort, type GraphClient } from '../../graph';
import { listRequest, readEntries, type ListedMedia, type ListingSource } from './listing';
import { UNRESOLVED, type Link, type LocatedLink, type ResolvedMedia } from './locator';

/**
 * The reason if a link was not found, and the list has entries that cannot be read. The link may be that of such an
 * entry, so nobody can say that the account does not have it.
 */
const NOT_READ_AS_A_WHOLE: CutShort = {
	message: "Meta's list of media could not be read as a whole: it has entries without an ID",
	description: 'The link may be that of one of them. Run the workflow again in a few minutes',
};
/**
 * How many pages in a row may lack the fields that tell a link, because Meta refused them. The node stops asking for a
 * field after two refusals, so further pages cannot show the link.
 */
const MAX_BLIND_PAGES = 2;

/** Which account is searched, and with which fields. */
type LinkSource = Omit<ListingSource, 'type'>;

/** Why a link was not found. */
type Reason = Partial<Pick<ResolvedMedia, 'failure' | 'cutShort'>>;

/** The type that the end of a link tells, if that is a number and no shortcode. */
function typeOfCode({ code }: Link): MediaTypeName | undefined {
	return MEDIA_TYPES.find(({ link }) => link.code?.test(code))?.name;
}

/** Whether a list may hold what is behind a link. The type that the link shows comes before the chosen one. */
function mayBeIn(edge: MediaEdge, link: Link, chosenType: MediaTypeName | undefined): boolean {
	const type = typeOfCode(link) ?? chosenType;
	return type === undefined || edgesOf([type]).includes(edge);
}

/** The fields by which a link is recognized. */
function codeFields(link: Link): readonly string[] {
	return typeOfCode(link) === undefined ? ['shortcode', 'permalink'] : ['permalink'];
}

/** The lists in the order in which they are read: first the list of a type that a link tells, then the longer one. */
function readingOrder(links: readonly Link[]): readonly MediaEdge[] {
	const ofLinks = edgesOf(links.flatMap((link) => typeOfCode(link) ?? []));
	return [...new Set([...ofLinks, ...[...MEDIA_EDGES].reverse()])];
}

/** How many characters of a link are read. Instagram's links have some 60. */
const LONGEST_LINK = 1_000;

/** The ends of links that stand for this entry. Meta gives no way from a link to its item but the list. */
function codesOf({ fields }: ListedMedia): readonly string[] {
	const link = typeof fields.permalink === 'string' ? fields.permalink.slice(0, LONGEST_LINK) : '';
	const [path = ''] = link.split(/[?#]/);
	const lastPart = path
		.split('/')
		.filter((part) => part !== '')
		.at(-1);
	return [fields.shortcode, lastPart].filter((code) => typeof code === 'string');
}

/** The search for links in the lists of one account. */
class LinkSearch {
	private readonly resolved = new Map<Link, ResolvedMedia>();
	/** The links that no list has shown yet, by the code at their end. */
	private readonly open: Map<string, Link[]>;

	constructor(
		private readonly client: GraphClient,
		private readonly source: LinkSource,
		private readonly links: readonly Link[],
		private readonly type: MediaTypeName | undefined,
	) {
		this.open = groupBy(links, ({ code }) => code);
	}

	/** @returns what was found, or why not; nothing for a link that is not there */
	async run(): Promise<ReadonlyMap<Link, ResolvedMedia>> {
		for (const edge of readingOrder(this.links)) {
			if (this.openIn(edge).length > 0) await this.searchList(edge);
		}
		return this.resolved;
	}

	/** Reads a list until it has nothing more to tell. */
	private async searchList(edge: MediaEdge): Promise<void> {
		let blindPages = 0;
		let isReadAsAWhole = true;
		for await (const page of pages(this.client, listRequest(edge, this.source))) {
			if (!page.ok) {
				this.noteReason(this.openIn(edge), { failure: page.failure });
				break;
			}
			const { refused, cutShort } = page;
			const hidden = this.hiddenIn(edge, refused);
			this.noteReason(hidden, { failure: refused.get('permalink') });
			blindPages = hidden.length === this.openIn(edge).length ? blindPages + 1 : 0;
			if (blindPages >= MAX_BLIND_PAGES) break;
			const entries = readEntries(page, edge);
			if (entries.includes(undefined)) isReadAsAWhole = false;
			for (const media of entries) if (media) this.take(media, refused);
			if (this.openIn(edge).length === 0) break;
			if (cutShort) this.noteReason(this.openIn(edge), { cutShort });
		}
		if (!isReadAsAWhole) this.noteReason(this.openIn(edge), { cutShort: NOT_READ_AS_A_WHOLE });
	}

	/** The open links that may be in a list. */
	private openIn(edge: MediaEdge): readonly Link[] {
		return [...this.open.values()].flat().filter((link) => mayBeIn(edge, link, this.type));
	}

	/** The open links that a page cannot show, because it lacks the fields that tell them. They may still be there. */
	private hiddenIn(edge: MediaEdge, refused: ResolvedMedia['missingFields']): readonly Link[] {
		return this.openIn(edge).filter((link) => codeFields(link).every((name) => refused.has(name)));
	}

	/** Says why links were not found. The first reason counts. */
	private noteReason(links: readonly Link[], reason: Reason): void {
		for (const link of links) {
			if (!this.resolved.has(link)) this.resolved.set(link, { ...UNRESOLVED, ...reason });
		}
	}

	/** Resolves the open links that stand for an entry of a list. The entry replaces a reason that was noted before. */
	private take(media: ListedMedia, missingFields: ResolvedMedia['missingFields']): void {
		const { id: mediaId, type, fields } = media;
		for (const code of codesOf(media)) {
			for (const link of this.open.get(code) ?? []) {
				this.resolved.set(link, { ...UNRESOLVED, mediaId, type, fields, missingFields });
			}
			this.open.delete(code);
		}
	}
}

/**
 * Searches the lists of one account for links.
 * @param located links of one account, to be read with one version and one timeout
 * @param type the type that is asked for; `undefined` for any
 * @returns what was found, or why not; nothing for a link that is not there
 */
export async function searchAccount(
	client: GraphClient,
	located: readonly LocatedLink[],
	type: MediaTypeName | undefined,
): Promise<ReadonlyMap<Link, ResolvedMedia>> {
	const [first] = located;
	if (!first) return new Map();
	const source: LinkSource = {
		...first.query,
		accountId: first.locator.accountId,
		fields: [...new Set(['shortcode', ...located.flatMap(({ query }) => query.fields)])],
	};
	const links = located.map(({ locator }) => locator);
	return await new LinkSearch(client, source, links, type).run();
}
