// Totals as a verifier adds them up: right ones pass, and each number that is off by one is found.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { situations } from '../../core/findings/situation.ts';
import type { Totals } from '../../core/findings/totals.ts';
import { printedBreak } from '../../core/verification/printed.ts';
import { tieOutBreak } from '../../core/verification/tie-out.ts';
import { drawn } from '../support/drawn.ts';
import { reportReader } from '../../adapters/evidence/report-pdf.ts';
import { aReport } from '../support/report-builder.ts';
import { given } from '../verify/issued-report.ts';

const totals: Totals = {
  rowsRead: 12_345,
  accounts: 12_340,
  rejected: 3,
  duplicates: 2,
  live: 12_000,
  byStatus: { active: 11_000, pending: 1000, suspended: 340 },
  situations: {
    registered: 4,
    disputed: 1,
    linked: 12_000,
    unlinked: 35,
    suspended: 100,
    disabled: 90,
    deleted: 50,
    unmatched: 40,
    undetermined: 20,
  },
  rollForward: { opening: 12_300, added: 90, removed: 50, closing: 12_340 },
  countShown: 12_345,
};

type Change = (off: number) => Partial<Totals>;
const { byStatus, rollForward } = totals;
const changes: readonly (readonly [string, Change])[] = [
  ['rows read', (off) => ({ rowsRead: totals.rowsRead + off })],
  ['rejected rows', (off) => ({ rejected: totals.rejected + off })],
  ['duplicates', (off) => ({ duplicates: totals.duplicates + off })],
  ['live accounts', (off) => ({ live: totals.live + off })],
  ['active accounts', (off) => ({ byStatus: { ...byStatus, active: byStatus.active + off } })],
  ['suspended accounts', (off) => ({ byStatus: { ...byStatus, suspended: byStatus.suspended + off } })],
  ...situations.map((one): readonly [string, Change] => [
    one,
    (off) => ({ situations: { ...totals.situations, [one]: totals.situations[one] + off } }),
  ]),
  ...(['opening', 'added', 'removed', 'closing'] as const).map((one): readonly [string, Change] => [
    one,
    (off) => ({ rollForward: rollForward === null ? null : { ...rollForward, [one]: rollForward[one] + off } }),
  ]),
];

describe('totals', () => {
  it('that come out pass, with and without a roll-forward', () => {
    expect(tieOutBreak(totals)).toBeNull();
    expect(tieOutBreak({ ...totals, rollForward: null })).toBeNull();
  });

  it.each(changes)('do not come out when the %s are off', (_, change) => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 3 }), (off) => {
        expect(tieOutBreak({ ...totals, ...change(off) }) === null).toBe(off === 0);
      }),
    );
  });

  it('do not come out when the roll-forward ends with other accounts than there are', () => {
    const other = { opening: 12_300, added: 91, removed: 50, closing: 12_341 };
    expect(tieOutBreak({ ...totals, rollForward: other })?.where).toContain('closing = accounts');
  });
});

describe('printed totals', () => {
  it('are found on the pages, and each that is off is not', async () => {
    const report = aReport({ totals });
    const file = given(await reportReader().open(await drawn(report), 'report.pdf'));
    const { run, files, signOffs } = report;
    expect(printedBreak(file, { run, totals, files, signOffs })).toBeNull();
    for (const [name, change] of changes.filter(([one]) => one !== 'live accounts')) {
      const others = { ...totals, ...change(1) };
      expect(printedBreak(file, { run, totals: others, files, signOffs })?.what, name).toMatch(
        /is not printed as the data says$/,
      );
    }
  });
});
