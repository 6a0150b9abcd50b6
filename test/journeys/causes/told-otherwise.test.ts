// Directories that tell what is so in another way than usual: nobody is an orphan by it, and what contradicts itself holds the run.
import { describe, expect, test } from 'vitest';
import { review } from '../../support/program/causes.ts';
import type { Review } from '../../support/program/causes.ts';
import { assigned, deletedPerson, graphSeed, group, person } from '../../support/directories/graph-seed.ts';
import { always, body, cutAfter, onAsk, onTheWire, rows } from '../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../support/directories/stand-in.ts';
import { expectAllLinked, expectIncomplete, graph, ids, okta, org, overEntra, overOkta, tenant } from './six-people.ts';

describe('Entra', () => {
  test('that writes the same ids in capitals elsewhere speaks of the same people and groups', async () => {
    const appRoleAssignedTo = [assigned('SALES', 'Group'), ...['P4', 'P5', 'P6'].map((id) => assigned(id))];
    const groups = [group('sales', ['P1', 'P2', 'P3'])];
    expectAllLinked(await overEntra({ seed: tenant({ groups, appRoleAssignedTo }) }));
  });

  test('with a leave group that is configured in capitals knows who is on leave', async () => {
    const users = [person('p1'), person('p2', { accountEnabled: false })];
    const groups = [group('sales', ['p1', 'p2'])];
    const seed = graphSeed({ users, groups, appRoleAssignedTo: [assigned('sales', 'Group')] });
    const told = await review({
      entra: { seed },
      accounts: ['p1@acme.com', 'p2@acme.com'],
      settings: { entra: { leaveGroupId: 'SALES' } },
    });
    expect(told.situations).toEqual({ 'p1@acme.com': 'linked', 'p2@acme.com': 'suspended' });
  });

  test.each([
    ['a page that repeats somebody and lacks another', rows((row) => [row['id'] === 'p5' ? person('p1') : row])],
    [
      'a page that ends with a link to later changes in place of the next page',
      body((page) => (isPage(page) ? { value: page.value, '@odata.deltaLink': page['@odata.nextLink'] } : page)),
    ],
  ])('in %s: whoever is assigned holds the run, anybody else is asked for by their login', async (_, change) => {
    const misbehave = [onAsk(3, graph.users, change), onAsk(2, graph.users, change)];
    expectIncomplete(await overEntra({ misbehave }), /lacks the person p5/);
    const seed = tenant({ appRoleAssignedTo: [assigned('sales', 'Group')] });
    const told = await overEntra({ seed, misbehave });
    expect(told).toMatchObject({ exit: 0, accused: [], situations: { 'p5@acme.com': 'unlinked' } });
    expect(told.snapshots['entra']?.notes?.join()).toContain('found by their login only');
  });

  test('whose app is still assigned to somebody who was deleted: a leaver, and no missing row', async () => {
    const deletedUsers = [deletedPerson('gone')];
    const seed = tenant({ deletedUsers, appRoleAssignedTo: [assigned('sales', 'Group'), assigned('gone')] });
    const told = await overEntra({ seed }, { accounts: ['p1@acme.com', 'gone@acme.com'] });
    expect(told).toMatchObject({ exit: 0, accused: ['gone@acme.com'], situations: { 'gone@acme.com': 'deleted' } });
    expect(told.snapshots['entra']?.completeness).toBe('complete');
  });

  test('whose packed answer is cut is asked again, and holds the run when it stays so', async () => {
    expectAllLinked(await overEntra({ misbehave: [onAsk(2, graph.users, onTheWire('cut-gzip'))] }));
    const misbehave = [always(graph.users, onTheWire('cut-gzip'))];
    expectIncomplete(await overEntra({ misbehave }), /not JSON or is cut off/);
  });
});

describe.each(['entra', 'okta'])('an answer of %s in another encoding', (product) => {
  const jorg = 'jörg@acme.com';

  async function reviewed(change: Misbehaviour['change'] | null): Promise<Review> {
    const misbehave = change === null ? [] : [always(product === 'entra' ? graph.users : okta.people, change)];
    const users = [person('jorg', { userPrincipalName: jorg, mail: jorg })];
    const people = [oktaPerson('jorg', {}, { login: jorg, email: jorg })];
    const standIn =
      product === 'entra'
        ? { entra: { seed: graphSeed({ users, appRoleAssignedTo: [assigned('jorg')] }), misbehave } }
        : { okta: { seed: oktaSeed({ users: people, appUsers: [appUser('other')] }), misbehave } };
    return review({ ...standIn, accounts: [jorg] });
  }

  test('holds the run: a letter that is lost would make an orphan of a person', async () => {
    const told = await reviewed(onTheWire('latin-1'));
    expect(told).toMatchObject({ exit: 4, accused: [], situations: { [jorg]: 'undetermined' } });
    expect((told.snapshots[product]?.reasons ?? []).join()).toContain('is not UTF-8');
    expect((await reviewed(null)).situations[jorg]).not.toBe('unmatched');
  });
});

describe('Okta', () => {
  test.each(['STAGED', 'IMPORTED', 'MATCHED', 'APPROVED', 'IMPLICIT', 'active'])(
    'with an assignment whose status is %s says neither that it lets in nor that it does not',
    async (status) => {
      const seed = org({ appUsers: ids.map((id) => appUser(id, id === 'p1' ? { status } : {})) });
      const told = await overOkta({ seed });
      expect(told).toMatchObject({ exit: 0, accused: [], situations: { 'p1@acme.com': 'undetermined' } });
      expect(told.findings.find(({ login }) => login === 'p1@acme.com')?.reason).toContain(status);
    },
  );

  test('in which somebody stands twice among the assignments, on and off, holds the run', async () => {
    const twice = [appUser('p1', { status: 'INACTIVE', scope: 'GROUP' }), ...ids.map((id) => appUser(id))];
    const told = await overOkta({ seed: org({ appUsers: twice }) });
    expectIncomplete(told, /p1 stands twice among the assignments/);
  });

  test('in which somebody stands twice among the assignments and gets in by both is whole', async () => {
    const twice = [appUser('p1', { scope: 'GROUP' }), ...ids.map((id) => appUser(id))];
    expectAllLinked(await overOkta({ seed: org({ appUsers: twice }) }));
  });

  test('whose page links to itself alone has ended: whom it lacks is asked for by their login', async () => {
    const seed = org({ appUsers: ['p1', 'p2', 'p3'].map((id) => appUser(id)) });
    const told = await overOkta({ seed, misbehave: [onAsk(2, okta.people, cutAfter(2))] });
    expect(told).toMatchObject({ exit: 0, accused: [], situations: { 'p6@acme.com': 'unlinked' } });
  });

  test('where a login is no address is matched by the address of the person', async () => {
    const users = ids.map((id) => oktaPerson(id, {}, id === 'p1' ? { login: 'jdoe' } : {}));
    const appUsers = ids.map((id) => appUser(id, id === 'p1' ? { credentials: { userName: 'jdoe' } } : {}));
    expectAllLinked(await overOkta({ seed: org({ users, appUsers }) }));
  });

  test('that sends the user name of one person for another leaves it open whose the account is', async () => {
    const users = ids.map((id) => appUser(id, id === 'p1' ? { credentials: { userName: 'p2@acme.com' } } : {}));
    const told = await overOkta({ seed: org({ appUsers: users }) });
    expect(told).toMatchObject({ exit: 0, accused: [], situations: { 'p2@acme.com': 'disputed' } });
  });

  test('with people who have to set a new password, or are locked out, counts them as there', async () => {
    const states = ['PASSWORD_EXPIRED', 'LOCKED_OUT', 'RECOVERY'];
    const users = ids.map((id, index) => oktaPerson(id, { status: states[index] ?? 'ACTIVE' }));
    expectAllLinked(await overOkta({ seed: org({ users }) }));
  });
});

function isPage(page: unknown): page is { readonly value: unknown; readonly '@odata.nextLink'?: string } {
  return typeof page === 'object' && page !== null && 'value' in page;
}
