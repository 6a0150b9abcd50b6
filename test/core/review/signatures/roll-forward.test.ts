// What changed between two runs, by the form that the event names: an earlier one is worked out as it was signed for.
import { describe, expect, test } from 'vitest';
import type { ComparedRun, ForwardForm } from '../../../../core/review/changes/roll-forward.ts';
import { formOf, rolledForward, rollForwardOf } from '../../../../core/review/changes/roll-forward.ts';
import type { ForwardedChanges } from '../../../../core/review/changes/roll-forward.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { at } from '../../../support/time.ts';

const [staying, going, coming] = ['staying@acme.com', 'going@acme.com', 'coming@acme.com'] as const;
const account = { status: 'active', role: 'User', createdAt: null } as const;
const assigned = (one: string) => ({ login: one, code: 'ASSIGNED_WITHOUT_ACCOUNT' }) as const;

function aRun(run: string, day: string, says: Pick<ComparedRun, 'accounts' | 'open'>): ComparedRun {
  const [asOf, exportedAt] = [at(`${day}T09:00:00Z`), at(`${day}T08:00:00Z`)];
  return { run, asOf, exportedAt, policySha256: 'p', manifestSha256: 'm', doubt: null, absence: null, ...says };
}

/** One account is deleted while its person stays assigned, and somebody else is newly assigned. */
function forward(form: ForwardForm): ForwardedChanges {
  const accounts = [staying, going].map((one) => ({ login: login(one), ...account }));
  return rollForwardOf({
    from: aRun('first', '2026-10-05', { accounts, open: [] }),
    to: aRun('later', '2026-10-12', { accounts: accounts.slice(0, 1), open: [assigned(going), assigned(coming)] }),
    state: { decisions: new Map() },
    form,
  });
}

function told({ changes }: ForwardedChanges): readonly string[] {
  return changes.map(({ login: of, kind }) => `${of} ${kind}`);
}

describe('a roll-forward', () => {
  test('tells once that an account was deleted, and calls nobody joined', () => {
    expect(told(forward(2))).toEqual([`${coming} assigned`, `${going} deleted`]);
  });

  test('of an earlier form is as earlier versions worked it out', () => {
    expect(told(forward(1))).toEqual([`${coming} joined`, `${going} deleted`, `${going} joined`]);
    expect(forward(1).changes).toContainEqual(
      expect.objectContaining({ login: going, kind: 'joined', before: null, after: 'ASSIGNED_WITHOUT_ACCOUNT' }),
    );
  });

  test.each([1, 2] as const)('names its form in the event, which earlier ones did not: %i', (form) => {
    const recorded = rolledForward(forward(form));
    expect(recorded?.form).toBe(form === 1 ? undefined : form);
    expect(recorded === null ? null : formOf(recorded)).toBe(form);
    expect(forward(form).schema).toBe(form);
  });
});
