/**
 * `npm run fuzz`: random answers in Meta's place for the real node on n8n's engine, in a child process.
 *
 *   npm run fuzz -- --seconds 600
 *   npm run fuzz -- --seed 123 --runs 1 --verbose
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

import { fuzz } from './parent';
import { report } from './report';

const USAGE = 'Usage: npm run fuzz -- [--seconds 60] [--seed N] [--runs N] [--verbose]';
const DEFAULT_SECONDS = 60;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			seconds: { type: 'string' },
			seed: { type: 'string' },
			runs: { type: 'string' },
			verbose: { type: 'boolean', default: false },
		},
	});
	const firstSeed = Number(values.seed ?? randomInt(1_000_000_000));
	const runs = Number(values.runs ?? Infinity);
	const seconds = Number(values.seconds ?? (values.runs === undefined ? DEFAULT_SECONDS : Infinity));
	if (!Number.isInteger(firstSeed) || !(runs > 0) || !(seconds > 0)) {
		console.error(USAGE);
		return 2;
	}
	const began = Date.now();
	const outcomes = await fuzz({
		firstSeed,
		runs,
		seconds,
		verbose: values.verbose,
		onOutcome: ({ seed, findings }) => {
			for (const { kind, detail } of findings) {
				console.log(
					`seed ${String(seed)}: ${kind}: ${detail.replace(/\s+/g, ' ').slice(0, values.verbose ? 600 : 200)}`,
				);
			}
		},
	});
	console.log(report(outcomes, (Date.now() - began) / 1000));
	return outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

void main().then((code) => {
	process.exitCode = code;
});
