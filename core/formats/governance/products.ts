// What products of identity governance take: their columns, and where each is told. One table, and no code beside it.
import { application } from '../../application/applications.ts';
import type { Moment } from '../../values/instant.ts';
import { momentStamp } from '../../values/time-text.ts';
import { tidy } from './governed.ts';
import type { GovernedAccount } from './governed.ts';

export type Columns<Row> = Readonly<Record<string, (row: Row) => string | null>>;

export interface GovernedRole {
  readonly role: string;
  readonly privileged: boolean;
}

export interface GovernanceProduct {
  /** The vendor's page that the columns follow. */
  readonly page: string;
  readonly accounts: Columns<GovernedAccount>;
  /** `null` where the product takes what an account may in the file of accounts. */
  readonly entitlements: Columns<GovernedRole> | null;
  /** Why an account cannot be in the file, `null` when it can: what is left out is told, never dropped in silence. */
  leftOut(account: GovernedAccount): string | null;
}

const none = (): null => null;

function stamp(moment: Moment | null): string | null {
  return moment === null ? null : momentStamp(moment);
}

const conductorOne: GovernanceProduct = {
  page: 'https://conductorone.com/docs/baton/file-connectors',
  accounts: {
    'Full Name': ({ name }) => tidy(name),
    'User ID': ({ login }) => login,
    Username: ({ login }) => login,
    'Email Address': ({ login, person }) => person?.login ?? login,
    'User Status': ({ live }) => (live ? 'enabled' : 'disabled'),
    'Manager ID': ({ manager }) => tidy(manager),
    'User Type': ({ registered }) => (registered === null ? null : 'Service'),
    'Account Owner': ({ registered }) => tidy(registered?.owner ?? null),
    'Resource Type': ({ role }) => (role === null ? null : 'Role'),
    'Resource Name': ({ role }) => role,
    Entitlement: ({ role }) => (role === null ? null : 'assigned'),
    'Entitlement Display Name': ({ role }) => (role === null ? null : `${role} in ${application.name}`),
    'Entitlement Slug': ({ role }) => (role === null ? null : 'assigned'),
  },
  entitlements: null,
  leftOut: none,
};

const entraPage = 'https://learn.microsoft.com/graph/api/customdataprovidedresourceuploadsession-uploadfile';

/** The form of the preview. */
const entra: GovernanceProduct = {
  page: `${entraPage}?view=graph-rest-beta`,
  accounts: {
    PrincipalAADId: ({ person }) => person?.entraId ?? null,
    ResourceId: ({ login }) => login,
    ResourceName: ({ login }) => `${application.name} account ${login}`,
    ResourceDescription: ({ status, situation }) => `${status}, ${situation}`,
    ResourceType: () => 'account',
    PermissionId: ({ role }) => role ?? 'no role',
    PermissionName: ({ role }) => role ?? 'no role',
    PermissionDescription: ({ privileged }) => (privileged ? 'privileged' : 'ordinary'),
    PermissionType: () => 'role',
    ResourceOwners: none,
  },
  entitlements: null,
  leftOut: outsideEntra,
};

/** It has no column for the account, which a reviewer needs where one person has two. */
const entraV1: GovernanceProduct = {
  page: `${entraPage}?view=graph-rest-1.0`,
  accounts: {
    principalId: ({ person }) => person?.entraId ?? null,
    principalType: () => 'user',
    permissionId: ({ role }) => role ?? 'no role',
    permissionName: ({ role }) => role ?? 'no role',
    permissionDescription: ({ privileged, login }) =>
      `${privileged ? 'Privileged' : 'Ordinary'} role of the ${application.name} account ${login}`,
    permissionType: () => 'role',
  },
  entitlements: null,
  leftOut: outsideEntra,
};

function outsideEntra({ live, person }: GovernedAccount): string | null {
  if (!live) return 'suspended: it gives nobody access';
  if (person === null) return 'belongs to nobody who is known, and Entra reviews people only';
  return person.entraId === null ? 'its person is in no Entra tenant' : null;
}

const sailPoint: GovernanceProduct = {
  page: 'https://documentation.sailpoint.com/connectors/flat_file/help/integrating_flat_file/create_profile_policy.html',
  accounts: {
    id: ({ login }) => login,
    name: ({ login }) => login,
    displayName: ({ name }) => tidy(name),
    email: ({ login, person }) => person?.login ?? login,
    employeeNumber: ({ employeeId }) => tidy(employeeId),
    status: ({ status }) => status,
    type: ({ registered }) => (registered === null ? 'person' : 'non-human'),
    created: ({ created }) => stamp(created),
    lastLogon: ({ lastLogin }) => stamp(lastLogin),
    groups: ({ role }) => role,
    comments: ({ situation }) => situation,
  },
  entitlements: {
    id: ({ role }) => role,
    name: ({ role }) => role,
    displayName: ({ role }) => role,
    description: ({ privileged }) => `${privileged ? 'Privileged' : 'Ordinary'} role of ${application.name}`,
  },
  leftOut: none,
};

const vanta: GovernanceProduct = {
  page: 'https://help.vanta.com/en/articles/11345421-access-file-uploader',
  accounts: {
    'Account name': ({ login }) => login,
    'Account owner': vantaOwner,
    Role: ({ role }) => role,
    Status: ({ live }) => (live ? 'Active' : 'Deactivated'),
  },
  entitlements: null,
  leftOut: none,
};

/** Vanta's own words for who is none of its people; blank where it is not known. */
function vantaOwner({ person, registered, situation }: GovernedAccount): string | null {
  if (registered !== null) return 'Not a person';
  if (person !== null) return person.guest ? 'External user' : person.login;
  return situation === 'unmatched' ? 'No owner' : null;
}

export const governanceProducts = {
  conductorone: conductorOne,
  entra,
  'entra-v1': entraV1,
  sailpoint: sailPoint,
  vanta,
} as const satisfies Readonly<Record<string, GovernanceProduct>>;

export type GovernanceProductName = keyof typeof governanceProducts;
