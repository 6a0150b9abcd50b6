// Entra: its settings, and which variables carry its credentials.
import * as z from 'zod/mini';
import { directoryId, role, signIns, missing } from './settings.ts';
import type { Read } from './settings.ts';
import { ok } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';
import { domains, text, httpsUrl } from '../../values/written.ts';

export const entraSchema = z.strictObject({
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

export type EntraConfig = z.infer<typeof entraSchema>;

export type EntraCredentials =
  | { readonly kind: 'entra-secret'; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'entra-certificate'; readonly clientId: string; readonly certificateFile: string }
  /** No secret at all: AWS vouches for the function that runs (STS `GetWebIdentityToken`). */
  | { readonly kind: 'entra-federated'; readonly clientId: string };

export function entraCredentials(read: Read, directory: string): Result<EntraCredentials> {
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
