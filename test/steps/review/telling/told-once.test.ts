// Two quarters with a change in every gap: each is told once, by the proof of the gap in which it happened.
import { beforeEach, describe, expect, test } from 'vitest';
import { aheadFile } from '../../../../core/names/evidence-files.ts';
import { foldReview } from '../../../../core/review/events/folded.ts';
import type { Report } from '../../../../core/report/report.ts';
import type { TellingRun } from '../../../../core/review/events/event.ts';
import { knownOfRun } from '../../../../steps/review/open-review.ts';
import { reviewStatus } from '../../../../steps/review/review-status.ts';
import { given } from '../../../support/given.ts';
import { opened, pagesOf, textOfPage } from '../../../support/reports/read-pdf.ts';
import { at } from '../../../support/time.ts';
import { verified } from '../../verify/verified.ts';
import { changed, closedBy, verdictOn } from '../forged-closing.ts';
import { copyOf, embeddedWorld } from '../year/opened.ts';
import type { World } from '../world.ts';
import * as company from '../year/year.ts';

const { fallback, owner } = company;
const lapsed = 'user05@acme.com';

async function reviewed(world: World, period: string, revoke: readonly string[]): Promise<void> {
  await company.opens(world, period);
  const says = Object.fromEntries(revoke.map((login) => [login, ['revoke'] as const]));
  given(await company.decides(world, period, { by: fallback, says: { ...says, 'onleave@acme.com': ['keep'] } }));
  await company.keepsTheRest(world, period, owner);
}

async function signed(
  world: World,
  period: string,
): Promise<{ readonly forward: readonly string[]; readonly text: string }> {
  const { forward } = given(await reviewStatus(world.dependencies, period));
  const told = (forward?.changes ?? []).map(({ login }) => login.split('@')[0] ?? '');
  given(await company.signs(world, period, fallback));
  const { reportKey } = given(await company.signs(world, period, owner));
  const report = await world.stored(reportKey);
  expect(await verified(report)).toMatchObject({ exit: 0 });
  const text = await textOf(report);
  for (const login of told) expect(text).toContain(login);
  return { forward: told, text };
}

async function textOf(report: Buffer): Promise<string> {
  return (await Promise.all((await pagesOf(await opened(report))).map(textOfPage))).join('');
}

function outside({ proofs }: Report): readonly string[] {
  return (proofs?.outside.changes ?? []).map(
    ({ login, kind, explained }) => `${login.split('@')[0]} ${kind}${explained === null ? '' : ', explained'}`,
  );
}

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

test('each change is told once, where it happened', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  const first = await world.run();
  expect(outside(first.report)).toEqual([]);
  expect(first.report.proofs?.outside.untold).toBe('no review was signed before this run');
  await reviewed(world, '2026-Q1', ['ghost@acme.com', lapsed]);
  // Between export and signature.
  company.joins(world, 'early@acme.com');
  world.at('2026-04-08T09:00:00Z');
  await world.run();
  expect(given(await company.orders(world, '2026-Q1')).orders).toMatchObject([{ accounts: 2 }]);
  const q1 = await signed(world, '2026-Q1');
  expect(q1.forward).toEqual(['early']);

  // Between signature and removal: one is removed by the order, another by nobody's order.
  company.shows(world, 'ghost@acme.com', { status: 'Suspended' });
  world.accounts.delete(lapsed);
  company.shows(world, 'user06@acme.com', { status: 'Suspended' });
  world.at('2026-04-12T09:00:00Z');
  await world.run();
  expect(await company.closes(world, '2026-Q1')).toBe('closed');

  // Between quarters.
  company.shows(world, 'user07@acme.com', { role: 'Admin' });
  company.joins(world, 'late@acme.com');
  world.at('2026-07-01T09:00:00Z');
  const second = await world.run({ period: '2026-Q2' });
  expect(outside(second.report), 'what signature and closing reached to is not told again').toEqual([
    'late created',
    'user07 role',
  ]);
  expect(
    second.report.proofs?.timeliness.rows.map(({ period, order, removal }) => [period, order.outcome, removal.outcome]),
  ).toEqual([
    ['2026-Q1', 'pass', 'pass'],
    ['2026-Q2', 'not yet', 'not yet'],
  ]);
  await reviewed(world, '2026-Q2', []);
  company.shows(world, 'user08@acme.com', { status: 'Suspended' });
  world.at('2026-07-06T09:00:00Z');
  await world.run();
  const q2 = await signed(world, '2026-Q2');
  expect(q2.forward).toEqual(['user08']);
  expect(q2.text).toContain('2026-Q1:signedthisstagein1earlierreview');

  // The third quarter begins where the second signature ended.
  world.at('2026-10-01T09:00:00Z');
  const third = await world.run({ period: '2026-Q3' });
  expect(outside(third.report)).toEqual([]);
  expect(third.report.proofs?.outside.sum).toMatchObject({ created: 0, deleted: 0 });
  const state = foldReview(await world.dependencies.reviews.load('2026-Q2'));
  expect(third.report.proofs?.outside.since?.run.id).toBe(state?.signatures.at(-1)?.rollForward?.run);
});

test('an account made again under its address is told, one that left by its order once, and what was changed back is not', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await reviewed(world, '2026-Q1', ['ghost@acme.com']);
  expect(given(await company.orders(world, '2026-Q1')).orders).toMatchObject([{ accounts: 1 }]);
  const q1 = await signed(world, '2026-Q1');
  expect(q1.forward).toEqual([]);

  // Between signature and removal: the account under order is deleted, and another one with nobody's order.
  for (const login of ['ghost@acme.com', 'user09@acme.com']) world.accounts.delete(login);
  company.shows(world, 'user10@acme.com', { role: 'Admin' });
  world.at('2026-04-12T09:00:00Z');
  await world.run();
  expect(await company.closes(world, '2026-Q1')).toBe('closed');

  // Between quarters: made again, and changed back.
  company.shows(world, 'user09@acme.com', { createdAt: '2026-05-02' });
  company.shows(world, 'user10@acme.com', { role: 'User' });
  world.at('2026-07-01T09:00:00Z');
  const second = await world.run({ period: '2026-Q2' });
  expect(outside(second.report)).toEqual(['user09 created', 'user10 role']);
  await reviewed(world, '2026-Q2', []);
  const q2 = await signed(world, '2026-Q2');
  expect(q2.forward).toEqual([]);
  world.at('2026-10-01T09:00:00Z');
  const third = await world.run({ period: '2026-Q3' });
  expect(outside(third.report), 'and never again').toEqual([]);
});

test('whoever keeps an account explains nothing that came after the run that they looked at', async () => {
  const world = await embeddedWorld();
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  world.at('2026-04-02T09:00:00Z');
  await reviewed(world, '2026-Q1', []);
  const { text } = await signed(world, '2026-Q1');
  expect(text).toContain('Notrolledforward');
  company.shows(world, 'user07@acme.com', { role: 'Admin' });
  company.joins(world, 'late@acme.com');
  world.at('2026-07-01T09:00:00Z');
  expect(outside((await world.run({ period: '2026-Q2' })).report)).toEqual(['late created', 'user07 role']);

  // The review of that run is not signed yet, so the next run still compares with the first population.
  await reviewed(world, '2026-Q2', []);
  company.shows(world, 'user08@acme.com', { role: 'Admin' });
  world.at('2026-10-01T09:00:00Z');
  expect(outside((await world.run({ period: '2026-Q3' })).report)).toEqual([
    'late created, explained',
    'user07 role, explained',
    'user08 role',
  ]);
});

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
