// What of a signed report is told as OSCAL.
import type { Report } from '../../report/report.ts';
import type { PopulationRow } from '../../report/parts/accounts.ts';
import type { DirectorySource, ExportSource } from '../../report/parts/inputs.ts';
import type { DecidedRow } from '../../report/parts/review.ts';
import type { Totals } from '../../findings/totals.ts';

/** Its files hold all of it. */
export interface AssessedReport extends Pick<Report, 'application' | 'organisation' | 'status' | 'findings' | 'files'> {
  readonly period: Pick<Report['period'], 'id'>;
  readonly run: Pick<Report['run'], 'id' | 'asOf'>;
  readonly tool: Pick<Report['tool'], 'name'>;
  readonly totals: Pick<Totals, 'rowsRead' | 'accounts' | 'live' | 'rejected' | 'duplicates'> & {
    readonly situations: Readonly<Record<string, number>>;
  };
  readonly export: Pick<ExportSource, 'exportedAt' | 'format'>;
  /** In the order of the configuration. */
  readonly directories: readonly Pick<DirectorySource, 'id' | 'completeness' | 'takenAt'>[];
  readonly decisions?: readonly Pick<DecidedRow, 'login' | 'decision' | 'by' | 'at' | 'until' | 'reason'>[];
  /** At least of the accounts that findings are about. */
  readonly population: readonly Pick<PopulationRow, 'login' | 'status' | 'role' | 'situation' | 'privileged'>[];
}
