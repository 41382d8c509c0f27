import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';

const ROOT = path.join(__dirname, '../..');

describe('the packed package', () => {
	const scratch = mkdtempSync(path.join(tmpdir(), 'instagram-insights-pack-'));
	const unpacked = path.join(scratch, 'package');
	let files: string[];

	beforeAll(() => {
		const [packed] = JSON.parse(
			execFileSync('npm', ['pack', '--json', '--pack-destination', scratch], { cwd: ROOT, encoding: 'utf8' }),
		) as { filename: string; files: { path: string }[] }[];
		if (!packed) throw new Error('npm pack packed nothing');
		files = packed.files.map((file) => file.path);
		execFileSync('tar', ['-xzf', path.join(scratch, packed.filename), '-C', scratch]);
		// n8n brings the one peer dependency, and its own luxon. The package must not need anything else.
		mkdirSync(path.join(unpacked, 'node_modules'));
		for (const name of ['n8n-workflow', 'luxon']) {
			symlinkSync(path.join(ROOT, 'node_modules', name), path.join(unpacked, 'node_modules', name));
		}
	});
	afterAll(() => {
		rmSync(scratch, { recursive: true });
	});

	it('holds what runs, and neither tests nor sources', () => {
		expect(files).toEqual(
			expect.arrayContaining([
				'LICENSE',
				'README.md',
				'package.json',
				'dist/icons/instagram-insights.svg',
				'dist/icons/instagram-insights.dark.svg',
				'dist/nodes/InstagramInsights/InstagramInsights.node.json',
				'dist/nodes/InstagramInsights/InstagramInsightsTrigger.node.json',
			]),
		);
		expect(
			files.filter((file) => !/^(LICENSE|README\.md|package\.json|dist\/.+\.(js|json|svg))$/.test(file)),
		).toEqual([]);
	});

	it('tells the editor the fields of a row before the first run', () => {
		const schemas = files.filter((file) => file.includes('__schema__'));
		expect(schemas.map((file) => file.replace(/^.*__schema__\//, '')).sort()).toEqual([
			'v1.0.0/accessToken/check.json',
			'v1.0.0/account/getDemographics.json',
			'v1.0.0/account/getInsights.json',
			...['media', 'post', 'reel', 'story'].flatMap((resource) =>
				['getInsights', 'getManyInsights'].map((operation) => `v1.0.0/${resource}/${operation}.json`),
			),
		]);
		const texts = { type: 'array', items: { type: 'string' } };
		const texted = (names: readonly string[]) =>
			Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
		const ofAccount: Readonly<Record<string, object>> = {
			getInsights: {
				...texted(['account_id', 'metric']),
				value: { type: 'number' },
				...texted(['unit', 'since', 'until', 'status', 'fetched_at']),
			},
			getDemographics: {
				...texted(['account_id', 'metric', 'breakdown', 'dimension']),
				value: { type: 'number' },
				share: { type: 'number' },
				...texted(['timeframe', 'status', 'fetched_at']),
			},
		};
		for (const file of schemas) {
			if (file.endsWith('/accessToken/check.json')) {
				expect(JSON.parse(readFileSync(path.join(unpacked, file), 'utf8'))).toEqual({
					type: 'object',
					properties: {
						valid: { type: 'boolean' },
						login: { type: 'string' },
						type: { type: 'string' },
						expires_at: { type: 'string' },
						days_left: { type: 'number' },
						data_access_expires_at: { type: 'string' },
						scopes: texts,
						missing_scopes: texts,
						accounts: {
							type: 'array',
							items: { type: 'object', properties: { id: { type: 'string' }, username: { type: 'string' } } },
						},
						advice: { type: 'string' },
					},
					version: 1,
				});
				continue;
			}
			const [, operation] = /\/account\/(\w+)\.json$/.exec(file) ?? [];
			if (operation !== undefined) {
				expect(JSON.parse(readFileSync(path.join(unpacked, file), 'utf8'))).toEqual({
					type: 'object',
					properties: ofAccount[operation],
					version: 1,
				});
				continue;
			}
			expect(JSON.parse(readFileSync(path.join(unpacked, file), 'utf8'))).toEqual({
				type: 'object',
				properties: {
					media_id: { type: 'string' },
					media_type: { type: 'string' },
					metric: { type: 'string' },
					value: { type: 'number' },
					unit: { type: 'string' },
					period: { type: 'string' },
					status: { type: 'string' },
					fetched_at: { type: 'string' },
					// The list gives these without another call.
					...(file.endsWith('/getManyInsights.json')
						? { timestamp: { type: 'string' }, permalink: { type: 'string' }, caption: { type: 'string' } }
						: {}),
				},
				version: 1,
			});
		}
	});

	it("loads with n8n's own loader, icons and codex included", async () => {
		const loader = new PackageDirectoryLoader(unpacked);
		await loader.loadAll();
		expect(loader.types.nodes.map(({ name }) => name)).toEqual([
			'instagramInsights',
			'instagramInsightsTrigger',
			'instagramInsightsStoryTrigger',
		]);
		expect(loader.types.credentials.map(({ name }) => name)).toEqual([
			'instagramInsightsFacebookGraphApi',
			'instagramInsightsFacebookGraphOAuth2Api',
			'instagramInsightsInstagramLoginApi',
		]);
		for (const { iconUrl } of [...loader.types.nodes, ...loader.types.credentials]) {
			expect(iconUrl).toMatchObject({
				light: expect.any(String) as string,
				dark: expect.any(String) as string,
			});
			for (const url of Object.values(iconUrl as Record<string, string>)) {
				expect(
					existsSync(path.join(unpacked, url.replace(/^icons\/n8n-nodes-instagram-insights\//, ''))),
				).toBe(true);
			}
		}
		for (const { codex } of loader.types.nodes) {
			expect(codex?.categories).toContain('Marketing');
			expect(codex?.alias).toContain('Stories');
		}
		expect(loader.getNode('instagramInsights').type).toHaveProperty('execute');
		expect(loader.getNode('instagramInsightsTrigger').type).toHaveProperty('poll');
		expect(loader.getNode('instagramInsightsStoryTrigger').type).toHaveProperty('webhook');
	});
});
