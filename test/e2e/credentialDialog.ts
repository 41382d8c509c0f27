import { type Locator, type Page } from 'playwright-core';

import { type PageElement } from './pageElement';

/** n8n's dialog of a credential. */
export class CredentialDialog {
	private readonly dialog: Locator;

	constructor(private readonly page: Page) {
		this.dialog = page.getByTestId('editCredential-modal');
	}

	/** The dialog itself, without what is dimmed behind it. */
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
			.evaluateAll((found: PageElement[]) =>
				found.map((label) => label.querySelector('span')?.textContent ?? ''),
			);
		return labels.map((label) => label.replace('*', '').trim());
	}

	field(name: string): Locator {
		return this.dialog.getByTestId(`parameter-input-${name}`).locator('input');
	}

	get docs(): Locator {
		return this.dialog.getByRole('link', { name: 'docs' });
	}

	/** n8n asks before it saves; a test of the connection follows by itself. */
	async save(): Promise<void> {
		await this.dialog.getByTestId('credential-save-button').click();
	}

	async retry(): Promise<void> {
		await this.dialog.getByRole('button', { name: 'Retry' }).locator('visible=true').click();
	}

	get success(): Locator {
		return this.dialog.getByTestId('credentials-config-container-test-success').locator('visible=true');
	}

	/** Waits until the test did not pass. @returns all that the dialog says of it */
	async failure(): Promise<string> {
		await this.dialog.getByText('Couldn’t connect with these settings').waitFor();
		await this.dialog.getByText('More details').click();
		return await this.dialog.getByTestId('node-credentials-config-container').innerText();
	}
}
