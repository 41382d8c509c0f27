/** A Redis on loopback for n8n's queue, which keeps nothing on the disk. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { HOME, logFile } from './installation';
import { type Program, freePort, startProgram, waitForLog } from './programs';
import { findCommand } from './queueCommands';

export interface Redis extends Program {
	readonly port: number;
}

/** @throws if it is not installed */
export async function startRedis(name: string): Promise<Redis> {
	const command = findCommand('redis-server', { debian: 'redis-server' });
	const directory = path.join(HOME, 'redis');
	mkdirSync(directory, { recursive: true });
	const port = await freePort();
	const log = logFile(name);
	rmSync(log, { force: true });
	const options = { port: String(port), bind: '127.0.0.1', dir: directory, save: '', appendonly: 'no' };
	const program = startProgram(
		command,
		Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]),
		{ env: { PATH: process.env.PATH }, log },
	);
	await waitForLog(program, 'Ready to accept connections');
	return { ...program, port };
}
