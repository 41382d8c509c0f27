/** What `npm start` does in Meta's place for the story trigger: a story ends soon after the trigger listens. */
import { ACCOUNTS, SAMPLE_NUMBERS, type Simulator } from '../test/simulator';
import { storyEntry } from '../test/simulator/webhooks';

interface Pace {
	/** How soon a story ends after the app was subscribed. Whoever tests the trigger should see first that it waits. */
	readonly afterMs: number;
	readonly lookEveryMs: number;
}

/** 17 digits, as Meta's IDs have, and another one at each moment. */
function newId(now: number): string {
	return `1800${String(now)}`;
}

/**
 * Sends the insights of a story each time that the app gets a subscription: a test of the trigger, and a workflow that
 * is published, get one each.
 * @returns a function that ends it
 */
export function sendStories(
	simulator: Simulator,
	{ afterMs, lookEveryMs }: Pace = { afterMs: 3_000, lookEveryMs: 500 },
): () => void {
	let seen: object | undefined;
	let isSent = false;
	let seenAt = 0;
	const timer = setInterval(() => {
		const subscription = simulator.subscriptions.ofApp(simulator.appId, 'instagram');
		const now = Date.now();
		if (subscription !== seen) {
			seen = subscription;
			seenAt = now;
			isSent = false;
		}
		if (subscription === undefined || isSent || now - seenAt < afterMs) return;
		isSent = true;
		// If n8n does not answer, a later test sends another one.
		void simulator.webhooks.deliver([
			storyEntry(ACCOUNTS.main, newId(now), SAMPLE_NUMBERS, Math.round(now / 1000)),
		]);
	}, lookEveryMs);
	return () => {
		clearInterval(timer);
	};
}
