// What changed between two runs, by the form that the event names: an earlier one is worked out as it was signed for.
import { describe, expect, test } from 'vitest';
import type { ComparedRun, ForwardForm } from '../../../../core/review/changes/roll-forward.ts';
import { formOf, isAhead, rolledForward, rollForwardOf } from '../../../../core/review/changes/roll-forward.ts';
import type { ForwardedChanges } from '../../../../core/review/changes/roll-forward.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { stateAfter } from '../../../support/review/review-line.ts';
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

  test.each([1, 2, 3] as const)('names its form in the event, which earlier ones did not: %i', (form) => {
    const recorded = rolledForward(forward(form));
    expect(recorded?.form).toBe(form === 1 ? undefined : form);
    expect(recorded === null ? null : formOf(recorded)).toBe(form);
    expect(forward(form).schema).toBe(form);
  });
});

function inRole(role: string): ComparedRun['accounts'] {
  return [{ login: login(staying), ...account, role }];
}

function respelled(form: 2 | 3, role: string): readonly (readonly (string | null)[])[] {
  return rollForwardOf({
    from: aRun('first', '2026-10-05', { accounts: inRole('Sales Lead'), open: [] }),
    to: aRun('later', '2026-10-12', { accounts: inRole(role), open: [] }),
    state: { decisions: new Map() },
    form,
  }).changes.map(({ kind, before, after }) => [kind, before, after]);
}

test('a role in another spelling is another by the forms before the third alone', () => {
  for (const spelled of ['sales lead', ' Sales Lead', 'Sales\u00A0Lead', '\uFF33ales Lead']) {
    expect(respelled(3, spelled)).toEqual([]);
    expect(respelled(2, spelled)).toEqual([['role', 'Sales Lead', spelled]]);
  }
  expect(respelled(3, 'Sales Leader')).toEqual([['role', 'Sales Lead', 'Sales Leader']]);
});

describe('a change', () => {
  const live = [staying, going].map((one) => ({ login: login(one), ...account }));
  const reviewed = (decision: 'keep' | 'revoke', decidedAt: string): boolean | undefined => {
    const decided = { login: login(going), decision, until: null, reason: 'gone', codesSeen: [] } as const;
    const { decisions } = stateAfter({
      kind: 'decided',
      at: at(decidedAt),
      by: 'grc@acme.com',
      assurance: 'asserted',
      lines: [decided],
    });
    const { changes } = rollForwardOf({
      from: aRun('first', '2026-10-05', { accounts: live, open: [] }),
      to: aRun('later', '2026-10-12', { accounts: live.slice(0, 1), open: [] }),
      state: { decisions },
      form: 2,
    });
    return changes.find(({ kind }) => kind === 'deleted')?.reviewed;
  };

  test('is seen by a decision of the very instant of the later run, and by none before it', () => {
    expect(reviewed('keep', '2026-10-12T09:00:00Z')).toBe(true);
    expect(reviewed('keep', '2026-10-12T08:59:59Z')).toBe(false);
  });

  test('is expected of an account that it was decided to revoke, also where the account is deleted', () => {
    expect(reviewed('revoke', '2026-10-06T09:00:00Z')).toBe(true);
  });
});

test('a run that compares the same export again is one to roll forward to, an older export is not', () => {
  const from = aRun('first', '2026-10-05', { accounts: [], open: [] });
  const to = aRun('later', '2026-10-12', { accounts: [], open: [] });
  expect(isAhead(from, { ...to, exportedAt: from.exportedAt })).toBe(true);
  expect(isAhead(from, { ...to, exportedAt: at('2026-10-05T07:59:59Z') })).toBe(false);
  expect(isAhead(from, { ...to, asOf: from.asOf })).toBe(false);
});
