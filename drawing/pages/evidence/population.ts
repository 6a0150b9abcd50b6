// The appendix: the whole population, one row an account, nothing left out.
import type { Report } from '../../../core/report/report.ts';
import type { PopulationRow } from '../../../core/report/parts/accounts.ts';
import { stampText } from '../../../core/values/time-text.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
import { columnsOf, right } from '../../layout/columns.ts';
import { appendix, paragraph } from '../../layout/prose.ts';
import { table } from '../../layout/table.ts';
import { counted } from '../../wording.ts';

export function* population(book: Book, report: Report): Generator<void, void> {
  if (report.population.length === 0) return;
  appendix(book, 'Appendix: the whole population');
  paragraph(book, `${counted(report.population.length, 'account')}, in the order of the export.`);
  yield* table(book, {
    size: 6.3,
    air: 0.2,
    gutter: 4,
    evenEnd: true,
    columns: columnsOf({
      Row: right(20),
      Login: 138,
      Name: 73,
      Status: 35,
      Role: 40,
      Situation: 46,
      Rule: 32,
      Directory: 38,
      Identity: 131,
      Findings: 95,
      'Last login, UTC': 62,
    }),
    rows: rowsOf(report.population),
  });
}

function* rowsOf(population: readonly PopulationRow[]): Generator<readonly Cell[], void> {
  for (const account of population) {
    yield [
      String(account.row),
      account.login,
      account.name ?? '',
      account.status,
      account.role ?? '',
      account.situation,
      account.rule ?? '',
      account.directory ?? '',
      account.identity ?? '',
      account.findings.join(', '),
      account.lastLogin === null ? '' : stampText(account.lastLogin, 'short'),
    ];
  }
}
