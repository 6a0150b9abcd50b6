// The issuer as it describes itself: asked once, and again when it could not be reached.
import * as oauth from 'oauth4webapi';

/** Only the local issuer answers without TLS, and only on this machine. */
export function insecureFor(issuer: URL): { readonly [oauth.allowInsecureRequests]: boolean } {
  return { [oauth.allowInsecureRequests]: issuer.protocol === 'http:' };
}

/**
 * @returns what `made` makes of the issuer's description, each time the same
 * @throws when the issuer cannot be reached; the next call asks again
 * @example const server = discovered(new URL('https://acme.okta.com'), (found) => found)
 */
export function discovered<Made>(issuer: URL, made: (found: oauth.AuthorizationServer) => Made): () => Promise<Made> {
  let known: Promise<Made> | null = null;
  const ask = async (): Promise<Made> => {
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...insecureFor(issuer) });
    return made(await oauth.processDiscoveryResponse(issuer, response));
  };
  return async () => {
    known ??= ask();
    try {
      return await known;
    } catch (error) {
      known = null;
      throw error;
    }
  };
}
