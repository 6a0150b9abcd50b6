// The first page across versions: its conclusion and its counts are those of the data, whatever else it says.
import { describe, expect, test } from 'vitest';
import { coverBreak } from '../../../core/verification/cover.ts';
import { conclusionOf, openCounts } from '../../../core/report/told/conclusion.ts';
import type { Report } from '../../../core/report/report.ts';
import { aRun } from '../../steps/verify/issued-report.ts';

const { report } = await aRun({ countShown: 4 });
const high = openCounts(report).find(({ severity }) => severity === 'high')?.open ?? 0;

function cover(of: Report): string {
  const { word, note } = conclusionOf(of);
  const counts = openCounts(of).map(({ severity, open }) => `${open}${severity} open`);
  return ['Conclusion:', `${word} ${note}`, 'Why.', ...counts, 'Removals proven none decided yet'].join('\n');
}

describe('a first page', () => {
  test('holds as the data yield it', () => {
    expect(coverBreak({ pages: [cover(report)] }, report)).toBeNull();
  });

  test.each<[string, (page: string) => string, string]>([
    ['of another conclusion', (page) => page.replace('IN PROGRESS', 'EFFECTIVE'), 'the conclusion'],
    [
      'with a signature that nobody gave',
      (page) => page.replace('DRAFT, not signed off', 'SIGNED OFF'),
      'the conclusion',
    ],
    ['without its conclusion', (page) => page.replace('Conclusion:', ''), 'the conclusion'],
    ['of fewer findings', (page) => page.replace(`${high}high open`, '0high open'), 'how many high'],
    ['that counts twice', (page) => `0high open\n${page}`, 'how many high'],
    ['that does not count', (page) => page.replace(`${high}high open`, ''), 'how many high'],
    ['with a digit before the count', (page) => page.replace(`${high}high open`, `1${high}high open`), 'how many high'],
  ])('%s is refused', (_what, change, what) => {
    expect(high).toBeGreaterThan(0);
    expect(coverBreak({ pages: [change(cover(report))] }, report)?.what).toContain(what);
  });
});
