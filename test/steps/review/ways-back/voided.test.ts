// A review that was opened in error and is voided: nothing of it is erased, and nothing of it counts.
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../../core/config/parse.ts';
import { parseDay } from '../../../../core/values/instant.ts';
import { voidReview, voidedReview } from '../../../../steps/review/ways-back/void-review.ts';
import { duePeriods } from '../../../../steps/tell/due-periods.ts';
import { given } from '../../../support/given.ts';
import { withoutBlanks } from '../../../support/reports/read-pdf.ts';
import { verified } from '../../verify/verified.ts';
import { decided, first, openedWorld, ordered, period, second } from '../year/opened.ts';
import * as company from '../year/year.ts';
import { asked, decidedWorld, printed, signedOnce } from './mistaken.ts';

const { fallback, owner } = company;
const [mona] = company.managers;

describe('a review that is voided', () => {
  test('counts for nothing, stays on record, and another is opened only by who means to', async () => {
    const world = await decidedWorld();
    const before = await world.dependencies.reviews.load(period);
    given(await voidReview(world.dependencies, asked(owner, 'opened on the test instance')));
    expect(await voidedReview(world.dependencies.reviews, period)).toMatchObject({ by: owner });
    const late = await company.decides(world, period, { by: fallback, says: { [first]: ['keep'] } });
    expect(late).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'review not open', found: expect.stringContaining('opened on the test instance') }],
    });
    await company.opens(world, period);
    expect(await company.phase(world, period)).toBe('open');
    expect((await world.dependencies.reviews.load(period)).slice(0, before.length)).toEqual(before);
  });

  test('is told in the report of the one that follows, which is proven with both', async () => {
    const world = await signedOnce();
    await ordered(world);
    given(await voidReview(world.dependencies, asked(fallback, 'opened on the test instance')));
    await company.opens(world, period);
    await decided(world, { 'ghost@acme.com': 'revoke' });
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
    const { reportKey } = given(await company.signs(world, period, owner));
    const pdf = await world.stored(reportKey);
    expect(await verified(pdf)).toMatchObject({ exit: 0, err: '' });
    const text = await printed(pdf);
    expect(text).toContain(withoutBlanks(`Voided the review that ${fallback} opened`));
    expect(text).toContain(withoutBlanks('opened on the test instance'));
  });

  test('is followed by one on a run that knew of its decisions, which is proven', async () => {
    const world = await decidedWorld();
    world.at('2026-04-02T09:00:00Z');
    await world.run({ period });
    given(await voidReview(world.dependencies, asked(owner)));
    await company.opens(world, period);
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
    const { reportKey } = given(await company.signs(world, period, owner));
    expect(await verified(await world.stored(reportKey))).toMatchObject({ exit: 0, err: '' });
  });

  test('leaves its work orders where they are: those of the next review have numbers of their own', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke' });
    expect(await ordered(world)).toEqual([1]);
    const order = await world.stored(`reviews/${period}/work-order-1/work-order.txt`);
    given(await voidReview(world.dependencies, asked(owner)));
    await company.opens(world, period);
    await decided(world, { [second]: 'revoke' });
    expect(given(await company.orders(world, period)).orders).toMatchObject([{ number: 2, accounts: 1 }]);
    expect(await world.stored(`reviews/${period}/work-order-1/work-order.txt`)).toEqual(order);
  });

  test('is voided by nobody but who opened it and the control owner', async () => {
    const world = await openedWorld();
    expect(await voidReview(world.dependencies, asked(mona))).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'not entitled', found: mona }],
    });
    given(await voidReview(world.dependencies, asked(fallback)));
    expect(await voidReview(world.dependencies, asked(fallback))).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'review not open' }],
    });
  });

  test('is told to everybody who was asked or had a hand in it, who are asked anew by the next one', async () => {
    const world = await openedWorld();
    const asksMona = `${mona}: ${period}: 10 lines to decide by 15 April 2026`;
    expect(await company.ticked(world, '2026-03-31T09:00:00Z')).toContain(asksMona);
    await decided(world, { [first]: 'revoke' });
    await ordered(world);
    given(await voidReview(world.dependencies, asked(owner)));
    const mails = await company.ticked(world, '2026-04-01T09:00:00Z');
    expect(mails).toContain(`${mona}: ${period}: voided, as opened in error`);
    expect(world.mails.findLast(({ to }) => to.includes('ops@acme.com'))?.text).toContain(
      'Do not import the files of work order 1.',
    );
    await company.opens(world, period);
    expect(await company.ticked(world, '2026-04-02T09:00:00Z')).toContain(asksMona);
  });

  test('is neither due nor performed: past the due day the period is reported as not performed', async () => {
    const world = await openedWorld();
    given(await voidReview(world.dependencies, asked(owner, 'opened on the test instance')));
    const mails = await company.ticked(world, '2026-04-16T09:00:00Z');
    expect(mails).toContain(`${owner}: ${period}: control not performed`);
    expect(mails.filter((mail) => mail.includes('late by'))).toEqual([]);
    const events = (await world.dependencies.reviews.load(period)).map(({ event }) => event);
    const missed = events.find(({ kind }) => kind === 'not-performed');
    expect(missed).toMatchObject({ reason: expect.stringContaining('voided by cfo@acme.com') });
    expect(missed).toMatchObject({ reason: expect.stringContaining('opened on the test instance') });
  });

  test('is not made up for by a run where runs alone perform the control', async () => {
    const world = await openedWorld();
    const config = given(parseConfig(world.config, 'review.json'));
    const today = parseDay('2026-04-16');
    if (today === null) throw new Error('the test wrote no day');
    const asking = { config, today, performedBy: 'run' } as const;
    expect(await duePeriods(world.dependencies, asking)).toEqual([]);
    given(await voidReview(world.dependencies, asked(owner)));
    expect(await duePeriods(world.dependencies, asking)).toMatchObject([{ hasRun: true, reported: false }]);
  });
});
