// The first page across versions: its conclusion and its counts are those of the data, whatever else it says.
import { describe, expect, test } from 'vitest';
import { closingCoverBreak, coverBreak } from '../../../core/verification/cover.ts';
import { conclusionOf, outcomeWords } from '../../../core/report/told/conclusion.ts';
import { openCounts, removalCounts } from '../../../core/report/told/progress.ts';
import { conclusionOfClosing } from '../../../core/report/closing/conclusion.ts';
import type { Report } from '../../../core/report/report.ts';
import { aRun } from '../../steps/verify/issued-report.ts';
import { drawn } from '../../support/reports/drawn.ts';
import { aSignedReport } from '../../support/reports/signed-report.ts';
import { fullClosing } from '../../support/reports/full-closing.ts';
import { aFinding } from '../../support/reports/report-builder.ts';
import { warmReader } from '../../support/reports/warm-reader.ts';
import { given } from '../../support/given.ts';
import { removed, signedWith, underWay } from '../report/signed-with.ts';

const { report } = await aRun({ countShown: 4 });
const high = openCounts(report).find(({ severity }) => severity === 'high')?.open ?? 0;

function cover(of: Report): string {
  const { word, note } = conclusionOf(of);
  const counts = openCounts(of).map(({ severity, open }) => `${open}${severity} open`);
  const { revoked, proven } = removalCounts(of);
  const removals = `Removals proven ${revoked === 0 ? 'none decided yet' : `${proven} of ${revoked}`}`;
  return ['Conclusion:', `${word} ${note}`, 'Why.', ...counts, removals].join('\n');
}

/** What is said of a page that calls such a review effective. */
function calledEffective(of: Report): string {
  expect(conclusionOf(of).outcome).toBe('exceptions');
  const page = cover(of).replace(outcomeWords.exceptions, outcomeWords.effective);
  return coverBreak({ pages: [page] }, of, of.tool)?.what ?? 'holds';
}

describe('a first page', () => {
  test('holds as the data yield it', () => {
    expect(coverBreak({ pages: [cover(report)] }, report, report.tool)).toBeNull();
  });

  test.each([1, 25, 120])('holds as it is drawn and read back where %i accounts are of nobody', async (ghosts) => {
    const accounts = Array.from({ length: ghosts }, (_, at) => ({ email: `ghost-${at}@acme.com`, role: 'User' }));
    const many = (await aRun({ accounts })).report;
    const file = given(await warmReader.open(await drawn(many), 'report.pdf'));
    expect(coverBreak(file, many, many.tool)).toBeNull();
    expect(coverBreak(file, report, report.tool)?.what).toContain('how many');
  });

  test('counts no removal of what was gone before, as it did before 0.19.0', async () => {
    const signed = aSignedReport();
    const { review } = signed;
    if (review === undefined) throw new Error('the report tells no review');
    const removals = review.removals.map((one) =>
      one.state === 'proven' ? one : { ...one, state: 'no-order-needed' as const },
    );
    const partly = { ...signed, review: { ...review, removals } };
    const file = given(await warmReader.open(await drawn(partly), 'report.pdf'));
    const by = (version: string) => coverBreak(file, partly, { ...partly.tool, version });
    expect(by('0.19.0')).toBeNull();
    expect(by('0.18.0')).toMatchObject({ found: 'Removals proven 1 of 1', expected: 'Removals proven 2 of 2' });
  });

  test.each<[string, (page: string) => string, string]>([
    ['of another conclusion', (page) => page.replace('IN PROGRESS', 'EFFECTIVE'), 'the conclusion'],
    [
      'with a signature that nobody gave',
      (page) => page.replace('DRAFT, not signed off', 'SIGNED OFF'),
      'the conclusion',
    ],
    ['with another conclusion below', (page) => `${page}\nConclusion:\nEFFECTIVE SIGNED OFF`, 'the conclusion'],
    ['without its conclusion', (page) => page.replace('Conclusion:', ''), 'the conclusion'],
    ['of fewer findings', (page) => page.replace(`${high}high open`, '0high open'), 'how many high'],
    ['that counts twice', (page) => `0high open\n${page}`, 'how many high'],
    ['that does not count', (page) => page.replace(`${high}high open`, ''), 'how many high'],
    ['with a digit before the count', (page) => page.replace(`${high}high open`, `1${high}high open`), 'how many high'],
  ])('%s is refused', (_what, change, what) => {
    expect(high).toBeGreaterThan(0);
    expect(coverBreak({ pages: [change(cover(report))] }, report, report.tool)?.what).toContain(what);
  });
});

describe('a first page that says EFFECTIVE of a review which later versions find exceptions in', () => {
  const late = '2027-02-01T08:00:00Z';
  const unapproved = aFinding({ code: 'POLICY_UNAPPROVED', login: null });

  test('holds where no finding stands but for information, and every removal is proven', () => {
    expect(calledEffective(signedWith('SUSPENDED_BUT_ASSIGNED', { signedAt: late }))).toBe('holds');
    expect(calledEffective(signedWith('LEAVER_ACCOUNT', { ...removed, signedAt: late }))).toBe('holds');
  });

  test.each([
    ['another finding stands', signedWith('PRIVILEGED_ACCOUNT', {}, { findings: [unapproved] })],
    ['a removal is not proven', signedWith('SUSPENDED_BUT_ASSIGNED', underWay)],
  ])('is refused where %s', (_, of) => {
    expect(calledEffective(of)).toContain('the conclusion is not printed');
  });
});

test('a first page that counts removals twice is refused', () => {
  const of = signedWith('LEAVER_ACCOUNT', removed);
  expect(coverBreak({ pages: [cover(of)] }, of, of.tool)).toBeNull();
  const twice = `${cover(of)}\nRemovals proven 2 of 2`;
  expect(coverBreak({ pages: [twice] }, of, of.tool)?.found).toBe('Removals proven 1 of 1; Removals proven 2 of 2');
});

describe('the first page of a closing', () => {
  const issued = { ...fullClosing, tool: { ...fullClosing.tool, version: '0.11.0' } };
  const { word, note } = conclusionOfClosing(issued);
  const printing = (...lines: readonly string[]): string =>
    closingCoverBreak({ pages: [['Acme Corp', 'Conclusion:', ...lines, 'Why.'].join('\n')] }, issued)?.found ??
    'nothing';

  test('holds as the data yield it, on one line or on two', () => {
    expect(word).toBe('CLOSED WITH EXCEPTIONS');
    expect(printing(`${word} ${note}`)).toBe('nothing');
    expect(printing(word, note)).toBe('nothing');
  });

  test('is refused where it tells of fewer matters, of more proofs, or of nothing', () => {
    expect(printing(`CLOSED ${note}`)).toContain('CLOSED ');
    expect(printing(word, '9 of 9 revocations proven')).toContain('9 of 9');
    expect(printing('')).toBe('nothing of that kind');
  });

  test('tells what was gone before its decision apart since 0.19.0', () => {
    const [one] = fullClosing.removals;
    if (one === undefined) throw new Error('the full closing has removals');
    const closing = (version: string, hours: readonly (number | null)[]) => ({
      ...fullClosing,
      tool: { ...fullClosing.tool, version },
      decisions: { keep: 0, revoke: 3, except: 0 },
      removals: hours.map((took) => ({ ...one, order: took === null ? null : one.order, hours: took })),
    });
    const told = (hours: readonly (number | null)[]) => conclusionOfClosing(closing('0.19.0', hours));
    expect(told([5, 9, null])).toMatchObject({
      note: '2 of 3 revocations proven, 1 gone before',
      meaning: expect.stringContaining(
        '2 removals are proven by a later export, 1 revoked account was gone before its decision;',
      ),
    });
    expect(told([null, null]).meaning).toContain(
      'Nothing had to be removed: 2 revoked accounts were gone before their decisions;',
    );
    expect(told([5]).meaning).toContain('The one removal is proven by a later export;');
    expect(conclusionOfClosing(closing('0.18.0', [5, 9, null])).note).toBe('3 of 3 revocations proven');
  });

  test('is refused where it concludes twice', () => {
    expect(printing(word, note, 'Conclusion:', `CLOSED ${note}`)).toBe(`${word}; CLOSED ${note}`);
  });

  test('was worded otherwise before 0.8.0, and is not held to this', () => {
    const early = { ...issued, tool: { ...issued.tool, version: '0.7.0' } };
    expect(closingCoverBreak({ pages: ['Conclusion:\nCLOSED'] }, early)).toBeNull();
  });
});
