// The auditor's sample: drawn with their own seed, the same by any other tool, and safe to open as a worksheet.
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleOf } from '../../../core/report/sample.ts';
import { aPopulationRow } from '../../support/reports/report-builder.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { given } from '../../support/given.ts';
import { aRun, issued } from './issued-report.ts';
import { verified } from './verified.ts';

const signer = await aSigner();
const run = await aRun({
  accounts: [
    { email: 'jane@acme.com', name: '=HYPERLINK("x")' },
    { email: 'ghost@acme.com', name: 'Ghost' },
    { email: 'gone@acme.com', name: 'Gone' },
  ],
});
const report = await issued(run, signer);

function populationOf(logins: readonly string[]): Parameters<typeof sampleOf>[0] {
  return {
    population: logins.map((login, index) => aPopulationRow({ login, row: index + 2 })),
    findings: [],
    decisions: new Map(),
  };
}

describe('a draw', () => {
  it('is what the sorted SHA-256 of seed, line feed and login say', () => {
    // printf '%s\n%s' 'audit 2026' jane@acme.com | sha256sum, and so on; then sort.
    const drawn = given(
      sampleOf(populationOf(['jane@acme.com', 'gone@acme.com', 'ghost@acme.com']), { size: 2, seed: 'audit 2026' }),
    );
    expect(drawn.map(({ account, key }) => [account.login, key])).toEqual([
      ['ghost@acme.com', '360bfb5498db8011cc0840e384483611474b7e76a18eb59863d7350ff1da1170'],
      ['gone@acme.com', '8211fda2f21140f324369f3d2174f84633df00e82c6fe698d1e955eadbf3d3da'],
    ]);
  });

  it('depends on seed and logins alone, draws nobody twice, and grows by those who come next', () => {
    const logins = fc.uniqueArray(fc.emailAddress(), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(logins, fc.string({ minLength: 1 }), fc.nat(), (all, seed, some) => {
        const size = 1 + (some % (all.length - 1));
        const names = (order: readonly string[], many: number): readonly string[] =>
          given(sampleOf(populationOf(order), { size: many, seed })).map(({ account }) => account.login);
        expect(names(all.toReversed(), size)).toEqual(names(all, size));
        expect(new Set(names(all, all.length)).size).toBe(all.length);
        expect(names(all, size + 1).slice(0, size)).toEqual(names(all, size));
      }),
    );
  });
});

async function sheetOf(seed: string): Promise<string> {
  return (await verified(report, { sample: '3', seed })).out;
}

describe('a worksheet', () => {
  it('follows the verdict, with what the report knows of each account and room for what the auditor finds', async () => {
    const { exit, out } = await verified(report, { sample: '3', seed: 'audit 2026' });
    expect(exit).toBe(0);
    const [summary = '', sheet = ''] = out.split(/\n\n(?=drawn,)/);
    expect(summary).toMatch(/^INTACT/);
    const rows: unknown = parse(sheet, { columns: true });
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual(
      expect.objectContaining({
        login: 'ghost@acme.com',
        name: 'Ghost',
        situation: 'unmatched',
        findings: expect.stringMatching(/ORPHANED_ACCOUNT high new f_/),
        reasons: expect.stringContaining('ORPHANED_ACCOUNT: '),
        'agrees (yes or no)': '',
      }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ login: 'jane@acme.com', name: `'=HYPERLINK("x")` }));
  });

  it('is the same whenever it is drawn, and another with another seed', async () => {
    expect(await sheetOf('a')).toBe(await sheetOf('a'));
    expect(await sheetOf('a')).not.toBe(await sheetOf('b'));
  });

  it('is part of the JSON document', async () => {
    const { out } = await verified(report, { sample: '1', seed: 'a', json: true });
    expect(JSON.parse(out)).toMatchObject({ sample: [{ drawn: 1, account: { login: expect.any(String) } }] });
  });

  it.each([
    ['of more accounts than there are', { sample: '4', seed: 'a' }, '1 to 3, the number of accounts of the report'],
    ['of no account', { sample: '0', seed: 'a' }, '1 to 3'],
    ['of a number that is none', { sample: 'many', seed: 'a' }, 'a whole number'],
    ['without a seed', { sample: '2' }, '--sample N and --seed TEXT together'],
    ['without a number', { seed: 'a' }, '--sample N and --seed TEXT together'],
  ])('%s is refused', async (_what, options, expected) => {
    const { exit, out, err } = await verified(report, options);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(expected);
  });
});
