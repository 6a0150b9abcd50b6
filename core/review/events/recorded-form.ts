// Holds each event to the form in which it is recorded, whatever the review: who is named, what is said, what is listed.
import { linesPerEvent } from './event.ts';
import type { ReviewEvent } from './event.ts';
import { typedAddress } from '../../values/addresses.ts';
import type { Refusal } from '../../values/result.ts';
import { isSeen } from '../../values/text.ts';

/**
 * A name in another form than the recorded one is another name to whoever reads it, and a sentence of which nobody sees
 * anything is none.
 *
 * @returns what no step of this program would have appended, or `null`
 * @example formBreak({ kind: 'decided', by: 'jane\u200b@acme.com', ... }, 'event 2 of the review')
 *   // { what: 'an event in another form than it is recorded in', found: 'decided by "jane\u200b@acme.com"', ... }
 */
export function formBreak(event: ReviewEvent, where: string): Refusal | null {
  const fault = nameFault(event) ?? contentFault(event);
  if (fault === null) return null;
  const [found, expected] = fault;
  return { what: 'an event in another form than it is recorded in', where, found: `${event.kind} ${found}`, expected };
}

type Fault = readonly [found: string, expected: string];

function nameFault(event: ReviewEvent): Fault | null {
  if (!('by' in event) || event.by === null) return null;
  const name = typedAddress(event.by, 'by');
  if (name.kind === 'ok' && name.value === event.by) return null;
  return [`by ${JSON.stringify(event.by)}`, name.kind === 'ok' ? name.value : 'the address of a person'];
}

function contentFault(event: ReviewEvent): Fault | null {
  switch (event.kind) {
    case 'decided':
      return decidedFault(event);
    case 'delegated':
    case 'signature-withdrawn':
    case 'rebased':
    case 'voided':
      return saidFault(event.reason);
    case 'commented':
      return saidFault(event.text);
    case 'work-order-issued':
      if (event.files.length === 0) return ['without files', 'the files that were handed over'];
      return twiceFault(event.logins);
    case 'removals-observed':
      return twiceFault(event.lines.map(({ login }) => login));
    case 'opened':
    case 'policy-approved':
    case 'signed':
    case 'closed':
    case 'run-missed':
    case 'not-performed':
    case 'mailed':
      return null;
    default:
      return event satisfies never;
  }
}

function decidedFault({ lines, filter }: Extract<ReviewEvent, { kind: 'decided' }>): Fault | null {
  if (lines.length === 0 || lines.length > linesPerEvent)
    return [`about ${lines.length} lines`, `1 to ${linesPerEvent} lines`];
  if (filter !== undefined && filter !== 'unremarkable')
    return [`by the filter ${JSON.stringify(filter)}`, 'unremarkable'];
  const unseen = lines.find(({ reason }) => reason !== '' && !isSeen(reason));
  return unseen === undefined ? twiceFault(lines.map(({ login }) => login)) : saidFault(unseen.reason);
}

function saidFault(text: string): Fault | null {
  return isSeen(text) ? null : [`with the words ${JSON.stringify(text)}`, 'a sentence that somebody can read'];
}

function twiceFault(logins: readonly string[]): Fault | null {
  const twice = logins.find((login, index) => logins.indexOf(login) !== index);
  return twice === undefined ? null : [`about ${twice} twice`, 'each account once'];
}
