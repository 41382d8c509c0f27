import { type Locator } from 'playwright-core';

/** The parts of DOM objects that the checks use, since tests are compiled without the types of the DOM. */
export interface PageElement {
	readonly value?: string;
	readonly naturalWidth?: number;
	readonly scrollWidth?: number;
	readonly clientWidth?: number;
	readonly innerText: string;
	readonly textContent: string | null;
	getAttribute(name: string): string | null;
	querySelector(selector: string): PageElement | null;
	querySelectorAll(selector: string): Iterable<PageElement>;
}

export interface Clip {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** @throws if it is not shown */
export async function boxOf(part: Locator): Promise<Clip> {
	const box = await part.boundingBox();
	if (box === null) throw new Error('What is to be in the picture is not shown');
	return box;
}

/** Whether the picture has loaded. */
export async function isLoaded(image: Locator): Promise<boolean> {
	return await image.evaluate(({ naturalWidth }: PageElement) => (naturalWidth ?? 0) > 0);
}
