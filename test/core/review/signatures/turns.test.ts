// Whose turn it is: nobody is named who would be refused.
import { expect, test } from 'vitest';
import type { Decided } from '../../../../core/review/events/event.ts';
import { turnsOf } from '../../../../core/review/signatures/turns.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { stateAfter } from '../../../support/review/review-line.ts';
import { at } from '../../../support/time.ts';

function decidedBy(by: string, about: string): Decided {
  const line = { login: login(about), decision: 'keep', until: null, reason: 'needed', codesSeen: [] } as const;
  return { kind: 'decided', at: at('2026-10-08T10:00:00Z'), by, assurance: 'asserted', lines: [line] };
}

const reviewers = { rules: [], fallback: login('jane@acme.com'), controlOwner: login('cfo@acme.com') };

test.each([
  ['those who decided, without the control owner', ['jane@acme.com', 'cfo@acme.com'], 'jane@acme.com'],
  ['everybody who decided', ['jane@acme.com', 'grc@acme.com'], 'grc@acme.com or jane@acme.com'],
  ['somebody else where the control owner alone decided', ['cfo@acme.com'], 'another person than the control owner'],
])('the first signature is the turn of %s', (_whose, by, who) => {
  const state = stateAfter(...by.map((one, index) => decidedBy(one, `user${index}@acme.com`)));
  const signature = { isBlocked: false, cannotSign: new Set<string>() };
  expect(turnsOf({ state, undecided: [], reviewers, signature })).toEqual([{ who, owes: 'the signature as reviewer' }]);
});

test('whose signature would be refused is not named while somebody else may sign, and what blocks it is said', () => {
  const state = stateAfter(decidedBy('jane@acme.com', 'user@acme.com'), decidedBy('grc@acme.com', 'other@acme.com'));
  const signature = { isBlocked: true, cannotSign: new Set(['jane@acme.com']) };
  expect(turnsOf({ state, undecided: [], reviewers, signature })).toEqual([
    { who: 'grc@acme.com', owes: 'the signature as reviewer, once nothing blocks it' },
  ]);
});
