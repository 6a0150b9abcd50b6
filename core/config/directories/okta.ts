// What Okta says of itself: its settings, which variables carry its credentials, and the words it documents.
import * as z from 'zod/mini';
import { directoryId, role, signIns, missing, credentialVariable } from './settings.ts';
import type { DirectoryAccess, DirectoryProduct, Read } from './settings.ts';
import { ok, refused } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';
import { domains, httpsOrLoopbackUrl, text } from '../../values/schemas/written.ts';

const settings = z.strictObject({
  id: directoryId,
  kind: z.literal('okta'),
  role,
  authoritativeFor: domains,
  orgUrl: httpsOrLoopbackUrl,
  appId: z.optional(text),
  signIns,
});

export type OktaConfig = z.infer<typeof settings>;

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

function credentials(read: Read, directory: string): Result<OktaCredentials> {
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

/**
 * A token that cannot stand in an HTTP header would come back in an error message. The refusal does not repeat it
 * either.
 */
function oktaToken(apiToken: string, directory: string): Result<OktaCredentials> {
  if (/^[\x21-\x7e]+$/.test(apiToken)) return ok({ kind: 'okta-token', apiToken });
  return refused({
    what: 'API token not accepted',
    where: `environment, ${credentialVariable(directory, 'API_TOKEN')}`,
    found: 'blanks, line breaks or letters outside ASCII (the token is not shown)',
    expected: 'the token as Okta shows it once, and nothing else',
  });
}

export const okta = {
  kind: 'okta',
  settings,
  /** As Okta documents them for an app user that cannot use the app. */
  blockingWords: new Set(['INACTIVE', 'SUSPENDED', 'PENDING', 'REVOKED', 'DEPROVISIONED', 'UNASSIGNED']),
  tenantOf: () => null,
  // Only of https: a stand-in on this machine has another port each time.
  originOf: ({ orgUrl }) => (orgUrl.startsWith('https:') ? new URL(orgUrl).host : null),
  /** Tokens of the org itself, or of an authorization server of its own: `ORG_URL/oauth2/default`. */
  issues: ({ orgUrl }, issuer) => issuer.origin === new URL(orgUrl).origin,
} as const satisfies DirectoryProduct<OktaConfig>;

export const oktaAccess = {
  credentials,
  variables: {
    'okta-token': ['API_TOKEN'],
    'okta-key-file': ['CLIENT_ID', 'PRIVATE_KEY_FILE'],
    'okta-key-kms': ['CLIENT_ID', 'KMS_KEY_ID'],
  },
} as const satisfies DirectoryAccess<OktaCredentials>;
