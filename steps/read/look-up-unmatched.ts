// Settles what a lagging list would make an orphan: accounts that no directory shows are asked for by their login.
import { eachOf, encoded } from '../bytes.ts';
import type { Config } from '../../core/config/config.ts';
import { keysOf, registeredAccounts } from '../../core/config/registers.ts';
import { isLive } from '../../core/inputs/account.ts';
import type { Account } from '../../core/inputs/account.ts';
import type { Identity, SnapshotHeader } from '../../core/inputs/snapshot.ts';
import type { Directory } from '../../core/ports/inputs.ts';
import type { Bytes, Kept } from '../../core/ports/objects.ts';
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import { mostOfOneNumber } from '../../core/findings/collect/placeholder.ts';
import { latest, msOf } from '../../core/values/instant.ts';
import { canonicalLogin, matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { byCodePoint, plural } from '../../core/values/text.ts';
import { openSnapshot } from './open-snapshot.ts';
import type { OpenSnapshot } from './open-snapshot.ts';
import { jsonLine } from './snapshot/line.ts';
import type { PullDependencies } from './pull-directory.ts';

/** More are not asked for: a company with so many orphans is told so, and has others to look at first. */
const mostLookUps = 50;

export interface ReadDirectory {
  readonly directory: Directory;
  readonly snapshot: OpenSnapshot;
}

export interface LookUps {
  /** Those that are asked for. */
  readonly logins: readonly CanonicalLogin[];
  /** How many accounts no directory shows. */
  readonly unmatched: number;
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

/** @returns the snapshot with whoever was found behind the others; `null` when there is nothing to ask this directory */
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

/** Those who are listed and whom the list tells otherwise than they are now. */
interface Changed {
  /** As they are, by their ids. */
  readonly now: Map<string, Identity>;
  /** How many have a login that no list tells. */
  renamed: number;
  /** How many the list shows as deleted, and are there. */
  returned: number;
  /** How many can sign in, and the list shows them as disabled, suspended or without a word about it. */
  enabled: number;
}

/**
 * Takes those whom a list showed out of the found. A list may lag behind a new login too, and behind somebody who came back
 * or was enabled.
 */
async function listedAmong(found: Map<string, Identity>, snapshot: OpenSnapshot): Promise<Changed> {
  const changed: Changed = { now: new Map(), renamed: 0, returned: 0, enabled: 0 };
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

/** With more accounts than are looked up, one person who is there shows that the lists lack people whom nobody asked for. */
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

/**
 * The logins of live accounts that none of these snapshots shows, without those that the company declared and those whose
 * employee number somebody bears: what a directory answers about them changes nothing. Those who may be orphans come first,
 * then those whom the snapshots show as deleted alone: who came back a moment ago is in no list either. Last come, of
 * two snapshots or more, those whom they show as unable to sign in alone: a directory whose list lags may know them as able.
 */
export async function lookUpsOf(
  { config, accounts }: Pick<UnmatchedRequest, 'config' | 'accounts'>,
  snapshots: readonly OpenSnapshot[],
): Promise<LookUps> {
  const keys = keysOf(config);
  const registered = registeredAccounts(config);
  let open = accounts.filter(
    (account) =>
      isLive(account) && account.login.includes('@') && !keys.has(account.login) && !registered.has(account.login),
  );
  const ties = new Map<string, boolean>();
  const gone = new Set<Account>();
  const unable = new Set<Account>();
  for (const snapshot of snapshots) {
    const { left, bearers, ...shown } = await without(open, snapshot, config);
    open = left;
    for (const account of shown.deleted) gone.add(account);
    for (const account of shown.unable) unable.add(account);
    for (const [number, living] of bearers) ties.set(number, ties.get(number) !== false && living <= mostOfOneNumber);
  }
  // Known after the last of them alone: a number that is one person's here may be a placeholder there.
  const isNobodys = ({ employeeId }: Account): boolean => employeeId === null || ties.get(employeeId) !== true;
  const nobodys = open.filter((account) => !gone.has(account) && !unable.has(account) && isNobodys(account));
  const leavers = open.filter((account) => gone.has(account) && !unable.has(account));
  const others = snapshots.length > 1 ? open.filter((account) => unable.has(account)) : [];
  const inOrder = inOrderOf(config);
  const first = [nobodys, leavers, others].flatMap((some) => some.toSorted(inOrder)).slice(0, mostLookUps);
  return { logins: first.map(({ login }) => login).toSorted(byCodePoint), unmatched: nobodys.length };
}

/**
 * Whom no alias names before whom one may, who signs in before who was invited, and of these the newest first: a list
 * that lags behind lacks newcomers.
 */
function inOrderOf({ aliases }: Config): (one: Account, other: Account) => number {
  const named = new Set(aliases.map(({ login }) => canonicalLogin(login)));
  const placeOf = ({ login, status }: Account): number => (named.has(login) ? 2 : 0) + (status === 'active' ? 0 : 1);
  return (one, other) =>
    placeOf(one) - placeOf(other) || bornAt(other) - bornAt(one) || byCodePoint(one.login, other.login);
}

function bornAt({ createdAt }: Account): number {
  return createdAt === null ? 0 : msOf(latest(createdAt));
}

type Sought = Pick<Account, 'login' | 'employeeId'>;

function byLoginOnly(login: CanonicalLogin): Sought {
  return { login, employeeId: null };
}

interface Without<Looked> {
  /** Those whom the snapshot shows by no login and no alias, unless as deleted or unable to sign in. */
  readonly left: Looked[];
  /** Those of them whom it shows as deleted. */
  readonly deleted: readonly Looked[];
  /** Those of them whom it shows as there and unable to sign in. */
  readonly unable: readonly Looked[];
  /** Of the employee numbers that were sought, those that somebody in it bears: how many who are not deleted. */
  readonly bearers: ReadonlyMap<string, number>;
}

async function without<Looked extends Sought>(
  looked: readonly Looked[],
  { header, batches }: OpenSnapshot,
  { policy }: Config,
): Promise<Without<Looked>> {
  const { plusAddressing } = policy;
  const left = Map.groupBy(looked, ({ login }) => matchKey(login, plusAddressing));
  const deleted = new Map<CanonicalLogin, Looked[]>();
  const unable = new Map<CanonicalLogin, Looked[]>();
  const sought = new Set(looked.map(({ employeeId }) => employeeId));
  const bearers = new Map<string, number>();
  for await (const identity of eachOf(batches())) {
    const known = knownIdentity(header.directory, identity, plusAddressing);
    const see = (key: CanonicalLogin): void => {
      const bearing = left.get(key);
      if (bearing === undefined) return;
      if (isGone(identity)) deleted.set(key, bearing);
      else if (isAble(identity)) left.delete(key);
      else unable.set(key, bearing);
    };
    for (const key of loginKeys(known)) see(key);
    for (const { key } of known.aliases) see(key);
    const { employeeId } = identity;
    if (employeeId === null || !sought.has(employeeId)) continue;
    bearers.set(employeeId, (bearers.get(employeeId) ?? 0) + (isGone(identity) ? 0 : 1));
  }
  const among = (shown: ReadonlyMap<CanonicalLogin, Looked[]>): readonly Looked[] =>
    [...shown].flatMap(([key, bearing]) => (left.has(key) ? bearing : []));
  return { left: [...left.values()].flat(), deleted: among(deleted), unable: among(unable), bearers };
}

function isGone({ state }: Identity): boolean {
  return state === 'deleted';
}

function isAble({ state }: Identity): boolean {
  return state === 'active';
}

/** @example lagText(2) // '2 people were found by their login only: the lists of the directory lag behind.' */
function lagText(found: number): string {
  return `${plural(found, 'person was', 'people were')} found by their login only: the lists of the directory lag behind.`;
}

function changedTexts({ renamed, returned, enabled }: Omit<Changed, 'now'>): readonly string[] {
  const are = plural(enabled, 'person', 'people');
  return [
    ...(renamed > 0 ? [`${plural(renamed, 'person has', 'people have')} a login that no list tells yet.`] : []),
    ...(returned > 0
      ? [`${plural(returned, 'person is', 'people are')} there again whom a list still shows as deleted.`]
      : []),
    ...(enabled > 0 ? [`${are} can sign in, and a list does not show it yet.`] : []),
  ];
}

function cutText(found: number): string {
  return `${plural(found, 'person', 'people')} of the ${mostLookUps} who were looked up ${found === 1 ? 'is' : 'are'} there and in no list: whom else the lists lack nobody knows.`;
}

function tooManyText(logins: number): string {
  return `${logins} accounts of the export are in no list of people; ${mostLookUps} of them were looked up by their login.`;
}
