// Tokens by which a program asks in the name of a person: signed by the company's issuer, and made out for asking here.
import type { JWTVerifyGetKey, RemoteJWKSet } from 'jose';
import type { AccessTokens, TokenPerson } from '../../core/ports/sign-in.ts';
import type { Clock } from '../../core/ports/world.ts';
import { msOf } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { personIn } from './claims.ts';
import { discovered } from './discovery.ts';

export interface AccessTokenOptions {
  readonly issuer: string;
  /** What the token must be made out for: the address that is asked, `https://review.acme.com/mcp`, or a client's id. */
  readonly audience: string;
  /** As a program asks for it; Entra's begins with the address of the application, and its token holds the last part. */
  readonly scope: string;
  /** The claim that roles are given by: `groups` or `roles`. */
  readonly claim: string;
  readonly clock: Clock;
}

/** Neither `none` nor a secret that both sides hold: what Entra and Okta sign with, and its neighbours. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'];

/** Seconds that the issuer's clock may differ. */
const clockTolerance = 30;

/**
 * Entra and Okta do not name the kind of their access tokens as RFC 9068 does (`at+jwt`), so that an ID token is told
 * apart by the scope, which it never has.
 *
 * @throws nothing about what a token holds: a refused one is a value; an issuer that cannot be reached throws
 */
export function accessTokens(options: AccessTokenOptions): AccessTokens {
  const { audience, scope, claim, clock } = options;
  const issuer = new URL(options.issuer);
  const keys = discovered(issuer, async ({ jwks_uri: address }) => {
    if (address === undefined) throw new Error(`${options.issuer} names no jwks_uri`);
    const { createRemoteJWKSet, errors } = await import('jose');
    // Never by itself, for it would ask once in half a minute and refuse who signed in by a key that is younger.
    const told = createRemoteJWKSet(new URL(address), { cooldownDuration: Infinity });
    return rotating(told, { clock, isUnknownKey: (error) => error instanceof errors.JWKSNoMatchingKey });
  });
  return {
    issuer: options.issuer,
    scope,
    async personOf(token: string): Promise<Result<TokenPerson>> {
      const known = await keys();
      // Loaded with the first token: a portal that no program asks starts without it.
      const jose = await import('jose');
      try {
        const required = ['exp', 'iat'];
        const checks = { issuer: options.issuer, audience, algorithms, clockTolerance, requiredClaims: required };
        const { payload } = await jose.jwtVerify(token, known, checks);
        const granted = scopesOf(payload);
        if (!granted.includes(scope) && !granted.includes(scope.slice(scope.lastIndexOf('/') + 1)))
          return refused(fault(granted.length === 0 ? 'no scope' : `scope ${granted.join(' ')}`, `scope ${scope}`));
        const person = personIn(payload, claim);
        return person.kind === 'known' ? ok(person.value) : refused(fault(person.found, 'the address of a person'));
      } catch (error) {
        // A key set that cannot be fetched is the issuer's fault, and no reason to call a token forged.
        if (!(error instanceof jose.errors.JOSEError) || issuersFaults.has(error.code)) throw error;
        return refused(fault(error.message, `a token of ${options.issuer} for ${audience}`));
      }
    },
  };
}

/** So often, in any half minute: an issuer has hardly two new keys in it, and whoever makes tokens up names one in each. */
const mostAskedAnew = 3;
const halfMinuteMs = 30_000;

interface Rotating {
  readonly clock: Clock;
  readonly isUnknownKey: (error: unknown) => boolean;
}

/** A key that the issuer has not told is asked for once more: it may have been made since. */
function rotating(told: RemoteJWKSet, { clock, isUnknownKey }: Rotating): JWTVerifyGetKey {
  let askedAnew: readonly number[] = [];
  return async (header, token) => {
    try {
      return await told(header, token);
    } catch (error) {
      const now = msOf(clock.now());
      askedAnew = askedAnew.filter((at) => now - at < halfMinuteMs);
      // Whoever comes while it is asked waits for the same answer.
      if (!isUnknownKey(error) || (askedAnew.length >= mostAskedAnew && !told.reloading)) throw error;
      if (!told.reloading) askedAnew = [...askedAnew, now];
      await told.reload();
      return told(header, token);
    }
  };
}

/** Okta's is a list, Entra's `scp` and RFC 9068's `scope` are words. */
function scopesOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  return [claims['scp'], claims['scope']].flatMap((held) => {
    if (typeof held === 'string') return held.split(' ').filter((one) => one !== '');
    return Array.isArray(held) ? held.filter((one) => typeof one === 'string') : [];
  });
}

/** Codes of `jose`: a key set that was not fetched or is none. */
const issuersFaults: ReadonlySet<string> = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

function fault(found: string, expected: string): Refusal {
  return { what: 'token not accepted', where: 'Authorization', found, expected };
}
