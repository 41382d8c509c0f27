/**
 * The process in which the node runs. It tells its parent when a case begins and ends, and gives signs of life in
 * between. If a loop freezes the process, the parent ends it.
 */
import './typescriptFirst';
import '../engine/environment';
import '../engine/log';

import { writeSync } from 'node:fs';

import type { Order, Outcome, ChildMessage } from './findings';
import { runCase } from './runCase';
import { sabotage } from './saboteurs';
import { StandIn } from './standIn';
import { VirtualClock } from './virtualClock';

const TICK_MS = 200;

function sendToParent(message: ChildMessage, then?: () => void): void {
	process.send?.(message, undefined, undefined, then);
}

/** Writes at once, and not by the console, whose lines are kept for the search for secrets. */
function say(line: string): void {
	let left = Buffer.from(`${line}\n`);
	while (left.length > 0) {
		try {
			left = left.subarray(writeSync(1, left));
		} catch (error) {
			// The reader is slower than the writer.
			if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
		}
	}
}

async function main(): Promise<void> {
	const unhandled: string[] = [];
	process.on('unhandledRejection', (reason) => unhandled.push(`rejection: ${String(reason)}`));
	process.on('uncaughtException', (error) => unhandled.push(`exception: ${String(error.stack)}`));
	process.on('disconnect', () => process.exit());
	const clock = new VirtualClock();
	clock.install();
	const standIn = new StandIn(() => {
		clock.stir();
	});
	const host = await standIn.listen();
	let isLost = false;
	const onLost = (outcome: Outcome) => {
		if (isLost) return;
		isLost = true;
		sendToParent({ kind: 'lost', outcome }, () => process.exit());
	};
	setInterval(() => {
		sendToParent({ kind: 'tick' });
	}, TICK_MS);
	process.on('message', (message) => {
		const { seed, verbose, saboteur } = message as Order;
		sabotage(saboteur);
		sendToParent({ kind: 'begin', seed });
		void runCase(seed, verbose, { clock, standIn, host, unhandled, say, onLost }).then((outcome) => {
			if (!isLost) sendToParent({ kind: 'end', outcome });
		});
	});
	sendToParent({ kind: 'ready' });
}

void main();
