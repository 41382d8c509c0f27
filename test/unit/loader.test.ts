import { RequestLoader } from '../../nodes/InstagramInsights/graph/loader';
import type { GraphAnswer } from '../../nodes/InstagramInsights/graph/answer';
import type { GraphRequest } from '../../nodes/InstagramInsights/graph/request';
import { answerOf, ok } from './fakeClient';

const requestOf = (id: string): GraphRequest => ({
	apiVersion: 'v25.0',
	timeoutMs: 30_000,
	path: id,
	query: {},
	subject: { kind: 'media', id },
	expects: 'object',
});

/** Answers each request with its own ID. */
const answersTo = (requests: readonly GraphRequest[]): GraphAnswer[] =>
	requests.map((request) => answerOf(request, ok({ id: request.path })));

const idOf = (given: GraphAnswer) => (given.ok ? given.body.id : 'failed');

describe('Requests that are loaded at the same moment', () => {
	it('are sent together, and each gets its own answer', async () => {
		const send = jest.fn((requests: readonly GraphRequest[]) => Promise.resolve(answersTo(requests)));
		const loader = new RequestLoader({ send });
		const answers = await Promise.all(['1', '2', '3'].map((id) => loader.load(requestOf(id))));
		expect(answers.map(idOf)).toEqual(['1', '2', '3']);
		// Nothing is sent later either.
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(send).toHaveBeenCalledTimes(1);
		expect(send).toHaveBeenCalledWith(
			['1', '2', '3'].map(requestOf),
			expect.objectContaining({ followUps: 0 }),
		);
	});

	it('include those of callers that continue from answers of the same moment, after different numbers of steps', async () => {
		const sizes: number[] = [];
		const loader = new RequestLoader({
			send: (requests) => {
				sizes.push(requests.length);
				return Promise.resolve(answersTo(requests));
			},
		});
		await Promise.all(
			[0, 1, 5, 20].map(async (steps) => {
				await loader.load(requestOf('1'));
				for (let step = 0; step < steps; step++) await Promise.resolve();
				await loader.load(requestOf('2'));
			}),
		);
		expect(sizes).toEqual([4, 4]);
	});

	it('are sent with the number of follow-ups among them', async () => {
		const send = jest.fn((requests: readonly GraphRequest[]) => Promise.resolve(answersTo(requests)));
		const loader = new RequestLoader({ send });
		await Promise.all([
			loader.load(requestOf('1')),
			loader.load(requestOf('2'), true),
			loader.load(requestOf('3'), true),
		]);
		expect(send).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ followUps: 2 }));
	});

	it('do not wait for requests that are under way', async () => {
		const held: (() => void)[] = [];
		const loader = new RequestLoader({
			send: (requests) =>
				new Promise((resolve) => {
					held.push(() => {
						resolve(answersTo(requests));
					});
					if (held.length === 2) for (const release of held) release();
				}),
		});
		const first = loader.load(requestOf('1'));
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(held).toHaveLength(1);
		expect(idOf(await loader.load(requestOf('2')))).toBe('2');
		expect(idOf(await first)).toBe('1');
	});

	it('get a good answer at once, while the others are still under way', async () => {
		let end: () => void = () => undefined;
		const loader = new RequestLoader({
			send: async (requests, options) => {
				const [, second] = answersTo(requests);
				if (second?.ok) options?.onAnswer?.(1, second);
				await new Promise<void>((resolve) => {
					end = resolve;
				});
				return answersTo(requests);
			},
		});
		const first = loader.load(requestOf('1'));
		expect(idOf(await loader.load(requestOf('2')))).toBe('2');
		await expect(Promise.race([first, Promise.resolve('open')])).resolves.toBe('open');
		end();
		expect(idOf(await first)).toBe('1');
	});

	it('are rejected if their answer is missing: it never passes for an empty one', async () => {
		const loader = new RequestLoader({
			send: (requests) => Promise.resolve(answersTo(requests.slice(0, 1))),
		});
		const [first, second] = await Promise.allSettled(['1', '2'].map((id) => loader.load(requestOf(id))));
		expect(first).toMatchObject({ status: 'fulfilled' });
		expect(second).toMatchObject({
			status: 'rejected',
			reason: { message: expect.stringMatching(/no answer/) as string },
		});
	});

	it('are all rejected if the run was stopped, and the next ones are sent again', async () => {
		const stopped = new Error('The execution was canceled');
		const send = jest
			.fn((requests: readonly GraphRequest[]) => Promise.resolve(answersTo(requests)))
			.mockRejectedValueOnce(stopped);
		const loader = new RequestLoader({ send });
		const results = await Promise.allSettled(['1', '2'].map((id) => loader.load(requestOf(id))));
		expect(results).toEqual([
			{ status: 'rejected', reason: stopped },
			{ status: 'rejected', reason: stopped },
		]);
		expect(idOf(await loader.load(requestOf('3')))).toBe('3');
	});
});
