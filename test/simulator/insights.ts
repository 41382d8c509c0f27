import { type ErrorAnswer, type JsonAnswer } from './answers';
import { type Host } from './apps';
import { type Behaviour, type MetricRefusal } from './behaviour';
import { FAULTS } from './faults';
import { type InsightEntry } from './insightEntry';
import { MEDIA, type SimulatedMedia } from './media';
import { listParameter } from './listParameter';
import { BREAKDOWN_NAMES, BREAKDOWN_OF, METRICS_OF_PRODUCT, type MetricName, isMetricName } from './metrics';
import { brokenDownEntry, plainEntry } from './shapes';

export interface InsightsRequest {
	host: Host;
	media: SimulatedMedia;
	created: Date;
	/** The version that serves the call, e.g. 25. */
	version: number;
	query: URLSearchParams;
	behaviour: Behaviour;
	/** For the links of `paging`, which hold the token. */
	url: string;
	token: string;
}

/** Meta, Instagram Platform changelog: what was posted up to this day keeps impressions on v21 and older. */
const IMPRESSIONS_END = Date.UTC(2024, 6, 2);

/** The order of the checks is not documented; this one fits what was seen of the live API. */
export function answerInsights(request: InsightsRequest): JsonAnswer {
	const { media, behaviour, host } = request;
	if (media.albumChild === true) return FAULTS.carouselChild();
	if (media.beforeConversion === true) {
		return host === 'instagram' ? FAULTS.beforeConversionInstagramHost() : FAULTS.beforeConversion();
	}
	const names = listParameter(request.query.get('metric'));
	if (names.length === 0) return FAULTS.metricRequired();
	const unforeseen = refuseUnforeseen(names, request);
	if (unforeseen !== undefined) return unforeseen;
	const metrics: MetricName[] = [];
	for (const [index, name] of names.entries()) {
		if (!isMetricName(name)) return FAULTS.invalidMetric(index);
		if (!metrics.includes(name)) metrics.push(name);
	}
	const breakdowns = listParameter(request.query.get('breakdown'));
	const refusal =
		refuseImpressions(metrics, request) ??
		refuseUnsupported(metrics, request) ??
		refuseOnMedia(metrics, request) ??
		refuseBreakdown(metrics, breakdowns, behaviour);
	if (refusal !== undefined) return refusal;
	// Meta, media insights page: a story with less than 5 viewers has no insights.
	if (media.fewViewers === true) return answerWithoutData(FAULTS.notEnoughViewers(), request);
	return dataAnswer(metrics, breakdowns.length > 0, request);
}

const REFUSALS: Readonly<Record<MetricRefusal, () => ErrorAnswer>> = {
	unknownWords: FAULTS.unknownWords,
	permission: () => FAULTS.endpointPermission(),
	permissionsError: FAULTS.permissionsError,
	unknownCode: FAULTS.unknownCode,
};

function refuseUnforeseen(
	names: readonly string[],
	{ media, behaviour: { refusedMetrics } }: InsightsRequest,
): ErrorAnswer | undefined {
	const refused = refusedMetrics.find(
		({ metrics, on = media.productType, unlessAlone = false }) =>
			on === media.productType &&
			metrics.some((metric) => names.includes(metric)) &&
			!(unlessAlone && names.length === 1),
	);
	return refused && REFUSALS[refused.how]();
}

function mayHaveImpressions({ media, created, version }: InsightsRequest): boolean {
	return answersImpressionsAtAll(media) && version <= 21 && created.getTime() < IMPRESSIONS_END;
}

/** Seen in July 2026: images and albums get a text of their own, videos and reels the usual one. */
function answersImpressionsAtAll(media: SimulatedMedia): boolean {
	if (media.productType === 'FEED') return media.mediaType !== 'VIDEO';
	return media.productType === 'STORY';
}

function refuseImpressions(
	metrics: readonly MetricName[],
	request: InsightsRequest,
): ErrorAnswer | undefined {
	if (!metrics.includes('impressions') || !answersImpressionsAtAll(request.media)) return undefined;
	return mayHaveImpressions(request) ? undefined : FAULTS.impressionsGone();
}

/**
 * Meta, Instagram Platform changelog of 22 April and 22 June 2026. How graph.instagram.com refuses them is assumed: as
 * any other metric that a post does not have.
 */
const ONLY_FACEBOOK_LOGIN: ReadonlySet<MetricName> = new Set([
	'total_views',
	'total_likes',
	'total_comments',
	'link_clicks',
] as const);

/**
 * Seen in July 2025 and September 2026: one wrong name makes the whole call fail, and the text names all wrong ones.
 */
function refuseUnsupported(
	metrics: readonly MetricName[],
	request: InsightsRequest,
): ErrorAnswer | undefined {
	const { media, behaviour, host } = request;
	const supported: readonly string[] =
		media.productType === 'AD' ? behaviour.adMetrics : METRICS_OF_PRODUCT[media.productType];
	const refused = metrics.filter((metric) => {
		if (behaviour.unsupported.includes(metric)) return true;
		if (host === 'instagram' && ONLY_FACEBOOK_LOGIN.has(metric)) return true;
		if (metric === 'impressions' && mayHaveImpressions(request)) return false;
		return !supported.includes(metric);
	});
	return refused.length === 0 ? undefined : FAULTS.unsupportedMetrics(refused);
}

function refuseOnMedia(metrics: readonly MetricName[], request: InsightsRequest): JsonAnswer | undefined {
	const { media } = request;
	const onFacebook = metrics.includes('facebook_views') || metrics.includes('crossposted_views');
	// Seen in July and August 2026, on stories and reels that were not shared to Facebook.
	if (onFacebook && media.crossposted !== true) return answerWithoutData(FAULTS.crosspostFatal(), request);
	// Seen in September 2026, on some stories.
	if (metrics.includes('total_views') && media.refusesTotalViews === true) return FAULTS.permissionsError();
	return undefined;
}

function answerWithoutData(refusal: ErrorAnswer, { behaviour }: InsightsRequest): JsonAnswer {
	return behaviour.withoutData === 'empty' ? { status: 200, body: { data: [] } } : refusal;
}

function refuseBreakdown(
	metrics: readonly MetricName[],
	breakdowns: readonly string[],
	behaviour: Behaviour,
): ErrorAnswer | undefined {
	if (breakdowns.length === 0) return undefined;
	const unknown = breakdowns.findIndex((name) => !BREAKDOWN_NAMES.includes(name));
	if (unknown >= 0) return FAULTS.invalidBreakdown(unknown);
	const unfit = metrics.filter((metric) => breakdowns.some((name) => BREAKDOWN_OF[metric] !== name));
	const [first] = unfit;
	if (first === undefined) return undefined;
	// Meta's page says that an unknown error comes here. The text about incompatible metrics was seen for a wrong
	// breakdown.
	const mixed = unfit.length < metrics.length;
	if (mixed && behaviour.mixedBreakdown === 'unknown') return FAULTS.unknownError();
	return FAULTS.incompatibleBreakdown(breakdowns, [first]);
}

/**
 * Meta, media insights page: data that does not exist is an empty set, not a 0. The page also says that data is kept
 * for 2 years; posts of 2021 answered in September 2026, so the age of a post makes no difference here.
 */
function dataAnswer(
	metrics: readonly MetricName[],
	brokenDown: boolean,
	request: InsightsRequest,
): JsonAnswer {
	const { behaviour } = request;
	const media = subjectOfData(request);
	const data = metrics
		.filter((metric) => !behaviour.empty.includes(metric))
		.map((metric) =>
			brokenDown && (metric === 'profile_activity' || metric === 'navigation')
				? brokenDownEntry(media, metric, behaviour.breakdownShape)
				: plainOrZeroEntry(media, metric, behaviour),
		);
	if (behaviour.dataOrder === 'reversed') data.reverse();
	return {
		status: 200,
		body: behaviour.insightsPaging ? { data, paging: pagingOf(metrics, request) } : { data },
	};
}

function plainOrZeroEntry(media: SimulatedMedia, metric: MetricName, { zero }: Behaviour): InsightEntry {
	const entry = plainEntry(media, metric);
	return zero.includes(metric) ? { ...entry, values: [{ value: 0 }] } : entry;
}

function subjectOfData({ media, behaviour }: InsightsRequest): SimulatedMedia {
	if (!behaviour.foreignInsights.includes(media.id)) return media;
	return media.id === MEDIA.carousel.id ? MEDIA.image : MEDIA.carousel;
}

/**
 * Seen in July 2026 on account insights: each link leads to the window before or after, without an end, and holds the
 * token.
 */
function pagingOf(metrics: readonly MetricName[], request: InsightsRequest): Record<string, string> {
	const link = (since: number): string => {
		const query = new URLSearchParams({
			access_token: request.token,
			pretty: '0',
			metric: metrics.join(','),
			since: String(since),
			until: String(since + 86_400),
		});
		return `${request.url}/v${String(request.version)}.0/${request.media.id}/insights?${query.toString()}`;
	};
	return { previous: link(1_795_000_000), next: link(1_795_172_800) };
}
