// What was decided and signed for, by reviewer: which access was certified or ended, by whom, when and why.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { DecidedRow, ReviewFacts } from '../../core/report/parts/review.ts';
import { spanText } from '../../core/report/told/timeline.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import { grouped } from '../../core/values/text.ts';
import type { Book } from '../layout/book.ts';
import type { Cell, CellPart } from '../layout/cell.ts';
import { columnsOf, right } from '../layout/columns.ts';
import { appendix, chapter, paragraph } from '../layout/prose.ts';
import { tableSection } from '../layout/table.ts';
import { loginPart } from './told.ts';
import type { Told } from './told.ts';
import { counted, orNothing } from '../wording.ts';

/** More reviewers than this would not be legible in the contents. */
const mostListed = 20;

/** Nothing is drawn while nobody has signed: until then decisions can change. */
export function* decisions(book: Book, told: Told): Generator<void, void> {
  const { decisions: decided = [], review } = told.report;
  if (review === undefined) return;
  chapter(book, 'Decisions', { short: true });
  paragraph(
    book,
    `${counted(decided.length, 'decision')} on ${counted(review.lines, 'line')}; the appendix has each of them. What was put before the reviewers is attached as ${evidenceFiles.reviewLines.name}, the events behind the decisions as ${evidenceFiles.review.name}, each bound to the one before.`,
  );
  yield* progress(book, told, review);
  yield* acts(book, review);
}

/** Every decision with the access that it is about. */
export function* decisionLines(book: Book, told: Told): Generator<void, void> {
  const { decisions: decided = [], review } = told.report;
  if (review === undefined || decided.length === 0) return;
  appendix(book, 'Appendix: the decisions, line by line');
  paragraph(
    book,
    'Role, team and manager are the access that was certified; "handed in" is the number in the second list of the chapter "Decisions".',
  );
  const groups = byReviewer(decided);
  const listed = groups.length <= mostListed;
  for (const [reviewer, rows] of groups) yield* decisionTable(book, told, { reviewer, rows, listed });
}

function progress(book: Book, told: Told, { progress: groups }: ReviewFacts): Iterable<void> {
  return tableSection(book, 'By reviewer', {
    size: 7.2,
    air: 0.34,
    columns: columnsOf({
      Reviewer: 3,
      'Decided of lines': right(1.2),
      Keep: right(0.8),
      Revoke: right(0.8),
      Except: right(0.8),
      'By somebody else': right(1.2),
    }),
    rows: groups.map(({ reviewer, lines, keep, revoke, except, byOthers }) => [
      reviewerPart(told, reviewer),
      `${grouped(keep + revoke + except)} of ${grouped(lines)}`,
      grouped(keep),
      grouped(revoke),
      grouped(except),
      grouped(byOthers),
    ]),
  });
}

/** Leads to the lines of the reviewer. */
function reviewerPart({ lineAnchors }: Told, reviewer: string | null): CellPart {
  const to = lineAnchors.get(reviewer);
  const text = reviewer ?? 'nobody named';
  return to === undefined ? { text } : { text, link: { to, says: linesTitle(reviewer) } };
}

function linesTitle(reviewer: string | null): string {
  return `Lines of ${reviewer ?? 'nobody in particular'}`;
}

const ways = {
  filter: (filter: string | null, decisions: number) =>
    `${counted(decisions, 'decision')} by the filter ${filter ?? ''}`,
  together: (_filter: string | null, decisions: number) => `${counted(decisions, 'decision')} together`,
  single: (_filter: string | null, decisions: number) => `${counted(decisions, 'decision')} one by one`,
} as const;

function acts(book: Book, review: ReviewFacts): Iterable<void> {
  return tableSection(book, 'How they were handed in', {
    size: 7.2,
    air: 0.34,
    columns: columnsOf({ 'No.': right(0.5), By: 3, What: 3, When: 4 }),
    rows: review.acts.map(({ how, by, filter, decisions: handed, from, to }, index) => [
      String(index + 1),
      by,
      ways[how](filter, handed),
      spanText([from, to]),
    ]),
  });
}

/**
 * Decisions by the reviewer to whom their lines belong, in the order of logins. Decisions about lines that belong to
 * nobody come last.
 */
function byReviewer(decided: readonly DecidedRow[]): readonly (readonly [string | null, readonly DecidedRow[]])[] {
  const groups = [...Map.groupBy(decided, ({ reviewer }) => reviewer)];
  const nobodys = groups.filter(([reviewer]) => reviewer === null);
  const somebodys = groups.filter(([reviewer]) => reviewer !== null);
  return [...somebodys.toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)), ...nobodys];
}

function decisionTable(
  book: Book,
  told: Told,
  {
    reviewer,
    rows,
    listed,
  }: { readonly reviewer: string | null; readonly rows: readonly DecidedRow[]; readonly listed: boolean },
): Iterable<void> {
  const anchor = told.lineAnchors.get(reviewer);
  return tableSection(book, linesTitle(reviewer), {
    listed,
    size: 6.3,
    air: 0.25,
    gutter: 5,
    columns: columnsOf({
      Login: 142,
      Name: 74,
      Role: 40,
      Team: 72,
      Manager: 118,
      Decision: 40,
      'Handed in': 44,
      Reason: 112,
      'Findings seen': 92,
    }),
    rows: rows.map((row, index) => cellsOf(told, row, index === 0 && anchor !== undefined ? { anchor } : {})),
  });
}

/**
 * The number of the act by which the decision was handed in. An act of decisions one by one spans some time, so for
 * each of those the moment stands beside the number.
 */
function handedIn({ report: { review } }: Told, { act, at }: DecidedRow): Cell {
  const single = review?.acts[act - 1]?.how === 'single';
  return single ? [{ text: `no. ${act}` }, { text: instantText(at), muted: true }] : `no. ${act}`;
}

function cellsOf(told: Told, row: DecidedRow, first: Pick<CellPart, 'anchor'>): readonly Cell[] {
  return [
    loginPart(told, row.login, first),
    orNothing(row.name),
    orNothing(row.role),
    orNothing(row.team),
    orNothing(row.manager),
    [
      { text: row.decision, face: row.decision === 'keep' ? 'regular' : 'bold' },
      { text: row.until === null ? '' : `until ${dayText(row.until)}` },
    ],
    handedIn(told, row),
    row.reason,
    row.codesSeen.join(', '),
  ];
}
