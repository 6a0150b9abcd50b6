// Whom a work order hands over: every revoked account that is live, but never the last one with a privileged role.
import { describe, expect, test } from 'vitest';
import { afterOrder, observed } from '../../../core/review/events/removal.ts';
import { notHandedOver } from '../../../core/review/removals/figures.ts';
import {
  accountsPerOrder,
  suspensionsOf,
  toldLeft,
  whyLeft,
  workOrderText,
} from '../../../core/review/removals/work-order.ts';
import { dayOf } from '../../../core/values/instant.ts';
import type { Suspensions } from '../../../core/review/removals/work-order.ts';
import { anAccount, login } from '../../support/inputs/population-builder.ts';
import { stateAfter } from '../../support/review/review-line.ts';
import { at } from '../../support/time.ts';

const [ann, ben, cat] = ['ann@acme.com', 'ben@acme.com', 'cat@acme.com'] as const;

function revoked(...logins: readonly string[]): ReturnType<typeof stateAfter>['decisions'] {
  const lines = logins.map(
    (one) => ({ login: login(one), decision: 'revoke', until: null, reason: 'gone', codesSeen: [] }) as const,
  );
  const decided = { kind: 'decided', at: at('2026-10-06T09:00:00Z'), by: 'grc@acme.com', lines } as const;
  return stateAfter({ ...decided, assurance: 'asserted' }).decisions;
}

/** Of two administrators and a user. */
function suspended(logins: readonly string[], handedOver: readonly string[] = []): Suspensions {
  return suspensionsOf({
    revoked: [...revoked(...logins).values()],
    handedOver: new Set(handedOver),
    accounts: [
      anAccount({ login: ann, role: 'Admin', row: 2 }),
      anAccount({ login: ben, role: 'Admin', row: 3 }),
      anAccount({ login: cat, row: 4 }),
    ],
    exportedAt: at('2026-10-08T09:00:00Z'),
    keys: new Set(),
    policy: { privilegedRoles: ['Admin'] },
  });
}

function told({ accounts, lastPrivileged }: Suspensions): readonly unknown[] {
  return [accounts.map((account) => account.login), lastPrivileged];
}

describe('an order', () => {
  test('hands over one of two administrators', () => {
    expect(told(suspended([ann, cat]))).toEqual([[ann, cat], null]);
  });

  test('leaves the last of the export, where both are to go', () => {
    expect(told(suspended([ann, ben, cat]))).toEqual([[ann, cat], ben]);
  });

  test('leaves the second one, where an earlier order handed the first over', () => {
    expect(told(suspended([ann, ben], [ann]))).toEqual([[], ben]);
  });
});

test('an order that leaves out more than its event holds says how many more', () => {
  const left = Array.from({ length: accountsPerOrder + 2 }, (_, index) => ({
    login: `user${index}@acme.com`,
    why: whyLeft.absent,
  }));
  const order = {
    number: 1,
    review: '2026-Q4',
    organisation: 'Acme Corp',
    run: 'run',
    exportSha256: 'sha256',
    issuedBy: null,
    dueDay: dayOf(at('2026-10-12T09:00:00Z'), 'UTC'),
    userManagement: 'manual',
    accounts: [],
    files: [],
    editedSigns: [],
    formulaRows: [],
  } as const;
  const text = workOrderText({ ...order, ...toldLeft({ left }) });
  expect(text).toContain('user4999@acme.com is no longer in the export\n  and 2 more accounts\n');
  expect(text).not.toContain('user5000@acme.com');
  expect(workOrderText({ ...order, ...toldLeft({ left: left.slice(2) }) })).not.toContain('more account');
});

test('an account that was proven gone and is live again is to be handed over anew', () => {
  const decisions = revoked(cat);
  const ordered = afterOrder(new Map(), { number: 1, logins: [login(cat)], at: at('2026-10-07T09:00:00Z') }, decisions);
  const waiting = (removals: typeof ordered): number => notHandedOver({ removals, decisions }).length;
  expect(waiting(ordered)).toBe(0);
  const seen = { at: at('2026-10-09T09:00:00Z'), run: 'later', exportedAt: at('2026-10-09T08:00:00Z') };
  expect(waiting(observed(ordered, { ...seen, lines: [{ login: login(cat), shown: 'live' }] }))).toBe(1);
});
