// How the work of telling people grows with a review, counted by what it looks at, so that no clock has a say.
import { expect, test } from 'vitest';
import type { Phase } from '../../../core/review/decisions/standing.ts';
import type { Removal } from '../../../core/review/events/removal.ts';
import type { EffectiveDecision, ReviewState } from '../../../core/review/events/state.ts';
import { noticesOf } from '../../../core/review/notices/due.ts';
import type { NoticeFacts } from '../../../core/review/notices/due.ts';
import { Counter } from '../../support/counter.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aLine, stateAfter } from '../../support/review/review-line.ts';
import { at, onDay } from '../../support/time.ts';

const config: NoticeFacts['config'] = {
  mail: { to: ['grc@acme.com'] },
  reviewers: { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
  calendar: { timeZone: 'UTC', fiscalYearStart: 1 },
};

/** A tenth are excepted, the others revoked and in orders of ten; a third of those are gone, and a third live again. */
function stateOf(
  size: number,
  counter: Counter,
): Pick<ReviewState, 'decisions' | 'workOrders' | 'withdrawn' | 'removals'> {
  const decisions = Array.from({ length: size }, (_, n): EffectiveDecision => {
    return counter.of({
      login: login(`person${n}@acme.com`),
      decision: n % 10 === 0 ? 'except' : 'revoke',
      until: n % 10 === 0 ? onDay('2026-10-20') : null,
      reason: 'left',
      codesSeen: [],
      by: 'jane@acme.com',
      at: at('2026-10-06T08:00:00Z'),
      assurance: 'asserted',
      sequence: n + 2,
      filter: null,
    });
  });
  const removals = decisions.map((decided, n): Removal => {
    const shown = { run: 'later', exportedAt: at('2026-10-08T08:00:00Z'), shown: 'live' } as const;
    const state = (['open', 'closed', 'reopened'] as const)[n % 3] ?? 'open';
    const [order, orderedAt] = [Math.floor(n / 10), at('2026-10-07T08:00:00Z')];
    const proof = state === 'open' ? null : shown;
    return counter.of({ login: decided.login, order, decidedAt: decided.at, orderedAt, state, proof });
  });
  const orders = Map.groupBy(removals, ({ order }) => order);
  const workOrders = [...orders].map(([number, held]) => {
    const logins = held.map((removal) => removal.login);
    return counter.of({ at: at('2026-10-07T08:00:00Z'), by: null, number, run: 'run', logins, left: [] });
  });
  return {
    decisions: new Map(decisions.map((one) => [one.login, one])),
    removals: new Map(removals.map((one) => [one.login, one])),
    workOrders,
    withdrawn: new Set(workOrders.flatMap(({ number }) => (number % 2 === 0 ? [number] : []))),
  };
}

function visits(size: number, phase: Phase): number {
  const counter = new Counter();
  const state = { ...stateAfter(), ...stateOf(size, counter) };
  const undecided = Array.from({ length: size }, (_, n) =>
    counter.of({
      line: aLine({ login: `person${n}@acme.com` }),
      codes: [],
      reviewer: n % 7 === 0 ? null : login(`lead${n % 50}@acme.com`),
    }),
  );
  const exceptions = [...state.decisions.values()].filter(({ until }) => until !== null);
  const days = { dueDay: onDay('2026-10-10'), today: onDay('2026-10-18') };
  const assigned = new Set([login('lead1@acme.com')]);
  const keys = new Set<string>();
  const cannotDecide = Array.from({ length: size / 10 }, () => ({ lines: 1 }));
  const facts = {
    review: '2026-Q4',
    state,
    phase,
    undecided,
    cannotDecide,
    blocks: 0,
    cannotSign: new Set<string>(),
    assigned,
    keys,
    exceptions,
    ...days,
    config,
  };
  const told = noticesOf(facts);
  expect(told.length).toBeGreaterThan(0);
  return counter.visits;
}

test.each<Phase>(['in-review', 'remediation', 'signed'])(
  'the notices of a review of twice the lines that is %s look at no more than 2.2 times as much',
  (phase) => {
    expect(visits(1600, phase) / visits(800, phase)).toBeLessThan(2.2);
  },
);
