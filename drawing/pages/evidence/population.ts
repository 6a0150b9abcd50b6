// The appendix: the whole population, one row an account, nothing left out.
import type { Report } from '../../../core/report/report.ts';
import type { PopulationRow } from '../../../core/report/parts/accounts.ts';
import { stampText } from '../../../core/values/instant.ts';
import type { Book } from '../../layout/book.ts';
import type { Cell } from '../../layout/cell.ts';
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
    columns: [
      { title: 'Row', share: 20, align: 'right' },
      { title: 'Login', share: 138 },
      { title: 'Name', share: 73 },
      { title: 'Status', share: 35 },
      { title: 'Role', share: 40 },
      { title: 'Situation', share: 46 },
      { title: 'Rule', share: 32 },
      { title: 'Directory', share: 38 },
      { title: 'Identity', share: 131 },
      { title: 'Findings', share: 95 },
      { title: 'Last login, UTC', share: 62 },
    ],
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
