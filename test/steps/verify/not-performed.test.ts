// `verify` on the report that a control was not performed, which carries no evidence.
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../../core/config/calendar.ts';
import { toolVersion } from '../../../cli/terminal/tool.ts';
import { notPerformedPdf } from '../../../drawing/not-performed-pdf.ts';
import { given } from '../../support/given.ts';
import { sealed } from '../../support/reports/signing.ts';
import { onDay } from '../../support/time.ts';
import { signer, when } from './final-report.ts';
import { verified } from './verified.ts';

describe('a report that the control was not performed', () => {
  const period = given(parsePeriod('2026-Q3', { timeZone: 'UTC', fiscalYearStart: 1 }));
  const drawn = buffer(
    notPerformedPdf({
      organisation: 'Acme Corp',
      period,
      occasion: { kind: 'due-day', dueDay: period.dueDay },
      at: when,
      controlOwner: null,
      paper: 'A4',
      day: onDay('2026-10-16'),
      reason: 'No export was handed in.',
      attempts: [],
      tool: toolVersion(),
    }),
  );

  it('holds, and says that there is no evidence to look at', async () => {
    const { exit, out } = await verified(await sealed(await drawn, signer));
    expect(exit).toBe(0);
    expect(out).toMatch(/^INTACT, SIGNER NOT VERIFIED/);
    expect(out).toContain('the control was not performed in 2026-Q3');
    expect(out).toContain('it carries no evidence');
  });

  it('gives no sample', async () => {
    const { exit, err } = await verified(await sealed(await drawn, signer), { sample: '1', seed: 'a' });
    expect(exit).toBe(2);
    expect(err).toContain('nothing to draw from');
  });
});
