import type { IDataObject } from 'n8n-workflow';

import {
	NOTHING_KNOWN,
	type AccountState,
} from '../../../nodes/InstagramInsights/triggers/polling/checkpoints';
import { readState, writeState } from '../../../nodes/InstagramInsights/triggers/polling/state';

const STATE: AccountState = {
	settled: { 'post:1440': 1_700_000_000_000 },
	newest: 1_700_000_100_000,
	media: {
		'17910000000000001': {
			type: 'post',
			published: 1_700_000_100_000,
			reached: [60],
			attempts: 1,
			values: { reach: 5 },
		},
	},
};

describe('The state of the trigger', () => {
	it('is read as it was written', () => {
		const staticData: IDataObject = {};
		writeState(staticData, '1', STATE);
		const stored = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		expect(readState(stored, '1')).toEqual(STATE);
		expect(readState(stored, '2')).toEqual(NOTHING_KNOWN);
	});

	it('is not written if nothing has changed', () => {
		const staticData: IDataObject = {};
		writeState(staticData, '1', STATE);
		const before = staticData.polling;
		writeState(staticData, '1', JSON.parse(JSON.stringify(STATE)) as AccountState);
		expect(staticData.polling).toBe(before);
	});

	it('leaves alone what else the static data holds', () => {
		const staticData: IDataObject = { other: 1 };
		writeState(staticData, '1', STATE);
		expect(staticData.other).toBe(1);
	});

	it('is kept of the five accounts that were watched last', () => {
		const staticData: IDataObject = {};
		const ids = [1, 2, 3, 4, 5, 6].map((index) => `1784140000000000${String(index)}`);
		for (const id of ids) writeState(staticData, id, STATE);
		expect(ids.filter((id) => readState(staticData, id).newest === null)).toEqual([ids[0]]);
	});

	it.each([
		[{}],
		[{ polling: null }],
		[{ polling: { version: 2, accounts: { '1': STATE } } }],
		[{ polling: { version: 1 } }],
		[{ polling: { version: 1, accounts: { '1': 'x' } } }],
		[{ polling: { version: 1, accounts: { '1': {} } } }],
		[{ polling: { version: 1, accounts: { '1': { settled: [], newest: 'x', media: 5 } } } }],
		[{ polling: { version: 1, accounts: { '1': { settled: { 'post:60': 'x' }, media: { a: null } } } } }],
		[{ polling: { version: 1, accounts: { '1': { media: { a: { type: 'ad', published: 1 } } } } } }],
		[{ polling: { version: 1, accounts: { '1': { media: { a: { type: 'post', published: 'x' } } } } } }],
	])('counts as nothing if it cannot be read: %j', (staticData) => {
		expect(readState(staticData as unknown as IDataObject, '1')).toEqual(NOTHING_KNOWN);
	});

	it('keeps of an item what can be read', () => {
		const media = {
			a: { type: 'reel', published: 1, reached: [60, 'x'], attempts: null, values: { reach: '5' } },
		};
		const staticData = { polling: { version: 1, accounts: { '1': { media } } } };
		expect(readState(staticData as unknown as IDataObject, '1').media).toEqual({
			a: { type: 'reel', published: 1, reached: [60], attempts: 0, values: {} },
		});
		const bare = {
			polling: { version: 1, accounts: { '1': { media: { a: { type: 'reel', published: 1 } } } } },
		};
		expect(readState(bare as unknown as IDataObject, '1').media.a?.reached).toEqual([]);
	});
});
