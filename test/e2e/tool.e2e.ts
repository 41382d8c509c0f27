import { describe } from 'node:test';

export function tool(): void {
	describe.todo('tool');
}
