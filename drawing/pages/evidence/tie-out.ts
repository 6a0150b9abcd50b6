// The sums of the population: every row of the export is somewhere, every account has one situation.
import { situations } from '../../../core/names/situations.ts';
import type { Report } from '../../../core/report/report.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { paragraph } from '../../layout/prose.ts';
import { tableSection } from '../../layout/table.ts';
import { count } from '../../wording.ts';

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
      ? `The number of users that the page of ${report.application} showed was not given.`
      : `The page of ${report.application} showed ${count(totals.countShown)} users; the export has ${count(totals.rowsRead)} rows.`,
  );
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
