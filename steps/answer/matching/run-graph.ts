// Opens a recorded run as a graph, of which neither the accounts nor the directories are ever in memory: nodes and edges
// are made of what its files hold, read from disk once for each pass.
import { onceSpelled } from '../../../core/config/roles.ts';
import { graphOf } from '../../../core/formats/graph/graph.ts';
import type { GraphEdge, GraphNode } from '../../../core/formats/graph/element.ts';
import type { GraphAccount, GraphInput, GraphPerson } from '../../../core/formats/graph/input.ts';
import { snapshotFile } from '../../../core/names/evidence-files.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import type { Kept, Lookup, Scratch } from '../../../core/ports/objects.ts';
import type { Records } from '../../../core/ports/stores.ts';
import type { RunRecord } from '../../../core/run.ts';
import { ok } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { encoded, linesOf } from '../../bytes.ts';
import { storedIdentities } from '../../read/open-snapshot.ts';
import { storedRun } from '../../run/stored-runs.ts';
import type { StoredRun } from '../../run/stored-runs.ts';
import { chosenRun } from '../chosen-run.ts';
import { openMatching } from './open-matching.ts';
import { holdRecorded, recordedFindings, recordedHead } from '../recorded.ts';

export interface GraphDependencies extends Records {
  readonly exportReader: ExportReader;
  readonly scratch: Scratch;
  readonly openLookup: () => Lookup;
}

export interface RunGraph {
  readonly record: RunRecord;
  /** Each may be asked once, the nodes first. */
  readonly nodes: () => AsyncGenerator<GraphNode, void, void>;
  readonly edges: () => AsyncGenerator<GraphEdge, void, void>;
}

/**
 * @param id of the run; `null` for the latest that no gate held
 * @throws EvidenceChanged when evidence of the run is missing or changed, or this version matches otherwise than it
 */
export async function runGraph(dependencies: GraphDependencies, id: string | null): Promise<Result<RunGraph>> {
  const chosen = await chosenRun(dependencies, id);
  if (chosen.kind === 'refused') return chosen;
  const record = chosen.value;
  const run = storedRun(dependencies.objects, record);
  await holdRecorded(run, dependencies);
  const found = await findingsOf(run);
  const { accounts, roles, withoutAccount, isMatched } = await accountsOf(run, dependencies, found.logins);
  const { concerning, count: findings } = found;
  const [config, headers, { totals }] = [await run.config(), await run.headers(), await recordedHead(run)];
  const graph = graphOf({ record, config, headers, totals, roles, findings, concerning, withoutAccount });
  return ok({
    record,
    async *nodes() {
      yield* graph.nodes();
      for await (const account of readAgain(accounts)) yield graph.nodeOf(account);
      for await (const finding of recordedFindings(run)) yield graph.nodeOfFinding(finding);
      for await (const person of peopleOf(run, isMatched)) yield* graph.nodesOf(person);
    },
    async *edges() {
      yield* graph.edges();
      for await (const account of readAgain(accounts)) yield* graph.edgesOfAccount(account);
      for await (const finding of recordedFindings(run)) yield* graph.edgesOfFinding(finding);
      for await (const person of peopleOf(run, isMatched)) yield* graph.edgesOf(person);
    },
  });
}

interface FoundOfRun extends Pick<GraphInput, 'concerning'> {
  readonly count: number;
  /** Of findings about an account. */
  readonly logins: ReadonlySet<string>;
}

async function findingsOf(run: StoredRun): Promise<FoundOfRun> {
  const concerning: GraphInput['concerning'][number][] = [];
  const logins = new Set<string>();
  let count = 0;
  for await (const { id, login, directory, identity } of recordedFindings(run)) {
    count += 1;
    if (login !== null) logins.add(login);
    if (identity !== null) concerning.push({ id, directory, identity });
  }
  return { concerning, count, logins };
}

interface AccountsOfRun extends Pick<GraphInput, 'roles' | 'withoutAccount'> {
  /** A line an account. */
  readonly accounts: Kept;
  readonly isMatched: IsMatched;
}

/** By the number of somebody of the snapshots, one directory after the other. */
type IsMatched = (number: number) => boolean;

async function accountsOf(
  run: StoredRun,
  dependencies: GraphDependencies,
  logins: ReadonlySet<string>,
): Promise<AccountsOfRun> {
  const matching = await openMatching(run, dependencies);
  try {
    const matched = new Uint8Array(matching.people);
    const roles = new Set<string>();
    const spelled = onceSpelled();
    const withoutAccount = new Set(logins);
    const lines = async function* (): AsyncGenerator<string, void, void> {
      for await (const one of matching.accounts((number) => (matched[number] = 1))) {
        const role = one.account.role === null ? null : spelled(one.account.role);
        if (role !== null) roles.add(role);
        withoutAccount.delete(one.account.login);
        yield `${JSON.stringify({ ...one, account: { ...one.account, role } })}\n`;
      }
    };
    const accounts = await dependencies.scratch.keep(encoded(lines()));
    return { accounts, roles, withoutAccount, isMatched: (number) => matched[number] === 1 };
  } finally {
    matching.close();
  }
}

/** In the order of the configuration. */
async function* peopleOf(run: StoredRun, isMatched: IsMatched): AsyncGenerator<GraphPerson, void, void> {
  let number = 0;
  for (const { id: directory } of (await run.config()).directories) {
    for await (const identity of storedIdentities(run.file(snapshotFile(directory).name))) {
      yield { directory, identity, isMatched: isMatched(number) };
      number += 1;
    }
  }
}

async function* readAgain(accounts: Kept): AsyncGenerator<GraphAccount, void, void> {
  for await (const { text } of linesOf(accounts.read())) {
    const account: GraphAccount = JSON.parse(text);
    yield account;
  }
}
