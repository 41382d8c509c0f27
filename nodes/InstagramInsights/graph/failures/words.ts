import type { GraphLogin } from '../login';
import type { Subject } from '../subject';
import type { FailureName } from './rules';

/** How much of Meta's own sentence a description quotes, in characters. More of it tells people nothing new. */
const LONGEST_QUOTE = 300;

interface Words {
	readonly message: string;
	readonly description: string;
}

/** What the words of a failure are made of. */
interface Names {
	/** How a sentence names the subject: `post 179…`, or `this post` without the ID. */
	readonly it: string;
	/** `media item 179…`: the subject is not there, so nobody knows its type. `undefined` without the ID. */
	readonly exact: string | undefined;
	readonly subject: Subject;
	readonly login: GraphLogin;
}

/** How a sentence calls each kind of subject if it does not know more. */
const GENERAL_NOUNS: Readonly<Record<Subject['kind'], string>> = {
	media: 'media item',
	account: 'account',
	accounts: 'list of accounts',
	credential: 'credential',
};

function nounOf(subject: Subject): string {
	const noun = subject.kind === 'media' ? subject.noun : undefined;
	return noun ?? GENERAL_NOUNS[subject.kind];
}

function withId(subject: Subject): Pick<Names, 'it' | 'exact'> {
	if (!('id' in subject)) return withoutId(subject);
	return { it: `${nounOf(subject)} ${subject.id}`, exact: `${GENERAL_NOUNS[subject.kind]} ${subject.id}` };
}

function withoutId(subject: Subject): Pick<Names, 'it' | 'exact'> {
	return { it: `this ${nounOf(subject)}`, exact: undefined };
}

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function list(names: readonly string[]): string {
	const beforeLast = names.slice(0, -1).join(', ');
	return [beforeLast, ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

const RATE_LIMIT_ADVICE =
	'Meta counts calls over the last hour or day. Wait until it lets calls through again, ask for fewer posts, accounts or days at a time, or run the workflow less often';
const WAIT_ADVICE = 'This usually passes by itself. Run the workflow again in a few minutes';

function permissionAdvice({ permissions, businessPermissions, withPermissions }: GraphLogin): string {
	const also =
		businessPermissions.length > 0
			? `; if the role on the Page came through Business Manager also ${list(businessPermissions)}`
			: '';
	return `${withPermissions} ${list(permissions)}${also}`;
}

/** Adds what Meta says, if it says anything. */
function withQuote(description: string, quote: string): string {
	return quote === '' ? description : `${description}. Meta says: "${quote}"`;
}

function notFoundAdvice({ subject, login }: Names): string {
	switch (subject.kind) {
		case 'media':
			return "Check the 'Media' parameter. It may be deleted, a story older than 24 hours, the ID of something else, or belong to an account that this token cannot read";
		case 'account':
			return `Choose the 'Account' from the list. It must be ${login.readableAccount}`;
		default:
			return 'Check the access token';
	}
}

/** For each rule the two sentences for people: what happened, and how to get unstuck. */
const WORDS: Readonly<Record<FailureName, (names: Names) => Words>> = {
	notCrossposted: ({ it }) => ({
		message: `${capital(it)} was not shared to Facebook, so it has no views there`,
		description: 'Leave the Facebook metrics out for what is on Instagram only',
	}),
	metricUnsupported: ({ it, subject }) => ({
		message: `Instagram does not have this metric for ${it}`,
		description:
			subject.kind === 'media' ? 'Choose metrics that this type of media has' : 'Choose other metrics',
	}),
	metricGone: ({ it }) => ({
		message: `Meta has retired this metric for ${it}`,
		description: 'Choose another metric',
	}),
	metricUnknown: () => ({
		message: 'Meta does not know this metric any more',
		description: 'Choose another metric, or an older API version under Options',
	}),
	breakdownIncompatible: ({ it }) => ({
		message: `Instagram does not break this metric down for ${it}`,
		description: "Set 'Breakdown' to None to get the total of the metric",
	}),
	storyEnded: ({ it }) => ({
		message: `Instagram has no insights of ${it} any more`,
		description:
			'Meta keeps the insights of a story for 24 hours only. Read them while the story is live, for example every hour',
	}),
	noInsights: ({ it, subject }) => ({
		message: `Meta has no insights for ${it}`,
		description:
			subject.kind === 'media'
				? "Check the 'Media' parameter: the ID may be of something else than a post, a reel or a story, such as a comment or an account"
				: "Choose the 'Account' from the list: the ID may be of something else than a professional account, such as a post or a user",
	}),
	fieldUnknown: ({ it }) => ({
		message: `Meta does not give this field for ${it}`,
		description: 'Leave the field out of those that are chosen under Options',
	}),
	notEnoughViewers: ({ it, subject }) => ({
		message: `Too few people have seen ${it} for Meta to show its numbers`,
		description:
			subject.kind === 'media' && subject.noun === 'story'
				? 'Meta shows the insights of a story once at least 5 people have seen it. Ask again later'
				: 'Meta shows these numbers once enough people have seen it. Ask again later',
	}),
	postedBeforeConversion: ({ it }) => ({
		message: `${capital(it)} was posted before the account became a professional account`,
		description: 'Meta has no insights for what was posted before that day',
	}),
	albumChild: ({ it }) => ({
		message: `${capital(it)} is a part of an album, and Meta has insights for the whole album only`,
		description: 'Use the ID of the album itself',
	}),
	notFound: (names) => ({
		message:
			names.exact === undefined
				? `Instagram does not show this ${GENERAL_NOUNS[names.subject.kind]} to this access token`
				: `Instagram shows no ${names.exact} to this access token`,
		description: notFoundAdvice(names),
	}),
	appUnusable: ({ login }) => ({
		message: 'Meta does not know the app of this access token, or has taken it out of service',
		description: `See at developers.facebook.com whether the app is still there and active. If it is not, use another one. ${login.newToken}`,
	}),
	appRemoved: ({ login }) => ({
		message: `The app is no longer connected to the ${login.user.network} user of this access token`,
		description: `Log in with the app again and grant its permissions. ${login.newToken}`,
	}),
	securityCheck: ({ login }) => ({
		message: `${login.user.network} asks the user of this access token to confirm a security check`,
		description: `Log in at ${login.user.site} as that user, follow the steps shown there, then run the workflow again`,
	}),
	passwordChanged: ({ login }) => ({
		message: `The access token ended because the ${login.user.network} password was changed`,
		description: login.newToken,
	}),
	tokenExpired: ({ login }) => ({
		message: 'The access token has expired',
		description: `${login.ifExpired}. ${login.newToken}`,
	}),
	userUnconfirmed: ({ login }) => ({
		message: `The ${login.user.network} user of this access token is not confirmed`,
		description: `Log in at ${login.user.site} as that user, confirm the account, then run the workflow again`,
	}),
	tokenInvalid: ({ login }) => ({
		message: 'The access token is no longer valid',
		description: login.newToken,
	}),
	roleLost: ({ login }) => ({
		message: `The ${login.user.network} user of this access token has no ${login.user.role} any more`,
		description: `${login.user.roleAdvice}. ${login.newToken}`,
	}),
	tokenRefused: ({ login }) => ({
		message: 'Meta does not accept the access token',
		description: `${login.newToken}. If Meta asks for a step at ${login.user.site}, take it first`,
	}),
	sessionEnded: ({ login }) => ({
		message: 'The login session behind the access token has ended',
		description: login.newToken,
	}),
	proofMissing: ({ login }) => ({
		message: `The app wants its '${login.appSecretLabel}' with each call, and the credential holds none`,
		description: `Copy the app secret from ${login.appSecretPlace} into the credential`,
	}),
	proofRefused: ({ login }) => ({
		message: `Meta does not accept the '${login.appSecretLabel}' of the credential`,
		description: `Copy the app secret from ${login.appSecretPlace} again. It must be of the app that the access token was made with`,
	}),
	rateLimited: () => ({
		message: 'Meta takes no more calls from this app or for this account for now',
		description: RATE_LIMIT_ADVICE,
	}),
	permissionMissing: ({ login }) => ({
		message: 'The access token lacks a permission, or Meta has restricted the app or the account',
		description: permissionAdvice(login),
	}),
	appMayNot: () => ({
		message: 'The app of this access token may not read Instagram insights',
		description:
			'Add the Instagram product to the app at developers.facebook.com and ask for the permissions again',
	}),
	blockedForPolicies: ({ login }) => ({
		message: 'Meta has blocked this user or app for a while because of its policies',
		description: `Log in at ${login.user.site} to see the reason, and pause the workflow until the block is lifted`,
	}),
	totalOnly: () => ({
		message: 'Meta gives this metric as one total only',
		description: "Set 'Interval' to Total",
	}),
	metricTypeUnfit: () => ({
		message: 'Meta does not give this metric in the way that it was asked for',
		description: 'Choose another metric, and tell us, so that the next version asks in another way',
	}),
	periodUnfit: () => ({
		message: 'Meta does not give this metric for this kind of period',
		description: 'Choose another metric, and tell us, so that the next version asks in another way',
	}),
	accountLacksMetric: ({ it }) => ({
		message: `Meta does not have this metric for ${it}`,
		description: 'Choose other metrics',
	}),
	windowTooLong: () => ({
		message: 'Meta has this number for at most 30 days at a time',
		description: "Choose a shorter 'Period', or set 'Interval' to Day",
	}),
	daysGone: () => ({
		message: 'Meta has this metric for the last 30 days only, without today',
		description: "Choose a 'Period' that begins later",
	}),
	startTooEarly: () => ({
		message: 'Meta keeps insights for 2 years, and the days lie before that or are not over yet',
		description: "Choose another 'Period'",
	}),
	// The node checks that there is a token, so it was lost on the way. In the test of a credential there may be none.
	tokenMissing: ({ login }) =>
		login.signedBy === 'n8n'
			? {
					message: 'Meta got no access token with the request',
					description: `${login.newToken}. If that does not help, ask the admin of this n8n whether a proxy removes the header 'Authorization'`,
				}
			: {
					message: 'The credential of this node holds no access token',
					description: login.newToken,
				},
	pathUnknown: ({ it, subject }) => ({
		message: `Meta does not know the address that was asked for ${it}`,
		description: `Check the '${subject.kind === 'media' ? 'Media' : 'Account'}' parameter and the 'API Version' under Options`,
	}),
	versionLacks: ({ it }) => ({
		message: `Meta does not give this for ${it} in this version of its API`,
		description: "Choose another 'API Version' under Options",
	}),
	versionUnknown: () => ({
		message: 'Meta does not offer this version of its API',
		description: "Choose another 'API Version' under Options",
	}),
	tooMuchData: ({ it }) => ({
		message: `Meta finds the request for ${it} too large`,
		description: 'Ask for fewer metrics, posts or days at a time',
	}),
	unknownFault: ({ it }) => ({
		message: `Meta could not answer for ${it}`,
		description: `${WAIT_ADVICE}, and choose fewer metrics or no breakdown if it stays`,
	}),
	metaFault: ({ it }) => ({
		message: `Meta could not answer for ${it}`,
		description: WAIT_ADVICE,
	}),
	noAnswer: ({ it }) => ({
		message: `The connection to Meta broke or took too long while asking for ${it}`,
		description: "Check the network of this n8n, or raise 'Timeout' under Options",
	}),
	answeredBetween: ({ it }) => ({
		message: `Something between n8n and Meta answered in the place of the Graph API when asked for ${it}`,
		description: 'Check proxies and firewalls of this n8n. It may also pass by itself in a few minutes',
	}),
	unusableAnswer: ({ it }) => ({
		message: `Meta's answer for ${it} has no data that can be read`,
		description: WAIT_ADVICE,
	}),
	unknownRefusal: ({ it }) => ({
		message: `Meta refused the request for ${it}`,
		description: "Check the parameters of this node, and see what Meta's own sentence says",
	}),
};

/** Shortens a text for people. It never cuts in the middle of a character. */
export function shorten(text: string, most: number): string {
	const characters = Array.from(text.slice(0, most * 2 + 1));
	return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}

/** A failure in words for people. */
export interface FailureSentences {
	/** What happened. */
	readonly message: string;
	/** The message without the ID. Many subjects with the same failure share one summary. */
	readonly summary: string;
	/** How to get unstuck. It quotes Meta's own sentence if ours is a guess. */
	readonly description: string;
	/** Meta's own sentence as the description has it; empty if ours says it all. */
	readonly quote: string;
}

/**
 * Writes the sentences of a failure for people.
 * @param sentence Meta's own sentence, which the description quotes; empty if ours says it all
 * @returns `message` with the ID of the subject, `summary` is the same without the ID
 */
export function say(
	name: FailureName,
	subject: Subject,
	login: GraphLogin,
	sentence: string,
): FailureSentences {
	const words = WORDS[name];
	const { message, description } = words({ ...withId(subject), subject, login });
	const quote = shorten(sentence.replace(/\s+/g, ' ').trim(), LONGEST_QUOTE);
	return {
		message,
		summary: words({ ...withoutId(subject), subject, login }).message,
		description: withQuote(description, quote),
		quote,
	};
}

/** Writes the sentences of a failure if it is known which permissions the token lacks. */
export function sayLacking(
	names: readonly string[],
	{ withPermissions, permissions }: GraphLogin,
	quote: string,
): FailureSentences {
	const message = `The access token lacks the ${names.length === 1 ? 'permission' : 'permissions'} ${list(names)}`;
	return {
		message,
		summary: message,
		description: withQuote(`${withPermissions} ${list(permissions)}`, quote),
		quote,
	};
}
