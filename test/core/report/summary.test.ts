// What the second page says: sentences from the data, and who must do what by when.
import { describe, expect, test } from 'vitest';
import { asksOfClosing, hoursToClose } from '../../../core/report/closing/conclusion.ts';
import { asksOf } from '../../../core/report/told/asks.ts';
import { sentencesOf } from '../../../core/report/told/summary.ts';
import { timelineOf } from '../../../core/report/told/timeline.ts';
import { aQuietClosing, fullClosing } from '../../support/reports/full-closing.ts';
import { aFullReport } from '../../support/reports/full-report.ts';
import {
  aFinding,
  aLeaver,
  aPopulation,
  aPopulationRow,
  aProposal,
  aReport,
} from '../../support/reports/report-builder.ts';
import { aCleanReport, aSignedReport } from '../../support/reports/signed-report.ts';
import { someProofs } from '../../support/review/some-proofs.ts';
import { onDay } from '../../support/time.ts';

describe('the sentences', () => {
  test.each([
    ['a draft', aFullReport()],
    ['a run without a finding', aReport()],
    ['a signed review', aSignedReport()],
    ['a run that is held', aReport({ status: 'held', reasons: ['count'] })],
  ])('are two to six: %s', (_what, report) => {
    const sentences = sentencesOf(report);
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(6);
  });

  test('rely on nothing that a held or incomplete run compared', () => {
    for (const status of ['held', 'incomplete'] as const) {
      const said = sentencesOf(aReport({ status, reasons: ['x'] })).join(' ');
      expect(said).toContain('cannot be relied on');
      expect(said).not.toContain('every source was read to its end');
      expect(said).toContain('does not prove that there is none');
    }
  });

  test.each([
    [1, '1 account of People.ai, which is live, was compared with '],
    [0, '1 account of People.ai, which is not live, was compared with '],
  ])('speak of one account as of one: %s live', (live, said) => {
    const { totals } = aReport();
    expect(sentencesOf(aReport({ totals: { ...totals, accounts: 1, live } }))[0]).toContain(said);
  });

  test('count no account both as one to suspend now and as one that is proposed, and leave out what is never proposed', () => {
    const proposals = ['a@acme.com', 'b@acme.com', 'c@acme.com'].map((login) => aProposal({ login }));
    const leavers = [aLeaver(), aLeaver({ login: 'last.admin@acme.com' })];
    const withheld = [{ login: 'last.admin@acme.com', why: 'the last privileged account' }];
    const report = aReport({ proposals, leavers, withheld });
    expect(sentencesOf(report).join(' ')).toContain('; 1 account to suspend now, 2 more proposed for suspension.');
    expect(asksOf(report)[0]?.what).toContain('Suspend the account of a person who left');
    expect(sentencesOf(aReport({ proposals })).join(' ')).toContain('; 3 accounts proposed for suspension.');
  });

  test('say of revocations how many are proven, and of how many nothing was to be done', () => {
    const report = aSignedReport();
    const last = (state: 'proven' | 'no-order-needed'): string | undefined => {
      const { review } = report;
      if (review === undefined) throw new Error('the report tells no review');
      const removals = review.removals.map((one) => (one.state === 'proven' ? one : { ...one, state }));
      return sentencesOf({ ...report, review: { ...review, removals } }).find((said) => said.startsWith('Of '));
    };
    expect(last('proven')).toBe('Of 2 revocations, 2 are proven by a later export, none is left.');
    expect(last('no-order-needed')).toBe(
      'Of 2 revocations, 1 is proven by a later export, 1 needed none because the account was gone, none is left.',
    );
  });

  test('say what was handed in how, without a pace', () => {
    expect(sentencesOf(aSignedReport()).join(' ')).toContain('handed in 30 together');
    expect(sentencesOf(aSignedReport()).join(' ')).not.toContain('minute');
  });
});

describe('what is asked', () => {
  test('of a draft: to decide, grave accounts first, to sign, to hand over and to prove, each after the one before', () => {
    const population = [aPopulationRow({ findings: ['ORPHANED_ACCOUNT'] }), aPopulationRow({ login: 'b@acme.com' })];
    const asked = asksOf(aReport({ population, findings: [aFinding()] }));
    expect(asked.map(({ what }) => what)).toEqual([
      'Decide 2 lines, first the account with critical or high findings; then sign as reviewer.',
      'Examine the review and sign.',
      'Hand over what was revoked by a work order.',
      'Suspend it within 7 days; a run on a later export proves it.',
    ]);
    expect(asked.map(({ when }) => when)).toEqual([
      'before step 2',
      'after step 1, by 15 January 2027',
      'after step 1',
      'after step 3',
    ]);
  });

  test('of a draft whose configuration names no reviewer: of who runs the review, to find who does', () => {
    const [first] = asksOf(aReport({ population: [aPopulationRow({})], namesReviewers: false }));
    expect(first).toEqual({
      who: 'Who runs the review',
      what: 'Find who reviews, for the configuration names nobody: 1 line to decide; then to sign as reviewer.',
      when: 'before step 2',
    });
  });

  test('of a draft: to prove the removals by the day that the policy gives, where it is another than the due day', () => {
    const [provenBy] = ['2027-02-10', '2027-01-15'].map((limit) => {
      const rows = someProofs.timeliness.rows.map((row) => ({
        ...row,
        removal: { ...row.removal, limit: onDay(limit) },
      }));
      const proofs = { ...someProofs, timeliness: { ...someProofs.timeliness, rows } };
      return asksOf(aReport({ proofs })).at(-1)?.when;
    });
    expect(provenBy).toBe('after step 3, by 10 February 2027');
    expect(asksOf(aReport({ proofs: someProofs })).at(-1)?.when).toBe('after step 3');
  });

  test('of a draft that the reviewer signed: what its decisions revoked, and no decision', () => {
    const asked = asksOf(aSignedReport({ stages: ['reviewer'], ordered: [], proven: [] }));
    expect(asked.map(({ what, when }) => `${when}: ${what}`)).toEqual([
      'by 15 January 2027: Examine the review and sign.',
      'now: Hand over 2 revoked accounts by a work order.',
      'after step 2: Suspend them within 7 days of the order, then take a new export.',
      'after step 3: Run it on that export: it proves the removals.',
    ]);
  });

  test('of a draft, before its decisions: to suspend who is over the hours of a leaver, and to classify what blocks', () => {
    const asked = asksOf(
      aReport({
        leavers: [aLeaver(), aLeaver({ login: 'b@acme.com', outcome: 'open' }), aLeaver({ status: 'suspended' })],
        findings: [aFinding({ code: 'ROLE_UNCLASSIFIED', login: null })],
      }),
    );
    expect(asked.slice(0, 2)).toEqual([
      {
        who: 'Administrator of People.ai',
        what: 'Suspend the account of a person who left longer ago than the policy allows; it is decided as well.',
        when: 'now',
      },
      {
        who: 'Who runs the review',
        what: 'Classify 1 role in the policy: until then nobody can sign.',
        when: 'before step 3',
      },
    ]);
  });

  test('of a draft: to suspend also who may be over the hours, and how many certainly are', () => {
    const perhaps = aLeaver({ login: 'b@acme.com', hours: null, outcome: 'cannot be determined' });
    expect(asksOf(aReport({ leavers: [aLeaver(), perhaps] }))[0]?.what).toBe(
      'Suspend 2 accounts of people who left, perhaps longer ago than the policy allows (1 certainly); each is decided as well.',
    );
    expect(asksOf(aReport({ leavers: [perhaps] }))[0]?.what).toBe(
      'Suspend the account of a person who left, perhaps longer ago than the policy allows; it is decided as well.',
    );
  });

  test('of a signed review: to carry the orders out, to prove them, and to decide again', () => {
    expect(asksOf(aSignedReport()).map(({ who, when }) => `${who}, ${when}`)).toEqual([
      'Administrator of People.ai, overdue since 14 October 2026',
      'Who runs the review, after step 1',
      'Reviewers, by 31 December 2026',
    ]);
  });

  test('of a signed review whose revocations are in no order: to hand them over, to carry them out, and to prove them', () => {
    const asked = asksOf(aSignedReport({ ordered: [], proven: [] }));
    expect(asked.map(({ who, what, when }) => `${who}, ${when}: ${what}`).slice(0, 3)).toEqual([
      'Who runs the review, now: Hand over 2 revoked accounts by a work order.',
      'Administrator of People.ai, after step 1: Suspend them within 7 days of the order, then take a new export.',
      'Who runs the review, after step 2: Run it on that export: it proves the removals.',
    ]);
  });

  test('of a signed review on which findings stand: to answer for them, what is critical at once', () => {
    const population = aPopulation(30);
    const control = aFinding({ code: 'SSO_NOT_PROVEN', login: null, severity: 'medium' });
    const kept = aFinding({ code: 'ORPHANED_ACCOUNT', login: population[1]?.login ?? null, severity: 'high' });
    const grave = aFinding({ code: 'LEAVER_ACCOUNT', login: population[2]?.login ?? null, severity: 'critical' });
    const rejected = [{ row: 9, reason: 'the e-mail cell is empty', cells: [] }];
    const report = aReport({ population, findings: [control, kept, grave], rejected });
    const asked = asksOf(aSignedReport({ report, decided: {}, ordered: [], proven: [] }));
    expect(asked.map(({ what, when }) => `${when}: ${what}`)).toEqual([
      'with the next export: Mend 1 row that could not be read; export and run again.',
      'now: Answer 1 critical finding that no removal settles.',
      'by the next review: Answer 1 finding about accounts that keep their access.',
      'by the next review: Answer 1 finding about the control itself.',
    ]);
  });

  test('of a review that is closed: what runs out, what stayed open, and who left since', () => {
    expect(asksOfClosing(aQuietClosing(3)).map(({ who }) => who)).toEqual(['Nobody']);
    expect(asksOfClosing(fullClosing).map(({ who, when }) => `${who}, ${when}`)).toEqual([
      'Who runs the review, now',
      'Reviewers, by 31 March 2027',
      'Control owner, by the next review',
    ]);
  });

  test.each([
    [[10], 10],
    [[10, 21], 15.5],
    [[21, 3, 10], 10],
    [[1, 40, 3, 2], 2.5],
  ])('hours of %j have the median %d', (hours, median) => {
    const [removal] = fullClosing.removals;
    if (removal === undefined) throw new Error('the full closing has removals');
    const removals = [...hours, null].map((some) => ({ ...removal, hours: some }));
    expect(hoursToClose({ removals })).toEqual({ timed: hours.length, median, longest: Math.max(...hours) });
  });

  test('nothing, once all is proven', () => {
    expect(asksOf(aCleanReport()).map(({ who }) => who)).toEqual(['Nobody']);
  });

  test('of a run that is held: to run again, and to rely on nothing', () => {
    expect(asksOf(aReport({ status: 'held' })).map(({ what, when }) => `${when}: ${what}`)).toEqual([
      'now: Do not rely on this report.',
      'before step 3: Set right what the first page names, then run it again.',
      'after step 2, by 15 January 2027: Decide and sign on the run that is complete.',
    ]);
  });
});

test('the timeline goes from the export to the due day', () => {
  expect(timelineOf(aSignedReport()).map(({ what }) => what)).toEqual([
    'Export taken',
    'Directories read',
    'Compared',
    'Review opened',
    'Decided',
    'Signed by the reviewer',
    'Signed by the control owner',
    'Due',
  ]);
});
