// Finds what a DKIM signature leaves open. That a receiver lets it pass does not tell how much of the message it
// covers.
import { canonicalLogin, domainOf } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import { visibleLine } from '../../values/text.ts';
import { headerValues } from './message.ts';
import type { ReceivedMessage } from './message.ts';

/**
 * Signatures that may have passed and that leave open who attached what. One with `l=` covers only the first bytes of
 * the text: anybody who has such a message can attach another file to it, and it still passes. One that leaves out
 * `Date` passes under any date. (RFC 6376, 3.5, 5.4.1 and 8.2.)
 * Of several signatures it is not told which one passed, so every one that could prove the sender's domain has to cover
 * both. Those of mailing lists and mail services prove nothing about the sender and are passed over.
 *
 * @param domain of From
 * @example openSignatures(message, 'acme.com')[0]?.what // 'a signature that covers a part only'
 */
export function openSignatures(message: Pick<ReceivedMessage, 'name' | 'headers'>, domain: string): readonly Refusal[] {
  return headerValues(message, 'dkim-signature').flatMap((value): readonly Refusal[] => {
    const tags = tagsOf(value);
    const signer = domainOfTag(tags.get('d') ?? '');
    if (signer !== '' && !isAligned(signer, domain)) return [];
    const where = `${message.name}, DKIM-Signature`;
    const about = { where, found: visibleLine(value.replaceAll(/\s+/g, ' ').slice(0, 200)) };
    const isCut = tags.has('l');
    const covered = (tags.get('h') ?? '').toLowerCase().split(':');
    const covers = ['from', 'date'].every((name) => covered.includes(name));
    return [
      ...(isCut ? [{ ...about, what: 'a signature that covers a part only', expected: 'one without l=' }] : []),
      ...(covers ? [] : [{ ...about, what: 'a signature that leaves the date open', expected: 'From and Date in h=' }]),
    ];
  });
}

/**
 * White space may stand between any two characters of a value (RFC 6376, 3.2). A tag that is told twice says nothing.
 */
function tagsOf(value: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of value.split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(at, 0)).trim();
    tags.set(name, tags.has(name) ? '' : part.slice(at + 1).replaceAll(/\s/g, ''));
  }
  return tags;
}

/** @returns `''` where the signature names no domain, or several, so that it may be anybody's */
function domainOfTag(text: string): string {
  const login = canonicalLogin(`x@${text}`);
  return (login === null ? null : domainOf(login)) ?? '';
}

/**
 * Whether the signer's domain stands for the sender's (relaxed alignment, RFC 7489, 3.1.1). Without a list of public
 * suffixes it compares the last two labels, and so may ask for one signature too many, never for one too few.
 */
function isAligned(signer: string, domain: string): boolean {
  return lastLabels(signer) === lastLabels(domain);
}

function lastLabels(domain: string): string {
  return domain.split('.').slice(-2).join('.');
}
