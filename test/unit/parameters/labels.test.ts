import { InstagramInsights } from '../../../nodes/InstagramInsights/InstagramInsights.node';
import { InstagramInsightsTrigger } from '../../../nodes/InstagramInsights/InstagramInsightsTrigger.node';
import { InstagramInsightsStoryTrigger } from '../../../nodes/InstagramInsights/InstagramInsightsStoryTrigger.node';
import { LABELS } from '../../../nodes/InstagramInsights/parameters/labels';
import { sorted } from './shown';

const { properties } = new InstagramInsights().description;
const TRIGGERS = [new InstagramInsightsTrigger(), new InstagramInsightsStoryTrigger()];
const ofTriggers = TRIGGERS.flatMap(({ description }) => description.properties);

describe('LABELS', () => {
	it('are all labels of the panel', () => {
		const shown = new Set(
			[...properties, ...ofTriggers]
				.filter(({ type }) => type !== 'notice')
				.map(({ displayName }) => displayName),
		);
		expect(sorted(Object.values(LABELS))).toEqual(sorted(shown));
	});

	it('fit the names of the parameters', () => {
		const names = new Map([...properties, ...ofTriggers].map(({ displayName, name }) => [displayName, name]));
		expect(names.get(LABELS.account)).toBe('accountId');
		expect(names.get(LABELS.accounts)).toBe('accounts');
		expect(names.get(LABELS.accountNames)).toBe('accountIds');
		expect(names.get(LABELS.appSubscription)).toBe('appSubscription');
		expect(names.get(LABELS.media)).toBe('mediaId');
		expect(names.get(LABELS.returnAll)).toBe('returnAll');
		expect(names.get(LABELS.metrics)).toMatch(/Metrics$/);
		expect(names.get(LABELS.breakdown)).toMatch(/Breakdown$/);
	});
});
