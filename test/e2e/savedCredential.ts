/** A credential that n8n has saved, used over n8n's own REST API as its editor does. */
import type { RestApi } from './rest';
import { addSecret } from './seenSecrets';

type Data = Readonly<Record<string, unknown>>;

/** What n8n says of a test. */
export interface TestResult {
	readonly status: string;
	readonly message: string;
}

export class SavedCredential {
	private constructor(
		private readonly api: RestApi,
		readonly id: string,
		readonly name: string,
		readonly type: string,
	) {}

	static async create(api: RestApi, name: string, type: string, data: Data): Promise<SavedCredential> {
		return new SavedCredential(api, await api.createCredential(name, type, data), name, type);
	}

	/** For the `credentials` of a node. */
	get forNode(): Record<string, { id: string; name: string }> {
		return { [this.type]: { id: this.id, name: this.name } };
	}

	/** What n8n has stored. In the place of each secret stands a text of n8n's, which n8n takes for the secret again. */
	async data(): Promise<Data> {
		const { data } = (await this.api.ask('GET', `credentials/${this.id}?includeData=true`)) as { data: Data };
		return data;
	}

	/** Saves the credential with some other values. n8n does not test it by itself: that is the editor's doing. */
	async change(changes: Data): Promise<void> {
		const { name, type } = this;
		const data = { ...(await this.data()), ...changes };
		await this.api.ask('PATCH', `credentials/${this.id}`, { name, type, data });
	}

	async test(): Promise<TestResult> {
		const { id, name, type } = this;
		const credentials = { id, name, type, data: await this.data() };
		return (await this.api.ask('POST', 'credentials/test', { credentials })) as TestResult;
	}

	/**
	 * Connects an account over OAuth2: opens the dialog and presses one of its buttons.
	 * @returns the page of n8n to which the dialog leads back
	 */
	async connect(button: 'continue' | 'cancel'): Promise<string> {
		const address = (await this.api.ask('GET', `oauth2-credential/auth?id=${this.id}`)) as string;
		const dialog = await (await fetch(address)).text();
		const [, link] = new RegExp(`id="${button}"[^>]*href="([^"]+)"`).exec(dialog) ?? [];
		if (link === undefined) throw new Error(`The dialog has no button "${button}": ${dialog}`);
		const pressed = await fetch(new URL(link.replaceAll('&amp;', '&'), address), { redirect: 'manual' });
		const back = pressed.headers.get('location');
		if (back === null) throw new Error(`The dialog leads nowhere: ${await pressed.text()}`);
		noteCode(back);
		return await this.api.page(back);
	}
}

/** Notes the authorization code in an address to which the dialog leads back. */
export function noteCode(address: string): void {
	const code = new URL(address).searchParams.get('code');
	if (code !== null) addSecret(code);
}
