/** The real n8n as a process: a main or a worker, on loopback, without calls to the internet. */
import { rmSync } from 'node:fs';
import path from 'node:path';

import { type Installation, logFile } from './installation';
import { type Program, freePort, startProgram, waitFor } from './programs';

/** n8n's own words when it is ready. The first start with a new user folder creates the database. */
const START_MS = 180_000;

export interface N8n extends Program {
	readonly url: string;
}

/** Everything that n8n would fetch from the internet by itself is off. */
const QUIET: NodeJS.ProcessEnv = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	// It would fetch a list of servers at every start.
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
};

export interface N8nOptions {
	readonly installation: Installation;
	readonly userFolder: string;
	/** The name of the log. */
	readonly name: string;
	readonly worker?: boolean;
	readonly port?: number;
	readonly env?: NodeJS.ProcessEnv;
	readonly logLevel?: 'info' | 'debug';
}

export async function startN8n({
	installation,
	userFolder,
	name,
	worker = false,
	port,
	env = {},
	logLevel = 'debug',
}: N8nOptions): Promise<N8n> {
	const ownPort = String(port ?? (await freePort()));
	const log = logFile(name);
	rmSync(log, { force: true });
	const program = startProgram(installation.node, [installation.n8n, worker ? 'worker' : 'start'], {
		cwd: userFolder,
		log,
		env: {
			PATH: `${path.dirname(installation.node)}${path.delimiter}${process.env.PATH ?? ''}`,
			HOME: userFolder,
			N8N_USER_FOLDER: userFolder,
			N8N_ENCRYPTION_KEY: 'for tests on loopback only',
			N8N_PORT: ownPort,
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_HOST: '127.0.0.1',
			N8N_SECURE_COOKIE: 'false',
			// A worker reports its health on another port.
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: ownPort,
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_LOG_LEVEL: logLevel,
			N8N_LOG_OUTPUT: 'console',
			GENERIC_TIMEZONE: 'Etc/UTC',
			NO_COLOR: '1',
			...QUIET,
			...env,
		},
	});
	const url = `http://127.0.0.1:${ownPort}`;
	await waitFor(
		`n8n at ${url} (its log: ${log})`,
		async () => {
			if (program.hasEnded()) throw new Error(`n8n ended while it started; its log is ${log}`);
			try {
				const answer = await fetch(`${url}/healthz/readiness`);
				return answer.ok ? true : undefined;
			} catch {
				return undefined;
			}
		},
		{ timeoutMs: START_MS },
	);
	return { ...program, url };
}
