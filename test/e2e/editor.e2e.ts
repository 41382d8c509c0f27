import { describe } from 'node:test';

export function editor(): void {
	describe.todo('editor');
}
