// Asks directories for accounts that their lists do not show, by login: where a list lags behind, they would be called
// orphans.
import { eachOf, encoded } from '../bytes.ts';
import type { Config } from '../../core/config/config.ts';
import type { Account } from '../../core/inputs/account.ts';
import type { Identity, SnapshotHeader } from '../../core/inputs/snapshot.ts';
import type { Directory } from '../../core/ports/inputs.ts';
import type { Bytes, Kept } from '../../core/ports/objects.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { openSnapshot } from './open-snapshot.ts';
import type { OpenSnapshot } from './open-snapshot.ts';
import { jsonLine } from './snapshot/line.ts';
import type { PullDependencies } from './pull-directory.ts';
import { byLoginOnly, isAble, isGone, lookUpsOf, mostLookUps, without } from './whom-to-look-up.ts';
import type { LookUps } from './whom-to-look-up.ts';

export interface ReadDirectory {
  readonly directory: Directory;
  readonly snapshot: OpenSnapshot;
}

export interface UnmatchedRequest {
  readonly config: Config;
  readonly accounts: readonly Account[];
  /** Directories that were read in this run and can answer. */
  readonly read: readonly ReadDirectory[];
  /** Snapshots from files. The people in them are matched as well. */
  readonly stored: readonly OpenSnapshot[];
}

/**
 * Asks each directory that was read once for each login, until one knows it. A directory that was not read completely is not
 * asked, because nothing is concluded from it in any case.
 *
 * @returns the snapshots of the directories that were read, in their order, with whoever was found
 */
export async function lookUpUnmatched(
  dependencies: PullDependencies,
  { config, accounts, read, stored }: UnmatchedRequest,
): Promise<Result<readonly OpenSnapshot[]>> {
  const all = [...stored, ...read.map(({ snapshot }) => snapshot)];
  const { unmatched, ...open } = await lookUpsOf({ config, accounts }, all);
  let { logins } = open;
  const snapshots: OpenSnapshot[] = [];
  for (const one of read) {
    const file = await withFound(dependencies, one, { logins, unmatched });
    if (file === null) {
      snapshots.push(one.snapshot);
      continue;
    }
    const opened = await openSnapshot(file, `the snapshot of ${one.directory.id}`, config);
    if (opened.kind === 'refused') return opened;
    snapshots.push(opened.value);
    const { left } = await without(logins.map(byLoginOnly), opened.value, config);
    logins = left.map(({ login }) => login);
  }
  return ok(snapshots);
}

/**
 * @returns the snapshot with the people who were found behind the others; `null` when there is nothing to ask this
 *   directory
 */
export async function withFound(
  { scratch, progress }: PullDependencies,
  { directory, snapshot }: ReadDirectory,
  { logins, unmatched }: LookUps,
): Promise<Kept | null> {
  if (logins.length === 0 || snapshot.header.completeness !== 'complete') return null;
  progress.stage(`Looking up logins in ${directory.id}`, logins.length);
  const found = new Map<string, Identity>();
  const asking = directory.lookUp(logins, snapshot.header);
  let next = await asking.next();
  for (; next.done !== true; next = await asking.next()) {
    progress.advance(1);
    found.set(next.value.id, next.value);
  }
  const { now, ...changed } = await listedAmong(found, snapshot);
  const header = headerWith(next.value, { ...changed, found: found.size, unmatched, logins });
  const identities = snapshot.identityCount + found.size;
  return scratch.keep(followed({ ...header, identities }, { snapshot, now, found }));
}

/** People in the list whose state or login has changed since the list was made. */
interface Changed {
  /** What the directory says of them now, by id. */
  readonly now: Map<string, Identity>;
  /** How many have a login that the list does not have. */
  renamed: number;
  /** How many are there although the list shows them as deleted. */
  returned: number;
  /** How many can sign in although the list shows them as disabled or suspended, or does not say. */
  enabled: number;
  /** How many are gone or can no longer sign in although the list does not show it. */
  ended: number;
}

/**
 * Takes, out of the people who were found, those whom the list had in another state: it may lag behind a new login, a
 * return, an enabling or a leaving too.
 */
async function listedAmong(found: Map<string, Identity>, snapshot: OpenSnapshot): Promise<Changed> {
  const changed: Changed = { now: new Map(), renamed: 0, returned: 0, enabled: 0, ended: 0 };
  if (found.size === 0) return changed;
  for await (const listed of eachOf(snapshot.batches())) {
    const now = found.get(listed.id);
    if (now === undefined) continue;
    found.delete(listed.id);
    const { assignments, lastSignIn } = listed;
    const asListed = { ...now, nameId: now.nameId ?? listed.nameId, assignments, lastSignIn };
    const fresh = now.logins.filter((login) => !listed.logins.includes(login));
    if (isGone(listed) && !isGone(now)) {
      changed.now.set(listed.id, asListed);
      changed.returned += 1;
    } else if (!isAble(listed) && isAble(now)) {
      changed.now.set(listed.id, asListed);
      changed.enabled += 1;
    } else if ((isAble(listed) && !isAble(now)) || (!isGone(listed) && isGone(now))) {
      changed.now.set(listed.id, { ...asListed, logins: [...listed.logins, ...fresh] });
      changed.ended += 1;
    } else if (fresh.length > 0) {
      changed.now.set(listed.id, { ...listed, logins: [...listed.logins, ...fresh] });
      changed.renamed += 1;
    }
  }
  return changed;
}

interface Outcome extends LookUps, Readonly<Omit<Changed, 'now'>> {
  readonly found: number;
}

/**
 * Where there were more accounts than are looked up, one person who was found shows that the list may also lack people
 * who were not asked for.
 */
function headerWith(read: SnapshotHeader, { found, unmatched, logins, ...changed }: Outcome): SnapshotHeader {
  const areTooMany = unmatched > mostLookUps;
  const isCut = areTooMany && found > 0;
  const notes = [
    ...(read.notes ?? []),
    ...(found > 0 ? [lagText(found)] : []),
    ...changedTexts(changed),
    ...(areTooMany ? [tooManyText(unmatched)] : []),
  ];
  const noted = notes.length === 0 ? read : { ...read, notes };
  const told = areTooMany ? { ...noted, lookedUp: { logins: [...logins], unmatched } } : noted;
  return isCut ? { ...told, completeness: 'partial', reasons: [...read.reasons, cutText(found)] } : told;
}

interface LookedUp {
  readonly snapshot: OpenSnapshot;
  readonly now: ReadonlyMap<string, Identity>;
  readonly found: ReadonlyMap<string, Identity>;
}

async function* followed(header: SnapshotHeader, { snapshot, now, found }: LookedUp): Bytes {
  yield* encoded([jsonLine(header)]);
  if (now.size === 0) yield* snapshot.identityBytes();
  else
    for await (const identities of snapshot.batches())
      yield* encoded(identities.map((identity) => jsonLine(now.get(identity.id) ?? identity)));
  yield* encoded([...found.values()].map(jsonLine));
}

/** @example lagText(2) // '2 people were found by their login only: the lists of the directory lag behind.' */
function lagText(found: number): string {
  return `${plural(found, 'person was', 'people were')} found by their login only: the lists of the directory lag behind.`;
}

function changedTexts({ renamed, returned, enabled, ended }: Omit<Changed, 'now'>): readonly string[] {
  return [
    ...(renamed > 0 ? [`${plural(renamed, 'person has', 'people have')} a login that no list tells yet.`] : []),
    ...(returned > 0
      ? [`${plural(returned, 'person is', 'people are')} there again whom a list still shows as deleted.`]
      : []),
    ...(enabled > 0 ? [`${plural(enabled, 'person', 'people')} can sign in, and a list does not show it yet.`] : []),
    ...(ended > 0
      ? [
          `${plural(ended, 'person is gone or', 'people are gone or')} can no longer sign in, and a list does not show it yet.`,
        ]
      : []),
  ];
}

function cutText(found: number): string {
  return `${plural(found, 'person', 'people')} of the ${mostLookUps} who were looked up ${found === 1 ? 'is' : 'are'} there and in no list: whom else the lists lack nobody knows.`;
}

function tooManyText(logins: number): string {
  return `${logins} accounts of the export are in no list of people; ${mostLookUps} of them were looked up by their login.`;
}
