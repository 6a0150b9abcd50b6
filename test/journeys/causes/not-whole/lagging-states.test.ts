// Lists that lag behind who may sign in: whom they show as unable to is asked for by the login of their account.
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import { always, rows } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review } from '../../../support/program/causes.ts';

const accounts = ['ann@acme.com', 'jo@acme.com'];

/** Only the lists lag: who is asked for is there. */
function inLists(at: string, change: Misbehaviour['change']): Misbehaviour {
  return always(at, (answer, ask) =>
    ask.query.has('filter') || ask.query.has('$filter') ? answer : change(answer, ask),
  );
}

const without = (id: string): Misbehaviour['change'] => rows((row) => (row['id'] === id ? [] : [row]));

const having = (id: string, fields: object): Misbehaviour['change'] =>
  rows((row) => [row['id'] === id ? { ...row, ...fields } : row]);

function lookUps({ requests }: Review): readonly string[] {
  return requests.map(({ path }) => path).filter((path) => path.startsWith('/api/v1/users/') && path.includes('@'));
}

describe('somebody whom one directory shows as unable to sign in, and another one does not show yet', () => {
  const entra = { seed: graphSeed({ users: [person('ann')], appRoleAssignedTo: [assigned('ann')] }) };
  const okta = oktaSeed({ users: ['ann', 'jo'].map((id) => oktaPerson(id)), appUsers: [appUser('ann')] });

  test.each([
    ['disabled in Entra', { accountEnabled: false }],
    ['without a word about it in Entra', { accountEnabled: null }],
  ])('%s: Okta is asked for them', async (_, fields) => {
    const users = ['ann', 'eve', 'jo'].map((id) => person(id, id === 'jo' ? fields : {}));
    const seen = await review({
      entra: { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }) },
      okta: { seed: okta, misbehave: [inLists('/api/v1/users', without('jo'))] },
      accounts,
    });
    expect(lookUps(seen)).toEqual(['/api/v1/users/jo@acme.com']);
    expect(codesOf(seen, 'jo@acme.com')).toContain(
      fields.accountEnabled === null ? 'UNDETERMINED_ACCOUNT' : 'DIRECTORY_CONFLICT',
    );
    expect(codesOf(seen, 'jo@acme.com')).not.toContain('DISABLED_IDENTITY');
    expect(seen.snapshots['okta']?.notes).toEqual([
      '1 person was found by their login only: the lists of the directory lag behind.',
    ]);
  });

  test('suspended in Okta: Graph is asked for them', async () => {
    const suspended = oktaSeed({
      users: [oktaPerson('ann'), oktaPerson('jo', { status: 'SUSPENDED' })],
      appUsers: [appUser('ann'), appUser('jo')],
    });
    const users = ['ann', 'jo'].map((id) => person(id));
    const seen = await review({
      entra: {
        seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }),
        misbehave: [inLists('/v1.0/users', without('jo'))],
      },
      okta: { seed: suspended },
      accounts,
    });
    expect(seen.situations['jo@acme.com']).toBe('unlinked');
  });

  test('is told as disabled where the other one does not know them either', async () => {
    const users = ['ann', 'jo'].map((id) => person(id, { accountEnabled: id === 'ann' }));
    const seen = await review({
      entra: { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }) },
      okta: { seed: oktaSeed({ users: [oktaPerson('ann')], appUsers: [appUser('ann')] }) },
      accounts,
    });
    expect(lookUps(seen)).toEqual(['/api/v1/users/jo@acme.com']);
    expect(codesOf(seen, 'jo@acme.com')).toEqual(['DISABLED_IDENTITY']);
    expect(seen.snapshots['okta']?.notes).toBeUndefined();
  });

  test('is asked for once where a third list shows them as deleted', async () => {
    const users = ['ann', 'jo'].map((id) => person(id, { accountEnabled: id === 'ann' }));
    const gone = [oktaPerson('ann'), oktaPerson('jo', { status: 'DEPROVISIONED' })];
    const seen = await review({
      entra: { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }) },
      okta: { seed: oktaSeed({ users: gone, appUsers: [appUser('ann')] }) },
      accounts,
    });
    expect(lookUps(seen)).toEqual(['/api/v1/users/jo@acme.com']);
  });

  test('is asked for after those whom nothing shows and those who are deleted', async () => {
    const ghosts = Array.from({ length: 49 }, (_, index) => `ghost${index}@acme.com`);
    const users = [oktaPerson('ann'), oktaPerson('jo', { status: 'SUSPENDED' })];
    const left = oktaPerson('left', { status: 'DEPROVISIONED' });
    const seed = oktaSeed({ users: [...users, left], appUsers: [appUser('ann')] });
    const seen = await review({ entra, okta: { seed }, accounts: [...accounts, 'left@acme.com', ...ghosts] });
    expect(lookUps(seen)).toHaveLength(50);
    expect(lookUps(seen)).toContain('/api/v1/users/left@acme.com');
    expect(lookUps(seen)).not.toContain('/api/v1/users/jo@acme.com');
  });

  test('is not asked for where a third list shows them as able to', async () => {
    const users = ['ann', 'jo'].map((id) => person(id, { accountEnabled: id === 'ann' }));
    const entra = { seed: graphSeed({ users, appRoleAssignedTo: [assigned('ann')] }) };
    expect(lookUps(await review({ entra, okta: { seed: okta }, accounts }))).toEqual([]);
  });
});

describe('somebody who was enabled a moment ago', () => {
  const entra = { seed: graphSeed({ users: [person('ann')], appRoleAssignedTo: [assigned('ann')] }) };
  const okta = { seed: oktaSeed({ users: [oktaPerson('ann')], appUsers: [appUser('ann')] }) };
  const note = '1 person can sign in, and a list does not show it yet.';

  test('is linked by what Okta knows of them, with what the lists tell of their assignment', async () => {
    const appUsers = [appUser('ann'), appUser('jo', { credentials: { userName: 'jo.doe@acme.com' } })];
    const bare = rows((row) => [{ ...row, _embedded: undefined }]);
    const seen = await review({
      entra,
      okta: {
        seed: oktaSeed({ users: ['ann', 'jo'].map((id) => oktaPerson(id)), appUsers }),
        misbehave: [
          always('/api/v1/apps/0oa1/users', bare),
          inLists('/api/v1/users', having('jo', { status: 'STAGED' })),
        ],
      },
      accounts: ['ann@acme.com', 'jo.doe@acme.com', 'jo@acme.com'],
    });
    expect(seen.situations).toMatchObject({ 'jo@acme.com': 'linked', 'jo.doe@acme.com': 'linked' });
    expect(seen.snapshots['okta']?.notes).toEqual([note]);
  });

  test('is linked by what Graph knows of them', async () => {
    const users = ['ann', 'jo'].map((id) => person(id));
    const misbehave = [inLists('/v1.0/users', having('jo', { accountEnabled: false }))];
    const seed = graphSeed({ users, appRoleAssignedTo: [assigned('ann'), assigned('jo')] });
    const seen = await review({ entra: { seed, misbehave }, okta, accounts });
    expect(seen.situations['jo@acme.com']).toBe('linked');
    expect(seen.snapshots['entra']?.notes).toEqual([note]);
  });

  test('stays on leave where Graph still says that they are disabled', async () => {
    const users = [person('ann'), person('jo', { accountEnabled: false })];
    const groups = [group('leave', ['jo'])];
    const seed = graphSeed({ users, groups, appRoleAssignedTo: [assigned('ann'), assigned('jo')] });
    const seen = await review({ entra: { seed }, okta, accounts, settings: { entra: { leaveGroupId: 'leave' } } });
    expect(seen.situations['jo@acme.com']).toBe('suspended');
    expect(seen.snapshots['entra']?.notes).toBeUndefined();
  });

  test('is told as the one directory of a review shows them', async () => {
    const users = ['ann', 'jo'].map((id) => oktaPerson(id, { status: id === 'ann' ? 'ACTIVE' : 'SUSPENDED' }));
    const seen = await review({ okta: { seed: oktaSeed({ users, appUsers: [appUser('ann')] }) }, accounts });
    expect(lookUps(seen)).toEqual([]);
    expect(codesOf(seen, 'jo@acme.com')).toContain('SUSPENDED_IDENTITY');
  });
});
