import { Hints } from '../../nodes/InstagramInsights/actions/media/hints/hints';
import type { OutputOptions } from '../../nodes/InstagramInsights/parameters/mediaParameters';
import { withAdvice } from '../../nodes/InstagramInsights/actions/media/reasons';
import type { RawAnswer } from '../../nodes/InstagramInsights/graph/carriers/received';
import { ok, refuse, type Meta } from './fakeClient';
import { insightsOf, plain, queryOf } from './insightsOf';

const OPTIONS: OutputOptions = { output: 'metrics', simplify: true, unavailable: 'row' };
const POSTS = ['17932174733377207', '17932174733377208'];
const GONE = { code: 100, error_subcode: 33, message: 'Unsupported get request.' };

/** The hints of a run over these posts, if Meta answers each of them so. */
async function hintsOf(ids: readonly string[], meta: Meta, names = ['reach']): Promise<readonly string[]> {
	const hints = new Hints();
	for (const mediaId of ids) {
		const query = queryOf({ mediaId, mediaType: 'post', metrics: names.map((name) => ({ name })) });
		hints.noteMedia(withAdvice(await insightsOf(query, meta)), OPTIONS);
	}
	return hints.all().map(({ message }) => message);
}

const refusedAs =
	(error: (id: string) => object): Meta =>
	({ path }): RawAnswer =>
		refuse(400, error(path.split('/')[0] ?? ''));

describe('The hints of a run', () => {
	it('tell once what Meta says in the same words of several posts, with the words about the first', async () => {
		const hints = await hintsOf(
			POSTS,
			refusedAs((id) => ({ code: 9007, message: `Object ${id} is of no use` })),
			['reach', 'likes'],
		);
		expect(hints).toEqual([
			expect.stringMatching(
				/^4 metrics are unsupported: .* Meta says: "Object 17932174733377207 is of no use"/,
			),
		]);
		expect(hints[0]).toMatch(/\(Reach, Likes\)$/);
	});

	it('tell apart what Meta says in other words', async () => {
		const hints = await hintsOf(
			POSTS,
			refusedAs((id) => ({ code: 9007, message: id === POSTS[0] ? 'It is too old' : 'It is too new' })),
		);
		expect(hints).toHaveLength(2);
	});

	it('tell apart what was not found and what may have a rounded or another ID', async () => {
		const rounded = ['17932174733377200', '17932174733377300'];
		const foreign = ['3141592653589793238', '3141592653589793239'];
		const hints = await hintsOf(
			[...POSTS, ...rounded, ...foreign],
			refusedAs(() => GONE),
		);
		expect(hints).toHaveLength(3);
		for (const hint of hints) expect(hint).toMatch(/^2 metrics are not_found: /);
		expect(hints[0]).not.toContain('The ID');
		expect(hints[1]).toContain('The ID 17932174733377200 ends in zeros');
		expect(hints[2]).toContain('The ID 3141592653589793238 has more digits');
	});

	it('say nothing of the look of an ID that Meta has numbers for', async () => {
		const hints = await hintsOf(
			['17932174733377200', POSTS[0] ?? ''],
			({ query }) =>
				query.metric === 'reach'
					? ok({ data: [{ ...plain('reach', 1), id: undefined }] })
					: refuse(400, { code: 9007, message: 'Not this one' }),
			['reach', 'likes'],
		);
		expect(hints).toEqual([expect.stringMatching(/^2 metrics are unsupported: /)]);
	});

	it('do not tell a reason that says it all and cannot change', async () => {
		const unsupported = {
			code: 100,
			message: '(#100) The Media Insights API does not support the reach metric for this media product type.',
		};
		expect(
			await hintsOf(
				POSTS,
				refusedAs(() => unsupported),
			),
		).toEqual([]);
	});
});
