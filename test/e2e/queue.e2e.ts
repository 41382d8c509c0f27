import { describe } from 'node:test';

export function queue(): void {
	describe.todo('queue');
}
