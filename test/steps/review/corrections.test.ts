// What becomes of a work order and of its mail when somebody decides otherwise after it was issued.
import { describe, expect, test } from 'vitest';
import { given } from '../../support/given.ts';
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
import type { World } from './world.ts';
import * as company from './year/year.ts';

const { fallback } = company;

function attached(world: World): readonly string[] {
  return world.mails.flatMap(({ attachments }) => attachments.map(({ name }) => name));
}

describe('a work order of which an account is kept again', () => {
  test('is mailed to nobody: people are told not to import it, and how many are to stay', async () => {
    const world = await withdrawnWorld();
    const mails = await company.ticked(world, '2026-03-31T09:00:00Z');
    expect(mails.filter((mail) => mail.includes('work order'))).toEqual([
      `ops@acme.com: ${period}: work order 1 withdrawn, 1 account of it to stay`,
    ]);
    expect(attached(world)).toEqual([]);
    const [mail] = world.mails.filter(({ to }) => to.includes('ops@acme.com'));
    expect(mail?.text).toContain('Do not import its files.');
    expect(mail?.text).toContain('2 accounts of it still to suspend: a new order holds them');
    expect(`${mail?.subject}${mail?.text}`).not.toContain(first);
  });

  test('is recalled where it was mailed already, and told so once', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke' });
    await ordered(world);
    const before = await company.ticked(world, '2026-03-31T09:00:00Z');
    expect(before).toContain(`ops@acme.com: ${period}: work order 1, 1 account to suspend by 6 April 2026`);
    await decided(world, { [first]: 'keep' });
    const recalled = `ops@acme.com: ${period}: work order 1 withdrawn, 1 account of it to stay`;
    expect(await company.ticked(world, '2026-04-01T09:00:00Z')).toContain(recalled);
    expect(await company.ticked(world, '2026-04-02T09:00:00Z')).not.toContain(recalled);
  });

  test('is followed by one that holds those that are still to go, and that one is mailed', async () => {
    const world = await withdrawnWorld();
    expect(await ordered(world)).toEqual([2]);
    expect(await ordered(world)).toEqual([]);
    const suspend = await world.stored(`reviews/${period}/work-order-2/suspend-001.csv`);
    expect(suspend.toString()).not.toContain(first);
    expect(suspend.toString()).toContain(second);
    await company.ticked(world, '2026-03-31T09:00:00Z');
    expect(attached(world)).toContain(`${period}-2-suspend-001.csv`);
    expect(attached(world).filter((name) => name.startsWith(`${period}-1-`))).toEqual([]);
  });

  test('stays withdrawn when the account is revoked again: that goes into a new order', async () => {
    const world = await withdrawnWorld();
    expect(await decided(world, { [first]: 'revoke' })).toEqual([]);
    expect((await statusOf(world)).state.withdrawn).toEqual(new Set([1]));
    expect(await ordered(world)).toEqual([3]);
  });

  test('is proven where somebody carried it out all the same, the kept account included', async () => {
    const world = await withdrawnWorld();
    await newExport(world, '2026-04-01T09:00:00Z', [first, second, third]);
    const { removals } = await statusOf(world);
    expect(removals.map(({ login, state }) => `${login} ${state}`)).toEqual([
      `${first} closed`,
      `${second} closed`,
      `${third} closed`,
    ]);
    expect(await ordered(world)).toEqual([]);
  });

  test('stands when the account was proven gone before', async () => {
    const world = await openedWorld();
    await decided(world, { [first]: 'revoke', [second]: 'revoke' });
    await ordered(world);
    await newExport(world, '2026-04-01T09:00:00Z', [first]);
    await statusOf(world);
    expect(await decided(world, { [first]: 'keep' })).toEqual([]);
    expect(await ordered(world)).toEqual([]);
  });
});

test('a work order that an export has proven is not mailed any more', async () => {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke' });
  await ordered(world);
  await newExport(world, '2026-04-01T09:00:00Z', [first]);
  const mails = await company.ticked(world, '2026-04-02T09:00:00Z');
  expect(mails.filter((mail) => mail.includes('work order'))).toEqual([]);
});

test('a work order of which an account is live again is not mailed late: that account has a mail of its own', async () => {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke' });
  await ordered(world);
  await newExport(world, '2026-04-01T09:00:00Z', [first]);
  company.shows(world, first);
  // Not the file of the first export again, byte for byte.
  company.shows(world, third, { lastLogin: '2026-04-02' });
  await newExport(world, '2026-04-02T09:00:00Z', []);
  const mails = await company.ticked(world, '2026-04-03T09:00:00Z');
  expect(mails.filter((mail) => mail.startsWith('ops@acme.com'))).toEqual([
    `ops@acme.com: ${period}: 1 account live again after removal`,
  ]);
});

test('an account that was made under the login since its removal was proven is decided about by the next review', async () => {
  const world = await openedWorld();
  await decided(world, { [first]: 'revoke' });
  await ordered(world);
  await newExport(world, '2026-04-01T09:00:00Z', [first]);
  await statusOf(world);
  company.shows(world, first, { createdAt: '2026-04-02' });
  await newExport(world, '2026-04-03T09:00:00Z', []);
  const { removals, toHandOver } = await statusOf(world);
  expect(removals.map(({ state }) => state)).toEqual(['closed']);
  expect(toHandOver).toEqual([]);
  expect(await ordered(world)).toEqual([]);
});

describe('the last account with a privileged role', () => {
  const [root, boss] = ['root@acme.com', 'boss@acme.com'];

  test('is not the one that was handed over once and is kept now', async () => {
    const world = await openedWorld();
    await decided(world, { [root]: 'revoke' });
    await ordered(world);
    await decided(world, { [root]: 'keep' });
    await decided(world, { [boss]: 'revoke' });
    expect(await ordered(world)).toEqual([1]);
  });

  test('is still left over while the other one is to go', async () => {
    const world = await openedWorld();
    await decided(world, { [root]: 'revoke' });
    await ordered(world);
    await decided(world, { [boss]: 'revoke' });
    const { orders, left } = given(await company.orders(world, period));
    expect(orders).toEqual([]);
    expect(left.map(({ login }) => login)).toEqual([boss]);
  });

  test('cannot be revoked by a signature, which nobody could carry out: another one has the role first', async () => {
    const world = await openedWorld();
    await decided(world, { [root]: 'revoke' });
    await decided(world, { [boss]: 'revoke' });
    await company.keepsTheRest(world, period, fallback);
    const refused = await company.signs(world, period, fallback);
    if (refused.kind === 'ok') throw new Error('it was signed');
    expect(refused.refusals).toMatchObject([
      { what: 'revocation that nobody can carry out', found: expect.stringContaining('the last live account') },
    ]);
    const mails = await company.ticked(world, '2026-03-31T11:00:00Z');
    expect(mails.filter((mail) => mail.includes('sign'))).toContainEqual(
      `${fallback}: ${period}: decided, and not to be signed yet by the reviewer`,
    );
    expect(mails.filter((mail) => mail.includes('ready to be signed'))).toEqual([]);
    company.shows(world, first, { role: 'Admin' });
    world.at('2026-04-01T09:00:00Z');
    await world.run({ period });
    await company.keepsTheRest(world, period, fallback);
    given(await company.signs(world, period, fallback));
  });
});
