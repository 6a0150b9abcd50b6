// How facts read in a reason: one wording for people, leaving, last logins and directories.
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { Leaving, Standing, JudgedIdentity } from './situation.ts';
import type { Account } from '../../inputs/account.ts';
import { momentText, instantText } from '../../values/time-text.ts';
import { some } from '../../values/text.ts';

/** @example personText(known) // 'Jane Doe <jane.doe@acme.com> in entra' */
export function personText(known: KnownIdentity): string {
  const { identity, directory } = known;
  const login = identity.logins[0] ?? identity.nameId ?? identity.id;
  return identity.name === null ? `${login} in ${directory}` : `${identity.name} <${login}> in ${directory}`;
}

export function lastLoginText(account: Account, exportTellsLastLogin: boolean): string {
  if (account.lastLogin !== null) return `last login ${momentText(account.lastLogin)}`;
  return exportTellsLastLogin ? 'no login recorded' : 'the export tells no last login';
}

/** @example 'between 3 October 2026, 08:00 UTC and 4 October 2026, 08:00 UTC' */
export function leavingSpan(left: Leaving | null): string {
  if (left === null) return 'at an unknown time';
  const { notBefore, notAfter } = left;
  if (notBefore === null) return notAfter === null ? 'at an unknown time' : `by ${instantText(notAfter)}`;
  if (notAfter === null) return `after ${instantText(notBefore)}`;
  return notBefore === notAfter
    ? `on ${instantText(notAfter)}`
    : `between ${instantText(notBefore)} and ${instantText(notAfter)}`;
}

/** @example 'left by 3 October 2026, 08:00 UTC (entra: deletedDateTime)' */
export function leavingText(left: Leaving | null): string {
  return `left ${leavingSpan(left)}${left === null ? '' : ` (${left.source})`}`;
}

const standingWords: Readonly<Record<Standing, string>> = {
  linked: 'assigned and able to sign in',
  unlinked: 'able to sign in, not assigned',
  suspended: 'suspended',
  disabled: 'disabled',
  deleted: 'gone',
};

/** @example 'entra: disabled; okta: assigned and able to sign in' */
export function standingsText(perDirectory: ReadonlyMap<string, Standing>): string {
  return [...perDirectory].map(([directory, standing]) => `${directory}: ${standingWords[standing]}`).join('; ');
}

export function peopleText(judged: readonly JudgedIdentity[]): string {
  return some(
    judged.map(({ known }) => personText(known)),
    mostNamed,
    ' and ',
  );
}

/** Where more identities than this share a login, the login itself is wrong, and nobody reads the whole list. */
const mostNamed = 10;
