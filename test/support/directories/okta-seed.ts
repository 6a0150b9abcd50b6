// What an Okta stand-in knows, in Okta's own words: a file of the sample or a few lines of a test.
import * as z from 'zod/mini';

const record = z.looseObject({ id: z.string() });

const seedSchema = z.object({
  apiTokens: z._default(z.array(z.string()), ['api-token-1']),
  clients: z._default(z.array(z.object({ clientId: z.string(), publicKey: z.string() })), []),
  /** Scopes granted to the service app; an API token may read everything. */
  scopes: z._default(z.array(z.string()), ['okta.apps.read', 'okta.users.read', 'okta.logs.read', 'okta.roles.read']),
  /** Roles of the user who asks; `null` where they may not be read. */
  roles: z._default(z.nullable(z.array(record)), [
    { id: 'role-1', type: 'READ_ONLY_ADMIN', label: 'Read-only Administrator', status: 'ACTIVE' },
  ]),
  /** Groups that a role is narrowed to, by its id. */
  roleGroups: z._default(z.record(z.string(), z.array(z.unknown())), {}),
  /** What a custom role permits, by its id: a word, or one with the attributes that it shows or hides. */
  permissions: z._default(z.record(z.string(), z.array(z.union([z.string(), z.looseObject({})]))), {}),
  /** What is in each resource set, by its id. */
  resourceSets: z._default(z.record(z.string(), z.array(z.unknown())), {}),
  apps: z.array(record),
  /** App users of the first app. An app user has the id of its person. */
  appUsers: z._default(z.array(record), []),
  users: z._default(z.array(z.looseObject({ id: z.string(), status: z.nullable(z.string()) })), []),
  logs: z._default(z.array(z.looseObject({ published: z.string() })), []),
});

export type OktaSeed = z.infer<typeof seedSchema>;
export type OktaObject = OktaSeed['appUsers'][number];
type Given = z.input<typeof seedSchema>;

/** @throws z.ZodError when a file is no seed */
export function parseOktaSeed(json: unknown): OktaSeed {
  return z.parse(seedSchema, json);
}

/** An org with the app `0oa1`, and nobody in it but what is given. */
export function oktaSeed(given: Partial<Given> = {}, app: object = {}): OktaSeed {
  const peopleAi = {
    id: '0oa1',
    label: 'People.ai',
    status: 'ACTIVE',
    signOnMode: 'SAML_2_0',
    settings: { implicitAssignment: false, signOn: { subjectNameIdTemplate: '${user.userName}' } },
    credentials: { userNameTemplate: { template: '${source.login}', type: 'BUILT_IN' } },
    ...app,
  };
  return parseOktaSeed({ apps: [peopleAi], ...given });
}

/** @example oktaPerson('jane.doe', { status: 'SUSPENDED' }) */
export function oktaPerson(id: string, fields: object = {}, profile: object = {}): OktaSeed['users'][number] {
  return {
    id,
    status: 'ACTIVE',
    created: '2020-01-01T00:00:00.000Z',
    statusChanged: '2020-01-02T00:00:00.000Z',
    profile: { login: `${id}@acme.com`, email: `${id}@acme.com`, firstName: 'Jane', lastName: 'Doe', ...profile },
    ...fields,
  };
}

/** The assignment of the app to a person. */
export function appUser(id: string, fields: object = {}): OktaObject {
  return {
    id,
    externalId: null,
    lastSync: null,
    scope: 'USER',
    status: 'ACTIVE',
    created: '2024-05-06T07:08:09.000Z',
    credentials: { userName: `${id}@acme.com` },
    profile: {},
    ...fields,
  };
}
