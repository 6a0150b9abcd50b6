// Who was matched to each account of a recorded run: matched again, and held against what the run recorded of it.
import { userRows } from '../../../core/inputs/export/reading.ts';
import type { UserRow } from '../../../core/inputs/export/reading.ts';
import type { Config } from '../../../core/config/config.ts';
import { matcher } from '../../../core/findings/judge/match.ts';
import type { Match } from '../../../core/findings/judge/match.ts';
import { nobody, personOf } from '../../../core/findings/judge/person.ts';
import type { JudgedIdentity } from '../../../core/findings/judge/situation.ts';
import type { MatchedAccount } from '../../../core/formats/governance/governed.ts';
import type { GraphAccount } from '../../../core/formats/graph/input.ts';
import type { Leavers } from '../../../core/inputs/leavers/leavers.ts';
import { evidenceFiles, exportIn } from '../../../core/names/evidence-files.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import { refusalText } from '../../../core/values/result.ts';
import { manifestSchema } from '../../../core/verification/stated.ts';
import { rulesOf } from '../../../core/versions.ts';
import { bytesOf } from '../../bytes.ts';
import { asTaken } from '../../read/ingest-export.ts';
import { EvidenceChanged } from '../../run/stored-evidence.ts';
import type { StoredRun } from '../../run/stored-runs.ts';
import { isIdentity, recordedPopulation } from '../recorded.ts';
import type { RecordedAccount } from '../recorded.ts';
import type { StoredPeople } from './stored-people.ts';

/** An account, and of the people whom it was matched to what other products ask. */
export type AccountOfRun = GraphAccount & MatchedAccount;

export interface MatchContext {
  readonly config: Config;
  readonly leavers: Leavers;
  readonly people: StoredPeople;
  /** Is told the number of everybody who is matched, or was replaced. */
  readonly matched: (number: number) => void;
}

/**
 * In the order of the export. What earlier runs knew is not asked again: where it left an account to nobody, the run
 * recorded that no rule found anybody.
 *
 * @throws EvidenceChanged when this version matches otherwise than was recorded
 */
export async function* matchedAccounts(
  run: StoredRun,
  exportReader: ExportReader,
  context: MatchContext,
): AsyncGenerator<AccountOfRun, void, void> {
  const { people, config } = context;
  const { asOf } = run.record;
  const rules = rulesOf(await run.document(evidenceFiles.manifest, manifestSchema));
  const matching = matcher(people, config, { asOf, rules });
  const rows = (await rowsOfExport(run, asTaken(exportReader, rules), config))();
  for (const recorded of await recordedPopulation(run, exportReader)) {
    const account = rowAt(rows, recorded.row) ?? fail(run, recorded, 'no such row in the export');
    const match = recorded.rule === '' ? nobody : personOf(account, matching, { ...context, asOf, rules });
    if ((match.rule ?? '') !== recorded.rule) fail(run, recorded, match.rule ?? 'nobody');
    const decisive = match.person.find((judged) => isIdentity(judged.known, recorded));
    if (decisive === undefined && recorded.identity !== '') fail(run, recorded, 'somebody else');
    for (const { known } of [...match.person, ...match.replaced]) context.matched(people.numberOf(known));
    yield accountOf(account, recorded, { match, decisive });
    people.forget();
  }
}

function accountOf(
  account: UserRow,
  { situation }: RecordedAccount,
  { match, decisive }: { readonly match: Match; readonly decisive: JudgedIdentity | undefined },
): AccountOfRun {
  const { rule, disputed, person, replaced } = match;
  return {
    account,
    situation,
    rule,
    disputed,
    person: person.map((judged) => ({ ...identityOf(judged), decisive: judged === decisive })),
    replaced: replaced.map(identityOf),
  };
}

function identityOf({ known, state }: JudgedIdentity): Omit<AccountOfRun['person'][number], 'decisive'> {
  const { id, logins, nameId, guest, manager } = known.identity;
  return { directory: known.directory, id, state, login: logins[0] ?? nameId, guest, manager };
}

/** Goes on to the row: duplicates of accounts stand between. */
function rowAt(rows: Iterator<UserRow>, wanted: number): UserRow | null {
  for (;;) {
    const next = rows.next();
    if (next.done === true || next.value.row > wanted) return null;
    if (next.value.row === wanted) return next.value;
  }
}

function fail({ record }: StoredRun, { row, rule, identity }: RecordedAccount, found: string): never {
  throw new EvidenceChanged({
    what: 'the run does not come out as it was recorded',
    where: `${evidenceFiles.population.name} of the run ${record.id}, the account in row ${row} of the export`,
    found,
    expected: rule === '' ? 'an account' : `${identity}, by the rule ${rule}`,
  });
}

/** @throws Error when the export of the run can no longer be read */
async function rowsOfExport(
  run: StoredRun,
  exportReader: ExportReader,
  config: Config,
): Promise<() => Generator<UserRow, void, void>> {
  const { name } = exportIn(run.record.files);
  const tables = await exportReader.tables(await bytesOf(run.file(name).read()), name);
  const rows =
    tables.kind === 'refused' ? tables : userRows({ tables: tables.value, fileName: name, config: config.export });
  if (rows.kind === 'ok') return rows.value;
  throw new Error(
    `the export of the run ${run.record.id} can no longer be read: ${rows.refusals.map(refusalText).join(' ')}`,
  );
}
