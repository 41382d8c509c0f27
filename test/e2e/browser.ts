/** Chromium with n8n's editor, which the checks use as a person does: from the canvas to a node. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { type BrowserContext, type Locator, type Page, chromium, selectors } from 'playwright-core';

import { CredentialDialog } from './credentialDialog';
import { NodePanel } from './nodePanel';
import { HOME, ROOT } from './installation';
import { type Clip, type PageElement, boxOf } from './pageElement';
import { waitFor } from './programs';
import { OWNER } from './rest';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
/** The editor is some 10 MB of script, and the machine may be busy. */
const STEP_MS = 60_000;

/** Pictures of the README; without the variable a run leaves the tree as it is. */
const LOOKS = path.join(HOME, 'images');
const IMAGES = process.env.UPDATE_IMAGES === '1' ? path.join(ROOT, 'docs', 'images') : LOOKS;

const WINDOW = { width: 1280, height: 800 };

/** n8n marks its parts with this attribute. */
selectors.setTestIdAttribute('data-test-id');

export class Editor {
	readonly panel: NodePanel;
	readonly credential: CredentialDialog;
	private readonly complaints: string[] = [];

	constructor(
		readonly page: Page,
		private readonly context: BrowserContext,
		private readonly url: string,
	) {
		this.panel = new NodePanel(page);
		this.credential = new CredentialDialog(page);
		page.on('console', (message) => {
			if (message.type() === 'error') this.complaints.push(message.text());
		});
		page.on('pageerror', (error) => this.complaints.push(error.message));
	}

	/** Signs in as the owner does, through the page for it. */
	async signIn(): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.getByTestId('emailOrLdapLoginId').locator('input').fill(OWNER.email);
		await this.page.getByTestId('password').locator('input').fill(OWNER.password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL((address) => !address.pathname.startsWith('/signin'));
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name: string): Promise<NodePanel> {
		await this.node(name).dblclick();
		await this.panel.opened();
		return this.panel;
	}

	/** Opens the list of nodes beside the canvas, to search it. */
	async openNodeList(): Promise<void> {
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.page.getByTestId('node-creator-search-bar').waitFor();
	}

	/** Searches the open list of nodes. @returns the list, as soon as it holds `name` */
	async searchNodes(words: string, name: string): Promise<Locator> {
		const bar = this.page.getByTestId('node-creator-search-bar');
		const list = this.page.getByTestId('node-creator');
		const entry = list.getByTestId('node-creator-item-name').getByText(name, { exact: true });
		// The entries of the previous search stay for a moment.
		await bar.fill('');
		await entry.waitFor({ state: 'hidden' });
		await bar.fill(words);
		await entry.waitFor();
		return list;
	}

	/** What n8n says in the corner. */
	toast(words: string): Locator {
		return this.page.getByRole('alert').filter({ hasText: words });
	}

	/** Closes the messages in the corner, which would cover a part of a picture for some seconds. */
	async closeToasts(): Promise<void> {
		const toasts = this.page.locator('.el-notification');
		for (let left = await toasts.count(); left > 0; left = await toasts.count()) {
			// One that goes by itself meanwhile cannot be clicked, and need not be.
			await toasts
				.first()
				.locator('.el-notification__closeBtn')
				.click({ timeout: 2_000 })
				.catch(() => undefined);
			await waitFor('a message to go', async () => ((await toasts.count()) < left ? true : undefined));
		}
	}

	/** The warnings and errors in the browser's console since the last call. */
	takeComplaints(): string[] {
		return this.complaints.splice(0);
	}

	/** Everything on the page: its text, and the values of its fields. */
	async everything(): Promise<string> {
		const typed = await this.page
			.locator('input, textarea')
			.evaluateAll((fields: PageElement[]) => fields.map(({ value }) => value ?? ''));
		return [await this.page.content(), ...typed].join('\n');
	}

	async screenshot(file: string): Promise<void> {
		await this.page.screenshot({ path: file });
	}

	/** A picture for the README: of the whole window, or of a part of it. */
	async picture(name: string, clip?: Clip): Promise<void> {
		await this.shoot(IMAGES, name, clip);
	}

	/** A picture for whoever wants to see what people see. */
	async look(name: string, clip?: Clip): Promise<void> {
		await this.shoot(LOOKS, name, clip);
	}

	private async shoot(folder: string, name: string, clip: Clip | undefined): Promise<void> {
		await this.closeToasts();
		// A pointer that rests on an element makes buttons and tooltips show.
		await this.page.mouse.move(0, 0);
		await this.page.locator('[role="tooltip"]:visible').first().waitFor({ state: 'hidden' });
		await this.page.evaluate('document.fonts.ready.then(() => undefined)');
		await waitFor('all icons', async () => {
			const images = await this.page
				.locator('img:visible')
				.evaluateAll((images: PageElement[]) => images.map(({ naturalWidth }) => naturalWidth));
			return images.every((width) => width !== 0) ? true : undefined;
		});
		mkdirSync(folder, { recursive: true });
		await this.page.screenshot({
			path: path.join(folder, `${name}.png`),
			animations: 'disabled',
			caret: 'hide',
			...(clip === undefined ? {} : { clip }),
		});
	}

	/** The part of the window that holds the nodes and notes of the canvas, with margins. */
	async surroundings({ beside, over }: { beside: number; over: number }): Promise<Clip> {
		const boxes = await Promise.all((await this.page.locator('.vue-flow__node').all()).map(boxOf));
		const left = Math.min(...boxes.map(({ x }) => x)) - beside;
		const top = Math.min(...boxes.map(({ y }) => y)) - over;
		const right = Math.max(...boxes.map(({ x, width }) => x + width)) + beside;
		const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + over;
		return { x: left, y: top, width: right - left, height: bottom - top };
	}

	async resize(width = WINDOW.width, height = WINDOW.height): Promise<void> {
		await this.page.setViewportSize({ width, height });
	}

	async close(): Promise<void> {
		await this.context.close();
	}
}

/** Starts Chromium with a new profile, which is removed at the end. */
export async function startEditor(url: string): Promise<Editor> {
	const context = await chromium.launchPersistentContext('', {
		executablePath: CHROMIUM,
		headless: true,
		args: ARGUMENTS,
		viewport: WINDOW,
		deviceScaleFactor: 1.5,
		colorScheme: 'light',
		locale: 'en-US',
		timezoneId: 'UTC',
	});
	context.setDefaultTimeout(STEP_MS);
	const page = context.pages()[0] ?? (await context.newPage());
	return new Editor(page, context, url);
}
