import type { GraphFailure, NamesResult } from '../../nodes/InstagramInsights/graph';
import { classify } from '../../nodes/InstagramInsights/graph/failures/classify';
import { NO_ANSWER, readFault } from '../../nodes/InstagramInsights/graph/failures/fault';
import type { MetricOutcome } from '../../nodes/InstagramInsights/insights';
import { missing } from '../../nodes/InstagramInsights/insights/outcomes';
import type { AnsweredRequest, PlannedRequest } from '../../nodes/InstagramInsights/insights/plan';
import {
	errorOf,
	errorsOf,
	refusedStatus,
	statusOf,
	totalsInstead,
} from '../../nodes/InstagramInsights/insights/refusals';
import { failureOf, LOGIN } from './fakeClient';

const failed = (statusCode: number, error: object): GraphFailure =>
	classify(readFault(statusCode, { error }), { kind: 'media', id: '5', noun: 'story' }, LOGIN);

const TOKEN = failed(400, { code: 190, message: 'Expired' });
const PERMISSION = failed(403, { code: 200, message: '(#200) Permissions error' });
const VERSION = failureOf(400, { code: 2635, message: 'No' });
const FATAL = failed(400, { code: -1, error_subcode: 2207086, message: 'Fatal' });
const GONE = failed(400, { code: 803, message: 'No' });
const LATER = failed(500, { code: 2, message: 'Later' });
const TOO_MUCH = failed(500, { code: 1, message: "Please reduce the amount of data you're asking for" });
const UNKNOWN = failed(400, { code: 9007, message: 'No' });
const UNBROKEN = failed(400, {
	code: 100,
	message: '(#100) Incompatible breakdowns (action_type) with metric (reach)',
});

/** As the catalogue marks one of the metrics. */
const isSuspect = (name: string, suspicion: string): boolean =>
	name === 'facebook_views' && suspicion === 'crosspost';

const ENTRY: MetricOutcome = {
	status: 'ok',
	entry: { value: 1, period: 'lifetime', dimensions: undefined, isUnreadable: false, raw: {} },
};

function resultOf(parts: Partial<NamesResult>): NamesResult {
	return {
		answers: [],
		refused: new Map(),
		failed: new Map(),
		failure: undefined,
		receivedAt: undefined,
		...parts,
	};
}

describe('The status of what is missing', () => {
	it.each<[string, GraphFailure, string, string]>([
		['a dead token', TOKEN, 'unsupported', 'unsupported'],
		['an item that is not there', GONE, 'not_found', 'unsupported'],
		['a passing fault', LATER, 'failed', 'unsupported'],
		['too much data', TOO_MUCH, 'failed', 'unsupported'],
		['an unknown refusal', UNKNOWN, 'unsupported', 'unsupported'],
		['no answer', classify(NO_ANSWER, { kind: 'media', id: '5' }, LOGIN), 'failed', 'unsupported'],
	])('for %s is told of the request, and of a metric that was refused', (_what, failure, ofAll, ofOne) => {
		expect([statusOf(failure), refusedStatus('reach', failure, isSuspect)]).toEqual([ofAll, ofOne]);
	});

	it('speaks of crossposting to metrics that count Facebook alone', () => {
		expect(refusedStatus('facebook_views', FATAL, isSuspect)).toBe('not_crossposted');
		expect(refusedStatus('reach', FATAL, isSuspect)).toBe('unsupported');
	});
});

describe('The totals instead of a breakdown', () => {
	const everyTotal = () => true;
	const answered = (breakdown: 'action_type' | undefined, refused: NamesResult['refused']) => ({
		request: { kind: 'insights', metrics: ['reach', 'profile_activity'], breakdown } as const,
		result: resultOf({ refused }),
	});

	it('are asked for where Meta does not break a metric down', () => {
		expect(UNBROKEN.name).toBe('breakdownIncompatible');
		const requests: readonly AnsweredRequest[] = [
			answered('action_type', new Map([['reach', UNBROKEN]])),
			{ request: { kind: 'fields', fields: ['reach'] }, result: resultOf({}) },
		];
		expect(totalsInstead(requests, everyTotal)).toEqual([
			{ kind: 'insights', metrics: ['reach'], breakdown: undefined },
		]);
	});

	it('are not asked for if it is a total that was refused, or for another reason', () => {
		expect(totalsInstead([answered(undefined, new Map([['reach', UNBROKEN]]))], everyTotal)).toEqual([]);
		expect(totalsInstead([answered('action_type', new Map([['reach', UNKNOWN]]))], everyTotal)).toEqual([]);
		expect(totalsInstead([answered('action_type', new Map())], everyTotal)).toEqual([]);
	});

	it('are not asked for of a metric that has none', () => {
		const refused = new Map([
			['reach', UNBROKEN],
			['profile_activity', UNBROKEN],
		]);
		const hasTotal = (name: string) => name === 'profile_activity';
		expect(totalsInstead([answered('action_type', refused)], hasTotal)).toMatchObject([
			{ metrics: ['profile_activity'] },
		]);
	});
});

describe('What is wrong with a request', () => {
	const insights: PlannedRequest = { kind: 'insights', metrics: ['reach'], breakdown: undefined };
	const fields: PlannedRequest = { kind: 'fields', fields: ['caption'] };
	const result = resultOf({
		failed: new Map([
			['reach', VERSION],
			['views', LATER],
		]),
		refused: new Map([
			['likes', TOKEN],
			['saved', UNKNOWN],
		]),
	});

	it('is the token or the request if insights are missing', () => {
		expect(errorsOf(insights, result)).toEqual([VERSION, TOKEN]);
	});

	it('is the token alone if fields are missing', () => {
		expect(errorsOf(fields, result)).toEqual([TOKEN]);
	});
});

describe('The error of an item', () => {
	const outcomes = (...all: readonly MetricOutcome[]) =>
		new Map(all.map((outcome, index) => [String(index), outcome]));

	it('is the token, whatever came', () => {
		expect(errorOf(outcomes(ENTRY).values(), [PERMISSION, TOKEN])).toBe(TOKEN);
	});

	it('is what is wrong with the request only if nothing came', () => {
		expect(VERSION.outcome.kind).toBe('error');
		expect(errorOf(outcomes(ENTRY).values(), [VERSION])).toBeUndefined();
		expect(errorOf(outcomes(missing('unsupported', VERSION)).values(), [VERSION])).toBe(VERSION);
	});

	it('is the first reason if there is no other outcome', () => {
		const lacking = missing('unsupported', PERMISSION);
		expect(errorOf(outcomes(lacking, lacking).values(), [PERMISSION])).toBe(PERMISSION);
		// A metric that the type does not have was not asked for.
		expect(errorOf(outcomes(missing('unsupported'), lacking).values(), [PERMISSION])).toBe(PERMISSION);
	});

	it.each<[string, MetricOutcome]>([
		['a value', ENTRY],
		['no data', missing('no_data')],
		['a refusal that is no error', missing('unsupported', UNKNOWN)],
		['a passing fault', missing('failed', LATER)],
	])('is none if beside a missing permission there is %s', (_what, outcome) => {
		expect(
			errorOf(outcomes(missing('unsupported', PERMISSION), outcome).values(), [PERMISSION]),
		).toBeUndefined();
	});

	it('is none if nothing was asked for', () => {
		expect(errorOf(outcomes(missing('unsupported')).values(), [])).toBeUndefined();
		expect(errorOf(outcomes().values(), [])).toBeUndefined();
	});
});
