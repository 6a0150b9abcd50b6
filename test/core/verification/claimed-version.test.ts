// What a report holds proves the version that it claims false, and so does what it lacks.
import { describe, expect, test } from 'vitest';
import type {
  Closed,
  RemovalsObserved,
  RolledForward,
  Signed,
  WorkOrderIssued,
} from '../../../core/review/events/event.ts';
import { claimBreak } from '../../../core/verification/claimed-version.ts';
import type { ClaimedReport } from '../../../core/verification/claimed-version.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';

const digest = '0'.repeat(64);
const reached: RolledForward = {
  run: 'later',
  asOf: at('2026-10-06T08:00:00Z'),
  manifestSha256: digest,
  sha256: digest,
};
const formed: RolledForward = { form: 2, ...reached };
const folded: RolledForward = { form: 3, ...reached };

function signed(rollForward: RolledForward | null): ClaimedReport['events'][number] {
  const event: Signed = {
    kind: 'signed',
    stage: 'reviewer',
    at: at('2026-10-07T08:00:00Z'),
    by: 'grc@acme.com',
    assurance: 'asserted',
    statement: 'I have reviewed every account.',
    evidenceSha256: digest,
    decisionsSha256: digest,
    rollForward,
  };
  return { event, sequence: 2 };
}

function closed(rollForward: RolledForward | null, assurance?: Closed['assurance']): ClaimedReport['events'][number] {
  const event: Closed = {
    kind: 'closed',
    at: at('2026-10-08T08:00:00Z'),
    by: 'grc@acme.com',
    closingSha256: digest,
    rollForward,
    ...(assurance && { assurance }),
  };
  return { event, sequence: 3 };
}

const findings = { unjudged: [], unusedColumns: [], leavers: null };

/** @param closing the version by which it was closed */
function told(version: string, events: ClaimedReport['events'], closing?: string): string {
  const tool = { name: 'peopleai-access-review', version };
  const documents = new Map<string, unknown>([['findings.json', findings]]);
  if (closing !== undefined) documents.set('closing.json', { tool: { ...tool, version: closing } });
  return JSON.stringify(claimBreak({ tool, attached: ['proofs.json'], documents, events, base: 0 }));
}

describe('how a roll-forward is worked out', () => {
  test('is as the version of the report has it', () => {
    for (const rollForward of [null, reached]) expect(told('0.5.0', [signed(rollForward)])).toBe('null');
    for (const rollForward of [null, formed]) expect(told('0.6.0', [signed(rollForward)])).toBe('null');
    for (const rollForward of [null, folded]) expect(told('0.19.0', [signed(rollForward)])).toBe('null');
  });

  test('is by no later form in a report that names an earlier version', () => {
    expect(told('0.5.0', [signed(formed)])).toContain('version 0.6.0 or a later one');
    expect(told('0.18.0', [signed(folded)])).toContain('version 0.19.0 or a later one');
  });

  test('is by no earlier form in a report that names this one', () => {
    expect(told('0.6.0', [signed(reached)])).toContain('rollForward.form');
    expect(told('none', [signed(reached)])).toContain('rollForward.form');
    expect(told('0.19.0', [signed(formed)])).toContain('form 2, in a report of peopleai-access-review 0.19.0');
  });

  test('is, of a closing, as the version has it by which the review was closed', () => {
    expect(told('0.5.0', [signed(reached), closed(formed)], '0.6.0')).toBe('null');
    expect(told('0.5.0', [signed(reached), closed(reached)], '0.5.0')).toBe('null');
    expect(told('0.5.0', [signed(reached), closed(formed)], '0.5.0')).toContain('version 0.6.0 or a later one');
    expect(told('0.18.0', [signed(formed), closed(folded, 'oidc')], '0.19.0')).toBe('null');
    expect(told('0.18.0', [signed(formed), closed(folded, 'oidc')], '0.18.0')).toContain('version 0.19.0 or a later');
    expect(told('0.5.0', [signed(reached), closed(reached)], '0.6.0')).toContain('rollForward.form');
  });
});

describe('how whoever closed the review was made sure of', () => {
  test('is said since 0.7.0, and by no earlier version', () => {
    expect(told('0.6.0', [signed(formed), closed(formed)], '0.6.0')).toBe('null');
    expect(told('0.6.0', [signed(formed), closed(formed, 'oidc')], '0.7.0')).toBe('null');
    expect(told('0.6.0', [signed(formed), closed(formed, 'oidc')], '0.6.0')).toContain('version 0.7.0 or a later one');
    expect(told('0.7.0', [signed(formed), closed(formed)], '0.7.0')).toContain('how whoever closed the review');
  });
});

test('a closing that leaves what changed to the next review is of 0.8.0 or later', () => {
  const toldBy = { run: 'later', asOf: at('2026-10-06T08:00:00Z'), manifestSha256: digest };
  const leaving = ({ event, sequence }: ClaimedReport['events'][number]): ClaimedReport['events'][number] =>
    event.kind === 'closed' ? { event: { ...event, toldBy }, sequence } : { event, sequence };
  const events = [signed(formed), leaving(closed(null, 'oidc'))];
  expect(told('0.7.0', events, '0.8.0')).toBe('null');
  expect(told('0.7.0', events, '0.7.0')).toContain('version 0.8.0 or a later one');
});

const observed: RemovalsObserved = {
  kind: 'removals-observed',
  at: at('2026-10-07T07:00:00Z'),
  run: 'later',
  exportedAt: at('2026-10-07T06:00:00Z'),
  lines: [{ login: login('ghost@acme.com'), shown: 'made anew' }],
};
const issued: WorkOrderIssued = {
  kind: 'work-order-issued',
  number: 1,
  at: at('2026-10-07T07:00:00Z'),
  by: null,
  run: 'later',
  logins: [login('ghost@acme.com')],
  left: [],
  leftMore: 1,
  files: [],
};

describe.each([
  ['a removal whose account was made anew', observed],
  ['an order that leaves out more than it names', issued],
])('%s', (_what, event) => {
  const before: ClaimedReport['events'][number] = { event, sequence: 1 };
  const after: ClaimedReport['events'][number] = { event, sequence: 3 };
  const ends: ClaimedReport['events'][number] = { ...closed(folded, 'oidc'), sequence: 4 };

  test('was signed for in no version up to 0.21.0', () => {
    expect(told('0.22.0', [before, signed(folded)])).toBe('null');
    expect(told('0.21.0', [before, signed(folded)])).toContain('version 0.22.0 or a later one');
    expect(told('0.21.0', [before, signed(folded), ends], '0.22.0')).toContain('version 0.22.0 or a later one');
  });

  test('came after the signature only where 0.22.0 or a later version closed the review', () => {
    expect(told('0.21.0', [signed(folded), after, ends], '0.22.0')).toBe('null');
    expect(told('0.21.0', [signed(folded), after, ends], '0.21.0')).toContain('version 0.22.0 or a later one');
  });
});

function knowing(version: string, history: object): string {
  const documents = new Map<string, unknown>([
    ['findings.json', findings],
    ['evidence/history.json', history],
  ]);
  const tool = { name: 'peopleai-access-review', version };
  return JSON.stringify(claimBreak({ tool, attached: ['proofs.json'], documents, events: [], base: 0 }));
}

test('what later reviews showed whoever decided is told since 0.9.0, wherever a signed review is, and by no earlier version', () => {
  const withSeen = { signed: { review: '2026-Q2', seen: [] } };
  const without = { signed: { review: '2026-Q2' } };
  expect(knowing('0.8.0', without)).toBe('null');
  for (const history of [withSeen, {}]) expect(knowing('0.9.0', history)).toBe('null');
  expect(knowing('0.8.0', withSeen)).toContain('version 0.9.0 or a later one');
  expect(knowing('0.9.0', without)).toContain('signed.seen');
});

test.each([
  ['leaves', '0.14.0', '0.15.0'],
  ['former', '0.16.0', '0.17.0'],
])('the ledger tells %s of anybody in no version up to %s', (member, before, since) => {
  const telling = { ledger: [{ id: 'a' }, { id: 'b', [member]: {} }] };
  expect(knowing(since, telling)).toBe('null');
  expect(knowing(before, { ledger: [{ id: 'a' }, { id: member }] })).toBe('null');
  expect(knowing(before, telling)).toContain(`version ${since} or a later one`);
});

test('the history tells how the role of a finding is spelled in no version up to 0.19.0', () => {
  const telling = { findings: [{ id: 'f_1' }, { id: 'f_2', role: 'Analyst' }] };
  expect(knowing('0.20.0', telling)).toBe('null');
  expect(knowing('0.19.0', { findings: [{ id: 'f_1' }] })).toBe('null');
  expect(knowing('0.19.0', telling)).toContain('version 0.20.0 or a later one');
});

test('the newest last day of the leavers file is told in no version up to 0.22.0', () => {
  expect(knew('0.23.0', { newest: null })).toBe('null');
  expect(knew('0.22.0', {})).toBe('null');
  expect(knew('0.22.0', { newest: null })).toContain('version 0.23.0 or a later one');
});

test('the furthest last day of the leavers file is told in no version up to 0.24.0', () => {
  expect(knew('0.25.0', { furthest: '2027-01-31' })).toBe('null');
  expect(knew('0.24.0', {})).toBe('null');
  expect(knew('0.24.0', { furthest: '2027-01-31' })).toContain('version 0.25.0 or a later one');
});

function knew(version: string, leavers: object): string {
  const documents = new Map<string, unknown>([['findings.json', { ...findings, leavers }]]);
  const tool = { name: 'peopleai-access-review', version };
  return JSON.stringify(claimBreak({ tool, attached: ['proofs.json'], documents, events: [], base: 0 }));
}
