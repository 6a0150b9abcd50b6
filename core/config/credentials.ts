// Which environment variables carry the credentials of a directory, and a refusal that names the one that is missing.
import { ok, refused } from '../values/result.ts';
import type { Result } from '../values/result.ts';
import type { DirectoryConfig } from './config.ts';

export type EntraCredentials =
  | { readonly kind: 'entra-secret'; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'entra-certificate'; readonly clientId: string; readonly certificateFile: string }
  /** No secret at all: AWS vouches for the function that runs (STS `GetWebIdentityToken`). */
  | { readonly kind: 'entra-federated'; readonly clientId: string };

export type OktaCredentials =
  | { readonly kind: 'okta-token'; readonly apiToken: string }
  | {
      readonly kind: 'okta-key-file';
      readonly clientId: string;
      readonly privateKeyFile: string;
      /** Which of the app's registered public keys it is; needed when there are several. */
      readonly keyId: string | null;
    }
  | {
      readonly kind: 'okta-key-kms';
      readonly clientId: string;
      readonly kmsKeyId: string;
      readonly keyId: string | null;
    };

export type DirectoryCredentials = EntraCredentials | OktaCredentials;

export type Environment = Readonly<Record<string, string | undefined>>;

/** @example credentialVariable('entra-eu', 'CLIENT_ID') // 'ENTRA_EU_CLIENT_ID' */
export function credentialVariable(directory: string, suffix: string): string {
  return `${directory.toUpperCase().replaceAll('-', '_')}_${suffix}`;
}

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

type Read = (suffix: string) => string | null;

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

function entraCredentials(read: Read, directory: string): Result<EntraCredentials> {
  const clientId = read('CLIENT_ID');
  if (clientId === null) return missing(directory, ['CLIENT_ID'], 'the application (client) id');
  const certificateFile = read('CERTIFICATE_FILE');
  if (certificateFile !== null) return ok({ kind: 'entra-certificate', clientId, certificateFile });
  if (read('FEDERATION')?.toLowerCase() === 'aws') return ok({ kind: 'entra-federated', clientId });
  const clientSecret = read('CLIENT_SECRET');
  if (clientSecret !== null) return ok({ kind: 'entra-secret', clientId, clientSecret });
  return missing(
    directory,
    ['CLIENT_SECRET', 'CERTIFICATE_FILE'],
    'the client secret, or a PEM file with the certificate and its private key',
  );
}

function oktaCredentials(read: Read, directory: string): Result<OktaCredentials> {
  const clientId = read('CLIENT_ID');
  const apiToken = read('API_TOKEN');
  if (clientId === null) {
    if (apiToken !== null) return oktaToken(apiToken, directory);
    return missing(directory, ['API_TOKEN', 'CLIENT_ID'], 'an API token, or the client id of a service app');
  }
  const keyId = read('KEY_ID');
  const kmsKeyId = read('KMS_KEY_ID');
  if (kmsKeyId !== null) return ok({ kind: 'okta-key-kms', clientId, kmsKeyId, keyId });
  const privateKeyFile = read('PRIVATE_KEY_FILE');
  if (privateKeyFile !== null) return ok({ kind: 'okta-key-file', clientId, privateKeyFile, keyId });
  if (apiToken !== null) return oktaToken(apiToken, directory);
  return missing(directory, ['PRIVATE_KEY_FILE'], 'a PEM file with the private key of the service app');
}

/** What cannot stand in an HTTP header would come back in an error message, and the refusal must not repeat it either. */
function oktaToken(apiToken: string, directory: string): Result<OktaCredentials> {
  if (/^[\x21-\x7e]+$/.test(apiToken)) return ok({ kind: 'okta-token', apiToken });
  return refused({
    what: 'API token not accepted',
    where: `environment, ${credentialVariable(directory, 'API_TOKEN')}`,
    found: 'blanks, line breaks or letters outside ASCII (the token is not shown)',
    expected: 'the token as Okta shows it once, and nothing else',
  });
}

function missing(directory: string, suffixes: readonly string[], expected: string): Result<never> {
  const names = suffixes.map((suffix) => credentialVariable(directory, suffix));
  return refused({
    what: `no credentials for directory "${directory}"`,
    where: `environment, ${names.join(' or ')}`,
    found: 'nothing',
    expected,
  });
}
