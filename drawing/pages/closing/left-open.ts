// What a closing leaves: the exceptions in force, what stayed open, and what changed since the signature.
import type { ClosingReport, RunningException, StillOpen } from '../../../core/report/closing/closing.ts';
import type { ForwardedChanges } from '../../../core/review/changes/roll-forward.ts';
import { isWatchId } from '../../../core/run.ts';
import { dayText, instantText } from '../../../core/values/time-text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { columnsOf } from '../../layout/columns.ts';
import { paragraph, section } from '../../layout/prose.ts';
import { tableSection } from '../../layout/table.ts';
import { counted, nothing, severityPart } from '../../wording.ts';
import { changesTable } from '../proofs/roll-forward.ts';
import { small } from './small.ts';

export function* exceptions(book: Book, { exceptions: rows, closed }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) {
    section(book, 'Exceptions in force', { tag: 'H2', listed: true });
    paragraph(book, `None on ${dayText(closed.day)}.`);
    return;
  }
  yield* tableSection(book, 'Exceptions in force', {
    ...small,
    columns: columnsOf({ Account: 2.3, Until: 1.1, 'Decided, why, and what was found': 4.9 }),
    rows: rows.map(exceptionCells),
  });
}

function exceptionCells({ login, name, role, until, by, at, reason, codesSeen }: RunningException): readonly Cell[] {
  const person = [name, role].filter((text) => text !== null).join(', ');
  return [
    [
      { text: login, face: 'bold' },
      { text: person, muted: true },
    ],
    dayText(until),
    [{ text: reason }, { text: [`${by}, ${instantText(at)}`, ...codesSeen].join(', '), muted: true }],
  ];
}

export function* stillOpen(book: Book, { open }: ClosingReport): Generator<void, void> {
  if (open.length === 0) {
    section(book, 'What stayed open, and why', { tag: 'H2', listed: true });
    paragraph(
      book,
      'Nothing: no finding of the run under review stands but information; a proven removal, an exception or a decision settled each.',
    );
    return;
  }
  yield* tableSection(book, 'What stayed open, and why', {
    ...small,
    columns: columnsOf({ About: 2.2, What: 2, Severity: 0.85, Why: 4 }),
    rows: open.map(openCells),
  });
}

function openCells({ about, what, severity, why }: StillOpen): readonly Cell[] {
  return [{ text: about, face: 'bold' }, what, severity === null ? nothing : severityPart(severity), why];
}

/** Not drawn where the closing was not asked how far it reaches. */
export function* changedSince(book: Book, { since, toldBy, closed }: ClosingReport): Generator<void, void> {
  if (since === undefined) return;
  section(book, 'Changed since the signature, and reviewed by nobody', { tag: 'H2', listed: true });
  if (toldBy !== undefined) {
    paragraph(
      book,
      `The next review stands already on the ${runText(toldBy)}, which tells it, under “Outside the process, since the last signed review”. Its proofs are attached; its manifest has the SHA-256 ${toldBy.manifestSha256}.`,
    );
    return;
  }
  if (since === null) {
    paragraph(
      book,
      `No complete run of the same configuration is known between the last signature and the closing on ${dayText(closed.day)}: what changed is not known.`,
    );
    return;
  }
  const { from, to, changes, doubt } = since;
  const unseen = changes.filter(({ reviewed }) => !reviewed);
  const seen = changes.length - unseen.length;
  paragraph(
    book,
    `From the ${runText(from)}, to which the last signature reaches, to the ${runText(to)}: ${unseen.length === 0 ? 'nothing that nobody reviewed' : counted(unseen.length, 'change')}` +
      `${seen === 0 ? '' : `, beside ${counted(seen, 'change')} that decisions had in view or brought about`}.` +
      nextText(unseen.length),
  );
  if (doubt !== null) paragraph(book, `The export of that run is to be read with care: ${doubt}.`);
  yield* changesTable(book, { anchors: new Map() }, unseen);
}

function nextText(unseen: number): string {
  if (unseen === 0) return '';
  return unseen === 1 ? ' It is a matter of the next review.' : ' They are a matter of the next review.';
}

function runText({ run, asOf }: Pick<ForwardedChanges['from'], 'run' | 'asOf'>): string {
  return `${isWatchId(run) ? 'watch run' : 'run'} ${run}, as of ${instantText(asOf)}`;
}
