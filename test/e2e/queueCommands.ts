/** The servers that queue mode needs. They come with the system, since npm has none of them. */
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface CommandOptions {
	/** The Debian package that brings the command. */
	readonly debian: string;
	/** Folders to look in before those of PATH. */
	readonly folders?: readonly string[];
}

/** @throws if it is not installed, with the package to install */
export function findCommand(name: string, { debian, folders = [] }: CommandOptions): string {
	const onPath = (process.env.PATH ?? '').split(path.delimiter);
	const command = [...folders, ...onPath]
		.map((folder) => path.join(folder, name))
		.find((file) => existsSync(file));
	if (command === undefined)
		throw new Error(`There is no ${name} here. On Debian it comes with: apt-get install ${debian}`);
	return command;
}
