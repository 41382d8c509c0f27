/**
 * Runs before anything else is loaded, because n8n's logger takes over the console of that moment. Log lines, also
 * n8n's own debug lines, are not printed but kept for the search for secrets.
 */
process.env.N8N_LOG_LEVEL = 'debug';

const lines: string[] = [];
Object.assign(globalThis, { loggedLines: lines });

const keep = (...args: unknown[]): void => {
	lines.push(args.map((arg) => (arg instanceof Error ? String(arg.stack) : String(arg))).join(' '));
};
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) console[method] = keep;
// If a console has this, n8n's logger writes past its methods.
Object.assign(console, { _stdout: { write: keep } });
