// What the bug reports of other connectors tell of directories, through the whole command: nobody is accused who is there,
// and nobody is passed over who left.
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { assigned, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import {
  addressOf,
  always,
  body,
  cutAfter,
  fromAsk,
  nextLink,
  status,
} from '../../../support/directories/misbehaviour.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import type { Misbehaviour } from '../../../support/directories/stand-in.ts';
import { aFolder } from '../../../support/folders.ts';
import { codesOf, review } from '../../../support/program/causes.ts';
import type { Review } from '../../../support/program/causes.ts';

const three = ['ann', 'ben', 'cat'];
const accounts = three.map((id) => `${id}@acme.com`);
const members = '/v1.0/groups/g/members';

async function entraReview(
  misbehave: readonly Misbehaviour[],
  seed: Parameters<typeof graphSeed>[0] = {},
  settings: object = {},
): Promise<Review> {
  const users = three.map((id) => person(id));
  const byGroup = { groups: [group('g', three)], appRoleAssignedTo: [assigned('g', 'Group')] };
  const all = graphSeed({ users, ...byGroup, ...seed });
  return review({ entra: { seed: all, pageSize: 2, misbehave }, settings: { entra: settings }, accounts });
}

/** A batch whose parts are changed one by one. */
function parts(change: (part: Record<string, unknown>) => unknown): Misbehaviour['change'] {
  const batch = z.looseObject({ responses: z.array(z.record(z.string(), z.unknown())) });
  return body((answer) => ({ responses: z.parse(batch, answer).responses.map(change) }));
}

const withoutCode: Misbehaviour['change'] = () => ({
  status: 400,
  body: { error: { code: '', message: 'Invalid Skip Token' } },
});

async function oktaReview(
  misbehave: readonly Misbehaviour[],
  seed: Parameters<typeof oktaSeed>[0] = {},
): Promise<Review> {
  const users = three.map((id) => oktaPerson(id));
  const all = oktaSeed({ users, appUsers: three.map((id) => appUser(id)), ...seed });
  return review({ okta: { seed: all, pageSize: 2, misbehave }, accounts });
}

function heldBy(seen: Review, directory: string): string {
  expect(seen.exit).toBe(4);
  expect(seen.findings.filter(({ code }) => /^(?:ORPHANED|LEAVER|UNASSIGNED)_ACCOUNT$/.test(code))).toEqual([]);
  return (seen.snapshots[directory]?.reasons ?? []).join('\n');
}

describe('of Graph, a report that', () => {
  test('microsoft-graph-docs#8612: a next link has a token that Graph itself refuses, without a code: held', async () => {
    expect(heldBy(await entraReview([fromAsk(2, '/v1.0/users', withoutCode)]), 'entra')).toContain('400 Bad Request');
  });

  test('microsoft-graph-docs-contrib#5315: the first page came in a batch, and the next is refused: held', async () => {
    const refused = fromAsk(2, members, status(400, 'Request_UnsupportedQuery'));
    expect(heldBy(await entraReview([refused]), 'entra')).toContain('Request_UnsupportedQuery');
  });

  test('o365-moodle#2535: the second page is refused, for a token of another call was in its link: held', async () => {
    const refused = fromAsk(2, '/v1.0/users', status(400, 'Request_BadRequest'));
    expect(heldBy(await entraReview([refused]), 'entra')).toContain('Request_BadRequest');
  });

  test('msgraph-sdk-dotnet#512: the name of a guest is refused as bad syntax: held, and no orphan', async () => {
    const refused = { status: 400, body: { error: { code: 'Request_BadRequest', message: 'Error in query syntax.' } } };
    const misbehave = [
      always(
        '/v1.0/$batch',
        parts((part) => (part.status === 404 ? { ...part, ...refused } : part)),
      ),
    ];
    const entra = { seed: graphSeed({ users: three.map((id) => person(id)) }), misbehave };
    const seen = await review({ entra, accounts: [...accounts, 'gina_partner.com#EXT#@acme.onmicrosoft.com'] });
    expect(heldBy(seen, 'entra')).toContain('Request_BadRequest');
  });

  test('o365-moodle#3281: somebody was purged and made again under the same name: linked, and no leaver', async () => {
    const folder = await aFolder();
    const reviewed = async (ids: readonly string[], on: string): Promise<Review> => {
      const users = ids.map((id) => person(id, { userPrincipalName: `${id.slice(0, 3)}@acme.com`, mail: null }));
      const seed = graphSeed({ users, appRoleAssignedTo: ids.map((id) => assigned(id)) });
      return review({ entra: { seed }, accounts, folder, on });
    };
    await reviewed(three, '2026-10-05');
    const later = await reviewed(['ann', 'ben-again', 'cat'], '2026-11-09');
    expect(later.situations['ben@acme.com']).toBe('linked');
    expect(later.accused).toEqual([]);
  });

  test('bitwarden/directory-connector#244: a list is null: no empty one', async () => {
    const none = always(
      members,
      body(() => ({ value: null })),
    );
    expect(heldBy(await entraReview([none]), 'entra')).toContain('not as documented');
  });

  test('bitwarden/directory-connector#38, Microsoft365DSC#5824: a group ends at its first hundred members: held', async () => {
    const many = [...Array.from({ length: 120 }, (_, index) => `m${index}`), ...three];
    const seed = graphSeed({
      users: many.map((id) => person(id)),
      groups: [group('g', many)],
      appRoleAssignedTo: [assigned('g', 'Group')],
    });
    const seen = await review({ entra: { seed, misbehave: [always(members, cutAfter(100))] }, accounts });
    expect(heldBy(seen, 'entra')).toContain('Graph counts 123');
  });

  test('msgraph-sdk-java#2575, terraform-provider-azuread#578: a group that was just made is not found yet: held', async () => {
    const appRoleAssignedTo = [assigned('ann'), assigned('g', 'Group', { createdDateTime: '2026-10-05T08:50:00Z' })];
    const unknown = [always('/v1.0/groups/g', status(404)), always(members, status(404))];
    const seen = await entraReview(unknown, { appRoleAssignedTo });
    expect(heldBy(seen, 'entra')).toContain('made a moment ago');
  });

  test('steampipe-plugin-azuread#89: sign-ins come without person and outcome: they are none', async () => {
    const signIns = [{ appId: 'app-1', createdDateTime: '2026-10-04T10:00:00Z', userId: null, status: null }];
    const seen = await entraReview([], { signIns }, { signIns: true });
    expect(seen.snapshots['entra']?.completeness).toBe('complete');
    expect(Object.values(seen.situations)).toEqual(['linked', 'linked', 'linked']);
  });

  test('dpgaspar/Flask-AppBuilder#1926: 200, and an error that is one word: held', async () => {
    const wrong = { error: 'server_error', error_description: 'too many groups' };
    const named = always(
      members,
      body(() => ({ value: [], ...wrong })),
    );
    expect(heldBy(await entraReview([named]), 'entra')).toContain('names an error');
  });
});

describe('of Okta, a report that', () => {
  test('cartography#3290: the app is deleted between two calls: held', async () => {
    const gone = always('/api/v1/apps/0oa1/users', status(404, 'E0000007'));
    expect(heldBy(await oktaReview([gone]), 'okta')).toContain('404 Not Found (E0000007)');
  });

  test('group-sync-operator#124, teleport#69322: who was deactivated is still assigned: a leaver', async () => {
    const users = three.map((id) => oktaPerson(id, id === 'ben' ? { status: 'DEPROVISIONED' } : {}));
    expect(codesOf(await oktaReview([], { users }), 'ben@acme.com')).toContain('LEAVER_ACCOUNT');
  });

  test('prime-simplereport#2248: two people have one mail and names of their own: the name that is sent decides', async () => {
    const users = [...three.map((id) => oktaPerson(id)), oktaPerson('ann2', {}, { email: 'ann@acme.com' })];
    const seen = await oktaReview([], { users });
    expect(seen.situations['ann@acme.com']).toBe('linked');
    expect(seen.accused).toEqual([]);
  });

  test('metabase#48276: who was never activated is assigned: suspended, and neither linked nor gone', async () => {
    const users = three.map((id) => oktaPerson(id, id === 'ben' ? { status: 'STAGED' } : {}));
    const seen = await oktaReview([], { users });
    expect(seen.situations).toEqual({
      'ann@acme.com': 'linked',
      'ben@acme.com': 'suspended',
      'cat@acme.com': 'linked',
    });
    expect(seen.accused).toEqual([]);
  });

  test('getprobo/probo#1299: a next link leads to another port of the host: not followed, and held', async () => {
    const away = nextLink((_, ask) => addressOf(ask).replace(/:\d+/, ':1'));
    expect(heldBy(await oktaReview([always('/api/v1/users', away)]), 'okta')).toContain('another');
  });
});
