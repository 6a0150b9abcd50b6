// An identity with the keys under which it can be found.
import type { Identity } from '../../inputs/snapshot.ts';
import { compareIdentities } from './by-identity.ts';
import { msOf, dayInMs } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin, matchKey, matchKeys } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';

export interface KnownIdentity {
  readonly directory: string;
  readonly identity: Identity;
  readonly nameId: CanonicalLogin | null;
  /** UPN, Okta login, mail: canonical keys, without the NameID unless it is one of them. */
  readonly logins: readonly CanonicalLogin[];
  readonly aliases: readonly { readonly key: CanonicalLogin; readonly source: 'proxy' | 'on-premises' | 'guest' }[];
}

export function knownIdentity(directory: string, identity: Identity, plus: PlusAddressing): KnownIdentity {
  return new Known(directory, identity, plus);
}

/** Keys of logins are asked for all along and kept, keys of aliases once or twice, and made when they are. */
class Known implements KnownIdentity {
  readonly directory: string;
  readonly identity: Identity;
  readonly nameId: CanonicalLogin | null;
  readonly logins: readonly CanonicalLogin[];
  readonly #plus: PlusAddressing;

  constructor(directory: string, identity: Identity, plus: PlusAddressing) {
    this.directory = directory;
    this.identity = identity;
    this.#plus = plus;
    this.nameId = identity.nameId === null ? null : this.#keyOf(identity.nameId);
    this.logins = matchKeys(identity.logins, plus);
  }

  get aliases(): KnownIdentity['aliases'] {
    return this.identity.aliases.flatMap(({ login, source }) => {
      const key = this.#keyOf(login);
      return key === null ? [] : [{ key, source }];
    });
  }

  #keyOf(raw: string): CanonicalLogin | null {
    const login = canonicalLogin(raw);
    return login === null ? null : matchKey(login, this.#plus);
  }
}

/** The keys under which an identity is found as somebody's own: NameID and logins, never aliases or hints. */
export function loginKeys(known: KnownIdentity): readonly CanonicalLogin[] {
  return known.nameId === null || known.logins.includes(known.nameId) ? known.logins : [known.nameId, ...known.logins];
}

/**
 * Of those the keys that make two identities of different directories one person (contract, section 5): addresses. A
 * SAM name, an employee number or another login without an @ is somebody's in its own directory only, and in the next
 * one a stranger's.
 *
 * @example joiningKeys({ nameId: 'jdoe', logins: ['jane.doe@acme.com'], ... }) // ['jane.doe@acme.com']
 */
export function joiningKeys(known: KnownIdentity): readonly CanonicalLogin[] {
  const keys = loginKeys(known);
  return keys.every(isAddress) ? keys : keys.filter(isAddress);
}

function isAddress(key: CanonicalLogin): boolean {
  return key.includes('@');
}

/** By directory, then by id. */
export function compareKnown(a: KnownIdentity, b: KnownIdentity): number {
  return compareIdentities(placeOf(a), placeOf(b));
}

function placeOf({ directory, identity }: KnownIdentity): { readonly directory: string; readonly id: string } {
  return { directory, id: identity.id };
}

export function identityKey(directory: string, id: string): string {
  return `${directory}\u0000${id}`;
}

/** Names are compared only to suggest, so case and blanks are enough. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/**
 * Whether nothing of two names is the same, so that they are hardly one person's: who marries keeps a word. Accents and
 * the order of words do not count.
 *
 * @example areStrangers('Pat Roe', 'Jane Doe') // true; of 'Jane Roe' and 'Doe, Jané' false
 */
export function areStrangers(one: string, other: string): boolean {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const isTold = words.size > 0 && others.size > 0;
  return isTold && words.isDisjointFrom(others) && [...words].join('') !== [...others].join('');
}

/**
 * Whether two names could show that they are one: a name in Latin letters and one in others have no word in common,
 * whosever they are.
 *
 * @example areComparable('Ann Lee', '李安') // false
 */
export function areComparable(one: string, other: string): boolean {
  return latin.test(one) === latin.test(other);
}

const latin = /\p{Script=Latin}/u;

const spelled: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', å: 'aa', ø: 'oe', æ: 'ae' };

/** A name as German and the Nordic languages write it where no such letters are taken. @example spelledOut('Jörg Groß') // 'joerg gross' */
export function spelledOut(name: string): string {
  return nameKey(name).replaceAll(/[äöüßåøæ]/g, (letter) => spelled[letter] ?? letter);
}

/** Whether two names that can be compared are of two people, however their letters are spelled. */
export function areTwoPeoples(one: string, other: string): boolean {
  return areComparable(one, other) && areStrangers(one, other) && areStrangers(spelledOut(one), spelledOut(other));
}

/** A name by its words alone. @example sortedWords('Doe, Jané') // 'doe jane' */
export function sortedWords(name: string): string {
  return [...wordsOf(name)].toSorted().join(' ');
}

function wordsOf(name: string): ReadonlySet<string> {
  const plain = nameKey(name).normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** A sign-in to the app in the 24 hours before the export (contract, section 7, UNEXPLAINED_SIGN_IN). */
export function signedInBefore(identity: Identity, exportedAt: Instant): boolean {
  if (identity.lastSignIn === null) return false;
  const before = msOf(exportedAt) - msOf(identity.lastSignIn);
  return before >= 0 && before <= dayInMs;
}
