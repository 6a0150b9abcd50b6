// What every directory product says about itself, and the settings that every directory has, whatever its product.
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

/** What a run has to know of one directory product; how it is read stands in `adapters/directories`. */
export interface DirectoryProduct<Settings> {
  readonly kind: string;
  readonly settings: z.ZodMiniType<Settings>;
  /** Words, in capitals, for an assignment that grants nothing; any other word makes an account undetermined. */
  readonly blockingWords: ReadonlySet<string>;
  /** The id of its tenant, where the settings name one. */
  tenantOf(settings: Settings): string | null;
  /**
   * What its snapshots must name as their tenant, which need not be an id; `null` where the settings do not tell it.
   */
  originOf(settings: Settings): string | null;
  /** Whether the issuer is this directory, so that tokens name people by the ids in its snapshots. */
  issues(settings: Settings, issuer: URL): boolean;
}

/**
 * How the program logs in to read the directory. It is kept apart, so that functions on AWS that read no directory
 * carry none of it.
 */
export interface DirectoryAccess<Credentials extends { readonly kind: string }> {
  /** Finds the credentials in the environment. Of several kinds, it takes the one that is hardest to steal. */
  credentials(read: Read, directory: string): Result<Credentials>;
  /** By kind of credentials, the suffixes of the variables that they come from. */
  readonly variables: Readonly<Record<Credentials['kind'], readonly string[]>>;
}

/** Whether credentials are of a kind that the product knows. */
export function areFor<Credentials extends { readonly kind: string }>(
  access: DirectoryAccess<Credentials>,
  credentials: { readonly kind: string },
): credentials is Credentials {
  return Object.hasOwn(access.variables, credentials.kind);
}

export function missing(directory: string, suffixes: readonly string[], expected: string): Result<never> {
  const names = suffixes.map((suffix) => credentialVariable(directory, suffix));
  return refused({
    what: `no credentials for directory "${directory}"`,
    where: `environment, ${names.join(' or ')}`,
    found: 'nothing',
    expected,
  });
}
