// The appendix: the whole population, one row an account, nothing left out.
import type { PopulationRow, Report } from '../../core/report/report.ts';
import type { Book } from '../layout/book.ts';
import type { Cell } from '../layout/cell.ts';
import { appendix, paragraph } from '../layout/prose.ts';
import { table } from '../layout/table.ts';
import { counted } from '../wording.ts';

export function* population(book: Book, report: Report): Generator<void, void> {
  appendix(book, 'Appendix: the whole population');
  if (report.population.length === 0) {
    paragraph(book, 'The export holds no account.');
    return;
  }
  paragraph(book, `${counted(report.population.length, 'account')}, in the order of the export.`);
  yield* table(book, {
    size: 6.4,
    columns: [
      { title: 'Row', share: 28, align: 'right' },
      { title: 'Login', share: 116 },
      { title: 'Name', share: 82 },
      { title: 'Status', share: 38 },
      { title: 'Role', share: 42 },
      { title: 'Situation', share: 46 },
      { title: 'Rule', share: 40 },
      { title: 'Directory', share: 36 },
      { title: 'Identity', share: 131 },
      { title: 'Findings', share: 92 },
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
      account.lastLogin ?? '',
    ];
  }
}
