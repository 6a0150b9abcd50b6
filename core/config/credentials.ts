// Which environment variables carry the credentials of a directory, and a refusal that names the one that is missing.
import { entraCredentials } from './directories/entra.ts';
import type { EntraCredentials } from './directories/entra.ts';
import { oktaCredentials } from './directories/okta.ts';
import type { OktaCredentials } from './directories/okta.ts';
import type { DirectoryConfig } from './directories/products.ts';
import { credentialVariable } from './directories/settings.ts';
import type { Environment } from './directories/settings.ts';
import type { Result } from '../values/result.ts';

export type DirectoryCredentials = EntraCredentials | OktaCredentials;

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
  switch (directory.kind) {
    case 'entra':
      return entraCredentials(read, directory.id);
    case 'okta':
      return oktaCredentials(read, directory.id);
    default:
      return directory satisfies never;
  }
}

const suffixesOf = {
  'entra-secret': ['CLIENT_ID', 'CLIENT_SECRET'],
  'entra-certificate': ['CLIENT_ID', 'CERTIFICATE_FILE'],
  'entra-federated': ['CLIENT_ID', 'FEDERATION'],
  'okta-token': ['API_TOKEN'],
  'okta-key-file': ['CLIENT_ID', 'PRIVATE_KEY_FILE'],
  'okta-key-kms': ['CLIENT_ID', 'KMS_KEY_ID'],
} as const satisfies Record<DirectoryCredentials['kind'], readonly string[]>;

/** The variables that credentials come from: `['OKTA_CLIENT_ID', 'OKTA_PRIVATE_KEY_FILE']`. */
export function variablesOf(directory: string, kind: DirectoryCredentials['kind']): readonly string[] {
  return suffixesOf[kind].map((suffix) => credentialVariable(directory, suffix));
}

/** Variables of other credentials of the same directory, which are set and not used. */
export function unusedVariables(
  env: Environment,
  directory: Pick<DirectoryConfig, 'id' | 'kind'>,
  used: DirectoryCredentials['kind'],
): readonly string[] {
  const kinds =
    directory.kind === 'entra'
      ? (['entra-secret', 'entra-certificate', 'entra-federated'] as const)
      : (['okta-token', 'okta-key-file', 'okta-key-kms'] as const);
  const needed = variablesOf(directory.id, used);
  const others = new Set(kinds.flatMap((kind) => variablesOf(directory.id, kind)));
  return [...others].filter((name) => !needed.includes(name) && (env[name]?.trim() ?? '') !== '');
}
