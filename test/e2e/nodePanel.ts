import { type Locator, type Page } from 'playwright-core';

import { type Clip, type PageElement, boxOf } from './pageElement';
import { waitFor } from './programs';

/** A row of the output's table: what a cell shows, by its column. */
export type TableRow = Readonly<Record<string, string>>;

/** What n8n shows of an open node: its parameters and its output. */
export class NodePanel {
	private readonly panel: Locator;
	readonly output: Locator;

	constructor(private readonly page: Page) {
		this.panel = page.getByTestId('ndv');
		this.output = page.getByTestId('output-panel');
	}

	async opened(): Promise<void> {
		await this.panel.getByTestId('node-parameters').waitFor();
	}

	async close(): Promise<void> {
		await this.panel.getByTestId('ndv-close-button').click();
		await this.panel.waitFor({ state: 'detached' });
	}

	parameter(name: string): Locator {
		return this.panel.getByTestId(`parameter-input-${name}`);
	}

	/** The names of the parameters that are shown, in their order. */
	async shown(): Promise<string[]> {
		return await this.panel
			.getByTestId('node-parameters')
			.locator('[data-test-id^="parameter-input-"]:visible')
			.evaluateAll((parameters: PageElement[]) =>
				parameters.flatMap((parameter) => {
					const [, name] = /^parameter-input-(\w+)$/.exec(parameter.getAttribute('data-test-id') ?? '') ?? [];
					return name === undefined || name === 'field' || name === 'item' ? [] : [name];
				}),
			);
	}

	private get dropdown(): Locator {
		return this.page.locator('.el-select-dropdown:visible');
	}

	private async openDropdown(name: string): Promise<Locator> {
		await this.parameter(name).click();
		await this.dropdown.locator('li').first().waitFor();
		return this.dropdown.locator('li');
	}

	private async closeDropdown(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.dropdown.waitFor({ state: 'hidden' });
	}

	/** The options that a parameter offers. */
	async options(name: string): Promise<string[]> {
		const options = await this.openDropdown(name);
		const texts = await options.locator('.option-headline').allInnerTexts();
		await this.closeDropdown();
		return texts;
	}

	/** Chooses an option, or takes it back if several can be chosen. */
	async choose(name: string, option: string): Promise<void> {
		const options = await this.openDropdown(name);
		await options
			.filter({ has: this.page.locator('.option-headline').getByText(option, { exact: true }) })
			.click();
		if ((await this.dropdown.count()) > 0) await this.closeDropdown();
	}

	/** Makes these the only options that are chosen. */
	async chooseOnly(name: string, expected: readonly string[]): Promise<void> {
		const options = await this.openDropdown(name);
		const all = await options.locator('.option-headline').allInnerTexts();
		for (const [index, text] of all.entries()) {
			const option = options.nth(index);
			const isChosen = (await option.getAttribute('aria-selected')) === 'true';
			if (isChosen !== expected.includes(text)) await option.click();
		}
		await this.closeDropdown();
	}

	/** The chosen options of a parameter that takes several, as they are shown. */
	async chosen(name: string): Promise<string[]> {
		return await this.parameter(name).locator('.el-select__tags-text').allInnerTexts();
	}

	/** The chosen option of a parameter that takes one. */
	async value(name: string): Promise<string> {
		return await this.parameter(name).locator('input').first().inputValue();
	}

	/** The options that the button for more options offers. */
	async addableOptions(): Promise<string[]> {
		await this.panel.getByTestId('collection-parameter-add').last().click();
		const options = this.page.getByTestId('collection-parameter-option').locator('visible=true');
		await options.first().waitFor();
		const texts = await options.allInnerTexts();
		await this.page.keyboard.press('Escape');
		await options.first().waitFor({ state: 'hidden' });
		return texts.map((text) => text.trim());
	}

	/** Types into a field for a date. */
	async typeDay(name: string, day: string): Promise<void> {
		const field = this.parameter(name).locator('input').first();
		await field.fill(day);
		await field.press('Enter');
	}

	async switchOn(name: string): Promise<void> {
		await this.parameter(name).locator('.el-switch').click();
	}

	/** All that is written in the parameters, also below their fields. */
	async parametersText(): Promise<string> {
		return await this.panel.getByTestId('node-parameters').innerText();
	}

	async addOption(option: string): Promise<void> {
		await this.panel.getByTestId('collection-parameter-add').last().click();
		await this.page
			.getByTestId('collection-parameter-option')
			.locator('visible=true')
			.getByText(option, { exact: true })
			.click();
	}

	async editCredential(): Promise<void> {
		await this.panel.getByTestId('credential-edit-button').click();
	}

	async newCredential(): Promise<void> {
		await this.panel.getByTestId('node-credentials-select').click();
		await this.page.getByTestId('node-credentials-select-item-new').locator('visible=true').click();
	}

	/** Chooses a credential that is saved. The node logs in as its type does from then on. */
	async chooseCredential(name: string): Promise<void> {
		await this.panel.getByTestId('node-credentials-select').click();
		await this.page.locator('.el-select-dropdown:visible li').filter({ hasText: name }).click();
	}

	private locatorOf(name: string): Locator {
		return this.panel.getByTestId(`resource-locator-${name}`);
	}

	async setMode(name: string, mode: 'list' | 'id' | 'url'): Promise<void> {
		const modes = this.page.locator('[data-test-id^="mode-"]').locator('visible=true');
		await this.locatorOf(name).getByTestId('rlc-mode-selector').click();
		await this.page.getByTestId(`mode-${mode}`).locator('visible=true').click();
		// The list fades out. Until it is gone, a check could take it for the list that is opened next.
		await modes.first().waitFor({ state: 'hidden' });
	}

	/** The field of something that is picked or named. */
	picked(name: string): Locator {
		return this.locatorOf(name).getByTestId('rlc-input');
	}

	/** The entries of the open list of a picker. */
	get listed(): Locator {
		return this.page.getByTestId('rlc-item').locator('visible=true');
	}

	get listMessage(): Locator {
		return this.page.getByTestId('rlc-error-container').locator('visible=true');
	}

	async openList(name: string): Promise<void> {
		await this.picked(name).click();
		await this.listed.or(this.listMessage).first().waitFor();
	}

	async closeList(): Promise<void> {
		// The key for it does nothing if the list is a message.
		await this.panel.getByTestId('tab-params').click();
		await this.listed.or(this.listMessage).first().waitFor({ state: 'hidden' });
	}

	async searchList(words: string): Promise<void> {
		await this.page.getByTestId('rlc-search').locator('visible=true').fill(words);
	}

	/** Waits until the open list is as it should be. */
	async waitForList(what: string, fits: (entries: readonly string[]) => boolean): Promise<string[]> {
		return await waitFor(what, async () => {
			const entries = await this.listed.allInnerTexts();
			return fits(entries) ? entries : undefined;
		});
	}

	/** The ends of entries of the open list that n8n cuts off, because the line is too short. */
	async cutLabels(): Promise<string[]> {
		return await this.listed.locator('span, div').evaluateAll((parts: PageElement[]) =>
			parts.flatMap(({ scrollWidth = 0, clientWidth = 0, innerText }) =>
				// An inline element has no width of its own.
				clientWidth > 0 && scrollWidth > clientWidth ? [innerText] : [],
			),
		);
	}

	async scrollList(): Promise<void> {
		await this.listed.last().hover();
		await this.page.mouse.wheel(0, 20_000);
	}

	/** Picks from the list of a picker. */
	async pick(name: string, entry: string): Promise<void> {
		await this.openList(name);
		// n8n keeps the last search.
		await this.searchList('');
		await this.listed.filter({ hasText: entry }).first().click();
		await this.listed.first().waitFor({ state: 'hidden' });
	}

	/** Picks an entry from the list of a picker by its index, from 0. */
	async pickAt(name: string, index: number): Promise<void> {
		await this.openList(name);
		await this.listed.nth(index).click();
		await this.listed.first().waitFor({ state: 'hidden' });
	}

	/** Runs the node, which has not run yet, and the nodes before it. @returns whether the run succeeded */
	async execute(): Promise<boolean> {
		await this.beginRun();
		const good = this.output.getByTestId('node-run-status-success');
		const bad = this.output.getByTestId('node-run-status-danger');
		await good.or(bad).waitFor();
		return await good.isVisible();
	}

	/** Begins a run without waiting for its result. */
	async beginRun(): Promise<void> {
		await this.panel.getByTestId('node-execute-button').click();
	}

	async openTable(): Promise<void> {
		await this.output.getByTestId('radio-button-table').click();
		await this.output.locator('tbody tr').first().waitFor();
	}

	async table(): Promise<TableRow[]> {
		await this.openTable();
		const columns = await this.output.locator('thead th').allInnerTexts();
		const rows = await this.output
			.locator('tbody tr')
			.evaluateAll((rows: PageElement[]) =>
				rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText.trim())),
			);
		return rows.map((cells) =>
			Object.fromEntries(
				columns.flatMap((column, index) => {
					const name = column.trim();
					return name === '' ? [] : [[name, cells[index] ?? '']];
				}),
			),
		);
	}

	get errorMessage(): Locator {
		return this.output.getByTestId('node-error-message');
	}

	get errorDescription(): Locator {
		return this.output.getByTestId('node-error-description');
	}

	/** The messages that the panel shows above the rows, or in their place. */
	get hints(): Locator {
		return this.output.getByTestId('run-data-hints');
	}

	/** Unfolds everything that n8n shows of an error. */
	async unfoldError(): Promise<string> {
		for (const summary of await this.output.locator('details > summary').all()) await summary.click();
		return await this.output.innerText();
	}

	/** Moves the parameters to the left, so that the output has more space. */
	async makeRoomForOutput(): Promise<void> {
		const { x, y, width, height } = await boxOf(this.panel.getByTestId('panel-drag-button'));
		await this.page.mouse.move(x + width / 2, y + height / 2);
		await this.page.mouse.down();
		await this.page.mouse.move(0, y, { steps: 8 });
		await this.page.mouse.up();
	}

	/** The part of the window that holds the parameters and the output, without the input. */
	async withoutInput(height: number): Promise<Clip> {
		const { x } = await boxOf(this.panel.getByTestId('tab-params'));
		const output = await boxOf(this.output);
		return { x, y: output.y, width: output.x + output.width - x - 2, height };
	}

	/** The fields that the node before this one has, as far as n8n knows them, in the page's own order. */
	async fieldsOfInput(): Promise<string[]> {
		const fields = this.page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-item');
		await fields.first().waitFor();
		return await fields.allInnerTexts();
	}

	/** The part of the window that holds the first rows of the table, up to the end of a column. */
	async tableUpTo(column: string, rows: number): Promise<Clip> {
		const { x, y } = await boxOf(this.output.locator('thead'));
		const head = await boxOf(this.output.locator('thead th').filter({ hasText: column }));
		const last = await boxOf(this.output.locator('tbody tr').nth(rows - 1));
		return {
			x,
			y,
			width: head.x + head.width + 1 - x,
			height: last.y + last.height + 1 - y,
		};
	}
}
