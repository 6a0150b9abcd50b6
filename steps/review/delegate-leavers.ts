// Moves the lines of a reviewer who left the company to the fallback, as soon as an accepted run shows it.
import type { KnownAccount, LedgerEntry } from '../../core/inputs/history.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { isSigned } from '../../core/review/events/state.ts';
import { hasLeft } from '../../core/review/lines/actor.ts';
import { isAmong } from '../../core/review/lines/own-logins.ts';
import { openState } from './standing/open-state.ts';
import type { OpenState } from './standing/open-state.ts';
import { knownSigners } from '../read/people/known-signers.ts';
import { delegate } from './record-review.ts';
import type { RecordDependencies } from './record-review.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';

export async function delegateLeavers(dependencies: RecordDependencies, period: string): Promise<void> {
  const stored = storedRuns(dependencies);
  const review = await openState(dependencies, period, { stored });
  if (review.kind === 'refused' || isSigned(review.value.state)) return;
  const reviewers = new Set(review.value.undecided.flatMap(({ reviewer }) => reviewer ?? []));
  if (reviewers.size === 0) return;
  const run = (await stored.accepted()).at(-1);
  if (run === undefined) return;
  const left = await leftOf([...reviewers], review.value, run);
  for (const from of left) {
    const reason = `the run ${run.record.id} shows that the reviewer left`;
    await delegate(dependencies, { period, from, to: null, by: null, reason }, review.value.state.sequence);
  }
}

/** Those who have left by the run, with an account or without. */
async function leftOf(
  reviewers: readonly CanonicalLogin[],
  review: Pick<OpenState, 'run' | 'config'>,
  run: StoredRun,
): Promise<readonly CanonicalLogin[]> {
  const [{ accounts }, ledger] = [await run.population(), await run.ledger()];
  const byAccount = reviewers.filter((login) => isGone(login, accounts, ledger));
  const others = reviewers.filter((login) => !byAccount.includes(login));
  if (others.length === 0) return byAccount;
  const [judged, { policy, directories }] = [await run.gone(), await run.config()];
  const config = { policy, directories };
  const { plusAddressing } = policy;
  const people = await knownSigners(await run.directories(), others, { plusAddressing, judged });
  const isKnown = (login: CanonicalLogin): boolean => people.some(({ own }) => isAmong(login, own, plusAddressing));
  const absent = await absentFrom(
    others.filter((login) => !isKnown(login)),
    review,
    run,
  );
  const told = others.filter((by) => hasLeft({ by, people, gone: judged.gone, lines: [], config }));
  return reviewers.filter((login) => [byAccount, told, absent].some((some) => some.includes(login)));
}

/** By their own account, or by the identities that bear the login, all of which are gone. */
function isGone(login: CanonicalLogin, accounts: readonly KnownAccount[], ledger: readonly LedgerEntry[]): boolean {
  const account = accounts.find((one) => one.login === login);
  if (account?.situation === 'deleted' || account?.situation === 'disabled') return true;
  const identities = ledger.filter(({ logins }) => logins.includes(login));
  return identities.length > 0 && identities.every(({ left }) => left !== null);
}

/** Those whom the run under review knew, and whom the same directories, read completely, know no longer. */
async function absentFrom(
  logins: readonly CanonicalLogin[],
  { run: before, config }: Pick<OpenState, 'run' | 'config'>,
  run: StoredRun,
): Promise<readonly CanonicalLogin[]> {
  if (logins.length === 0 || before.record.id === run.record.id) return [];
  const { plusAddressing } = config.policy;
  const known = await knownSigners(await before.directories(), logins, { plusAddressing });
  const provesAbsence = new Set(
    (await run.headers()).flatMap(({ directory, completeness, sight }) =>
      completeness === 'complete' && sight !== 'unproven' ? [directory] : [],
    ),
  );
  return logins.filter((login) => {
    const bearers = known.filter(({ own }) => isAmong(login, own, plusAddressing));
    return bearers.length > 0 && bearers.every(({ directory }) => provesAbsence.has(directory));
  });
}
