// The accounts of a recorded run as a product of identity governance takes them, and those that it cannot take.
import { governedAccounts } from '../../core/formats/governance/governed.ts';
import type { GovernedAccount } from '../../core/formats/governance/governed.ts';
import type { GovernanceProduct, GovernedRole } from '../../core/formats/governance/products.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Runs } from '../../core/ports/stores.ts';
import type { RunRecord } from '../../core/run.ts';
import { byCodePoint } from '../../core/values/text.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { RecomputeDependencies } from '../run/recompute-run.ts';
import { chosenRun } from './chosen-run.ts';
import { openRun } from './open-run.ts';

export interface GovernedRun {
  readonly record: RunRecord;
  readonly accounts: readonly GovernedAccount[];
  readonly roles: readonly GovernedRole[];
  readonly leftOut: readonly { readonly login: string; readonly why: string }[];
}

/**
 * @param id of the run; `null` for the latest that no gate held
 * @throws EvidenceChanged
 */
export async function governedRun(
  dependencies: RecomputeDependencies & { readonly objects: Objects; readonly runs: Runs },
  { id, product }: { readonly id: string | null; readonly product: GovernanceProduct },
): Promise<Result<GovernedRun>> {
  const chosen = await chosenRun(dependencies, id);
  if (chosen.kind === 'refused') return chosen;
  const { inputs, reconciled } = await openRun(dependencies, chosen.value);
  const all = governedAccounts(reconciled.assessment.judgements, inputs.config);
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

function rolesOf(accounts: readonly GovernedAccount[]): readonly GovernedRole[] {
  const byRole = Map.groupBy(
    accounts.filter(({ role }) => role !== null),
    ({ role }) => role ?? '',
  );
  return [...byRole]
    .map(([role, held]) => ({ role, privileged: held.some(({ privileged }) => privileged), accounts: held.length }))
    .toSorted((a, b) => byCodePoint(a.role, b.role));
}
