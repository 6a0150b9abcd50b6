// Closing a review in which a revoked account was never handed over: only a whole export shows that it is gone.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EvidenceChanged } from '../../../../steps/run/stored-evidence.ts';
import { recordClosing } from '../../../../steps/review/close-review.ts';
import { isReportOwed, issuePromised } from '../../../../steps/review/issue-promised.ts';
import { verified } from '../../verify/verified.ts';
import { given } from '../../../support/given.ts';
import { embeddedWorld, newExport, openedWorld, period } from '../year/opened.ts';
import { rebased } from '../ways-back/mistaken.ts';
import type { RunSays, World } from '../world.ts';
import { closes, decides, fallback, founded, keepsTheRest, opens, owner, shows, signs } from '../year/year.ts';

const revoked = 'user03@acme.com';

/** Signed by both, with one account revoked and in no work order. */
async function signedWorld(): Promise<World> {
  const world = await openedWorld();
  await revokedAndSigned(world);
  return world;
}

async function revokedAndSigned(world: World): Promise<void> {
  given(await decides(world, period, { by: fallback, says: { [revoked]: ['revoke'] } }));
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
}

test('does not close on an export with a row that could not be read, in which the account may stand', async () => {
  const world = await signedWorld();
  shows(world, 'Odd Person <odd@acme.com>');
  await without(world, {});
  expect(await closes(world, period)).toContain(
    'does not prove that whom it lacks is gone: 1 row of it could not be read',
  );
});

test('does not close on an export that is the file of an older one under a later time', async () => {
  const world = await signedWorld();
  const row = world.accounts.get(revoked);
  if (row === undefined) throw new Error(`no account ${revoked}`);
  world.accounts.delete(revoked);
  world.at('2026-04-10T09:00:00Z');
  await world.run({ period });
  world.accounts.set(revoked, row);
  world.at('2026-04-11T09:00:00Z');
  await world.run({ period });
  world.accounts.delete(revoked);
  world.at('2026-04-12T09:00:00Z');
  const { report } = await world.run({ period });
  expect(report.notProven[0]).toContain('the same file came in before as one of 10 April 2026');
  expect(await closes(world, period)).toContain(
    'one that was compared before is as young or younger, or is the same file',
  );
});

test('does not close on an export from before the run under review, which knew the account not yet', async () => {
  const world = await embeddedWorld();
  founded(world);
  const row = world.accounts.get(revoked);
  if (row === undefined) throw new Error(`no account ${revoked}`);
  world.accounts.delete(revoked);
  world.at('2026-03-20T09:00:00Z');
  await world.run();
  world.accounts.set(revoked, row);
  world.at('2026-03-30T09:00:00Z');
  await world.run({ countShown: 60, accept: ['count'] });
  await opens(world, period);
  await revokedAndSigned(world);
  expect(await closes(world, period)).toContain(`not proven gone: ${revoked}`);
});

test('closes on the export under review, which an earlier run compared first', async () => {
  const world = await openedWorld();
  given(await decides(world, period, { by: fallback, says: { [revoked]: ['revoke'] } }));
  await newExport(world, '2026-04-02T09:00:00Z', [revoked]);
  world.at('2026-04-02T10:00:00Z');
  await world.run({ period, exportedAt: '2026-04-02T08:00:00Z', takenAt: '2026-04-02T08:00:00Z' });
  await rebased(world);
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  expect(await closes(world, period)).toBe('closed');
});

/** The account is missing from the next export. */
async function without(world: World, says: RunSays): Promise<void> {
  world.accounts.delete(revoked);
  world.at('2026-04-10T09:00:00Z');
  await world.run({ period, ...says });
}

test('closes when a later whole export no longer shows the account', async () => {
  const world = await signedWorld();
  expect(await closes(world, period)).toContain(`not proven gone: ${revoked}`);
  await without(world, {});
  expect(await closes(world, period)).toBe('closed');
});

test('is recorded by who may not seal, and the report that it promises is issued by who may, with the digest of the event', async () => {
  const world = await signedWorld();
  const { renderer: _renderer, drawClosing: _draw, sealer: _sealer, ...recording } = world.dependencies;
  const request = { period, by: fallback };
  expect(await recordClosing(recording, request)).toMatchObject({ kind: 'refused' });
  expect(await isReportOwed(world.dependencies, period)).toBe(false);
  await without(world, {});
  const { reportKey: key } = given(await recordClosing(recording, request));
  if (key === null) throw new Error('no closing report is promised');
  const { objects, reviews } = world.dependencies;
  expect(await objects.get(key)).toBeNull();
  expect(await isReportOwed(world.dependencies, period)).toBe(true);
  // Closed once: who asks again is told of the same report, and adds nothing.
  const recorded = (await reviews.load(period)).length;
  expect(given(await recordClosing(recording, request)).reportKey).toBe(key);
  expect(await reviews.load(period)).toHaveLength(recorded);
  expect(await issuePromised(world.dependencies, period)).toEqual({ issued: [key], withheld: [] });
  expect(await isReportOwed(world.dependencies, period)).toBe(false);
  expect(await verified(await world.stored(key))).toMatchObject({ exit: 0 });
});

test('is not recorded where the evidence that its report would rest on is not what was recorded', async () => {
  const world = await signedWorld();
  await without(world, {});
  const { objects, reviews, runs } = world.dependencies;
  const [run] = await runs.list();
  const path = objects.location(`runs/${run?.id ?? ''}/evidence/export.csv`);
  await writeFile(path, `${await readFile(path, 'utf8')} `);
  const before = (await reviews.load(period)).length;
  await expect(recordClosing(world.dependencies, { period, by: fallback })).rejects.toThrow(EvidenceChanged);
  expect(await reviews.load(period)).toHaveLength(before);
});

test.each([
  [
    'lacks rows',
    { countShown: 60, accept: ['count'] },
    'proves no removal: it was accepted in spite of the gate count',
  ],
  [
    'is older than one that was compared',
    { exportedAt: '2026-03-29T09:00:00Z', accept: ['skew'] },
    'proves no removal: it was too old when it was compared',
  ],
] as const)('does not close on the strength of an export that %s, and says why', async (_what, says, why) => {
  const world = await signedWorld();
  await without(world, says);
  const told = await closes(world, period);
  expect(told).toContain(`not proven gone: ${revoked}`);
  expect(told).toContain(why);
});

test('does not close on the strength of an export that was edited, and names the sign that shows it', async () => {
  const world = await signedWorld();
  const [first] = [...world.accounts].filter(([login]) => login !== revoked);
  if (first === undefined) throw new Error('nobody is left');
  world.accounts.set(first[0], { ...first[1], operation: 'Update' });
  await without(world, {});
  const told = await closes(world, period);
  expect(told).toContain(
    'proves no removal: it is not as People.ai wrote it (`Operation` is filled in, in 1 row (first: row ',
  );
});
