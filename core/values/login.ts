// The one form in which logins are compared, whatever case, blanks or Unicode form a system wrote them in.
import { domainToASCII } from 'node:url';

declare const canonicalBrand: unique symbol;
/** A login as it is compared: trimmed, NFKC, lower case, its domain in ASCII (contract, section 5). */
export type CanonicalLogin = string & { readonly [canonicalBrand]: true };

const onlyAscii = /^[\x21-\x7e]*$/;

/**
 * @returns `null` when nothing is left after trimming: an empty login never matches anything.
 * @example canonicalLogin(' Jörg@BÜCHER.example ') // 'jörg@xn--bcher-kva.example'
 */
export function canonicalLogin(raw: string): CanonicalLogin | null {
  const trimmed = raw.trim();
  if (trimmed === '') return null;
  if (onlyAscii.test(trimmed)) return trimmed.toLowerCase() as CanonicalLogin;
  // NFKC again after lower-casing: some capitals lower to sequences that NFKC composes anew.
  const folded = trimmed.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
  if (folded === '') return null;
  const at = folded.lastIndexOf('@');
  if (at < 0) return folded as CanonicalLogin;
  return `${folded.slice(0, at)}@${canonicalDomain(folded.slice(at + 1))}` as CanonicalLogin;
}

/** Letters, digits and what else may stand in a domain in Unicode: the joiners and inner dots of RFC 5892, and full stops. */
const unicodeDomain = /^[\p{L}\p{M}\p{Nd}\p{Join_Control}._\-\u3002\u00B7\u0375\u05F3\u05F4\u30FB]+$/u;

/**
 * A domain in ASCII. `domainToASCII` reads the host of a web address: it stops at a slash, undoes percent signs and takes
 * a number for an address of IPv4, so it is given nothing but domains, and a text that is none stays as it is.
 *
 * @param domain in NFKC and lower case
 * @example canonicalDomain('bücher.example') // 'xn--bcher-kva.example'
 * @example canonicalDomain('bücher.example/x') // 'bücher.example/x'
 */
export function canonicalDomain(domain: string): string {
  if (onlyAscii.test(domain) || !unicodeDomain.test(domain)) return domain;
  const ascii = domainToASCII(domain);
  return ascii === '' || /^[\d.]+$/.test(ascii) ? domain : ascii;
}

/**
 * The keys of several logins, each once. The list itself where all are written as they are compared: nearly every
 * identity has such a list, and would have a second one.
 */
export function matchKeys(raw: readonly string[], plusAddressing: PlusAddressing): readonly CanonicalLogin[] {
  const keys = raw.map((text) => {
    const login = canonicalLogin(text);
    return login === null ? null : matchKey(login, plusAddressing);
  });
  const isOnceEach = keys.length < 2 || new Set(keys).size === keys.length;
  if (isOnceEach && keys.every((key, at) => key === raw[at])) return raw as readonly CanonicalLogin[];
  return [...new Set(keys.filter((key) => key !== null))];
}

/** The part after the last `@`, or `null` for a login that is no e-mail address. */
export function domainOf(login: CanonicalLogin): string | null {
  const at = login.lastIndexOf('@');
  return at < 0 ? null : login.slice(at + 1);
}

export type PlusAddressing = 'distinct' | 'ignore';

/**
 * The key under which a login is looked up. With `ignore`, `jane+crm@acme.com` is looked up as `jane@acme.com`.
 *
 * Whether the sigma of a login in capitals becomes a final one depends on what stands behind it (`ΓΙΏΡΓΟΣ.Κ` has none, and
 * `γιώργος.κ` has one), so the key has one sigma, as caseless matching has (Unicode 3.13, D146). The login itself keeps
 * its own: it stands in reports and in stored records.
 *
 * @example matchKey('γιώργος@acme.gr', 'distinct') // 'γιώργοσ@acme.gr'
 */
export function matchKey(login: CanonicalLogin, plusAddressing: PlusAddressing): CanonicalLogin {
  const key = login.includes('ς') ? (login.replaceAll('ς', 'σ') as CanonicalLogin) : login;
  if (plusAddressing === 'distinct') return key;
  return key.replace(/^([^@+]+)\+[^@]*@/, '$1@') as CanonicalLogin;
}

/**
 * What two logins that may be one person's have in common: no accents, `ss` for ß, the plain letter for a crossed one.
 * People are written so where a system knows ASCII only, and others are called that from the start, so it only suggests.
 *
 * @returns `null` where the login has none of these letters
 * @example plainForm('jörg.strauß@acme.com') // 'jorg.strauss@acme.com'
 */
export function plainForm(login: CanonicalLogin): string | null {
  if (onlyAscii.test(login)) return null;
  const plain = login
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replaceAll(/[ßøłđðæœıþς]/gu, (letter) => plainLetters[letter] ?? letter);
  return plain === login ? null : plain;
}

const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
};
