import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { InstagramInsightsFacebookGraphOAuth2Api } from '../../credentials/InstagramInsightsFacebookGraphOAuth2Api.credentials';
import { InstagramInsightsInstagramLoginApi } from '../../credentials/InstagramInsightsInstagramLoginApi.credentials';
import {
	ACCOUNT_FIELDS,
	API_VERSIONS,
	AUTHENTICATIONS,
	authenticationOf,
	connectionOf,
	DEFAULT_API_VERSION,
	LOGINS,
	MEDIA_FIELDS,
	misfitOf,
} from '../../nodes/InstagramInsights/catalogue';
import { STORED_TOKEN_FIELDS } from '../../nodes/InstagramInsights/graph';
import { classify } from '../../nodes/InstagramInsights/graph/failures/classify';
import { NO_ANSWER } from '../../nodes/InstagramInsights/graph/failures/fault';
import {
	FAILURE_RULES,
	type FailureName,
	type FailureRule,
} from '../../nodes/InstagramInsights/graph/failures/rules';
import { say } from '../../nodes/InstagramInsights/graph/failures/words';
import { notRenewed } from '../../nodes/InstagramInsights/graph/tokens/words';
import {
	toAccountRows,
	toAudienceRows,
	type AccountQuery,
	type MetricOutcome,
} from '../../nodes/InstagramInsights/insights';
import { checkToken } from '../../nodes/InstagramInsights/parameters/authentication';
import { LABELS } from '../../nodes/InstagramInsights/parameters/labels';
import { POLL_TIMES_LABEL } from '../../nodes/InstagramInsights/parameters/pollTimes';
import { readStories } from '../../nodes/InstagramInsights/triggers/stories/payload';
import { toStoryRows } from '../../nodes/InstagramInsights/triggers/stories/rows';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { InstagramInsightsStoryTrigger } from '../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import { InstagramInsightsTrigger } from '../../nodes/InstagramInsights/InstagramInsightsTrigger.node';

const ROOT = path.join(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const PAGES = [
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md'],
	...readdirSync(path.join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** The text of a page without its code, in which a `#` is no heading and brackets are no link. */
function prose(file: string): string {
	return read(file).replace(/^( *)```[\s\S]*?^\1```/gm, '');
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(file: string): readonly string[] {
	return [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

/** Where a page leads to in this repository, in Markdown and in `src` of a picture. */
function links(file: string): readonly string[] {
	const found = prose(file)
		.replace(/`[^`\n]*`/g, '')
		.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g);
	return [...found].map(([, link, source]) => link ?? source ?? '').filter((link) => !link.includes(':'));
}

function leadsNowhere(file: string, link: string): boolean {
	const [page = '', anchor] = link.split('#');
	const target = page === '' ? file : path.join(path.dirname(file), page);
	if (!existsSync(path.join(ROOT, target))) return true;
	return anchor !== undefined && !anchors(target).includes(anchor);
}

function escapeText(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A parameter or option by the name that the panel shows, with those inside of a collection. */
function namesOf(field: INodeProperties): readonly string[] {
	if (field.type !== 'collection') return [field.displayName];
	return (field.options ?? []).map(
		(option: INodeProperties | INodePropertyCollection | INodePropertyOptions) =>
			'displayName' in option ? option.displayName : option.name,
	);
}

describe('The pages', () => {
	it.each(PAGES)('lead to files and headings that are there: %s', (file) => {
		expect(links(file).filter((link) => leadsNowhere(file, link))).toEqual([]);
	});

	it('are all reached from the README', () => {
		const pages = PAGES.filter((file) => file.startsWith('docs/'));
		expect(links('README.md')).toEqual(expect.arrayContaining(pages));
	});

	it.each(PAGES)('say item, post, reel or story where one is meant: %s', (file) => {
		expect(read(file)).not.toMatch(/\b(?:a|each) media\b(?! (?:item|ID|field|type)\b)/i);
	});
});

const CREDENTIALS = [
	new InstagramInsightsFacebookGraphApi(),
	new InstagramInsightsFacebookGraphOAuth2Api(),
	new InstagramInsightsInstagramLoginApi(),
];

describe('The README', () => {
	it.each(CREDENTIALS)('has the chapter that the credential in n8n leads to: $name', (credential) => {
		const [, anchor] = credential.documentationUrl.split('#');
		expect(anchors('README.md')).toContain(anchor);
	});

	it.each(CREDENTIALS)('names the credential as n8n does: $name', ({ displayName }) => {
		expect(read('README.md')).toContain(`**${displayName}**`);
	});

	it.each(AUTHENTICATIONS)('names the choice for the login: $value', ({ label }) => {
		// The advice in the panel is no part of the name.
		expect(read('README.md')).toContain(`[${label.replace(', Recommended', '')}](#`);
	});

	it('keeps IDs text in each recipe that writes rows into a sheet', () => {
		const recipes = read('README.md')
			.split('\n')
			.filter((line) => /^- \*\*.*Google Sheets/.test(line));
		expect(recipes).toHaveLength(3);
		for (const recipe of recipes) expect(recipe).toContain('**Cell Format**');
	});

	it('has a recipe for the number of followers, of which Meta keeps no history', () => {
		const label = ACCOUNT_FIELDS.find(({ name }) => name === 'followers_count')?.label ?? '';
		const steps = new RegExp(
			`^- \\*\\*Followers.*every day.*One Item per Account.*\\*\\*Account Fields\\*\\* → ${label}.*Append Row`,
			'm',
		);
		expect(label).not.toBe('');
		expect(read('README.md')).toMatch(steps);
		expect(read('docs/account.md')).toMatch(new RegExp(`One Item per Account.*${label}.*\\*\\*Cell Format`));
	});

	it('is short enough to be read', () => {
		expect(read('README.md').split('\n').length).toBeLessThanOrEqual(200);
	});
});

describe('The page of the parameters', () => {
	const page = read('docs/parameters.md');

	it('has every parameter and option of the node', () => {
		const names = new Set(new InstagramInsights().description.properties.flatMap(namesOf));
		expect(names.size).toBeGreaterThan(10);
		expect([...names].filter((name) => !page.includes(name))).toEqual([]);
	});

	it.each([new InstagramInsightsTrigger(), new InstagramInsightsStoryTrigger()])(
		'has every parameter in the chapter of the trigger: $description.displayName',
		({ description: { displayName, properties } }) => {
			const [, chapter = ''] = new RegExp(`\n## ${displayName}\n([\\s\\S]*?)\n## `).exec(page) ?? [];
			const names = properties.filter(({ type }) => type !== 'notice').map((field) => field.displayName);
			expect(names.length).toBeGreaterThan(3);
			expect(names.filter((name) => !chapter.includes(`| ${name} `))).toEqual([]);
		},
	);

	it.each(AUTHENTICATIONS)('has the choice for the login: $value', ({ label }) => {
		expect(page).toContain(`**${label}**`);
	});

	it('has every media field', () => {
		expect(MEDIA_FIELDS.filter(({ label }) => !page.includes(label))).toEqual([]);
	});
});

describe('The page of the credentials', () => {
	const page = read('docs/credentials.md');
	/** The first cells of the tables of messages and hints, each a sentence in quotes. `…` stands for what varies. */
	const quoted = [...page.matchAll(/^\| "(.+?)" +\|/gm)].map(([, sentence = '']) => sentence);

	const patterns = quoted.map(
		(sentence) => new RegExp(`^${sentence.split('…').map(escapeText).join('.+')}$`),
	);

	/** @returns the message if no table has it; an empty text if one has it */
	function unexplained(message: string): string {
		return patterns.some((pattern) => pattern.test(message)) ? '' : message;
	}

	const rules: readonly (FailureRule & { readonly name: FailureName })[] = FAILURE_RULES;
	const aboutTheToken = rules.filter(
		({ name, cause }) => cause === 'credential-invalid' || name === 'blockedForPolicies',
	);

	it.each([...new Set(aboutTheToken.map(({ name }) => name))])(
		'explains what the node says of a token: %s',
		(name) => {
			for (const authentication of AUTHENTICATIONS) {
				const { message } = say(name, { kind: 'credential' }, connectionOf(authentication), '');
				expect(unexplained(message)).toBe('');
			}
		},
	);

	it.each(AUTHENTICATIONS)('explains what the node says before a call: $value', (authentication) => {
		const noToken = checkToken(authentication, '');
		const message = noToken.ok ? 'It takes an empty token' : noToken.issue.message;
		expect(unexplained(message)).toBe('');
	});

	it.each([
		['facebookAccessToken', 'IGAAsecret'],
		['facebookAccessToken', 'IGQsecret'],
		['instagramAccessToken', 'EAAsecret'],
	])('explains what the node says of the token of the other login: %s, %s', (value, token) => {
		const message = misfitOf(authenticationOf(value), token)?.message ?? 'It takes the token';
		expect(unexplained(message)).toBe('');
	});

	it.each(AUTHENTICATIONS)('explains that a token was not renewed: $value', (authentication) => {
		const login = connectionOf(authentication);
		const failure = classify(NO_ANSWER, { kind: 'credential' }, login);
		const { message } = notRenewed({ why: 'passing', failure }, login);
		expect(unexplained(message)).toBe('');
	});

	const texts = [
		'catalogue/authentications.ts',
		'graph/credentialTest.ts',
		'graph/failures/words.ts',
		'graph/tokens/words.ts',
		'insights/accessToken/warnings.ts',
		'parameters/authentication.ts',
	].map((file) => read(`nodes/InstagramInsights/${file}`));

	it.each(quoted)('quotes what the node says: %s', (sentence) => {
		const parts = sentence.split('…').map((part) => part.trim());
		expect(parts.filter((part) => !texts.some((text) => text.includes(part)))).toEqual([]);
	});

	it.each(Object.entries(LOGINS))('tells what each permission is for: %s', (_name, login) => {
		const names = [...login.permissions, ...login.businessPermissions];
		const [, table = ''] = /\n## Permissions\n([\s\S]*?)\n## /.exec(page) ?? [];
		expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
		// What somebody else could do with it.
		expect(names.filter((name) => !read('SECURITY.md').includes(`| \`${name}\``))).toEqual([]);
	});

	it.each(CREDENTIALS)('has every field of the credential that people see: $name', ({ properties }) => {
		const seen = properties.filter(({ type }) => type !== 'hidden' && type !== 'notice');
		const cells = page.split('\n').filter((line) => line.startsWith('| '));
		expect(
			seen.filter(
				({ displayName }) => !cells.some((line) => (line.split('|')[1] ?? '').includes(displayName)),
			),
		).toEqual([]);
	});

	it('has every field in which n8n keeps a token', () => {
		expect(STORED_TOKEN_FIELDS.filter(({ displayName }) => !page.includes(`| ${displayName} `))).toEqual([]);
	});
});

describe('The page of the triggers', () => {
	const page = read('docs/triggers.md');
	const labels: ReadonlyMap<string, string> = new Map([
		...Object.entries(LABELS).map(([name, label]) => [`LABELS.${name}`, label] as const),
		['POLL_TIMES_LABEL', POLL_TIMES_LABEL],
	]);
	/** The sources of the messages, with the labels that they name. */
	const texts = [
		...['stories/words.ts', 'polling/listing.ts', 'polling/plan.ts', 'polling/poll.ts'].map(
			(file) => `triggers/${file}`,
		),
		'parameters/ages.ts',
		'parameters/appSubscription.ts',
	].map((file) =>
		read(`nodes/InstagramInsights/${file}`).replace(
			/\$\{([\w.]+)\}/g,
			(whole, name: string) => labels.get(name) ?? whole,
		),
	);
	const quoted = [...page.matchAll(/^\| "(.+?)" +\|/gm)].map(([, sentence = '']) => sentence);

	it.each(quoted)('quotes what a trigger says: %s', (sentence) => {
		const parts = sentence.split('…').map((part) => part.trim());
		expect(parts.filter((part) => !texts.some((text) => text.includes(part)))).toEqual([]);
	});

	const messages = texts.flatMap((text) =>
		[...text.matchAll(/\bmessage: ['`](.*)/g)].map(([, message = '']) =>
			// What is written out, without what varies.
			message
				.split(/\$\{[^}]*\}?|[`'}]/)
				.reduce((a, b) => (b.length > a.length ? b : a))
				.trim(),
		),
	);

	it.each([...new Set(messages)])('explains what a trigger says: %s', (message) => {
		expect(message.length).toBeGreaterThan(10);
		expect(page).toContain(message);
	});

	it('has the row of a story as the trigger makes it', () => {
		const [row] = [...page.matchAll(/```json\n([\s\S]*?)```/g)]
			.map(([, sample = '']) => JSON.parse(sample) as Record<string, unknown>)
			.filter((sample) => 'account_id' in sample);
		// The sample of Meta's page, with replies that Meta does not tell.
		const value = {
			media_id: '18023345989012587',
			exits: 1,
			replies: -1,
			reach: 17,
			taps_forward: 12,
			taps_back: 0,
			impressions: 28,
		};
		const entry = {
			id: '17841405309211844',
			time: 1547687043,
			changes: [{ field: 'story_insights', value }],
		};
		const rows = readStories({ object: 'instagram', entry: [entry] }).flatMap((reading) =>
			toStoryRows({ reading, isUpdate: false }, 'media', new Date()),
		);
		expect(rows).toEqual([row]);
		expect(Object.keys(row ?? {})).toEqual(Object.keys(rows[0] ?? {}));
	});

	it.each(new InstagramInsightsTrigger().description.properties.filter(({ name }) => name === 'event'))(
		'has every event',
		({ options = [] }) => {
			expect(options).toHaveLength(3);
			for (const { name } of options) expect(page).toContain(`| ${name} `);
		},
	);
});

describe('The page of the accounts', () => {
	const samples = [...read('docs/account.md').matchAll(/```json\n([\s\S]*?)```/g)].map(
		([, sample = '']) => JSON.parse(sample) as Record<string, unknown>,
	);
	const fetchedAt = new Date('2026-11-26T09:00:00Z');
	const asked = {
		accountId: '17841405309211844',
		isOnlyAccount: false,
		takesBatches: true,
		fields: [],
		apiVersion: DEFAULT_API_VERSION,
		timeoutMs: 1000,
	};
	const given = { fields: {}, missingFields: new Map(), error: undefined, fetchedAt };
	const ok = (value: number): MetricOutcome => ({
		status: 'ok',
		entry: { value, period: 'day', dimensions: undefined, isUnreadable: false, raw: undefined },
	});
	const expectSample = (sample: Record<string, unknown> | undefined, row: IDataObject | undefined) => {
		expect(row).toEqual(sample);
		expect(Object.keys(row ?? {})).toEqual(Object.keys(sample ?? {}));
	};

	it('has two samples', () => {
		expect(samples.map(({ metric }) => metric)).toEqual(['views', 'follower_demographics']);
	});

	it('has a row of numbers as the node makes it', () => {
		const days = { first: '2026-10-27', last: '2026-11-25' };
		const reading = {
			days,
			outcomes: new Map([['views', ok(3000)]]),
			previous: new Map([['views', ok(2400)]]),
			sent: new Map(),
		};
		const query: AccountQuery = {
			...asked,
			metrics: [{ name: 'views' }],
			days,
			interval: 'total',
			comparePrevious: true,
			today: '2026-11-26',
			longestWindowSeconds: undefined,
		};
		const options = { output: 'metrics', simplify: true, omitUnavailable: false } as const;
		const [row] = toAccountRows({ ...given, query, readings: [reading], isShortened: false }, options);
		expectSample(samples[0], row);
	});

	it('has a row of demographics as the node makes it', () => {
		const query = {
			...asked,
			audience: 'follower_demographics',
			demographics: ['country'],
			timeframe: 'this_month',
		};
		const part = {
			demographic: { name: 'country', label: 'Country', description: '', keys: ['country'], isDefault: true },
			outcome: ok(420),
			results: [
				{ values: ['DE'], value: 420 },
				{ values: ['AT'], value: 580 },
			],
		};
		const options = { simplify: true, omitUnavailable: false };
		const [row] = toAudienceRows({ ...given, query, parts: [part] }, options);
		expectSample(samples[1], row);
	});
});

describe('The page of the compatibility', () => {
	const page = read('docs/compatibility.md');

	it('has the versions of the Graph API, and until when they can be used', () => {
		const rows = [...page.matchAll(/^\| (v\d+\.\d+) +\| (\S+) +\| (.+?) +\|$/gm)].map(
			([, ...cells]) => cells,
		);
		expect(rows).toEqual(
			API_VERSIONS.map(({ name, introduced, usableUntil }) => [
				name,
				introduced,
				usableUntil ?? 'Meta has not said',
			]),
		);
	});

	it('has the version that a new node asks', () => {
		expect(page).toContain(`A new node asks ${DEFAULT_API_VERSION}.`);
	});
});

describe('CONTRIBUTING', () => {
	const page = read('CONTRIBUTING.md');
	const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		cwd: ROOT,
		encoding: 'utf8',
	}).split('\n');
	const sources = files.filter((file) => /\.(m?[tj]s|json)$/.test(file) && existsSync(path.join(ROOT, file)));
	const texts = sources.map(read).join('\n');
	const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

	/** Names of the map: a folder or a file for each, whatever its ending. */
	const [, map = ''] = /```\n(credentials\/[\s\S]*?)```/.exec(page) ?? [];
	const onMap = [...map.matchAll(/^ *([\w./]+\/|[\w., ]+?)(?= {2,})/gm)].flatMap(([, names = '']) =>
		names.split(', ').map((name) => name.trim().replace(/\/$/, '')),
	);

	it.each([...new Set(onMap.filter((name) => name !== ''))])('has %s on its map, which is there', (name) => {
		const isThere = files.some(
			(file) =>
				`/${file}`.includes(`/${name}/`) ||
				`/${file}`.includes(`/${name}.`) ||
				`/${file}`.endsWith(`/${name}`),
		);
		expect(isThere).toBe(true);
	});

	const paths = code.filter((text) => /^[\w./-]+\.(ts|md|json|mjs|cjs|yml)$/.test(text));
	it.each([...new Set(paths)])('names the file %s, which is there', (name) => {
		expect(files.some((file) => `/${file}`.endsWith(`/${name}`))).toBe(true);
	});

	const names = code.filter((text) => /^[A-Z][A-Z_]{3,}$/.test(text) || /^[a-z]+[A-Z]\w*$/.test(text));
	it.each([...new Set(names)])('names %s, which the sources have', (name) => {
		expect(texts).toMatch(new RegExp(`\\b${name}\\b`));
	});
});
