// People of the directories: who may use the application and by which path, and who left and still has an account. The
// files of a run name for an account the one identity that decided, and not the others of its person; nor do they hold
// since when, by which source and for how many hours somebody was gone. So the run is done again, once for all questions:
// matching from the disk, as a graph does, costs each page as much as the whole run.
import { eachOf } from '../bytes.ts';
import { identityKey } from '../../core/findings/collect/known-identity.ts';
import { tellsOf } from '../../core/findings/rules/context.ts';
import { leaverRows } from '../../core/report/rows.ts';
import type { LeaverRow } from '../../core/report/parts/accounts.ts';
import { grants } from '../../core/inputs/snapshot.ts';
import type { Identity } from '../../core/inputs/snapshot.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { multimap } from '../../core/values/multimap.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { aboutRun, askedRun } from './answering.ts';
import type { AboutRun, Answering, RunQuestion } from './answering.ts';

export interface MayUseQuestion extends RunQuestion {
  /** Only people with this login. */
  readonly login?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface PermittedPerson {
  readonly directory: string;
  readonly identity: Identity;
  /** By which each assignment reaches them: `direct`, `group: Sales`, or that the gate asks for none. */
  readonly paths: readonly string[];
  /** Logins of the accounts that they are matched to. */
  readonly accounts: readonly string[];
}

export interface PermittedPeople extends AboutRun {
  /** How many there are, whatever the page. */
  readonly total: number;
  readonly people: readonly PermittedPerson[];
}

/** Read from the snapshots, of which a page stays in memory. */
export async function permittedPeople(ports: Answering, question: MayUseQuestion): Promise<Result<PermittedPeople>> {
  const record = await askedRun(ports, question);
  if (record.kind === 'refused') return record;
  const { inputs, reconciled } = await ports.open(record.value);
  const accountsOf = multimap(reconciled.assessment.judgements, ({ match }) =>
    match.person.map(({ known }) => identityKey(known.directory, known.identity.id)),
  );
  const gates = new Set(inputs.config.directories.filter(({ role }) => role === 'gate').map(({ id }) => id));
  const login = question.login === undefined ? null : (canonicalLogin(question.login) ?? question.login);
  const people: PermittedPerson[] = [];
  let total = 0;
  for (const { header, batches } of inputs.snapshots) {
    const { directory } = header;
    if (!gates.has(directory)) continue;
    for await (const identity of eachOf(batches())) {
      const paths = pathsOf(identity, header.app?.assignmentRequired ?? true);
      if (paths.length === 0 || (login !== null && !isCalled(identity, login))) continue;
      total += 1;
      if (total <= question.offset || people.length >= question.limit) continue;
      const accounts = accountsOf.get(identityKey(directory, identity.id)) ?? [];
      people.push({ directory, identity, paths, accounts: accounts.map(({ account }) => account.login) });
    }
  }
  return ok({ ...aboutRun(record.value), total, people });
}

function pathsOf(identity: Identity, assignmentRequired: boolean): readonly string[] {
  if (identity.state !== 'active') return [];
  const paths = identity.assignments
    .filter(grants)
    .map(({ via, group }) => (group === null ? via : `${via}: ${group}`));
  return paths.length === 0 && !assignmentRequired ? ['no assignment required'] : [...new Set(paths)];
}

function isCalled({ nameId, logins }: Identity, login: string): boolean {
  return [nameId ?? '', ...logins].some((name) => canonicalLogin(name) === login);
}

export interface LeaversFound extends AboutRun {
  /** Within how many hours of leaving an account is to be removed. */
  readonly within: number;
  readonly leavers: readonly LeaverRow[];
}

export async function leaversStill(ports: Answering, question: RunQuestion): Promise<Result<LeaversFound>> {
  const record = await askedRun(ports, question);
  if (record.kind === 'refused') return record;
  const { inputs, reconciled } = await ports.open(record.value);
  const { leaverHours } = inputs.config.policy;
  const rule = { leaverHours, exportedAt: inputs.exportedAt.at, tells: tellsOf(inputs.export.population.columns) };
  const leavers = leaverRows(reconciled.assessment.judgements, rule);
  return ok({ ...aboutRun(record.value), within: leaverHours, leavers });
}
