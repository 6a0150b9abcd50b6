// Who somebody is, by the word of the company’s issuer.
import type { Instant } from '../values/instant.ts';
import type { Result } from '../values/result.ts';

/** What the company's issuer says of somebody. */
export interface TokenPerson {
  /** As the token names it: `https://acme.okta.com`. */
  readonly issuer: string;
  /** Under which the issuer knows them, whatever their address: Entra's `oid`, Okta's `sub` and `uid`. */
  readonly ids: readonly string[];
  readonly email: string;
  readonly name: string | null;
  /** Values of the claim that roles are given by. */
  readonly groups: readonly string[];
  /** There were too many groups for the token, so it names none of them. */
  readonly groupsOverage: boolean;
}

/** Somebody who proved to the issuer who they are, and when. */
export interface SignedIn extends TokenPerson {
  readonly authTime: Instant;
}

/** A sign-in under way: what has to come back. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The person must prove themselves anew, whatever session the issuer has. */
  readonly fresh: boolean;
}

/** OpenID Connect, authorization code with PKCE. */
export interface SignIn {
  begin(): Promise<Pick<Challenge, 'state' | 'nonce' | 'verifier'>>;
  /** Where the browser goes. */
  address(challenge: Challenge): Promise<string>;
  /** @param answered the address that the issuer sent the browser back to */
  complete(answered: URL, challenge: Challenge): Promise<Result<SignedIn>>;
}

/** What a program shows when it asks in the name of a person: a token of the company's issuer, made out for asking. */
export interface AccessTokens {
  /** Who gives them out: `https://login.microsoftonline.com/TENANT/v2.0`. */
  readonly issuer: string;
  /** What a token must allow, as a program asks the issuer for it. */
  readonly scope: string;
  /** @throws when the issuer cannot be reached */
  personOf(token: string): Promise<Result<TokenPerson>>;
}
