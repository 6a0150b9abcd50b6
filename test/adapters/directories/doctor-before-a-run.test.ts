// What `doctor` finds of what would hold a run: it asks for what a run asks for.
import { describe, expect, test } from 'vitest';
import { group, person } from '../../support/directories/graph-seed.ts';
import { addressOf, always, nextLink, nullsOnly, status } from '../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import { openEntra, openOkta } from '../../support/directories/pulled.ts';
import type { Opened } from '../../support/directories/pulled.ts';
import type { Check } from '../../../adapters/directories/reading/check.ts';
import { tenant } from './tenant.ts';

async function failedIn({ directory }: Opened): Promise<readonly Check[]> {
  return (await directory.check()).filter(({ ok }) => !ok);
}

describe('what would hold a run is found before it', () => {
  const two = ['jane', 'john'];
  const org = oktaSeed({ users: two.map((id) => oktaPerson(id)), appUsers: two.map((id) => appUser(id)) });
  const away = nextLink((_, ask) => addressOf(ask).replace(/\/\/[^/]+/, '//elsewhere.example'));

  test.each(['$expand', '$select'])('a list of people that Graph refuses for its %s', async (part) => {
    const refused = always('/v1.0/users', (answer, ask) =>
      /manager|proxyAddresses/.test(ask.query.get(part) ?? '') ? status(403)(answer, ask) : answer,
    );
    const failed = await failedIn(await openEntra({ seed: tenant(), misbehave: [refused] }));
    expect(failed.map(({ check }) => check)).toEqual(['permission User.Read.All']);
  });

  test('a next link of Graph to another host', async () => {
    const seed = tenant({ users: two.map((id) => person(id)) });
    const [failed, ...others] = await failedIn(await openEntra({ seed, misbehave: [always('/v1.0/users', away)] }));
    expect(failed?.detail).toContain('it leads to another host');
    expect(failed?.remedy).toMatch(/check orgUrl \(or graphUrl\)/);
    expect(others).toEqual([]);
  });

  test('a next link of Okta to another host, as an org with a domain of its own may write it', async () => {
    const [failed, ...others] = await failedIn(
      await openOkta({ seed: org, misbehave: [always('/api/v1/users', away)] }),
    );
    expect(failed?.detail).toContain('it leads to another host');
    expect(failed?.remedy).toMatch(/check orgUrl/);
    expect(others.map(({ check }) => check)).toEqual(['deprovisioned people']);
  });

  test('an app of Entra without its flags, and assignments without their principal', async () => {
    const limited = await openEntra({ seed: tenant({}, { accountEnabled: null }) });
    const [flags] = await failedIn(limited);
    expect(flags).toMatchObject({ check: 'permission Application.Read.All' });
    expect(flags?.detail).toContain('limited-information');
    const nulls = [always('/v1.0/servicePrincipals/sp-1/appRoleAssignedTo', nullsOnly())];
    const [principals] = await failedIn(await openEntra({ seed: tenant(), misbehave: nulls }));
    expect(principals?.detail).toContain('without their principal (limited information)');
    expect(principals?.remedy).toContain('Application.Read.All');
  });

  test('people of Okta who come with their ids only', async () => {
    const failed = await failedIn(await openOkta({ seed: org, misbehave: [always('/api/v1/users', nullsOnly())] }));
    expect(failed.map(({ detail }) => detail).join()).toContain('without login or status (limited information)');
    expect(failed[0]?.remedy).toContain('okta.users.read');
  });

  test('an app of Okta without its status', async () => {
    const seed = oktaSeed({ users: [oktaPerson('jane')], appUsers: [appUser('jane')] }, { status: null });
    expect((await failedIn(await openOkta({ seed })))[0]?.detail).toContain('limited-information');
  });

  test('an org of Okta that shows nobody, and nobody who is assigned, is said', async () => {
    const { directory } = await openOkta({ seed: oktaSeed() });
    const said = (await directory.check()).filter(({ detail }) => detail.includes('which holds a run'));
    expect(said.map(({ check }) => check)).toEqual(['assignments', 'scope okta.users.read']);
  });

  test('but a group that is empty and hides nobody is no fault', async () => {
    const groups = [group('sales', []), group('leave', [])];
    const config = { leaveGroupId: 'leave' };
    expect(await failedIn(await openEntra({ seed: tenant({ groups }) }, { config }))).toEqual([]);
  });
});
