import { type Locator, type Page, type Route } from 'playwright-core';

import { type PageElement } from './pageElement';
import { leadingTo } from './testBed';

/** The requests that save a new credential, change one, and test one. */
const REQUESTS = /\/rest\/credentials(\/[^/?]+)?(\?.*)?$/;

type Data = Readonly<Record<string, unknown>>;

/** A credential to save. A credential to test comes inside of another object. */
interface Body extends Data {
	readonly data?: Data;
	readonly credentials?: { readonly data?: Data };
}

function withHost(body: Body, url: string): Body {
	const { data, credentials } = body;
	const hidden = leadingTo(url);
	return {
		...body,
		...(data === undefined ? {} : { data: { ...data, ...hidden } }),
		...(credentials?.data === undefined
			? {}
			: { credentials: { ...credentials, data: { ...credentials.data, ...hidden } } }),
	};
}

/** n8n's dialog of a credential. */
export class CredentialDialog {
	private readonly dialog: Locator;

	constructor(private readonly page: Page) {
		this.dialog = page.getByTestId('editCredential-modal');
	}

	/** The dialog itself, without the dimmed page behind it. */
	get frame(): Locator {
		return this.page
			.locator('.el-dialog:visible, [role="dialog"]:visible')
			.filter({ has: this.page.getByTestId('credential-edit-dialog') })
			.last();
	}

	async opened(): Promise<void> {
		await this.dialog.getByTestId('node-credentials-config-container').waitFor();
		await this.dialog.getByTestId('credential-connection-parameter').first().waitFor();
	}

	/** The labels of the fields, in their order. */
	async labels(): Promise<string[]> {
		const labels = await this.dialog
			.getByTestId('credential-connection-parameter')
			.locator('label')
			.evaluateAll((labels: PageElement[]) =>
				labels.map((label) => label.querySelector('span')?.textContent ?? ''),
			);
		return labels.map((label) => label.replace('*', '').trim());
	}

	field(name: string): Locator {
		return this.dialog.getByTestId(`parameter-input-${name}`).locator('input');
	}

	/**
	 * Adds the simulator's host to what the dialog sends, since the fields for it are hidden.
	 *
	 * @returns a function that ends this
	 */
	async sendTo(url: string): Promise<() => Promise<void>> {
		const add = async (route: Route): Promise<void> => {
			const request = route.request();
			if (!['POST', 'PATCH'].includes(request.method())) {
				await route.fallback();
				return;
			}
			await route.continue({ postData: withHost(request.postDataJSON() as Body, url) });
		};
		await this.page.route(REQUESTS, add);
		return async () => {
			await this.page.unroute(REQUESTS, add);
		};
	}

	async rename(name: string): Promise<void> {
		await this.dialog.getByTestId('credential-name').click();
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.type(name);
		await this.page.keyboard.press('Enter');
	}

	/** Chooses another way to log in, which is another type of credential. */
	async chooseType(label: string): Promise<void> {
		await this.frame.getByRole('button', { name: /Login/ }).click();
		await this.page.getByRole('menuitem', { name: label }).click();
		await this.opened();
	}

	/** Begins to connect an account. @returns the window with the dialog of the other side */
	async connect(): Promise<Page> {
		const opened = this.page.waitForEvent('popup');
		await this.frame.getByRole('button', { name: 'Connect' }).click();
		return await opened;
	}

	get docs(): Locator {
		return this.dialog.getByRole('link', { name: 'docs' });
	}

	/** Saves, and waits for the test of the connection that follows by itself. What is typed meanwhile would be lost. */
	async save(): Promise<void> {
		const tested = this.page.waitForResponse(/\/rest\/credentials\/test$/);
		await this.dialog.getByTestId('credential-save-button').click();
		await tested;
	}

	async retry(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'Retry' }).locator('visible=true').click();
	}

	get success(): Locator {
		return this.dialog.getByTestId('credentials-config-container-test-success').locator('visible=true');
	}

	async closed(): Promise<void> {
		await this.dialog.waitFor({ state: 'detached' });
	}

	async close(): Promise<void> {
		await this.frame.getByRole('button', { name: 'Close' }).first().click();
		await this.closed();
	}

	/** Waits until the dialog says that the test did not pass. @returns everything that it says of it */
	async failure(): Promise<string> {
		await this.dialog.getByText('Couldn’t connect with these settings').waitFor();
		await this.dialog.getByText('More details').click();
		return await this.dialog.getByTestId('node-credentials-config-container').innerText();
	}
}
