import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { MEDIA_SCOPES, type MediaScope, type MediaScopeName, type MediaTypeName } from '../catalogue';
import { LABELS } from './labels';
import { notOnList, type Checked } from './values/issue';
import type { ParameterReader } from './values/reader';

/** The resource that is the token of the credential. */
export const TOKEN_RESOURCE = 'accessToken';
/** The resource that is an account as a whole. */
export const ACCOUNT_RESOURCE = 'account';

const RESOURCES: Readonly<
	Record<
		MediaScopeName | typeof TOKEN_RESOURCE | typeof ACCOUNT_RESOURCE,
		Omit<INodePropertyOptions, 'value'>
	>
> = {
	[TOKEN_RESOURCE]: {
		name: 'Access Token',
		description: 'The token of the credential: whether it works, how long it lasts, what it may read',
	},
	[ACCOUNT_RESOURCE]: {
		name: 'Account',
		description: 'The account as a whole: reach, views, followers and audience of days, weeks or months',
	},
	media: {
		name: 'Media (Any Type)',
		description: 'Posts, reels and stories together; the node finds out which is which',
	},
	post: { name: 'Post', description: 'An image, a video or an album in the feed' },
	reel: { name: 'Reel', description: 'A short video with views and watch time' },
	story: { name: 'Story', description: 'A photo or video that vanishes after 24 hours' },
};
const DEFAULT_RESOURCE: MediaScopeName = 'post';

export const resourceField: INodeProperties = {
	displayName: LABELS.resource,
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(RESOURCES).map(([value, option]) => ({ ...option, value })),
	default: DEFAULT_RESOURCE,
};

const WATCHED_DEFAULT: MediaScopeName = 'media';

/** The field for what a trigger watches: the same resources without the token. */
export function watchedResourceField(show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return {
		...resourceField,
		options: MEDIA_SCOPES.map(({ name }) => ({ ...RESOURCES[name], value: name })).sort((a, b) =>
			a.name.localeCompare(b.name, 'en'),
		),
		default: WATCHED_DEFAULT,
		displayOptions: { show },
		description: 'What to watch',
	};
}

/** Reads which media items a list in the panel, or a trigger, is for. */
export function readScope(
	read: ParameterReader,
	defaultValue: MediaScopeName = DEFAULT_RESOURCE,
): Checked<{ readonly scope: MediaScope }> {
	const value = read('resource', defaultValue);
	const scope = MEDIA_SCOPES.find(({ name }) => name === value);
	return scope
		? { ok: true, scope }
		: notOnList(
				LABELS.resource,
				value,
				MEDIA_SCOPES.map(({ name }) => name),
			);
}

/** The media type that a resource stands for; `undefined` if it stands for all types. */
export function typeOfScope({ name }: MediaScope): MediaTypeName | undefined {
	return name === 'media' ? undefined : name;
}
