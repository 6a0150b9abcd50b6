// An export in its own words that is reviewed, decided about and handed over: for tests of what goes back into People.ai.
import { writeFile } from 'node:fs/promises';
import type { Company } from '../../../support/program/company.ts';
import { csvText } from '../../../support/inputs/export-builder.ts';

export type Cells = readonly (readonly string[])[];

export const order = 'home/reviews/2026-Q4/work-order-';
export const by = ['--by', 'grc@acme.com'];
export const workOrder = ['review', 'work-order', '--review', '2026-Q4', '--home', 'home', ...by];

/** What People.ai's import takes of an export: without the two columns, with `Operation` set, the rest as it was. */
export function importForm([header = [], ...rows]: Cells, revoked: ReadonlySet<string>): Cells {
  const taken = (cells: readonly string[], operation: string): readonly string[] =>
    cells.flatMap((cell, index) => {
      if (header[index] === 'Status' || header[index] === 'Suspended At') return [];
      return header[index] === 'Operation' ? [operation] : [cell];
    });
  const email = header.indexOf('Email');
  return [
    taken(header, 'Operation'),
    ...rows.filter((cells) => revoked.has((cells[email] ?? '').toLowerCase())).map((cells) => taken(cells, 'Suspend')),
  ];
}

export async function decide(company: Company, revoked: Iterable<string>): Promise<void> {
  await writeFile(company.path('decisions.csv'), csvText([['login'], ...Array.from(revoked, (login) => [login])]));
  const words = ['--decision', 'revoke', '--reason', 'left in August', ...by, '--home', 'home'];
  const { exit, stderr } = await company.command('decide', '--file', 'decisions.csv', ...words);
  if (exit !== 0) throw new Error(stderr);
}

/** An export in its own words, reviewed with nobody in the directory but jane. */
export async function reviewed(
  company: Company,
  content: string | Uint8Array,
  ...options: readonly string[]
): Promise<void> {
  await writeFile(company.path('own.csv'), content);
  const { exit, stderr } = await company.run('--export', 'own.csv', '--no-pdf', ...options);
  if (exit !== 0) throw new Error(stderr);
}

export const plain: Cells = [
  ['Operation', 'Email', 'Status', 'Suspended At', 'Full Name', 'Role'],
  ['', 'jane@acme.com', 'Active', '', 'Jane', 'Admin'],
  ['', 'ghost@acme.com', 'Active', '', 'Ghöst', 'User'],
  ['', 'asleep@acme.com', 'Suspended', '2026-09-01', 'A Sleeper', 'User'],
];
