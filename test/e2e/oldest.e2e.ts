import { describe } from 'node:test';

export function oldest(): void {
	describe.todo('oldest');
}
