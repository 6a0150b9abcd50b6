// An account made anew under the login of one that is to go: its creation time proves the old one gone, and it waits itself.
import { expect, test } from 'vitest';
import type { ReviewEvent } from '../../../../core/review/events/event.ts';
import { given } from '../../../support/given.ts';
import { pageTexts, withoutBlanks } from '../../../support/reports/read-pdf.ts';
import { verified } from '../../verify/verified.ts';
import { closedBy, verdictOn } from '../forged-closing.ts';
import { decided, newExport, openedWorld, ordered, period, statusOf, third } from '../year/opened.ts';
import { rebased } from '../ways-back/mistaken.ts';
import type { World } from '../world.ts';
import { closes, fallback, keepsTheRest, orders, owner, shows, signs } from '../year/year.ts';

/**
 * Signed by both, with one account revoked.
 *
 * @param beforeSigning what is done with the decision
 * @param founded what else is so before the first run
 */
async function signedWorld(
  beforeSigning: (world: World) => Promise<unknown> = async () => null,
  founded: ((world: World) => void) | null = null,
): Promise<World> {
  const world = await openedWorld(founded);
  await decided(world, { [third]: 'revoke' });
  await beforeSigning(world);
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  return world;
}

async function madeAnew(world: World, createdAt = '2026-04-02', on = '2026-04-03T09:00:00Z'): Promise<void> {
  shows(world, third, { createdAt });
  await newExport(world, on, []);
}

async function closingOf(world: World): Promise<string> {
  return String(await world.stored(`reviews/${period}/closing.json`));
}

test('no order takes it, and each says why', async () => {
  const world = await signedWorld();
  await madeAnew(world);
  const why = 'is gone: the account that is live under its login was made anew since the decision';
  expect(await statusOf(world)).toMatchObject({ toHandOver: [], leftOut: [{ login: third, why }] });
  expect(given(await orders(world, period))).toMatchObject({ orders: [], left: [{ login: third, why }] });
});

test.each<[string, (world: World) => Promise<unknown>]>([
  ['no order names', async () => null],
  ['was handed over before', ordered],
])('the review closes on it where the old account %s, and the closing names the new one', async (_how, before) => {
  const world = await signedWorld(before);
  await madeAnew(world);
  expect(await closes(world, period)).toBe('closed');
  const closing: unknown = JSON.parse(await closingOf(world));
  expect(closing).toMatchObject({
    removals: [{ login: third, proof: { shown: 'made anew' } }],
    open: expect.arrayContaining([
      expect.objectContaining({ about: third, what: 'live account made anew under the same login' }),
    ]),
  });
  const pdf = await world.stored(`reviews/${period}/closing.pdf`);
  const [first = '', ...others] = (await pageTexts(pdf)).map(withoutBlanks);
  expect(first).toContain(
    withoutBlanks('1 account made anew under the login of a removed one, live, and decided by nobody.'),
  );
  expect(others.join('')).toContain(
    withoutBlanks('An account that is absent or made anew may also have got another login.'),
  );
  expect(await verified(pdf)).toMatchObject({ exit: 0 });
});

test.each([
  ['was made before the decision', '2026-03-29'],
  ['by its time would be made after its export was taken', '2026-04-20'],
])('the review does not close on an account that %s', async (_what, createdAt) => {
  const world = await signedWorld();
  await madeAnew(world, createdAt);
  expect(await closes(world, period)).toContain(`not proven gone: ${third}`);
  expect(given(await orders(world, period)).orders).toHaveLength(1);
});

test('nor on the account of the decision, whose creation time is that of a zone ahead', async () => {
  const world = await openedWorld((before) => shows(before, third, { createdAt: '2026-03-31' }));
  await decided(world, { [third]: 'revoke' });
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  await madeAnew(world, '2026-03-31');
  shows(world, third, { createdAt: '2026-03-31', lastLogin: '2026-04-03' });
  await newExport(world, '2026-04-05T09:00:00Z', []);
  expect((await statusOf(world)).toHandOver).toEqual([third]);
  expect(await closes(world, period)).toContain(`not proven gone: ${third}`);
});

test('nor where the old account has a row beside that of the new one', async () => {
  const world = await signedWorld();
  shows(world, third.toUpperCase());
  await madeAnew(world);
  expect((await statusOf(world)).toHandOver).toEqual([third]);
  expect(await closes(world, period)).toContain(`not proven gone: ${third}`);
});

test('nor where a row could not be read, in which the old account may stand', async () => {
  const world = await signedWorld();
  shows(world, 'Odd Person <odd@acme.com>');
  await madeAnew(world);
  expect(await closes(world, period)).toContain(`not proven gone: ${third}`);
});

test('nor where the old account may go on under another login', async () => {
  const world = await signedWorld(ordered, (before) => shows(before, third, { name: 'Third Person' }));
  shows(world, 'renamed03@acme.com', { name: 'Third Person' });
  await madeAnew(world);
  expect(await closes(world, period)).toContain(`not proven gone: ${third}, perhaps as renamed03@acme.com now`);
});

test('it undoes no proof in a later export', async () => {
  const world = await signedWorld(ordered);
  await madeAnew(world);
  await statusOf(world);
  shows(world, third, { createdAt: '2026-04-02', lastLogin: '2026-04-03' });
  await newExport(world, '2026-04-05T09:00:00Z', []);
  expect((await statusOf(world)).removals.map(({ state }) => state)).toEqual(['closed']);
});

test('whoever revokes it in the moved review has it handed over too', async () => {
  const world = await openedWorld();
  await decided(world, { [third]: 'revoke' });
  await ordered(world);
  await madeAnew(world);
  await statusOf(world);
  await rebased(world);
  world.at('2026-04-03T10:00:00Z');
  await decided(world, { [third]: 'revoke' });
  expect((await statusOf(world)).toHandOver).toEqual([third]);
  expect(await ordered(world)).toEqual([1]);
});

test('whoever keeps it in the moved review is not told to give it back', async () => {
  const world = await openedWorld();
  await decided(world, { [third]: 'revoke' });
  await ordered(world);
  await madeAnew(world);
  await statusOf(world);
  await rebased(world);
  world.at('2026-04-03T10:00:00Z');
  await decided(world, { [third]: 'keep' });
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  expect(await closes(world, period)).toBe('closed');
  expect(await closingOf(world)).not.toContain(third);
  expect(await verified(await world.stored(`reviews/${period}/closing.pdf`))).toMatchObject({ exit: 0 });
});

test('nor does the proof of the one before stand for one that was made since, and is revoked in the moved review', async () => {
  const world = await openedWorld();
  await decided(world, { [third]: 'revoke' });
  await ordered(world);
  world.accounts.delete(third);
  await newExport(world, '2026-04-02T09:00:00Z', []);
  expect((await statusOf(world)).removals.map(({ state }) => state)).toEqual(['closed']);
  shows(world, third, { createdAt: '2026-04-03' });
  await newExport(world, '2026-04-04T09:00:00Z', []);
  await statusOf(world);
  await rebased(world);
  world.at('2026-04-04T10:00:00Z');
  await decided(world, { [third]: 'revoke' });
  expect(await statusOf(world)).toMatchObject({ removals: [{ state: 'reopened' }], toHandOver: [third] });
  await keepsTheRest(world, period, fallback);
  given(await signs(world, period, fallback));
  given(await signs(world, period, owner));
  expect(await closes(world, period)).toContain(`not proven gone: ${third}`);
  expect(await verified(await world.stored(`reviews/${period}/report.pdf`))).toMatchObject({ exit: 0 });
});

function claimed(event: ReviewEvent): ReviewEvent {
  if (event.kind !== 'removals-observed') return event;
  return { ...event, lines: event.lines.map(({ login }) => ({ login, shown: 'made anew' as const })) };
}

test('verify refuses a closing whose event calls an account made anew that its export shows otherwise', async () => {
  const world = await signedWorld(ordered);
  world.accounts.delete(third);
  await newExport(world, '2026-04-03T09:00:00Z', []);
  const genuine = await closedBy(world, { period, by: fallback });
  expect(await verdictOn(world, genuine, (events) => events.map(claimed))).toContain('made anew');
});
