// What makes leavers hard: who has left must be found, and whoever came after them must not be taken for them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review, ReviewSays } from '../../../support/program/causes.ts';
import { assigned, deletedPerson, graphSeed, person } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../../support/directories/okta-seed.ts';
import { aFolder } from '../../../support/folders.ts';
import { verifiedFile } from '../../../steps/verify/verified.ts';

const bob = 'bob@acme.com';
const others = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];

/** Six others at work besides those who are given: one who goes is no sudden drop. */
function tenant(given: { readonly users?: GraphSeed['users']; readonly deletedUsers?: GraphSeed['users'] }): GraphSeed {
  const users = [...others.map((id) => person(id)), ...(given.users ?? [])];
  return graphSeed({ ...given, users, appRoleAssignedTo: users.map(({ id }) => assigned(id)) });
}

function org(ids: readonly string[]): OktaSeed {
  return oktaSeed({ users: ids.map((id) => oktaPerson(id)), appUsers: ids.map((id) => appUser(id)) });
}

async function overEntra(seed: GraphSeed, says: Partial<ReviewSays> = {}): Promise<Review> {
  return review({ entra: { seed }, accounts: [bob], ...says });
}

function expectSituation(told: Review, situation: string, codes: readonly string[]): void {
  expect(told).toMatchObject({ exit: 0, document: { status: 'complete', reasons: [] } });
  expect(told.situations[bob]).toBe(situation);
  expect(codesOf(told, bob)).toEqual(codes);
}

function reasonOf({ findings }: Review): string | undefined {
  return findings.find(({ login }) => login === bob)?.reason;
}

describe("the leaver's address on the successor's mailbox", () => {
  const successor = person('sam', { proxyAddresses: ['SMTP:sam@acme.com', 'smtp:bob@acme.com'] });

  test('hides no leaver who is among the deleted items', async () => {
    const told = await overEntra(tenant({ users: [successor], deletedUsers: [deletedPerson('bob')] }));
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
  });

  test('asks for a confirmation when nothing else is known', async () => {
    const told = await overEntra(tenant({ users: [successor] }));
    expectSituation(told, 'linked', ['ALIAS_UNCONFIRMED']);
  });

  test('leaves the account to the leaver whom an accepted run knew, although the directory has purged them', async () => {
    const folder = await aFolder();
    await overEntra(tenant({ users: [person('bob'), person('sam')] }), { folder, on: '2026-10-04' });
    const told = await overEntra(tenant({ users: [successor] }), { folder });
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
    expect(reasonOf(told)).toContain('last seen in entra by an accepted run, absent now');
    expect(reasonOf(told)).toContain('Today the login leads to sam <sam@acme.com> in entra');
  });
});

describe('a rehire', () => {
  const before = deletedPerson('bob', { employeeId: '7' });
  const again = person('bob-2', {
    userPrincipalName: bob,
    mail: bob,
    employeeId: '7',
    createdDateTime: '2026-09-15T00:00:00Z',
  });

  test('is linked by the new identity, and named as one', async () => {
    expectSituation(await overEntra(tenant({ users: [again], deletedUsers: [before] })), 'linked', ['REHIRED_ACCOUNT']);
  });

  test('is no leaver when the old identity is gone altogether', async () => {
    const folder = await aFolder();
    await overEntra(tenant({ users: [person('bob', { employeeId: '7' })] }), { folder, on: '2026-10-04' });
    const told = await overEntra(tenant({ users: [again] }), { folder });
    expectSituation(told, 'linked', ['REHIRED_ACCOUNT']);
  });
});

describe('a recycled address', () => {
  const other = person('bob-2', {
    userPrincipalName: bob,
    mail: bob,
    employeeId: '8',
    createdDateTime: '2026-08-15T00:00:00Z',
  });

  test('belongs to somebody else now: the account is asked about, not called an orphan', async () => {
    expectSituation(await overEntra(tenant({ users: [other] })), 'linked', ['REASSIGNED_LOGIN']);
  });

  test('also when the one before is among the deleted items', async () => {
    const before = deletedPerson('bob', { employeeId: '7' });
    expectSituation(await overEntra(tenant({ users: [other], deletedUsers: [before] })), 'linked', [
      'REASSIGNED_LOGIN',
    ]);
  });
});

describe('a login that is given to a colleague who was there long before the account', () => {
  const made = '2015-01-01T00:00:00Z';
  const before = [person('bob', { createdDateTime: made }), person('sam', { createdDateTime: made })];
  const renamed = { userPrincipalName: bob, mail: bob, createdDateTime: made };

  test.each([
    ['of a leaver who is purged', [person('sam', renamed)]],
    [
      'in exchange for theirs',
      [
        person('sam', renamed),
        person('bob', { userPrincipalName: 'sam@acme.com', mail: 'sam@acme.com', createdDateTime: made }),
      ],
    ],
  ])('is told, and in each run that follows: the login %s', async (_, users) => {
    const folder = await aFolder();
    const first = await overEntra(tenant({ users: before }), { folder, on: '2026-10-03' });
    expectSituation(first, 'linked', []);
    for (const on of ['2026-10-04', '2026-10-05'] as const) {
      const told = await overEntra(tenant({ users }), { folder, on });
      expectSituation(told, 'linked', ['REASSIGNED_LOGIN']);
      expect(reasonOf(told)).toMatch(
        /entra showed this login with bob until .*, but today it is that of sam <bob@acme\.com>/,
      );
    }
  });
});

describe('vanished from a complete snapshot after an accepted run', () => {
  test('in Entra: a leaver by what the earlier run saw', async () => {
    const folder = await aFolder();
    expectSituation(await overEntra(tenant({ users: [person('bob')] }), { folder, on: '2026-10-04' }), 'linked', []);
    const told = await overEntra(tenant({}), { folder });
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
    expect(reasonOf(told)).toContain('accepted run');
  });

  test('in Okta: a leaver by what the earlier run saw', async () => {
    const folder = await aFolder();
    const first = await review({ okta: { seed: org([...others, 'bob']) }, accounts: [bob], folder, on: '2026-10-04' });
    expectSituation(first, 'linked', []);
    const told = await review({ okta: { seed: org(others) }, accounts: [bob], folder });
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
  });

  test('but not from a snapshot that was not complete', async () => {
    const folder = await aFolder();
    await overEntra(tenant({ users: [person('bob')] }), { folder, on: '2026-10-04' });
    const seed = tenant({});
    const narrowed = { ...seed, permissions: seed.permissions.filter((one) => one !== 'GroupMember.Read.All') };
    const misbehave = [
      { at: '/v1.0/directory/deletedItems/microsoft.graph.user', change: () => ({ status: 403, body: {} }) },
    ];
    const told = await review({ entra: { seed: narrowed, misbehave }, accounts: [bob], folder });
    expect(told).toMatchObject({
      exit: 4,
      document: { status: 'incomplete' },
      accused: [],
      situations: { [bob]: 'undetermined' },
    });
  });

  test('nor is somebody there who got another login and was deleted since, and the report can be checked', async () => {
    const folder = await aFolder();
    await overEntra(tenant({ users: [person('bob', { displayName: 'Bob Hill' })] }), { folder, on: '2026-10-04' });
    const left = { userPrincipalName: 'bobzz.bob@acme.com', mail: 'zz.bob@acme.com', proxyAddresses: [] };
    const seed = tenant({ deletedUsers: [deletedPerson('bob', left)] });
    const told = await overEntra(seed, { folder, options: { pdf: true } });
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
    expect(reasonOf(told)).toContain('Bob Hill, known to entra before, left by 1 October 2026, 09:30 UTC');
    expect((await verifiedFile(join(told.document.folder, 'report.pdf'))).exit).toBe(0);
  });

  test('nor is somebody there who got another login and was deactivated in Okta since', async () => {
    const folder = await aFolder();
    const first = await review({ okta: { seed: org([...others, 'bob']) }, accounts: [bob], folder, on: '2026-10-04' });
    expectSituation(first, 'linked', []);
    const left = { status: 'DEPROVISIONED', statusChanged: '2026-10-04T12:00:00.000Z' };
    const renamed = oktaPerson('bob', left, { login: 'zz.bob@acme.com', email: 'zz.bob@acme.com' });
    const { users, ...rest } = org(others);
    const told = await review({ okta: { seed: { ...rest, users: [...users, renamed] } }, accounts: [bob], folder });
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
  });

  test('and a renamed person is still there', async () => {
    const folder = await aFolder();
    await overEntra(tenant({ users: [person('bob')] }), { folder, on: '2026-10-04' });
    const renamed = person('bob', {
      userPrincipalName: 'robert@acme.com',
      mail: 'robert@acme.com',
      proxyAddresses: ['smtp:bob@acme.com'],
    });
    expectSituation(await overEntra(tenant({ users: [renamed] }), { folder }), 'linked', ['ALIAS_UNCONFIRMED']);
  });
});

describe('the same person in both directories', () => {
  const okta = { seed: oktaSeed({ users: [oktaPerson('bob')], appUsers: [appUser('bob')] }) };
  const entra = { authoritativeFor: ['acme.com'] };

  const disabled = tenant({ users: [person('bob', { accountEnabled: false })] });
  const deleted = tenant({ deletedUsers: [deletedPerson('bob')] });

  test('disabled in the one that has the last word', async () => {
    const told = await review({ entra: { seed: disabled }, okta, accounts: [bob], settings: { entra } });
    expectSituation(told, 'disabled', ['DISABLED_IDENTITY']);
  });

  test('deleted in the one that has the last word', async () => {
    const told = await review({ entra: { seed: deleted }, okta, accounts: [bob], settings: { entra } });
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
  });

  test.each<[string, GraphSeed]>([
    ['disabled', disabled],
    ['deleted', deleted],
  ])('%s in one while none has the last word: linked, and the conflict is reported', async (_state, seed) => {
    const told = await review({ entra: { seed }, okta, accounts: [bob] });
    expectSituation(told, 'linked', ['DIRECTORY_CONFLICT']);
  });

  test('at work in both, with the last word or without', async () => {
    const seed = tenant({ users: [person('bob')] });
    expectSituation(await review({ entra: { seed }, okta, accounts: [bob], settings: { entra } }), 'linked', []);
    expectSituation(await review({ entra: { seed }, okta, accounts: [bob] }), 'linked', []);
  });

  test('the one that has the last word is not complete: undetermined', async () => {
    const misbehave = [{ at: '/v1.0/users', asks: [2], change: () => ({ status: 403, body: {} }) }];
    const told = await review({
      entra: { seed: tenant({ users: [person('bob')] }), pageSize: 4, misbehave },
      okta,
      accounts: [bob],
      settings: { entra },
    });
    expect(told).toMatchObject({ exit: 4, accused: [], situations: { [bob]: 'undetermined' } });
  });
});

describe('a NameID that is no address', () => {
  const sam = { entra: { nameId: 'onPremisesSamAccountName' } };
  /** A second directory, in which the person next to Bob has a name of the app that Bob has in the first. */
  const stranger = oktaSeed({
    users: [oktaPerson('john')],
    appUsers: [appUser('john', { credentials: { userName: 'bsmith' } })],
  });

  const seed = tenant({ deletedUsers: [deletedPerson('bob', { onPremisesSamAccountName: 'BSmith' })] });
  const says = { okta: { seed: stranger }, accounts: [bob, 'john@acme.com'], settings: sam };

  test('makes no stranger of another directory the leaver whom HR names', async () => {
    const folder = await aFolder();
    await writeFile(join(folder, 'leavers.csv'), 'Email,Last Day\nbob@acme.com,2026-09-30\n');
    const told = await overEntra(seed, { ...says, folder, options: { leavers: join(folder, 'leavers.csv') } });
    expect(told.situations).toEqual({ [bob]: 'deleted', 'john@acme.com': 'linked' });
    expect(told.accused).toEqual([bob]);
  });

  test('hides no leaver behind a stranger of another directory who is at work', async () => {
    const told = await overEntra(seed, says);
    expectSituation(told, 'deleted', ['LEAVER_ACCOUNT']);
    expect(told.situations['john@acme.com']).toBe('linked');
  });
});

test('a sign-in after leaving that the log forgets ends with words that say so', async () => {
  const folder = await aFolder();
  const ids = [...others, 'bob'];
  const users = ids.map((id) =>
    oktaPerson(id, id === 'bob' ? { status: 'DEPROVISIONED', statusChanged: '2026-09-01T00:00:00.000Z' } : {}),
  );
  const signIn = {
    uuid: 'e1',
    eventType: 'user.authentication.sso',
    published: '2026-09-04T08:00:00.000Z',
    outcome: { result: 'SUCCESS' },
    actor: { id: 'bob' },
    target: [{ id: '0oa1' }],
  };
  const run = async (logs: readonly (typeof signIn)[], on: string): Promise<Review> =>
    review({
      okta: { seed: oktaSeed({ users, appUsers: others.map((id) => appUser(id)), logs: [...logs] }) },
      accounts: [{ email: bob, lastLogin: '2026-08-01' }],
      settings: { okta: { signIns: true } },
      folder,
      on,
    });
  expect(codesOf(await run([signIn], '2026-10-04'), bob)).toEqual(['ACCESS_AFTER_LEAVING', 'LEAVER_ACCOUNT']);
  const { files } = await run([], '2026-10-05');
  const ended = files.findings.findings.find(({ code }) => code === 'ACCESS_AFTER_LEAVING');
  expect(ended?.state).toBe('closed');
  expect(ended?.reason).toContain('that this run tells it no more does not refute it');
});
