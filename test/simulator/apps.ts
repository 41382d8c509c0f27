/** The two hosts of the Graph API, one for each login. */
export type Host = 'facebook' | 'instagram';

export interface SimulatedApp {
	readonly id: string;
	readonly secret: string;
	readonly name: string;
}

/** Nobody can take the secrets of this file for real ones. */
export const APP_SECRET = 'simulator-app-secret-not-a-real-one';

/** The app of the fixed tokens, and of every token that is issued without naming another app. */
export const APP: SimulatedApp = { id: '100000000000001', secret: APP_SECRET, name: 'Simulated App' };

/** Knows nothing of the tokens of APP. */
export const OTHER_APP: SimulatedApp = {
	id: '100000000000002',
	secret: 'simulator-secret-of-the-other-app-not-a-real-one',
	name: 'Other Simulated App',
};

/** Meta, Instagram business login: the Instagram app has an ID and a secret of its own, beside those of Meta's app. */
export const INSTAGRAM_APP: SimulatedApp = {
	id: '200000000000001',
	secret: 'simulator-instagram-app-secret-not-a-real-one',
	name: 'Simulated App-IG',
};

export const OTHER_INSTAGRAM_APP: SimulatedApp = {
	id: '200000000000002',
	secret: 'simulator-secret-of-the-other-instagram-app-not-a-real-one',
	name: 'Other Simulated App-IG',
};

export interface AppsOfHost {
	readonly own: SimulatedApp;
	readonly other: SimulatedApp;
}

export const APPS: Readonly<Record<Host, AppsOfHost>> = {
	facebook: { own: APP, other: OTHER_APP },
	instagram: { own: INSTAGRAM_APP, other: OTHER_INSTAGRAM_APP },
};

export function findApp(host: Host, id: string | null | undefined): SimulatedApp | undefined {
	return Object.values<SimulatedApp>({ ...APPS[host] }).find((app) => app.id === id);
}
