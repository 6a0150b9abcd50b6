// A company whose run was accepted, with decisions typed about it: for tests of what `decide` records and refuses.
import { cp } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { Outcome } from '../../../support/program/command.ts';
import { aCompany } from '../../../support/program/company.ts';
import type { Company } from '../../../support/program/company.ts';
import { aFolder } from '../../../support/folders.ts';
import { madeOnce } from '../../../support/suite/made-once.ts';

export const accounts = [
  'jane@acme.com',
  'ghost@acme.com',
  'orphan@acme.com',
  { email: 'root@acme.com', role: 'Admin' },
];
export const people = ['jane@acme.com', 'root@acme.com'];
export const by = ['--by', 'grc@acme.com'];
const dayInMs = 86_400_000;

/** Exceptions end on a day of the machine's calendar, the only clock that `decide` knows. */
export function dayFromNow(days: number): string {
  return new Date(Date.now() + days * dayInMs).toISOString().slice(0, 10);
}

/** A company with an accepted run, in a folder of the test's own. */
export async function aReviewedCompany(folder?: string): Promise<Company> {
  const own = folder ?? (await aFolder());
  await cp(await madeOnce('reviewed-company', makeReviewed), own, { recursive: true });
  return aCompany({ accounts, people }, own);
}

async function makeReviewed(folder: string): Promise<void> {
  const { exit, stderr } = await (await aCompany({ accounts, people }, folder)).run('--no-pdf');
  if (exit !== 0) throw new Error(stderr);
}

export function decide(company: Company, ...options: readonly string[]): Promise<Outcome> {
  return company.command('decide', '--home', 'home', ...options);
}

const statusSchema = z.object({
  live: z.number(),
  undecided: z.array(z.object({ login: z.string(), codes: z.array(z.string()) })),
  decisions: z.array(
    z.object({
      login: z.string(),
      decision: z.string(),
      until: z.nullable(z.string()),
      reason: z.string(),
      codesSeen: z.array(z.string()),
      by: z.string(),
      assurance: z.string(),
    }),
  ),
});

export async function statusOf(company: Company): Promise<z.infer<typeof statusSchema>> {
  const { stdout } = await company.command('review', 'status', '--review', '2026-Q4', '--home', 'home', '--json');
  return z.parse(statusSchema, JSON.parse(stdout));
}
