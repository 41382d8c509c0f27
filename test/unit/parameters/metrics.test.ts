import type { INodeParameters } from 'n8n-workflow';

import {
	API_VERSIONS,
	DEFAULT_API_VERSION,
	mayAnswer,
	MEDIA_SCOPES,
	mediaScope,
	metric,
	METRICS,
	metricsOfType,
	type Login,
	type MediaScopeName,
} from '../../../nodes/InstagramInsights/catalogue';
import {
	metricsField,
	metricsParameter,
	readMetrics,
} from '../../../nodes/InstagramInsights/parameters/metrics';
import { issueOf, readerOf, valueOf } from './parameterReader';
import { optionsOf, panel, shownField, shownOptions } from './shown';

const fields = MEDIA_SCOPES.map((scope) => metricsField(scope));
const resources = MEDIA_SCOPES.map(({ name }) => name);
const NOW = DEFAULT_API_VERSION;

function readFrom(value: unknown, type: MediaScopeName, version: string, login: Login = 'facebook') {
	return readMetrics(readerOf({ [metricsParameter(type)]: value }), mediaScope(type), login, version);
}

/** The names of the metrics to ask for. */
function namesFrom(value: unknown, type: MediaScopeName, version = NOW): readonly string[] {
	return valueOf(readFrom(value, type, version)).metrics.map(({ name }) => name);
}

function turnedDown(value: unknown, type: MediaScopeName, version = NOW) {
	return issueOf(readFrom(value, type, version));
}

/** The values of the parameter `authentication` that saved workflows hold, by the login behind each. */
const LOGIN_OF: Readonly<Record<string, Login>> = {
	facebookAccessToken: 'facebook',
	facebookOAuth2: 'facebook',
	instagramAccessToken: 'instagram',
};

const versions = API_VERSIONS.map(({ name }) => name);
const combinations = resources.flatMap((resource) =>
	Object.keys(LOGIN_OF).flatMap((authentication) =>
		[undefined, ...versions].map((apiVersion) => ({ resource, authentication, apiVersion })),
	),
);

describe('metricsField', () => {
	it('has the name of the contract for each resource', () => {
		expect(fields.map(({ name }) => name)).toEqual([
			'postMetrics',
			'reelMetrics',
			'storyMetrics',
			'mediaMetrics',
		]);
	});

	it.each(MEDIA_SCOPES)('gives metrics of a $name as an example for an expression', (scope) => {
		const { description = '' } = metricsField(scope);
		const [, example = ''] = /comma-separated text such as "(.*)"/.exec(description) ?? [];
		expect(namesFrom(example, scope.name)).toHaveLength(3);
		expect(description).toContain(`what ${scope.plural} have`);
	});

	it.each(combinations)(
		'of a $resource under $authentication and version $apiVersion offers what the catalogue has',
		({ resource, authentication, apiVersion }) => {
			const values = panel(resource, [], {
				authentication,
				options: apiVersion === undefined ? {} : { apiVersion },
			});
			const login = LOGIN_OF[authentication] ?? 'facebook';
			const expected = metricsOfType(resource)
				.filter((entry) => entry.logins.includes(login))
				.filter((entry) => !entry.retired || (apiVersion !== undefined && mayAnswer(entry, apiVersion)));
			expect(shownOptions(fields, values, metricsParameter(resource))).toEqual(
				expected.map(({ name }) => name),
			);
		},
	);

	it.each<[MediaScopeName, boolean]>([
		['post', true],
		['reel', false],
		['story', true],
		['media', true],
	])('of a %s offers impressions under v21.0 only, if the type has them: %s', (resource, hasThem) => {
		const offered = (options: INodeParameters) =>
			shownOptions(fields, panel(resource, [], { options }), metricsParameter(resource)).includes(
				'impressions',
			);
		expect(offered({ apiVersion: 'v21.0' })).toBe(hasThem);
		expect(offered({ apiVersion: 'v22.0' })).toBe(false);
		expect(offered({ apiVersion: 'v25.0' })).toBe(false);
		expect(offered({})).toBe(false);
	});

	it('never offers what no version answers', () => {
		const offered = fields.flatMap((field) => optionsOf(field).map(({ value }) => value));
		for (const name of ['plays', 'video_views', 'clips_replays_count', 'engagement', 'exits']) {
			expect(offered).not.toContain(name);
		}
	});

	it.each(resources)('of a %s is there for this resource alone', (resource) => {
		for (const other of resources) {
			const shown = shownField(fields, panel(other, []), metricsParameter(resource)) !== undefined;
			expect(shown).toBe(other === resource);
		}
	});

	it.each(MEDIA_SCOPES)('of a $name starts with the basic set, all of it on offer', (type) => {
		const field = shownField(fields, panel(type.name, []), metricsParameter(type.name));
		expect(field?.default).toEqual(type.basicMetrics);
		for (const authentication of Object.keys(LOGIN_OF)) {
			const offered = shownOptions(
				fields,
				panel(type.name, [], { authentication }),
				metricsParameter(type.name),
			);
			expect(offered).toEqual(expect.arrayContaining([...type.basicMetrics]));
		}
	});

	it('tells the unit of what is not a plain count', () => {
		const described = (resource: MediaScopeName, name: string) =>
			optionsOf(shownField(fields, panel(resource, []), metricsParameter(resource))).find(
				({ value }) => value === name,
			)?.description;
		expect(described('reel', 'ig_reels_avg_watch_time')).toMatch(/in milliseconds$/);
		expect(described('reel', 'reels_skip_rate')).toMatch(/in percent$/);
		expect(described('story', 'reach')).toBe(metric('reach').description);
	});

	it('tells how a metric is calculated, and which types have it', () => {
		const described = (resource: MediaScopeName, name: string) =>
			optionsOf(shownField(fields, panel(resource, []), metricsParameter(resource))).find(
				({ value }) => value === name,
			);
		expect(described('post', 'engagement_rate')).toMatchObject({
			name: 'Engagement Rate (Calculated)',
			description:
				'Total interactions for every 100 accounts reached (100 × Total Interactions / Reach), in percent',
		});
		expect(described('reel', 'save_rate')).toMatchObject({
			name: 'Save Rate (Calculated)',
			description: 'Saves for every 100 accounts reached (100 × Saves / Reach), in percent',
		});
		expect(described('media', 'save_rate')?.description).toBe(
			'Saves for every 100 accounts reached (100 × Saves / Reach), in percent (posts and reels)',
		);
		expect(described('media', 'share_rate')).toMatchObject({
			name: 'Share Rate (Calculated)',
			description: 'Shares for every 100 accounts reached (100 × Shares / Reach), in percent',
		});
		expect(described('story', 'save_rate')).toBeUndefined();
	});

	it('tells for media of any type which types have a metric, if not all do', () => {
		const options = optionsOf(shownField(fields, panel('media', []), 'mediaMetrics'));
		const described = (name: string) => options.find(({ value }) => value === name)?.description;
		expect(described('reach')).toBe(metric('reach').description);
		expect(described('navigation')).toMatch(/\(stories\)/);
		expect(described('saved')).toMatch(/\(posts and reels\)/);
		expect(described('ig_reels_avg_watch_time')).toMatch(/in milliseconds \(reels\)/);
	});
});

describe('readMetrics', () => {
	it('takes the metrics in the order in which they were chosen', () => {
		expect(namesFrom(['views', 'reach', 'likes'], 'post')).toEqual(['views', 'reach', 'likes']);
	});

	it('finds metrics in small and capital letters', () => {
		expect(namesFrom('REACH, Views', 'reel')).toEqual(['reach', 'views']);
	});

	it('finds metrics by the label that the picker shows', () => {
		expect(namesFrom(['Average Watch Time', 'saves', 'Skip rate'], 'reel')).toEqual([
			'ig_reels_avg_watch_time',
			'saved',
			'reels_skip_rate',
		]);
	});

	it('takes a metric once, whether it is named by its name or its label', () => {
		expect(namesFrom(['saved', 'Saves', 'SAVED'], 'post')).toEqual(['saved']);
	});

	it('takes the successor of a retired metric, once, and tells which were replaced', () => {
		const checked = readFrom(['plays', 'views', 'clips_replays_count', 'reach'], 'reel', NOW);
		expect(checked).toMatchObject({
			ok: true,
			metrics: [metric('views'), metric('reach')],
			replaced: [
				{ retired: { name: 'plays' }, successor: { name: 'views' } },
				{ retired: { name: 'clips_replays_count' }, successor: { name: 'views' } },
			],
		});
	});

	it.each(METRICS.filter(({ retired }) => retired))(
		'never takes the retired $name under the default version',
		(entry) => {
			for (const type of entry.mediaTypes) {
				expect(namesFrom([entry.name], type)).toEqual([entry.retired?.successor]);
			}
		},
	);

	it('keeps impressions under v21.0, since Meta may still answer', () => {
		const { metrics, replaced } = valueOf(readFrom('impressions, views', 'post', 'v21.0'));
		expect(metrics.map(({ name }) => name)).toEqual(['impressions', 'views']);
		expect(replaced).toEqual([]);
	});

	it('replaces impressions from v22.0 on', () => {
		expect(namesFrom('impressions', 'story', 'v22.0')).toEqual(['views']);
	});

	it.each<[string, unknown, MediaScopeName]>([
		['no metric at all', [], 'post'],
		['a blank text', ' , ', 'reel'],
		['a value that is no text', 7, 'story'],
	])('turns %s down and lists what the type has', (_what, value, type) => {
		const { message, description } = turnedDown(value, type);
		expect(message).toContain("'Metrics'");
		expect(description).toContain('reach');
		expect(description).toContain('views');
	});

	it('turns an unknown metric down by its name', () => {
		const { message, description } = turnedDown(['reach', 'reech'], 'post');
		expect(message).toContain("'Metrics'");
		expect(message).toBe("'Metrics' holds 'reech', which is not an Instagram metric");
		expect(description).toContain('profile_activity');
		expect(description).not.toContain('navigation');
		expect(description).not.toContain('plays');
	});

	it.each<[string, MediaScopeName]>([
		['navigation', 'post'],
		['follows', 'reel'],
		['saved', 'story'],
		['ig_reels_avg_watch_time', 'story'],
		['plays', 'post'],
	])('turns %s of a %s down and lists what the type has', (name, type) => {
		const { message, description } = turnedDown(['reach', name], type);
		expect(message).toContain("'Metrics'");
		expect(message).toBe(`'Metrics' holds '${name}', which ${mediaScope(type).plural} do not have`);
		expect(description).toContain('total_interactions');
		expect(description.split(/[:,] /)).not.toContain(name);
	});

	it.each<[string, unknown, MediaScopeName]>([
		['total_views', ['reach', 'total_views'], 'post'],
		['total_views', ['reach', 'total_views'], 'media'],
		['total_likes', 'reach, TOTAL_LIKES', 'reel'],
		['total_comments', ['Total Comments'], 'post'],
		['link_clicks', 'Link Clicks, views', 'story'],
	])('turns %s down for Instagram Login, named by %j for a %s', (name, value, type) => {
		const { message, description } = issueOf(readFrom(value, type, NOW, 'instagram'));
		expect(message).toBe(`'Metrics' holds '${name}', which Meta has for Facebook Login only`);
		const { label } = mediaScope(type);
		expect(description).toMatch(
			`Leave it out, or choose a credential of Facebook Login. ${label} metrics with Instagram Login are: `,
		);
		const [, list = ''] = description.split(' are: ');
		expect(list.split(', ')).toEqual(
			metricsOfType(type)
				.filter(({ logins, retired }) => logins.includes('instagram') && !retired)
				.map((entry) => entry.name),
		);
		expect(valueOf(readFrom(value, type, NOW, 'facebook')).metrics).toContain(metric(name));
	});

	it('lists for a login the metrics of this login alone', () => {
		const listed = (login: Login) => issueOf(readFrom('nonsense', 'story', NOW, login)).description;
		expect(listed('facebook')).toMatch(/\blink_clicks\b.*\btotal_views\b/);
		expect(listed('instagram')).not.toMatch(/link_clicks|total_views/);
		expect(listed('instagram')).toMatch(/\bnavigation\b/);
	});

	it.each(resources)(
		'takes the basic set of a %s, and successors of retired metrics, for every login',
		(type) => {
			for (const login of ['facebook', 'instagram'] as const) {
				const basic = mediaScope(type).basicMetrics;
				const { metrics } = valueOf(readFrom([...basic], type, NOW, login));
				expect(metrics.map(({ name }) => name)).toEqual(basic);
				const retired = metricsOfType(type).filter((entry) => entry.retired);
				expect(
					readFrom(
						retired.map(({ name }) => name),
						type,
						NOW,
						login,
					),
				).toMatchObject({ ok: true });
			}
		},
	);

	it('lists a retired metric only under the version that may still answer', () => {
		expect(turnedDown('nonsense', 'post', 'v21.0').description).toContain('impressions');
		expect(turnedDown('nonsense', 'post', 'v22.0').description).not.toContain('impressions');
	});

	it('does not take the names of object members for metrics', () => {
		expect(turnedDown('constructor', 'post').message).toContain("'constructor'");
		expect(turnedDown('__proto__', 'post').message).toContain("'__proto__'");
	});
});

describe('A label', () => {
	it.each(
		MEDIA_SCOPES.flatMap((scope) => metricsOfType(scope.name).map(({ label }) => [label, scope] as const)),
	)('%s stands for a metric of the resource', (label, scope) => {
		const { metrics, replaced } = valueOf(readFrom([label], scope.name, NOW));
		const [meant] = metricsOfType(scope.name).filter((entry) => entry.label === label);
		expect([...metrics, ...replaced.map(({ retired }) => retired)]).toContain(meant);
	});

	it('of another type is turned down by the name of the metric', () => {
		expect(turnedDown('average watch time', 'post').message).toBe(
			"'Metrics' holds 'ig_reels_avg_watch_time', which posts do not have",
		);
		expect(turnedDown('Navigation', 'post').message).toBe(
			"'Metrics' holds 'navigation', which posts do not have",
		);
	});
});

describe('The metrics of media of any type', () => {
	it('may be metrics of different types', () => {
		expect(namesFrom(['navigation', 'ig_reels_avg_watch_time', 'saved'], 'media')).toEqual([
			'navigation',
			'ig_reels_avg_watch_time',
			'saved',
		]);
	});

	it.each(METRICS)('may hold $name, or get its successor', (entry) => {
		expect(namesFrom([entry.name], 'media')).toEqual([entry.retired?.successor ?? entry.name]);
	});

	it('are turned down with the list of what all types have', () => {
		const { description } = turnedDown('reech', 'media');
		for (const name of ['navigation', 'ig_reels_avg_watch_time', 'saved', 'reach']) {
			expect(description.split(/[:,] /)).toContain(name);
		}
		expect(turnedDown([], 'media').message).toContain("'Metrics'");
	});
});

describe('Metrics that cannot be read', () => {
	it.each<[unknown, string]>([
		[[['reach']], 'but [["reach"]]'],
		[[{ name: 'Reach', value: 'reach' }], 'but [{"name":"Reach","value":"reach"}]'],
		[{ value: 'reach' }, 'but {"value":"reach"}'],
		[['reach', 5], 'but ["reach",5]'],
		[Array(2), 'but [undefined,undefined]'],
		[5, 'but 5'],
		[null, 'but null'],
		[new Set(['reach']), 'but an object of the kind Set'],
		['["reach"', `but '["reach"'`],
		['['.repeat(1e5), `but '${'['.repeat(60)}…'`],
		[`{{ $json.metrics }`, "holds '{{ $json.metrics }'"],
		['x'.repeat(1e6), `holds '${'x'.repeat(60)}…'`],
	])('%p: the message shows them, and the way out lists those that there are', (postMetrics, text) => {
		const { message, description } = turnedDown(postMetrics, 'post');
		expect(message).toContain("'Metrics' ");
		expect(message).toContain(text);
		expect(message.length).toBeLessThan(150);
		expect(description).toContain('total_interactions');
		expect(description.length).toBeLessThan(1000);
	});
});
