// Holds each member of an event to what a step records there: sign-ins, sentences, files, numbers, runs and times.
import { isAttachedAs, isPlainName, mostAttachedFiles } from '../../review/decisions/attached-file.ts';
import { isRunOfReview } from '../../run.ts';
import type { Refusal } from '../../values/result.ts';
import { isBefore } from '../../values/instant.ts';
import { isSeen } from '../../values/text.ts';
import type { Commented, Mailed, RemovalsObserved, ReviewEvent, WorkOrderIssued } from '../../review/events/event.ts';

/**
 * What `formBreak` leaves open: an event may have the right shape, be bound rightly, and still be one that no step of this
 * program writes, such as a comment with a file of no bytes, or a proof by an export that was taken later.
 *
 * @returns the first member that no step records, or `null`
 * @example memberBreak({ kind: 'opened', by: null, assurance: 'oidc', ... }, 'event 1 of the review')
 *   // { what: 'an event with something that none is recorded with', found: 'opened by nobody, and oidc', ... }
 */
export function memberBreak(event: ReviewEvent, where: string): Refusal | null {
  const fault = assuranceFault(event) ?? faultOf(event);
  if (fault === null) return null;
  const [found, expected] = fault;
  return {
    what: 'an event with something that none is recorded with',
    where,
    found: `${event.kind} ${found}`,
    expected,
  };
}

type Fault = readonly [found: string, expected: string];

/** Whoever is named was made sure of somehow, and nobody is not. */
function assuranceFault(event: ReviewEvent): Fault | null {
  if (!('by' in event) || (event.by === null) === (event.assurance === undefined)) return null;
  const expected = 'how the person was made sure of, where one is named, and only there';
  return [`by ${event.by ?? 'nobody'}, and ${event.assurance ?? 'no assurance'}`, expected];
}

function faultOf(event: ReviewEvent): Fault | null {
  switch (event.kind) {
    case 'opened':
    case 'rebased':
      return countFault(event.accounts) ?? runFault(event.run);
    case 'decided':
      return codesFault(event.lines);
    case 'delegated':
      return event.by === null && event.until !== undefined ? [`by nobody until ${event.until}`, 'no end'] : null;
    case 'commented':
      return commentFault(event);
    case 'work-order-issued':
      return runFault(event.run) ?? orderFault(event);
    case 'removals-observed':
      return removalsFault(event);
    case 'run-missed':
    case 'not-performed':
      return isSeen(event.reason)
        ? null
        : [`with the words ${JSON.stringify(event.reason)}`, 'a sentence that says why'];
    case 'mailed':
      return mailsFault(event);
    case 'closed':
      return event.run === undefined ? null : runFault(event.run);
    case 'policy-approved':
    case 'signed':
    case 'signature-withdrawn':
    case 'voided':
      return null;
    default:
      return event satisfies never;
  }
}

function removalsFault({ at, exportedAt, lines, run }: RemovalsObserved): Fault | null {
  if (lines.length === 0) return ['about nobody', 'the accounts of which an export shows something'];
  const fault = runFault(run);
  if (fault !== null || !isBefore(at, exportedAt)) return fault;
  return [`at ${at}, of an export of ${exportedAt}`, 'an export that was taken before'];
}

function mailsFault({ mails }: Mailed): Fault | null {
  const isTold = mails.every(({ id, to, notices }) => [id, to, ...notices].every(isSeen) && notices.length > 0);
  return isTold && mails.length > 0 ? null : ['about nothing, or to nobody', 'what was sent, and to whom'];
}

function runFault(run: string): Fault | null {
  return isRunOfReview(run) ? null : [`of the run ${JSON.stringify(run)}`, 'the id of a run'];
}

function countFault(accounts: number): Fault | null {
  return Number.isSafeInteger(accounts) && accounts >= 0 ? null : [`with ${accounts} accounts`, 'a number of accounts'];
}

function codesFault(lines: Extract<ReviewEvent, { kind: 'decided' }>['lines']): Fault | null {
  const twice = lines.find(({ codesSeen }) => new Set(codesSeen).size !== codesSeen.length);
  return twice === undefined ? null : [`about ${twice.login} with a code twice`, 'each code once'];
}

function commentFault({ text, files }: Commented): Fault | null {
  if (text !== text.trim()) return [`with the words ${JSON.stringify(text)}`, text.trim()];
  if (files.length > mostAttachedFiles) return [`with ${files.length} files`, `at most ${mostAttachedFiles}`];
  const other = files.find((file) => !isAttachedAs(file));
  return other === undefined
    ? null
    : [
        `with the file ${JSON.stringify(other.name)}, ${other.mediaType}, ${other.bytes} bytes`,
        'a file as it is taken',
      ];
}

/** An order may name every account of a company. */
function firstRepeated(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const text of texts) {
    if (seen.has(text)) return text;
    seen.add(text);
  }
  return undefined;
}

function orderFault({ logins, left, files }: WorkOrderIssued): Fault | null {
  const named: readonly string[] = [...logins, ...left.map(({ login }) => login)];
  const twice = firstRepeated(named);
  if (twice !== undefined) return [`about ${twice} twice`, 'each account once, in the order or left'];
  const silent = left.find(({ why }) => !isSeen(why));
  if (silent !== undefined) return [`that leaves ${silent.login} and says nothing`, 'why'];
  const names = files.map(({ name }) => name);
  const other = names.find((name) => !isPlainName(name)) ?? firstRepeated(names);
  return other === undefined ? null : [`with the file ${JSON.stringify(other)}`, 'plain names, each once'];
}
