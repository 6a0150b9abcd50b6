// The form in which logins are compared, whatever case, blanks or Unicode form a system wrote them in.
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
  // Normalised once more after lower-casing, because some capitals become sequences that NFKC composes.
  const folded = trimmed.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
  if (folded === '') return null;
  const at = folded.lastIndexOf('@');
  if (at < 0) return folded as CanonicalLogin;
  return `${folded.slice(0, at)}@${canonicalDomain(folded.slice(at + 1))}` as CanonicalLogin;
}

/** What may stand in a domain in Unicode: letters, digits, the joiners and inner dots of RFC 5892, and full stops. */
const unicodeDomain = /^[\p{L}\p{M}\p{Nd}\p{Join_Control}._\-\u3002\u00B7\u0375\u05F3\u05F4\u30FB]+$/u;

/**
 * A domain in ASCII. `domainToASCII` expects the host of a web address: it stops at a slash, decodes percent signs and
 * reads a number as an IPv4 address. So only what can be a domain is given to it, and any other text is returned as it
 * is.
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
 * The keys of several logins, each once. Where all of them are already written as they are compared, as for nearly
 * every identity, the given list is returned, so that it is not in memory twice.
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
 * Whether a capital sigma becomes a final one (ς) depends on what follows (`ΓΙΏΡΓΟΣ.Κ` does not get one, and
 * `γιώργος.κ` has one), so the key has σ for both, as caseless matching does (Unicode 3.13, D146). The login itself
 * keeps its own letter, because it stands in reports and stored records.
 *
 * @example matchKey('γιώργος@acme.gr', 'distinct') // 'γιώργοσ@acme.gr'
 */
export function matchKey(login: CanonicalLogin, plusAddressing: PlusAddressing): CanonicalLogin {
  const key = login.includes('ς') ? (login.replaceAll('ς', 'σ') as CanonicalLogin) : login;
  if (plusAddressing === 'distinct') return key;
  return key.replace(/^([^@+]+)\+[^@]*@/, '$1@') as CanonicalLogin;
}

/**
 * A login without accents, with `ss` for ß and plain letters for crossed ones. One person may be written with these
 * letters in one system and without them in another that knows only ASCII. Other people are called so from the start,
 * so an equal form suggests and never links.
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
