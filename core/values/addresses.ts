// What counts as the address of a mail, and which web addresses a configuration may name: tokens go there.

/** One bare address: a list, a display name or a comment in its place would add recipients that nobody chose. */
const bareAddress = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;

/** Whose name stands on mail to these recipients, of whom there is one at least: theirs when no sender is configured. */
export function senderOf({ from, to }: { readonly from?: string | undefined; readonly to: readonly string[] }): string {
  return from ?? to[0] ?? '';
}

/** @example isMailAddress('Access Review <review@acme.com>') // false */
export function isMailAddress(text: string): boolean {
  return bareAddress.test(text);
}

/** Without credentials: they would be printed with the address. */
export function isHttps(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
}

/** Plain http is only for a stand-in on this machine: a token must never cross a network in the clear. */
export function isHttpsOrLoopback(value: string): boolean {
  if (isHttps(value)) return true;
  const url = URL.parse(value);
  if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '') return false;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
