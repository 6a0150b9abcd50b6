// A review that goes on with the population of a later accepted run of its period.
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../../../adapters/stores/sqlite/store.ts';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { knownOfRun, openingOf } from '../../../../steps/review/open-review.ts';
import { previewSignature } from '../../../../steps/review/sign-off.ts';
import { storedRuns } from '../../../../steps/run/stored-runs.ts';
import { aFolder } from '../../../support/folders.ts';
import { aWorld } from '../world.ts';
import { rebaseReview } from '../../../../steps/review/ways-back/rebase-review.ts';
import { given } from '../../../support/given.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { withoutBlanks } from '../../../support/reports/read-pdf.ts';
import { at } from '../../../support/time.ts';
import { verified } from '../../verify/verified.ts';
import { decided, first, openedWorld, ordered, period, statusOf, third, second } from '../year/opened.ts';
import * as company from '../year/year.ts';
import { asked, decidedWorld, printed, rebased, runOnceMore, signedOnce, whenAppending } from './mistaken.ts';

const { fallback, owner } = company;
const [mona] = company.managers;

describe('a review that is moved onto a later run', () => {
  test('keeps decisions on unchanged lines, asks the others again, and tells both in the report and its proof', async () => {
    const world = await signedOnce();
    await runOnceMore(world);
    const moved = await rebased(world);
    expect(moved).toMatchObject({ again: [first], gone: [second], carried: 26 });
    expect(await company.undecided(world, period)).toEqual(
      [`${first} by ${mona}`, `late@acme.com by ${fallback}`].toSorted(),
    );
    expect(foldReview(await world.dependencies.reviews.load(period))?.signatures).toEqual([]);
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
    const { reportKey, signed } = given(await company.signs(world, period, owner));
    expect(signed.statement).toContain('26 decisions carried, 1 asked again, 1 without a line any more.');
    const pdf = await world.stored(reportKey);
    expect(await verified(pdf)).toMatchObject({ exit: 0, err: '' });
    const text = await printed(pdf);
    expect(text).toContain(withoutBlanks(`Asked again, because the line changed: ${first}.`));
    expect(text).toContain(withoutBlanks(`The signature of ${fallback} as reviewer fell.`));
  });

  test('is what a review needs whose run was made by the version before an upgrade', async () => {
    const world = await decidedWorld();
    const { tool } = world.dependencies;
    const upgraded = { ...world, dependencies: { ...world.dependencies, tool: { ...tool, version: '99.0.0' } } };
    const block = {
      what: 'the run was made by another version',
      found: `${tool.name} ${tool.version}, this is ${tool.name} 99.0.0`,
      expected: expect.stringContaining('(review rebase)'),
    };
    const by = login(fallback);
    expect(await company.signs(upgraded, period, fallback)).toMatchObject({ kind: 'refused', refusals: [block] });
    expect(given(await previewSignature(upgraded.dependencies, { period, by })).refusals).toMatchObject([block]);
    const { blocks, turns } = await statusOf(upgraded);
    expect(blocks).toMatchObject([block]);
    expect(turns.map(({ owes }) => owes)).toEqual(['the signature as reviewer, once nothing blocks it']);
    expect(
      (await knownOfRun(upgraded.dependencies, { run: (await statusOf(world)).state.run, period })).blocks,
    ).toMatchObject([block]);
    expect((await statusOf(world)).blocks).toEqual([]);
    expect(foldReview(await world.dependencies.reviews.load(period))?.signatures).toEqual([]);
  });

  test('leads on from what an earlier version recorded, which said less of who opened it', async () => {
    const home = await aFolder();
    const store = openSqliteStore({ file: join(home, 'access-review.db') });
    onTestFinished(() => store.close());
    const earlier = await aWorld(store, { home, version: '0.6.0' });
    company.founded(earlier);
    earlier.at('2026-03-30T09:00:00Z');
    await earlier.run();
    const opening = given(
      await openingOf(earlier.dependencies, { period, by: fallback }, storedRuns(earlier.dependencies)),
    );
    if (opening.kind !== 'opened') throw new Error('a review is opened otherwise');
    const { assurance: _, ...saying } = opening;
    await store.reviews.append(period, 0, saying);
    await decided(earlier, { 'ghost@acme.com': 'revoke' });
    const world = await aWorld(store, { home });
    company.founded(world);
    await runOnceMore(world);
    await rebased(world);
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
    const { reportKey } = given(await company.signs(world, period, owner));
    expect(await verified(await world.stored(reportKey))).toMatchObject({ exit: 0, err: '' });
  });

  test('changes nothing of what was recorded, issued or stored before', async () => {
    const world = await signedOnce();
    const { objects, reviews } = world.dependencies;
    const before = await reviews.load(period);
    const keys = await objects.list(`reviews/${period}/`);
    const bytes = await Promise.all(keys.map((key) => world.stored(key)));
    await runOnceMore(world);
    await rebased(world);
    expect((await reviews.load(period)).slice(0, before.length)).toEqual(before);
    expect(await Promise.all(keys.map((key) => world.stored(key)))).toEqual(bytes);
  });

  test('keeps what was revoked and is gone, with its proof', async () => {
    const world = await openedWorld();
    await decided(world, { [third]: 'revoke' });
    await company.keepsTheRest(world, period, fallback);
    await ordered(world);
    company.shows(world, third, { status: 'Suspended', suspendedAt: '2026-04-01' });
    world.at('2026-04-02T09:00:00Z');
    await world.run({ period });
    expect(await rebased(world)).toMatchObject({ again: [], gone: [] });
    expect(await company.removals(world, period)).toEqual([`${third} closed`]);
    given(await company.signs(world, period, fallback));
    const { reportKey, signed } = given(await company.signs(world, period, owner));
    expect(signed.statement).toContain('Removals: 1 proven, 0 not yet');
    expect(await verified(await world.stored(reportKey))).toMatchObject({ exit: 0, err: '' });
  });

  test('believes no export that is older than that of the run onto which it was moved', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke' });
    await ordered(world);
    company.shows(world, 'late@acme.com');
    world.at('2026-04-03T09:00:00Z');
    await world.run({ period });
    await rebased(world);
    company.shows(world, first, { status: 'Suspended', suspendedAt: '2026-04-01' });
    world.at('2026-04-04T09:00:00Z');
    await world.run({ period, exportedAt: '2026-04-02T09:00:00Z', accept: ['skew'] });
    await company.ticked(world, '2026-04-05T09:00:00Z');
    expect(await company.removals(world, period)).toEqual([`${first} open`]);
  });

  test('carries nothing to a signature that somebody put into the store: that is held to the run on which it was', async () => {
    const world = await openedWorld();
    const { reviews } = world.dependencies;
    const before = (await reviews.load(period)).length;
    await reviews.append(period, before, {
      kind: 'decided',
      at: at('2026-03-30T10:00:00Z'),
      by: 'stranger@nowhere.example',
      assurance: 'asserted',
      lines: [{ login: login(third), decision: 'keep', until: null, reason: 'looked into it', codesSeen: [] }],
    });
    await runOnceMore(world);
    await rebased(world);
    await company.keepsTheRest(world, period, fallback);
    await expect(company.signs(world, period, fallback)).rejects.toMatchObject({
      name: 'ReviewAltered',
      refusals: [{ where: expect.stringContaining(`event ${before + 1} of the review`) }],
    });
  });

  test('is moved twice, and each move is told and proven', async () => {
    const world = await decidedWorld();
    await runOnceMore(world);
    await rebased(world);
    await company.keepsTheRest(world, period, fallback);
    company.shows(world, third, { team: 'Sales' });
    world.at('2026-04-03T09:00:00Z');
    await world.run({ period });
    expect(await rebased(world)).toMatchObject({ again: [third], gone: [] });
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
    const { reportKey } = given(await company.signs(world, period, owner));
    expect(await verified(await world.stored(reportKey))).toMatchObject({ exit: 0, err: '' });
  });

  test('is moved by who opened it or the control owner, with a later run, and refused with all that is against it', async () => {
    const world = await decidedWorld();
    const refused = await rebaseReview(world.dependencies, asked(mona));
    expect(refused).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'not entitled', found: mona }, { what: 'no later accepted run' }],
    });
    await runOnceMore(world);
    await rebased(world, owner);
    expect(await rebaseReview(world.dependencies, asked(owner))).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'no later accepted run' }],
    });
  });

  test('tells at once whose lines ask again and whose signature fell', async () => {
    const world = await signedOnce();
    await company.ticked(world, '2026-03-31T10:00:00Z');
    company.shows(world, first, { status: 'Invited', team: 'Sales' });
    world.at('2026-04-02T09:00:00Z');
    await world.run({ period });
    await rebased(world);
    const mails = await company.ticked(world, '2026-04-02T10:00:00Z');
    expect(mails).toContain(
      `${mona}: ${period}: moved onto a later run, 1 line to decide by 15 April 2026, and 1 other matter`,
    );
    expect(mails.some((mail) => mail.startsWith(`${fallback}: ${period}: moved onto a later run`))).toBe(true);
    const toSigner = world.mails.findLast(({ to }) => to.includes(fallback));
    expect(toSigner?.text).toContain('Your signature fell with it');
  });

  test('refuses a decision that was made on the lines of before at the same moment', async () => {
    const world = await openedWorld();
    await runOnceMore(world);
    const raced = whenAppending(world, async () => {
      await rebased(world);
    });
    expect(await company.decides(raced, period, { by: fallback, says: { [third]: ['keep'] } })).toMatchObject({
      kind: 'refused',
      refusals: [{ what: 'review moved at this moment' }],
    });
  });
});
