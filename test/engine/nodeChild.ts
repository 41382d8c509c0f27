/**
 * The process that the node runs in where a loop may freeze it: its parent ends it then. It runs on the real clock, and
 * tells what came out and how long its event loop stood still.
 */
import '../fuzz/typescriptFirst';
import './environment';
import './log';

import { InstagramInsights } from '../../nodes/InstagramInsights/InstagramInsights.node';
import { runInsights } from './insightsNode';
import type { ChildOrder, ChildReport } from './nodeProcess';
import { panelContext } from './panel';

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
	const path = list.of === 'accounts' ? 'parameters.accountId' : 'parameters.mediaId';
	const context = panelContext({ ...list, path });
	const { searchAccounts, searchMedia } = new InstagramInsights().methods.listSearch;
	try {
		const search = list.of === 'accounts' ? searchAccounts : searchMedia;
		const { results } = await search.call(context);
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
		// One that ended the run without a timer shows here.
		longestStandstillMs = Math.max(longestStandstillMs, performance.now() - lastTick - TICK_MS);
		const report: ChildReport = { ...outcome, tookMs: performance.now() - began, longestStandstillMs };
		process.send?.(report);
	});
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
