// Whose rows an order takes where a review was compared with an older export again.
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { csvText } from '../../../support/inputs/export-builder.ts';
import { csvCells } from '../../../support/program/run-files.ts';
import { by, decide, importForm, order, plain, reviewed, workOrder } from './own-export.ts';
import type { Cells } from './own-export.ts';

describe('after a run on an older file than one that was compared', () => {
  const late = ['--accept-gate', 'skew', ...by, '--reason', 'the directory is read once'];
  /** What the export holds of ghost, and as of when it is taken and compared. */
  const oldRow = ['', 'ghost@acme.com', 'Active', '', 'Ghost of old', 'User'];
  const [head = [], jane = [], ghost = []] = plain;
  const compared = async (
    company: Company,
    rows: Cells,
    [exportedAt, asOf]: readonly [string, string],
  ): Promise<void> => reviewed(company, csvText(rows), '--exported-at', exportedAt, '--as-of', asOf, ...late);

  const ordersTheNewest = async (company: Company): Promise<void> => {
    await decide(company, ['ghost@acme.com']);
    await company.command(...workOrder);
    expect(await csvCells(company.path(`${order}1/suspend-001.csv`))).toEqual(
      importForm([head, ghost], new Set(['ghost@acme.com'])),
    );
  };

  test('an order takes the rows of the newest export, so that it undoes no edit', async () => {
    const company = await aCompany();
    await compared(company, [head, jane, ghost], ['2026-10-09T08:00:00Z', '2026-10-09T09:00:00Z']);
    await compared(company, [head, jane, oldRow], ['2026-10-08T20:00:00Z', '2026-10-09T10:00:00Z']);
    await ordersTheNewest(company);
  });

  test('an order takes no row of an older file that is handed in again under a later time', async () => {
    const company = await aCompany();
    await compared(company, [head, jane, oldRow], ['2026-10-08T08:00:00Z', '2026-10-08T09:00:00Z']);
    await compared(company, [head, jane, ghost], ['2026-10-09T08:00:00Z', '2026-10-09T09:00:00Z']);
    await compared(company, [head, jane, oldRow], ['2026-10-09T10:00:00Z', '2026-10-09T11:00:00Z']);
    await ordersTheNewest(company);
  });

  test('an order takes no row of an older file that is handed in again under the time of the newest', async () => {
    const company = await aCompany();
    await compared(company, [head, jane, oldRow], ['2026-10-08T08:00:00Z', '2026-10-08T09:00:00Z']);
    await compared(company, [head, jane, ghost], ['2026-10-09T08:00:00Z', '2026-10-09T09:00:00Z']);
    await compared(company, [head, jane, oldRow], ['2026-10-09T08:00:00Z', '2026-10-09T11:00:00Z']);
    await ordersTheNewest(company);
  });

  test('an order can be issued when a new export has the same bytes as the one before', async () => {
    const company = await aCompany();
    await compared(company, [head, jane, ghost], ['2026-10-05T08:00:00Z', '2026-10-05T09:00:00Z']);
    await compared(company, [head, jane, ghost], ['2026-10-13T08:00:00Z', '2026-10-13T09:00:00Z']);
    await decide(company, ['ghost@acme.com']);
    const { exit, stderr } = await company.command(...workOrder);
    expect({ exit, stderr }).toMatchObject({ exit: 0 });
  });
});
