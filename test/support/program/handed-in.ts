// A file of a test's own, handed in to the command of a small company.
import { writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { aCompany } from './company.ts';
import type { Company, CompanySays } from './company.ts';
import type { Outcome } from './command.ts';

export async function companyWith(
  name: string,
  content: string | Uint8Array,
  says: CompanySays = {},
): Promise<Company> {
  const company = await aCompany(says);
  await writeFile(company.path(name), content);
  return company;
}

export async function withLeavers(name: string, content: string | Uint8Array): Promise<Outcome> {
  const company = await companyWith(name, content);
  return company.run('--leavers', name, '--no-pdf');
}

export async function withExport(name: string, content: string | Uint8Array): Promise<Outcome> {
  const company = await companyWith(name, content);
  return company.run('--export', name, '--no-pdf');
}

export function expectRefused(outcome: Outcome, ...says: readonly string[]): void {
  expect(outcome).toMatchObject({ exit: 2, stdout: '' });
  for (const part of says) expect(outcome.stderr).toContain(part);
}

/** The roles of the accounts, in their order, that a run reads from this export. */
export async function rolesOf(name: string, content: string | Uint8Array): Promise<readonly (string | undefined)[]> {
  const { files } = await (await companyWith(name, content)).review('--export', name);
  return files.population.map(({ role }) => role);
}
