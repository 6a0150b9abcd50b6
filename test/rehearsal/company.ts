// A small company for the rehearsal: two directories that answer on this machine, and an export with known faults.
import { exportCsv } from '../support/export-builder.ts';
import { startGraphStandIn } from '../support/directories/graph-stand-in.ts';
import { assigned, graphSeed, person } from '../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../support/directories/okta-seed.ts';
import { startOktaStandIn } from '../support/directories/okta-stand-in.ts';
import type { StandIn } from '../support/directories/stand-in.ts';

export interface Directories {
  readonly okta: StandIn;
  readonly graph: StandIn;
}

/** What STS says about the function that reads Entra. */
export const federatedStatement = 'statement.of.aws';

export const oktaToken = 'api-token-1';

export const operator = 'operations@acme.com';

export async function startDirectories(): Promise<Directories> {
  const okta = await startOktaStandIn({
    seed: oktaSeed({
      users: [oktaPerson('jane'), oktaPerson('joe', { status: 'DEPROVISIONED' })],
      appUsers: [appUser('jane')],
    }),
  });
  const graph = await startGraphStandIn({
    seed: graphSeed({
      clients: [{ clientId: 'client-1', federated: federatedStatement }],
      users: [person('bob')],
      appRoleAssignedTo: [assigned('bob')],
    }),
  });
  return { okta, graph };
}

export function configOf({ okta, graph }: Directories): object {
  return {
    organisation: 'Acme Corp',
    directories: [
      { id: 'okta', kind: 'okta', orgUrl: okta.url, appId: '0oa1' },
      { id: 'entra', kind: 'entra', tenantId: 'tenant-1', appId: 'app-1', graphUrl: graph.url, loginUrl: graph.url },
    ],
    policy: { companyDomains: ['acme.com'], privilegedRoles: ['Admin'], ordinaryRoles: ['User'] },
    mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
  };
}

/** Joe has left, and nobody knows the ghost. */
export function exportOf(): string {
  const logins = ['jane', 'joe', 'bob', 'ghost'];
  return exportCsv(logins.map((name) => ({ email: `${name}@acme.com`, role: 'User', createdAt: '2024-01-15' })));
}
