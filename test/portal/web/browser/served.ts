// The portal as `access-review serve` opens it, in a process of its own: a small company, its directory, and its people.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exportCsv } from '../../../support/inputs/export-builder.ts';
import { appUser, oktaPerson, oktaSeed } from '../../../support/directories/okta-seed.ts';
import { startOktaStandIn } from '../../../support/directories/okta-stand-in.ts';
import { startCommand } from '../../../support/program/command.ts';
import { aSharedFolder } from '../../../support/folders.ts';
import { delivered } from '../../../support/program/program.ts';
import { builtPages } from './built.ts';

/** As the issuer on this machine names them. */
export const people = {
  admin: 'Ada Admin',
  owner: 'Carl Owner',
  sales: 'Sofia Sales',
  support: 'Omar Support',
  auditor: 'Auditor',
} as const;

export type Who = keyof typeof people;

const teams = { Sales: 'sofia.sales@acme.com', Support: 'omar.support@acme.com' } as const;
const colleagues = Array.from({ length: 12 }, (_, index) => `colleague${String(index).padStart(2, '0')}`);
const known = [...colleagues, 'ada.admin', 'carl.owner', 'sofia.sales', 'omar.support'];

export interface Served {
  readonly url: string;
  readonly folder: string;
  /** The user list as the application has it now. @param without logins that are not on it any more */
  exportOf(without?: readonly string[]): Promise<{ readonly path: string; readonly users: number }>;
  close(): Promise<void>;
}

/** For `beforeAll`. Joe has left, and nobody knows the ghost; both are of the team of whom Sofia reviews. */
export async function serveCompany(): Promise<Served> {
  await builtPages();
  const folder = await aSharedFolder();
  const okta = await startOktaStandIn({
    seed: oktaSeed({
      users: [...known.map((name) => oktaPerson(name)), oktaPerson('joe', { status: 'DEPROVISIONED' })],
      appUsers: known.map((name) => appUser(name)),
    }),
  });
  const config = {
    organisation: 'Acme Corp',
    directories: [{ id: 'okta', kind: 'okta', orgUrl: okta.url, appId: '0oa1' }],
    policy: { companyDomains: ['acme.com'], privilegedRoles: ['Admin'], ordinaryRoles: ['User'] },
    reviewers: {
      rules: Object.entries(teams).map(([team, reviewer]) => ({ team, reviewer })),
      fallback: 'ada.admin@acme.com',
      controlOwner: 'carl.owner@acme.com',
    },
    mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' },
  };
  await writeFile(join(folder, 'review.json'), JSON.stringify(config));
  const env = { OKTA_API_TOKEN: 'api-token-1', NO_COLOR: '1' };
  const args = ['serve', '--home', 'home', '--config', 'review.json', '--port', '0'];
  const serving = await startCommand({ folder, env, program: delivered }, args);
  serving.stderr.pipe(process.stderr);
  let url = '';
  for await (const line of createInterface(serving.stdout)) {
    url = /http:\/\/localhost:\d+/.exec(line)?.[0] ?? url;
    if (url !== '') break;
  }
  if (url === '') throw new Error('the portal was not opened');
  return {
    url,
    folder,
    async exportOf(without = []) {
      const rows = [...known, 'joe', 'ghost']
        .filter((name) => !without.includes(name))
        .map((name, index) => ({
          email: `${name}@acme.com`,
          role: name === 'colleague00' ? 'Admin' : 'User',
          team: index % 2 === 0 || ['joe', 'ghost'].includes(name) ? 'Sales' : 'Support',
          createdAt: '2024-01-15',
        }));
      const path = join(folder, `users-${rows.length}.csv`);
      await writeFile(path, exportCsv(rows));
      return { path, users: rows.length };
    },
    async close() {
      const ended = once(serving, 'exit');
      serving.kill('SIGTERM');
      await ended;
      await okta.close();
    },
  };
}
