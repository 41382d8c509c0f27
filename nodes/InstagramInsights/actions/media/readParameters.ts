import type { IExecuteFunctions } from 'n8n-workflow';

import type { Login, MediaScope } from '../../catalogue';
import { readMediaParameters, type MediaParameters } from '../../parameters/mediaParameters';
import type { Checked } from '../../parameters/values/issue';
import { readerOf } from '../reader';

/**
 * Makes the function that reads the parameters of an item. In a run over many items most of the time goes into
 * expressions. If only the parameters for the media item and the account have expressions, the first item is read for
 * all items.
 * @param usualFields the media fields of the operation if nobody chooses any
 */
export function parametersReader(
	context: IExecuteFunctions,
	scope: MediaScope,
	login: Login,
	usualFields: readonly string[] = [],
): (itemIndex: number) => Checked<{ readonly parameters: MediaParameters }> {
	const others = Object.entries(context.getNode().parameters).filter(
		([name]) => name !== 'mediaId' && name !== 'accountId',
	);
	if (JSON.stringify(others).includes('"='))
		return (itemIndex) => readMediaParameters(readerOf(context, itemIndex), scope, login, usualFields);
	let ofAll: Checked<{ readonly parameters: MediaParameters }> | undefined;
	return () => (ofAll ??= readMediaParameters(readerOf(context, 0), scope, login, usualFields));
}
