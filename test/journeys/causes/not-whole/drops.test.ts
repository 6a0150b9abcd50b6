// Cause 6 of a false orphan: nothing, or much less than before, read without any fault.
import { describe, expect, test } from 'vitest';
import type { Review } from '../../../support/program/causes.ts';
import { assigned, person } from '../../../support/directories/graph-seed.ts';
import { cutAfter, onAsk } from '../../../support/directories/misbehaviour.ts';
import { oktaPerson } from '../../../support/directories/okta-seed.ts';
import { aFolder } from '../../../support/folders.ts';
import { expectAllLinked, expectHeld, graph, ids, okta, org, overEntra, overOkta, tenant } from '../six-people.ts';

const withGhost = { accounts: [...ids.map((id) => `${id}@acme.com`), 'zoe@acme.com'] };

describe('zero users', () => {
  test('in Entra', async () => {
    const seed = tenant({ users: [], groups: [], appRoleAssignedTo: [] });
    expectHeld(await overEntra({ seed }), /empty-directory: entra holds no identities/);
  });

  test('in Okta', async () => {
    expectHeld(await overOkta({ seed: org({ users: [], appUsers: [] }) }), /empty-directory: okta holds no identities/);
  });
});

test('zero groups: nobody is assigned to the app', async () => {
  const seed = tenant({ groups: [], appRoleAssignedTo: [] });
  expectHeld(await overEntra({ seed }), /empty-directory: entra holds no assignment to the app/);
});

test('zero members of the assigned groups, and no other assignment', async () => {
  const empty = { id: 'sales', displayName: 'Sales', members: [] };
  const seed = tenant({ groups: [empty], appRoleAssignedTo: [assigned('sales', 'Group')] });
  expectHeld(await overEntra({ seed }), /empty-directory: entra holds no assignment to the app/);
});

function ghostOf({ files }: Review): unknown {
  return files.findings.findings.find(({ login }) => login === 'zoe@acme.com');
}

describe('a drop between two runs', () => {
  const fewer = tenant({ users: [person('p1')], groups: [], appRoleAssignedTo: [assigned('p1')] });

  test('is held, closes nothing and makes nobody a leaver', async () => {
    const folder = await aFolder();
    const first = await overEntra({}, { folder, on: '2026-10-03', ...withGhost });
    expect(first).toMatchObject({ exit: 0, accused: ['zoe@acme.com'] });

    const held = await overEntra({ seed: fewer }, { folder, on: '2026-10-04', ...withGhost });
    expect(held).toMatchObject({ exit: 4, document: { status: 'held', proposals: 0 }, accused: [] });
    expect(held.document.reasons.join('\n')).toMatch(/drop-identities: .*drop-assignments: /s);
    expect(held.files.findings.findings.filter(({ state }) => state === 'closed')).toEqual([]);
    expect(ghostOf(held)).toMatchObject({ code: 'UNDETERMINED_ACCOUNT', firstSeen: '2026-10-03T09:00:00Z' });

    const third = await overEntra({}, { folder, on: '2026-10-05', ...withGhost });
    expect(third).toMatchObject({ exit: 0, accused: ['zoe@acme.com'] });
    expect(ghostOf(third)).toMatchObject({ state: 'open', firstSeen: '2026-10-03T09:00:00Z' });
  });

  test('by a chain of pages that was cut among people who are not assigned', async () => {
    const folder = await aFolder();
    const others = ['q1', 'q2', 'q3', 'q4'];
    const seed = tenant({ users: [...ids, ...others].map((id) => person(id)) });
    expectAllLinked(await overEntra({ seed }, { folder, on: '2026-10-04' }));
    const cut = await overEntra({ seed, misbehave: [onAsk(4, graph.users, cutAfter(0))] }, { folder });
    expectHeld(cut, /drop-identities: entra holds 6 identities/);
  });

  test('in Okta, by a chain of pages that was cut', async () => {
    const folder = await aFolder();
    const others = ['q1', 'q2', 'q3', 'q4'];
    const seed = org({ users: [...ids, ...others].map((id) => oktaPerson(id)) });
    expectAllLinked(await overOkta({ seed }, { folder, on: '2026-10-04' }));
    const cut = await overOkta({ seed, misbehave: [onAsk(4, okta.people, cutAfter(0))] }, { folder });
    expectHeld(cut, /drop-identities: okta holds 6 identities/);
  });
});
