// Whatever is tried in whatever order, by whoever and under whatever name: the stream of a review tells of entitled people only.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { closeReview } from '../../../steps/review/close-review.ts';
import { decide } from '../../../steps/review/decide.ts';
import { openReview } from '../../../steps/review/open-review.ts';
import { rebaseReview } from '../../../steps/review/ways-back/rebase-review.ts';
import { approvePolicy, delegate } from '../../../steps/review/record-review.ts';
import { signOff } from '../../../steps/review/sign-off.ts';
import { takeBackSignature } from '../../../steps/review/ways-back/take-back-signature.ts';
import { voidReview } from '../../../steps/review/ways-back/void-review.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { openedWorld, period } from './year/opened.ts';
import { streamsFrom } from './streams.ts';
import type { World } from './world.ts';
import { fallback, leaves, managers, owner, shows } from './year/year.ts';

/** Who works here and can sign in, or is named by the configuration. */
const entitled: readonly string[] = [...managers, fallback, owner, 'user01@acme.com', 'root@acme.com'];
/** Disabled, gone, an account of nobody, nobody at all, and names that only look like somebody's. */
const strangers: readonly string[] = [
  'off@acme.com',
  'gone@acme.com',
  'ghost@acme.com',
  'mallory@evil.example',
  'cfo',
  '',
  ' ',
  `${owner}.`,
  `${owner}\u200b`,
  owner.replace('c', '\u0441'),
  owner.replace('@', '+x@'),
  `${owner}, ${fallback}`,
];

function withStrangers(world: World): void {
  for (const gone of ['off@acme.com', 'gone@acme.com', 'ghost@acme.com']) shows(world, gone);
  world.people.set('off@acme.com', anIdentity({ login: 'off@acme.com', state: 'disabled' }));
  leaves(world, 'gone@acme.com', '2026-02-01');
}

const anybody = fc.constantFrom(...entitled, ...strangers);
const act = fc.record({
  kind: fc.constantFrom(
    ...(['opens', 'decides', 'decides', 'keeps', 'delegates', 'approves', 'signs'] as const),
    ...(['withdraws', 'rebases', 'voids', 'closes'] as const),
  ),
  by: anybody,
  about: fc.constantFrom('user02@acme.com', 'ghost@acme.com', 'gone@acme.com', ...managers),
  other: anybody,
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const assurance = 'asserted' as const;
const reason = 'because';

async function tried(dependencies: World['dependencies'], { kind, by, about, other }: Act): Promise<unknown> {
  // The doors read these names before: they are one form by then.
  const named = canonicalLogin(by);
  switch (kind) {
    case 'opens':
      return openReview(dependencies, { period, by });
    case 'decides': {
      const request = { login: about, decision: 'keep', until: null, reason, shared: false, where: 'here' } as const;
      return decide(dependencies, { by, assurance, period, asked: { kind: 'lines', requests: [request] } });
    }
    case 'keeps':
      return decide(dependencies, { by, assurance, period, asked: { kind: 'unremarkable', reason } });
    case 'delegates': {
      const [from, to] = [canonicalLogin(about), canonicalLogin(other)];
      return from === null ? null : delegate(dependencies, { period, from, to, by, reason });
    }
    case 'approves':
      return approvePolicy(dependencies, { period, by, assurance });
    case 'signs':
      return signOff(dependencies, { period, by, assurance });
    case 'withdraws':
      return named === null ? null : takeBackSignature(dependencies, { period, by: named, assurance, reason });
    case 'rebases':
      return named === null ? null : rebaseReview(dependencies, { period, by: named, assurance, reason });
    case 'voids':
      return named === null ? null : voidReview(dependencies, { period, by: named, assurance, reason });
    case 'closes':
      return closeReview(dependencies, { period, by });
    default:
      return kind satisfies never;
  }
}

function actorsOf(event: ReviewEvent): readonly string[] {
  const by = 'by' in event && event.by !== null ? [event.by] : [];
  return event.kind === 'delegated' && event.to !== null ? [...by, event.to] : by;
}

test('nobody who is not entitled acts, gains or signs in a review', { timeout: 300_000 }, async () => {
  const world = await openedWorld(withStrangers);
  const opened = await world.dependencies.reviews.load(period);
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
      const dependencies = { ...world.dependencies, reviews: streamsFrom(opened) };
      for (const one of acts) await tried(dependencies, one);
      const stream = await dependencies.reviews.load(period);
      for (const { event } of stream)
        expect({ event, strangers: actorsOf(event).filter((one) => !entitled.includes(one)) }).toEqual({
          event,
          strangers: [],
        });
    }),
    { numRuns: Number(process.env['STRANGER_RUNS'] ?? 60) },
  );
});
