// How the Entra connector names a person and tells their state.
import { describe, expect, test } from 'vitest';
import { deletedPerson, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import { pullEntra } from '../../../support/directories/pulled.ts';
import type { Pulled } from '../../../support/directories/pulled.ts';

async function identityIn(seed: GraphSeed, id: string, config: object = {}): Promise<Pulled['identities'][number]> {
  const { identities } = await pullEntra({ seed }, { config });
  const found = identities.find((identity) => identity.id === id);
  if (found === undefined) throw new Error(`nobody has the id ${id}`);
  return found;
}

async function jane(fields: object, config: object = {}): Promise<Pulled['identities'][number]> {
  return identityIn(graphSeed({ users: [person('jane', fields)] }), 'jane', config);
}

describe('the names of a person', () => {
  test('are the user principal name and the mail as logins, each once', async () => {
    expect((await jane({ mail: 'JANE@acme.com' })).logins).toEqual(['jane@acme.com']);
    expect((await jane({ mail: 'jane.doe@acme.com' })).logins).toEqual(['jane@acme.com', 'jane.doe@acme.com']);
    expect((await jane({ mail: null })).logins).toEqual(['jane@acme.com']);
  });

  test('are smtp addresses and the on-premises name as aliases, and other mails as hints', async () => {
    const identity = await jane({
      proxyAddresses: ['SMTP:jane@acme.com', 'smtp:j.doe@acme.com', 'SIP:jane@acme.com', 'X500:/o=acme'],
      onPremisesUserPrincipalName: 'jane@corp.acme.com',
      otherMails: ['jane@home.example'],
    });
    expect(identity.aliases).toEqual([
      { login: 'j.doe@acme.com', source: 'proxy' },
      { login: 'jane@corp.acme.com', source: 'on-premises' },
    ]);
    expect(identity.hints).toEqual(['jane@home.example']);
  });

  test('come with the employee number that people see, where a program counted with it', async () => {
    expect((await jane({ employeeId: '4711.0' })).employeeId).toBe('4711');
  });

  test('of a guest are the name at home too, where the last underscore was the @', async () => {
    const identity = await jane({
      userPrincipalName: 'jane_van_doe_partner.com#EXT#@acme.onmicrosoft.com',
      mail: 'jane@partner.com',
      userType: 'Guest',
    });
    expect(identity).toMatchObject({
      guest: true,
      logins: ['jane_van_doe_partner.com#EXT#@acme.onmicrosoft.com', 'jane@partner.com'],
      aliases: [{ login: 'jane_van_doe@partner.com', source: 'guest' }],
    });
  });

  test.each([
    ['userPrincipalName', 'jane@acme.com'],
    ['mail', 'mail@acme.com'],
    ['employeeId', '4711'],
    ['onPremisesSamAccountName', 'jdoe'],
    ['onPremisesUserPrincipalName', 'jane@corp.acme.com'],
  ])('give the NameID from %s when it is configured so', async (nameId, expected) => {
    const fields = {
      mail: 'mail@acme.com',
      employeeId: '4711',
      onPremisesSamAccountName: 'jdoe',
      onPremisesUserPrincipalName: 'jane@corp.acme.com',
    };
    expect((await jane(fields, { nameId })).nameId).toBe(expected);
  });

  test('name the manager by mail, or else by user principal name', async () => {
    const boss = { id: 'boss', mail: null, userPrincipalName: 'boss@acme.com' };
    expect((await jane({ manager: { ...boss, mail: 'the.boss@acme.com' } })).manager).toBe('the.boss@acme.com');
    expect((await jane({ manager: boss })).manager).toBe('boss@acme.com');
    const pasted = { ...boss, mail: 'the.boss@acme.com\u200b' };
    expect((await jane({ manager: pasted })).manager, 'as people see it').toBe('the.boss@acme.com');
    expect((await jane({})).manager).toBeNull();
  });
});

describe('the state of a person', () => {
  test('is deleted, left at or before the deletion, and named without the object id', async () => {
    const id = '0f0e0d0c-1111-2222-3333-444455556666';
    const gone = deletedPerson(id, {
      userPrincipalName: '0f0e0d0c111122223333444455556666jane@acme.com',
      proxyAddresses: ['smtp:j.doe@acme.com'],
    });
    expect(await identityIn(graphSeed({ deletedUsers: [gone] }), id)).toMatchObject({
      state: 'deleted',
      nameId: 'jane@acme.com',
      left: { notBefore: null, notAfter: '2026-10-01T09:30:00Z', source: 'deletedDateTime' },
      aliases: [{ login: 'j.doe@acme.com', source: 'proxy' }],
    });
  });

  test('is disabled, or suspended when the person is in the group of those on leave', async () => {
    const off = { accountEnabled: false };
    const seed = graphSeed({
      users: [person('jane', off), person('john', off), person('joan')],
      groups: [group('leave', ['john', 'joan'])],
    });
    const { identities } = await pullEntra({ seed }, { config: { leaveGroupId: 'leave' } });
    expect(identities.map(({ state }) => state)).toEqual(['disabled', 'suspended', 'active']);
  });

  test('says when the person leaves if leave dates are asked for', async () => {
    const fields = { employeeLeaveDateTime: '2026-09-30T22:00:00Z' };
    expect((await jane(fields, { leaveDates: true })).left).toEqual({
      notBefore: '2026-09-30T22:00:00Z',
      notAfter: '2026-09-30T22:00:00Z',
      source: 'employeeLeaveDateTime',
    });
    expect((await jane(fields)).left).toBeNull();
  });

  test.each(['0001-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '1601-01-01T00:00:00Z', '1970-01-01T00:00:00Z'])(
    'says nothing of leaving where a clock stands at its zero: %s',
    async (employeeLeaveDateTime) => {
      expect((await jane({ employeeLeaveDateTime }, { leaveDates: true })).left).toBeNull();
    },
  );
});
