// Signing: who may, what stands against it, and the figures that a signature states.
import { describe, expect, it } from 'vitest';
import { handedInText } from '../../../../core/review/decisions/acts.ts';
import { reviewFigures } from '../../../../core/review/signatures/statement.ts';
import { signOffRefusals } from '../../../../core/review/signatures/refusals.ts';
import type { SignOffFacts } from '../../../../core/review/signatures/refusals.ts';
import type { ReviewEvent, Signed } from '../../../../core/review/events/event.ts';
import { isSigned } from '../../../../core/review/events/state.ts';
import { sha256 } from '../../../support/bytes.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { kept } from '../../../support/inputs/records.ts';
import { aLine, stateAfter } from '../../../support/review/review-line.ts';
import { at } from '../../../support/time.ts';

function signed(stage: Signed['stage'], by: string): Signed {
  const digests = { evidenceSha256: sha256('manifest'), decisionsSha256: sha256('head') };
  return {
    kind: 'signed',
    stage,
    at: at('2026-10-08T09:00:00Z'),
    by,
    assurance: 'asserted',
    statement: 'x',
    ...digests,
  };
}

const jane = aLine({ login: 'jane@acme.com', own: ['j.doe@old.com'] });
const cleanRun: SignOffFacts['run'] = {
  exportedAtDeclared: true,
  exportedBy: 'ops@acme.com',
  countShown: 1,
  incomplete: [],
  controlCodes: [],
  otherVersion: null,
};

function refusals(says: Partial<SignOffFacts>, ...events: readonly ReviewEvent[]): readonly string[] {
  const facts: SignOffFacts = {
    period: '2026-Q4',
    state: stateAfter(kept(['jane@acme.com']), ...events),
    lines: [jane],
    others: [],
    plusAddressing: 'distinct',
    undecided: [],
    lastPrivileged: null,
    by: login('grc@acme.com'),
    run: cleanRun,
    actor: null,
    reviewers: { rules: [], fallback: 'grc@acme.com', controlOwner: 'cfo@acme.com' },
    ...says,
  };
  return signOffRefusals(facts).map(({ what }) => what);
}

describe('a signature', () => {
  it('is made when everything is decided and declared', () => {
    expect(refusals({})).toEqual([]);
  });

  it.each<[string, Partial<SignOffFacts>, string]>([
    [
      'while a line is undecided',
      { state: stateAfter(), undecided: [{ line: jane, codes: [], reviewer: null }] },
      'lines without a decision',
    ],
    [
      'when nobody declared the time of the export',
      { run: { ...cleanRun, exportedAtDeclared: false } },
      'time of the export not declared',
    ],
    [
      'when nobody declared the number of users',
      { run: { ...cleanRun, countShown: null } },
      'number of users not declared',
    ],
    [
      'when a directory was not complete',
      { run: { ...cleanRun, incomplete: ['okta is partial'] } },
      'directory not read completely',
    ],
    [
      'when a role is not classified',
      { run: { ...cleanRun, controlCodes: ['ROLE_UNCLASSIFIED'] } },
      'role not classified',
    ],
  ])('is refused %s', (_, says, expected) => {
    expect(refusals(says)).toEqual([expected]);
  });

  it('is of another person in the second stage, under whatever login', () => {
    const first = signed('reviewer', 'jane@acme.com');
    expect(refusals({ by: login('j.doe@old.com') }, first)).toEqual(['the same person in two stages']);
    expect(refusals({ by: login('max@acme.com') }, first)).toEqual(['not the control owner']);
    expect(refusals({ by: login('cfo@acme.com') }, first)).toEqual([]);
  });

  it('is of whoever stands in for the control owner', () => {
    const away: ReviewEvent = {
      kind: 'delegated',
      at: at('2026-10-08T09:00:00Z'),
      by: null,
      from: login('cfo@acme.com'),
      to: login('coo@acme.com'),
      reason: 'on leave',
    };
    const first = signed('reviewer', 'grc@acme.com');
    expect(refusals({ by: login('cfo@acme.com') }, first, away)).toEqual(['not the control owner']);
    expect(refusals({ by: login('coo@acme.com') }, first, away)).toEqual([]);
  });

  it('is made anew after a decision was corrected, and not after both stages', () => {
    const [first, second] = [signed('reviewer', 'grc@acme.com'), signed('control-owner', 'cfo@acme.com')];
    expect(stateAfter(first, kept(['jane@acme.com'])).signatures).toEqual([]);
    expect(isSigned(stateAfter(first, second))).toBe(true);
    expect(refusals({}, first, second)).toContain('signed already');
  });
});

describe('somebody whose access ends', () => {
  const by = login('j.doe@old.com');
  const keeping = asDecided(kept(['jane@acme.com']));
  const revoking = { ...keeping, lines: keeping.lines.map((line) => ({ ...line, decision: 'revoke' as const })) };

  it.each(['deleted', 'disabled'] as const)(
    'does not sign when a directory says %s, under whatever login',
    (situation) => {
      expect(refusals({ by, lines: [{ ...jane, situation }] })).toEqual(['signature of somebody whose access ends']);
      expect(refusals({ lines: [{ ...jane, situation }] })).toEqual([]);
    },
  );

  it('does not sign when it was decided to revoke it', () => {
    expect(refusals({ by }, revoking)).toEqual(['signature of somebody whose access ends']);
    expect(refusals({ by })).toEqual([]);
  });

  it('is not somebody who keeps another account, or who owns a key that is given up', () => {
    const second = aLine({ login: 'j.doe@old.com', own: ['jane@acme.com'] });
    expect(refusals({ by, lines: [jane, second] }, revoking)).toEqual([]);
    expect(refusals({ by, lines: [{ ...jane, kind: 'api-key' }] }, revoking)).toEqual([]);
    expect(refusals({ by, lines: [{ ...jane, situation: 'registered' }] }, revoking)).toEqual([]);
  });
});

describe('the figures of a signature', () => {
  it('tell how decisions were handed in, in what time, and by whom', () => {
    const lines = Array.from({ length: 120 }, (_, index) =>
      aLine({ login: `user${index}@acme.com`, reviewer: login('mona@acme.com') }),
    );
    const some = (from: number, to: number): readonly string[] => lines.slice(from, to).map((line) => line.login);
    const inBulk: ReviewEvent = { ...asDecided(kept(some(0, 60), 'mona@acme.com')), filter: 'unremarkable' };
    const state = stateAfter(inBulk, kept(some(60, 120), 'grc@acme.com'));
    const figures = reviewFigures(
      { state, lines, reviewers: { rules: [] }, by: login('user7@acme.com'), plusAddressing: 'distinct' },
      at('2026-10-10T08:00:00Z'),
    );
    expect(figures).toMatchObject({ daysOpen: 5, byOthers: 60, own: 1 });
    expect(handedInText(figures.acts)).toBe('60 by a stated filter, 60 together');
  });
});

function asDecided(event: ReviewEvent): Extract<ReviewEvent, { kind: 'decided' }> {
  if (event.kind !== 'decided') throw new Error('the test wanted a decision');
  return event;
}
