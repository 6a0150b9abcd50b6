// What changed from one period to another: accounts that came, went or changed, and codes that came and went.
import { application } from '../../core/application/applications.ts';
import { cameAndWent, fieldChanges } from '../../core/findings/continuity/population-changes.ts';
import type { History } from '../../core/inputs/history.ts';
import type { RunRecord } from '../../core/run.ts';
import { all, ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';
import { askedRun } from './answering.ts';
import type { Answering } from './answering.ts';

export interface PeriodChange {
  readonly login: string;
  readonly what: 'added' | 'removed' | 'status' | 'role' | 'situation' | 'finding-came' | 'finding-went';
  readonly before: string | null;
  readonly after: string | null;
}

export interface PeriodChanges {
  readonly from: RunRecord;
  readonly to: RunRecord;
  /** By login, then by what. */
  readonly changes: readonly PeriodChange[];
}

export async function comparePeriods(
  ports: Answering,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Result<PeriodChanges>> {
  const records = all({
    from: await askedRun(ports, { period: from }),
    to: await askedRun(ports, { period: to }),
  });
  if (records.kind === 'refused') return records;
  const before = storedRun(ports.objects, records.value.from);
  const after = storedRun(ports.objects, records.value.to);
  const changes = [
    ...changesOfAccounts((await before.population()).accounts, (await after.population()).accounts),
    ...findingChanges(await codesIn(before), await codesIn(after)),
  ];
  return ok({ ...records.value, changes: changes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) });
}

function keyOf({ login, what, before, after }: PeriodChange): string {
  return [login, what, before, after].join('\n');
}

function changesOfAccounts(before: History['accounts'], after: History['accounts']): readonly PeriodChange[] {
  const { added, gone, stayed } = cameAndWent(before, after);
  return [
    ...gone.map(({ login, status }) => ({ login, what: 'removed' as const, before: status, after: null })),
    ...added.map(({ login, status }) => ({ login, what: 'added' as const, before: null, after: status })),
    ...stayed.flatMap(fieldChanges).map(({ field, ...change }) => ({ ...change, what: field })),
  ];
}

/**
 * Codes that stand open, by login; those about a control under the application itself, each with its reason: two roles
 * that nobody classified are two.
 */
async function codesIn(run: StoredRun): Promise<ReadonlyMap<string, string>> {
  const { open } = await run.stated();
  return new Map(
    open.map((found) => {
      const { login, code } = found;
      if (!('id' in found)) return [`${login}\n${code}`, code];
      const said = found.reason === undefined ? code : `${code}: ${found.reason}`;
      return [`${application.name}\n${found.id ?? code}`, said];
    }),
  );
}

function findingChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly PeriodChange[] {
  const came = [...after].filter(([key]) => !before.has(key));
  const went = [...before].filter(([key]) => !after.has(key));
  return [
    ...came.map(([key, code]) => ({ login: loginOf(key), what: 'finding-came' as const, before: null, after: code })),
    ...went.map(([key, code]) => ({ login: loginOf(key), what: 'finding-went' as const, before: code, after: null })),
  ];
}

function loginOf(key: string): string {
  return key.split('\n')[0] ?? '';
}
