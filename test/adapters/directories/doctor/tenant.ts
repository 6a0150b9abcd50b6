// A tenant of Entra that `doctor` finds in order, and what it finds wrong of any directory.
import { assigned, graphSeed, group, person } from '../../../support/directories/graph-seed.ts';
import type { GraphSeed } from '../../../support/directories/graph-seed.ts';
import type { Opened } from '../../../support/directories/pulled.ts';
import type { Check } from '../../../../adapters/directories/reading/check.ts';

/** What a run may ask, its optional questions included but leave dates. */
export const permissions = ['Application.Read.All', 'GroupMember.Read.All', 'User.Read.All', 'AuditLog.Read.All'];

/** Jane is assigned by a group, and nothing is missing. */
export function tenant(given: Partial<Parameters<typeof graphSeed>[0]> = {}, app: object = {}): GraphSeed {
  return graphSeed(
    {
      users: [person('jane')],
      groups: [group('sales', ['jane'])],
      appRoleAssignedTo: [assigned('sales', 'Group')],
      permissions,
      ...given,
    },
    app,
  );
}

/** The checks of a directory that fail. */
export async function failedIn({ directory }: Opened): Promise<readonly Check[]> {
  return (await directory.check()).filter(({ ok }) => !ok);
}
