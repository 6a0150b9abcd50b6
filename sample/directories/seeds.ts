// The company's people as its directories store them, in the words of Graph and of Okta.
import { parseGraphSeed } from '../../test/support/directories/graph-seed.ts';
import type { GraphSeed } from '../../test/support/directories/graph-seed.ts';
import { parseOktaSeed } from '../../test/support/directories/okta-seed.ts';
import type { OktaSeed } from '../../test/support/directories/okta-seed.ts';
import { contractorsApp, entraApp, entraTenant, groups, oktaApp } from '../world/company.ts';
import type { Group } from '../world/company.ts';
import { guid } from '../world/draw.ts';
import type { EntraPerson, OktaPerson } from '../world/people.ts';

export const entraClientId = guid('client of the review');
export const oktaClientId = '0oaAccessReviewClient';

const servicePrincipal = guid('service principal');
const administrator = guid('role of administrators');
/** Entra's "default access": no role. */
const noRole = '00000000-0000-0000-0000-000000000000';
const groupsAssignedAt = '2024-01-15T09:00:00Z';

/** What the administrator of the tenant consented to, and no more. */
const permissions = [
  'Application.Read.All',
  'GroupMember.Read.All',
  'User.Read.All',
  'AuditLog.Read.All',
  'Directory.Read.All',
];

/** The tenant, with one client that may read it. */
export function entraSeed(people: readonly EntraPerson[], clientSecret: string): GraphSeed {
  const [deleted, there] = [true, false].map((gone) =>
    people.filter(({ user }) => (user.deletedDateTime !== undefined) === gone).map(({ user }) => user),
  );
  return parseGraphSeed({
    tenantId: entraTenant,
    clients: [{ clientId: entraClientId, secret: clientSecret }],
    permissions,
    servicePrincipals: [
      {
        id: servicePrincipal,
        appId: entraApp,
        displayName: 'People.ai',
        accountEnabled: true,
        appRoleAssignmentRequired: true,
        appRoles: [{ id: administrator, displayName: 'Administrator', value: 'admin' }],
        preferredSingleSignOnMode: 'saml',
      },
    ],
    appRoleAssignedTo: [...groupAssignments(), ...people.flatMap(personAssignment)],
    groups: Object.values(groups).map((group) => groupObject(group, people)),
    users: there,
    deletedUsers: deleted,
    signIns: people.flatMap(entraSignIn),
  });
}

function groupAssignments(): readonly object[] {
  return Object.values(groups)
    .filter(({ grants }) => grants === 'access')
    .map(({ id, name, role }) => ({
      id: guid('assignment', id),
      appRoleId: role === null ? noRole : administrator,
      principalId: id,
      principalType: 'Group',
      principalDisplayName: name,
      createdDateTime: groupsAssignedAt,
    }));
}

function personAssignment({ user, assignedSince }: EntraPerson): readonly object[] {
  if (assignedSince === null) return [];
  return [
    {
      id: guid('assignment', user.id),
      appRoleId: noRole,
      principalId: user.id,
      principalType: 'User',
      principalDisplayName: user.displayName,
      createdDateTime: assignedSince,
    },
  ];
}

/** The interns are a group within the users' group; all other members are people. */
function groupObject(group: Group, people: readonly EntraPerson[]): object {
  const members = people
    .filter((person) => person.groups.includes(group))
    .map(({ user }) => ({ id: user.id, '@odata.type': '#microsoft.graph.user' }));
  const nested = Object.values(groups)
    .filter(({ grants }) => grants === 'nested' && group === groups.users)
    .map(({ id }) => ({ id, '@odata.type': '#microsoft.graph.group' }));
  return { id: group.id, displayName: group.name, members: [...members, ...nested] };
}

function entraSignIn({ user, lastSignIn }: EntraPerson): readonly object[] {
  if (lastSignIn === null) return [];
  return [{ userId: user.id, appId: entraApp, createdDateTime: lastSignIn, status: { errorCode: 0 } }];
}

/** The org of the company that was bought: a service app signs for its tokens, and only assignment lets people in. */
export function opticsSeed(people: readonly OktaPerson[], publicKey: string): OktaSeed {
  const clients = [{ clientId: oktaClientId, publicKey }];
  return oktaSeed(people, { id: oktaApp, everybodyGetsIn: false }, { clients });
}

/** The contractors' org: small, older, opened by an API token, and its app lets everybody in. */
export function contractorsSeed(people: readonly OktaPerson[], apiToken: string): OktaSeed {
  return oktaSeed(people, { id: contractorsApp, everybodyGetsIn: true }, { apiTokens: [apiToken] });
}

function oktaSeed(
  people: readonly OktaPerson[],
  app: { readonly id: string; readonly everybodyGetsIn: boolean },
  openedBy: object,
): OktaSeed {
  return parseOktaSeed({
    apiTokens: [],
    ...openedBy,
    apps: [
      {
        id: app.id,
        label: 'People.ai',
        status: 'ACTIVE',
        signOnMode: 'SAML_2_0',
        settings: {
          implicitAssignment: app.everybodyGetsIn,
          signOn: { subjectNameIdTemplate: '${user.userName}' },
        },
      },
    ],
    appUsers: people.flatMap(({ appUser }) => appUser ?? []),
    users: people.map(({ user }) => user),
    logs: people.flatMap((person) => oktaSignIn(person, app.id)),
  });
}

function oktaSignIn({ user, lastSignIn }: OktaPerson, app: string): readonly object[] {
  if (lastSignIn === null) return [];
  return [
    {
      uuid: guid('sign-in', user.id, lastSignIn),
      published: lastSignIn,
      eventType: 'user.authentication.sso',
      actor: { id: user.id, type: 'User' },
      target: [{ id: app, type: 'AppInstance' }],
      outcome: { result: 'SUCCESS' },
    },
  ];
}
