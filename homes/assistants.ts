// Which tokens are taken from assistants: those of the company's issuer that were made out for this address.
import { accessTokens } from '../adapters/sign-in/access-token.ts';
import type { Config } from '../core/config/config.ts';
import type { Clock } from '../core/ports/world.ts';
import type { AccessTokens } from '../core/ports/sign-in.ts';

/** Where assistants ask. @param origin `http://localhost:8484` */
export function askedAt(origin: string): string {
  return `${origin}/mcp`;
}

/** @returns `null` where the company lets no assistant ask */
export function openCompanyTokens(asked: {
  readonly portal: Config['portal'];
  readonly issuer: string;
  readonly origin: string;
  readonly clock: Clock;
}): AccessTokens | null {
  const { portal, origin, clock } = asked;
  if (portal?.assistants === undefined) return null;
  const { issuer = asked.issuer, audience = askedAt(origin), scope } = portal.assistants;
  return accessTokens({ issuer, audience, scope, claim: portal.claim, clock });
}
