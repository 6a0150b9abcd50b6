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
  /** Canonical keys of UPN, Okta login and mail. The NameID is among them only where it is also one of these. */
  readonly logins: readonly CanonicalLogin[];
  readonly aliases: readonly { readonly key: CanonicalLogin; readonly source: 'proxy' | 'on-premises' | 'guest' }[];
}

export function knownIdentity(directory: string, identity: Identity, plus: PlusAddressing): KnownIdentity {
  return new Known(directory, identity, plus);
}

/**
 * Keys of logins are kept, because they are asked for all the time. Keys of aliases are made when they are asked for,
 * which is once or twice.
 */
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

/** The keys by which an identity is found as its own: NameID and logins, never aliases or hints. */
export function loginKeys(known: KnownIdentity): readonly CanonicalLogin[] {
  return known.nameId === null || known.logins.includes(known.nameId) ? known.logins : [known.nameId, ...known.logins];
}

/**
 * Those of the login keys that can show two identities of different directories to be one person: addresses (contract,
 * section 5). A login without an @, such as a SAM name or an employee number, is unique in its own directory only.
 *
 * @example joiningKeys({ nameId: 'jdoe', logins: ['jane.doe@acme.com'], ... }) // ['jane.doe@acme.com']
 */
export function joiningKeys(known: KnownIdentity): readonly CanonicalLogin[] {
  const keys = loginKeys(known);
  return keys.every(isAddress) ? keys : keys.filter(isAddress);
}

/** Whether both bear an address today, so that the rules of joining have decided whether they are one person. */
export function shareAddress(one: KnownIdentity, other: KnownIdentity): boolean {
  const theirs = joiningKeys(other);
  return joiningKeys(one).some((login) => theirs.includes(login));
}

function isAddress(key: CanonicalLogin): boolean {
  return key.includes('@');
}

/** Orders by directory, then by id. */
export function compareKnown(a: KnownIdentity, b: KnownIdentity): number {
  return compareIdentities(placeOf(a), placeOf(b));
}

function placeOf({ directory, identity }: KnownIdentity): { readonly directory: string; readonly id: string } {
  return { directory, id: identity.id };
}

export function identityKey(directory: string, id: string): string {
  return `${directory}\u0000${id}`;
}

/** A name as it is looked up: without differences of case, of blanks and of compatible characters (NFKC). */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/**
 * Whether two names have no word in common, so that they are hardly one person's: somebody who marries keeps a word.
 * Accents and the order of words do not count.
 *
 * @example areStrangers('Pat Roe', 'Jane Doe') // true; of 'Jane Roe' and 'Doe, Jané' false
 */
export function areStrangers(one: string, other: string): boolean {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const isTold = words.size > 0 && others.size > 0;
  return isTold && words.isDisjointFrom(others) && [...words].join('') !== [...others].join('');
}

/**
 * Whether comparing two names can tell anything. A name in Latin letters and one in other letters have no word in
 * common even when they are one person's.
 *
 * @example areComparable('Ann Lee', '李安') // false
 */
export function areComparable(one: string, other: string): boolean {
  return latin.test(one) === latin.test(other);
}

const latin = /\p{Script=Latin}/u;

const spelled: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', å: 'aa', ø: 'oe', æ: 'ae' };

/**
 * A name with umlauts and the like written out, as German and the Nordic languages do in ASCII.
 *
 * @example spelledOut('Jörg Groß') // 'joerg gross'
 */
function spelledOut(name: string): string {
  return nameKey(name).replaceAll(/[äöüßåøæ]/g, (letter) => spelled[letter] ?? letter);
}

/** Whether two names, which `areComparable`, have no word in common in any spelling of their letters. */
export function areTwoPeoples(one: string, other: string): boolean {
  return areComparable(one, other) && areStrangers(one, other) && areStrangers(spelledOut(one), spelledOut(other));
}

/**
 * Whether two names, which have a word in common, each have one that the other lacks: two people of one family name, but
 * also one person before and after a marriage. A word stands for any that begins with it, as an initial or `Dan` does.
 *
 * @example areNamesakes('John Smith', 'Jane Smith') // true; of 'J. Smith' and 'Smith, John' false
 */
export function areNamesakes(one: string, other: string): boolean {
  if (!areComparable(one, other) || areStrangers(one, other)) return false;
  return [[one, other] as const, [spelledOut(one), spelledOut(other)] as const].every(([a, b]) => {
    const [words, others] = [wordsOf(a), wordsOf(b)];
    return lacksOne(words, others) && lacksOne(others, words);
  });
}

/** What of somebody tells namesakes apart. */
type Called = Pick<Identity, 'name' | 'createdAt'>;

/**
 * Whether the account is called as the one who is gone, and the one of today has only a word of that name and is no newer
 * object: a number that was given out twice, while a newer object is told as a return.
 *
 * @param account the name in the export
 */
export function isNamesakeOf(today: Called, before: Called, account: string | null): boolean {
  if (account === null || before.name === null || today.name === null) return false;
  const isOwn = sortedWords(account) === sortedWords(before.name);
  return isOwn && areNamesakes(today.name, before.name) && !isMadeAfter(today.createdAt, before.createdAt);
}

/** Whether a word is in none of the others, in full or cut short. */
function lacksOne(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...words].some((word) => ![...others].some((other) => word.startsWith(other) || other.startsWith(word)));
}

/**
 * Whether a number that somebody today has in common with somebody who is gone shows them to be one person. Where their
 * names are those of two people it does not, unless the account is called as the one of today by now.
 *
 * @param account the name of the account
 */
export function isSameByNumber(today: string | null, before: string | null, account: string | null): boolean {
  return !areCalledOtherwise(today, before) || isCalledAs(today, account);
}

/** Whether both are told and are those of two people. */
export function areCalledOtherwise(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && areTwoPeoples(one, other);
}

/** Whether both are told and can be one person's. */
export function isCalledAs(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && areComparable(one, other) && !areTwoPeoples(one, other);
}

/**
 * The words of a name in alphabetical order, without case and accents.
 *
 * @example sortedWords('Doe, Jané') // 'doe jane'
 */
export function sortedWords(name: string): string {
  return [...wordsOf(name)].toSorted().join(' ');
}

function wordsOf(name: string): ReadonlySet<string> {
  const plain = nameKey(name).normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/**
 * Whether an object is newer than one of the same person that is gone. An object that was there all along, such as the
 * person's account for administration, is not a return.
 *
 * @param createdAt of the object; where it is not known, nothing shows the object to be newer
 * @param before when the other one was created, or its person left; any known time is later than an unknown one
 */
export function isMadeAfter(createdAt: Instant | null, before: Instant | null): boolean {
  return createdAt !== null && (before === null || msOf(createdAt) > msOf(before));
}

/** What tells whether an object was made anew for somebody. */
export type PersonsObject = Pick<Identity, 'id' | 'name' | 'employeeId' | 'createdAt'> & { readonly directory: string };

export function objectOf({ directory, identity }: KnownIdentity): PersonsObject {
  return { ...identity, directory };
}

/** Whether an object is a newer one of its directory and of one person, as their names and numbers tell. */
export function isRemade(one: PersonsObject, other: PersonsObject): boolean {
  const isNewer = one.directory === other.directory && isMadeAfter(one.createdAt, other.createdAt);
  return isNewer && one.id !== other.id && areCalledOne(one, other);
}

/** Whether both bear one name, and no two employee numbers. */
export function areCalledOne(one: PersonsObject, other: PersonsObject): boolean {
  if (one.name === null || other.name === null || sortedWords(one.name) !== sortedWords(other.name)) return false;
  return one.employeeId === null || other.employeeId === null || one.employeeId === other.employeeId;
}

/** A sign-in to the app in the 24 hours before the export (contract, section 7, UNEXPLAINED_SIGN_IN). */
export function signedInBefore(identity: Identity, exportedAt: Instant): boolean {
  if (identity.lastSignIn === null) return false;
  const before = msOf(exportedAt) - msOf(identity.lastSignIn);
  return before >= 0 && before <= dayInMs;
}
