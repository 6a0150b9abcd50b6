// The pages of the closing report: the conclusion and the figures, then each list, the removals with their proofs first.
import { application } from '../../core/application/applications.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { ClosedRemoval, ClosingReport, RunningException, StillOpen } from '../../core/report/closing/closing.ts';
import { asksOfClosing, hoursToClose } from '../../core/report/closing/conclusion.ts';
import type { Conclusion } from '../../core/report/told/conclusion.ts';
import type { ForwardedChanges } from '../../core/review/changes/roll-forward.ts';
import { isWatchId } from '../../core/run.ts';
import { ageText, dayText, hoursText, instantText } from '../../core/values/instant.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { tableHeight } from '../layout/grid.ts';
import type { TableContent } from '../layout/grid.ts';
import { keyFigures } from '../layout/figures/key-figures.ts';
import type { KeyFigure } from '../layout/figures/key-figures.ts';
import { verdict } from '../layout/figures/verdict.ts';
import { paragraph, paragraphHeight, points, section } from '../layout/prose.ts';
import { styles, tones } from '../layout/style.ts';
import { belowTable, table, tableSection } from '../layout/table.ts';
import { assurances, assuranceText, count, counted, nothing, orNothing, severityPart, stageNames } from '../wording.ts';
import { facts, ownerText, titleBlock } from './cover.ts';
import { changesTable } from './proofs/roll-forward.ts';
import { timedPeriods } from './proofs/timeliness.ts';
import { comments, signatureHeight } from './sign-off.ts';
import { askedSection } from './summary.ts';

export interface ToldClosing {
  readonly closing: ClosingReport;
  readonly conclusion: Conclusion;
  /** Digest of the attached document of which these pages are drawn. */
  readonly documentSha256: string;
}

const small = { tag: 'H2', listed: true, size: 7.2, air: 0.38 } as const;

export function* closingPages(book: Book, told: ToldClosing): Generator<void, void> {
  const { closing, conclusion } = told;
  const { organisation, period } = closing;
  titleBlock(book, { title: `${application.name} access review ${period.id}, closing report`, organisation });
  verdict(book, conclusion);
  if (conclusion.reasons.length > 0) points(book, conclusion.reasons);
  book.y -= 4;
  keyFigures(book, figuresOf(closing));
  yield* facts(book, factsOf(told));
  paragraph(
    book,
    'The command "access-review verify" checks the signature and every digest, does the run again, and reads each proving export again.',
    { style: styles.small, tone: tones.muted },
  );
  yield* askedSection(book, asksOfClosing(closing), { tag: 'H2' });
  yield* removals(book, closing);
  yield* proofs(book, closing);
  yield* orders(book, closing);
  yield* exceptions(book, closing);
  yield* stillOpen(book, closing);
  yield* changedSince(book, closing);
  yield* timely(book, closing);
  yield* comments(book, closing.comments ?? [], 'H2');
  yield* signatures(book, closing);
}

function figuresOf({ removals: rows, exceptions: running, open }: ClosingReport): readonly KeyFigure[] {
  const late = rows.filter((removal) => removal.late).length;
  return [
    { value: count(rows.length), label: rows.length === 1 ? 'removal proven' : 'removals proven' },
    { value: count(late), label: 'of them proven late' },
    { value: count(running.length), label: running.length === 1 ? 'exception in force' : 'exceptions in force' },
    { value: count(open.length), label: open.length === 1 ? 'matter stayed open' : 'matters stayed open' },
  ];
}

/** From the decisions to the exports that prove them. */
function timeToClose(closing: ClosingReport): string {
  const hours = hoursToClose(closing);
  if (hours === null)
    return closing.removals.length === 0
      ? 'no account was to be removed'
      : 'every account was gone before its decision';
  const { timed, median, longest } = hours;
  if (timed === 1) return `${hoursText(longest)} from the decision to the export that proves the one removal`;
  return `from a decision to the export that proves it, of ${counted(timed, 'removal')}: median ${hoursText(median)}, longest ${hoursText(longest)}`;
}

function factsOf({ closing, documentSha256 }: ToldClosing): readonly (readonly Cell[])[] {
  const { period, controlOwner, closed, openedAt, timeZone, decisions, run, events, tool, signer } = closing;
  const { keep, revoke, except } = decisions;
  return [
    ['Control owner', ownerText(controlOwner)],
    ['Closed', `${instantText(closed.at)}, by ${closed.by} (${assuranceText(closed.assurance ?? 'asserted')})`],
    [
      'Period',
      `${period.id}, ${dayText(period.firstDay)} to ${dayText(period.lastDay)}; time zone ${timeZone}; the review was due on ${dayText(period.dueDay)}`,
    ],
    [
      'Review',
      `opened ${instantText(openedAt)}; ${counted(keep + revoke + except, 'decision')}: ${count(keep)} keep, ${count(revoke)} revoke, ${count(except)} except`,
    ],
    ['Time to close', timeToClose(closing)],
    [
      'Run under review',
      [{ text: run.id, face: 'mono' }, { text: `as of ${instantText(run.asOf)}${signedAfter(closing)}` }],
    ],
    ['Its manifest, SHA-256', { text: run.manifestSha256, face: 'mono' }],
    [
      'Events before the closing',
      [{ text: `${count(events.count)}; the last has the digest` }, { text: events.head, face: 'mono' }],
    ],
    ['This report as data, SHA-256', { text: documentSha256, face: 'mono' }],
    ['Signed with', signer === null ? 'not signed' : signerText(signer)],
    ['Tool', `${tool.name} ${tool.version}`],
  ];
}

/** How old what was reviewed was when it was signed for last. */
function signedAfter({ run, signOffs }: ClosingReport): string {
  const last = signOffs.at(-1);
  return last === undefined ? '' : `; the last signature was given ${ageText(run.asOf, last.at)}`;
}

function signerText({
  kind,
  fingerprint,
}: NonNullable<ClosingReport['signer']>): readonly { text: string; face?: 'mono' }[] {
  const key =
    kind === 'local' ? 'a local key, which whoever owns the home can use' : 'a key of a key management service';
  return [{ text: `${key}; SHA-256 of its certificate:` }, { text: fingerprint, face: 'mono' }];
}

function* removals(book: Book, { removals: rows }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) {
    section(book, 'Removals and their proofs', { tag: 'H2', listed: true });
    paragraph(book, 'No account was to be removed in this review.');
    return;
  }
  yield* tableSection(book, 'Removals and their proofs', {
    ...small,
    columns: [
      { title: 'Account', share: 2.2 },
      { title: 'Decided, and why', share: 3.85 },
      { title: 'Ordered', share: 1.65 },
      { title: 'Proven by', share: 1.9 },
      { title: 'Took', share: 0.8 },
    ],
    rows: rows.map(removalCells),
  });
  if (rows.some(({ proof }) => proof.shown === 'absent')) paragraph(book, aboutAbsence, { style: styles.small });
}

const aboutAbsence =
  'An account that is absent may also have got another login. One that was made before the export under review and stands ' +
  'in the proving export under a login that is new is listed below, with what stayed open; where an export tells no ' +
  'creation times, nothing shows it.';

function removalCells({
  login,
  name,
  role,
  decidedBy,
  decidedAt,
  reason,
  order,
  proof,
  hours,
  late,
}: ClosedRemoval): readonly Cell[] {
  const person = [name, role].filter((text) => text !== null).join(', ');
  return [
    [
      { text: login, face: 'bold' },
      { text: person, muted: true },
    ],
    [{ text: reason }, { text: `${decidedBy}, ${instantText(decidedAt)}`, muted: true }],
    order === null
      ? 'gone without an order'
      : [
          { text: `no. ${order.number}` },
          { text: instantText(order.at) },
          { text: `due ${dayText(order.dueDay)}`, muted: true },
          ...(late ? [{ text: 'PROVEN LATE', face: 'bold' as const }] : []),
        ],
    [
      {
        text: `${proof.shown} in the export of ${instantText(proof.exportedAt)}, ${proof.row === null ? 'which has no row of it' : `row ${count(proof.row)}`}`,
      },
      { text: `run ${proof.run}`, muted: true },
    ],
    hours === null ? { text: 'gone before the decision', muted: true } : hoursText(hours),
  ];
}

function* proofs(book: Book, { exports: rows, run }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Exports that prove them', {
    ...small,
    columns: [
      { title: 'Run', share: 1.7 },
      { title: 'Export taken', share: 1.5 },
      { title: 'Rows', share: 0.45, align: 'right' },
      { title: 'SHA-256 of the export and of the manifest that names it', share: 5.6 },
    ],
    rows: rows.map(({ run: id, asOf, exportedAt, exportedBy, rowsRead, file, sha256, manifestSha256 }) => [
      [{ text: id }, { text: id === run.id ? 'the run under review' : `as of ${instantText(asOf)}`, muted: true }],
      [
        { text: instantText(exportedAt) },
        { text: exportedBy === null ? 'by a person who is not named' : `by ${exportedBy} (asserted)`, muted: true },
      ],
      count(rowsRead),
      [
        { text: file },
        { text: sha256, face: 'mono' },
        { text: evidenceFiles.manifest.name },
        { text: manifestSha256, face: 'mono' },
      ],
    ]),
  });
}

function* orders(book: Book, { orders: rows }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) return;
  yield* tableSection(book, 'Work orders', {
    ...small,
    columns: [
      { title: 'No.', share: 0.4, align: 'right' },
      { title: 'Issued', share: 1.6 },
      { title: 'By', share: 2.4 },
      { title: 'Accounts', share: 0.8, align: 'right' },
      { title: 'What became of it', share: 2.4 },
    ],
    rows: rows.map(({ number, at, by, assurance, accounts, withdrawn }) => [
      String(number),
      instantText(at),
      [orNothing(by), ...(assurance === undefined ? [] : [{ text: assurances[assurance], muted: true }])],
      count(accounts),
      withdrawn ? 'withdrawn: an account of it was to stay' : 'carried out',
    ]),
  });
}

function* exceptions(book: Book, { exceptions: rows, closed }: ClosingReport): Generator<void, void> {
  if (rows.length === 0) {
    section(book, 'Exceptions in force', { tag: 'H2', listed: true });
    paragraph(book, `None on ${dayText(closed.day)}.`);
    return;
  }
  yield* tableSection(book, 'Exceptions in force', {
    ...small,
    columns: [
      { title: 'Account', share: 2.3 },
      { title: 'Until', share: 1.1 },
      { title: 'Decided, why, and what was found', share: 4.9 },
    ],
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

function* stillOpen(book: Book, { open }: ClosingReport): Generator<void, void> {
  if (open.length === 0) {
    section(book, 'What stayed open, and why', { tag: 'H2', listed: true });
    paragraph(
      book,
      'Nothing: every finding of the run under review is settled by a proven removal, an exception or a decision.',
    );
    return;
  }
  yield* tableSection(book, 'What stayed open, and why', {
    ...small,
    columns: [
      { title: 'About', share: 2.2 },
      { title: 'What', share: 2 },
      { title: 'Severity', share: 0.85 },
      { title: 'Why', share: 4 },
    ],
    rows: open.map(openCells),
  });
}

function openCells({ about, what, severity, why }: StillOpen): readonly Cell[] {
  return [{ text: about, face: 'bold' }, what, severity === null ? nothing : severityPart(severity), why];
}

/** Not drawn where the closing was not asked how far it reaches. */
function* changedSince(book: Book, { since, toldBy, closed }: ClosingReport): Generator<void, void> {
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

function* timely(book: Book, { timeliness }: ClosingReport): Generator<void, void> {
  if (timeliness === undefined) return;
  section(book, 'Timeliness, period by period', { tag: 'H2', listed: true });
  yield* timedPeriods(book, timeliness, 'when the run under review was made');
}

const aboutSignOffs =
  'Each stage signed a statement over the digest of the decisions and of the evidence. The final report of the review ' +
  'prints the statements, and every decision that they are about.';

/** With the field of the signature after them: the end of the report, which stands on one page. */
function* signatures(book: Book, { signOffs }: ClosingReport): Generator<void, void> {
  const content: TableContent = {
    ...small,
    columns: [
      { title: 'Stage', share: 0.8 },
      { title: 'Signed by', share: 1.55 },
      { title: 'At', share: 1.2 },
      { title: 'Digest of decisions and evidence', share: 5.6 },
    ],
    rows: signOffs.map(({ stage, by, at, assurance, digest }) => [
      stageNames[stage],
      [{ text: by }, { text: assurances[assurance], muted: true }],
      instantText(at),
      { text: digest, face: 'mono' },
    ]),
  };
  const below = paragraphHeight(book, aboutSignOffs) + tableHeight(book, content) + belowTable + signatureHeight(book);
  section(book, 'The signatures that this closing rests on', { tag: 'H2', listed: true, below });
  paragraph(book, aboutSignOffs);
  yield* table(book, content);
}
