import {
	authenticationOf,
	AUTHENTICATIONS,
	authenticationsOf,
} from '../../../nodes/InstagramInsights/catalogue';
import {
	authenticationField,
	checkToken,
	credentialDescriptions,
	readAuthentication,
} from '../../../nodes/InstagramInsights/parameters/authentication';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { NO_CHOICES } from './samples';
import { optionsOf } from './shown';

const [first] = AUTHENTICATIONS;

describe('authenticationField', () => {
	it('starts with an access token of Facebook Login', () => {
		expect(first).toMatchObject({
			value: 'facebookAccessToken',
			credentialType: 'instagramInsightsFacebookGraphApi',
			login: 'facebook',
		});
		expect(authenticationField).toMatchObject({ name: 'authentication', default: 'facebookAccessToken' });
	});

	it('offers each way to log in', () => {
		expect(optionsOf(authenticationField)).toEqual(
			AUTHENTICATIONS.map(({ value, label, description }) => ({ name: label, value, description })),
		);
	});
});

describe('credentialDescriptions', () => {
	it('ask for the credential of the chosen way', () => {
		expect(credentialDescriptions).toEqual(
			AUTHENTICATIONS.map(({ credentialType, value }) => ({
				name: credentialType,
				required: true,
				displayOptions: { show: { authentication: [value] } },
			})),
		);
	});
});

describe('readAuthentication', () => {
	it.each(AUTHENTICATIONS)('takes $value', (entry) => {
		const read = readAuthentication(readerOf({ authentication: entry.value }));
		expect(valueOf(read).authentication).toBe(entry);
		expect(authenticationsOf([entry.login])).toContain(entry.value);
	});

	it.each([{}, { authentication: '' }, { authentication: null }, { authentication: undefined }])(
		'takes %j for the default',
		(given) => {
			expect(valueOf(readAuthentication(readerOf(given))).authentication).toBe(first);
		},
	);

	it.each([...NO_CHOICES, ['unheardOf', "holds 'unheardOf'"], [' ', 'is empty']] as const)(
		'turns %p down',
		(authentication, text) => {
			const { message, description } = issueOf(readAuthentication(readerOf({ authentication })));
			expect(message).toBe(`'Authentication' ${text}, which does not fit there`);
			expect(description).toContain('facebookAccessToken');
		},
	);

	it('goes by a login of its own for each value', () => {
		expect(authenticationsOf(['facebook'])).not.toContain('instagramAccessToken');
	});
});

describe('checkToken', () => {
	it.each([
		['facebookAccessToken', /holds no access token/, /Get a new access token/],
		['facebookOAuth2', /is not connected/, /^Open the credential .* connect your account$/],
		['instagramAccessToken', /holds no access token/, /Get a new access token/],
	])('tells for %s how to get a token if there is none', (value, says, advises) => {
		const { message, description } = issueOf(checkToken(authenticationOf(value), ''));
		expect(message).toMatch(says);
		expect(description).toMatch(advises);
	});
});
