// The directories of a graph, each with the ids of what is its own.
import type { Config } from '../../config/config.ts';
import { tenantOf } from '../../config/directories/products.ts';
import type { DirectoryConfig } from '../../config/directories/products.ts';
import type { Identity, SnapshotHeader } from '../../inputs/snapshot.ts';
import { nodeId, publicKinds } from './kinds.ts';
import type { PublicKinds } from './kinds.ts';

export interface MappedDirectory {
  readonly config: DirectoryConfig;
  readonly header: SnapshotHeader | null;
  readonly kinds: PublicKinds;
  /** Id of the directory's node. */
  readonly directory: string;
  /** Of the app in it; `null` for a directory that only tells who is there. */
  readonly gate: string | null;
  /** @param identity the directory's own id of the person */
  idOf(identity: string): string;
}

/** In the order of the configuration. Of two directories with one tenant only the first has the public ids. */
export function mappedDirectories(config: Config, headers: readonly SnapshotHeader[]): readonly MappedDirectory[] {
  const tenants = new Set<string>();
  return config.directories.map((directory) => {
    const tenant = tenantOf(directory);
    const key = `${directory.kind}\0${tenant}`;
    const first = tenant === null || !tenants.has(key);
    tenants.add(key);
    return placeOf(directory, { header: headers.find((one) => one.directory === directory.id) ?? null, first });
  });
}

function placeOf(
  config: DirectoryConfig,
  { header, first }: { readonly header: SnapshotHeader | null; readonly first: boolean },
): MappedDirectory {
  const { id, kind, role, appId } = config;
  const kinds = publicKinds[kind];
  const tenant = tenantOf(config);
  const publicId = (own: string | null | undefined): string | null =>
    first && own !== null && own !== undefined ? kinds.idOf(own) : null;
  return {
    config,
    header,
    kinds,
    directory: publicId(tenant) ?? nodeId('Directory', id),
    gate: role === 'gate' ? (publicId(appId) ?? nodeId('Gate', id, appId ?? '')) : null,
    idOf: (identity) => publicId(identity) ?? nodeId('Identity', id, identity),
  };
}

/** Directories tell a group by its name here, never by its id. */
export function groupId({ config }: MappedDirectory, group: string): string {
  return nodeId('Group', config.id, group);
}

export function groupsOf({ assignments }: Pick<Identity, 'assignments'>): readonly string[] {
  return [...new Set(assignments.flatMap(({ group }) => group ?? []))];
}
