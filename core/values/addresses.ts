// What counts as the address of a mail or of a person, and which web addresses a configuration may name: to those,
// tokens are sent.
import { domainToASCII } from 'node:url';
import { canonicalDomain, canonicalLogin } from './login.ts';
import type { CanonicalLogin } from './login.ts';
import { ok, refused } from './result.ts';
import type { Result } from './result.ts';
import { inEscapes, withoutInvisible } from './text.ts';

/** The address from which mail to these recipients is sent: the configured one, or else that of the first recipient. */
export function senderOf({ from, to }: { readonly from?: string | undefined; readonly to: readonly string[] }): string {
  return from ?? to[0] ?? '';
}

/**
 * Whether the text is a single bare address. A list, a display name or a comment would add recipients that nobody
 * chose.
 *
 * @example isMailAddress('Access Review <review@acme.com>') // false
 */
export function isMailAddress(text: string): boolean {
  return readAddress(text).kind === 'address' && text === text.trim();
}

/**
 * The address with its domain in ASCII, as every mail server takes it (RFC 5891): SES refuses any other, and in a
 * header it would need SMTPUTF8.
 *
 * @example withAsciiDomain('review@bücher.example') // 'review@xn--bcher-kva.example'
 */
export function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return `${address.slice(0, at)}${canonicalDomain(address.slice(at).normalize('NFKC').toLowerCase())}`;
}

/**
 * Whether what stands before the @ is ASCII. SES knows no other (it lacks SMTPUTF8, RFC 6531), and refuses a mail for all
 * when it is to one that is not.
 *
 * @example hasAsciiName('zoë@acme.com') // false
 */
export function hasAsciiName(address: string): boolean {
  return /^\p{ASCII}*$/u.test(address.slice(0, address.lastIndexOf('@')));
}

/** Whether the text is an https address without credentials, which would be printed with it. */
export function isHttps(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}

/**
 * Whether the text is an https address, or an http address of this machine, where tests and trials run: a token must
 * never cross a network in the clear.
 */
export function isHttpsOrLoopback(value: string): boolean {
  if (isHttps(value)) return true;
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '') return false;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}

/** Control, format and other invisible characters, and every kind of blank: none may stand inside an address. */
const unseen = /[\p{C}\p{Z}\s\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The form of an address: no characters that need quotes (RFC 5322, 3.2.3), and no quotes that mail programs and
 * editors put around one.
 */
const form = /^[^@<>()[\]\\,;:"“”„‟‘’‚‛«»‹›]+@[^@<>()[\]\\,;:"“”„‟‘’‚‛«»‹›]+$/u;
const misplacedDot = /^\.|\.$|\.@|@\.|\.\./u;
/** Quotes and punctuation at the ends. An apostrophe may stand within an address, but around one it is a quote. */
const decorated = /^'|[!?'`]$/u;
/** Capitals of Turkish. Lowered by the rules of other languages, they become letters that nobody wrote. */
const turkishCapitals = /\u0130|I.*[ĞŞ]|[ĞŞ].*I/u;
/** Letters of ASCII in the wide form that keyboards for Chinese, Japanese or Korean write. */
const wide = /[\u3000\uff01-\uff5e]/u;

/** @returns the first letter that becomes a letter of ASCII in the form that is compared: `ſ`, the sign of Kelvin, `𝐣` */
function standIn(text: string): string | null {
  for (const letter of text)
    if (letter > '\u007f' && !wide.test(letter) && asciiText.test(letter.normalize('NFKC').toLowerCase()))
      return letter;
  return null;
}

const asciiText = /^[\x21-\x7e]+$/;
/** The characters of a domain in ASCII. */
const asciiDomain = /^[a-z0-9._-]+$/;

export type ReadAddress =
  | { readonly kind: 'address'; readonly login: CanonicalLogin }
  | { readonly kind: 'none' }
  /** It looks like an address, and has something that an address must not have. */
  | { readonly kind: 'marred'; readonly by: string };

/** What earlier versions took for addresses and this one does not. */
export interface TakenAddresses {
  readonly hosts?: boolean;
  readonly standIns?: boolean;
  readonly masks?: boolean;
}

const none: ReadAddress = { kind: 'none' };

/**
 * Tells whether a text is an address. Exports, leavers files, configurations and options all ask it, so that they
 * agree. What mail programs put around an address would make it the login of nobody.
 *
 * @param hosts for evidence of a version that took, as a domain, whatever the host of a web address may begin with
 *   (`acme.com/x`)
 * @param standIns for evidence of a version that took letters which only stand for letters of ASCII
 * @param masks for evidence of a version that took asterisks for letters
 * @example readAddress("'ann@acme.com'") // { kind: 'marred', by: 'quotes or punctuation at its ends' }
 */
export function readAddress(
  raw: string,
  { hosts = false, standIns = false, masks = false }: TakenAddresses = {},
): ReadAddress {
  const text = raw.trim();
  if (unseen.test(text)) return text.includes('@') ? { kind: 'marred', by: unseenIn(text) } : none;
  const login = canonicalLogin(text);
  if (login === null || !form.test(text) || !form.test(login) || unseen.test(login)) return none;
  if (misplacedDot.test(text) || misplacedDot.test(login)) return { kind: 'marred', by: 'a dot where none belongs' };
  if (decorated.test(text) || decorated.test(login)) return { kind: 'marred', by: 'quotes or punctuation at its ends' };
  if (turkishCapitals.test(text.normalize('NFC'))) {
    return { kind: 'marred', by: 'Turkish capitals, which have no certain small letters' };
  }
  if (!masks && login.includes('*')) return { kind: 'marred', by: 'an asterisk, as a masked address does' };
  const other = standIns ? null : standIn(text);
  if (other !== null) return { kind: 'marred', by: `a letter that only stands for others (${inEscapes(other)})` };
  const domain = login.slice(login.lastIndexOf('@') + 1);
  return asciiDomain.test(domain) || (hosts && domainToASCII(domain) !== '') ? { kind: 'address', login } : none;
}

/** How many kinds of unseen characters a refusal names. */
const mostUnseen = 4;

/** @example unseenIn('jane\u200b doe@acme.com') // 'a blank, and invisible characters: \\u200b' */
function unseenIn(text: string): string {
  const found = new Set([...text].filter((character) => unseen.test(character)));
  const blank = found.delete(' ') ? ['a blank'] : [];
  const escapes = [...found].slice(0, mostUnseen).map(inEscapes).join(' ');
  return [...blank, ...(found.size === 0 ? [] : [`invisible characters: ${escapes}`])].join(', and ');
}

const onlyAscii = /^[\x20-\x7e]*$/;

/**
 * An address of a directory without the invisible characters that were pasted into it, such as a direction mark or a
 * zero width space: with them it would be the login of nobody. Between letters beyond ASCII they may tell two words
 * apart, and stay.
 *
 * @example addressAsSeen('jane\u200b@acme.com') // 'jane@acme.com'
 */
export function addressAsSeen(address: string): string {
  if (onlyAscii.test(address)) return address;
  const visible = withoutInvisible(address);
  return onlyAscii.test(visible) ? visible : address;
}

/** The letters that come out when each byte of UTF-8 is read as a letter of Windows-1252: `jÃ¶rg`. */
const readTwice =
  /[\u00c2-\u00c5][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]/u;

/**
 * Whether a text holds letters of UTF-8 that were read as another encoding. No language writes such words.
 *
 * @example isReadTwice('jÃ¶rg') // true
 */
export function isReadTwice(text: string): boolean {
  return readTwice.test(text);
}

/**
 * Whether an address lost letters on its way, so that it is not known whose it was. No directory allows a question mark
 * in a login.
 *
 * @returns what it holds in their place, or `null`
 * @example lostLetters('j?rg@acme.com') // 'a question mark, which stands for a letter that was lost'
 */
export function lostLetters(address: string): string | null {
  if (address.includes('\ufffd')) return 'a sign that stands for a letter that was lost';
  if (/\?.*@|@[^\s/]*\?[^\s=&/]*\./u.test(address)) return 'a question mark, which stands for a letter that was lost';
  return isReadTwice(address) ? 'letters that were read in another encoding than they were written in' : null;
}

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee', 'Han', 'Hangul'] as const;

const ofScript = new Map(scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')]));

/**
 * Reads an address that somebody typed, or that a configuration names.
 *
 * @param where it was typed: `--by`
 * @returns its canonical form. Refused, with the unseen characters shown, where it is not what it looks like
 * @example typedAddress('jane\u200b@acme.com', '--by') // refused: found "jane\\u200b@acme.com"
 */
export function typedAddress(text: string, where: string): Result<CanonicalLogin> {
  const trimmed = text.trim();
  const found = shown(trimmed);
  const expected = 'the e-mail address of a person, such as jane.doe@acme.com';
  const no = (what: string): Result<never> =>
    refused({ what, where, found: found === '' ? 'nothing' : found, expected });
  const read = readAddress(trimmed);
  if (read.kind === 'none') return no('no e-mail address');
  if (read.kind === 'marred') return no(`an address with ${read.by}`);
  const { login } = read;
  const [local = ''] = login.split('@');
  const mixed = [...local.split(/[.+_-]/), ...trimmed.slice(trimmed.indexOf('@')).split('.')].find(
    (part) => scriptsOf(part).length > 1,
  );
  if (mixed !== undefined) return no(`an address that mixes ${scriptsOf(mixed).join(' and ')} letters in one word`);
  return ok(login);
}

function scriptsOf(part: string): readonly string[] {
  return [...ofScript].flatMap(([script, pattern]) => (pattern.test(part) ? [script] : []));
}

/** @example shown('jane\u200b@acme.com') // 'jane\\u200b@acme.com' */
function shown(text: string): string {
  return [...text].map((character) => (isPlain(character) ? character : inEscapes(character))).join('');
}

function isPlain(character: string): boolean {
  return character === ' ' || !unseen.test(character);
}
