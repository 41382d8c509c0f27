import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connectionOf, type Authentication, type Connection } from '../../catalogue';
import type { GraphClient, GraphFailure } from '../../graph';
import { hasAnswer, type Collector, type MetricOutcome } from '../../insights';
import { readAccountId } from '../../parameters/account';
import type { SharedParameters } from '../../parameters/accountParameters';
import type { Checked } from '../../parameters/values/issue';
import type { ParameterReader } from '../../parameters/values/reader';
import type { WithInsights } from '../items';
import { readerOf } from '../reader';
import { Rests } from '../rests';
import { runItems } from '../run';
import { subjectError, type Reason } from '../subjectError';
import { AccountHints } from './accountHints';
import { sharedQueries } from './queries';

/** What came of one of the things that were asked of an account. */
export interface NamedOutcome {
	readonly name: string;
	readonly label: string;
	readonly outcome: MetricOutcome;
}

/** What all that is found out about accounts has. */
interface Found {
	readonly query: { readonly accountId: string; readonly fields: readonly string[] };
	readonly error: GraphFailure | undefined;
	readonly missingFields: ReadonlyMap<string, GraphFailure>;
}

/** The parameters of an item, with the query apart from the account that it is about. */
interface Parameters<Query> extends SharedParameters {
	/** `undefined` if there is nothing to ask for. */
	readonly query: Omit<Query, 'accountId'> | undefined;
	/** What people should know of the parameters. */
	readonly note?: string | undefined;
}

/**
 * How many numbers are asked for before n8n gets its turn. A year by day is so many in itself. The requests of one stretch
 * share batches, and those of two do not.
 */
const NUMBERS_AT_A_STRETCH = 10_000;

/** The steps in which one operation on accounts differs from another. */
export interface AccountOperation<Query, Insights, Given extends Parameters<Query>> {
	readonly read: (read: ParameterReader, connection: Connection) => Checked<{ readonly parameters: Given }>;
	readonly toQuery: (query: NonNullable<Given['query']>, accountId: string) => Query;
	readonly collector: (client: GraphClient) => Collector<Query, Insights>;
	/** How many numbers a query asks for. */
	readonly countNumbers: (query: Query) => number;
	readonly outcomesOf: (insights: Insights) => readonly NamedOutcome[];
	/** Why something has no value, in sentences for people. */
	readonly why: (insights: Insights, name: string, outcome: MetricOutcome) => Reason | undefined;
	/** Notes what is special about the answer. */
	readonly note: (hints: AccountHints, insights: Insights, parameters: Given) => void;
	readonly toRows: (insights: Insights, parameters: Given, omitUnavailable: boolean) => IDataObject[];
}

interface Item<Query, Given> {
	readonly parameters: Given;
	readonly query: Query | undefined;
}

interface Entry<Query, Given, Insights> extends WithInsights<Insights> {
	readonly item: Item<Query, Given>;
}

/** Runs an operation on the account that each input item names. Items with an equal query share its requests. */
export async function runAccountOperation<
	Query extends object,
	Insights extends Found,
	Given extends Parameters<Query>,
>(
	context: IExecuteFunctions,
	authentication: Authentication,
	operation: AccountOperation<Query, Insights, Given>,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const connection = connectionOf(authentication);
	const hints = new AccountHints(connection);
	const share = sharedQueries<Query>();
	const { outcomesOf } = operation;
	return await runItems<Item<Query, Given>, Insights, Entry<Query, Given, Insights>>(
		context,
		authentication,
		{
			hints,
			read: (itemIndex) => {
				const read = readerOf(context, itemIndex);
				const account = readAccountId(read);
				if (!account.ok) return account;
				const given = operation.read(read, connection);
				if (!given.ok) return given;
				const { parameters } = given;
				const query = parameters.query && share(operation.toQuery(parameters.query, account.accountId));
				return { ok: true, item: { parameters, query } };
			},
			collect: async (client, items) => {
				const collector = operation.collector(client);
				const rests = new Rests(NUMBERS_AT_A_STRETCH);
				const entries: Promise<Entry<Query, Given, Insights>>[] = [];
				for (const { itemIndex, item } of items) {
					const { query } = item;
					const insights =
						query === undefined ? Promise.resolve([]) : collector.of(query).then((one) => [one]);
					const entry = insights.then((list) => ({ itemIndex, item, insights: list }));
					// It is waited for below. If it rejects during a rest, it must not count as unhandled.
					entry.catch(() => undefined);
					entries.push(entry);
					await rests.after(query === undefined ? 0 : operation.countNumbers(query));
				}
				return await Promise.all(entries);
			},
			isAnswered: (one) =>
				hasAnswer({ error: one.error, outcomes: outcomesOf(one).map(({ outcome }) => outcome) }),
			write: async ({ itemIndex, item: { parameters }, insights }, output, isAnyAnswered) => {
				const { unavailable, note } = parameters;
				const isOmitting = unavailable === 'omit';
				hints.noteSentence(note);
				for (const one of insights) {
					const outcomes = outcomesOf(one);
					const error = subjectError(
						node,
						{
							error: one.error,
							outcomes: outcomes.map(({ name, outcome }) => [name, outcome] as const),
							why: (name, outcome) => operation.why(one, name, outcome),
						},
						{ itemIndex, unavailable, hasAnswer: isAnyAnswered },
					);
					if (error) {
						output.addError(error, itemIndex, { account_id: one.query.accountId });
						continue;
					}
					const { query, missingFields } = one;
					hints.noteSubject({ query, outcomes, missingFields, isOmitting });
					operation.note(hints, one, parameters);
					await output.addRows(operation.toRows(one, parameters, isOmitting), itemIndex);
				}
			},
		},
	);
}
