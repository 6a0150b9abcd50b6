// What is signed for and shown adds up: lines, removals, rows nobody could read; and who may decide what.
import { describe, expect, test } from 'vitest';
import { openState } from '../../../steps/review/standing/open-state.ts';
import { given } from '../../support/given.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import {
  decided,
  first,
  newExport,
  openedWorld,
  ordered,
  period,
  second,
  statusOf,
  third,
  withdrawnWorld,
} from './year/opened.ts';
import type { Word } from './year/opened.ts';
import type { World } from './world.ts';
import * as company from './year/year.ts';

const { fallback, owner, managers } = company;
const [mona, max] = managers;

async function statement(world: World): Promise<string> {
  await company.keepsTheRest(world, period, fallback);
  return given(await company.signs(world, period, fallback)).signed.statement;
}

async function removedWorld(): Promise<World> {
  const world = await openedWorld((opened) => company.leaves(opened, first, '2026-03-28'));
  await decided(world, { [first]: 'revoke' });
  await company.keepsTheRest(world, period, fallback);
  await ordered(world);
  await newExport(world, '2026-04-01T09:00:00Z', [first]);
  return world;
}

describe('what is signed', () => {
  test('names the revoked accounts that are in no work order', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke', [second]: 'revoke' });
    await ordered(world);
    await decided(world, { [third]: 'revoke', 'key-1': 'revoke' });
    expect(await statement(world)).toContain('Removals: 0 proven, 2 not yet, 2 not handed over.');
  });

  test('counts those of a withdrawn order as not handed over', async () => {
    expect(await statement(await withdrawnWorld())).toContain('Removals: 0 proven, 0 not yet, 2 not handed over.');
  });

  test('names the rows of the export that nobody could read, and so does the status', async () => {
    const world = await openedWorld((opened) => company.shows(opened, 'Odd Person <odd@acme.com>'));
    expect((await statusOf(world)).rejectedRows).toBe(1);
    expect(await statement(world)).toContain(
      '1 row of its export could not be read; it is listed in the report and reviewed by nobody.',
    );
  });
});

describe('the status', () => {
  test('counts every line once: accounts, API keys, and what was decided of them', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke', 'key-1': 'keep', 'ghost@acme.com': 'revoke' });
    const { lines, undecided } = await statusOf(world);
    const { accounts, apiKeys, keep, revoke, except } = lines;
    expect({ accounts, apiKeys, keep, revoke, except }).toEqual({
      accounts: 27,
      apiKeys: 1,
      keep: 1,
      revoke: 2,
      except: 0,
    });
    expect(lines.undecided).toBe(undecided.length);
    expect(lines.undecided + keep + revoke + except).toBe(accounts + apiKeys);
  });

  test('knows what the newest export proves before anybody else has looked', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke' });
    await ordered(world);
    await newExport(world, '2026-04-01T09:00:00Z', [first]);
    expect((await statusOf(world)).removals.map(({ state }) => state)).toEqual(['closed']);
  });
});

test('the status names the one with a privileged role whom no work order takes before anybody signs', async () => {
  const world = await openedWorld();
  await decided(world, { 'root@acme.com': 'revoke', 'boss@acme.com': 'revoke' });
  const { blocks, leftOut } = await statusOf(world);
  expect(blocks).toMatchObject([{ what: 'revocation that nobody can carry out' }]);
  expect(leftOut.map(({ login }) => login)).toEqual(['boss@acme.com']);
});

test('whose access ends is neither named nor asked for the signature while somebody else may give it', async () => {
  const world = await openedWorld((opened) => company.shows(opened, fallback));
  given(await company.decides(world, period, { by: mona, says: { [fallback]: ['revoke'] } }));
  await company.keepsTheRest(world, period, fallback);
  const { turns, blocks } = await statusOf(world);
  expect(blocks).toEqual([]);
  expect(turns).toEqual([{ who: mona, owes: 'the signature as reviewer' }]);
  const asked = (await company.ticked(world, '2026-04-01T09:00:00Z')).filter((mail) => mail.includes('signed'));
  expect(asked).toEqual([`${mona}: ${period}: ready to be signed by the reviewer`]);
});

test('of a line that nobody has decided yet no change is said to be of none', async () => {
  const world = await openedWorld();
  company.leaves(world, second, '2026-03-31');
  world.at('2026-04-01T09:00:00Z');
  await world.run({ period });
  const howOf = async (): Promise<unknown> =>
    (await statusOf(world)).forward?.changes.flatMap(({ login, how }) => (login === second ? [how] : []));
  expect(await howOf()).toEqual(['no decision yet']);
  await decided(world, { [second]: 'revoke' });
  expect(await howOf()).toEqual([expect.stringContaining('with it in view')]);
});

describe('a removal that was carried out', () => {
  test('asks for no new decision, whatever is found on the suspended account', async () => {
    const world = await removedWorld();
    const { codesOf } = given(await openState(world.dependencies, period));
    expect(codesOf.get(first)).toContain('LATE_REMOVAL');
    expect((await statusOf(world)).undecided).toEqual([]);
    given(await company.signs(world, period, fallback));
  });

  test('asks again when a live account has a new finding, but not after the last signature', async () => {
    const world = await openedWorld();
    await company.keepsTheRest(world, period, fallback);
    company.leaves(world, second, '2026-03-31');
    world.at('2026-04-01T09:00:00Z');
    await world.run({ period });
    expect(await company.undecided(world, period)).toHaveLength(1);
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
    given(await company.signs(world, period, owner));
    company.leaves(world, third, '2026-04-02');
    world.at('2026-04-03T09:00:00Z');
    await world.run({ period });
    expect(await company.undecided(world, period)).toEqual([]);
  });
});

describe('a decision is refused', () => {
  test('of the owner about what is theirs in the register, which goes to somebody else to decide', async () => {
    const world = await openedWorld();
    for (const [login, by] of [
      ['sync@acme.com', mona],
      ['key-1', max],
    ] as const) {
      const refused = await company.decides(world, period, { by, says: { [login]: ['keep'] } });
      expect(refused).toMatchObject({ kind: 'refused', refusals: [{ what: 'decision about own access', found: by }] });
    }
    const open = await company.undecided(world, period);
    expect(open).toContain(`sync@acme.com by ${fallback}`);
    expect(open).toContain(`key-1 by ${fallback}`);
  });

  test('of an owner without an account, under another name that a directory knows of them', async () => {
    const alias = 'm.anager@acme.com';
    const aliases = [{ login: alias, source: 'proxy' }] as const;
    const world = await openedWorld((opened) => {
      opened.accounts.delete(mona);
      opened.people.set(mona, anIdentity({ login: mona, aliases, assignments: [] }));
    });
    const refused = await company.decides(world, period, { by: alias, says: { 'sync@acme.com': ['keep'] } });
    expect(refused).toMatchObject({ kind: 'refused', refusals: [{ what: 'decision about own access', found: alias }] });
    const another = await company.decides(world, period, { by: alias, says: { 'key-1': ['keep', 'in use'] } });
    expect(another.kind).toBe('ok');
  });

  test('to keep what was suspended when the review was opened and has no finding; to revoke it is accepted', async () => {
    const world = await openedWorld((opened) => {
      company.joins(opened, 'old@acme.com', { assignments: [] });
      company.shows(opened, 'old@acme.com', { status: 'Suspended' });
    });
    const asked = (word: Word): ReturnType<typeof company.decides> =>
      company.decides(world, period, { by: fallback, says: { 'old@acme.com': [word] } });
    const refused = await asked('keep');
    expect(refused).toMatchObject({ kind: 'refused', refusals: [{ what: 'no line of this review' }] });
    expect((await asked('revoke')).kind).toBe('ok');
    await company.keepsTheRest(world, period, fallback);
    const { statement } = given(await company.signs(world, period, fallback)).signed;
    expect(statement).toContain('Removals: 0 proven, 0 not yet.');
  });
});
