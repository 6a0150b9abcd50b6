// A company whose review has a work order that stands: one account is to be suspended.
import { expect } from 'vitest';
import { aCompany } from '../program/company.ts';
import type { Company } from '../program/company.ts';

/** On which review, in which home. */
export const on = ['--review', '2026-Q4', '--home', 'home'] as const;

/** @param handOver of its configuration */
export async function anOrder(handOver: readonly object[]): Promise<Company> {
  const company = await aCompany({
    accounts: ['jane@acme.com', 'ghost@acme.com'],
    people: ['jane@acme.com'],
    config: { reviewers: { fallback: 'grc@acme.com' }, ...(handOver.length === 0 ? {} : { handOver }) },
  });
  await company.run('--no-pdf', '--quiet');
  await company.command(
    'decide',
    '--login',
    'ghost@acme.com',
    '--decision',
    'revoke',
    '--by',
    'grc@acme.com',
    '--reason',
    'x & <y>',
    ...on,
  );
  const ordered = await company.command('review', 'work-order', ...on, '--by', 'grc@acme.com');
  expect({ exit: ordered.exit, stderr: ordered.stderr }).toEqual({ exit: 0, stderr: '' });
  return company;
}
