// What a Graph stand-in knows, in Graph's own words: a file of the sample or a few lines of a test.
import * as z from 'zod/mini';

const record = z.looseObject({ id: z.string() });

const seedSchema = z.object({
  tenantId: z._default(z.string(), 'tenant-1'),
  clients: z._default(
    z.array(
      z.object({
        clientId: z.string(),
        secret: z.optional(z.string()),
        /** PEM of the certificate that signs assertions. */
        certificate: z.optional(z.string()),
        /** An assertion of another issuer that is taken as it is. */
        federated: z.optional(z.string()),
      }),
    ),
    [{ clientId: 'client-1', secret: 'secret-1' }],
  ),
  permissions: z._default(z.array(z.string()), [
    'Application.Read.All',
    'GroupMember.Read.All',
    'Member.Read.Hidden',
    'User.Read.All',
    'AuditLog.Read.All',
    'Directory.Read.All',
    'User-LifeCycleInfo.Read.All',
  ]),
  servicePrincipals: z.array(z.looseObject({ id: z.string(), appId: z.string() })),
  appRoleAssignedTo: z._default(z.array(record), []),
  groups: z._default(
    z.array(z.looseObject({ id: z.string(), members: z.array(z.looseObject({ id: z.string() })) })),
    [],
  ),
  users: z._default(z.array(record), []),
  deletedUsers: z._default(z.array(record), []),
  signIns: z._default(z.array(z.looseObject({ appId: z.string(), createdDateTime: z.string() })), []),
});

export type GraphSeed = z.infer<typeof seedSchema>;
export type GraphObject = GraphSeed['users'][number];
type Given = z.input<typeof seedSchema>;

/** @throws z.ZodError when a file is no seed */
export function parseGraphSeed(json: unknown): GraphSeed {
  return z.parse(seedSchema, json);
}

/** The app that the tests look at. */
const peopleAiApp = { appId: 'app-1', id: 'sp-1' } as const;

/** A tenant with the app, and nobody in it but what is given. */
export function graphSeed(given: Partial<Given> = {}, app: object = {}): GraphSeed {
  const servicePrincipal = {
    ...peopleAiApp,
    displayName: 'People.ai',
    accountEnabled: true,
    appRoleAssignmentRequired: true,
    appRoles: [{ id: 'role-user', displayName: 'User', value: 'user' }],
    preferredSingleSignOnMode: 'saml',
    ...app,
  };
  return parseGraphSeed({ servicePrincipals: [servicePrincipal], ...given });
}

/** @example person('jane.doe', { accountEnabled: false }) */
export function person(id: string, fields: object = {}): GraphObject {
  return {
    id,
    userPrincipalName: `${id}@acme.com`,
    mail: `${id}@acme.com`,
    displayName: id,
    accountEnabled: true,
    userType: 'Member',
    proxyAddresses: [],
    otherMails: [],
    createdDateTime: '2020-01-01T00:00:00Z',
    ...fields,
  };
}

/** A person among the deleted items, with the object id before the name as Entra writes it. */
export function deletedPerson(id: string, fields: object = {}): GraphObject {
  return person(id, {
    userPrincipalName: `${id.replaceAll('-', '')}${id}@acme.com`,
    deletedDateTime: '2026-10-01T09:30:00Z',
    ...fields,
  });
}

export function group(id: string, members: readonly string[], fields: object = {}): GraphSeed['groups'][number] {
  const typed = members.map((member) => ({
    id: member.replace(/^group:/, ''),
    '@odata.type': member.startsWith('group:') ? '#microsoft.graph.group' : '#microsoft.graph.user',
  }));
  return {
    id,
    displayName: `Group ${id}`,
    visibility: null,
    membershipRuleProcessingState: null,
    members: typed,
    ...fields,
  };
}

/** An assignment of the app to a person, or with `Group` to a group. */
export function assigned(principalId: string, principalType = 'User', fields: object = {}): GraphObject {
  return {
    id: `assignment-${principalId}-${JSON.stringify(fields)}`,
    appRoleId: '00000000-0000-0000-0000-000000000000',
    principalId,
    principalType,
    principalDisplayName: principalType === 'Group' ? `Group ${principalId}` : principalId,
    createdDateTime: '2024-05-06T07:08:09.1234567Z',
    ...fields,
  };
}
