import { isObject, parseJson } from './json';

/** What a request is about, alone or as a part of a batch. */
export interface Asked {
	readonly kind: 'insights' | 'fields' | 'list' | 'other';
	/** Below the version, without the query. */
	readonly path: string;
	readonly query: URLSearchParams;
	/** The first part of the path. */
	readonly objectId: string;
	readonly edge: string | undefined;
	/** Names in `metric`, if the request is about insights. */
	readonly metrics: readonly string[];
	readonly fields: readonly string[];
	/** The same text for the same request, without token and proof. */
	readonly name: string;
}

/** Meta takes a comma-separated text and a JSON list. */
function names(text: string | null): string[] {
	const parsed = text?.startsWith('[') ? parseJson(text) : undefined;
	if (Array.isArray(parsed)) return parsed.map(String);
	return (text ?? '').split(',').filter((name) => name !== '');
}

/** Fields may have fields of their own: `id,owner{id}` → `id`, `owner`. */
function fieldNames(text: string | null): string[] {
	return names((text ?? '').replace(/\{[^}]*\}/g, ''));
}

/** Reads `17932174733377207/insights?metric=reach`, with or without the version in front. */
export function readAsked(address: string): Asked {
	const url = new URL(address.replace(/^\/+/, ''), 'http://stand-in/');
	const path = url.pathname.replace(/^\/(v\d+\.\d+\/)?/, '');
	const query = url.searchParams;
	const [objectId = '', edge] = path.split('/');
	const kind =
		edge === 'insights'
			? 'insights'
			: edge === 'media' || edge === 'stories' || path === 'me/accounts'
				? 'list'
				: edge === undefined && /^\d+$/.test(objectId)
					? 'fields'
					: 'other';
	const plain = new URLSearchParams(query);
	plain.delete('access_token');
	plain.delete('appsecret_proof');
	return {
		kind,
		path,
		query,
		objectId,
		edge,
		metrics: kind === 'insights' ? names(query.get('metric')) : [],
		fields: fieldNames(query.get('fields')),
		name: `${path}?${plain.toString()}`,
	};
}

/** Reads the parts of a batch from its POST. @returns `undefined` for a body that holds no batch */
export function readBatch(text: string): readonly Asked[] | undefined {
	const body = parseJson(text);
	const given = isObject(body) ? body.batch : new URLSearchParams(text).get('batch');
	const parts = typeof given === 'string' ? parseJson(given) : given;
	if (!Array.isArray(parts)) return undefined;
	return parts.map((part) =>
		readAsked(isObject(part) && typeof part.relative_url === 'string' ? part.relative_url : ''),
	);
}
