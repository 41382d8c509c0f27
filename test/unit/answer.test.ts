import { readAnswer } from '../../nodes/InstagramInsights/graph/answer';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import type { Subject } from '../../nodes/InstagramInsights/graph/subject';

const ID = '17932174733377207';
const POST: Subject = { kind: 'media', id: ID, noun: 'post' };
const ACCOUNT: Subject = { kind: 'account', id: '17841400000000001' };

const read = (body: unknown, expects: GraphRequest['expects'], subject: Subject = { kind: 'accounts' }) =>
	readAnswer(
		{ statusCode: 200, body },
		{ apiVersion: 'v25.0', path: 'any', query: {}, timeoutMs: 1, subject, expects },
	);

const isUsable = (body: unknown, subject: Subject, expects: GraphRequest['expects']): boolean =>
	read(body, expects, subject).ok;

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

	const OWNER = { user_id: '17841400000000001', username: 'somebody' };

	it.each<[string, unknown]>([
		['flat', OWNER],
		['in a list under data', { data: [OWNER] }],
		['in a bare list', [OWNER]],
		['in a list behind what cannot be read', { data: [null, 'x', { user_id: 5 }, OWNER] }],
	])('that is the owner of the token, %s, is passed on without a list', (_what, body) => {
		expect(read(body, { idFields: ['id', 'user_id'] })).toEqual({ ok: true, body: OWNER });
	});

	it.each<[unknown]>([
		[{}],
		[[]],
		[{ data: [] }],
		[{ data: OWNER }],
		[{ data: [[OWNER]] }],
		[{ data: [{ ...OWNER, user_id: 17841400000000001 }] }],
		[{ username: 'somebody' }],
		[null],
		['x'],
		[{ data: [OWNER], error: { code: 190, message: 'No' } }],
	])('has no owner of the token in %j', (body) => {
		expect(read(body, { idFields: ['id', 'user_id'] }).ok).toBe(false);
	});

	it.each<[unknown]>([[{ data: [{ id: '5' }] }], [[{ id: '5' }]]])(
		'is no object of another kind if a list is around it: %j',
		(body) => {
			expect(isUsable(body, ACCOUNT, 'object')).toBe(false);
		},
	);

	it('is usable although it has an empty place for an error', () => {
		expect(isUsable({ data: [], error: null }, POST, 'list')).toBe(true);
	});
});
