import { readAnswer } from '../../nodes/InstagramInsights/graph/answer';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';

const ID = '17932174733377207';
const POST: Subject = { kind: 'media', id: ID, noun: 'post' };
const ACCOUNT: Subject = { kind: 'account', id: '17841400000000001' };

const isUsable = (body: unknown, subject: Subject, expects: GraphRequest['expects']): boolean =>
	readAnswer(
		{ statusCode: 200, body },
		{ apiVersion: 'v25.0', path: 'any', query: {}, timeoutMs: 1, subject, expects },
	).ok;

describe('An answer with a good status', () => {
	it.each<[string, boolean, unknown]>([
		['names no post', true, { data: [] }],
		['names the post that was asked for', true, { id: ID, data: [] }],
		['names another post', false, { id: '17900000000000001', data: [] }],
	])('with a list about a post that %s is usable: %s', (_what, usable, body) => {
		expect(isUsable(body, POST, 'list')).toBe(usable);
	});

	it('with a list about an account is usable, whatever ID it has: an account has several', () => {
		expect(isUsable({ id: '5', data: [] }, ACCOUNT, 'list')).toBe(true);
	});

	it.each<[boolean, unknown]>([
		[true, { id: '5' }],
		[false, { id: 5 }],
		[false, { username: 'somebody' }],
	])('that is an account is usable if it has an ID: %s for %j', (usable, body) => {
		expect(isUsable(body, ACCOUNT, 'object')).toBe(usable);
	});

	it('is usable although it has an empty place for an error', () => {
		expect(isUsable({ data: [], error: null }, POST, 'list')).toBe(true);
	});
});
