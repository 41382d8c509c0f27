import { findAccountMetric } from '../../catalogue';
import type { AskedSubject } from '../plan';
import type { AccountQuery } from './query';

/** The account of a query, as requests need it. */
export function askedAccount({
	accountId,
	isOnlyAccount,
	takesBatches,
	apiVersion,
	timeoutMs,
}: Pick<
	AccountQuery,
	'accountId' | 'isOnlyAccount' | 'takesBatches' | 'apiVersion' | 'timeoutMs'
>): AskedSubject {
	return {
		id: accountId,
		subject: { kind: 'account', id: accountId },
		kind: 'account',
		requiredFields: ['id'],
		isSuspect: () => false,
		// Of the follows, and of the people around an account, Meta gives parts only.
		hasTotal: (name) => {
			const entry = findAccountMetric(name);
			return entry !== undefined && entry.net === undefined;
		},
		// The parts of a number of different accounts add up to more than the number: some are in several parts.
		isSum: (name) => findAccountMetric(name)?.isAdditive === true,
		triesOneFirst: !takesBatches,
		idInEntries: isOnlyAccount ? undefined : accountId,
		apiVersion,
		timeoutMs,
	};
}
