// Moves the lines of a reviewer who left the company to the fallback, as soon as an accepted run shows it.
import type { KnownAccount, LedgerEntry } from '../../core/inputs/history.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { isSigned } from '../../core/review/events/state.ts';
import { openState } from './standing/open-state.ts';
import { delegate } from './record-review.ts';
import type { RecordDependencies } from './record-review.ts';
import { storedRuns } from '../run/stored-runs.ts';

export async function delegateLeavers(dependencies: RecordDependencies, period: string): Promise<void> {
  const stored = storedRuns(dependencies);
  const review = await openState(dependencies, period, { stored });
  if (review.kind === 'refused' || isSigned(review.value.state)) return;
  const reviewers = new Set(review.value.undecided.flatMap(({ reviewer }) => reviewer ?? []));
  if (reviewers.size === 0) return;
  const run = (await stored.accepted()).at(-1);
  if (run === undefined) return;
  const [{ accounts }, ledger] = [await run.population(), await run.ledger()];
  for (const from of reviewers) {
    if (!hasLeft(from, accounts, ledger)) continue;
    const reason = `the run ${run.record.id} shows that the reviewer left`;
    await delegate(dependencies, { period, from, to: null, by: null, reason }, review.value.state.sequence);
  }
}

/** By their own account, or by the identities that bear the login, all of which are gone. */
function hasLeft(login: CanonicalLogin, accounts: readonly KnownAccount[], ledger: readonly LedgerEntry[]): boolean {
  const account = accounts.find((one) => one.login === login);
  if (account?.situation === 'deleted' || account?.situation === 'disabled') return true;
  const identities = ledger.filter(({ logins }) => logins.includes(login));
  return identities.length > 0 && identities.every(({ left }) => left !== null);
}
