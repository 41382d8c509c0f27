/** An n8n with both of Meta's hosts behind it. */
import { type LoginHosts } from './loginHosts';
import type { TestBed } from './testBed';

export interface LoginBed {
	readonly testBed: TestBed;
	readonly hosts: LoginHosts;
	/** Ends n8n, and starts it again on what it has kept. */
	restart(): Promise<void>;
}
