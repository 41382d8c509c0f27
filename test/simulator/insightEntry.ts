interface BreakdownSet {
	dimension_keys: string[];
	results?: { dimension_values: string[]; value: number }[];
}

/** One metric of an answer, as Meta sends it. */
export interface InsightEntry {
	name: string;
	period: string;
	values?: { value: number | Record<string, number> }[];
	title: string;
	description: string;
	total_value?: { value?: number; breakdowns: BreakdownSet[] };
	id: string;
}
