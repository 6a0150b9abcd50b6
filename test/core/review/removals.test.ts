// Removals: what proves them, what does not, and how long they took.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOrder, observed, provenAtOf } from '../../../core/review/events/removal.ts';
import { handedOver, notHandedOver, openRemovals, ordersToCarryOut } from '../../../core/review/removals/figures.ts';
import { believable, observations, timeToClose } from '../../../core/review/removals/proof.ts';
import type { ProvingRun } from '../../../core/review/removals/proof.ts';
import type { Removal } from '../../../core/review/events/removal.ts';
import type { Shown } from '../../../core/review/events/event.ts';
import { hoursAfter, login } from '../../support/inputs/population-builder.ts';
import { stateAfter } from '../../support/review/review-line.ts';
import { at } from '../../support/time.ts';

const ghost = login('ghost@acme.com');
const decidedAt = at('2026-10-06T09:00:00Z');
const orderedAt = '2026-10-07T09:00:00Z';

function ordered(): ReadonlyMap<typeof ghost, Removal> {
  return afterOrder(
    new Map(),
    { number: 1, logins: [ghost], at: at(orderedAt) },
    new Map([[ghost, { at: decidedAt }]]),
  );
}

interface RunSays {
  /** After the order. */
  readonly hours: number;
  readonly shown: Shown;
  readonly doubt?: string | null;
  readonly absence?: string | null;
  /** Exports of one name are the same file; by default each run has its own. */
  readonly file?: string;
  readonly declared?: boolean;
  /** After the order, where that was before the time at which somebody says it was taken. */
  readonly received?: number;
}

function after(runs: readonly RunSays[]): Removal | undefined {
  let removals = ordered();
  const told = runs.map(({ hours, shown, doubt = null, absence = null, file, declared = true, received }, index) => {
    const sha256 = file ?? `file ${index}`;
    const exportedAt = hoursAfter(orderedAt, hours);
    const takenBy = received === undefined ? exportedAt : hoursAfter(orderedAt, received);
    const other = { renamed: new Set<string>() };
    const proving: ProvingRun = { exportedAt, doubt, absence, shownOf: () => shown, ...other };
    return { ...proving, sha256, declared, takenBy };
  });
  for (const [index, run] of believable(told).entries()) {
    const lines = observations({ removals, decisions: new Map() }, run);
    if (lines.length > 0)
      removals = observed(removals, { at: run.exportedAt, run: `run ${index}`, exportedAt: run.exportedAt, lines });
  }
  return removals.get(ghost);
}

/** Where a revocation with such a removal stands. */
function standingOf(removal: Partial<Removal>, decision: 'revoke' | 'keep'): readonly string[] {
  const decided = { login: ghost, decision, until: null, reason: 'left', codesSeen: [] };
  const state = stateAfter({
    kind: 'decided',
    at: decidedAt,
    by: 'grc@acme.com',
    assurance: 'asserted',
    lines: [decided],
  });
  const order = { number: 1, at: at(orderedAt), by: null, run: 'run', logins: [ghost], left: [], files: [] };
  const one = { login: ghost, order: 1, decidedAt, orderedAt: at(orderedAt), state: 'open', proof: null } as const;
  const now = { ...state, removals: new Map([[ghost, { ...one, ...removal }]]), workOrders: [order] };
  return [
    ...(openRemovals(now).length > 0 ? ['open'] : []),
    ...(ordersToCarryOut(now).length > 0 ? ['to carry out'] : []),
    ...(handedOver(now).size > 0 ? ['handed over'] : []),
    ...(notHandedOver(now).length > 0 ? ['not handed over'] : []),
  ];
}

/** An export that shows the account live, so many hours after its order. */
function shownLive(hours: number): Removal['proof'] {
  return { run: 'run', exportedAt: hoursAfter(orderedAt, hours), shown: 'live' };
}

describe('what is decided to go', () => {
  it.each<[string, Partial<Removal>, readonly string[]]>([
    ['of which no export says anything', { state: 'open' }, ['open', 'to carry out', 'handed over']],
    [
      'that was ordered again since it was live',
      { state: 'reopened', proof: shownLive(-1) },
      ['open', 'to carry out', 'handed over'],
    ],
    ['that is live again since the order', { state: 'reopened', proof: shownLive(1) }, ['open', 'not handed over']],
    ['whose order was withdrawn', { state: 'withdrawn' }, ['not handed over']],
    ['that an export has proven', { state: 'closed' }, []],
  ])('%s', (_, removal, standing) => {
    expect(standingOf(removal, 'revoke')).toEqual(standing);
    expect(standingOf(removal, 'keep'), 'kept since').not.toContain('handed over');
  });

  it('and is kept since is neither open nor to be carried out', () => {
    expect(standingOf({ state: 'open' }, 'keep')).toEqual([]);
  });
});

describe('a removal that was handed over', () => {
  it.each<[string, readonly RunSays[], Removal['state']]>([
    ['is open while no export was taken', [], 'open'],
    ['is closed by a later export that shows it suspended', [{ hours: 24, shown: 'suspended' }], 'closed'],
    ['is closed by a later export that does not show it', [{ hours: 24, shown: 'absent' }], 'closed'],
    ['is closed by a later export that shows another one made anew', [{ hours: 24, shown: 'made anew' }], 'closed'],
    ['is open while exports show it live', [{ hours: 24, shown: 'live' }], 'open'],
    ['is not closed by an export from before the order', [{ hours: -1, shown: 'absent' }], 'open'],
    [
      'is not reopened by another export of the same time as the one that proved it',
      [
        { hours: 24, shown: 'suspended' },
        { hours: 24, shown: 'live' },
      ],
      'closed',
    ],
    [
      'is not closed by an export that lacks it and has rows that could not be read',
      [{ hours: 24, shown: 'absent', absence: '1 row' }],
      'open',
    ],
    [
      'is closed by an export that shows it suspended, whatever row could not be read',
      [{ hours: 24, shown: 'suspended', absence: '1 row' }],
      'closed',
    ],
    ['is not closed by an export that is in doubt', [{ hours: 24, shown: 'absent', doubt: 'it was edited' }], 'open'],
    [
      'is not closed by an export that is older than one in doubt, which shows it live',
      [
        { hours: 48, shown: 'live', doubt: 'it was edited' },
        { hours: 24, shown: 'absent' },
      ],
      'open',
    ],
    [
      'is closed by the export as it was, after the same one that somebody had edited',
      [
        { hours: 24, shown: 'suspended', doubt: 'it was edited' },
        { hours: 24, shown: 'suspended' },
      ],
      'closed',
    ],
    [
      'is closed by an export that was taken before the time of a file of which nobody said when it was taken',
      [
        { hours: 48, shown: 'suspended', doubt: 'nobody declared when', declared: false },
        { hours: 24, shown: 'suspended' },
      ],
      'closed',
    ],
    [
      'is closed by an export that is younger than one that was received before it is said to have been taken',
      [
        { hours: 72, received: 12, shown: 'live', doubt: 'it was received before' },
        { hours: 24, shown: 'suspended' },
      ],
      'closed',
    ],
    [
      'is reopened when it is live again',
      [
        { hours: 24, shown: 'suspended' },
        { hours: 48, shown: 'live' },
      ],
      'reopened',
    ],
    [
      'is not closed by the file of an older export that is handed in again under a later time',
      [
        { hours: -24, shown: 'suspended', file: 'users.csv' },
        { hours: 24, shown: 'live' },
        { hours: 48, shown: 'suspended', file: 'users.csv' },
      ],
      'open',
    ],
    [
      'is not closed by the same file under a time after the order, with nothing compared between',
      [
        { hours: -24, shown: 'suspended', file: 'users.csv' },
        { hours: 24, shown: 'suspended', file: 'users.csv' },
      ],
      'open',
    ],
    [
      'is closed by a file whose time was only declared the second time',
      [
        { hours: 20, shown: 'suspended', file: 'users.csv', declared: false, doubt: 'nobody declared when' },
        { hours: 24, shown: 'suspended', file: 'users.csv' },
      ],
      'closed',
    ],
    [
      'is not reopened by an older export',
      [
        { hours: 24, shown: 'suspended' },
        { hours: 12, shown: 'live' },
      ],
      'closed',
    ],
    [
      'is closed again when it is gone again',
      [
        { hours: 24, shown: 'suspended' },
        { hours: 48, shown: 'live' },
        { hours: 72, shown: 'absent' },
      ],
      'closed',
    ],
  ])('%s', (_, runs, expected) => {
    expect(after(runs)?.state).toBe(expected);
  });

  it('is reopened still, when another order hands it over again', () => {
    const proven = after([{ hours: 24, shown: 'suspended' }]);
    if (proven === undefined) throw new Error('the removal is not there');
    const live = new Map([[ghost, { ...proven, state: 'reopened' as const }]]);
    const again = afterOrder(live, { number: 2, logins: [ghost], at: hoursAfter(orderedAt, 72) }, new Map());
    expect(again.get(ghost)).toMatchObject({ state: 'reopened', order: 2 });
    expect(provenAtOf({ ...proven, state: 'reopened' })).toBeNull();
    expect(provenAtOf(proven)).toBe(proven.proof?.exportedAt);
  });

  it('took the time from the decision to the export that proved it', () => {
    const closed = after([{ hours: 36, shown: 'suspended' }]);
    expect(closed === undefined ? null : timeToClose(closed)).toEqual({ hours: 60, days: 2.5 });
  });

  it('never closes without an export that can be believed and is younger than the order', () => {
    const aRun = fc.record({
      hours: fc.integer({ min: -48, max: 96 }),
      shown: fc.constantFrom<Shown>('suspended', 'absent', 'live', 'made anew'),
      doubt: fc.constantFrom(null, 'it was edited'),
    });
    fc.assert(
      fc.property(fc.array(aRun), (runs) => {
        const proof = runs.some(({ hours, shown, doubt }) => hours > 0 && shown !== 'live' && doubt === null);
        if (!proof) expect(after(runs)?.state).toBe('open');
        expect(after([...runs, ...runs]), 'looking again changes nothing').toEqual(after(runs));
      }),
    );
  });
});
