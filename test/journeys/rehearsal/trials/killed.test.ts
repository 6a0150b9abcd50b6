// The durable function killed at each of its checkpoints, in three ways, and what comes of the run. It takes long because
// each of some twenty trials is a whole run, whose functions are processes that can be killed for real; KILLED_TRIALS takes
// all three ways at each checkpoint, each by itself.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, instantFromMs, startOfDay } from '../../../../core/values/instant.ts';
import { periodOf } from '../../../../core/config/calendar.ts';
import type { Blow } from '../../../support/aws/deployment/durable-stand-in.ts';
import { runOnAmazonsRunner } from '../machine/durable.ts';
import { fire, raiseCompany } from '../raised.ts';
import type { Raised, StartedOrder } from '../raised.ts';
import { remember } from '../machine/world.ts';
import { everyMoment, runTrial } from './trial.ts';
import type { Calling, Trial, TrialOptions } from './trial.ts';
import { directoriesAnswered, runUndisturbed } from './undisturbed.ts';
import type { Undisturbed } from './undisturbed.ts';

let raised: Raised;
let undisturbed: Undisturbed;

beforeAll(async () => {
  raised = await raiseCompany();
  undisturbed = await runUndisturbed(raised.stage);
}, 600_000);

afterAll(async () => raised.close());

/** From the beginning of the review to its end. */
async function tried(options: TrialOptions): Promise<Trial> {
  const { order, calling, again } = undisturbed;
  await again();
  return runTrial(raised.stage, order, { calling, ...options });
}

/** What must be the same however often a run was killed. */
function endOf({ end: { status, result }, called, contents, mails }: Trial): object {
  return { status, result, called: called.toSorted(), contents, mails };
}

describe('a run', { timeout: 600_000 }, () => {
  test('that nothing disturbs leaves one signed report under lock, and one mail that names the run', () => {
    const { end, called, contents, mails } = undisturbed.trial;
    expect(end).toMatchObject({ status: 'SUCCEEDED', killed: 0 });
    expect(called.toSorted()).toEqual([
      'deliver',
      'publish',
      // Each directory is read, and asked for whom nobody knows.
      'pull-entra',
      'pull-entra',
      'pull-okta',
      'pull-okta',
      'reconcile',
      'reconcile',
    ]);
    const evidence = Object.entries(contents.objects).filter(([key]) => key.startsWith('runs/'));
    expect(evidence.filter(([key]) => key.endsWith('/report.pdf'))).toHaveLength(1);
    expect(evidence.filter(([, kept]) => !kept.endsWith(', written 1x, GOVERNANCE'))).toEqual([]);
    const [, run = ''] = evidence[0]?.[0].split('/') ?? [];
    expect(mails.map(({ id }) => id)).toEqual([`<run-${run}@acme.com>`]);
    expect(mails[0]?.text).toContain(`Run ${run}, as of `);
  });

  test('goes the same way on this stand-in of Lambda as on Amazon’s own runner', async () => {
    await undisturbed.again();
    const { status, result, invoked } = await runOnAmazonsRunner(raised.stage, undisturbed.order);
    const names = invoked.map((name) => name.replace('access-review-rehearsal-', ''));
    const { end, called } = undisturbed.trial;
    expect({ status, result }).toEqual({ status: end.status, result: end.result });
    expect(inOrder(names)).toEqual(inOrder(called));
    expect((await tried({})).contents).toEqual(undisturbed.trial.contents);
  });

  test('whose process is killed at any one checkpoint ends with the same evidence, report and mail', async () => {
    const { checkpoints } = undisturbed.trial.end;
    for (const [blow, killed] of blowsOver(checkpoints)) {
      const trial = await tried({ blow: (checkpoint) => (checkpoint === killed ? blow : null) });
      expect(endOf(trial), `killed at checkpoint ${killed} of ${checkpoints}, ${blow}`).toEqual(
        endOf(undisturbed.trial),
      );
      if (blow !== 'after its answer') expect(trial.end.killed).toBe(1);
    }
  });

  test('whose process is killed at every checkpoint again and again ends with the same', async () => {
    const trial = await tried({ blow: () => 'before its answer' });
    expect(endOf(trial)).toEqual(endOf(undisturbed.trial));
    expect(trial.end.killed).toBe(trial.end.checkpoints);
  });

  test('of the daily watch, whose process is killed at any one checkpoint, ends with the same and mails once', async () => {
    const { stage, directories } = raised;
    await undisturbed.afterwards();
    directories.leave('jane');
    const order = await fire(stage, 'watch');
    const calling = await directoriesAnswered(stage, order, 'accepted-run');
    await expectSameWhereverKilled(order, { back: await remember(stage), calling });
  });

  test('of the daily tick, which reports a missed review, ends with the same wherever its process is killed', async () => {
    const calendar = { timeZone: 'UTC', fiscalYearStart: 1 };
    const { lastDay } = periodOf(instantFromMs(Date.now()), calendar);
    const { dueDay } = periodOf(startOfDay(addDays(lastDay, 1), 'UTC'), calendar);
    const order = await fire(raised.stage, 'tick', `${addDays(dueDay, 1)}T06:30:00Z`);
    await expectSameWhereverKilled(order, { back: undisturbed.afterwards, calling: undisturbed.calling });
  });
});

/**
 * The function itself writes nothing: what is lost before it is stored, but for the first, and what is killed after an
 * answer, but for the last, leaves what a lost answer leaves.
 */
function blowsOver(checkpoints: number): readonly (readonly [Blow, number])[] {
  const every = upTo(checkpoints);
  const [first, last] = everyMoment ? [every, every] : [[1], [checkpoints]];
  return [
    ...first.map((at) => ['before it is stored', at] as const),
    ...every.map((at) => ['before its answer', at] as const),
    ...last.map((at) => ['after its answer', at] as const),
  ];
}

function upTo(checkpoints: number): readonly number[] {
  return Array.from({ length: checkpoints }, (_, index) => index + 1);
}

/** Directories are asked side by side, when they are read and when they are asked again. */
function inOrder(called: readonly string[]): readonly string[] {
  const [read, find, again, then] = [called.slice(0, 2), called.slice(2, 3), called.slice(3, 5), called.slice(5)];
  return [...read.toSorted(), ...find, ...again.toSorted(), ...then];
}

interface Beginning {
  /** To where the run begins. */
  readonly back: () => Promise<void>;
  readonly calling: Calling;
}

/** What one kill leaves stays until the end, whatever is killed later: every other checkpoint is one trial, the rest another. */
async function expectSameWhereverKilled(order: StartedOrder, { back, calling }: Beginning): Promise<void> {
  await back();
  const plain = await runTrial(raised.stage, order, { calling });
  expect(plain).toMatchObject({ end: { status: 'SUCCEEDED', killed: 0 }, mails: [{}] });
  const every = upTo(plain.end.checkpoints);
  const [odd, even] = [every.filter((at) => at % 2 === 1), every.filter((at) => at % 2 === 0)];
  for (const killed of everyMoment ? every.map((at) => [at]) : [odd, even]) {
    await back();
    const blow = (checkpoint: number): Blow | null => (killed.includes(checkpoint) ? 'before its answer' : null);
    const trial = await runTrial(raised.stage, order, { calling, blow });
    expect(endOf(trial), `killed at checkpoint ${killed.join(', ')} of ${every.length}`).toEqual(endOf(plain));
    expect(trial.end.killed).toBe(killed.length);
  }
}
