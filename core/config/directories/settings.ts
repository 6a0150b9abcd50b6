// What every directory is configured by, whatever its product, and under which variables its credentials stand.
import * as z from 'zod/mini';
import { refused } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';

export const directoryId = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9_-]{0,31}$/, 'expected lower-case letters, digits, - or _, beginning with a letter'));

export const role = z._default(z.enum(['gate', 'people']), 'gate');

export const signIns = z._default(z.boolean(), false);

export type Environment = Readonly<Record<string, string | undefined>>;

/** @example credentialVariable('entra-eu', 'CLIENT_ID') // 'ENTRA_EU_CLIENT_ID' */
export function credentialVariable(directory: string, suffix: string): string {
  return `${directory.toUpperCase().replaceAll('-', '_')}_${suffix}`;
}

export type Read = (suffix: string) => string | null;

export function missing(directory: string, suffixes: readonly string[], expected: string): Result<never> {
  const names = suffixes.map((suffix) => credentialVariable(directory, suffix));
  return refused({
    what: `no credentials for directory "${directory}"`,
    where: `environment, ${names.join(' or ')}`,
    found: 'nothing',
    expected,
  });
}
