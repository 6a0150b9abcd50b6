// Opens a recorded run as a graph, of which neither the accounts nor the directories are ever in memory: nodes and edges
// are made of what its files hold, read from disk once for each pass.
import { graphOf } from '../../../core/formats/graph/graph.ts';
import type { GraphEdge, GraphNode } from '../../../core/formats/graph/element.ts';
import type { GraphAccount, GraphInput, GraphPerson } from '../../../core/formats/graph/input.ts';
import type { Config } from '../../../core/config/config.ts';
import type { Leavers } from '../../../core/inputs/leavers.ts';
import { evidenceFiles, snapshotFile } from '../../../core/names/evidence-files.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import type { Kept, Lookup, Objects, Scratch } from '../../../core/ports/objects.ts';
import type { Runs } from '../../../core/ports/stores.ts';
import type { RunRecord } from '../../../core/run.ts';
import { ok, refusalText } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { bytesOf, encoded, linesOf } from '../../bytes.ts';
import { asTaken } from '../../read/ingest-export.ts';
import { ingestLeavers } from '../../read/ingest-leavers.ts';
import { storedIdentities } from '../../read/open-snapshot.ts';
import { readToTheEnd } from '../../run/stored-evidence.ts';
import { storedRun } from '../../run/stored-runs.ts';
import type { StoredRun } from '../../run/stored-runs.ts';
import { chosenRun } from '../chosen-run.ts';
import { matchedAccounts } from './matched-accounts.ts';
import { recordedFindings, recordedHead } from '../recorded.ts';
import { storedPeople } from './stored-people.ts';

export interface GraphDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
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
  await readToTheEnd(run);
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
  { exportReader, scratch, openLookup }: GraphDependencies,
  logins: ReadonlySet<string>,
): Promise<AccountsOfRun> {
  const config = await run.config();
  const lookup = openLookup();
  try {
    const people = storedPeople(lookup, config.policy.plusAddressing);
    let count = 0;
    for await (const { directory, identity } of peopleOf(run, () => false)) count = people.add(directory, identity) + 1;
    const matched = new Uint8Array(count);
    const leavers = await leaversOf(run, config, exportReader);
    const context = { config, leavers, people, matched: (number: number) => (matched[number] = 1) };
    const roles = new Set<string>();
    const withoutAccount = new Set(logins);
    const lines = async function* (): AsyncGenerator<string, void, void> {
      for await (const one of matchedAccounts(run, exportReader, context)) {
        if (one.account.role !== null) roles.add(one.account.role);
        withoutAccount.delete(one.account.login);
        yield `${JSON.stringify(one)}\n`;
      }
    };
    const accounts = await scratch.keep(encoded(lines()));
    return { accounts, roles, withoutAccount, isMatched: (number) => matched[number] === 1 };
  } finally {
    lookup.close();
  }
}

async function leaversOf(run: StoredRun, config: Config, exportReader: ExportReader): Promise<Leavers> {
  const { name } = evidenceFiles.leavers;
  if (!run.record.files.some((file) => file.name === name)) return new Map();
  const bytes = await bytesOf(run.file(name).read());
  const context = { config, asOf: run.record.asOf, exportReader: asTaken(exportReader) };
  const read = await ingestLeavers({ name, bytes }, context);
  if (read.kind === 'ok') return read.value.gone;
  throw new Error(
    `the leavers of the run ${run.record.id} can no longer be read: ${read.refusals.map(refusalText).join(' ')}`,
  );
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
