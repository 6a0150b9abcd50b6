// Which environment variables carry the credentials of a directory, and a refusal that names the one that is missing.
import { accessOf } from './directories/products.ts';
import type { DirectoryConfig, DirectoryCredentials } from './directories/products.ts';
import { credentialVariable } from './directories/settings.ts';
import type { Environment } from './directories/settings.ts';
import type { Result } from '../values/result.ts';

/**
 * Finds the credentials of one directory. When several kinds are given, the one that is hardest to steal is taken:
 * a key or certificate before a secret or an API token.
 *
 * @example
 * directoryCredentials({ ENTRA_CLIENT_ID: '1111', ENTRA_CLIENT_SECRET: 's' }, { id: 'entra', kind: 'entra', ... })
 * // { kind: 'ok', value: { kind: 'entra-secret', clientId: '1111', clientSecret: 's' } }
 */
export function directoryCredentials(env: Environment, directory: DirectoryConfig): Result<DirectoryCredentials> {
  const read = (suffix: string): string | null => env[credentialVariable(directory.id, suffix)]?.trim() || null;
  return accessOf(directory.kind).credentials(read, directory.id);
}

type Named = Pick<DirectoryConfig, 'id' | 'kind'>;

/** The variables that credentials come from: `['OKTA_CLIENT_ID', 'OKTA_PRIVATE_KEY_FILE']`. */
export function variablesOf({ id, kind }: Named, credentials: DirectoryCredentials['kind']): readonly string[] {
  const suffixes = accessOf(kind).variables[credentials] ?? [];
  return suffixes.map((suffix) => credentialVariable(id, suffix));
}

/** Variables of other kinds of credentials for the same directory, which are set and not used. */
export function unusedVariables(
  env: Environment,
  directory: Named,
  used: DirectoryCredentials['kind'],
): readonly string[] {
  const needed = variablesOf(directory, used);
  const suffixes = Object.values(accessOf(directory.kind).variables).flat();
  const names = new Set(suffixes.map((suffix) => credentialVariable(directory.id, suffix)));
  return [...names].filter((name) => !needed.includes(name) && (env[name]?.trim() ?? '') !== '');
}
