// Who may hand over what is somebody's: never the one who gains by it.
import { describe, expect, test } from 'vitest';
import { delegationRefusal } from '../../../../core/review/decisions/delegation.ts';
import { stateOn } from '../../../../core/review/events/state.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { stateAfter } from '../../../support/review/review-line.ts';
import { at, onDay } from '../../../support/time.ts';

const reviewers = { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' };
const owned = { login: login('mallory@acme.com'), own: [login('mallory@acme.com'), login('m.allory@old.com')] };
const known = { people: [owned], plusAddressing: 'distinct' } as const;

type Handed = readonly [from: string, to: string | null, by: string | null];

/** @param before what was handed to whom already */
function refusalOf(
  [from, to, by]: Handed,
  before: readonly (readonly [string, string])[] = [],
  asksFarther = true,
): string | undefined {
  const event = { from: login(from), to: to === null ? null : login(to), by };
  const delegations = new Map(before.map(([one, other]) => [login(one), login(other)]));
  const facts = { event, state: { delegations }, reviewers, known, asksFarther };
  return delegationRefusal(facts, 'delegation')?.what;
}

describe('a delegation', () => {
  test.each([
    ['cfo@acme.com', 'coo@acme.com', 'cfo@acme.com'],
    ['mona@acme.com', 'max@acme.com', 'grc@acme.com'],
    ['mona@acme.com', 'max@acme.com', 'cfo@acme.com'],
    ['mona@acme.com', null, 'mona@acme.com'],
    ['mona@acme.com', null, 'cfo@acme.com'],
    ['mona@acme.com', 'max@acme.com', null],
  ])('of what is %s to %s may be made by %s', (...handed) => {
    expect(refusalOf(handed)).toBeUndefined();
  });

  test.each([
    ['cfo@acme.com', 'mallory@acme.com', 'mallory@acme.com'],
    ['cfo@acme.com', 'mallory@acme.com', 'm.allory@old.com'],
    ['mona@acme.com', 'grc@acme.com', 'grc@acme.com'],
    ['mona@acme.com', null, 'grc@acme.com'],
  ])('of what is %s to %s may not be made by %s, who gains', (...handed) => {
    expect(refusalOf(handed)).toBe('delegation by the one who gains by it');
  });

  test('may not be made by anybody else', () => {
    expect(refusalOf(['mona@acme.com', 'max@acme.com', 'eve@acme.com'])).toBe(
      'delegation by somebody who is not entitled to it',
    );
  });

  const byTwoSteps = [
    ['that leads on to them', [['mona@acme.com', 'grc@acme.com']], ['cfo@acme.com', 'mona@acme.com', 'grc@acme.com']],
    ['that comes round', [['mona@acme.com', 'cfo@acme.com']], ['cfo@acme.com', 'mona@acme.com', 'grc@acme.com']],
    [
      'that leads on to them by two others',
      [
        ['mona@acme.com', 'max@acme.com'],
        ['max@acme.com', 'grc@acme.com'],
      ],
      ['cfo@acme.com', 'mona@acme.com', 'grc@acme.com'],
    ],
  ] as const;

  test.each(byTwoSteps)('%s may not be made by who gains in the end', (_what, before, handed) => {
    expect(refusalOf(handed, before)).toBe('delegation by the one who gains by it');
    expect(refusalOf(handed, before, false)).toBeUndefined();
  });

  test('of one’s own may come back to oneself: nobody loses by it', () => {
    expect(refusalOf(['grc@acme.com', 'mona@acme.com', 'grc@acme.com'], [['mona@acme.com', 'grc@acme.com']])).toBe(
      undefined,
    );
  });
});

test('a delegation holds on its last day, and no longer on the day after', () => {
  const [from, to] = [login('mona@acme.com'), login('max@acme.com')];
  const until = onDay('2026-10-20');
  const delegated = {
    kind: 'delegated',
    at: at('2026-10-06T09:00:00Z'),
    by: from,
    from,
    to,
    reason: 'on leave',
  } as const;
  const state = stateAfter({ ...delegated, assurance: 'asserted', until });
  expect(stateOn(state, until).delegations.get(from)).toBe(to);
  expect(stateOn(state, onDay('2026-10-21')).delegations.has(from)).toBe(false);
});
