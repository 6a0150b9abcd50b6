// The first page: the conclusion in one glance, how far the review is, who answers for it, and what exactly was reviewed.
import type { SignOff } from '../../core/names/sign-off.ts';
import { openCounts, removalCounts, timelinessOf } from '../../core/report/told/progress.ts';
import { onlyOneText } from '../../core/report/told/summary.ts';
import { exportAgeText } from '../../core/report/told/timeline.ts';
import type { ControlOwner, Report } from '../../core/report/report.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import { grouped } from '../../core/values/text.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { bold, columnsOf } from '../layout/columns.ts';
import { tableHeight } from '../layout/grid.ts';
import type { TableContent } from '../layout/grid.ts';
import { keyFigures } from '../layout/figures/key-figures.ts';
import type { KeyFigure } from '../layout/figures/key-figures.ts';
import { paragraph, points } from '../layout/prose.ts';
import { progressBars } from '../layout/figures/progress.ts';
import type { Progress } from '../layout/figures/progress.ts';
import { styles, tones } from '../layout/style.ts';
import { table } from '../layout/table.ts';
import { verdict } from '../layout/figures/verdict.ts';
import type { Told } from './told.ts';
import { approvalText, assuranceText, counted, keyElsewhere, periodText, stageNames } from '../wording.ts';

export function* cover(book: Book, { report, conclusion }: Told): Generator<void, void> {
  titleBlock(book, {
    title: `${report.application} access review ${report.period.id}`,
    organisation: report.organisation,
  });
  verdict(book, conclusion);
  if (conclusion.reasons.length > 0) points(book, conclusion.reasons);
  book.y -= 4;
  keyFigures(book, figuresOf(report));
  progressBars(book, progressOf(report));
  yield* facts(book, factsOf(report));
  paragraph(book, 'The command "access-review verify" checks the signature and every digest, and does the run again.', {
    style: styles.small,
    tone: tones.muted,
  });
}

/** What the report is, of which period and whose. */
export function titleBlock(
  book: Book,
  { title, organisation }: Readonly<Record<'title' | 'organisation', string>>,
): void {
  book.y = book.page.height - 56;
  paragraph(book, 'Evidence of a user access review', { style: styles.label, tone: tones.muted, after: 4 });
  book.within('H1', () => {
    const look = { style: styles.title, tone: tones.accent };
    for (const line of book.wrap(title, styles.title, book.page.textWidth)) {
      book.y -= 32;
      book.page.mark(book.parent, book.text(line, look, { x: book.page.left, y: book.y }));
    }
  });
  book.y -= 8;
  paragraph(book, organisation, { style: { face: 'regular', size: 14 }, after: 14 });
}

/** Points that the facts take up at most in the largest type: with more room nothing has to be measured. */
const roomy = 345;
/** Points for the line below the facts. */
const belowFacts = 30;
/** Type and air, the largest first. */
const looks = [
  { size: 8, air: 0.32 },
  { size: 7.5, air: 0.22 },
  { size: 7, air: 0.16 },
] as const;

/**
 * A table with the name of each fact on the left and the fact on the right, in the largest type in which it still fits
 * the page.
 */
export function facts(book: Book, rows: readonly (readonly Cell[])[]): Generator<void, void> {
  const room = book.y - book.page.bottom;
  const shape = { headed: 'rows', columns: columnsOf({ Fact: bold(1.05), Value: 4 }), rows } as const;
  if (room > roomy) return table(book, { ...shape, size: 9, air: 0.45 });
  const fits = (content: TableContent): boolean => tableHeight(book, content) + belowFacts <= room;
  const contents = looks.map((look): TableContent => ({ ...shape, ...look }));
  return table(book, contents.find(fits) ?? { ...shape, ...looks[2] });
}

function figuresOf(report: Report): readonly KeyFigure[] {
  return openCounts(report).map(({ severity, found, open }) => ({
    value: grouped(open),
    label: `${severity} open`,
    ...(report.review === undefined ? {} : { below: `of ${grouped(found)} found` }),
    mark: severity,
  }));
}

function progressOf(report: Report): readonly Progress[] {
  const { review, toDecide, directories } = report;
  const { revoked, proven, gone } = removalCounts(report);
  // What was gone before is no removal; the conclusion and the summary tell it.
  const toProve = revoked - gone;
  const noneLeft = revoked === 0 ? 'none revoked' : 'all gone before';
  const noneToProve = review === undefined ? 'none decided yet' : noneLeft;
  const read = directories.filter(({ completeness }) => completeness === 'complete').length;
  const decided = (review?.progress ?? []).reduce((sum, { keep, revoke, except }) => sum + keep + revoke + except, 0);
  return [
    {
      title: 'Directories read completely',
      done: read,
      of: directories.length,
      text: `${read} of ${directories.length}`,
    },
    {
      title: 'Decisions signed for',
      done: decided,
      of: review?.lines ?? toDecide,
      text: `${grouped(decided)} of ${grouped(review?.lines ?? toDecide)}`,
    },
    {
      title: 'Removals proven',
      done: toProve === 0 ? 0 : proven,
      of: toProve,
      text: toProve === 0 ? noneToProve : `${grouped(proven)} of ${grouped(toProve)}`,
    },
  ];
}

/**
 * What the configuration names, and which of name and title it does not.
 *
 * @example 'Ada Lovelace, cfo@acme.com (asserted: as configured; no title is configured)'
 */
export function ownerText(owner: ControlOwner | null): string {
  if (owner === null) return 'not named in the configuration';
  const { name, title, mail } = owner;
  const named = [name, title, mail].filter((text) => text !== null);
  return `${named.join(', ')} (asserted: as configured${lackingText(owner)})`;
}

function lackingText({ name, title }: ControlOwner): string {
  if (name === null && title === null) return '; neither name nor title is configured';
  if (name !== null && title !== null) return '';
  return `; no ${name === null ? 'name' : 'title'} is configured`;
}

function reviewedBy(report: Report): Cell {
  const { signOffs, review } = report;
  const people = (review?.progress ?? []).filter(({ reviewer }) => reviewer !== null).length;
  const signed = signOffs.map(({ stage, by, at, assurance }) => ({
    text: `${stageNames[stage]}: ${by}, ${instantText(at)} (${assuranceText(assurance)})${stage === 'control-owner' ? `; ${ownWork(report, { stage, by })}` : ''}`,
  }));
  if (signed.length === 0) return 'nobody has signed yet';
  return people > 1 ? [...signed, { text: `The lines belong to ${counted(people, 'reviewer')}.` }] : signed;
}

/**
 * What the signer did in the review besides signing. It also says what is not recorded, so that no reader takes a
 * signature for proof that every line was looked at.
 */
function ownWork({ decisions = [], review }: Report, { stage, by }: Pick<SignOff, 'stage' | 'by'>): string {
  const known = review?.signers?.find((one) => one.stage === stage);
  const decided = known?.decided ?? decisions.filter((one) => one.by === by).length;
  const wrote = known?.wrote ?? (review?.comments ?? []).filter((one) => one.by === by).length;
  const lines = decided === 0 ? 'no line' : counted(decided, 'line');
  const comments = wrote === 0 ? 'no comment' : counted(wrote, 'comment');
  return `decided ${lines} and wrote ${comments}; which lines they looked at is not recorded`;
}

function factsOf(report: Report): readonly (readonly Cell[])[] {
  const { run, export: source, period, totals } = report;
  const management = report.userManagement === 'manual' ? 'by hand' : 'through Salesforce';
  const set = run.asOfSetByOperator ? ' (clock set by the operator)' : '';
  const declared = source.exportedAtDeclared ? 'as declared' : 'not declared: time of the file';
  const live = totals.accounts === 1 ? onlyOneText(totals) : `${grouped(totals.live)} of them live`;
  const by = source.exportedBy === null ? 'by a person who is not named' : `by ${source.exportedBy} (asserted)`;
  return [
    ['Control owner', ownerText(report.controlOwner)],
    ['Reviewed by', reviewedBy(report)],
    ['Period', `${periodText(report)}; time zone ${report.timeZone}`],
    ['Due', `${dayText(period.dueDay)}. ${timelinessOf(report).text}`],
    [
      'Population',
      `All accounts of ${report.application}, environment ${report.environment}, managed ${management}: ${counted(totals.accounts, 'account')}, ${live}; ${counted(totals.rowsRead, 'row')} read, ${grouped(totals.rejected)} rejected, ${counted(totals.duplicates, 'duplicate')}`,
    ],
    ['Measured against', `The policy. ${approvalText(report)}`],
    [
      'Export',
      `${source.fileName}, taken ${instantText(source.exportedAt)} (${declared}) ${by}; ${exportAgeText(report)}`,
    ],
    ['Directories', report.directories.map(({ id, product, role }) => `${id} (${product}, ${role})`).join(', ')],
    ['As of', `${instantText(run.asOf)}${set}; self-test ${report.selfTest.passed} of ${report.selfTest.total}`],
    ['Run and tool', [{ text: run.id, face: 'mono' }, { text: `${report.tool.name} ${report.tool.version}` }]],
    ['Inputs SHA-256', { text: run.inputsSha256, face: 'mono' }],
    ['Sealed with', signedWith(report)],
    ...acceptedGates(report),
  ];
}

/** Who accepted the gates that held the run, and why. It stands on the cover for readers who read no further. */
function acceptedGates({ gates }: Report): readonly (readonly Cell[])[] {
  const said = gates.flatMap(({ gate, accepted }) =>
    accepted === null ? [] : [`${gate}, by ${accepted.by}: ${accepted.reason}`],
  );
  // A gate is raised once for each directory that it is about.
  const once = [...new Set(said)].map((text) => ({ text }));
  return once.length === 0 ? [] : [['Accepted gates', once]];
}

function signedWith({ signer }: Report): string {
  if (signer === null) return 'not signed';
  const key = signer.kind === 'local' ? 'a local key' : keyElsewhere;
  return `${key}; the fingerprint of its certificate stands in the chapter "Reliance on this evidence"`;
}
