/** Reads from Linux which processes run, to see whether a program left any behind. */
import { readFileSync, readdirSync } from 'node:fs';

export interface RunningProcess {
	readonly pid: number;
	readonly parent: number;
	readonly name: string;
	/** The start, in ticks since the system started. It tells the process apart from a later one with the same ID. */
	readonly startedAt: string;
}

/** @returns `undefined` if there is none, or if it has ended and nobody asked yet how */
function readProcess(pid: number): RunningProcess | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
	} catch {
		return undefined;
	}
	// See proc(5): the name stands in parentheses, and may itself hold blanks and parentheses.
	const nameEnds = stat.lastIndexOf(')');
	const name = stat.slice(stat.indexOf('(') + 1, nameEnds);
	const fields = stat.slice(nameEnds + 2).split(' ');
	const [state = '', parent = ''] = fields;
	return state === 'Z' || state === 'X'
		? undefined
		: { pid, parent: Number(parent), name, startedAt: fields[19] ?? '' };
}

/** A process and all of its descendants. */
export function familyOf(pid: number): RunningProcess[] {
	const all = readdirSync('/proc')
		.filter((entry) => /^\d+$/.test(entry))
		.flatMap((entry) => readProcess(Number(entry)) ?? []);
	const family = all.filter((process) => process.pid === pid);
	for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
	return family;
}

export function isRunning({ pid, startedAt }: RunningProcess): boolean {
	return readProcess(pid)?.startedAt === startedAt;
}
