// Whether a snapshot is one of a directory of the configuration: of its tenant, and of the app under review.
import type { Config } from '../../../core/config/config.ts';
import { originOf, tenantOf } from '../../../core/config/directories/products.ts';
import type { DirectoryConfig } from '../../../core/config/directories/products.ts';
import type { SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { Refusal } from '../../../core/values/result.ts';

interface Checked {
  readonly where: string;
  readonly config: Config;
  readonly comesIn: boolean;
}

/** @returns `null` for one that is */
export function foreignness(header: SnapshotHeader, { where, config, comesIn }: Checked): Refusal | null {
  const directory = config.directories.find((one) => one.id === header.directory);
  if (directory === undefined) {
    const known = config.directories.map(({ id }) => id).join(', ');
    return {
      what: 'snapshot of a directory that is not configured',
      where: `${where}, directory`,
      found: header.directory,
      expected: `one of ${known}`,
    };
  }
  // Earlier versions took snapshots of any org of Okta, and what a run took is judged as it was then.
  const tenant = comesIn ? originOf(directory) : tenantOf(directory);
  return foreignTenant(header, tenant, where) ?? foreignApp(header, directory, where);
}

function foreignTenant(header: SnapshotHeader, tenant: string | null, where: string): Refusal | null {
  if (tenant === null || header.tenant === null || folded(header.tenant) === folded(tenant)) return null;
  return {
    what: 'snapshot of another tenant',
    where: `${where}, tenant`,
    found: header.tenant,
    expected: tenant,
  };
}

/** Neither the id of a tenant nor the name of a host has a case, and a host may be written as its address. */
function folded(tenant: string): string {
  return tenant.toLowerCase().replace(/^https:\/\/([^/]+)\/?$/, '$1');
}

function foreignApp(header: SnapshotHeader, directory: DirectoryConfig, where: string): Refusal | null {
  if (directory.role !== 'gate' || directory.appId === undefined) return null;
  if (header.app === null && header.completeness !== 'complete') return null;
  if (header.app?.id === directory.appId) return null;
  return {
    what: 'snapshot of another app',
    where: `${where}, app.id`,
    found: header.app?.id ?? 'no app',
    expected: directory.appId,
  };
}
