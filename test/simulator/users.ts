export interface SimulatedUser {
	readonly id: string;
	readonly name: string;
}

/** The user of the fixed tokens, and of every token that is issued without naming another one. */
export const USER: SimulatedUser = { id: '100000000000042', name: 'Simulated User' };

/** Meta, system users: a user of a business that stands for a server. */
export const SYSTEM_USER: SimulatedUser = { id: '100000000000043', name: 'Simulated System User' };
