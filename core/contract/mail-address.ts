// What counts as the address of a mail, wherever one is configured or sent to, and whose stands as its sender.

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
