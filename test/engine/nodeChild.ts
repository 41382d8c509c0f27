/**
 * The process in which the node runs if a loop may freeze it: its parent can end it then. It runs on the real clock, and
 * tells what came out and how long its event loop stood still.
 */
import '../fuzz/typescriptFirst';
import './environment';
import './log';

import { runInsights } from './insightsNode';
import type { ChildOrder, ChildReport } from './nodeProcess';
import { listInPanel } from './panel';

const TICK_MS = 20;

let lastTick = performance.now();
let longestStandstillMs = 0;
setInterval(() => {
	const now = performance.now();
	longestStandstillMs = Math.max(longestStandstillMs, now - lastTick - TICK_MS);
	lastTick = now;
}, TICK_MS);

async function carryOut({ run, list }: ChildOrder): Promise<Pick<ChildReport, 'rows' | 'hints' | 'error'>> {
	if (run) {
		const { rows, hints, error } = await runInsights(run);
		return { rows, hints: hints.map(({ message }) => message), error: error?.message };
	}
	try {
		const { results } = await listInPanel(list);
		return { rows: results.map((entry) => ({ ...entry })), hints: [], error: undefined };
	} catch (error) {
		return { rows: [], hints: [], error: error instanceof Error ? error.message : String(error) };
	}
}

process.on('message', (order) => {
	lastTick = performance.now();
	longestStandstillMs = 0;
	const began = performance.now();
	void carryOut(order as ChildOrder).then((outcome) => {
		// A standstill that lasted until the end of the run shows here.
		longestStandstillMs = Math.max(longestStandstillMs, performance.now() - lastTick - TICK_MS);
		const report: ChildReport = { ...outcome, tookMs: performance.now() - began, longestStandstillMs };
		process.send?.(report);
	});
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
