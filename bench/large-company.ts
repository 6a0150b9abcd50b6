// The large company that benches review: an export and the snapshot of one directory. One account in a hundred is
// orphaned and one in fifty disabled, so that three per cent have a finding.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { dayInMs, instantFromMs, msOf } from '../core/values/instant.ts';
import type { Instant } from '../core/values/instant.ts';

/** As the configuration names the directory. */
export const directory = { id: 'entra', kind: 'entra', tenantId: 'tenant', appId: 'app' } as const;

export async function writeLines(file: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(file);
  for (const line of lines) if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}

/** @param at when it was exported; everybody signed in during the four days before */
export function* exportLines(accounts: number, at: Instant): Generator<string> {
  yield 'Operation,Status,Suspended At,Email,Name,Role,Team,License,Last Login,Created At';
  const lastLogins = [1, 2, 3, 4].map((days) => instantFromMs(msOf(at) - days * dayInMs));
  for (let n = 0; n < accounts; n += 1) {
    const lastLogin = lastLogins[n % 4] ?? at;
    yield `,Active,,person${n}@acme.com,Person ${n},User,Team ${n % 40},Full,${lastLogin},2024-01-01`;
  }
}

/** @param accounts how many of the people are assigned; the others only work there */
export function* snapshotLines(
  { people, accounts }: { readonly people: number; readonly accounts: number },
  takenAt: Instant,
): Generator<string> {
  const app = { id: 'app', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: 'userPrincipalName' };
  const header = { kind: 'snapshot', schema: 1, directory: 'entra', product: 'entra', tenant: 'tenant', app };
  yield JSON.stringify({ ...header, takenAt, completeness: 'complete', reasons: [], calls: [] });
  for (let n = 0; n < people; n += 1) if (n % 100 !== 0) yield identityLine(n, n < accounts);
}

function identityLine(n: number, isAssigned: boolean): string {
  const login = `person${n}@acme.com`;
  return JSON.stringify({
    id: `id-${n}`,
    nameId: login,
    logins: [login],
    aliases: [{ login: `p.${n}@acme.com`, source: 'proxy' }],
    guest: false,
    department: 'Sales',
    assignments: isAssigned ? [{ via: 'group', group: 'Sales', role: 'User', since: null, blocked: null }] : [],
    name: `Person ${n}`,
    state: n % 50 === 1 ? 'disabled' : 'active',
    createdAt: '2020-01-01T00:00:00Z',
    employeeId: `${n}`,
  });
}
