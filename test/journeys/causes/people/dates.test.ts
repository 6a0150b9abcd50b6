// Dates of a directory that cannot be read: said, and nobody is taken for somebody at work or somebody who left by one.
import { describe, expect, test } from 'vitest';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review, ReviewSays } from '../../../support/program/causes.ts';
import { assigned, deletedPerson, graphSeed, person } from '../../../support/directories/graph-seed.ts';
import { always, rows } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';

const jane = 'jane@acme.com';

async function overEntra(leaves: string | null, says: Partial<ReviewSays> = {}): Promise<Review> {
  const ada = person('ada', { employeeLeaveDateTime: '2027-03-31T22:00:00Z' });
  const users = [ada, person('jane', { employeeLeaveDateTime: leaves })];
  const seed = graphSeed({ users, appRoleAssignedTo: [assigned('ada'), assigned('jane')] });
  return review({ entra: { seed }, accounts: [jane], settings: { entra: { leaveDates: true } }, ...says });
}

function notesOf(told: Review, directory: string): string {
  return (told.snapshots[directory]?.notes ?? []).join('\n');
}

describe('leave dates of a form that cannot be read', () => {
  const okta = {
    seed: oktaSeed({ users: [oktaPerson('ada'), oktaPerson('jane')], appUsers: [appUser('ada'), appUser('jane')] }),
  };

  async function leaving(...dates: readonly (string | null)[]): Promise<Review> {
    const users = ['ada', 'jane', 'bob'].map((name, index) =>
      person(name, { employeeLeaveDateTime: dates[index] ?? null }),
    );
    const seed = graphSeed({ users, appRoleAssignedTo: [assigned('ada'), assigned('jane')] });
    return review({
      entra: { seed },
      okta,
      accounts: [jane, 'ada@acme.com'],
      settings: { entra: { leaveDates: true } },
    });
  }

  test('leave the reading incomplete where most of them are so: nobody passes as at work by another directory', async () => {
    const told = await leaving('31/10/2026', '30/09/2026');
    expect(told.exit).toBe(4);
    expect(told.snapshots['entra']).toMatchObject({ completeness: 'partial' });
    expect((told.snapshots['entra']?.reasons ?? []).join()).toContain(
      '2 of 2 leave dates (employeeLeaveDateTime) cannot be read',
    );
  });

  test('are the slip of somebody where the others are read, and their person alone is in doubt', async () => {
    const told = await leaving('31/10/2026', '2026-12-31T00:00:00Z', '2026-12-31T00:00:00Z');
    expect(told).toMatchObject({ exit: 0, accused: [] });
    expect(told.snapshots['entra']).toMatchObject({ completeness: 'complete' });
  });
});

describe('leave dates that Graph withholds and says nothing of (Azure/LogicAppsUX#4925)', () => {
  const gone = '2026-09-30T22:00:00Z';
  const withheld = ['Application.Read.All', 'User.Read.All'];

  async function leavingUnseen(permissions: readonly string[], tellingTokens: boolean): Promise<Review> {
    const users = [person('ada'), person('jane', { employeeLeaveDateTime: gone })];
    const appRoleAssignedTo = [assigned('ada'), assigned('jane')];
    const seed = graphSeed({ users, appRoleAssignedTo, permissions: [...permissions] });
    const settings = { entra: { leaveDates: true } };
    return review({ entra: { seed, tellingTokens }, accounts: [jane], settings });
  }

  test('hold the run where the token lacks the permission: whoever left is not taken for somebody at work', async () => {
    const told = await leavingUnseen(withheld, true);
    expect(told).toMatchObject({ exit: 4, document: { status: 'incomplete' } });
    expect((told.snapshots['entra']?.reasons ?? []).join()).toMatch(
      /Nobody in the list of people has a leave date.*this needs .*User-LifeCycleInfo\.Read\.All/,
    );
  });

  test('are said where the token does not tell what it carries', async () => {
    const told = await leavingUnseen(withheld, false);
    expect(told.snapshots['entra']).toMatchObject({ completeness: 'complete' });
    expect(notesOf(told, 'entra')).toContain('does not tell whether it carries it');
  });

  test('are nothing to say where the token carries the permission, and whoever left is a leaver', async () => {
    const told = await leavingUnseen([...withheld, 'User-LifeCycleInfo.Read.All'], true);
    expect(told).toMatchObject({ exit: 0, accused: [jane] });
    expect(notesOf(told, 'entra')).toBe('');
  });

  test('are nothing to say where nobody has one, and the token carries the permission', async () => {
    const permissions = [...withheld, 'User-LifeCycleInfo.ReadWrite.All'];
    const seed = graphSeed({ users: [person('jane')], appRoleAssignedTo: [assigned('jane')], permissions });
    const entra = { seed, tellingTokens: true };
    const told = await review({ entra, accounts: [jane], settings: { entra: { leaveDates: true } } });
    expect(told.snapshots['entra']).toMatchObject({ completeness: 'complete' });
    expect(notesOf(told, 'entra')).toBe('');
  });
});

async function expectNone(leaves: string | null): Promise<void> {
  const told = await overEntra(leaves);
  expect(told).toMatchObject({ exit: 0, situations: { [jane]: 'linked' } });
  expect(notesOf(told, 'entra')).toBe('');
}

describe('a leave date', () => {
  test.each(['30.09.2026', '2026-09-30', '2026-13-01T00:00:00Z', '0206-09-30T00:00:00Z', 'pending'])(
    'of %s says neither that somebody is at work nor that they left',
    async (leaves) => {
      const told = await overEntra(leaves);
      expect(told).toMatchObject({ exit: 0, accused: [], situations: { [jane]: 'undetermined' } });
      expect(notesOf(told, 'entra')).toContain(
        `employeeLeaveDateTime cannot be read (${JSON.stringify(leaves)} of jane)`,
      );
    },
  );

  test.each([
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '1601-01-01T00:00:00Z',
    '1753-01-01T00:00:00Z',
    '1900-01-01T00:00:00Z',
    '1970-01-01T01:00:00+01:00',
    '0000-00-00T00:00:00Z',
  ])('of %s is none', async (leaves) => {
    await expectNone(leaves);
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
  ])('of %s is none', async (_what, leaves) => {
    await expectNone(leaves);
  });

  test('that cannot be read in the directory with the last word outweighs what another says', async () => {
    const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] });
    const settings = { entra: { leaveDates: true, authoritativeFor: ['acme.com'] } };
    const told = await overEntra('30.09.2026', { okta: { seed }, settings });
    expect(told.situations[jane]).toBe('undetermined');
    expect(codesOf(told, jane)).toEqual(['UNDETERMINED_ACCOUNT']);
    const plain = await overEntra('30.09.2026', { okta: { seed } });
    expect(plain.situations[jane]).toBe('linked');
  });
});

test('when somebody left who is deleted, and when they were created, is said to be unknown', async () => {
  const users = [person('ada', { createdDateTime: '01/02/2020' }), person('bob', { createdDateTime: '?' })];
  const seed = graphSeed({
    users,
    appRoleAssignedTo: [assigned('ada', 'User', { createdDateTime: 'yesterday' })],
    deletedUsers: [deletedPerson('jane', { deletedDateTime: 'last week' })],
  });
  const told = await review({ entra: { seed }, accounts: [jane] });
  expect(told).toMatchObject({ exit: 0, accused: [jane], situations: { [jane]: 'deleted' } });
  const notes = notesOf(told, 'entra');
  expect(notes).toContain('deletedDateTime cannot be read ("last week" of jane): when they left is not known.');
  expect(notes).toContain('createdDateTime of a person cannot be read ("01/02/2020" of ada, and 1 more row)');
  expect(notes).toContain('createdDateTime of an assignment cannot be read ("yesterday"');
});

test('the same holds for the dates of Okta', async () => {
  const seed = oktaSeed({
    users: [
      oktaPerson('ada', { created: '01/02/2020' }),
      oktaPerson('jane', { status: 'DEPROVISIONED', statusChanged: 'x' }),
    ],
    appUsers: [appUser('ada', { created: 'y' })],
  });
  const told = await review({ okta: { seed }, accounts: [jane, 'ada@acme.com'] });
  expect(told).toMatchObject({ exit: 0, accused: [jane], situations: { 'ada@acme.com': 'linked', [jane]: 'deleted' } });
  const notes = notesOf(told, 'okta');
  expect(notes).toContain('statusChanged of somebody who is deprovisioned cannot be read ("x" of jane)');
  expect(notes).toContain('created of a person cannot be read ("01/02/2020" of ada)');
  expect(notes).toContain('created of an assignment cannot be read ("y" of ada)');
});

test('a sign-in whose time cannot be read is said, and is none', async () => {
  const signIn = {
    uuid: 'e1',
    eventType: 'user.authentication.sso',
    published: '2026-10-01T08:00:00.000Z',
    outcome: { result: 'SUCCESS' },
    actor: { id: 'ada' },
    target: [{ id: '0oa1' }],
  };
  const seed = oktaSeed({ users: [oktaPerson('ada')], appUsers: [appUser('ada')], logs: [signIn] });
  const misbehave = [
    always(
      '/api/v1/logs',
      rows((row) => [{ ...row, published: 'noon' }]),
    ),
  ];
  const says = { accounts: ['ada@acme.com'], settings: { okta: { signIns: true } } };
  expect(notesOf(await review({ okta: { seed }, ...says }), 'okta')).toBe('');
  expect(notesOf(await review({ okta: { seed, misbehave }, ...says }), 'okta')).toContain(
    'published of a sign-in cannot be read ("noon" of ada): it is taken as no sign-in.',
  );
});
