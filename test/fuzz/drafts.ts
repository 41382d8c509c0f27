import type { Json } from './json';
import { JSON_FORMS, type Secrets } from './secrets';

/** How an answer travels to the client. `short`: the connection ends before the announced length has come. */
export type Transport = 'send' | 'drop' | 'hang' | 'drip' | 'short';

/** An answer that may still be changed. */
export interface Draft {
	status: number;
	headers: Record<string, string>;
	/** Sent as JSON, unless there is a text. */
	body: Json;
	text: string | undefined;
	transport: Transport;
	/** Names of the mutations that were applied, for the transcript. */
	readonly marks: string[];
}

export function draft(status: number, body: Json): Draft {
	return { status, headers: {}, body, text: undefined, transport: 'send', marks: [] };
}

/** Stands in a body for a secret in one of its forms, because a form is a matter of the text and not of the JSON. */
export function placeholder(secret: 'token' | 'renewed' | 'app', form: number): string {
	return `@@${secret}${String(form % JSON_FORMS.length)}@@`;
}

const PLACEHOLDER = /@@(token|renewed|app)(\d+)@@/g;

export function fillIn(text: string, { accessToken, renewedToken, appSecret }: Secrets): string {
	if (!text.includes('@@')) return text;
	return text.replace(PLACEHOLDER, (_all, which: string, form: string) => {
		const write = JSON_FORMS[Number(form)] ?? String;
		if (which === 'renewed') return write(renewedToken);
		return write(which === 'app' && appSecret !== '' ? appSecret : accessToken);
	});
}

/** The text that goes over the wire. */
export function textOf({ body, text }: Draft, secrets: Secrets): string {
	return fillIn(text ?? JSON.stringify(body), secrets);
}
