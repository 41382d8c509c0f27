/**
 * Puts the real n8n, the Node.js it runs on and the packed tarball of this project on the disk, once, into
 * `.e2e/`, which git ignores. A second call uses what is there.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.join(__dirname, '..', '..');
export const HOME = path.join(ROOT, '.e2e');
export const FAILURES = path.join(HOME, 'failures');
export const LOGS = path.join(HOME, 'logs');
/**
 * The folders in which the n8n instances keep their data. They are outside of this project. Inside of it, the node
 * could load packages that only the tests need, and nobody would notice that n8n does not bring them.
 */
export const USERS = path.join(
	tmpdir(),
	`n8n-nodes-instagram-insights-e2e-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`,
);

/** An n8n and the line of Node.js that it runs on; both come from npm. */
export interface Release {
	readonly n8n: string;
	readonly node: string;
}

export const CURRENT: Release = { n8n: '2.41.1', node: '24' };
/** The oldest release in the README's compatibility table. */
export const OLDEST: Release = { n8n: '1.85.4', node: '20' };

export interface Installation {
	readonly release: Release;
	/** The Node.js binary. */
	readonly node: string;
	/** n8n's command, which that binary runs. */
	readonly n8n: string;
}

export type Progress = (message: string) => void;

/** The path of the log of `name`. */
export function logFile(name: string): string {
	mkdirSync(LOGS, { recursive: true });
	return path.join(LOGS, `${name}.log`);
}

interface Command {
	readonly cwd: string;
	readonly env?: NodeJS.ProcessEnv;
	readonly log: string;
}

/** Runs a command to its end, and writes its output into a log. @throws if it ends with another code than 0 */
async function run(command: string, args: readonly string[], { cwd, env, log }: Command): Promise<string> {
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	let stdout = '';
	child.stdout.on('data', (data: Buffer) => {
		output += data.toString();
		stdout += data.toString();
	});
	child.stderr.on('data', (data: Buffer) => (output += data.toString()));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	writeFileSync(log, output);
	if (code !== 0) {
		const last = output.trim().split('\n').slice(-15).join('\n');
		throw new Error(
			`"${[command, ...args].join(' ')}" ended with ${String(code)}; all of it is in ${log}\n${last}`,
		);
	}
	return stdout;
}

/** A folder for npm, so that npm neither reads nor changes the package.json of this project. */
function folder(name: string): string {
	const directory = path.join(HOME, name);
	mkdirSync(directory, { recursive: true });
	const manifest = path.join(directory, 'package.json');
	// n8n 1.x names a spreadsheet library by an address outside of npm; no workflow here reads spreadsheets.
	const content = { private: true, overrides: { xlsx: '0.18.5' } };
	if (!existsSync(manifest)) writeFileSync(manifest, `${JSON.stringify(content)}\n`);
	return directory;
}

/** Does the work once. A stamp file shows that the work is complete; without it, the work is done again. */
async function once(directory: string, work: () => Promise<unknown>): Promise<void> {
	const stamp = path.join(directory, '.installed');
	if (existsSync(stamp)) return;
	rmSync(path.join(directory, 'node_modules'), { recursive: true, force: true });
	await work();
	writeFileSync(stamp, '');
}

const NPM_INSTALL = ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];

interface NodeRuntime {
	readonly binary: string;
	/** Holds `include/`, which node-gyp compiles against. */
	readonly headers: string;
}

async function installNode(version: string, progress: Progress): Promise<NodeRuntime> {
	const name = `node-${version}`;
	const directory = folder(name);
	await once(directory, async () => {
		progress(`Installing Node.js ${version}`);
		// Its install script fetches the package with the binary.
		await run('npm', [...NPM_INSTALL, '--ignore-scripts=false', `node@${version}`], {
			cwd: directory,
			log: logFile(name),
		});
	});
	const home = path.join(directory, 'node_modules', 'node');
	const parts = path.join(home, 'node_modules');
	const part = readdirSync(parts).find((entry) => existsSync(path.join(parts, entry, 'include')));
	if (part === undefined) throw new Error(`The npm package node@${version} came without headers`);
	return { binary: path.join(home, 'bin', 'node'), headers: path.join(parts, part) };
}

/**
 * Installs n8n without install scripts, since several of its parts would download or compile things that are not
 * needed here. Then it builds the one part that is needed: sqlite3.
 */
export async function install(release: Release, progress: Progress): Promise<Installation> {
	const { binary, headers } = await installNode(release.node, progress);
	const name = `n8n-${release.n8n}`;
	const directory = folder(name);
	const env = {
		PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH ?? ''}`,
		npm_config_nodedir: headers,
	};
	await once(directory, async () => {
		progress(`Installing n8n ${release.n8n}: about 3 minutes and 3 GB, once`);
		await run('npm', [...NPM_INSTALL, '--ignore-scripts', `n8n@${release.n8n}`], {
			cwd: directory,
			env,
			log: logFile(name),
		});
		progress('Building its database driver: about a minute, once');
		await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
			cwd: directory,
			env,
			log: logFile(`${name}-sqlite3`),
		});
	});
	return {
		release,
		node: binary,
		n8n: path.join(directory, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

/** Packs the project as it would be published, from the build that is in dist/. @returns the tarball's path */
export async function packTarball(): Promise<string> {
	const directory = path.join(HOME, 'tarball');
	rmSync(directory, { recursive: true, force: true });
	mkdirSync(directory, { recursive: true });
	const output = await run('npm', ['pack', '--json', '--pack-destination', directory], {
		cwd: ROOT,
		log: logFile('pack'),
	});
	const [packed] = JSON.parse(output) as { filename: string }[];
	if (packed === undefined) throw new Error('npm pack made no tarball');
	return path.join(directory, packed.filename);
}

/**
 * Makes a new folder for n8n's data, with the tarball installed as n8n installs a community package.
 *
 * @returns the folder to name in N8N_USER_FOLDER
 */
export async function makeUserFolder(name: string, tarball: string): Promise<string> {
	const directory = path.join(USERS, name);
	rmSync(directory, { recursive: true, force: true });
	await installPackage(directory, tarball, name);
	return directory;
}

/** Installs the tarball into a user folder, and replaces an earlier one. */
export async function installPackage(userFolder: string, tarball: string, name: string): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	writeFileSync(path.join(nodes, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
	// n8n brings n8n-workflow itself.
	await run('npm', [...NPM_INSTALL, '--ignore-scripts', '--legacy-peer-deps', tarball], {
		cwd: nodes,
		log: logFile(`package-${name}`),
	});
}
