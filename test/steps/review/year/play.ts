// The first half of the year, with what every act must come to. Each act leaves the stage to the next.
import { expect } from 'vitest';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { verified } from '../../verify/verified.ts';
import { given } from '../../../support/given.ts';
import type { World } from '../world.ts';
import * as company from './year.ts';

const [mona, max] = company.managers;
const { fallback, owner } = company;

/** Joining, deciding alone, in bulk and at the same moment; a removal that only the third export proves. */
export async function firstQuarter(world: World): Promise<void> {
  const period = '2026-Q1';
  company.founded(world);
  world.at('2026-03-30T09:00:00Z');
  await world.run();
  await company.opens(world, period);
  expect(await company.phase(world, period)).toBe('open');
  expect(await company.undecided(world, period)).toHaveLength(28);

  expect(await company.ticked(world, '2026-03-31T08:00:00Z')).toEqual([
    `${fallback}: ${period}: 8 lines to decide by 15 April 2026`,
    `${max}: ${period}: 10 lines to decide by 15 April 2026`,
    `${mona}: ${period}: 10 lines to decide by 15 April 2026`,
  ]);
  expect(await company.ticked(world, '2026-03-31T18:00:00Z')).toEqual([]);
  expect(await company.ticked(world, '2026-04-01T08:00:00Z')).toEqual([]);

  await decidingTogether(world, period);
  await removingTheGhost(world, period);
}

async function decidingTogether(world: World, period: string): Promise<void> {
  const refusedOwn = await company.decides(world, period, { by: mona, says: { [mona]: ['keep'] } });
  expect(refusedOwn).toMatchObject({ kind: 'refused', refusals: [{ what: 'decision about own access' }] });
  expect(given(await company.keepsUnremarkable(world, period, mona)).lines).toHaveLength(10);
  expect(await company.phase(world, period)).toBe('in-review');
  expect(await company.ticked(world, '2026-04-07T08:00:00Z')).toEqual([
    `${fallback}: ${period}: 8 lines still to decide by 15 April 2026`,
    `${max}: ${period}: 10 lines still to decide by 15 April 2026`,
  ]);

  const both = await Promise.all([
    company.decides(world, period, { by: fallback, says: { 'ghost@acme.com': ['revoke'] } }),
    company.decides(world, period, { by: max, says: { 'ghost@acme.com': ['keep'] } }),
  ]);
  expect(both.filter(({ kind }) => kind === 'ok')).toHaveLength(1);
  expect(both.find(({ kind }) => kind === 'refused')).toMatchObject({
    refusals: [{ what: 'decided by somebody else at this moment', where: 'ghost@acme.com' }],
  });
  given(await company.decides(world, period, { by: fallback, says: { 'ghost@acme.com': ['revoke'] } }));
  given(await company.decides(world, period, { by: fallback, says: { 'onleave@acme.com': ['except', '2026-06-30'] } }));
  given(await company.keepsUnremarkable(world, period, max));
  const early = await company.signs(world, period, fallback);
  expect(early).toMatchObject({ kind: 'refused', refusals: [{ what: 'lines without a decision' }] });
  await company.keepsTheRest(world, period, owner);
  expect(await company.phase(world, period)).toBe('remediation');
}

async function removingTheGhost(world: World, period: string): Promise<void> {
  const stale = await company.orders(world, period);
  expect(stale).toMatchObject({ kind: 'refused', refusals: [{ what: 'export too old to act on' }] });
  world.at('2026-04-08T09:00:00Z');
  await world.run();
  expect(given(await company.orders(world, period)).orders).toEqual([
    { number: 1, accounts: 1, names: ['suspend-001.csv', 'work-order.txt'] },
  ]);
  expect(given(await company.orders(world, period)).orders).toEqual([]);
  expect(await company.ticked(world, '2026-04-09T08:00:00Z')).toEqual([
    `${fallback}: ${period}: ready to be signed by the reviewer`,
    `ops@acme.com: ${period}: work order 1, 1 account to suspend by 15 April 2026`,
  ]);
  expect(world.mails.at(-1)?.attachments.map(({ name }) => name)).toEqual([
    '2026-Q1-1-suspend-001.csv',
    '2026-Q1-1-work-order.txt',
  ]);
  await signedBy(world, period, [fallback, owner]);
  expect(await company.closes(world, period)).toContain('not proven gone: ghost@acme.com');

  company.shows(world, 'ghost@acme.com', { status: 'Suspended', operation: 'Edit' });
  world.at('2026-04-10T09:00:00Z');
  await world.run();
  await company.ticked(world, '2026-04-10T10:00:00Z');
  expect(await company.removals(world, period), 'an edited export proves nothing').toEqual(['ghost@acme.com open']);
  expect(await company.ticked(world, '2026-04-16T08:00:00Z')).toEqual([
    `${owner}: ${period}: work order 1 overdue, 1 account not proven suspended`,
    `${fallback}: ${period}: work order 1 overdue, 1 account not proven suspended`,
    `ops@acme.com: ${period}: work order 1 overdue, 1 account not proven suspended`,
  ]);

  company.shows(world, 'ghost@acme.com', { status: 'Suspended' });
  world.at('2026-04-17T09:00:00Z');
  await world.run();
  expect(await company.closes(world, period)).toBe('closed');
  expect(await company.phase(world, period)).toBe('closed');
  expect(await company.removals(world, period)).toEqual(['ghost@acme.com closed']);
  expect(await company.ticked(world, '2026-04-18T08:00:00Z')).toEqual([
    `${owner}: ${period}: closed`,
    `${fallback}: ${period}: closed`,
    `ops@acme.com: ${period}: closed`,
  ]);
}

/** What was removed comes back, an exception ends, a reviewer leaves mid-review, and the signatures are late. */
export async function secondQuarter(world: World): Promise<void> {
  const period = '2026-Q2';
  expect(await company.ticked(world, '2026-06-16T08:00:00Z')).toEqual([
    `${fallback}: 2026-Q1: 1 exception ending on 30 June 2026`,
    'ops@acme.com: 2026-Q1: 1 exception ending on 30 June 2026',
  ]);
  expect(await company.ticked(world, '2026-07-01T08:00:00Z')).toEqual([
    `${fallback}: ${period}: no review yet, due on 15 July 2026`,
    `ops@acme.com: ${period}: no review yet, due on 15 July 2026`,
  ]);
  await peopleChange(world, period);
  await reviewerLeaves(world, period);
  await signedLate(world, period);
}

async function peopleChange(world: World, period: string): Promise<void> {
  company.joins(world, 'new@acme.com');
  company.shows(world, 'new@acme.com', { createdAt: '2026-05-11' });
  company.leaves(world, 'user02@acme.com', '2026-06-01');
  world.accounts.delete('user03@acme.com');
  company.shows(world, 'user04@acme.com', { role: 'Admin' });
  world.accounts.delete('user05@acme.com');
  company.joins(world, 'u.five@acme.com', { id: 'id-user05@acme.com' });
  world.people.delete('user05@acme.com');
  company.shows(world, 'ghost@acme.com');
  world.at('2026-07-03T09:00:00Z');
  const { report } = await world.run({ period });
  expect(statesOf(report.findings, 'onleave@acme.com'), 'the exception has ended').toEqual({
    SUSPENDED_IDENTITY: 'open',
  });
  expect(statesOf(report.findings, 'user02@acme.com')).toEqual({ LEAVER_ACCOUNT: 'new' });
  expect(statesOf(report.findings, 'user03@acme.com')).toMatchObject({ VANISHED_ACCOUNT: 'new' });
  expect(statesOf(report.findings, 'ghost@acme.com')).toEqual({ ORPHANED_ACCOUNT: 'reopened' });
  await company.opens(world, period);
  expect(await changesIn(world, period)).toEqual({
    'new@acme.com': ['new since 2026-Q1'],
    'u.five@acme.com': ['not among the accounts of 2026-Q1, and made before'],
    'user02@acme.com': ['situation was linked'],
    'user04@acme.com': ['role was User'],
  });
  expect(await company.ticked(world, '2026-07-04T08:00:00Z')).toEqual([
    `${owner}: 2026-Q1: 1 account live again after removal`,
    `${fallback}: 2026-Q1: 1 account live again after removal, and 1 other matter`,
    `${max}: ${period}: 8 lines to decide by 15 July 2026`,
    `${mona}: ${period}: 8 lines to decide by 15 July 2026`,
    'ops@acme.com: 2026-Q1: 1 account live again after removal',
  ]);
  expect(await company.removals(world, '2026-Q1')).toEqual(['ghost@acme.com reopened']);
}

async function reviewerLeaves(world: World, period: string): Promise<void> {
  given(await company.decides(world, period, { by: fallback, says: { [mona]: ['keep'] } }));
  const before = await company.undecided(world, period);
  expect(before.filter((line) => line.endsWith(`by ${mona}`))).toHaveLength(8);
  company.leaves(world, mona, '2026-07-05');
  world.at('2026-07-06T09:00:00Z');
  await world.run({ period });
  await company.ticked(world, '2026-07-07T08:00:00Z');
  const after = await company.undecided(world, period);
  expect(after.filter((line) => line.endsWith(`by ${mona}`))).toEqual([]);
  expect(after.filter((line) => line.endsWith(`by ${fallback}`)).length).toBeGreaterThan(8);
  expect(after, 'a new code asks again').toContain(`${mona} by ${fallback}`);
}

async function signedLate(world: World, period: string): Promise<void> {
  expect(await company.ticked(world, '2026-07-16T08:00:00Z')).toEqual([
    `${owner}: ${period}: late by 1 day, 28 lines undecided`,
    `${fallback}: ${period}: late by 1 day, 20 lines undecided`,
    `${max}: ${period}: late by 1 day, 8 lines undecided`,
  ]);
  await world.run();
  const gone = { 'ghost@acme.com': ['revoke'], 'user02@acme.com': ['revoke'], [mona]: ['revoke'] } as const;
  const says = { ...gone, 'user03@acme.com': ['revoke'], 'onleave@acme.com': ['except', '2026-12-31'] } as const;
  given(await company.decides(world, period, { by: fallback, says }));
  await company.keepsTheRest(world, period, owner);
  expect(given(await company.orders(world, period)).orders).toMatchObject([{ number: 1, accounts: 3 }]);
  world.at('2026-07-18T08:00:00Z');
  const statement = await signedBy(world, period, [fallback, owner]);
  expect(statement).toContain('3 days late');
  expect(statement).toContain('Since 2026-Q1:');
  world.accounts.delete('ghost@acme.com');
  world.accounts.delete(mona);
  company.shows(world, 'user02@acme.com', { status: 'Suspended' });
  world.at('2026-07-20T09:00:00Z');
  await world.run();
  expect(await company.closes(world, period)).toBe('closed');
  await company.ticked(world, '2026-07-21T08:00:00Z');
  expect(await company.removals(world, '2026-Q1')).toEqual(['ghost@acme.com closed']);
}

export function statesOf(
  findings: readonly { code: string; login: string | null; state: string }[],
  login: string,
): object {
  return Object.fromEntries(findings.filter((one) => one.login === login).map(({ code, state }) => [code, state]));
}

async function changesIn(world: World, period: string): Promise<object> {
  const lines = await company.lines(world, period);
  return Object.fromEntries(
    lines.filter(({ changes }) => changes.length > 0).map(({ login, changes }) => [login, changes]),
  );
}

/** Two people sign; the same one twice does not; the report that comes of it is proven by `verify`. */
export async function signedBy(
  world: World,
  period: string,
  [first, second]: readonly [string, string],
): Promise<string> {
  given(await company.signs(world, period, first));
  expect(await company.signs(world, period, first)).toMatchObject({ kind: 'refused' });
  const { reportKey, signed } = given(await company.signs(world, period, second));
  expect(await company.phase(world, period)).toBe('signed');
  const late = await company.decides(world, period, { by: second, says: { 'user01@acme.com': ['revoke'] } });
  expect(late).toMatchObject({ kind: 'refused', refusals: [{ what: 'review signed already' }] });
  expect(foldReview(await world.dependencies.reviews.load(period))?.signatures).toHaveLength(2);
  const told = await verified(await world.stored(reportKey));
  expect(told).toMatchObject({ exit: 0 });
  return signed.statement;
}
