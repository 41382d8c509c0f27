import { InstagramInsights } from '../../../nodes/InstagramInsights/InstagramInsights.node';
import { InstagramInsightsTrigger } from '../../../nodes/InstagramInsights/InstagramInsightsTrigger.node';
import { LABELS } from '../../../nodes/InstagramInsights/parameters/labels';
import { sorted } from './shown';

const { properties } = new InstagramInsights().description;
const ofTrigger = new InstagramInsightsTrigger().description.properties;

describe('LABELS', () => {
	it('are all labels of the panels', () => {
		const shown = new Set([...properties, ...ofTrigger].map(({ displayName }) => displayName));
		expect(sorted(Object.values(LABELS))).toEqual(sorted(shown));
	});

	it('fit the names of the parameters', () => {
		const names = new Map(properties.map(({ displayName, name }) => [displayName, name]));
		expect(names.get(LABELS.account)).toBe('accountId');
		expect(names.get(LABELS.media)).toBe('mediaId');
		expect(names.get(LABELS.returnAll)).toBe('returnAll');
		expect(names.get(LABELS.metrics)).toMatch(/Metrics$/);
		expect(names.get(LABELS.breakdown)).toMatch(/Breakdown$/);
	});
});
