// Runs that were made before a closing or a signature that tells the same changes: each change is told by one of them alone.
import { beforeEach, describe, expect, test } from 'vitest';
import { aheadFile } from '../../../../core/names/evidence-files.ts';
import type { TellingRun } from '../../../../core/review/events/event.ts';
import { knownOfRun } from '../../../../steps/review/open-review.ts';
import { at } from '../../../support/time.ts';
import { changed, closedBy, verdictOn } from '../forged-closing.ts';
import { copyOf, embeddedWorld } from '../year/opened.ts';
import type { World } from '../world.ts';
import * as company from '../year/year.ts';
import { outside, reviewed, signed, textOf } from './quarter.ts';

const { fallback, owner } = company;

/** A signed first quarter, one account suspended by nobody's order after it, and the day of the next run. */
async function suspendedAfterSigning(): Promise<World> {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await reviewed(world, '2026-Q1', []);
  await signed(world, '2026-Q1');
  company.shows(world, 'user06@acme.com', { status: 'Suspended' });
  world.at('2026-07-01T09:00:00Z');
  return world;
}

describe('a run of the next quarter that was made before the closing', () => {
  let world: World;
  let early: Awaited<ReturnType<World['run']>>;
  const known = (): { readonly run: string; readonly period: string } => ({ run: early.record.id, period: '2026-Q2' });

  beforeEach(async () => {
    world = await copyOf(suspendedAfterSigning);
    early = await world.run({ period: '2026-Q2' });
    expect(outside(early.report)).toEqual(['user06 suspended']);
    expect(await knownOfRun(world.dependencies, known())).toMatchObject({ toldTwice: null });
    world.at('2026-07-02T09:00:00Z');
  });

  test('leaves it to the closing, where the review is opened on it afterwards', async () => {
    expect(await company.closes(world, '2026-Q1')).toBe('closed');
    const closing = await textOf(await world.stored('reviews/2026-Q1/closing.pdf'));
    expect(closing).toContain('user06');
    expect((await knownOfRun(world.dependencies, known())).toldTwice).toEqual({
      review: '2026-Q1',
      closedAt: '2026-07-02T09:00:00Z',
      changes: 1,
    });
    await reviewed(world, '2026-Q2', []);
    const { text } = await signed(world, '2026-Q2');
    expect(text).toContain('theclosingreporttellswhatchangedsinceitssignature,1changeuntilthisrunamongit');
  });

  test('tells it, where a review stands on it already, and then the closing does not', async () => {
    await reviewed(world, '2026-Q2', []);
    world.at('2026-07-03T09:00:00Z');
    const genuine = await closedBy(world, { period: '2026-Q1', by: fallback });
    const { id: run, asOf } = early.record;
    expect(genuine.closing).toMatchObject({ since: null, toldBy: { run, asOf } });
    expect(await verdictOn(world, genuine, (events) => events)).toContain('VERIFIED');
    const closing = await textOf(await world.stored('reviews/2026-Q1/closing.pdf'));
    expect(closing).toContain(`Thenextreviewstandsalreadyontherun${run}`);
    expect((await signed(world, '2026-Q2')).text).toContain('user06');

    const forged = async (toldBy: Partial<TellingRun> | undefined): Promise<string> =>
      verdictOn(
        world,
        genuine,
        changed('closed', ({ toldBy: before, ...event }) =>
          toldBy === undefined || before === undefined ? event : { ...event, toldBy: { ...before, ...toldBy } },
        ),
      );
    expect(await forged(undefined)).toContain('a file of a run to which no signature was rolled forward');
    expect(await forged({ run: '20260701T090000Z-00000000' })).toContain('no signature was rolled forward');
    expect(await forged({ asOf: at('2026-03-30T09:00:00Z') })).toContain('a run that cannot tell what changed');
    expect(await forged({ manifestSha256: '0'.repeat(64) })).toContain('not the manifest that the event names');

    const { name: proofs } = aheadFile(run, 'proofs.json');
    const lacking = { ...genuine, attachments: genuine.attachments.filter(({ name }) => name !== proofs) };
    expect(lacking.attachments).toHaveLength(genuine.attachments.length - 1);
    expect(await verdictOn(world, lacking, (events) => events)).toContain(
      'not the files of the run that tells what changed',
    );
  });

  test('that is made again after the closing tells only what came later', async () => {
    expect(await company.closes(world, '2026-Q1')).toBe('closed');
    world.at('2026-07-03T09:00:00Z');
    const late = await world.run({ period: '2026-Q2' });
    expect(outside(late.report)).toEqual([]);
    expect((await knownOfRun(world.dependencies, { ...known(), run: late.record.id })).toldTwice).toBeNull();
  });
});

describe('a run that was made before another review was signed', () => {
  let world: World;
  let early: Awaited<ReturnType<World['run']>>;
  const signedLate = 'Therunwasmadebefore2026-Q2wassignedon';

  /** Two changes: one that the run of the second quarter tells, one that came between that and the run of the third. */
  beforeEach(async () => {
    world = await copyOf(suspendedAfterSigning);
    await world.run({ period: '2026-Q2' });
    await reviewed(world, '2026-Q2', []);
    company.shows(world, 'user07@acme.com', { role: 'Admin' });
    world.at('2026-10-01T09:00:00Z');
    early = await world.run({ period: '2026-Q3' });
    expect(outside(early.report)).toEqual(['user06 suspended', 'user07 role']);
  });

  test('leaves what changed to the report of that review, which names every account', async () => {
    world.at('2026-10-02T09:00:00Z');
    const late = await signed(world, '2026-Q2');
    expect(late.forward).toEqual(['user07']);
    expect(late.text).not.toContain(signedLate);
    await reviewed(world, '2026-Q3', []);
    world.at('2026-10-05T09:00:00Z');
    const { text } = await signed(world, '2026-Q3');
    expect(text).toContain(
      `${signedLate}2October2026,09:00UTC:itsreport,whichreachesto1October2026,09:00UTC,nameseveryaccountthatchangeduntilthisrun,2changes.`,
    );
  });

  test('does so also where its own review was open by then', async () => {
    await reviewed(world, '2026-Q3', []);
    world.at('2026-10-02T09:00:00Z');
    await signed(world, '2026-Q2');
    expect((await signed(world, '2026-Q3')).text).toContain(signedLate);
  });

  test('tells them where its review is signed first, and then the other one leaves what it told itself', async () => {
    await reviewed(world, '2026-Q3', []);
    world.at('2026-10-02T09:00:00Z');
    const first = await signed(world, '2026-Q3');
    expect(first.text).not.toContain('Therunwasmadebefore');
    expect((await signed(world, '2026-Q2')).text).toContain('Therunwasmadebefore2026-Q3wassignedon');
  });

  test('tells what changed itself where that report lacks an account, because it was changed back', async () => {
    company.shows(world, 'user07@acme.com', { role: 'User' });
    // Not the file of the first export again, byte for byte.
    company.shows(world, 'user08@acme.com', { lastLogin: '2026-10-01' });
    world.at('2026-10-02T09:00:00Z');
    await world.run({ period: '2026-Q4' });
    world.at('2026-10-03T09:00:00Z');
    expect((await signed(world, '2026-Q2')).forward).toEqual([]);
    await company.opens(world, '2026-Q3');
    await company.keepsTheRest(world, '2026-Q3', owner);
    const { text } = await signed(world, '2026-Q3');
    expect(text).not.toContain(signedLate);
  });
});
