// What Entra says of itself: its settings, which variables carry its credentials, and its tenant.
import * as z from 'zod/mini';
import { directoryId, role, signIns, missing } from './settings.ts';
import type { DirectoryAccess, DirectoryProduct, Read } from './settings.ts';
import { ok } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';
import { domains, text, httpsUrl } from '../../values/schemas/written.ts';

const settings = z.strictObject({
  id: directoryId,
  kind: z.literal('entra'),
  role,
  authoritativeFor: domains,
  tenantId: text,
  appId: z.optional(text),
  nameId: z._default(
    z.enum(['userPrincipalName', 'mail', 'employeeId', 'onPremisesSamAccountName', 'onPremisesUserPrincipalName']),
    'userPrincipalName',
  ),
  graphUrl: z._default(httpsUrl, 'https://graph.microsoft.com'),
  loginUrl: z._default(httpsUrl, 'https://login.microsoftonline.com'),
  leaveGroupId: z._default(z.nullable(text), null),
  /** Reads employeeLeaveDateTime too, which takes the permission User-LifeCycleInfo.Read.All. */
  leaveDates: z.optional(z.boolean()),
  signIns,
});

export type EntraConfig = z.infer<typeof settings>;

export type EntraCredentials =
  | { readonly kind: 'entra-secret'; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'entra-certificate'; readonly clientId: string; readonly certificateFile: string }
  /** No secret at all: AWS vouches for the function that runs (STS `GetWebIdentityToken`). */
  | { readonly kind: 'entra-federated'; readonly clientId: string };

function credentials(read: Read, directory: string): Result<EntraCredentials> {
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

export const entra = {
  kind: 'entra',
  settings,
  /** An app role assignment is there or not: nothing blocks it. */
  blockingWords: new Set<string>(),
  tenantOf: ({ tenantId }) => tenantId,
  originOf: ({ tenantId }) => tenantId,
  /** `LOGIN_URL/TENANT/v2.0`, and `https://sts.windows.net/TENANT/` in tokens of the first version. */
  issues: ({ tenantId, loginUrl }, issuer) =>
    [new URL(loginUrl).host, 'sts.windows.net'].includes(issuer.host) &&
    issuer.pathname.split('/')[1]?.toLowerCase() === tenantId.toLowerCase(),
} as const satisfies DirectoryProduct<EntraConfig>;

export const entraAccess = {
  credentials,
  variables: {
    'entra-secret': ['CLIENT_ID', 'CLIENT_SECRET'],
    'entra-certificate': ['CLIENT_ID', 'CERTIFICATE_FILE'],
    'entra-federated': ['CLIENT_ID', 'FEDERATION'],
  },
} as const satisfies DirectoryAccess<EntraCredentials>;
