/** Programs that a run starts; each is ended by its own process ID, and none outlives the run. */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** How long a program may take to end by itself before it is killed. */
const END_MS = 15_000;

export interface Program {
	readonly pid: number;
	readonly log: string;
	/** Set after the program has ended. */
	readonly hasEnded: () => boolean;
	/** Asks the program to end, and kills it if it does not. */
	stop(): Promise<void>;
	/** Ends the program at once, as a power failure would. */
	kill(): Promise<void>;
}

const running = new Set<Program>();

/** The process group of a program, since n8n starts a task runner, which must not stay behind. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// All of the group has ended.
	}
}

export interface ProgramOptions {
	readonly env?: NodeJS.ProcessEnv;
	readonly cwd?: string;
	readonly log: string;
}

export function startProgram(
	command: string,
	args: readonly string[],
	{ env = {}, cwd, log }: ProgramOptions,
): Program {
	const child = spawn(command, args, {
		env,
		...(cwd === undefined ? {} : { cwd }),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const { pid } = child;
	if (pid === undefined) {
		// Without a listener, the later event would end this process.
		child.once('error', () => undefined);
		throw new Error(`${command} could not be started: is it installed?`);
	}
	const output = createWriteStream(log, { flags: 'a' });
	child.stdout.pipe(output, { end: false });
	child.stderr.pipe(output, { end: false });
	let ended = false;
	const end = new Promise<void>((resolve) => {
		child.once('exit', () => {
			ended = true;
			resolve();
		});
	});
	const kill = async (): Promise<void> => {
		signalGroup(pid, 'SIGKILL');
		await end;
		running.delete(program);
	};
	const program: Program = {
		pid,
		log,
		hasEnded: () => ended,
		kill,
		stop: async () => {
			if (!ended) process.kill(pid, 'SIGTERM');
			const slow = setTimeout(() => {
				signalGroup(pid, 'SIGKILL');
			}, END_MS);
			await end;
			clearTimeout(slow);
			await kill();
		},
	};
	running.add(program);
	return program;
}

export async function stopPrograms(): Promise<void> {
	await Promise.all([...running].map((program) => program.stop()));
}

// No program stays behind, whatever ends this process.
process.once('exit', () => {
	for (const { pid } of running) signalGroup(pid, 'SIGKILL');
});

/** Listens on a port for a moment. @returns the port @throws if something else listens on it */
async function tryPort(port: number): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('The system gave no port');
	return address.port;
}

/** A port of the loopback address that nothing listens on. */
export async function freePort(): Promise<number> {
	return await tryPort(0);
}

export async function isFree(port: number): Promise<boolean> {
	try {
		await tryPort(port);
		return true;
	} catch {
		return false;
	}
}

/**
 * Asks again and again until there is an answer. @throws if there is none in time; the message says what was waited for
 */
export async function waitFor<T>(
	what: string,
	ask: () => T | undefined | Promise<T | undefined>,
	{ timeoutMs = 60_000, everyMs = 200 } = {},
): Promise<T> {
	const until = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > until) throw new Error(`Waited ${String(timeoutMs / 1000)} s in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}

/** Waits until a program says something in its log. @throws if the program ends before */
export async function waitForLog({ log, hasEnded }: Program, words: string): Promise<void> {
	await waitFor(`"${words}" in ${log}`, () => {
		if (existsSync(log) && readFileSync(log, 'utf8').includes(words)) return true;
		if (hasEnded()) throw new Error(`It ended while it started; its log is ${log}`);
		return undefined;
	});
}
