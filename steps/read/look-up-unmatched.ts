// Settles what a lagging list would make an orphan: accounts that no directory shows are asked for by their login.
import { eachOf } from '../bytes.ts';
import type { Config } from '../../core/config/config.ts';
import { keysOf } from '../../core/config/registers.ts';
import { isLive } from '../../core/inputs/account.ts';
import type { Account } from '../../core/inputs/account.ts';
import type { Directory } from '../../core/ports/inputs.ts';
import type { Kept } from '../../core/ports/objects.ts';
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import { matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { openSnapshot } from './open-snapshot.ts';
import type { OpenSnapshot } from './open-snapshot.ts';
import { snapshotWith } from './pull-directory.ts';
import type { PullDependencies } from './pull-directory.ts';

/** More are not asked for: a company with so many orphans is told so, and has others to look at first. */
export const mostLookUps = 50;

export interface ReadDirectory {
  readonly directory: Directory;
  readonly kept: Kept;
  readonly snapshot: OpenSnapshot;
}

export interface UnmatchedRequest {
  readonly config: Config;
  readonly accounts: readonly Account[];
  /** Read in this run, and able to answer. */
  readonly read: readonly ReadDirectory[];
  /** Snapshots from files: who stands in them is matched too. */
  readonly stored: readonly OpenSnapshot[];
}

/**
 * Each directory that was read is asked once for each login, until one knows it. A directory that was not read completely is not asked: nothing is concluded from it anyway.
 *
 * @returns the snapshots of the directories that were read, in their order, with whoever was found
 */
export async function lookUpUnmatched(
  dependencies: PullDependencies,
  { config, accounts, read, stored }: UnmatchedRequest,
): Promise<Result<readonly OpenSnapshot[]>> {
  const unmatched = await unmatchedOf({ config, accounts }, [...stored, ...read.map(({ snapshot }) => snapshot)]);
  let open: readonly CanonicalLogin[] = unmatched.slice(0, mostLookUps);
  const snapshots: OpenSnapshot[] = [];
  for (const one of read) {
    const { directory, kept, snapshot } = one;
    if (open.length === 0 || snapshot.header.completeness !== 'complete') {
      snapshots.push(snapshot);
      continue;
    }
    dependencies.progress.stage(`Looking up logins in ${directory.id}`, open.length);
    const note = unmatched.length > mostLookUps ? tooManyText(unmatched.length) : null;
    const file = await snapshotWith(dependencies, { kept, found: directory.lookUp(open), note });
    const opened = await openSnapshot(file, `the snapshot of ${directory.id}`, config);
    if (opened.kind === 'refused') return opened;
    snapshots.push(opened.value);
    open = await without(open, opened.value, config);
  }
  return ok(snapshots);
}

async function unmatchedOf(
  { config, accounts }: Pick<UnmatchedRequest, 'config' | 'accounts'>,
  snapshots: readonly OpenSnapshot[],
): Promise<readonly CanonicalLogin[]> {
  const registered = keysOf(config);
  let open: readonly CanonicalLogin[] = accounts.flatMap((account) =>
    isLive(account) && account.login.includes('@') && !registered.has(account.login) ? [account.login] : [],
  );
  for (const snapshot of snapshots) open = await without(open, snapshot, config);
  return open.toSorted();
}

/** @returns those whom the snapshot does not show, by no login and no alias */
async function without(
  logins: readonly CanonicalLogin[],
  { header, batches }: OpenSnapshot,
  { policy }: Config,
): Promise<readonly CanonicalLogin[]> {
  const { plusAddressing } = policy;
  const left = Map.groupBy(logins, (login) => matchKey(login, plusAddressing));
  for await (const identity of eachOf(batches())) {
    const known = knownIdentity(header.directory, identity, plusAddressing);
    for (const key of loginKeys(known)) left.delete(key);
    for (const { key } of known.aliases) left.delete(key);
  }
  return [...left.values()].flat();
}

function tooManyText(logins: number): string {
  return `${logins} accounts of the export are in no list of people; ${mostLookUps} of them were looked up by their login.`;
}
