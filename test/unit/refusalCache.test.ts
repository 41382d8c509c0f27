import { RefusalCache } from '../../nodes/InstagramInsights/graph/names/refusalCache';
import { failureOf } from './fakeClient';

const refusal = (message: string, code = 100, subcode?: number) =>
	failureOf(400, { code, error_subcode: subcode, message });

const NAMES = Promise.resolve(new Set(['likes']));

function cacheWith(message: string) {
	const cache = new RefusalCache();
	cache.add('post insights', refusal(message), NAMES);
	return cache;
}

describe('A cached refusal', () => {
	it('is found by its key and its words, with the refused names and no confirmation yet', async () => {
		const cached = cacheWith('Object 17900000000000001 has no likes').get(
			'post insights',
			refusal('Object 17900000000000001 has no likes'),
		);
		expect(await cached?.refusedNames).toEqual(new Set(['likes']));
		expect(cached?.confirmations).toEqual([]);
	});

	it('keeps the confirmations that are added to it', () => {
		const cache = cacheWith('No likes');
		cache.get('post insights', refusal('No likes'))?.confirmations.push(Promise.resolve(true));
		expect(cache.get('post insights', refusal('No likes'))?.confirmations).toHaveLength(1);
	});

	it.each<[string, boolean, string, string, number, number | undefined]>([
		[
			'another ID in its sentence',
			true,
			'post insights',
			'Object 17900000000000002 has no likes',
			100,
			undefined,
		],
		['another small number in its sentence', false, 'post insights', 'Object 3 has no likes', 100, undefined],
		['other words', false, 'post insights', 'Object 17900000000000001 has no saves', 100, undefined],
		['another key', false, 'reel insights', 'Object 17900000000000001 has no likes', 100, undefined],
		['another code', false, 'post insights', 'Object 17900000000000001 has no likes', 9007, undefined],
		['another subcode', false, 'post insights', 'Object 17900000000000001 has no likes', 100, 33],
	])('with %s is found: %s', (_what, isFound, key, message, code, subcode) => {
		const cached = cacheWith('Object 17900000000000001 has no likes').get(
			key,
			refusal(message, code, subcode),
		);
		expect(cached !== undefined).toBe(isFound);
	});

	it('is another one if a small number differs: it may be a count', () => {
		expect(cacheWith('2 of 10 are bad').get('post insights', refusal('3 of 10 are bad'))).toBeUndefined();
	});

	it('is known by the beginning of its sentence if that is long', () => {
		const beginning = 'No likes. '.repeat(30);
		const cache = cacheWith(`${beginning}One end`);
		expect(cache.get('post insights', refusal(`${beginning}Another end`))).toBeDefined();
	});
});
