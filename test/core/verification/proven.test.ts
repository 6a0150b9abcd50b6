// A removal that is called proven stands so in an export that is attached and can be believed.
import { expect, test } from 'vitest';
import type { ComparedRun } from '../../../core/review/changes/roll-forward.ts';
import type { Shown } from '../../../core/review/events/event.ts';
import { provenBreak } from '../../../core/verification/reviewed/removals.ts';
import { sha256 } from '../../support/bytes.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { stateAfter } from '../../support/review/review-line.ts';
import { at } from '../../support/time.ts';

const ghost = login('ghost@acme.com');
const [run, later] = ['20261005T090000Z-00000001', '20261012T090000Z-00000002'];
const exportedAt = at('2026-10-12T08:00:00Z');
const by = { by: login('grc@acme.com'), assurance: 'asserted' } as const;

const compared: ComparedRun = {
  run: later,
  asOf: at('2026-10-12T09:00:00Z'),
  exportedAt,
  policySha256: sha256('policy'),
  manifestSha256: sha256('manifest'),
  doubt: null,
  absence: null,
  accounts: [],
  open: [],
};

/** @param told what the attached run shows in place of an export that lacks the account and can be believed */
function brokenBy(told: Partial<ComparedRun> | null, shown: Shown = 'absent') {
  const lines = [{ login: ghost, decision: 'revoke', until: null, reason: 'left', codesSeen: [] }] as const;
  const state = stateAfter(
    { kind: 'decided', at: at('2026-10-06T08:00:00Z'), ...by, lines: [...lines] },
    {
      kind: 'work-order-issued',
      at: at('2026-10-07T08:00:00Z'),
      ...by,
      number: 1,
      run,
      logins: [ghost],
      left: [],
      files: [],
    },
    {
      kind: 'removals-observed',
      at: at('2026-10-13T08:00:00Z'),
      run: later,
      exportedAt,
      lines: [{ login: ghost, shown }],
    },
  );
  const ahead = told === null ? null : { from: compared, ahead: new Map([[later, { ...compared, ...told }]]) };
  return provenBreak(state, { id: run, live: new Set(), ahead, attachesProofs: true, ends: 'signed' });
}

const suspended = { login: ghost, status: 'suspended', role: null, createdAt: null } as const;

test('an export that lacks the account, or shows it suspended, proves so', () => {
  expect(brokenBy({})).toBeNull();
  expect(brokenBy({ accounts: [suspended] }, 'suspended')).toBeNull();
  // Whatever keeps an absence from being one, a row that is there says what it says.
  expect(brokenBy({ accounts: [suspended], absence: 'a row could not be read' }, 'suspended')).toBeNull();
});

test.each<[string, Partial<ComparedRun> | null, Shown]>([
  ['that is not attached', null, 'absent'],
  ['that is in doubt', { doubt: 'it was edited' }, 'absent'],
  ['of another time', { exportedAt: at('2026-10-11T08:00:00Z') }, 'absent'],
  ['in which the account may stand in a row that could not be read', { absence: 'a row could not be read' }, 'absent'],
  ['that shows the account live', { accounts: [{ ...suspended, status: 'active' }] }, 'absent'],
  ['that shows the account suspended, and not absent', { accounts: [suspended] }, 'absent'],
  ['that lacks the account, and does not show it suspended', {}, 'suspended'],
])('an export %s proves nothing', (_how, told, shown) => {
  expect(brokenBy(told, shown)).toMatchObject({ what: 'a removal that no attached export proves' });
});
