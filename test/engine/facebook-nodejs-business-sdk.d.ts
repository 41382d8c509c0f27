/** Meta ships its SDK without types; these describe the parts that the tests use, after its source. */
declare module 'facebook-nodejs-business-sdk' {
	export class FacebookAdsApi {
		/** The address of the Graph API. */
		static readonly GRAPH: string;
		/** E.g. 'v24.0'. */
		static readonly VERSION: string;
		/** With `crashLog`, what is thrown in this process is reported to Meta. */
		static init(accessToken: string, locale: string, crashLog: boolean): FacebookAdsApi;
		call(method: string, path: readonly string[], params?: Record<string, unknown>): Promise<unknown>;
	}

	export class FacebookAdsApiBatch {
		constructor(api: FacebookAdsApi);
		add(
			method: string,
			relativePath: readonly string[],
			params?: Record<string, unknown>,
			files?: undefined,
			onSuccess?: (response: APIResponse) => void,
			onFailure?: (response: APIResponse) => void,
		): void;
		addRequest(
			request: APIRequest,
			onSuccess?: (response: APIResponse) => void,
			onFailure?: (response: APIResponse) => void,
		): void;
		/** A batch of the parts that came back as null, or null if there are none. */
		execute(): Promise<FacebookAdsApiBatch | null>;
	}

	export class APIRequest {
		constructor(nodeId: string, method: string, endpoint: string);
		addFields(fields: readonly string[]): this;
		addParam(key: string, value: unknown): this;
	}

	export interface APIResponse {
		readonly body: Record<string, unknown>;
		readonly headers: unknown;
		readonly status: number;
		readonly isSuccess: boolean;
		readonly error: Error | null;
	}

	export interface Cursor<T> extends Array<T> {
		hasNext(): boolean;
		hasPrevious(): boolean;
		next(): Promise<Cursor<T>>;
		previous(): Promise<Cursor<T>>;
	}

	class Node {
		constructor(id: string);
		readonly id: string;
		exportAllData(): Record<string, unknown>;
	}

	export class InstagramInsightsResult extends Node {
		static readonly Breakdown: Readonly<Record<string, string>>;
		static readonly Metric: Readonly<Record<string, string>>;
	}

	export class IGMedia extends Node {
		static readonly Fields: Readonly<Record<string, string>>;
		static getByIds(ids: readonly string[], fields: readonly string[]): Promise<IGMedia[]>;
		get(fields: readonly string[]): Promise<this>;
		getInsights(
			fields: readonly string[],
			params: Record<string, unknown>,
		): Promise<Cursor<InstagramInsightsResult>>;
	}

	export class IGUser extends Node {
		get(fields: readonly string[]): Promise<this>;
		getMedia(fields: readonly string[], params?: Record<string, unknown>): Promise<Cursor<IGMedia>>;
		getStories(fields: readonly string[], params?: Record<string, unknown>): Promise<Cursor<IGMedia>>;
	}

	export class Page extends Node {}

	export class User extends Node {
		getAccounts(fields: readonly string[], params?: Record<string, unknown>): Promise<Cursor<Page>>;
	}
}
