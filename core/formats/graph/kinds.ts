// What nodes and edges of the identity graph are called, and under which ids: where public kinds exist, under those.
import { sha256Of } from '../../values/digest.ts';
import { application } from '../../application/applications.ts';
import type { DirectoryConfig } from '../../config/directories/products.ts';

/** What a node that is this product's own is. */
export type NodeName =
  | 'Report'
  | 'Application'
  | 'Directory'
  | 'Gate'
  | 'Identity'
  | 'Group'
  | 'Account'
  | 'Role'
  | 'Finding';

/** What an edge that is this product's own says of its two ends. */
export type EdgeName =
  | 'Reviews'
  | 'Compared'
  | 'Reports'
  | 'Contains'
  | 'SignsInTo'
  | 'Assigned'
  | 'MatchedTo'
  | 'ReplacedFor'
  | 'HasRole'
  | 'HasFinding'
  | 'Concerns';

/** @example kindOf('Account') // 'PeopleAI_Account' */
export function kindOf(name: NodeName | EdgeName): string {
  return `${application.kindPrefix}_${name}`;
}

/**
 * An id that nobody else gives: stable, without personal data, and in one case, because BloodHound compares ids in
 * upper case.
 *
 * @example nodeId('Account', 'jane@acme.com') // 'PEOPLEAI-ACCOUNT-' and 32 hex digits
 */
export function nodeId(name: NodeName, ...parts: readonly string[]): string {
  const digest = sha256Of(parts.join('\0')).slice(0, 32);
  return `${application.kindPrefix}-${name}-${digest}`.toUpperCase();
}

/** The kinds of the collectors that companies have already (AzureHound, OktaHound), so that their graphs join ours. */
export interface PublicKinds {
  readonly tenant: string;
  readonly app: string;
  readonly user: string;
  readonly group: string;
  readonly contains: string;
  readonly memberOf: string;
  /** From a group or a user to the app; `null` where the collector has no such edge. */
  readonly assigned: string | null;
  /** The id under which the collector knows the object; `null` for one that is none of the product's. */
  idOf(id: string): string | null;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const publicKinds: Readonly<Record<DirectoryConfig['kind'], PublicKinds>> = {
  // AzureHound names users and tenants by their object ids, and applications by their client ids, in upper case.
  entra: {
    tenant: 'AZTenant',
    app: 'AZApp',
    user: 'AZUser',
    group: 'AZGroup',
    contains: 'AZContains',
    memberOf: 'AZMemberOf',
    assigned: null,
    idOf: (id) => (guid.test(id) ? id.toUpperCase() : null),
  },
  okta: {
    tenant: 'Okta_Organization',
    app: 'Okta_Application',
    user: 'Okta_User',
    group: 'Okta_Group',
    contains: 'Okta_Contains',
    memberOf: 'Okta_MemberOf',
    assigned: 'Okta_AppAssignment',
    idOf: (id) => (/^0o?[0-9A-Za-z]{18,19}$/.test(id) && id.length === 20 ? id : null),
  },
};
