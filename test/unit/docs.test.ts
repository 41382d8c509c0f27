import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { InstagramInsightsFacebookGraphApi } from '../../credentials/InstagramInsightsFacebookGraphApi.credentials';
import { API_VERSIONS, DEFAULT_API_VERSION, MEDIA_FIELDS } from '../../nodes/InstagramInsights/catalogue';
import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';

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

describe('The README', () => {
	it('has the chapter that the credential in n8n leads to', () => {
		const [, anchor] = new InstagramInsightsFacebookGraphApi().documentationUrl.split('#');
		expect(anchors('README.md')).toContain(anchor);
	});

	it('is short enough to be read', () => {
		expect(read('README.md').split('\n').length).toBeLessThanOrEqual(200);
	});
});

describe('The page of the parameters', () => {
	const page = read('docs/parameters.md');

	it('has every parameter and option of the node', () => {
		const names = new Set(new InstagramInsights().description.properties.flatMap(namesOf));
		// There is one way to log in.
		names.delete('Authentication');
		expect(names.size).toBeGreaterThan(10);
		expect([...names].filter((name) => !page.includes(name))).toEqual([]);
	});

	it('has every media field', () => {
		expect(MEDIA_FIELDS.filter(({ label }) => !page.includes(label))).toEqual([]);
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
