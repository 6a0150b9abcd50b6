// The pages of the closing report: the conclusion and the figures, then each list, the removals with their proofs first.
import { application } from '../../../core/application/applications.ts';
import type { ClosingReport } from '../../../core/report/closing/closing.ts';
import { asksOfClosing, goneBefore, hoursToClose } from '../../../core/report/closing/conclusion.ts';
import type { Conclusion } from '../../../core/report/told/conclusion.ts';
import { hourInMs } from '../../../core/values/instant.ts';
import { ageText, dayText, durationText, hoursText, instantText } from '../../../core/values/time-text.ts';
import { grouped } from '../../../core/values/text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { columnsOf } from '../../layout/columns.ts';
import { tableHeight } from '../../layout/grid.ts';
import type { TableContent } from '../../layout/grid.ts';
import { keyFigures } from '../../layout/figures/key-figures.ts';
import type { KeyFigure } from '../../layout/figures/key-figures.ts';
import { verdict } from '../../layout/figures/verdict.ts';
import { paragraph, paragraphHeight, points, section } from '../../layout/prose.ts';
import { styles, tones } from '../../layout/style.ts';
import { belowTable, table } from '../../layout/table.ts';
import { assurances, assuranceText, counted, keyElsewhere, stageNames } from '../../wording.ts';
import { facts, ownerText, titleBlock } from '../cover.ts';
import { timedPeriods } from '../proofs/timeliness.ts';
import { comments, signatureHeight } from '../sign-off.ts';
import { askedSection } from '../summary.ts';
import { changedSince, exceptions, stillOpen } from './left-open.ts';
import { orders, proofs, removals } from './removed.ts';
import { small } from './small.ts';

export interface ToldClosing {
  readonly closing: ClosingReport;
  readonly conclusion: Conclusion;
  /** Digest of the attached document of which these pages are drawn. */
  readonly documentSha256: string;
}

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
  const gone = goneBefore({ removals: rows });
  const proven = rows.length - gone;
  return [
    {
      value: grouped(proven),
      label: proven === 1 ? 'removal proven' : 'removals proven',
      ...(gone === 0 ? {} : { below: `${grouped(gone)} gone before` }),
    },
    { value: grouped(late), label: 'of them proven late' },
    { value: grouped(running.length), label: running.length === 1 ? 'exception in force' : 'exceptions in force' },
    { value: grouped(open.length), label: open.length === 1 ? 'matter stayed open' : 'matters stayed open' },
  ];
}

/** How long it took from a decision to the export that proves the removal. */
function timeToClose(closing: ClosingReport): string {
  const hours = hoursToClose(closing);
  if (hours === null) {
    if (closing.removals.length === 0) return 'no account was to be removed';
    return goneBefore(closing) === closing.removals.length
      ? 'every account was gone before its decision'
      : 'every account was gone before it was decided last';
  }
  const { timed, median, longest } = hours;
  if (timed === 1) return `${hoursText(longest)} from the decision to the export that proves the one removal`;
  return `from a decision to the export that proves it, of ${counted(timed, 'removal')}: median ${medianText(median)}, longest ${hoursText(longest)}`;
}

/** Between two hours stands a half. */
function medianText(hours: number): string {
  return Number.isInteger(hours) ? hoursText(hours) : durationText(hours * hourInMs);
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
      `opened ${instantText(openedAt)}; ${counted(keep + revoke + except, 'decision')}: ${grouped(keep)} keep, ${grouped(revoke)} revoke, ${grouped(except)} except`,
    ],
    ['Time to close', timeToClose(closing)],
    [
      'Run under review',
      [{ text: run.id, face: 'mono' }, { text: `as of ${instantText(run.asOf)}${signedAfter(closing)}` }],
    ],
    ['Its manifest, SHA-256', { text: run.manifestSha256, face: 'mono' }],
    [
      'Events before the closing',
      [{ text: `${grouped(events.count)}; the last has the digest` }, { text: events.head, face: 'mono' }],
    ],
    ['This report as data, SHA-256', { text: documentSha256, face: 'mono' }],
    ['Signed with', signer === null ? 'not signed' : signerText(signer)],
    ['Tool', `${tool.name} ${tool.version}`],
  ];
}

/** How old the run under review was when the last signature was given. */
function signedAfter({ run, signOffs }: ClosingReport): string {
  const last = signOffs.at(-1);
  return last === undefined ? '' : `; the last signature was given ${ageText(run.asOf, last.at)}`;
}

function signerText({
  kind,
  fingerprint,
}: NonNullable<ClosingReport['signer']>): readonly { text: string; face?: 'mono' }[] {
  const key = kind === 'local' ? 'a local key, which whoever owns the home can use' : keyElsewhere;
  return [{ text: `${key}; SHA-256 of its certificate:` }, { text: fingerprint, face: 'mono' }];
}

function* timely(book: Book, { timeliness }: ClosingReport): Generator<void, void> {
  if (timeliness === undefined) return;
  section(book, 'Timeliness, period by period', { tag: 'H2', listed: true });
  yield* timedPeriods(book, timeliness, 'when the run under review was made');
}

const aboutSignOffs =
  'Each stage signed a statement over the digest of the decisions and of the evidence. The final report of the review ' +
  'prints the statements, and every decision that they are about.';

/** The signatures of the stages. With the field for the signature of this file they end the report, on one page. */
function* signatures(book: Book, { signOffs }: ClosingReport): Generator<void, void> {
  const content: TableContent = {
    ...small,
    columns: columnsOf({ Stage: 0.8, 'Signed by': 1.55, At: 1.2, 'Digest of decisions and evidence': 5.6 }),
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
