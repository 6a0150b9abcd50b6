// Reads a run as a roll-forward compares it: its export again, and the findings and the configuration that it declared.
import type { ComparedRun } from '../../core/review/changes/roll-forward.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { EvidenceFiles } from '../read/inputs-of-evidence.ts';
import { rulesOf } from '../../core/versions.ts';
import { exportAgain, toldOf } from './proving-export.ts';
import type { RereadDependencies } from './proving-export.ts';
import { statedStanding } from '../../core/verification/standing.ts';

/** @param files of one run, by their names there. @returns refusals for files that do not belong together or are of no complete run */
export async function comparedRun(
  dependencies: RereadDependencies,
  { run, files }: { readonly run: string; readonly files: EvidenceFiles },
): Promise<Result<ComparedRun>> {
  const told = await toldOf(files, run);
  if (told.kind === 'refused') return told;
  const { stated, config, policySha256, manifestSha256 } = told.value;
  if (stated.status !== 'complete')
    return refused({
      what: 'a run that tells no change',
      where: `run ${run}`,
      found: stated.status,
      expected: 'a complete run',
    });
  const read = await exportAgain(dependencies, { run, files, config, rules: rulesOf(stated.run) });
  if (read.kind === 'refused') return read;
  const { doubt, absence, open } = statedStanding(stated);
  const { asOf, exportedAt } = stated.run;
  return ok({
    run,
    asOf,
    exportedAt,
    policySha256,
    manifestSha256,
    doubt,
    absence,
    accounts: read.value.accounts.map(({ login, status, role, createdAt }) => ({ login, status, role, createdAt })),
    open: open.map(({ login, code }) => ({ login, code })),
  });
}
