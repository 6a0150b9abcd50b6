// A second app of the application in one directory: whoever is assigned to that one alone is unassigned in the first.
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, person } from '../../support/directories/graph-seed.ts';
import { always, status } from '../../support/directories/misbehaviour.ts';
import { openEntra, openOkta } from '../../support/directories/pulled.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../support/directories/stand-in.ts';
import type { Check } from '../../../adapters/directories/reading/check.ts';

function tenant(...others: readonly object[]): ReturnType<typeof graphSeed> {
  const seed = graphSeed({ users: ['ann', 'ben'].map((id) => person(id)), appRoleAssignedTo: [assigned('ann')] });
  const on = { accountEnabled: true, preferredSingleSignOnMode: 'saml' };
  const more = others.map((other, index) => ({ id: `sp-${index + 2}`, appId: `app-${index + 2}`, ...on, ...other }));
  return { ...seed, servicePrincipals: [...seed.servicePrincipals, ...more] };
}

function org(...others: readonly object[]): ReturnType<typeof oktaSeed> {
  const seed = oktaSeed({ users: ['ann', 'ben'].map((id) => oktaPerson(id)), appUsers: [appUser('ann')] });
  const on = { status: 'ACTIVE', signOnMode: 'SAML_2_0' };
  return {
    ...seed,
    apps: [...seed.apps, ...others.map((other, index) => ({ id: `0oa${index + 2}`, ...on, ...other }))],
  };
}

const sandbox = { displayName: 'People.ai Sandbox', label: 'People.ai Sandbox' };

const products = ['entra', 'okta'] as const;

async function toldBy(
  product: (typeof products)[number],
  others: readonly object[],
  ...misbehave: readonly Misbehaviour[]
): Promise<Check | undefined> {
  const { directory } =
    product === 'entra'
      ? await openEntra({ seed: tenant(...others), misbehave })
      : await openOkta({ seed: org(...others), misbehave });
  return (await directory.check()).find(({ check }) => check === 'other apps called People.ai');
}

describe.each(products)('another app of %s that looks like the application', (product) => {
  test('is told by doctor with its id and the lines of configuration, for who is assigned there is unassigned here', async () => {
    const id = product === 'entra' ? 'app-2' : '0oa2';
    expect(await toldBy(product, [sandbox])).toMatchObject({
      ok: true,
      detail: `"People.ai Sandbox" (${id}) looks like People.ai too: who is assigned there alone is unassigned here.`,
      remedy: `If people of this review use it, and no directory of the configuration names it, add a copy of directory "${product}" with "id": "${product}-2" and "appId": "${id}".`,
    });
  });

  test.each([
    ['is called otherwise', { displayName: 'Payroll', label: 'Payroll' }],
    ['is off', { ...sandbox, accountEnabled: false, status: 'INACTIVE' }],
    ['is the one that reads', { ...sandbox, appId: 'client-1', signOnMode: 'OPENID_CONNECT' }],
    ['lets in in another way, or nobody', { ...sandbox, preferredSingleSignOnMode: null, signOnMode: 'BOOKMARK' }],
  ])('is none when it %s', async (_, other) => {
    expect(await toldBy(product, [other])).toMatchObject({ ok: true, detail: 'none', remedy: null });
  });

  test.each([403, 404])('that cannot be asked for (%d) fails nothing, and is said', async (answer) => {
    const at = product === 'entra' ? '/v1.0/servicePrincipals' : '/api/v1/apps';
    const told = await toldBy(product, [], always(at, status(answer)));
    expect(told).toMatchObject({ ok: true, detail: expect.stringContaining('not known, and nothing rests on it') });
  });
});
