import { MEDIA_SCOPES, mediaScope } from '../../../nodes/InstagramInsights/catalogue';
import { readScope, resourceField, typeOfScope } from '../../../nodes/InstagramInsights/parameters/resource';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { optionsOf, sorted } from './shown';

describe('resourceField', () => {
	it('has the name, values and default of the contract', () => {
		expect(resourceField).toMatchObject({ name: 'resource', default: 'post', noDataExpression: true });
		expect(optionsOf(resourceField).map(({ value }) => value)).toEqual([
			'accessToken',
			'account',
			'media',
			'post',
			'reel',
			'story',
		]);
	});

	it('offers what the catalogue knows', () => {
		expect(sorted(optionsOf(resourceField).map(({ value }) => String(value)))).toEqual(
			sorted(['accessToken', 'account', ...MEDIA_SCOPES.map(({ name }) => name)]),
		);
	});

	it('names and describes each resource', () => {
		const names = optionsOf(resourceField).map(({ name }) => name);
		expect(names).toEqual(['Access Token', 'Account', 'Media (Any Type)', 'Post', 'Reel', 'Story']);
		const descriptions = optionsOf(resourceField).map(({ description }) => description);
		expect(new Set(descriptions).size).toBe(6);
	});
});

describe('readScope', () => {
	it.each(MEDIA_SCOPES)('reads $name', (scope) => {
		expect(valueOf(readScope(readerOf({ resource: scope.name }))).scope).toBe(scope);
	});

	it('is that of posts if the node does not hold the parameter', () => {
		expect(valueOf(readScope(readerOf({}))).scope.name).toBe('post');
	});

	it.each(['reels', '', null, 7, 'accessToken', 'account'])('turns %j down', (resource) => {
		const { message, description } = issueOf(readScope(readerOf({ resource })));
		expect(message).toContain("'Resource'");
		expect(description).toContain('post, reel, story, media');
	});
});

describe('typeOfScope', () => {
	it.each(['post', 'reel', 'story'] as const)('is %s for the resource of this name', (name) => {
		expect(typeOfScope(mediaScope(name))).toBe(name);
	});

	it('is undefined for any type', () => {
		expect(typeOfScope(mediaScope('media'))).toBeUndefined();
	});
});
