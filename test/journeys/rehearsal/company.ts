// A small company for the rehearsal: two directories that answer on this machine, and an export with known faults.
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { startGraphStandIn } from '../../support/directories/graph-stand-in.ts';
import { assigned, graphSeed, person } from '../../support/directories/graph-seed.ts';
import { appUser, oktaPerson, oktaSeed } from '../../support/directories/okta-seed.ts';
import type { OktaSeed } from '../../support/directories/okta-seed.ts';
import { startOktaStandIn } from '../../support/directories/okta-stand-in.ts';
import type { StandIn } from '../../support/directories/stand-in.ts';

export interface Directories {
  readonly okta: StandIn;
  readonly graph: StandIn;
  /** From now on the person has left. */
  leave(name: string): void;
}

/** What STS says about the function that reads Entra. */
export const federatedStatement = 'statement.of.aws';

export const oktaToken = 'api-token-1';

export const operator = 'operations@acme.com';

/** Enough of them that one who leaves is no sudden drop. */
const colleagues = Array.from({ length: 9 }, (_, index) => `colleague-${index}`);

export async function startDirectories(): Promise<Directories> {
  const left = new Set(['joe']);
  const seedNow = (): OktaSeed =>
    oktaSeed({
      users: [...colleagues, 'jane', 'joe'].map((name) =>
        oktaPerson(name, left.has(name) ? { status: 'DEPROVISIONED' } : {}),
      ),
      appUsers: [...colleagues, 'jane'].map((name) => appUser(name)),
    });
  const okta = await startOktaStandIn({
    get seed() {
      return seedNow();
    },
  });
  const graph = await startGraphStandIn({
    seed: graphSeed({
      clients: [{ clientId: 'client-1', federated: federatedStatement }],
      users: [person('bob')],
      appRoleAssignedTo: [assigned('bob')],
    }),
  });
  return { okta, graph, leave: (name) => void left.add(name) };
}

/** @param at where the directories answer */
export function configOf({ okta, graph }: Readonly<Record<'okta' | 'graph', Pick<StandIn, 'url'>>>): object {
  return {
    organisation: 'Acme Corp',
    directories: [
      { id: 'okta', kind: 'okta', orgUrl: okta.url, appId: '0oa1' },
      { id: 'entra', kind: 'entra', tenantId: 'tenant-1', appId: 'app-1', graphUrl: graph.url, loginUrl: graph.url },
    ],
    policy: { companyDomains: ['acme.com'], privilegedRoles: ['Admin'], ordinaryRoles: ['User'] },
    mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
    intake: {
      senders: [
        { address: 'jane@acme.com', sends: ['export'] },
        { address: 'hr@acme.com', sends: ['leavers'] },
      ],
    },
  };
}

/** Joe has left, and nobody knows the ghost. */
export function exportOf(): string {
  const logins = [...colleagues, 'jane', 'joe', 'bob', 'ghost'];
  return exportCsv(logins.map((name) => ({ email: `${name}@acme.com`, role: 'User', createdAt: '2024-01-15' })));
}
