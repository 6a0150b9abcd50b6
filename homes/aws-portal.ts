// What the portal needs on AWS beside the home: sign-in at the company's issuer, with the secret that is kept there.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretCredentials } from '../adapters/directories/aws-secret.ts';
import type { OidcOptions } from '../adapters/sign-in/oidc.ts';
import type { Config } from '../core/config/config.ts';
import type { SignIn } from '../core/ports/sign-in.ts';
import { lazy } from '../steps/lazy.ts';

export interface DeployedSignIn {
  readonly signIn: SignIn;
  /** Known to every process of the function and to nobody else; `null` for a client without a secret. */
  readonly secret: string | null;
}

export interface SignInPlace {
  readonly config: Config;
  readonly origin: string;
  /** Id of the secret. */
  readonly secretId: string;
}

/** @throws SecretUnusable; nothing is kept then, so that the next request tries again */
export async function openDeployedSignIn({ config, origin, secretId }: SignInPlace): Promise<DeployedSignIn> {
  const { issuer, clientId, claim = 'groups' } = config.portal ?? {};
  if (issuer === undefined || clientId === undefined)
    throw new Error('the deployed configuration names no portal.issuer and portal.clientId');
  const { PORTAL_CLIENT_SECRET: secret = null } = await secretCredentials(
    new SecretsManagerClient(),
    secretId,
    'portal',
  );
  const redirectUri = `${origin}/auth/callback`;
  return { signIn: whenSigningIn({ issuer, clientId, clientSecret: secret, redirectUri, claim }), secret };
}

/** Most requests bring a session, and nobody waits for what a sign-in alone needs. */
function whenSigningIn(options: OidcOptions): SignIn {
  const open = lazy(async () => (await import('../adapters/sign-in/oidc.ts')).oidcSignIn(options));
  return {
    begin: async () => (await open()).begin(),
    address: async (challenge) => (await open()).address(challenge),
    complete: async (answered, challenge) => (await open()).complete(answered, challenge),
  };
}
