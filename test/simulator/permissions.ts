import { type ErrorAnswer, type JsonAnswer } from './answers';
import { type Behaviour } from './behaviour';
import { FAULTS } from './faults';
import { NEEDED } from './scopes';
import { type TokenRecord, hostOf } from './tokenRecord';
import { proofFor } from './tokens';

/** A proof is checked whenever one comes. `time` belongs to the form of proof that Meta lets expire. */
export function refuseProof(
	{ token, app }: TokenRecord,
	proof: string | undefined,
	time: string | undefined,
	behaviour: Behaviour,
): ErrorAnswer | undefined {
	if (proof === undefined) return behaviour.requireProof ? FAULTS.proofRequired() : undefined;
	const message = time === undefined ? token : `${token}|${time}`;
	return proof === proofFor(message, app.secret) ? undefined : FAULTS.proofInvalid();
}

/** What a usable token may not do, e.g. because a permission is missing. */
export function refusePermission(record: TokenRecord, edge: string | undefined): ErrorAnswer | undefined {
	const { scopes, refuses } = record;
	const needed = NEEDED[hostOf(record)];
	if (!scopes.includes(needed.reading)) return FAULTS.permissionMissing();
	if (edge === 'insights' && !scopes.includes(needed.insights)) return FAULTS.permissionMissing();
	if (refuses === 'permissionsError') return FAULTS.permissionsError();
	if (refuses === 'capability') return FAULTS.capability();
	return undefined;
}

/** Meta, permissions of a user. A Page has no such edge; its refusal is general knowledge. */
export function answerPermissions({ kind, scopes, declined }: TokenRecord): JsonAnswer {
	if (kind === 'page') return FAULTS.unknownField('permissions', 'Page');
	const data = [
		...scopes.map((permission) => ({ permission, status: 'granted' })),
		...declined.map((permission) => ({ permission, status: 'declined' })),
	];
	return { status: 200, body: { data } };
}
