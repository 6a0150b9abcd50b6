// Decisions: what is refused, and that none is ever lost or changed.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent, encodeEvent } from '../../../../core/review/events/stored-event.ts';
import { verifyChain } from '../../../../core/review/events/chain.ts';
import { decisionLine } from '../../../../core/review/decisions/decision.ts';
import type { DecisionRequest } from '../../../../core/review/decisions/decision.ts';
import type { Decided } from '../../../../core/review/events/event.ts';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { aLine, stateAfter, streamOf } from '../../../support/review/review-line.ts';
import type { LineSays } from '../../../support/review/review-line.ts';
import { at, onDay } from '../../../support/time.ts';

interface Asked extends Partial<DecisionRequest> {
  readonly by?: string;
  readonly line?: Omit<LineSays, 'login'>;
}

/** What is wrong with keeping jane's account, or the line that would be recorded. */
function outcome({ by = 'grc@acme.com', line: says = {}, ...asked }: Asked): string {
  const line = aLine({ login: 'jane@acme.com', ...says });
  const request = { login: 'jane@acme.com', decision: 'keep', until: null, reason: '', shared: false, where: 'here' };
  const result = decisionLine(
    { ...request, decision: 'keep', ...asked },
    {
      codesOf: new Map([[line.login, line.codes]]),
      lineOf: new Map([[line.login, line]]),
      by,
      alsoBy: [],
      today: onDay('2026-10-06'),
      ownOf: new Map([[line.login, line.own]]),
      policy: { maxExceptionDays: 180, plusAddressing: 'distinct' },
    },
  );
  return result.kind === 'ok' ? result.value.decision : result.refusals.map(({ what }) => what).join();
}

describe('a decision', () => {
  const found = { codes: ['ORPHANED_ACCOUNT'], severity: 'high' } as const;

  it.each<[string, Asked, string]>([
    ['to keep what nothing was found on needs no reason', {}, 'keep'],
    ['to keep what something was found on needs one', { line: { codes: ['DORMANT_ACCOUNT'] } }, 'no reason'],
    ['to revoke needs one', { decision: 'revoke' }, 'no reason'],
    ['about an account that the run does not hold is none', { login: 'nobody@acme.com' }, 'no account of this review'],
    ['about what only looks like an account is none', { login: 'ja\u{1d427}e@acme.com' }, 'no account of this review'],
    ['about own access is refused', { by: ' Jane@ACME.com' }, 'decision about own access'],
    [
      'about own access under another login is refused',
      { by: 'j.doe@old.com', line: { own: ['j.doe@old.com'] } },
      'decision about own access',
    ],
    [
      'to keep a privileged account together with others is refused',
      { shared: true, reason: 'all fine', line: { privileged: true } },
      'privileged account decided in bulk',
    ],
    [
      'to keep an orphan together with others is refused',
      { shared: true, reason: 'all fine', line: { ...found, codes: [...found.codes] } },
      'grave finding decided in bulk',
    ],
    [
      'to revoke orphans together is not',
      { shared: true, decision: 'revoke', reason: 'all gone', line: { ...found, codes: [...found.codes] } },
      'revoke',
    ],
    [
      'to except ends after today',
      { decision: 'except', reason: 'on leave', until: onDay('2026-10-06') },
      'end of the exception not accepted',
    ],
    ['to except has an end', { decision: 'except', reason: 'on leave' }, 'exception without an end'],
    [
      'to except ends at latest when the policy says',
      { decision: 'except', reason: 'on leave', until: onDay('2027-04-05') },
      'end of the exception not accepted',
    ],
    [
      'is refused with all its faults at once',
      { by: 'jane@acme.com', decision: 'except', line: { codes: ['DORMANT_ACCOUNT'] } },
      'decision about own access,no reason,exception without an end',
    ],
    [
      'to except may last until that day',
      { decision: 'except', reason: 'on leave', until: onDay('2027-04-04') },
      'except',
    ],
  ])('%s', (_, asked, expected) => {
    expect(outcome(asked)).toBe(expected);
  });
});

const person = fc.constantFrom('ann@acme.com', 'ben@acme.com', 'cat@acme.com');
const aDecision: fc.Arbitrary<Decided> = fc
  .record({
    by: person,
    logins: fc.uniqueArray(person, { minLength: 1 }),
    decision: fc.constantFrom('keep' as const, 'revoke' as const),
    reason: fc.string(),
  })
  .map(({ by, logins, decision, reason }) => ({
    kind: 'decided',
    at: at('2026-10-06T09:00:00Z'),
    by,
    assurance: 'asserted',
    lines: logins.map((name) => ({ login: login(name), decision, until: null, reason, codesSeen: [] })),
  }));

describe('a stream of decisions', () => {
  it('ends with the last decision on each account and keeps every earlier one', () => {
    fc.assert(
      fc.property(fc.array(aDecision), (events) => {
        const stream = streamOf(...events);
        const { decisions } = stateAfter(...events);
        const last = new Map(
          events.flatMap(({ by, lines }) => lines.map((line) => [line.login, { by, line }] as const)),
        );
        expect([...decisions.keys()].toSorted()).toEqual([...last.keys()].toSorted());
        for (const [name, { by, line }] of last) expect(decisions.get(name)).toMatchObject({ ...line, by });
        expect(stream.slice(1).map(({ event }) => event)).toEqual(events);
        expect(verifyChain(stream)).toEqual({ kind: 'ok', value: stream.at(-1)?.sha256 });
      }),
    );
  });

  it('gives the same state when it is read from a store and folded again', () => {
    fc.assert(
      fc.property(fc.array(aDecision), (events) => {
        const read = streamOf(...events).map((stored) => ({
          ...stored,
          event: decodeEvent(encodeEvent(stored.event), 'an event'),
        }));
        expect(foldReview(read)).toEqual(stateAfter(...events));
      }),
    );
  });
});
