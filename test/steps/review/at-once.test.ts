// Many lines and several people at the same moment: every line is decided once, and whoever came second is told.
import { expect, test } from 'vitest';
import type { Reviews } from '../../../core/ports/stores.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { comment } from '../../../steps/review/comment.ts';
import { decide } from '../../../steps/review/decide.ts';
import type { DecideRequest } from '../../../steps/review/decide.ts';
import { delegateLeavers } from '../../../steps/review/delegate-leavers.ts';
import { approvePolicy, delegate } from '../../../steps/review/record-review.ts';
import type { DelegateRequest } from '../../../steps/review/record-review.ts';
import { recordSent } from '../../../steps/tell/send-notices.ts';
import { given } from '../../support/given.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { onDay } from '../../support/time.ts';
import { openedWorld, period, second } from './year/opened.ts';
import { rebased, runOnceMore } from './ways-back/mistaken.ts';
import type { World } from './world.ts';
import { fallback, leaves, managers, orders, owner, shows } from './year/year.ts';

/** Orphans enough for two events and two work orders, in a review that is open. */
async function manyOrphans(count: number): Promise<World> {
  return openedWorld((world) => {
    for (let index = 0; index < count; index += 1) shows(world, `orphan${index}@acme.com`);
  });
}

function revoking(from: number, to: number, by: string): DecideRequest {
  const requests = Array.from({ length: to - from }, (_, index) => ({
    login: `orphan${from + index}@acme.com`,
    decision: 'revoke' as const,
    until: null,
    reason: 'nobody knows it',
    shared: true,
    where: 'here',
  }));
  return { asked: { kind: 'lines', requests }, by, assurance: 'asserted', period };
}

test('of two people who decide overlapping lines at once, each line is decided by one, and the other is told', async () => {
  const world = await manyOrphans(2400);
  const [one, other] = await Promise.all([
    decide(world.dependencies, revoking(0, 1500, fallback)),
    decide(world.dependencies, revoking(900, 2400, owner)),
  ]);
  const [mine, theirs] = [given(one), given(other)];
  const decided = [...mine.lines, ...theirs.lines].map(({ login }) => login);
  expect(new Set(decided).size).toBe(decided.length);
  expect(decided).toHaveLength(2400);
  expect(mine.taken.length + theirs.taken.length).toBe(600);
  const stream = await world.dependencies.reviews.load(period);
  const recorded = stream.flatMap(({ event }) => (event.kind === 'decided' ? event.lines : []));
  expect(recorded).toHaveLength(2400);
  expect(stream.every(({ event }) => event.kind !== 'decided' || event.lines.length <= 1000)).toBe(true);
});

test('revocations are handed over once, when two people ask for the order at the same time', async () => {
  const world = await manyOrphans(1400);
  given(await decide(world.dependencies, revoking(0, 1400, fallback)));
  const [one, other] = await Promise.all([orders(world, period), orders(world, period)]);
  const numbers = [...given(one).orders, ...given(other).orders];
  expect(numbers.map(({ number }) => number)).toEqual([1]);
  expect(numbers.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(1400);
  const stream = await world.dependencies.reviews.load(period);
  const logins = stream.flatMap(({ event }) => (event.kind === 'work-order-issued' ? event.logins : []));
  expect(new Set(logins).size).toBe(1400);
});

/** Somebody else acts after the stream was loaded so often, and before anything else is asked of it. */
function interrupted({ dependencies }: World, loads: number, meanwhile: () => Promise<unknown>): World['dependencies'] {
  const { reviews } = dependencies;
  let left = loads;
  const passing = async (): Promise<void> => {
    if (left === 0) await meanwhile();
    left -= 1;
  };
  const disturbed: Reviews = {
    ...reviews,
    load: async (review) => {
      await passing();
      return reviews.load(review);
    },
    append: async (review, expected, event) => {
      await passing();
      return reviews.append(review, expected, event);
    },
  };
  return { ...dependencies, reviews: disturbed };
}

async function recorded<Kind extends ReviewEvent['kind']>(
  { dependencies }: World,
  kind: Kind,
): Promise<readonly Extract<ReviewEvent, { readonly kind: Kind }>[]> {
  const isOne = (event: ReviewEvent): event is Extract<ReviewEvent, { readonly kind: Kind }> => event.kind === kind;
  return (await dependencies.reviews.load(period)).map(({ event }) => event).filter(isOne);
}

const [mona, max] = managers.map(login);

function moving(from: string, to: string, by: string): DelegateRequest {
  return { period, from: login(from), to: login(to), by, reason: 'away' };
}

test('of two people who move the same lines at once, the first is heard and the other is told', async () => {
  const world = await manyOrphans(1);
  const first = moving('mona@acme.com', 'max@acme.com', fallback);
  const dependencies = interrupted(world, 1, () => delegate(world.dependencies, first));
  expect(await delegate(dependencies, moving('mona@acme.com', owner, fallback))).toMatchObject({
    kind: 'refused',
    refusals: [{ found: `the lines of ${mona} went to ${max}, by ${fallback}` }],
  });
  expect(await recorded(world, 'delegated')).toMatchObject([{ from: mona, to: max }]);
});

test('lines move although something else was recorded at that moment', async () => {
  const world = await manyOrphans(1);
  const other = moving('max@acme.com', owner, fallback);
  const dependencies = interrupted(world, 1, () => delegate(world.dependencies, other));
  given(await delegate(dependencies, moving('mona@acme.com', fallback, owner)));
  expect((await recorded(world, 'delegated')).map(({ from }) => from)).toEqual([max, mona]);
});

test('lines do not come back to whoever hands them over, whatever others hand on at that moment', async () => {
  const world = await manyOrphans(1);
  const onward = moving('max@acme.com', fallback, 'max@acme.com');
  const dependencies = interrupted(world, 1, () => delegate(world.dependencies, onward));
  expect(await delegate(dependencies, moving('mona@acme.com', 'max@acme.com', fallback))).toMatchObject({
    kind: 'refused',
    refusals: [{ what: 'delegation by the one who gains by it' }],
  });
  expect(await recorded(world, 'delegated')).toMatchObject([{ from: max }]);
});

test.each<[what: string, act: (dependencies: World['dependencies']) => Promise<unknown>]>([
  [
    'a comment',
    (dependencies) =>
      comment(dependencies, {
        period,
        login: second,
        by: fallback,
        assurance: 'asserted',
        text: 'told by HR',
        files: [],
      }),
  ],
  ['an approval', (dependencies) => approvePolicy(dependencies, { period, by: owner, assurance: 'asserted' })],
  ['a delegation', (dependencies) => delegate(dependencies, moving('mona@acme.com', 'max@acme.com', fallback))],
])('%s is about the run that was looked at: while the review is moved, nothing is recorded', async (_, act) => {
  const world = await manyOrphans(1);
  await runOnceMore(world);
  const before = (await world.dependencies.reviews.load(period)).length;
  const dependencies = interrupted(world, 1, () => rebased(world));
  expect(await act(dependencies)).toMatchObject({
    kind: 'refused',
    refusals: [{ what: 'review moved at this moment' }],
  });
  const since = (await world.dependencies.reviews.load(period)).slice(before).map(({ event }) => event.kind);
  expect(since).toEqual(['rebased']);
});

test('lines of a reviewer who left stay where a person moved them while the run was looked at', async () => {
  const world = await manyOrphans(1);
  leaves(world, 'mona@acme.com', '2026-03-30');
  world.at('2026-04-01T09:00:00Z');
  await world.run({ period });
  const first = moving('mona@acme.com', 'max@acme.com', fallback);
  await delegateLeavers(
    interrupted(world, 1, () => delegate(world.dependencies, first)),
    period,
  );
  expect(await recorded(world, 'delegated')).toMatchObject([{ from: mona, to: max, by: fallback }]);
});

test('what the same person says again, as who was cut off does, is on record once', async () => {
  const world = await manyOrphans(1);
  const { dependencies } = world;
  const approving = { period, by: owner, assurance: 'asserted' } as const;
  const approved = await approvePolicy(dependencies, approving);
  const moved = await delegate(dependencies, moving('mona@acme.com', 'max@acme.com', fallback));
  world.at('2026-03-30T12:00:00Z');
  expect(await approvePolicy(dependencies, approving)).toEqual(approved);
  expect(await delegate(dependencies, moving('mona@acme.com', 'max@acme.com', fallback))).toEqual(moved);
  expect(await recorded(world, 'policy-approved')).toHaveLength(1);
  expect(await recorded(world, 'delegated')).toHaveLength(1);
  const back = moving('mona@acme.com', 'mona@acme.com', fallback);
  for (const next of [back, moving('mona@acme.com', 'max@acme.com', fallback)])
    given(await delegate(dependencies, next));
  expect(await recorded(world, 'delegated')).toHaveLength(3);
});

test('what the same person says again with a surer sign-in is recorded as that', async () => {
  const world = await manyOrphans(1);
  const { dependencies } = world;
  const moved = moving('mona@acme.com', 'max@acme.com', fallback);
  for (const assurance of ['asserted', 'oidc'] as const) {
    given(await approvePolicy(dependencies, { period, by: owner, assurance }));
    given(await delegate(dependencies, { ...moved, assurance }));
  }
  for (const kind of ['policy-approved', 'delegated'] as const)
    expect(await recorded(world, kind)).toMatchObject([{ assurance: 'asserted' }, { assurance: 'oidc' }]);
});

test.each([1, 3])('a policy is approved once, whoever asks at once after %i looks', async (loads) => {
  const world = await manyOrphans(1);
  const approving = { period, assurance: 'asserted' } as const;
  const dependencies = interrupted(world, loads, () => approvePolicy(world.dependencies, { ...approving, by: owner }));
  expect(await approvePolicy(dependencies, { ...approving, by: fallback })).toMatchObject({
    kind: 'refused',
    refusals: [{ found: `approved by ${owner}` }],
  });
  expect(await recorded(world, 'policy-approved')).toMatchObject([{ by: owner }]);
});

test('a mail that two ticks sent at once is on record once', async () => {
  const world = await manyOrphans(1);
  const notices = ['one', 'two'].map((key) => ({ review: period, to: owner, key }));
  const mail = { id: 'review-1', to: owner, notices };
  const today = onDay('2026-03-30');
  const dependencies = interrupted(world, 1, () =>
    recordSent(world.dependencies, { ...mail, notices: notices.slice(0, 1) }, today),
  );
  await recordSent(dependencies, mail, today);
  const told = (await recorded(world, 'mailed')).flatMap(({ mails }) => mails.flatMap((one) => one.notices));
  expect(told).toEqual(['one', 'two']);
});
