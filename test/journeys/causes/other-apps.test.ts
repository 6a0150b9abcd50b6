// A second app of the application in one directory: whoever is assigned to that one alone is unassigned in the first.
import { describe, expect, test } from 'vitest';
import { assigned, graphSeed, person } from '../../support/directories/graph-seed.ts';
import { always, status } from '../../support/directories/misbehaviour.ts';
import { openEntra, openOkta } from '../../support/directories/pulled.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../support/directories/stand-in.ts';
import { codesOf, review } from '../../support/program/causes.ts';

const accounts = ['ann@acme.com', 'ben@acme.com'];

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

async function notesOf(product: (typeof products)[number], others: readonly object[], ...misbehave: Misbehaviour[]) {
  const directory = product === 'entra' ? { seed: tenant(...others) } : { seed: org(...others) };
  const seen = await review({ [product]: { ...directory, misbehave }, accounts });
  return { seen, header: seen.snapshots[product] };
}

describe.each(products)('another app of %s that looks like the application', (product) => {
  test('is told with its id and the lines of configuration, for who is assigned there is unassigned here', async () => {
    const { seen, header } = await notesOf(product, [sandbox]);
    const id = product === 'entra' ? 'app-2' : '0oa2';
    expect(codesOf(seen, 'ben@acme.com')).toEqual(['UNASSIGNED_ACCOUNT']);
    expect(header).toMatchObject({ completeness: 'complete' });
    expect(header?.notes).toEqual([
      `"People.ai Sandbox" (${id}) looks like People.ai too: who is assigned there alone is unassigned here. If people of this review use it, and no directory of the configuration names it, add a copy of directory "${product}" with "id": "${product}-2" and "appId": "${id}".`,
    ]);
  });

  test.each([
    ['is called otherwise', { displayName: 'Payroll', label: 'Payroll' }],
    ['is off', { ...sandbox, accountEnabled: false, status: 'INACTIVE' }],
    ['is the one that reads', { ...sandbox, appId: 'client-1', signOnMode: 'OPENID_CONNECT' }],
    ['lets in in another way, or nobody', { ...sandbox, preferredSingleSignOnMode: null, signOnMode: 'BOOKMARK' }],
  ])('is none when it %s', async (_, other) => {
    expect((await notesOf(product, [other])).header?.notes).toBeUndefined();
  });

  test('that cannot be asked for holds nothing, and is said', async () => {
    const at = product === 'entra' ? '/v1.0/servicePrincipals' : '/api/v1/apps';
    const { header } = await notesOf(product, [], always(at, status(403)));
    expect(header?.completeness).toBe('complete');
    expect(header?.notes?.join()).toContain('Whether another app looks like People.ai could not be read');
  });

  test('is told by doctor, and fails nothing', async () => {
    const { directory } =
      product === 'entra' ? await openEntra({ seed: tenant(sandbox) }) : await openOkta({ seed: org(sandbox) });
    expect((await directory.check()).find(({ check }) => check === 'other apps called People.ai')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('"People.ai Sandbox"'),
      remedy: expect.stringContaining(`add a copy of directory "${product}"`),
    });
  });
});
