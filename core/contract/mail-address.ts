// What counts as the address of a mail, wherever one is configured or sent to.

/** One bare address: a list, a display name or a comment in its place would add recipients that nobody chose. */
const bareAddress = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u;

/** @example isMailAddress('Access Review <review@acme.com>') // false */
export function isMailAddress(text: string): boolean {
  return bareAddress.test(text);
}
