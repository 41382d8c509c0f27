import { type Behaviour } from './behaviour';

/** Seen on the live API in September 2026: the header names the owning business and the Instagram account. */
export const BUSINESS_ID = '600000000000001';
export const IG_ACCOUNT_ID = '17841400000000001';

export function businessUsage(
	ids: readonly string[],
	type: 'instagram' | 'pages',
	percent: number,
	regainMinutes: number,
): Record<string, string> {
	const usage = {
		type,
		call_count: percent,
		total_cputime: Math.min(1, percent),
		total_time: Math.min(1, percent),
		estimated_time_to_regain_access: regainMinutes,
	};
	return { 'x-business-use-case-usage': JSON.stringify(Object.fromEntries(ids.map((id) => [id, [usage]]))) };
}

export function usagePercent(behaviour: Behaviour, callsBefore: number): number {
	return Math.floor(behaviour.usagePercent + behaviour.usagePerCall * callsBefore);
}

/** The app's own limit counts every call, also those that are not about Instagram. */
export function countsForApp({ usageHeader }: Behaviour): boolean {
	return usageHeader === 'app' || usageHeader === 'appOfInstagram';
}

/** 0 minutes means "not blocked", as in the live header below 100 percent. The app's header has no minutes. */
export function usageHeaders(behaviour: Behaviour, percent: number): Record<string, string> {
	if (behaviour.usageHeaderValue !== undefined) {
		return { 'x-business-use-case-usage': behaviour.usageHeaderValue };
	}
	switch (behaviour.usageHeader) {
		case 'none':
			return {};
		case 'app':
			return { 'x-app-usage': JSON.stringify({ call_count: percent, total_cputime: 0, total_time: 0 }) };
		case 'appOfInstagram':
			return { 'x-app-usage': JSON.stringify({ call_volume: percent, cpu_time: 0 }) };
		case 'business': {
			const minutes = percent >= 100 ? behaviour.regainMinutes : 0;
			return businessUsage([BUSINESS_ID, IG_ACCOUNT_ID], 'instagram', percent, minutes);
		}
	}
}
