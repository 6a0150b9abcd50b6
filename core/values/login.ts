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
  const domain = folded.slice(at + 1);
  // domainToASCII answers '' for what is no domain; the text as it stands is then the only faithful form.
  return `${folded.slice(0, at)}@${domainToASCII(domain) || domain}` as CanonicalLogin;
}

const unseen = /[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** RFC 5322 3.2.3: what an address cannot hold outside quotes, and the quotes that mail programs and editors set. */
const oneAddress = /^[^@()<>[\]:;,\\"“”„‟‘’‚‛«»‹›]+@[^@()<>[\]:;,\\"“”„‟‘’‚‛«»‹›]+$/u;
/** Dots and apostrophes may stand within an address, not around its parts; a domain does not end in punctuation. */
const aroundParts = /^['.]|[.!?'`]$|\.@|@\.|\.\./u;
/** Capitals of Turkish: lowered as elsewhere, they become letters that nobody wrote. */
const turkishCapitals = /\u0130|I.*[ĞŞ]|[ĞŞ].*I/u;

/**
 * Tells why a text is not one bare address: what mail programs put around one would make it a login of nobody.
 *
 * @returns `null` when it is one
 * @example addressFault("'ann@acme.com'") // 'quotes, dots or punctuation around an address'
 */
export function addressFault(raw: string): string | null {
  const text = raw.trim();
  if (unseen.test(text)) return 'blanks, control or invisible characters in an address';
  const login = canonicalLogin(text);
  if (login === null || !oneAddress.test(text) || !oneAddress.test(login) || unseen.test(login))
    return 'no e-mail address';
  if (aroundParts.test(text) || aroundParts.test(login)) return 'quotes, dots or punctuation around an address';
  if (turkishCapitals.test(text.normalize('NFC'))) return 'Turkish capitals, which have no certain small letters';
  return null;
}

/**
 * @returns `null` for what is no e-mail address, such as an employee number
 * @example addressOf(' Jane@ACME.com') // 'jane@acme.com'
 */
export function addressOf(raw: string): CanonicalLogin | null {
  const login = canonicalLogin(raw);
  return login !== null && /^[^\s@]+@[^\s@]+$/.test(login) ? login : null;
}

/** The part after the last `@`, or `null` for a login that is no e-mail address. */
export function domainOf(login: CanonicalLogin): string | null {
  const at = login.lastIndexOf('@');
  return at < 0 ? null : login.slice(at + 1);
}

export type PlusAddressing = 'distinct' | 'ignore';

/**
 * The key under which a login is looked up. With `ignore`, `jane+crm@acme.com` is looked up as `jane@acme.com`.
 */
export function matchKey(login: CanonicalLogin, plusAddressing: PlusAddressing): CanonicalLogin {
  if (plusAddressing === 'distinct') return login;
  return login.replace(/^([^@+]+)\+[^@]*@/, '$1@') as CanonicalLogin;
}
