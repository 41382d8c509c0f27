import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { DEFAULT_API_VERSION, mediaScope, type MediaScope } from '../../catalogue';
import { askPage } from '../../graph';
import { checkAccountId, listFailure, listRequest, readMedia, type ListedMedia } from '../../insights';
import { refused, text } from './answers';
import { listClient, TIMEOUT_MS } from './client';

/** Pages without anything that fits are skipped, but not for longer than somebody waits in front of a list. */
const MOST_PAGES_A_CALL = 10;
/** Long enough to know a caption by. */
const CAPTION_LENGTH = 50;

/** `Caption's first words… (2026-11-20)`, and `(reel, 2026-11-20)` in a list of several types. */
function labelOf({ id, type, published, fields }: ListedMedia, { types }: MediaScope): string {
	const words = text(fields.caption).replace(/\s+/g, ' ').trim();
	const short = words.length > CAPTION_LENGTH ? `${words.slice(0, CAPTION_LENGTH).trimEnd()}…` : words;
	const facts = [types.length > 1 ? type : undefined, published?.toISOString().slice(0, 10)].filter(
		(fact) => fact !== undefined,
	);
	return `${short === '' ? id : short}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}

type Edge = Parameters<typeof listRequest>[0];

/** Where a list goes on. */
interface Place {
	readonly edge: Edge;
	/** How many media a page may hold, as far as Meta has shown; `undefined` before the first one. */
	readonly size: number | undefined;
	/** Meta's cursor; `undefined` at the beginning of the list. */
	readonly after: string | undefined;
}

/** `media:50:QVFI…` */
function toToken({ edge, size, after }: Place): string {
	return [edge, size ?? '', after ?? ''].join(':');
}

function readToken(token: string | undefined): Place | undefined {
	const [, edge, size = '', cursor] = /^(media|stories):(\d*):(.*)$/s.exec(token ?? '') ?? [];
	if (edge === undefined) return undefined;
	return {
		edge: edge === 'stories' ? 'stories' : 'media',
		size: size === '' ? undefined : Number(size),
		after: cursor === '' ? undefined : cursor,
	};
}

/** The account that the panel shows, which may also be typed or come from an expression. */
function chosenAccount(context: ILoadOptionsFunctions): string {
	const chosen: unknown = context.getNodeParameter('accountId', '', { extractValue: true });
	if (chosen === '') {
		throw new NodeOperationError(
			context.getNode(),
			"Choose an 'Account' first, its media are listed here then",
		);
	}
	const account = checkAccountId(chosen);
	if (!account.ok) throw refused(context, account.objection);
	return account.accountId;
}

/**
 * The account's media of the resource's type, newest first, a page of Meta's list for each call: n8n asks for the
 * next with the token. A search goes on through the list until a page has something that fits.
 */
export async function searchMedia(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const accountId = chosenAccount(this);
	const scope = mediaScope(text(this.getNodeParameter('resource', 'post')));
	const edges: readonly Edge[] = scope.types.every((type) => type === 'story')
		? ['stories']
		: scope.types.includes('story')
			? ['stories', 'media']
			: ['media'];
	const wanted = filter?.trim().toLowerCase() ?? '';
	const fits = ({ id, fields }: ListedMedia) =>
		id === wanted || text(fields.caption).toLowerCase().includes(wanted);
	const graph = await listClient(this);

	let place: Place = readToken(paginationToken) ?? {
		edge: edges[0] ?? 'media',
		size: undefined,
		after: undefined,
	};
	let seen = 0;
	for (let turned = 1; ; turned++) {
		const request = listRequest(place.edge, {
			accountId,
			fields: ['caption'],
			apiVersion: DEFAULT_API_VERSION,
			timeoutMs: TIMEOUT_MS,
		});
		const { page, size } = await askPage(graph, request, place.after, place.size);
		if (!page.ok) throw refused(this, listFailure(page.failure, accountId));
		seen += page.entries.length;
		const results = page.entries
			.flatMap((entry) => readMedia(entry) ?? [])
			.filter((media) => scope.types.includes(media.type) && fits(media))
			.map((media): INodeListSearchItems => {
				const url = text(media.fields.permalink);
				return { name: labelOf(media, scope), value: media.id, ...(url === '' ? {} : { url }) };
			});
		const nextEdge = edges[edges.indexOf(place.edge) + 1];
		if (page.after !== undefined) place = { edge: place.edge, size, after: page.after };
		else if (nextEdge !== undefined) place = { edge: nextEdge, size, after: undefined };
		else if (page.cutShort !== undefined && results.length === 0 && paginationToken === undefined) {
			throw refused(this, page.cutShort);
		} else if (seen === 0 && edges.at(-1) === 'stories') {
			throw new NodeOperationError(this.getNode(), 'This account has no story of the last 24 hours');
		} else return { results };
		if (results.length === 0 && turned === MOST_PAGES_A_CALL && paginationToken === undefined) {
			// n8n would say that there is nothing at all, and ask no further.
			throw new NodeOperationError(
				this.getNode(),
				`Nothing that fits is among the newest ${String(seen)} media; name it by its link or its ID instead`,
			);
		}
		if (results.length > 0 || turned === MOST_PAGES_A_CALL) {
			return { results, paginationToken: toToken(place) };
		}
	}
}
