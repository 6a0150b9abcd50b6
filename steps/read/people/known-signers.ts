// Finds the people behind the names of those who sign. They need have no account, so the directories tell which names
// are one person's.
import { joiningKeys, knownIdentity, loginKeys } from '../../../core/findings/collect/known-identity.ts';
import type { KnownIdentity } from '../../../core/findings/collect/known-identity.ts';
import { canonicalLogin, matchKey } from '../../../core/values/login.ts';
import { multimap } from '../../../core/values/multimap.ts';
import type { CanonicalLogin, PlusAddressing } from '../../../core/values/login.ts';
import { judgeIdentity } from '../../../core/findings/judge/situation.ts';
import type { KnownPerson } from '../../../core/review/lines/actor.ts';
import type { GoneAsOf } from '../../../core/review/lines/gone.ts';
import { mostOfOneNumber } from '../../../core/findings/collect/placeholder.ts';
import { allRules } from '../../../core/versions.ts';
import { identitiesNamed, identitiesNumbered } from './named-identities.ts';
import type { JudgedLines } from './named-identities.ts';

interface Known extends Pick<KnownPerson, 'directory' | 'state' | 'gone' | 'logins' | 'name'> {
  /** The logins by which an identity of another directory is shown to be the same person. */
  readonly joining: ReadonlySet<CanonicalLogin>;
  readonly own: readonly CanonicalLogin[];
  readonly employeeId: string | null;
}

export interface Knowing {
  readonly plusAddressing: PlusAddressing;
  /**
   * Whether the same employee number makes two identities one person; versions before 0.6.0 did not ask. By default it
   * does.
   */
  readonly byNumber?: boolean;
  /**
   * By what their state is judged, as for the person of an account. Without it, their state is what the directories
   * say.
   */
  readonly judged?: GoneAsOf | undefined;
}

/**
 * Every identity that bears one of the names. Each comes with its own names, those of identities that share a login
 * with it and bear one of the names too, and the logins of those with its employee number.
 *
 * @param names of people who act in the review, as typed
 */
export async function knownSigners(
  directories: readonly JudgedLines[],
  names: readonly string[],
  { plusAddressing, byNumber = true, judged }: Knowing,
): Promise<readonly KnownPerson[]> {
  const wanted = new Set(names.flatMap((name) => keyOf(name, plusAddressing) ?? []));
  const found: Known[] = [];
  for await (const { directory, identity } of identitiesNamed(directories, wanted)) {
    const known = knownIdentity(directory, identity, plusAddressing);
    const own = [...loginKeys(known), ...known.aliases.map(({ key }) => key)];
    if (!own.some((one) => wanted.has(one))) continue;
    const { employeeId, name } = identity;
    const logins = loginKeys(known);
    found.push({
      directory,
      ...standing(known, judged),
      name,
      logins,
      joining: new Set(joiningKeys(known)),
      own,
      employeeId,
    });
  }
  const numbers = new Set(byNumber ? found.flatMap(({ employeeId }) => employeeId ?? []) : []);
  const numbered = await loginsNumbered(directories, numbers, plusAddressing);
  const joined = multimap(found.keys(), (at) => [...(found[at]?.joining ?? [])]);
  return found.flatMap((one) => {
    const places = new Set([...one.joining].flatMap((key) => joined.get(key) ?? []));
    const same = [...places].toSorted((a, b) => a - b).flatMap((at) => found[at] ?? []);
    const sharing = one.employeeId === null ? [] : (numbered.get(one.employeeId) ?? []);
    const byTheirNumber = sharing.length > mostOfOneNumber ? [] : [...new Set(sharing.flat())];
    const own = [...new Set([...one.own, ...same.flatMap((other) => other.own), ...byTheirNumber])];
    const [login] = own;
    const { directory, name, logins } = one;
    const gone = goneOf(one, same);
    const state = gone === null ? one.state : 'deleted';
    return login === undefined ? [] : [{ login, own, logins, directory, state, gone, name, numbered: byTheirNumber }];
  });
}

function standing(known: KnownIdentity, judged: GoneAsOf | undefined): Pick<Known, 'state' | 'gone'> {
  if (judged === undefined) return { state: known.identity.state, gone: null };
  const gone = loginKeys(known).flatMap((login) => judged.gone.get(login) ?? [])[0] ?? null;
  return {
    state: gone === null ? judgeIdentity(known, undefined, { asOf: judged.asOf, rules: allRules }).state : 'deleted',
    gone,
  };
}

/**
 * Why a person has gone. Who has gone in one directory has gone in all, unless a living identity of that directory
 * replaced the named one.
 */
function goneOf(one: Known, same: readonly Known[]): string | null {
  const isReplaced = ({ directory }: Known): boolean =>
    same.some((other) => other.directory === directory && other.state !== 'deleted');
  const left = same.filter((other) => other.gone !== null && !isReplaced(other));
  return left.find((other) => other === one || other.directory !== one.directory)?.gone ?? null;
}

/**
 * For each employee number, the logins of every identity that bears it. A directory is only read where there is a
 * number to look for.
 */
async function loginsNumbered(
  directories: readonly JudgedLines[],
  numbers: ReadonlySet<string>,
  plusAddressing: PlusAddressing,
): Promise<ReadonlyMap<string, readonly (readonly CanonicalLogin[])[]>> {
  const bearers: { readonly number: string; readonly logins: readonly CanonicalLogin[] }[] = [];
  if (numbers.size > 0)
    for await (const { directory, identity } of identitiesNumbered(directories, numbers))
      bearers.push({
        number: identity.employeeId ?? '',
        logins: loginKeys(knownIdentity(directory, identity, plusAddressing)),
      });
  const byNumber = Map.groupBy(bearers, ({ number }) => number);
  return new Map([...byNumber].map(([number, some]) => [number, some.map(({ logins }) => logins)]));
}

function keyOf(name: string, plusAddressing: PlusAddressing): CanonicalLogin | null {
  const login = canonicalLogin(name);
  return login === null ? null : matchKey(login, plusAddressing);
}
