// Sign-in by OpenID Connect, straight to the company's Entra or Okta: authorization code with PKCE, state and nonce.
import * as oauth from 'oauth4webapi';
import type { Challenge, SignedIn, SignIn } from '../../core/ports/sign-in.ts';
import { instantFromMs } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { personIn } from './claims.ts';
import { discovered, insecureFor } from './discovery.ts';

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** `null` for a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
  /** `https://review.acme.com/auth/callback` */
  readonly redirectUri: string;
  /** The claim that roles are given by: `groups` or `roles`. */
  readonly claim: string;
}

/** Seconds that the issuer's clock may differ. */
const tolerance = 30;

/** Whoever signs proves themselves anew: the issuer's own session may not be older than this, in seconds. */
const freshSeconds = 60;

/** Whoever looks may have proved themselves to the issuer this many seconds ago. */
const longestSeconds = 12 * 3600;

/** @throws nothing about what the issuer answers: a refused sign-in is a value; an issuer that cannot be reached throws */
export function oidcSignIn(options: OidcOptions): SignIn {
  const { clientId, clientSecret, redirectUri, claim } = options;
  const issuer = new URL(options.issuer);
  const client: oauth.Client = { client_id: clientId, [oauth.clockTolerance]: tolerance };
  const authentication = clientSecret === null ? oauth.None() : oauth.ClientSecretPost(clientSecret);
  const insecure = insecureFor(issuer);
  const server = discovered(issuer, (found) => found);
  const checkSignature = signatureCheck(insecure);

  return {
    async begin() {
      return {
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        verifier: oauth.generateRandomCodeVerifier(),
      };
    },

    async address({ state, nonce, verifier, fresh }: Challenge): Promise<string> {
      const { authorization_endpoint: endpoint } = await server();
      if (endpoint === undefined) throw new Error(`${options.issuer} names no authorization endpoint`);
      return addressWith(endpoint, {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid profile email',
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // Entra and Okta put auth_time into the token when a maximal age is asked for.
        max_age: String(fresh ? 0 : longestSeconds),
      });
    },

    async complete(answered: URL, challenge: Challenge): Promise<Result<SignedIn>> {
      const issuing = await server();
      try {
        const parameters = oauth.validateAuthResponse(issuing, client, answered, challenge.state);
        const response = await oauth.authorizationCodeGrantRequest(
          issuing,
          client,
          authentication,
          parameters,
          redirectUri,
          challenge.verifier,
          insecure,
        );
        const tokens = await oauth.processAuthorizationCodeResponse(issuing, client, response, {
          expectedNonce: challenge.nonce,
          maxAge: challenge.fresh ? freshSeconds : longestSeconds,
          requireIdToken: true,
        });
        // TLS stands for the issuer too; the signature also holds where something between them reads along.
        await checkSignature(issuing, response);
        const claims = oauth.getValidatedIdTokenClaims(tokens);
        return claims === undefined ? refused(fault('no ID token')) : signedInBy(claims, claim);
      } catch (error) {
        if (isAnswer(error)) return refused(fault(error.message));
        throw error;
      }
    },
  };
}

function addressWith(endpoint: string, asked: Readonly<Record<string, string>>): string {
  const address = new URL(endpoint);
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return address.href;
}

/** @returns what throws unless a key of the issuer signed the token of a response */
function signatureCheck(
  insecure: ReturnType<typeof insecureFor>,
): (issuing: oauth.AuthorizationServer, response: Response) => Promise<void> {
  const keys: oauth.JWKSCacheInput = {};
  return async (issuing, response) => {
    try {
      await oauth.validateApplicationLevelSignature(issuing, response, { ...insecure, [oauth.jwksCache]: keys });
    } catch (error) {
      if (!(error instanceof oauth.OperationProcessingError) || error.code !== oauth.KEY_SELECTION) throw error;
      // The issuer may have made a key since it told its keys. The library remembers the keys for the object `issuing`
      // and asks for no others within a minute, so it is asked about a copy. No flood can ask so: whoever comes here
      // brings a code that the issuer redeemed.
      await oauth.validateApplicationLevelSignature({ ...issuing }, response, insecure);
    }
  };
}

/** What the issuer, or whoever forged its answer, is to blame for. */
function isAnswer(error: unknown): error is Error {
  return (
    error instanceof oauth.OperationProcessingError ||
    error instanceof oauth.AuthorizationResponseError ||
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.WWWAuthenticateChallengeError
  );
}

function fault(found: string): Refusal {
  return {
    what: 'sign-in not accepted',
    where: 'the answer of the issuer',
    found,
    expected: 'a new sign-in, begun and ended in the same browser',
  };
}

function signedInBy(claims: oauth.IDToken, claim: string): Result<SignedIn> {
  const person = personIn(claims, claim);
  if (person.kind === 'not known') return refused(fault(person.found));
  const { auth_time: authTime } = claims;
  if (typeof authTime !== 'number') return refused(fault('no auth_time, which a signature needs'));
  return ok({ ...person.value, authTime: instantFromMs(authTime * 1000) });
}
