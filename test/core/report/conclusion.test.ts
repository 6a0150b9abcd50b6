// The conclusion never says more than the data prove: every outcome, and what must keep a report from it.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Code } from '../../../core/names/codes.ts';
import { asksOfAbsence } from '../../../core/report/told/absence-asks.ts';
import { asksOf } from '../../../core/report/told/asks.ts';
import { conclusionOf, conclusionOfAbsence } from '../../../core/report/told/conclusion.ts';
import { openFindings } from '../../../core/report/told/progress.ts';
import { storiesOf } from '../../../core/report/told/stories.ts';
import type { Report } from '../../../core/report/report.ts';
import { whyLeft } from '../../../core/review/removals/work-order.ts';
import { aFinding, aPopulation, aReport } from '../../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../../support/reports/signed-report.ts';
import type { SignedSays } from '../../support/reports/signed-report.ts';
import { aCustody } from '../../support/inputs/custody.ts';
import { at, onDay } from '../../support/time.ts';
import { ghost, key, removed, signedWith, underWay } from './signed-with.ts';

/** Nobody recorded how the export came. */
const unseenCustody = aCustody('f'.repeat(64), { export: { toldSha256: null, receipts: [] } }).record;

describe('a draft', () => {
  test.each<[string, Report]>([
    ['that nobody has signed', aReport()],
    ['on which nothing was found', aReport({ population: aPopulation(3) })],
    ['that only the reviewer has signed', aSignedReport({ stages: ['reviewer'] })],
  ])('%s is in progress, and never effective', (_what, report) => {
    expect(conclusionOf(report)).toMatchObject({ outcome: 'in-progress', word: 'IN PROGRESS' });
    expect(conclusionOf(report).note).toMatch(/^DRAFT/);
  });
});

test('a draft names what is open about the control itself, such as an export that was edited', () => {
  const findings = [
    aFinding({ code: 'EXPORT_EDITED', login: null }),
    aFinding({ code: 'ROLE_UNCLASSIFIED', login: null }),
  ];
  expect(conclusionOf(aReport({ findings })).reasons).toEqual([
    'Open about the control itself: The export is not as People.ai wrote it; Role that the policy does not classify.',
  ]);
});

describe('a run that is not complete', () => {
  test.each(['held', 'incomplete'] as const)('is %s, whoever has signed, with its reasons', (status) => {
    for (const report of [aReport(), aCleanReport()]) {
      const reasons = ['count: the export has 3 rows'];
      expect(conclusionOf({ ...report, status, reasons })).toMatchObject({ outcome: status, reasons });
    }
  });
});

describe('a review that every stage has signed', () => {
  test('is effective when everything was decided in time and every removal is proven', () => {
    expect(conclusionOf(aCleanReport())).toMatchObject({ outcome: 'effective', word: 'EFFECTIVE', reasons: [] });
  });

  test.each<[string, Report]>([
    ['a removal that is ordered and not proven', signedWith('LEAVER_ACCOUNT', underWay)],
    ['a revocation that nobody handed over', signedWith('LEAVER_ACCOUNT', { decided: { [ghost]: 'revoke' } })],
    ['access that was kept', signedWith('LEAVER_ACCOUNT')],
  ])('is in progress over a critical finding: %s', (_what, report) => {
    const { outcome, meaning, reasons } = conclusionOf(report);
    expect(outcome).toBe('in-progress');
    expect(meaning).toContain('1 critical finding still stands');
    expect(reasons).toContain('Still open about accounts: 1 critical finding.');
  });

  test('is in progress over what an exception covered that was over when the last stage signed', () => {
    const excepted: SignedSays = { decided: { [ghost]: 'except' } };
    const onItsLastDay = signedWith('LEAVER_ACCOUNT', { ...excepted, signedAt: '2026-12-31T23:00:00Z' });
    expect(conclusionOf(onItsLastDay)).toMatchObject({ outcome: 'exceptions' });
    const after = signedWith('LEAVER_ACCOUNT', { ...excepted, signedAt: '2027-01-01T00:00:00Z' });
    expect(conclusionOf(after)).toMatchObject({
      outcome: 'in-progress',
      reasons: [
        'Still open about accounts: 1 critical finding.',
        '1 exception had ended when the last stage signed: nobody decided anew.',
      ],
    });
    expect(asksOf(after)).toContainEqual({
      who: 'Reviewers',
      what: 'Decide 1 line anew, whose exception has ended.',
      when: 'by the next review',
    });
    expect(storiesOf(after).map(({ next }) => next)).toEqual([
      'Excepted until 31 December 2026, which was over when the last stage signed: to be decided anew.',
    ]);
  });

  test('claims no proof by a later export of what was gone before, and none where nothing was revoked', () => {
    expect(conclusionOf(aSignedReport({ report: aReport(), decided: {}, ordered: [], proven: [] })).meaning).toContain(
      'in time, and none was revoked.',
    );
    expect(conclusionOf(aCleanReport()).meaning).toContain('and every removal is proven by a later export.');
    const review = aCleanReport().review ?? expect.unreachable('no review');
    const gone = review.removals.map((one) => ({ ...one, state: 'no-order-needed' as const }));
    const meaning = (removals: typeof review.removals): string =>
      conclusionOf({ ...aCleanReport({ findings: [] }), review: { ...review, removals } }).meaning;
    expect(meaning(gone)).toContain('and what was revoked, 1 account, was gone already in the export under review.');
    expect(meaning([...gone, ...review.removals])).toContain(
      'and 1 removal is proven by a later export; 1 of the accounts that were revoked was gone already in the one under review.',
    );
  });

  test('asks for no order of what no order takes: what the last one left out as gone, and an API key', () => {
    const revoked = signedWith('DORMANT_ACCOUNT', { decided: { [ghost]: 'revoke' } });
    const removals = (revoked.review?.removals ?? []).map((one) => ({ ...one, why: whyLeft.suspended }));
    const gone = { ...revoked, ...(revoked.review && { review: { ...revoked.review, removals } }) };
    expect(conclusionOf(gone).reasons).toContain(
      '1 of 1 revocation not proven by a later export; of them 1 left out of the work order, which says why.',
    );
    const [exporting, running] = asksOf(gone).map(({ what }) => what);
    expect(exporting).toBe('Take a new export.');
    expect(running).toBe('Run it on that export: it shows whether 1 account that no work order holds is gone.');
    const about = { ...revoked, register: [key] };
    expect(conclusionOf(about).reasons.join(' ')).toContain('of them 1 API key, which no export shows.');
    expect(asksOf(about)[0]?.what).toMatch(/^Delete 1 API key pair in the settings of People\.ai/);
    for (const report of [gone, about])
      expect(
        asksOf(report)
          .map(({ what }) => what)
          .join(' '),
      ).not.toContain('Hand over');
  });

  test('asks for an order of whom the last one left out as live', () => {
    const revoked = signedWith('DORMANT_ACCOUNT', { decided: { [ghost]: 'revoke' } });
    const removals = (revoked.review?.removals ?? []).map((one) => ({ ...one, why: whyLeft.lastPrivileged }));
    const live = { ...revoked, ...(revoked.review && { review: { ...revoked.review, removals } }) };
    expect(conclusionOf(live).reasons).toContain(
      '1 of 1 revocation not proven by a later export; of them 1 handed over to nobody yet.',
    );
    expect(asksOf(live)[0]?.what).toBe('Hand over 1 revoked account by a work order.');
  });

  test('asks to give back what is gone and was decided otherwise since a work order named it', () => {
    const kept = signedWith('PRIVILEGED_ACCOUNT', { ordered: [ghost], proven: [ghost] });
    expect(asksOf(kept)[0]).toMatchObject({
      what: 'Give the access of 1 account back: a work order named it before it was decided otherwise, and it is gone.',
      when: 'now',
    });
    expect(conclusionOf(kept).reasons).toContain(
      '1 account gone that a work order named, and decided otherwise since: to be given back.',
    );
    expect(storiesOf(kept).map(({ next }) => next)).toContain(
      'Access is kept. The account is gone since work order 1 named it: the access is to be given back.',
    );
    expect(asksOf(signedWith('PRIVILEGED_ACCOUNT', { ordered: [ghost] }))[0]?.what).not.toContain('Give the access');
  });

  test('is effective once the removal of a leaver is proven', () => {
    expect(conclusionOf(signedWith('LEAVER_ACCOUNT', removed)).outcome).toBe('effective');
  });

  test.each<[string, Report, string]>([
    [
      'a high finding whose access was kept',
      signedWith('ORPHANED_ACCOUNT'),
      'Still open about accounts: 1 high finding.',
    ],
    [
      'a removal that is not proven',
      signedWith('DORMANT_ACCOUNT', underWay),
      '1 of 1 revocation not proven by a later export.',
    ],
    [
      'a revocation that nobody handed over',
      signedWith('DORMANT_ACCOUNT', { decided: { [ghost]: 'revoke' } }),
      '1 of 1 revocation not proven by a later export; of them 1 handed over to nobody yet.',
    ],
    [
      'an exception',
      signedWith('LEAVER_ACCOUNT', { decided: { [ghost]: 'except' } }),
      '1 line excepted until 31 December 2026.',
    ],
    [
      'a finding about the control itself',
      aCleanReport({ findings: [aFinding({ code: 'SSO_NOT_PROVEN', login: null })] }),
      'Open about the control itself: No proof that password login is off.',
    ],
    [
      'a row that nobody reviewed',
      aCleanReport({ rejected: [{ row: 7, reason: 'no e-mail', cells: [''] }] }),
      '1 row of the export could not be read and was reviewed by nobody.',
    ],
    [
      'a signature after the due day',
      signedWith('DORMANT_ACCOUNT', { signedAt: '2027-01-18T08:00:00Z' }),
      'Signed 3 days after the due day.',
    ],
    [
      'an export of which nobody said how it came',
      aCleanReport({ custody: { record: unseenCustody, count: null } }),
      'The chain of custody of the export does not hold; its section says where.',
    ],
    [
      'a gate that somebody accepted',
      aCleanReport({
        gates: [
          {
            gate: 'skew',
            directory: 'okta',
            reason: '26 hours',
            acceptable: true,
            accepted: { by: 'grc@acme.com', reason: 'x' },
          },
        ],
      }),
      'The gate skew held the run until a named person accepted it.',
    ],
  ])('has exceptions: %s', (_what, report, reason) => {
    expect(conclusionOf(report)).toMatchObject({ outcome: 'exceptions', word: 'EFFECTIVE WITH EXCEPTIONS' });
    expect(conclusionOf(report).reasons).toContain(reason);
  });

  test('is kept from nothing by information', () => {
    expect(conclusionOf(signedWith('SUSPENDED_BUT_ASSIGNED')).outcome).toBe('effective');
  });
});

test('a control that was not performed says so, and nothing else', () => {
  const { period } = aReport();
  const absence = {
    organisation: 'Acme Corp',
    period,
    at: at('2027-01-16T06:30:00Z'),
    day: onDay('2027-01-16'),
    reason: 'No export was handed in.',
    controlOwner: null,
    paper: 'A4',
    attempts: [],
    tool: aReport().tool,
  } as const;
  expect(conclusionOfAbsence({ ...absence, occasion: { kind: 'due-day', dueDay: period.dueDay } })).toMatchObject({
    outcome: 'not-performed',
    word: 'NOT PERFORMED',
    reasons: ['No export was handed in.'],
  });
  const missed = { ...absence, occasion: { kind: 'run', asOf: absence.at } } as const;
  const [onDueDay, after] = [{ ...missed, day: period.dueDay }, missed];
  expect(conclusionOfAbsence(onDueDay).meaning).toContain('made up for until 15 January 2027');
  expect(asksOfAbsence(onDueDay).map(({ when }) => when)).toContain('by 15 January 2027');
  expect(conclusionOfAbsence(after).meaning).toContain('due on 15 January 2027: it can be made up for, and is late');
  expect(asksOfAbsence(after).map(({ when }) => when)).toEqual(['now', 'after step 1', 'now']);
});

test('no report is green that is a draft, or over which a critical finding stands, whatever was decided', () => {
  const word = fc.constantFrom<'keep' | 'revoke' | 'except'>('keep', 'revoke', 'except');
  const says = fc.record({
    code: fc.constantFrom<Code>('LEAVER_ACCOUNT', 'ORPHANED_ACCOUNT', 'DORMANT_ACCOUNT'),
    decision: word,
    isOrdered: fc.boolean(),
    isProven: fc.boolean(),
    stages: fc.constantFrom<NonNullable<SignedSays['stages']>>(['reviewer'], ['reviewer', 'control-owner']),
    status: fc.constantFrom<Report['status']>('complete', 'held', 'incomplete'),
  });
  fc.assert(
    fc.property(says, ({ code, decision, isOrdered, isProven, stages, status }) => {
      const ordered = decision === 'revoke' && (isOrdered || isProven) ? [ghost] : [];
      const proven = decision === 'revoke' && isProven ? [ghost] : [];
      const decided = decision === 'keep' ? {} : { [ghost]: decision };
      const report = { ...signedWith(code, { decided, ordered, proven, stages }), status };
      const critical = openFindings(report).filter(({ severity }) => severity === 'critical');
      const isSound = status === 'complete' && stages.length === 2 && critical.length === 0;
      expect(['effective', 'exceptions'].includes(conclusionOf(report).outcome)).toBe(isSound);
    }),
  );
});
