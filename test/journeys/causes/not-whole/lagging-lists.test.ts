// Lists of Okta that lag behind what is there: whoever they lack is asked for by the login of their account.
import { describe, expect, test } from 'vitest';
import { assigned, deletedPerson, graphSeed, person } from '../../../support/directories/graph-seed.ts';
import { always, rows } from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { review } from '../../../support/program/causes.ts';
import type { Review } from '../../../support/program/causes.ts';

const lacking = (at: string, id: string): Misbehaviour =>
  always(
    at,
    rows((row) => (row['id'] === id ? [] : [row])),
  );

/** Only the lists lag: who is asked for is there. */
function unlessFiltered(change: Misbehaviour['change']): Misbehaviour {
  return always('/api/v1/users', (answer, ask) => (ask.query.has('filter') ? answer : change(answer, ask)));
}

const without = (id: string): Misbehaviour['change'] => rows((row) => (row['id'] === id ? [] : [row]));

/** They were deprovisioned when the lists were made. */
const gone: Misbehaviour['change'] = (answer, ask) =>
  ask.query.has('search')
    ? { ...answer, body: [oktaPerson('new', { status: 'DEPROVISIONED' })] }
    : without('new')(answer, ask);

const note = '1 person was found by their login only: the lists of the directory lag behind.';

async function oktaReview(accounts: readonly string[], ...misbehave: readonly Misbehaviour[]): Promise<Review> {
  const users = ['ann', 'new'].map((id) => oktaPerson(id));
  const okta = { seed: oktaSeed({ users, appUsers: [appUser('ann')] }), misbehave };
  return review({ okta, accounts });
}

function lookUps({ requests }: Review): readonly string[] {
  return requests.map(({ path }) => path).filter((path) => path.startsWith('/api/v1/users/') && path.includes('@'));
}

describe('somebody whom the list of Okta does not show yet', () => {
  test('is no orphan: one call for the login settles it, and the snapshot says so', async () => {
    const seen = await oktaReview(['ann@acme.com', 'new@acme.com'], lacking('/api/v1/users', 'new'));
    expect(seen.accused).toEqual([]);
    expect(seen.situations['new@acme.com']).toBe('unlinked');
    expect(seen.snapshots['okta']).toMatchObject({ completeness: 'complete', notes: [note] });
    expect(lookUps(seen)).toEqual(['/api/v1/users/new@acme.com']);
  });

  test('is asked for only where an account is unmatched', async () => {
    expect(lookUps(await oktaReview(['ann@acme.com'], lacking('/api/v1/users', 'new')))).toEqual([]);
  });

  test('is an orphan when Okta does not know the login either', async () => {
    const seen = await oktaReview(['ann@acme.com', 'ghost@acme.com']);
    expect(seen.accused).toEqual(['ghost@acme.com']);
    expect(lookUps(seen)).toEqual(['/api/v1/users/ghost@acme.com']);
  });

  test('is looked up fifty times at most, and the snapshot says how many there are', async () => {
    const ghosts = Array.from({ length: 60 }, (_, index) => `ghost${index}@acme.com`);
    const seen = await oktaReview(['ann@acme.com', ...ghosts]);
    expect(lookUps(seen)).toHaveLength(50);
    expect(seen.snapshots['okta']?.notes).toEqual([
      '60 accounts of the export are in no list of people; 50 of them were looked up by their login.',
    ]);
  });

  test('is undetermined, and no orphan, where more than fifty are unmatched and nobody asked for them', async () => {
    const ghosts = Array.from({ length: 60 }, (_, index) => `ghost${index}@acme.com`);
    const seen = await oktaReview(['ann@acme.com', ...ghosts]);
    const asked = lookUps(seen).map((path) => path.slice('/api/v1/users/'.length));
    expect(seen.accused.toSorted()).toEqual(asked.toSorted());
    const others = seen.findings.filter(({ code }) => code === 'UNDETERMINED_ACCOUNT');
    expect(new Set(others.map(({ login }) => login))).toEqual(
      new Set(ghosts.filter((login) => !asked.includes(login))),
    );
    expect(others[0]?.reason).toContain(
      'okta was asked for the logins of 50 of the 60 accounts that no list shows, and not for this one',
    );
  });

  test('is looked up before accounts that are invited, older, or named by an alias', async () => {
    const old = '2020-01-01T00:00:00Z';
    const invited = Array.from({ length: 30 }, (_, index) => ({ email: `a${index}@acme.com`, status: 'Pending' }));
    const older = Array.from({ length: 30 }, (_, index) => ({ email: `b${index}@acme.com`, createdAt: old }));
    const named = Array.from({ length: 30 }, (_, index) => `c${index}@acme.com`);
    const seen = await review({
      okta: {
        seed: oktaSeed({ users: ['ann', 'new'].map((id) => oktaPerson(id)), appUsers: [appUser('ann')] }),
        misbehave: [lacking('/api/v1/users', 'new')],
      },
      accounts: [
        'ann@acme.com',
        ...invited,
        ...older,
        ...named,
        { email: 'new@acme.com', createdAt: '2026-09-01T00:00:00Z' },
      ],
      config: {
        aliases: named.map((login) => ({ login, identity: 'x@acme.com', approvedBy: 'sam@acme.com' })),
      },
    });
    expect(lookUps(seen)).toContain('/api/v1/users/new@acme.com');
    expect(lookUps(seen).filter((path) => path.includes('/c'))).toEqual([]);
  });

  test('is looked up although its number is one that many bear: such a number ties nobody', async () => {
    const temps = Array.from({ length: 6 }, (_, index) => oktaPerson(`temp${index}`, {}, { employeeNumber: 'E0000' }));
    const seen = await review({
      okta: {
        seed: oktaSeed({ users: [...temps, oktaPerson('new')], appUsers: [appUser('temp0')] }),
        misbehave: [lacking('/api/v1/users', 'new')],
      },
      accounts: ['temp0@acme.com', { email: 'new@acme.com', employeeId: 'E0000' }],
    });
    expect(lookUps(seen)).toEqual(['/api/v1/users/new@acme.com']);
    expect(seen.situations['new@acme.com']).toBe('unlinked');
  });

  test('is looked up although one of another directory alone bears the number that many bear', async () => {
    const temps = Array.from({ length: 6 }, (_, index) => person(`temp${index}`, { employeeId: 'E0000' }));
    const other = oktaPerson('other', {}, { employeeNumber: 'E0000' });
    const seen = await review({
      entra: { seed: graphSeed({ users: temps, appRoleAssignedTo: [assigned('temp0')] }) },
      okta: {
        seed: oktaSeed({ users: [other, oktaPerson('new')], appUsers: [appUser('other')] }),
        misbehave: [lacking('/api/v1/users', 'new')],
      },
      accounts: ['temp0@acme.com', 'other@acme.com', { email: 'new@acme.com', employeeId: 'E0000' }],
    });
    expect(lookUps(seen)).toEqual(['/api/v1/users/new@acme.com']);
    expect(seen.situations['new@acme.com']).toBe('unlinked');
  });

  test('is looked up although many others are somebody’s by their number, or declared', async () => {
    const users = ['ann', 'new'].map((id) => oktaPerson(id));
    const numbered = Array.from({ length: 60 }, (_, index) => ({
      email: `a${index}@acme.com`,
      employeeId: `E${index}`,
    }));
    const staff = numbered.map(({ employeeId }) => oktaPerson(`u${employeeId}`, {}, { employeeNumber: employeeId }));
    const bots = Array.from({ length: 60 }, (_, index) => `bot${index}@acme.com`);
    const seen = await review({
      okta: {
        seed: oktaSeed({ users: [...users, ...staff], appUsers: [appUser('ann')] }),
        misbehave: [lacking('/api/v1/users', 'new')],
      },
      accounts: ['ann@acme.com', ...numbered, ...bots, 'new@acme.com'],
      config: { nonHuman: bots.map((login) => ({ login, owner: 'ann@acme.com', purpose: 'sync' })) },
    });
    expect(lookUps(seen)).toEqual(['/api/v1/users/new@acme.com']);
    expect(seen.situations['new@acme.com']).toBe('unlinked');
  });

  test('holds the run when there are more than fifty and one of those asked for is there: the list lacks others', async () => {
    const there = Array.from({ length: 60 }, (_, index) => oktaPerson(`p${index}`));
    const seed = oktaSeed({ users: [oktaPerson('ann'), ...there], appUsers: [appUser('ann')] });
    const lack = always(
      '/api/v1/users',
      rows((row) => (row['id'] === 'ann' ? [row] : [])),
    );
    const accounts = ['ann@acme.com', ...there.map(({ id }) => `${id}@acme.com`)];
    const seen = await review({ okta: { seed, misbehave: [lack] }, accounts });
    expect(seen.snapshots['okta']?.reasons).toEqual([
      '50 people of the 50 who were looked up are there and in no list: whom else the lists lack nobody knows.',
    ]);
    expect(seen.accused).toEqual([]);
  });

  test('is no orphan under a login that the list does not tell yet, and keeps what the lists tell', async () => {
    const former = { login: 'ann.old@acme.com', email: 'ann.old@acme.com' };
    const appUsers = [appUser('ann', { credentials: { userName: 'ann.old@acme.com' } })];
    const bare = rows((row) => [{ ...row, _embedded: undefined }]);
    const old = rows((row) => [{ ...row, profile: former }]);
    const misbehave = [always('/api/v1/apps/0oa1/users', bare), always('/api/v1/users', old)];
    const seed = oktaSeed({ users: [oktaPerson('ann')], appUsers });
    const seen = await review({ okta: { seed, misbehave }, accounts: ['ann@acme.com'] });
    expect(seen.situations['ann@acme.com']).toBe('linked');
    expect(seen.snapshots['okta']?.notes).toEqual(['1 person has a login that no list tells yet.']);
  });

  const called = { login: 'new.person@acme.com', email: 'new@acme.com' };
  const newcomer = { users: [oktaPerson('ann'), oktaPerson('new', {}, called)], appUsers: [appUser('ann')] };

  test('is no orphan under their primary email, where their login is another address', async () => {
    const seen = await review({
      okta: { seed: oktaSeed(newcomer), misbehave: [unlessFiltered(without('new'))] },
      accounts: ['ann@acme.com', 'new@acme.com'],
    });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
    expect(seen.snapshots['okta']).toMatchObject({ completeness: 'complete', notes: [note] });
  });

  test('is no orphan under it where Okta tells others with them', async () => {
    const seed = oktaSeed(newcomer);
    const all = always('/api/v1/users', (answer, ask) =>
      ask.query.has('filter') ? { status: 200, body: seed.users } : without('new')(answer, ask),
    );
    const seen = await review({ okta: { seed, misbehave: [all] }, accounts: ['ann@acme.com', 'new@acme.com'] });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
  });

  const notAsked =
    'Of 1 login that no list shows, Okta was asked as logins alone: it gave no answer to who bears them as primary email.';
  test.each([
    ['refuses the filter', { status: 400, body: { errorCode: 'E0000031' } }],
    ['answers with somebody else', { status: 200, body: [oktaPerson('ann')] }],
  ])('is asked for by their login alone where Okta %s, and that is said', async (_, filtered) => {
    const refuse = always('/api/v1/users', (answer, ask) => (ask.query.has('filter') ? filtered : answer));
    const seen = await oktaReview(['ann@acme.com', 'ghost@acme.com'], refuse);
    expect(seen.snapshots['okta']).toMatchObject({ completeness: 'complete', notes: [notAsked] });
    expect(seen.accused).toEqual(['ghost@acme.com']);
  });

  test('holds the run when Okta gives no answer to who bears the email', async () => {
    const busy = always('/api/v1/users', (answer, ask) =>
      ask.query.has('filter') ? { status: 429, body: { errorCode: 'E0000047' } } : answer,
    );
    const seen = await oktaReview(['ann@acme.com', 'ghost@acme.com'], busy);
    expect(seen.snapshots['okta']?.completeness).toBe('partial');
    expect(seen.accused).toEqual([]);
  });

  test('is no leaver where a list still shows them as deprovisioned, and they came back', async () => {
    const seed = oktaSeed({ users: ['ann', 'new'].map((id) => oktaPerson(id)), appUsers: [appUser('ann')] });
    const seen = await review({
      okta: { seed, misbehave: [unlessFiltered(gone)] },
      accounts: ['ann@acme.com', 'new@acme.com'],
    });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
    expect(seen.snapshots['okta']).toMatchObject({
      completeness: 'complete',
      notes: ['1 person is there again whom a list still shows as deleted.'],
    });
  });

  test('is no leaver under their primary email where a leaver had it as login', async () => {
    const before = oktaPerson('before', { status: 'DEPROVISIONED' }, { login: 'new@acme.com', email: null });
    const seed = oktaSeed({ ...newcomer, users: [...newcomer.users, before] });
    const seen = await review({
      okta: { seed, misbehave: [unlessFiltered(without('new'))] },
      accounts: ['ann@acme.com', 'new@acme.com'],
    });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
  });

  test('is no leaver where another directory shows them as deleted', async () => {
    const okta = { seed: oktaSeed({ ...newcomer, users: [oktaPerson('ann'), oktaPerson('new')] }) };
    const entra = { seed: graphSeed({ users: [person('eve')], deletedUsers: [deletedPerson('new')] }) };
    const seen = await review({
      entra,
      okta: { ...okta, misbehave: [unlessFiltered(without('new'))] },
      settings: { entra: { role: 'people', appId: undefined } },
      accounts: ['ann@acme.com', 'new@acme.com'],
    });
    expect(seen.situations['new@acme.com']).toBe('unlinked');
    expect(seen.accused).toEqual([]);
  });

  test('is asked for after those whom nothing shows, and a leaver stays one', async () => {
    const users = [oktaPerson('ann'), oktaPerson('gone', { status: 'DEPROVISIONED' })];
    const ghosts = Array.from({ length: 50 }, (_, index) => `ghost${index}@acme.com`);
    const okta = { seed: oktaSeed({ users, appUsers: [appUser('ann')] }) };
    const few = await review({ okta, accounts: ['ann@acme.com', 'gone@acme.com'] });
    expect(lookUps(few)).toEqual(['/api/v1/users/gone@acme.com']);
    expect(few.situations['gone@acme.com']).toBe('deleted');
    const many = await review({ okta, accounts: ['ann@acme.com', 'gone@acme.com', ...ghosts] });
    expect(lookUps(many)).toHaveLength(50);
    expect(lookUps(many)).not.toContain('/api/v1/users/gone@acme.com');
    expect(many.snapshots['okta']?.notes).toBeUndefined();
  });

  test('holds the run when they come without their fields: somebody is there', async () => {
    const bare = always('/api/v1/users/ghost@acme.com', () => ({ status: 200, body: { id: 'ghost' } }));
    const seen = await oktaReview(['ann@acme.com', 'ghost@acme.com'], bare);
    expect(seen.snapshots['okta']?.reasons.join()).toContain('The person ghost, whom their login found, came without');
    expect(seen.accused).toEqual([]);
  });

  test('holds the run when the call is refused: then nobody knows', async () => {
    const refused = always('/api/v1/users/ghost@acme.com', () => ({ status: 403, body: { errorCode: 'E0000006' } }));
    const seen = await oktaReview(['ann@acme.com', 'ghost@acme.com'], refused);
    expect(seen.snapshots['okta']?.completeness).toBe('partial');
    expect(seen.accused).toEqual([]);
  });
});
