// The accounts of a recorded run as a product of identity governance takes them, and those that it cannot take.
import { onceSpelled } from '../../../core/config/roles.ts';
import { governing } from '../../../core/formats/governance/governed.ts';
import type { GovernedAccount } from '../../../core/formats/governance/governed.ts';
import type { GovernanceProduct, GovernedRole } from '../../../core/formats/governance/products.ts';
import type { Records } from '../../../core/ports/stores.ts';
import type { RunRecord } from '../../../core/run.ts';
import { byCodePoint } from '../../../core/values/text.ts';
import { ok } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { storedRun } from '../../run/stored-runs.ts';
import type { StoredRun } from '../../run/stored-runs.ts';
import { chosenRun } from '../chosen-run.ts';
import { holdRecorded } from '../recorded.ts';
import { openMatching } from './open-matching.ts';
import type { MatchDependencies } from './open-matching.ts';

export interface GovernedRun {
  readonly record: RunRecord;
  readonly accounts: readonly GovernedAccount[];
  readonly roles: readonly GovernedRole[];
  readonly leftOut: readonly { readonly login: string; readonly why: string }[];
}

/**
 * Of what the run recorded: each account as it was matched then.
 *
 * @param id of the run; `null` for the latest that no gate held
 * @throws EvidenceChanged when evidence of the run is missing or changed, or this version matches otherwise than it
 */
export async function governedRun(
  dependencies: MatchDependencies & Records,
  { id, product }: { readonly id: string | null; readonly product: GovernanceProduct },
): Promise<Result<GovernedRun>> {
  const chosen = await chosenRun(dependencies, id);
  if (chosen.kind === 'refused') return chosen;
  const all = await governedAccounts(dependencies, storedRun(dependencies.objects, chosen.value));
  return ok({
    record: chosen.value,
    accounts: all.filter((account) => product.leftOut(account) === null),
    roles: rolesOf(all),
    leftOut: all.flatMap((account) => {
      const why = product.leftOut(account);
      return why === null ? [] : [{ login: account.login, why }];
    }),
  });
}

/** Sorted by login, as some products ask. */
async function governedAccounts(
  dependencies: MatchDependencies & Records,
  run: StoredRun,
): Promise<readonly GovernedAccount[]> {
  await holdRecorded(run, dependencies);
  const governed = governing(await run.config());
  const matching = await openMatching(run, dependencies);
  try {
    const all: GovernedAccount[] = [];
    const spelled = onceSpelled();
    for await (const matched of matching.accounts(() => undefined)) {
      const account = governed(matched);
      all.push({ ...account, role: account.role === null ? null : spelled(account.role) });
    }
    return all.toSorted((a, b) => byCodePoint(a.login, b.login));
  } finally {
    matching.close();
  }
}

function rolesOf(accounts: readonly GovernedAccount[]): readonly GovernedRole[] {
  const byRole = Map.groupBy(
    accounts.filter(({ role }) => role !== null),
    ({ role }) => role ?? '',
  );
  return [...byRole]
    .map(([role, held]) => ({ role, privileged: held.some(({ privileged }) => privileged) }))
    .toSorted((a, b) => byCodePoint(a.role, b.role));
}
