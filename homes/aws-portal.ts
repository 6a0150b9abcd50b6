// What the portal needs on AWS beside the home: sign-in at the company's issuer, with the secret that is kept there.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretCredentials } from '../adapters/secrets/aws-secret.ts';
import type { OidcOptions } from '../adapters/sign-in/oidc.ts';
import type { Config } from '../core/config/config.ts';
import type { SignIn } from '../core/ports/sign-in.ts';
import { lazy } from '../steps/lazy.ts';

export interface DeployedSignIn {
  readonly signIn: SignIn;
  /**
   * The secret of the portal at the issuer, which all processes of the function share; `null` for a client without one.
   */
  readonly secret: string | null;
}

export interface SignInPlace {
  readonly config: Config;
  readonly origin: string;
  /** Id of the secret. */
  readonly secretId: string;
}

/** @throws SecretUnusable; the caller keeps nothing then, so that the next request tries again */
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

/** Loads what a sign-in needs at the first sign-in: most requests bring a session and need not wait for it. */
function whenSigningIn(options: OidcOptions): SignIn {
  const open = lazy(async () => (await import('../adapters/sign-in/oidc.ts')).oidcSignIn(options));
  return {
    begin: async () => (await open()).begin(),
    address: async (challenge) => (await open()).address(challenge),
    complete: async (answered, challenge) => (await open()).complete(answered, challenge),
  };
}
