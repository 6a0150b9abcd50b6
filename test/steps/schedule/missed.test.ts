import { describe, expect, test } from 'vitest';
import { checkSignature } from '../../../adapters/signing/check.ts';
import { workKey } from '../../../core/names/object-keys.ts';
import { notPerformedMail } from '../../../drawing/mail/not-performed.ts';
import { reviewMail } from '../../../drawing/mail/review.ts';
import { duePeriods } from '../../../steps/tell/due-periods.ts';
import type { Asking } from '../../../steps/tell/due-periods.ts';
import { freezeRun } from '../../../steps/schedule/freeze-run.ts';
import { bytesOf } from '../../../steps/bytes.ts';
import { publishMissedRun } from '../../../steps/schedule/publish-missed-run.ts';
import { asksOfAbsence } from '../../../core/report/told/absence-asks.ts';
import { reportMissedReview } from '../../../steps/tell/report-not-performed.ts';
import { prepareMails, recordMails } from '../../../steps/tell/tell-people.ts';
import { aRun, opened } from '../../support/inputs/records.ts';
import { at, clockAt, onDay } from '../../support/time.ts';
import { aConfig, anOkta, aWorld, everybody, reporting, scheduled, uploaded } from './world.ts';
import type { ScheduleWorld } from './world.ts';

function onThe(day: string, performedBy: Asking['performedBy'] = 'review'): Asking {
  return { config: aConfig(), today: onDay(day), performedBy };
}

async function stored({ objects }: ScheduleWorld, key: string): Promise<Buffer> {
  const body = await objects.get(key);
  if (body === null) throw new Error(`${key} is not there`);
  return Buffer.from(await bytesOf(body));
}

async function missed(world: ScheduleWorld): Promise<string> {
  return (await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig())).key;
}

describe('a review run without an export of its period', () => {
  test.each([
    ['without any', null, 'No export was uploaded for 2026-Q4, and none before that can be read.'],
    [
      'with one of the period before',
      '2026-09-30T23:00:00Z',
      'No export of 2026-Q4 (1 October 2026 to 31 December 2026) was uploaded; the last one that can be read is of ' +
        '30 September 2026, 23:00 UTC.',
    ],
  ])('compares nothing %s, and says why', async (_what, last, why) => {
    const world = await aWorld();
    if (last !== null) await uploaded(world, ['ghost@acme.com'], last);
    const { frozen } = await freezeRun(world, await scheduled(world, 'run', anOkta(everybody)), aConfig());
    expect(frozen.source).toEqual({ kind: 'none', why });
  });

  test('is reported once, signed and by mail, however often it is repeated', async () => {
    const world = await aWorld();
    const key = await missed(world);
    const publishing = { ...world, ...(await reporting()), composeNotPerformed: notPerformedMail };
    const [first, second] = [
      await publishMissedRun(publishing, key, aConfig()),
      await publishMissedRun(publishing, key, aConfig()),
    ];
    expect(second).toBe(first);
    expect((await world.reviews.load('2026-Q4')).map(({ event }) => event)).toEqual([
      {
        kind: 'run-missed',
        at: '2026-10-05T08:00:00Z',
        reason: 'No export was uploaded for 2026-Q4, and none before that can be read.',
      },
    ]);
    const pdf = await stored(world, 'reviews/2026-Q4/not-performed-20261005T080000Z.pdf');
    expect(checkSignature({ pdf, fileName: 'not-performed.pdf', trust: null })).toMatchObject({ kind: 'ok' });
    const mail = world.mails.at(-1);
    expect(mail?.subject).toBe('People.ai access review 2026-Q4: control not performed');
    expect(mail?.text).toContain('It is due on 15 January 2027.');
    expect(mail?.attachments.map(({ body }) => Buffer.from(body).equals(pdf))).toEqual([true]);
  });

  test.each([
    ['can be made up for after its period with an export of the due day', '2027-01-15T12:00:00Z', 'export'],
    ['cannot be made up for with an export of the day after the due day', '2027-01-16T12:00:00Z', 'none'],
    ['cannot be made up for with an export from before the period', '2026-09-30T12:00:00Z', 'none'],
  ])('%s', async (_what, when, kind) => {
    const world = await aWorld();
    await uploaded(world, everybody, when);
    const run = { ...(await scheduled(world, 'late', anOkta(everybody))), asOf: at('2027-01-17T08:00:00Z') };
    const { frozen } = await freezeRun(world, { ...run, period: '2026-Q4' }, aConfig());
    expect(frozen).toMatchObject({ period: { id: '2026-Q4' }, source: { kind } });
  });

  test('can be made up for: the review opens on a later run, and the due day reports nothing', async () => {
    const world = await aWorld();
    const key = await missed(world);
    await publishMissedRun({ ...world, ...(await reporting()), composeNotPerformed: notPerformedMail }, key, aConfig());
    await world.reviews.append('2026-Q4', 1, opened);
    expect(await duePeriods(world, onThe('2027-02-01'))).toEqual([]);
  });
});

describe('the periods whose review is due', () => {
  test('begin with the one of which something was first on record, were it only a missed run', async () => {
    const world = await aWorld();
    await world.reviews.append('2026-Q2', 0, {
      kind: 'run-missed',
      at: at('2026-04-05T08:00:00Z'),
      reason: 'No export.',
    });
    await world.runs.put(aRun({ id: 'q3', period: '2026-Q3', asOf: at('2026-07-05T08:00:00Z') }));
    const due = await duePeriods(world, onThe('2026-10-02'));
    expect(due.map(({ period, hasRun }) => [period.id, hasRun])).toEqual([
      ['2026-Q2', false],
      ['2026-Q3', true],
    ]);
  });

  test('do not reach back to a period that was only run again later', async () => {
    const world = await aWorld();
    await world.runs.put(aRun({ id: 'q3', period: '2026-Q3', asOf: at('2026-07-05T08:00:00Z') }));
    await world.runs.put(aRun({ id: 'old', period: '2025-Q1', asOf: at('2026-07-06T08:00:00Z') }));
    expect((await duePeriods(world, onThe('2026-10-02'))).map(({ period }) => period.id)).toEqual(['2026-Q3']);
  });

  test('begin with a period that was run just after its end, though a run of the next one came first', async () => {
    const world = await aWorld();
    await world.runs.put(aRun({ id: 'q1', period: '2027-Q1', asOf: at('2027-01-05T09:00:00Z') }));
    await world.runs.put(aRun({ id: 'q4', period: '2026-Q4', asOf: at('2027-01-05T09:30:00Z') }));
    const due = await duePeriods(world, onThe('2027-01-20'));
    expect(due.map(({ period, hasRun }) => [period.id, hasRun])).toEqual([['2026-Q4', true]]);
  });

  test('do not begin with a period that was long past when it was run first', async () => {
    const world = await aWorld();
    await world.runs.put(aRun({ id: 'trial', period: '2024-Q1', asOf: at('2027-01-05T09:00:00Z') }));
    expect(await duePeriods(world, onThe('2027-01-20'))).toEqual([]);
    await world.runs.put(aRun({ id: 'q1', period: '2027-Q1', asOf: at('2027-01-06T09:00:00Z') }));
    expect((await duePeriods(world, onThe('2027-04-20'))).map(({ period }) => period.id)).toEqual(['2027-Q1']);
  });

  test('are only those without an accepted run where the decisions are made elsewhere', async () => {
    const world = await aWorld();
    await world.runs.put(aRun({ id: 'q2', period: '2026-Q2', asOf: at('2026-04-05T08:00:00Z') }));
    const held = { accepted: false, status: 'held', historyKey: null } as const;
    await world.runs.put(aRun({ id: 'q3', period: '2026-Q3', asOf: at('2026-07-05T08:00:00Z'), ...held }));
    const due = await duePeriods(world, onThe('2026-10-02', 'run'));
    expect(due.map(({ period }) => period.id)).toEqual(['2026-Q3']);
  });

  test('are none before anything is on record', async () => {
    expect(await duePeriods(await aWorld(), onThe('2026-10-02'))).toEqual([]);
  });

  test('say what was tried in the report of a due day that passed', async () => {
    const world = await aWorld();
    await world.reviews.append('2026-Q3', 0, {
      kind: 'run-missed',
      at: at('2026-07-05T08:00:00Z'),
      reason: 'No export.',
    });
    await world.runs.put(
      aRun({
        id: 'held',
        period: '2026-Q3',
        asOf: at('2026-07-06T08:00:00Z'),
        accepted: false,
        status: 'held',
        historyKey: null,
      }),
    );
    const mails = ['ann@acme.com', 'ben@acme.com'].map((to) => ({ id: to, to, notices: ['review-missing-14'] }));
    const reminding = { kind: 'mailed', at: at('2026-10-02T06:30:00Z'), day: onDay('2026-10-02'), mails } as const;
    await world.reviews.append('2026-Q3', 1, reminding);
    const [due] = await duePeriods(world, onThe('2026-10-16'));
    if (due === undefined) throw new Error('nothing is due');
    const established = { period: due.period, at: at('2026-10-16T06:30:00Z') };
    const reported = await reportMissedReview({ ...world, ...(await reporting()) }, established, aConfig());
    expect(reported).toMatchObject({
      isNew: true,
      key: 'reviews/2026-Q3/not-performed.pdf',
      report: {
        reason: 'No export was accepted: every run of the period was held or incomplete.',
        attempts: [
          'The run of 5 July 2026, 08:00 UTC found no export.',
          'The run held of 6 July 2026, 08:00 UTC was held.',
          'On 2 October 2026 a mail about the review went to ann@acme.com, ben@acme.com.',
        ],
      },
    });
    expect(await duePeriods(world, onThe('2026-10-16'))).toMatchObject([{ reported: true }]);
    if (reported === null) throw new Error('nothing was reported');
    expect(reported.report).not.toHaveProperty('waiting');
    expect(asksOfAbsence(reported.report)[0]?.what).toBe('Export the users and hand the file in.');
  });

  test('are reported as missed by nothing once somebody opened the review, though it was due a moment before', async () => {
    const world = await aDueReview();
    const [due] = await duePeriods(world, onThe('2026-10-16'));
    if (due === undefined) throw new Error('nothing is due');
    await world.reviews.append('2026-Q3', 0, opened);
    const established = { period: due.period, at: at('2026-10-16T06:30:00Z') };
    expect(await reportMissedReview({ ...world, ...(await reporting()) }, established, aConfig())).toBeNull();
    expect(await world.objects.list('reviews/2026-Q3/')).toEqual([]);
    expect(await world.reviews.load('2026-Q3')).toHaveLength(1);
  });

  test('ask for the review of a run that was accepted, and not for another export', async () => {
    const world = await aDueReview();
    const [due] = await duePeriods(world, onThe('2026-10-16'));
    if (due === undefined) throw new Error('nothing is due');
    const established = { period: due.period, at: at('2026-10-16T06:30:00Z') };
    const reported = await reportMissedReview({ ...world, ...(await reporting()) }, established, aConfig());
    if (reported === null) throw new Error('nothing was reported');
    expect(reported.report).toMatchObject({
      waiting: 'q3',
      reason: 'A run was accepted, and nobody opened its review.',
    });
    expect(asksOfAbsence(reported.report)).toEqual([
      { who: 'Who runs the review', what: 'Open the review of the run q3, which was accepted.', when: 'now' },
      {
        who: 'Reviewers, then control owner',
        what: 'Decide and sign; a late review says how late it is.',
        when: 'after step 1',
      },
      { who: 'Control owner', what: 'Record why the control was not performed.', when: 'now' },
    ]);
  });
});

const monday = '2026-10-05';

async function aDueReview(): Promise<ScheduleWorld> {
  const world = await aWorld();
  await world.runs.put(aRun({ id: 'q3', period: '2026-Q3', asOf: at('2026-07-05T08:00:00Z') }));
  return world;
}

function telling(
  world: ScheduleWorld,
  day: string,
  to: readonly string[] = ['grc@acme.com'],
): Parameters<typeof prepareMails> {
  const clock = clockAt(`${day}T06:30:00Z`);
  const key = workKey(`${day}-tick`, 'told.json');
  return [
    { ...world, clock, compose: reviewMail },
    { ...onThe(day), config: aConfig({ mail: { to, from: 'access-review@acme.com' } }), key },
  ];
}

describe('people who are told by another function', () => {
  test('get the same mails when the preparation is repeated, and none twice once they are recorded', async () => {
    const world = await aDueReview();
    const [dependencies, order] = telling(world, monday);
    const { places } = await prepareMails(dependencies, order);
    expect(places).toHaveLength(1);
    expect(await prepareMails(dependencies, order)).toEqual({ places, withheld: 0 });
    expect(world.mails).toHaveLength(1);
    await recordMails(dependencies, order.key, places);
    await recordMails(dependencies, order.key, places);
    expect((await world.reviews.load('2026-Q3')).map(({ event }) => event.kind)).toEqual(['mailed']);
    expect((await prepareMails(dependencies, order)).places).toEqual([]);
    expect((await prepareMails(...telling(world, '2026-10-06'))).places).toEqual([]);
  });

  test('are told again the next day when their mail was refused, and the others are not', async () => {
    const both = ['ann@acme.com', 'ben@acme.com'];
    const world = await aDueReview();
    const [dependencies, order] = telling(world, monday, both);
    const [, ben = ''] = (await prepareMails(dependencies, order)).places;
    expect(world.mails.map(({ to }) => to)).toEqual([['ann@acme.com'], ['ben@acme.com']]);
    await recordMails(dependencies, order.key, [ben]);
    const [again, tomorrow] = telling(world, '2026-10-06', both);
    expect((await prepareMails(again, tomorrow)).places).toHaveLength(1);
    expect(world.mails.at(-1)?.to).toEqual(['ann@acme.com']);
  });

  test('are told again the next day when nothing says that they were told', async () => {
    const world = await aDueReview();
    await prepareMails(...telling(world, monday));
    expect((await prepareMails(...telling(world, '2026-10-06'))).places).toHaveLength(1);
  });
});
