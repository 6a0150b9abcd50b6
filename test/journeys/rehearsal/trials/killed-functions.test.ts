// Each function of a run killed after each of its writes that is unlike the one before; KILLED_TRIALS takes each write. It
// takes long because a killed function begins anew, in a process that reads, draws and signs as far as it comes.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sendingPrefix } from '../../../../core/names/object-keys.ts';
import { instantFromMs, isBefore, msOf } from '../../../../core/values/instant.ts';
import { storedInstant } from '../../../../core/values/stored.ts';
import { everyMoment, invokeKilled, runTrial, shortName } from './trial.ts';
import type { Killing } from './trial.ts';
import { raiseCompany } from '../raised.ts';
import type { Raised } from '../raised.ts';
import type { Stage } from '../machine/stage.ts';
import { runUndisturbed } from './undisturbed.ts';
import type { Undisturbed } from './undisturbed.ts';
import { contentsOf, remember } from '../machine/world.ts';
import type { Contents } from '../machine/world.ts';

let raised: Raised;
let stage: Stage;
let undisturbed: Undisturbed;

beforeAll(async () => {
  raised = await raiseCompany();
  stage = raised.stage;
  undisturbed = await runUndisturbed(stage);
}, 600_000);

afterAll(async () => raised.close());

const killed = /was killed/;

/** What the function was asked last in the review that nothing disturbed, and how much it wrote. */
function callOf(name: string): Undisturbed['calls'][number] {
  const call = undisturbed.calls.findLast((one) => one.name === name);
  if (call === undefined) throw new Error(`${name} was not called`);
  return call;
}

/** The functions that come before it have done their work, and are not asked again. */
async function upTo(name: string): Promise<void> {
  await undisturbed.again();
  for (const call of undisturbed.calls.slice(0, undisturbed.calls.indexOf(callOf(name)))) {
    if (!call.name.startsWith('pull-')) await stage.invoke(stage.named(call.name), call.order);
  }
}

function runRecorded({ records }: Contents): boolean {
  return records.some(({ pk }) => pk?.S === 'runs');
}

function evidenceIn({ objects }: Contents): object {
  return Object.fromEntries(Object.entries(objects).filter(([key]) => key.startsWith('runs/')));
}

/** Before anything is mailed. */
function unsent({ objects, records }: Contents): Contents {
  const others = Object.entries(objects).filter(([key]) => !key.startsWith(sendingPrefix));
  return { objects: Object.fromEntries(others), records };
}

const claimSchema = z.looseObject({ endsAt: storedInstant });

/** As if most of the time of the killed one's claim had passed: what is left of it is waited for. @returns when it ends */
function endClaimSoon(): number {
  const evidence = stage.s3.buckets.get(stage.bucket('Evidence'));
  const keys = evidence?.keys(sendingPrefix) ?? [];
  const open = keys.filter((key) => /claim-\d+\.json$/.test(key) && !keys.includes(key.replace('.json', '-over.json')));
  expect(open).toHaveLength(1);
  const [key = ''] = open;
  const claim = z.parse(claimSchema, JSON.parse(evidence?.version(key, null)?.body.toString() ?? ''));
  const endsAt = instantFromMs(Date.now() + 2000);
  expect(isBefore(endsAt, claim.endsAt)).toBe(true);
  const body = Buffer.from(JSON.stringify({ ...claim, endsAt }));
  evidence?.add(key, { body, headers: {}, lock: null, deleted: false });
  return msOf(endsAt);
}

/** Files of a run are put one like another: the first stands for all, and from the report on each write for itself. */
function killedAt(writes: number): readonly number[] {
  const report = Object.keys(evidenceIn(undisturbed.trial.contents)).length;
  const each = Array.from({ length: writes }, (_, index) => index + 1);
  return everyMoment ? each : each.filter((write) => write === 1 || write >= report);
}

describe('a function of a run, when its process is killed', { timeout: 600_000 }, () => {
  test.each(['reconcile', 'publish'])(
    'before its first write, after that, and after what follows, leaves nothing half and ends with the same: %s',
    async (name) => {
      await upTo(name);
      const { order, writes } = callOf(name);
      const fn = stage.named(name);
      const killings: readonly Killing[] = [
        { write: 1, where: 'lost on its way' },
        // After a write is before the next one: nothing between them lasts.
        ...killedAt(writes).map((write) => ({ write, where: 'done and not answered' as const })),
      ];
      for (const killing of killings) {
        await expect(invokeKilled(stage, fn, { ...killing, order })).rejects.toThrow(killed);
        const between = await contentsOf(stage);
        if (runRecorded(between)) expect(evidenceIn(between)).toEqual(evidenceIn(undisturbed.trial.contents));
      }
      expect(await stage.invoke(fn, order)).toEqual(callOf(name).answer);
      if (name === 'publish') expect(unsent(await contentsOf(stage))).toEqual(unsent(undisturbed.trial.contents));
    },
  );

  test('leaves a directory unread or read once, and never a snapshot that is half', async () => {
    const order = { execution: 'a-run-of-its-own' };
    const { okta } = raised.directories;
    await undisturbed.again();
    const pull = stage.named('pull-okta');
    await expect(invokeKilled(stage, pull, { order, write: 1, where: 'lost on its way' })).rejects.toThrow(killed);
    expect(await contentsOf(stage)).not.toHaveProperty(['objects', 'work/a-run-of-its-own/snapshot-okta.jsonl']);
    await expect(invokeKilled(stage, pull, { order, write: 1, where: 'done and not answered' })).rejects.toThrow(
      killed,
    );
    const [asked, contents] = [okta.requests.length, await contentsOf(stage)];
    expect(await stage.invoke(pull, order)).toEqual({
      directory: 'okta',
      key: 'work/a-run-of-its-own/snapshot-okta.jsonl',
    });
    expect(okta.requests).toHaveLength(asked);
    expect(await contentsOf(stage)).toEqual(contents);
  });

  test('while it begins to send the mail, is asked again by the run, and one arrives with the id of the run', async () => {
    const cut: Killing = { write: 1, where: 'lost on its way' };
    const { end, called, contents, mails } = await triedKilling(new Map([['deliver', cut]]));
    expect(end.status).toBe('SUCCEEDED');
    expect(called.filter((name) => name === 'deliver')).toHaveLength(2);
    expect(contents).toEqual(undisturbed.trial.contents);
    expect(mails).toEqual(undisturbed.trial.mails);
  });

  test('sends the mail again only where it was killed between SES and the record of whom it reached', async () => {
    await upTo('deliver');
    const back = await remember(stage);
    const { order, answer } = callOf('deliver');
    const fn = stage.named('deliver');
    const sentWhenKilledAt = async (write: number): Promise<number> => {
      await back();
      const before = stage.mailbox.messages.length;
      await expect(invokeKilled(stage, fn, { order, write, where: 'done and not answered' })).rejects.toThrow(killed);
      return stage.mailbox.messages.length - before;
    };
    let taken = 1;
    while ((await sentWhenKilledAt(taken)) === 0) taken += 1;
    const before = stage.mailbox.messages.length;
    const claimEndsMs = endClaimSoon();
    expect(await stage.invoke(fn, order)).toEqual(answer);
    expect(Date.now(), 'nobody sends while the claim of the killed one stands').toBeGreaterThanOrEqual(claimEndsMs);
    expect(stage.mailbox.messages).toHaveLength(before + 1);
    expect(await sentWhenKilledAt(taken + 1)).toBe(1);
    expect(await stage.invoke(fn, order)).toEqual(answer);
    expect(stage.mailbox.messages).toHaveLength(before + 2);
  });

  test('is asked again by the run, which ends with the same when each of them is killed once', async () => {
    const cuts = ['reconcile', 'publish', 'deliver'].map(
      (name) => [name, { write: callOf(name).writes, where: 'done and not answered' }] as const,
    );
    const { end, called, contents, mails } = await triedKilling(new Map(cuts));
    expect(end.status).toBe('SUCCEEDED');
    const twice = ['reconcile', 'publish', 'deliver'].flatMap((name) => [name, name]);
    expect(called.filter((name) => !name.startsWith('pull-'))).toEqual(['reconcile', ...twice]);
    expect(contents).toEqual(undisturbed.trial.contents);
    expect(mails).toEqual(undisturbed.trial.mails);
  });
});

/** The review from its beginning, whose functions of these names are killed once each. */
async function triedKilling(cuts: Map<string, Killing>): ReturnType<typeof runTrial> {
  const { order, calling, again } = undisturbed;
  await again();
  return runTrial(stage, order, {
    calling: async (called, asked) => {
      const name = shortName(called);
      const cut = cuts.get(name);
      // Asked before the look-ups too, where it writes less than the write at which it is killed.
      if (cut === undefined || !isDeepStrictEqual(asked, callOf(name).order)) return calling(called, asked);
      cuts.delete(name);
      return invokeKilled(stage, called, { ...cut, order: asked });
    },
  });
}
