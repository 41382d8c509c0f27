import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InsightEntry } from './insightEntry';

/** The two sample answers of Meta's media insights page (v21.0), kept as they are printed there. */
const FILES: Readonly<Record<string, string>> = {
	'17932174733377207 profile_activity': 'profile-activity-sample.json',
	'17969782069736348 navigation': 'navigation-sample.json',
};

export function sampleEntry(id: string, metric: string): InsightEntry | undefined {
	const file = FILES[`${id} ${metric}`];
	if (file === undefined) return undefined;
	const text = readFileSync(join(__dirname, '..', 'fixtures', file), 'utf8');
	return (JSON.parse(text) as { data: InsightEntry[] }).data[0];
}
