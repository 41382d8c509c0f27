/**
 * All texts that can be reached from a value, also keys, maps, sets, and the properties of errors that JSON leaves
 * out. There is no recursion, since answers may be 10,000 levels deep.
 */
export function textsIn(root: unknown): string[] {
	const texts: string[] = [];
	const seen = new Set<object>();
	const open: unknown[] = [root];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value === 'string') texts.push(value);
		if (typeof value === 'symbol') texts.push(String(value));
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		if (Buffer.isBuffer(value)) {
			texts.push(value.toString());
			continue;
		}
		if (value instanceof Map) open.push(...value.keys(), ...value.values());
		if (value instanceof Set) open.push(...value);
		for (const key of Reflect.ownKeys(value)) {
			open.push(key);
			const property = Reflect.getOwnPropertyDescriptor(value, key);
			if (property !== undefined && 'value' in property) open.push(property.value);
		}
	}
	return texts;
}
