// A signature that its signer takes back while the other stage is open.
import { describe, expect, test } from 'vitest';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { rebaseReview } from '../../../../steps/review/ways-back/rebase-review.ts';
import { takeBackSignature } from '../../../../steps/review/ways-back/take-back-signature.ts';
import { voidReview } from '../../../../steps/review/ways-back/void-review.ts';
import { given } from '../../../support/given.ts';
import { withoutBlanks } from '../../../support/reports/read-pdf.ts';
import { verified } from '../../verify/verified.ts';
import { period } from '../year/opened.ts';
import * as company from '../year/year.ts';
import { asked, kindsOf, printed, runOnceMore, signedOnce, whenAppending } from './mistaken.ts';

const { fallback, owner } = company;
const [mona] = company.managers;

describe('a signature', () => {
  test('is taken back by its signer, and the stage is signed again, with all of it on record and proven', async () => {
    const world = await signedOnce();
    given(await takeBackSignature(world.dependencies, asked(fallback, 'signed too early')));
    expect(await company.phase(world, period)).toBe('remediation');
    expect(foldReview(await world.dependencies.reviews.load(period))?.signatures).toEqual([]);
    given(await company.signs(world, period, fallback));
    const { reportKey } = given(await company.signs(world, period, owner));
    expect(await kindsOf(world)).toEqual([
      'opened',
      'decided',
      'decided',
      'signed',
      'signature-withdrawn',
      'signed',
      'signed',
    ]);
    const pdf = await world.stored(reportKey);
    expect(await verified(pdf)).toMatchObject({ exit: 0, err: '' });
    const text = await printed(pdf);
    expect(text).toContain(withoutBlanks('Took back the signature as reviewer of 31 March 2026'));
    expect(text).toContain(withoutBlanks('signed too early'));
  });

  test.each([
    ['by somebody who did not sign', mona, 'no signature to take back'],
    ['by the other stage', owner, 'no signature to take back'],
  ])('is not taken back %s', async (_who, by, what) => {
    const world = await signedOnce();
    const before = await kindsOf(world);
    expect(await takeBackSignature(world.dependencies, asked(by))).toMatchObject({
      kind: 'refused',
      refusals: [{ what }],
    });
    expect(await kindsOf(world)).toEqual(before);
  });

  test('is final once every stage has signed: neither taken back, nor moved, nor voided', async () => {
    const world = await signedOnce();
    given(await company.signs(world, period, owner));
    await runOnceMore(world);
    const before = await kindsOf(world);
    const signedAlready = { kind: 'refused', refusals: [{ what: 'review signed already' }] };
    expect(await takeBackSignature(world.dependencies, asked(fallback))).toMatchObject(signedAlready);
    expect(await rebaseReview(world.dependencies, asked(fallback))).toMatchObject(signedAlready);
    expect(await voidReview(world.dependencies, asked(fallback))).toMatchObject(signedAlready);
    expect(await kindsOf(world)).toEqual(before);
  });

  test('that is taken back while the control owner signs makes nobody sign another stage than they meant', async () => {
    const world = await signedOnce();
    const raced = whenAppending(world, async () => {
      given(await takeBackSignature(world.dependencies, asked(fallback)));
    });
    expect(await company.signs(raced, period, owner)).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'the first signature fell at this moment' }],
    });
    expect(foldReview(await world.dependencies.reviews.load(period))?.signatures).toEqual([]);
  });

  test('that is taken back is told to who goes on from it, and asked for anew', async () => {
    const world = await signedOnce();
    await company.ticked(world, '2026-04-01T09:00:00Z');
    given(await takeBackSignature(world.dependencies, asked(fallback)));
    const mails = await company.ticked(world, '2026-04-02T09:00:00Z');
    expect(mails).toContain(`${owner}: ${period}: signature of the reviewer taken back`);
    expect(mails).toContain(`ops@acme.com: ${period}: signature of the reviewer taken back`);
    expect(mails.find((mail) => mail.startsWith(fallback))).toMatch(/taken back, and 1 other matter$/);
    given(await company.signs(world, period, fallback));
    expect(await company.ticked(world, '2026-04-03T09:00:00Z')).toContain(
      `${owner}: ${period}: ready to be signed by the control owner`,
    );
  });
});
