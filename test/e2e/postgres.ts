/** A PostgreSQL server on loopback, since n8n's queue mode is "not officially supported" with SQLite. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { logFile } from './installation';
import { type Program, freePort, startProgram, waitForLog } from './programs';
import { findCommand } from './queueCommands';

export interface Postgres extends Program {
	/** Environment variables for n8n. */
	readonly env: NodeJS.ProcessEnv;
}

/** The folder in which Debian's packages put the servers, by version. */
const DEBIAN = '/usr/lib/postgresql';
const USER = 'n8n';
/** A database that every new cluster has. */
const DATABASE = 'postgres';

function binary(name: string): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
	return findCommand(name, {
		debian: 'postgresql',
		folders: versions.map((version) => path.join(DEBIAN, version, 'bin')),
	});
}

/** PostgreSQL refuses to run as root. In that case it runs as the user that its package has made. */
const AS_USER =
	process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];

/** @throws if it is not installed */
export async function startPostgres(name: string): Promise<Postgres> {
	const initdb = binary('initdb');
	const postgres = binary('postgres');
	// The folder is outside of this project, since that user may not be allowed to read the folders above.
	const directory = mkdtempSync(path.join(tmpdir(), 'e2e-postgres-'));
	process.once('exit', () => {
		rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
	});
	if (AS_USER.length > 0) execFileSync('chown', ['postgres:', directory]);
	const [command = '', ...args] = [
		...AS_USER,
		initdb,
		...['--pgdata', directory, '--username', USER, '--auth', 'trust'],
		...['--encoding', 'UTF8', '--no-locale', '--no-sync'],
	];
	execFileSync(command, args, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });

	const port = await freePort();
	const log = logFile(name);
	rmSync(log, { force: true });
	const settings = {
		port: String(port),
		listen_addresses: '127.0.0.1',
		// The address of a socket cannot hold a long path.
		unix_socket_directories: '',
		// Data that is lost in a crash does not matter here.
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
	};
	const [server = '', ...serverArgs] = [
		...AS_USER,
		postgres,
		...['-D', directory],
		...Object.entries(settings).flatMap(([setting, value]) => ['-c', `${setting}=${value}`]),
	];
	const program = startProgram(server, serverArgs, { cwd: directory, env: { PATH: process.env.PATH }, log });
	await waitForLog(program, 'database system is ready to accept connections');
	return {
		...program,
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_DATABASE: DATABASE,
		},
	};
}
