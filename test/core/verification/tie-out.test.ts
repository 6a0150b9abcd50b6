// Totals as a verifier adds them up: right ones pass, and each number that is off by one is found.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { situations } from '../../../core/names/situations.ts';
import type { Totals } from '../../../core/findings/totals.ts';
import { printedBreak } from '../../../core/verification/printed.ts';
import { tieOutBreak } from '../../../core/verification/tie-out.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { nobodyIn } from '../../../core/findings/totals.ts';
import { aReport } from '../../support/reports/report-builder.ts';
import { given } from '../../support/given.ts';
import { warmReader } from '../../support/reports/warm-reader.ts';

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
    const file = given(await warmReader.open(await drawn(report), 'report.pdf'));
    const { run, files, signOffs } = report;
    expect(printedBreak(file, { run, totals, files, signOffs })).toBeNull();
    for (const [name, change] of changes.filter(([one]) => one !== 'live accounts')) {
      const others = { ...totals, ...change(1) };
      expect(printedBreak(file, { run, totals: others, files, signOffs })?.what, name).toMatch(
        /is not printed as the data says$/,
      );
    }
  });

  it.each([
    ['as they are', '7 accounts + 1 rejected + 2 duplicates 10', true],
    ['with a digit more in front', '17 accounts + 1 rejected + 2 duplicates 10', false],
    ['with a digit more at the end', '7 accounts + 1 rejected + 2 duplicates 100', false],
    ['with a thousand more', '7 accounts + 1 rejected + 2 duplicates 10,000', false],
    ['as the end of a larger one', '1,007 accounts + 1 rejected + 2 duplicates 10', false],
    ['in another order', '1 accounts + 7 rejected + 2 duplicates 10', false],
    ['far from one another', `7 accounts ${'and so on '.repeat(9)} 1 rejected 2 duplicates 10`, false],
  ])('%s are told from others', (_, rows, found) => {
    const { run } = aReport();
    const sums = { rowsRead: 10, accounts: 7, rejected: 1, duplicates: 2, rollForward: null };
    const others = `${run.id} ${run.inputsSha256}: 7+0+0=7; 7+0+0+0+0+0+0+0+0=7`;
    const small = {
      ...totals,
      ...sums,
      byStatus: { active: 7, pending: 0, suspended: 0 },
      situations: { ...nobodyIn, [situations[0]]: 7 },
    };
    const file = {
      pages: [`Rows read ${rows}. `, others],
      info: new Map([['RunId', run.id]]),
      attachments: new Map(),
      foreign: null,
    };
    const broken = printedBreak(file, { run, totals: small, files: [], signOffs: [] });
    expect(broken?.what ?? 'printed').toBe(found ? 'printed' : 'the sum of the rows is not printed as the data says');
  });
});
