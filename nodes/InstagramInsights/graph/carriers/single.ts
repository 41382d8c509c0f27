import type { Http } from '../http';
import type { GraphRequest } from '../request';
import { NO_USAGE } from '../usage';
import type { Received } from './received';

/** Sends one request as a GET. If there is no answer, its entry in `answers` is `undefined`. */
export async function sendSingle(http: Http, request: GraphRequest): Promise<Received> {
	const answer = await http.send({
		method: 'GET',
		path: `${request.apiVersion}/${request.path}`,
		query: request.query,
		timeoutMs: request.timeoutMs,
	});
	return { kind: 'each', answers: [answer], usage: answer?.usage ?? NO_USAGE };
}
