// Whether a message is one of our own that came back, or a bounce of one. It must not be answered by mail, or the
// answer would come back as well.
import { withAsciiDomain } from '../../values/addresses.ts';

/**
 * Looks at the headers alone, so that it works on a message that cannot be read. A bounce is a report (RFC 6522). Our
 * own mail says that a program sent it, asks for no answer (Exchange's header beside that of RFC 3834), and is from our
 * sender.
 *
 * @param sender the address from which our mail is sent
 * @example cameBack(raw, 'review@acme.com')
 */
export function cameBack(raw: Uint8Array, sender: string): boolean {
  const headers = headersOf(raw);
  if (/^multipart\/report\b/i.test(headers.get('content-type') ?? '')) return true;
  const isOfProgram = /^auto-generated\b/i.test(headers.get('auto-submitted') ?? '');
  const from = headers.get('from')?.toLowerCase() ?? '';
  return isOfProgram && headers.has('x-auto-response-suppress') && from.includes(withAsciiDomain(sender).toLowerCase());
}

/** A message of ours, or a bounce, has fewer bytes than this before its first blank line. */
const longestHead = 64_000;

function headersOf(raw: Uint8Array): ReadonlyMap<string, string> {
  const [head = ''] = new TextDecoder('latin1').decode(raw.subarray(0, longestHead)).split(/\r?\n\r?\n/, 1);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, Math.max(at, 0)).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}
