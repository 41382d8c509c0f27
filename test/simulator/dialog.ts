import { type TextAnswer } from './answers';
import { findApp } from './apps';
import { OTHER_SCOPES, SCOPES } from './scopes';
import { type TokenCall } from './tokenCall';

const KNOWN_SCOPES = new Set([...SCOPES.facebook, ...OTHER_SCOPES]);

interface Asked {
	readonly clientId: string;
	readonly appName: string;
	readonly redirect: URL;
	/** As it was sent, since the code exchange compares it. */
	readonly redirectUri: string;
	readonly state: string;
	readonly scopes: readonly string[];
	readonly configId: string;
}

/**
 * Meta, manual login flow: the dialog of www.facebook.com, on the simulator's own port. Its words are made up, but for
 * the parameters of the redirects. The two links lead back here with a `decision`.
 */
export function answerDialog(call: TokenCall): TextAnswer {
	const asked = askedOf(call.parameters);
	if (typeof asked === 'string')
		return page(400, 'Something is wrong with this link', `<p>${escaped(asked)}</p>`);
	switch (call.parameters.get('decision')) {
		case null:
			return page(200, `${asked.appName} asks for your permission`, choices(asked, call));
		case 'continue':
			return redirect(asked, { code: codeFor(asked, call), state: asked.state });
		default:
			return redirect(asked, {
				error: 'access_denied',
				error_code: '200',
				error_description: 'Permissions error',
				error_reason: 'user_denied',
				state: asked.state,
			});
	}
}

/** @returns what is wrong with the parameters, as a sentence */
function askedOf(parameters: URLSearchParams): Asked | string {
	const get = (name: string): string => parameters.get(name) ?? '';
	const app = findApp('facebook', get('client_id'));
	if (app === undefined) return 'Invalid App ID: The provided app ID does not look like a valid app ID.';
	const redirectUri = get('redirect_uri');
	if (redirectUri === '') return 'The parameter redirect_uri is required.';
	if (!URL.canParse(redirectUri) || !/^https?:/.test(redirectUri)) {
		return 'The domain of redirect_uri is not included in the domains of the app.';
	}
	const type = parameters.get('response_type') ?? 'code';
	if (type !== 'code') return `The simulator knows no response_type ${type}.`;
	// Meta asks for it only in its advice, but without it a login cannot be told from a forged one.
	if (get('state') === '') return 'The parameter state is required.';
	const configId = get('config_id');
	const scopes = get('scope')
		.split(/[\s,]+/)
		.filter((scope) => scope !== '');
	if (configId === '' && scopes.length === 0) return 'Neither scope nor config_id is given.';
	const unknown = scopes.filter((scope) => !KNOWN_SCOPES.has(scope));
	if (unknown.length > 0) return `Invalid Scopes: ${unknown.join(', ')}.`;
	return {
		clientId: app.id,
		appName: app.name,
		redirect: new URL(redirectUri),
		redirectUri,
		state: get('state'),
		scopes,
		configId,
	};
}

/** Meta, Facebook Login for Business: a configuration holds the permissions, which come in the place of `scope`. */
function codeFor(asked: Asked, { codes, behaviour }: TokenCall): string {
	const scopes = asked.configId === '' ? asked.scopes : SCOPES.facebook;
	const isDeclined = (scope: string): boolean => behaviour.declinedScopes.includes(scope);
	return codes.issue({
		clientId: asked.clientId,
		redirectUri: asked.redirectUri,
		// General knowledge: everybody gives this one.
		scopes: [...new Set([...scopes.filter((scope) => !isDeclined(scope)), 'public_profile'])],
		declined: scopes.filter(isDeclined),
	});
}

function choices({ scopes, configId }: Asked, { pathname, parameters }: TokenCall): string {
	const link = (decision: string, words: string): string => {
		const query = new URLSearchParams([...parameters, ['decision', decision]]);
		const href = escaped(`${pathname}?${query.toString()}`);
		return `<p><a id="${decision}" role="button" href="${href}">${words}</a></p>`;
	};
	const shown = configId === '' ? scopes : [`config_id ${configId}`];
	const list = shown.map((scope) => `<li>${escaped(scope)}</li>`).join('');
	return `<ul>${list}</ul>${link('continue', 'Continue')}${link('cancel', 'Cancel')}`;
}

/** General knowledge: Meta adds an empty fragment, which never reaches the server behind the address. */
function redirect({ redirect: to }: Asked, parameters: Readonly<Record<string, string>>): TextAnswer {
	const location = new URL(to);
	for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
	location.hash = '_=_';
	return { status: 302, text: '', headers: { location: location.href } };
}

function page(status: number, title: string, content: string): TextAnswer {
	const head = `<head><meta charset="utf-8"><title>${escaped(title)}</title></head>`;
	return {
		status,
		text: `<!DOCTYPE html><html lang="en">${head}<body><h1>${escaped(title)}</h1>${content}</body></html>`,
	};
}

function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
