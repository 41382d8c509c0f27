import fc from 'fast-check';

import { authenticationOf, AUTHENTICATIONS, connectionOf } from '../../nodes/InstagramInsights/catalogue';
import {
	FAILURE_RULES,
	UNKNOWN_RULE,
	type FailureName,
	type FailureRule,
} from '../../nodes/InstagramInsights/graph/failures/rules';
import { classify } from '../../nodes/InstagramInsights/graph/failures/classify';
import { readFault } from '../../nodes/InstagramInsights/graph/failures/fault';
import { say, shorten } from '../../nodes/InstagramInsights/graph/failures/words';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';
import { LOGIN } from './fakeClient';
import { expectHelpful } from './wording';

const ID = '17932174733377207';
const NAMES: readonly FailureName[] = [...new Set([...FAILURE_RULES, UNKNOWN_RULE].map(({ name }) => name))];
const SUBJECTS: readonly Subject[] = [
	{ kind: 'media', id: ID },
	{ kind: 'media', id: ID, noun: 'post' },
	{ kind: 'media', id: ID, noun: 'story' },
	{ kind: 'account', id: ID },
	{ kind: 'accounts' },
	{ kind: 'credential' },
];
const LOGIN_WORDS = AUTHENTICATIONS.map(connectionOf);

describe.each(NAMES)('The words for %s', (name) => {
	it('say what happened and what to do, without blame, for each subject and login', () => {
		for (const subject of SUBJECTS) {
			for (const login of LOGIN_WORDS) {
				const { message, summary, description } = say(name, subject, login, '');
				for (const text of [message, summary, description]) {
					expectHelpful(text);
					expect(text).toMatch(/^[A-Z]/);
					expect(text).not.toMatch(/\.$|undefined|null|\[object|\{|  /);
				}
			}
		}
	});

	it('name the ID in the message alone, so that many are told once', () => {
		for (const subject of SUBJECTS) {
			const { summary, description } = say(name, subject, LOGIN, '');
			expect(summary).not.toContain(ID);
			expect(description).not.toContain(ID);
		}
		const [one, other] = [ID, '18000000000000000'].map(
			(id) => say(name, { kind: 'media', id, noun: 'reel' }, LOGIN, '').summary,
		);
		expect(one).toBe(other);
	});

	it("quote Meta's sentence behind ours", () => {
		const subject: Subject = { kind: 'media', id: ID };
		const plain = say(name, subject, LOGIN, '');
		const quoting = say(name, subject, LOGIN, ' Do this\n  first\n');
		expect(quoting).toEqual({
			...plain,
			description: `${plain.description}. Meta says: "Do this first"`,
			quote: 'Do this first',
		});
		expect(plain.quote).toBe('');
	});
});

describe('The words for a failure', () => {
	it.each<[Subject, string]>([
		// Nobody knows that it is a reel, if it is not there.
		[{ kind: 'media', id: ID, noun: 'reel' }, `Instagram shows no media item ${ID} to this access token`],
		[{ kind: 'media', id: ID }, `Instagram shows no media item ${ID} to this access token`],
		[{ kind: 'account', id: ID }, `Instagram shows no account ${ID} to this access token`],
		[{ kind: 'accounts' }, 'Instagram does not show this list of accounts to this access token'],
	])('about %j are: %s', (subject, message) => {
		expect(say('notFound', subject, LOGIN, '').message).toBe(message);
	});

	it('with the ID call an item by its type, if it is known', () => {
		const message = (subject: Subject) => say('metaFault', subject, LOGIN, '').message;
		expect(message({ kind: 'media', id: ID, noun: 'story' })).toBe(`Meta could not answer for story ${ID}`);
		expect(message({ kind: 'media', id: ID })).toBe(`Meta could not answer for media item ${ID}`);
		expect(message({ kind: 'account', id: ID })).toBe(`Meta could not answer for account ${ID}`);
	});

	it('tell which account the login can read', () => {
		for (const login of LOGIN_WORDS) {
			const { description } = say('notFound', { kind: 'account', id: ID }, login, '');
			expect(description).toContain(`It must be ${login.readableAccount}`);
		}
	});

	it('without the ID still name the kind', () => {
		const summary = (subject: Subject) => say('metaFault', subject, LOGIN, '').summary;
		expect(summary({ kind: 'media', id: ID, noun: 'story' })).toBe('Meta could not answer for this story');
		expect(summary({ kind: 'media', id: ID })).toBe('Meta could not answer for this media item');
		expect(summary({ kind: 'account', id: ID })).toBe('Meta could not answer for this account');
	});

	it('below the threshold speak of a story, and of its number, to a story alone', () => {
		const description = (subject: Subject) => say('notEnoughViewers', subject, LOGIN, '').description;
		expect(description({ kind: 'media', id: ID, noun: 'story' })).toMatch(/story .* 5 people/);
		for (const subject of SUBJECTS.filter((other) => !('noun' in other) || other.noun !== 'story'))
			expect(description(subject)).not.toMatch(/story|\d/);
	});

	it.each<[Subject, string]>([
		[{ kind: 'media', id: ID, noun: 'reel' }, 'Instagram does not show this media item to this access token'],
		[{ kind: 'media', id: ID }, 'Instagram does not show this media item to this access token'],
		[{ kind: 'account', id: ID }, 'Instagram does not show this account to this access token'],
	])('without the ID, about %j, are: %s', (subject, summary) => {
		expect(say('notFound', subject, LOGIN, '').summary).toBe(summary);
	});

	it('name each permission that the login needs', () => {
		for (const login of LOGIN_WORDS) {
			const { description } = say('permissionMissing', { kind: 'credential' }, login, '');
			for (const permission of [...login.permissions, ...login.businessPermissions]) {
				expect(description).toContain(permission);
			}
		}
	});

	it.each<[readonly string[], readonly string[], string]>([
		[['a'], [], 'Make a new access token with a'],
		[['a', 'b'], [], 'Make a new access token with a and b'],
		[
			['a', 'b', 'c'],
			['d'],
			'Make a new access token with a, b and c; if the role on the Page came through Business Manager also d',
		],
	])('list the permissions %j, and %j beside them', (permissions, businessPermissions, description) => {
		const login = { ...LOGIN, permissions, businessPermissions };
		expect(say('permissionMissing', { kind: 'credential' }, login, '').description).toBe(description);
	});

	it.each<[Subject, RegExp]>([
		[{ kind: 'media', id: ID }, /^Check the 'Media' parameter/],
		[{ kind: 'account', id: ID }, /^Choose the 'Account' from the list/],
		[{ kind: 'accounts' }, /^Check the access token$/],
		[{ kind: 'credential' }, /^Check the access token$/],
	])('send people to what they can change if %j is not there', (subject, description) => {
		expect(say('notFound', subject, LOGIN, '').description).toMatch(description);
	});

	it('say nothing of posts, reels, stories and their parameters to an account of which numbers are asked', () => {
		// These say what an item may be; Meta says none of it of an account.
		const ofMedia: readonly FailureName[] = [
			...(['albumChild', 'postedBeforeConversion', 'storyEnded', 'notCrossposted'] as const),
		];
		const texts = NAMES.filter((name) => !ofMedia.includes(name)).map(
			(name) => say(name, { kind: 'account', id: ID }, LOGIN, '').description,
		);
		// Both an item and an account are asked with others, so these speak of all of them.
		const about = (text: string) => text.replace(/fewer (?:metrics, )?posts(?:, accounts)? or days/g, '');
		const odd = texts.map(about).filter((text) => /'Media|[Mm]edia\b|\breels?\b|\bstory\b/.test(text));
		expect(odd).toEqual([]);
	});

	it.each<[FailureName, RegExp, RegExp]>([
		['rateLimited', /posts, accounts or days/, /posts, accounts or days/],
		['tooMuchData', /posts or days/, /posts or days/],
		['metricUnsupported', /this type of media/, /^Choose other metrics$/],
		['noInsights', /^Check the 'Media' parameter/, /^Choose the 'Account' from the list/],
		['pathUnknown', /^Check the 'Media' parameter/, /^Check the 'Account' parameter/],
	])('for %s send people to what they can change', (name, ofMedia, ofAccount) => {
		expect(say(name, { kind: 'media', id: ID }, LOGIN, '').description).toMatch(ofMedia);
		expect(say(name, { kind: 'account', id: ID }, LOGIN, '').description).toMatch(ofAccount);
	});

	it('call the subject by its name also at the beginning of a sentence', () => {
		const message = (subject: Subject) => say('albumChild', subject, LOGIN, '').message;
		expect(message({ kind: 'media', id: ID, noun: 'post' })).toMatch(new RegExp(`^Post ${ID} is a part`));
		expect(message({ kind: 'credential' })).toMatch(/^This credential is a part/);
	});

	it.each(['instagramAccessToken', 'facebookAccessToken', 'facebookOAuth2'])(
		'under %s send nobody to the other network, its Pages or its dashboard',
		(value) => {
			const authentication = authenticationOf(value);
			// Views on Facebook are a metric, and Meta has one site for the developers of both networks.
			const own = (text: string) =>
				text.replace(/developers\.facebook\.com|not shared to Facebook|the Facebook metrics/g, '');
			const others = {
				// A page of the dashboard is no Page.
				instagram: /[Ff]acebook|\bPages?\b|Business (?:Manager|settings)|Graph API Explorer|Basic settings/,
				facebook: /instagram\.com|Instagram (?:user|password|tester)|API setup with Instagram/i,
			};
			const texts = NAMES.flatMap((name) =>
				SUBJECTS.flatMap((subject) => {
					const { message, description } = say(name, subject, connectionOf(authentication), '');
					return [message, description];
				}),
			);
			expect(texts.map(own).filter((text) => others[authentication.login].test(text))).toEqual([]);
		},
	);

	it.each<[FailureName, string, RegExp, RegExp]>([
		['appRemoved', 'instagramAccessToken', /the Instagram user/, /Log in with the app again/],
		['appRemoved', 'facebookOAuth2', /the Facebook user/, /connect the account again/],
		['securityCheck', 'instagramAccessToken', /^Instagram asks/, /^Log in at instagram\.com/],
		['securityCheck', 'facebookAccessToken', /^Facebook asks/, /^Log in at facebook\.com/],
		['passwordChanged', 'instagramAccessToken', /the Instagram password/, /app's dashboard/],
		['passwordChanged', 'facebookAccessToken', /the Facebook password/, /Graph API Explorer/],
		['userUnconfirmed', 'instagramAccessToken', /^The Instagram user/, /^Log in at instagram\.com/],
		['roleLost', 'instagramAccessToken', /no role in the app any more$/, /as an Instagram tester/],
		['roleLost', 'facebookAccessToken', /no role on the Page any more$/, /an admin of the Page/],
		['tokenRefused', 'instagramAccessToken', /does not accept/, /a step at instagram\.com, take it first$/],
		['blockedForPolicies', 'instagramAccessToken', /because of its policies$/, /^Log in at instagram\.com/],
		['proofMissing', 'instagramAccessToken', /its 'App Secret'/, /API setup with Instagram login/],
		['proofRefused', 'facebookAccessToken', /the 'App Secret'/, /Basic settings/],
		['proofRefused', 'facebookOAuth2', /the 'Client Secret'/, /Basic settings/],
		[
			'permissionMissing',
			'instagramAccessToken',
			/lacks a permission/,
			/instagram_business_manage_insights$/,
		],
	])('for %s under %s speak of the login at hand', (name, value, expectedMessage, expectedDescription) => {
		const { message, description } = say(
			name,
			{ kind: 'credential' },
			connectionOf(authenticationOf(value)),
			'',
		);
		expect(message).toMatch(expectedMessage);
		expect(description).toMatch(expectedDescription);
	});

	it('quote a sentence of up to 300 characters as a whole', () => {
		const quoteOf = (sentence: string) => say('metaFault', { kind: 'accounts' }, LOGIN, sentence).quote;
		expect(quoteOf('x'.repeat(300))).toBe('x'.repeat(300));
		expect(quoteOf('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
	});

	it('name the fields and the ways of the credential that is in use', () => {
		const login = connectionOf(authenticationOf('facebookOAuth2'));
		const words = (name: FailureName) => say(name, { kind: 'credential' }, login, '');
		expect(words('proofRefused').message).toBe("Meta does not accept the 'Client Secret' of the credential");
		expect(words('proofMissing').message).toContain("'Client Secret'");
		expect(words('tokenMissing').message).toBe('Meta got no access token with the request');
		expect(words('tokenMissing').description).toMatch(/connect the account again.*'Authorization'/);
		expect(say('proofRefused', { kind: 'credential' }, LOGIN, '').message).toContain("'App Secret'");
		expect(say('tokenMissing', { kind: 'credential' }, LOGIN, '').message).toMatch(/holds no access token/);
	});

	it('of a dead token differ by the reason', () => {
		const dead = NAMES.filter((name) =>
			FAILURE_RULES.some(
				(rule: FailureRule) => rule.name === name && rule.when.some(({ code }) => code === 190),
			),
		);
		expect(dead.length).toBeGreaterThanOrEqual(8);
		const messages = dead.map((name) => say(name, { kind: 'credential' }, LOGIN, '').message);
		expect(new Set(messages).size).toBe(dead.length);
	});

	it.each<[string, object]>([
		[
			'a deactivated app',
			{ code: 190, message: 'Error validating application. Application has been deleted.' },
		],
		['a blocked API access', { code: 200, message: 'API access blocked.' }],
		['a missing verification', { code: 10, message: 'Your business needs to be verified first' }],
		[
			'a security check in new words',
			{ code: 190, error_subcode: 490, message: 'User is enrolled in a blocking checkpoint' },
		],
		[
			'something that is not there',
			{ code: 100, error_subcode: 33, message: 'Unsupported get request. Object does not exist' },
		],
		[
			'an unknown code',
			{ code: 9007, message: 'The media is not ready', error_user_msg: 'Please wait a moment.' },
		],
	])("hold Meta's own sentence beside ours for %s", (_what, error) => {
		const { description } = classify(readFault(400, { error }), { kind: 'media', id: ID }, LOGIN);
		for (const [name, text] of Object.entries(error)) {
			if (typeof text === 'string')
				expect([name, description]).toEqual([name, expect.stringContaining(text)]);
		}
	});

	it('quote no more than a sentence, never half a character, and leave the rest of the words', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 2_000 }),
				fc.constantFrom(...NAMES),
				(sentence, name) => {
					const { description } = say(name, { kind: 'credential' }, LOGIN, sentence.repeat(3));
					const [ours = '', quote = ''] = description.split('. Meta says: "');
					expect(say(name, { kind: 'credential' }, LOGIN, '').description.startsWith(ours)).toBe(true);
					expect(Array.from(quote).length).toBeLessThanOrEqual(301);
					expect(Buffer.from(description, 'utf8').toString('utf8')).toBe(description);
				},
			),
		);
	});
});

describe('A text cut for people', () => {
	it.each([
		['', 5, ''],
		['abcde', 5, 'abcde'],
		['abcdef', 5, 'abcd…'],
		['🎉🎉🎉', 3, '🎉🎉🎉'],
		['🎉🎉🎉🎉', 3, '🎉🎉…'],
	])('%j to %d is %j', (text, most, expected) => {
		expect(shorten(text, most)).toBe(expected);
	});

	it('is never longer, and never ends in half a character', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
				const short = shorten(text, most);
				expect(Array.from(short).length).toBeLessThanOrEqual(most);
				expect(Buffer.from(short, 'utf8').toString('utf8')).toBe(short);
			}),
		);
	});
});
