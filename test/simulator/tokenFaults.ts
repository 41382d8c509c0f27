import { type ErrorAnswer, graphError } from './answers';
import { sessionTime } from './clock';

/**
 * The refusals of the token endpoints. They are not among FAULTS, which are those of insights. Each wording that was
 * not written down by Meta is general knowledge, unless a comment says that it is made up.
 */
export const TOKEN_FAULTS = {
	/** 190/463. Meta, error handling page; the sentence was seen in December 2025. */
	expiredAt: (expiresAt: Date, now: Date): ErrorAnswer =>
		graphError(
			190,
			`Error validating access token: Session has expired on ${sessionTime(expiresAt)}. ` +
				`The current time is ${sessionTime(now)}.`,
			{ subcode: 463 },
		),
	tokenOfOtherApp: (appId: string): ErrorAnswer =>
		graphError(
			190,
			`Error validating access token: The access token does not belong to application ${appId}.`,
		),
	clientIdMissing: (): ErrorAnswer => graphError(101, 'Missing client_id parameter.'),
	clientSecretMissing: (): ErrorAnswer => graphError(1, 'Missing client_secret parameter.'),
	redirectMissing: (): ErrorAnswer => graphError(191, 'Missing redirect_uri parameter.'),
	clientSecretWrong: (): ErrorAnswer => graphError(1, 'Error validating client secret.'),
	exchangeTokenMissing: (): ErrorAnswer => graphError(1, 'fb_exchange_token parameter not specified'),
	/** Made up. */
	grantUnknown: (grant: string): ErrorAnswer => graphError(1, `Invalid grant_type parameter: ${grant}`),
	codeMissing: (): ErrorAnswer => graphError(100, 'Missing authorization code'),
	codeUnknown: (): ErrorAnswer => graphError(100, 'Invalid verification code format.'),
	codeExpired: (): ErrorAnswer => graphError(100, 'This authorization code has expired.', { subcode: 36007 }),
	codeUsed: (): ErrorAnswer => graphError(100, 'This authorization code has been used.', { subcode: 36009 }),
	redirectDiffers: (): ErrorAnswer =>
		graphError(
			100,
			'Error validating verification code. Please make sure your redirect_uri is identical to the one you used ' +
				'in the OAuth dialog request',
			{ subcode: 36008 },
		),
	inputTokenMissing: (): ErrorAnswer => graphError(100, '(#100) The parameter input_token is required.'),
	/** debug_token, for a caller who is neither the app nor the user. */
	notTheAppOfToken: (): ErrorAnswer =>
		graphError(
			100,
			'(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
		),
	inputOfOtherApp: (): ErrorAnswer =>
		graphError(100, '(#100) The App_id in the input_token did not match the Viewing App'),
	appTokenInvalid: (): ErrorAnswer => graphError(190, 'Invalid OAuth access token signature.'),
	/**
	 * 452. graph.instagram.com, for a token that is long-lived already, e.g. one of the app dashboard. Only the first
	 * sentence was seen (2026).
	 */
	sessionKeyInvalid: (): ErrorAnswer =>
		graphError(
			452,
			'Session key invalid. This could be because the session key has an incorrect format, or because the user ' +
				'has revoked this session',
		),
	/** The rule is Meta's (Instagram business login page); code and sentence are made up. */
	tooYoungToRefresh: (): ErrorAnswer =>
		graphError(100, 'The access token must be at least 24 hours old before it can be refreshed'),
} as const;
