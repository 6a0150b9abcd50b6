// Who of a directory's people is there again: where hardly anybody is, it may be another tenant.
import type { GateInput } from '../../inputs/gates.ts';
import type { History } from '../../inputs/history.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import { loginKeys } from '../collect/known-identity.ts';

interface SeenInput {
  readonly history: History;
  readonly index: IdentityIndex;
}

/**
 * Of the people whom the last accepted run saw in a directory and who had not left: how many the directory shows again,
 * by id, and where that is less than half of them, by id or by a login.
 */
export function seenAgain(directory: string, { history, index }: SeenInput): GateInput['snapshots'][number]['again'] {
  const takenAt = history.directories.find(({ id }) => id === directory)?.takenAt;
  if (takenAt === undefined) return null;
  const seen = history.ledger.filter(
    (entry) => entry.directory === directory && entry.lastSeen === takenAt && entry.left === null,
  );
  const byId = seen.filter(({ id }) => index.ledgerSeen.has(directory, id)).length;
  if (byId * 2 >= seen.length) return { seen: seen.length, now: byId };
  const inIt = [...index.relevant, ...index.accountless].filter((known) => known.directory === directory);
  const logins = new Set(inIt.flatMap(loginKeys));
  const again = seen.filter(
    (entry) => index.ledgerSeen.has(directory, entry.id) || entry.logins.some((login) => logins.has(login)),
  );
  return { seen: seen.length, now: again.length };
}
