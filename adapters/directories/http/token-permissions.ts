// What a token says that it may: looked into only where a directory withholds something and does not say so.
import * as z from 'zod/mini';

const claims = z.object({ roles: z.array(z.string()) });

/**
 * The application permissions that a token names. Its form is Microsoft's own affair (Microsoft identity platform, "Access
 * tokens"): of one that cannot be read nothing is concluded.
 *
 * @returns `null` where the token does not tell
 * @example permissionsIn('eyJhbGciOi….eyJyb2xlcyI6WyJVc2VyLlJlYWQuQWxsIl19.…') // ['User.Read.All']
 */
export function permissionsIn(token: string): readonly string[] | null {
  const [, payload = ''] = token.split('.');
  try {
    const told = z.safeParse(claims, JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return told.success ? told.data.roles : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
