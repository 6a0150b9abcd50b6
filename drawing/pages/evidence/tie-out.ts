// The sums of the population: every row of the export is somewhere, every account has one situation.
import { situations } from '../../../core/names/situations.ts';
import { countPageFile } from '../../../core/names/evidence-files.ts';
import { countText } from '../../../core/report/told/count.ts';
import type { Report } from '../../../core/report/report.ts';
import { instantText } from '../../../core/values/instant.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { paragraph } from '../../layout/prose.ts';
import { tableSection } from '../../layout/table.ts';
import { count, counted } from '../../wording.ts';

export function* tieOut(book: Book, report: Report): Generator<void, void> {
  const { totals } = report;
  yield* tableSection(book, 'Tie-out', {
    listed: true,
    size: 7.5,
    air: 0.34,
    columns: [
      { title: 'Sum', share: 2 },
      { title: 'Equation', share: 5 },
      { title: 'Total', share: 1, align: 'right' },
    ],
    rows: sums(report),
  });
  paragraph(
    book,
    totals.countShown === null
      ? notUsed(report)
      : `The page of ${report.application} showed ${count(totals.countShown)} users; the export has ${count(totals.rowsRead)} rows.`,
  );
  for (const text of said(report)) paragraph(book, text);
}

function notUsed({ application, custody }: Report): string {
  const typed = custody?.record.count ?? null;
  if (typed === null) return `The number of users that the page of ${application} showed was not given.`;
  return `The page of ${application} was said to show ${count(typed.shown)} users; the run was not held against that number.`;
}

/** Who stands behind the number, and the picture of the page; nothing where no more than the number is on record. */
function said({ custody }: Report): readonly string[] {
  const { record, count: standing } = custody ?? { record: { count: null }, count: null };
  if (record.count === null || standing === null) return [];
  const { picture } = record.count;
  const page =
    picture === null
      ? 'No picture of the page is attached.'
      : `Picture of the page: ${countPageFile(picture.mediaType).name}, ${counted(picture.bytes, 'byte')}, attached by ${picture.by}, ${instantText(picture.at)}; SHA-256 ${picture.sha256}.`;
  return [countText(record.count, standing), page];
}

function sums({ totals }: Report): readonly (readonly Cell[])[] {
  const { byStatus, rollForward } = totals;
  const perSituation = situations.map((situation) => `${count(totals.situations[situation])} ${situation}`).join(' + ');
  const rows = [
    [
      'Rows read',
      `${count(totals.accounts)} accounts + ${count(totals.rejected)} rejected + ${count(totals.duplicates)} duplicates`,
      count(totals.rowsRead),
    ],
    [
      'Accounts by status',
      `${count(byStatus.active)} active + ${count(byStatus.pending)} pending + ${count(byStatus.suspended)} suspended`,
      count(totals.accounts),
    ],
    ['Accounts by situation', perSituation, count(totals.accounts)],
  ];
  if (rollForward === null)
    return [...rows, ['Roll-forward', 'No earlier run was accepted: there is no opening number.', '']];
  const { opening, added, removed, closing } = rollForward;
  return [
    ...rows,
    ['Roll-forward', `${count(opening)} opening + ${count(added)} added - ${count(removed)} removed`, count(closing)],
  ];
}
