// The sums of the population: every row of the export is somewhere, every account has one situation.
import { situations } from '../../../core/names/situations.ts';
import type { CountSaid, CountStanding } from '../../../core/inputs/custody.ts';
import { countPageFile } from '../../../core/names/evidence-files.ts';
import { countText } from '../../../core/report/told/count.ts';
import type { Report } from '../../../core/report/report.ts';
import { instantText } from '../../../core/values/time-text.ts';
import { grouped } from '../../../core/values/text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell, CellPart } from '../../layout/cell.ts';
import { columnsOf, right } from '../../layout/columns.ts';
import type { Column } from '../../layout/columns.ts';
import { paragraph } from '../../layout/prose.ts';
import { tableSection } from '../../layout/table.ts';
import { counted } from '../../wording.ts';

export function* tieOut(book: Book, report: Report): Generator<void, void> {
  yield* tableSection(book, 'Tie-out', {
    listed: true,
    size: 7.5,
    air: 0.22,
    columns: columnsFor(report),
    rows: [...sums(report), ...shownRow(report)],
  });
  if (report.custody === undefined) paragraph(book, shownText(report));
}

/**
 * Where it is recorded who gave the number of users, the equation is wider, because it names them. Other reports keep
 * the widths of earlier versions.
 */
function columnsFor({ custody }: Report): readonly Column[] {
  const [sum = 2, equation = 5, total = 1] = custody === undefined ? [2, 5, 1] : [1.5, 6, 0.5];
  return columnsOf({ Sum: sum, Equation: equation, Total: right(total) });
}

function shownText({ totals, application, custody }: Report): string {
  const typed = custody?.record.count ?? null;
  if (totals.countShown !== null)
    return `The page of ${application} showed ${counted(totals.countShown, 'user')}; the export has ${counted(totals.rowsRead, 'row')}.`;
  if (typed === null) return `The number of users that the page of ${application} showed was not given.`;
  return `The page of ${application} was said to show ${counted(typed.shown, 'user')}; the run was not held against that number.`;
}

/**
 * The number of users that the page showed, who gave it, and the picture of the page. No row where the run recorded no
 * custody.
 */
function shownRow(report: Report): readonly (readonly Cell[])[] {
  const { custody, totals } = report;
  if (custody === undefined) return [];
  const said =
    custody.record.count === null || custody.count === null ? [] : countParts(custody.record.count, custody.count);
  const total = totals.countShown === null ? '' : grouped(totals.countShown);
  return [['Users shown', [{ text: shownText(report) }, ...said], total]];
}

function countParts(said: CountSaid, standing: CountStanding): readonly CellPart[] {
  const who = { text: countText(said, standing) };
  const { picture } = said;
  if (picture === null) return [who, { text: 'No picture of the page is attached.' }];
  const { mediaType, sha256, by, at } = picture;
  return [
    who,
    { text: `Picture: ${countPageFile(mediaType).name}, by ${by}, ${instantText(at)}; SHA-256:` },
    { text: sha256, face: 'mono' },
  ];
}

function sums({ totals }: Report): readonly (readonly Cell[])[] {
  const { byStatus, rollForward } = totals;
  const perSituation = situations
    .map((situation) => `${grouped(totals.situations[situation])} ${situation}`)
    .join(' + ');
  const rows = [
    [
      'Rows read',
      `${counted(totals.accounts, 'account')} + ${grouped(totals.rejected)} rejected + ${counted(totals.duplicates, 'duplicate')}`,
      grouped(totals.rowsRead),
    ],
    [
      'Accounts by status',
      `${grouped(byStatus.active)} active + ${grouped(byStatus.pending)} pending + ${grouped(byStatus.suspended)} suspended`,
      grouped(totals.accounts),
    ],
    ['Accounts by situation', perSituation, grouped(totals.accounts)],
  ];
  if (rollForward === null)
    return [...rows, ['Roll-forward', 'No earlier run was accepted: there is no opening number.', '']];
  const { opening, added, removed, closing } = rollForward;
  return [
    ...rows,
    [
      'Roll-forward',
      `${grouped(opening)} opening + ${grouped(added)} added - ${grouped(removed)} removed`,
      grouped(closing),
    ],
  ];
}
