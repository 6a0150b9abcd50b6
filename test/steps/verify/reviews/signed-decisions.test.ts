// `verify` on what was decided and signed: that every line was decided, by whom it may be, and signed in its order.
import { describe, expect, it } from 'vitest';
import type { Decided, DecisionLine, ReviewEvent } from '../../../../core/review/events/event.ts';
import { waysBackOf } from '../../../../core/report/ways-back.ts';
import { foldReview } from '../../../../core/review/events/folded.ts';
import { anIdentity, login } from '../../../support/inputs/population-builder.ts';
import { at, onDay } from '../../../support/time.ts';
import { chained, decidedBy, linesOf, openedOn, run, signedBy, when } from '../final-report.ts';
import { aRun } from '../issued-report.ts';
import { brokenIn, decided, lines, refusal, signatures } from './refused.ts';

function deciding(change: (line: DecisionLine) => Partial<DecisionLine> | null, over: Partial<Decided> = {}): Decided {
  const changed = decided.lines.flatMap((line) => {
    const says = change(line);
    return says === null ? [] : [{ ...line, ...says }];
  });
  return { ...decided, lines: changed, ...over };
}

function ghost({ login: name }: DecisionLine): boolean {
  return name === 'ghost@acme.com';
}

describe('a signed report is refused', () => {
  it.each<[string, readonly ReviewEvent[], string]>([
    [
      'when a line has no decision',
      [deciding((line) => (ghost(line) ? null : {})), ...signatures],
      'lines without a decision',
    ],
    [
      'when a decision has not seen a code of its line',
      [deciding((line) => (ghost(line) ? { codesSeen: [] } : {})), ...signatures],
      'lines that ask again. Found: ghost@acme.com, revoke before ORPHANED_ACCOUNT was known',
    ],
    [
      'when somebody decided their own access',
      [decidedBy('Jane@ACME.com'), ...signatures],
      'decision about own access',
    ],
    [
      'when a decision has no reason',
      [deciding((line) => (ghost(line) ? { reason: '' } : {})), ...signatures],
      'no reason',
    ],
    [
      'when an exception lasts longer than the policy allows',
      [deciding((line) => (ghost(line) ? { decision: 'except', until: onDay('2028-01-01') } : {})), ...signatures],
      'end of the exception not accepted',
    ],
    [
      'when a grave line was waved through',
      [{ ...decided, filter: 'unremarkable' }, ...signatures],
      'could not be recorded',
    ],
    [
      'when one person signed both stages',
      [decided, signatures[0], signedBy('GRC@acme.com', 'control-owner')],
      'same person in two',
    ],
    ['when the stages signed in another order', [decided, signatures[1]], 'a signature out of its order'],
    ['when a stage signed twice', [decided, ...signatures, signatures[1]], 'a signature out of its order'],
    [
      'when a decision came after the last signature that counts',
      [decided, ...signatures, decided, signatures[0]],
      'a decision after every stage',
    ],
    [
      'when it carries more than was signed for',
      [decided, ...signatures, decided],
      'a decision after every stage had signed',
    ],
    [
      'when it was closed before it was signed',
      [decided, { kind: 'closed', at: when, by: 'x' }, ...signatures],
      'closed before',
    ],
    [
      'when a signature states something else than the review yields',
      [decided, signedBy('grc@acme.com', 'reviewer', { statement: 'I have reviewed everything.' }), signatures[1]],
      'a statement that the review does not yield. Found: I have reviewed everything.',
    ],
    ['when it goes on after the signature', [decided, signatures[0], decided], 'events after the last signature'],
  ])('%s', async (_, events, said) => {
    expect(await brokenIn([openedOn(run), ...events])).toContain(said);
  });

  it('with the first event that had to be refused', async () => {
    const err = await refusal([openedOn(run), decidedBy('jane@acme.com'), ...signatures]);
    expect(err).toContain('event 2 of the review, jane@acme.com: decision about own access. Found: jane@acme.com');
  });

  it('when an owner without an account decided about what is theirs under another name', async () => {
    const grc = anIdentity({ login: 'owner@acme.com', logins: ['owner@acme.com', 'grc@acme.com'], assignments: [] });
    const people = ['jane@acme.com', 'root@acme.com', 'gone@acme.com'].map((name) => anIdentity({ login: name }));
    const nonHuman = [{ login: 'ghost@acme.com', owner: 'owner@acme.com', purpose: 'sync', kind: 'account' } as const];
    const of = await aRun({ countShown: 4, people: [...people, grc], nonHuman });
    expect(await brokenIn([openedOn(of), decidedBy('grc@acme.com', of), ...signatures], linesOf(of), { of })).toContain(
      'ghost@acme.com: decision about own access. Found: grc@acme.com',
    );
  });

  it('when the control owner signed as reviewer under another login that a directory knows', async () => {
    const cfo = anIdentity({ login: 'cfo@acme.com', logins: ['cfo@acme.com', 'c.finance@acme.com'] });
    const people = ['jane@acme.com', 'root@acme.com', 'gone@acme.com'].map((name) => anIdentity({ login: name }));
    const of = await aRun({ countShown: 4, people: [...people, cfo] });
    const twice = [signedBy('C.Finance@acme.com', 'reviewer'), signedBy('cfo@acme.com', 'control-owner')];
    expect(await brokenIn([openedOn(of), decided, ...twice], linesOf(of), { of })).toContain(
      'the control owner before the reviewer',
    );
  });

  it('when the run could not be signed for', async () => {
    const uncounted = await aRun();
    const events = [openedOn(uncounted), decided, ...signatures];
    expect(await brokenIn(events, linesOf(uncounted), { of: uncounted })).toContain('number of users not declared');
  });
});

describe('a signature after the last day of an exception', () => {
  const until = onDay('2026-10-10');
  const excepting = deciding((line) => (ghost(line) ? { decision: 'except', until } : {}));
  const reviewer = signedBy('grc@acme.com', 'reviewer', { at: at('2026-10-10T20:00:00Z') });
  const signedOn = (day: string): readonly ReviewEvent[] => [
    openedOn(run),
    excepting,
    reviewer,
    signedBy('cfo@acme.com', 'control-owner', { at: at(`${day}T20:00:00Z`) }),
  ];

  it('is refused, and none on that day or of a version that did not ask', async () => {
    const ended = 'lines that ask again. Found: ghost@acme.com, except until 10 October 2026, which is over';
    expect(await brokenIn(signedOn('2026-10-11'))).toContain(`event 4 of the review, sign-off of 2026-Q4: ${ended}`);
    expect(await brokenIn(signedOn('2026-10-10'))).toBe('nothing');
    expect(await brokenIn(signedOn('2026-10-11'), lines, { asked: { asksEnded: false } })).toBe('nothing');
  });
});

describe('a delegation', () => {
  const delegated: ReviewEvent = {
    kind: 'delegated',
    at: when,
    by: 'cfo@acme.com',
    from: login('cfo@acme.com'),
    to: login('grc@acme.com'),
    reason: 'on leave until November',
  };

  it('stands in the statement of whoever signs after it, and beside the signatures with its reason', () => {
    const stream = chained([openedOn(run), decided, delegated, signatures[0]]);
    const last = stream.at(-1)?.event;
    expect(last?.kind === 'signed' ? last.statement : '').toContain(
      'Delegated, for this review only: cfo@acme.com to grc@acme.com, by cfo@acme.com.',
    );
    const state = foldReview(stream);
    expect(state === null ? [] : waysBackOf(state)).toEqual([
      {
        at: when,
        by: 'cfo@acme.com',
        assurance: null,
        what: "Delegated what is cfo@acme.com's to grc@acme.com, until this review ends.",
        reason: 'on leave until November',
      },
    ]);
  });
});
