// How facts read in a reason: one wording for people, leaving, last logins and directories.
import type { DirectoryConfig } from '../contract/config.ts';
import { instantText, momentText } from '../instant.ts';
import type { Account } from '../population/account.ts';
import type { KnownIdentity } from './identity-index.ts';
import type { JudgedIdentity, Leaving, Standing } from './situation.ts';

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

/** @example 'left by 3 October 2026, 08:00 UTC (entra: deletedDateTime)' */
export function leavingText(left: Leaving | null): string {
  if (left === null || (left.notBefore === null && left.notAfter === null)) {
    return left === null ? 'left at an unknown time' : `left at an unknown time (${left.source})`;
  }
  const { notBefore, notAfter } = left;
  if (notBefore === null) return `left by ${instantText(notAfter ?? throwNever())} (${left.source})`;
  if (notAfter === null) return `left after ${instantText(notBefore)} (${left.source})`;
  if (notBefore === notAfter) return `left on ${instantText(notAfter)} (${left.source})`;
  return `left between ${instantText(notBefore)} and ${instantText(notAfter)} (${left.source})`;
}

function throwNever(): never {
  throw new Error('both ends of the leaving interval are unknown');
}

const standingWords: Readonly<Record<Standing, string>> = {
  linked: 'assigned and able to sign in',
  unlinked: 'able to sign in, not assigned',
  suspended: 'suspended',
  disabled: 'disabled',
  deleted: 'gone',
};

/** @example 'disabled in entra, assigned and able to sign in in okta' */
export function standingsText(perDirectory: ReadonlyMap<string, Standing>): string {
  return [...perDirectory].map(([directory, standing]) => `${directory}: ${standingWords[standing]}`).join('; ');
}

export function productText(kind: DirectoryConfig['kind']): string {
  switch (kind) {
    case 'entra':
      return 'Microsoft Entra ID';
    case 'okta':
      return 'Okta';
    default:
      return kind satisfies never;
  }
}

export function peopleText(judged: readonly JudgedIdentity[]): string {
  return judged.map(({ known }) => personText(known)).join(' and ');
}

/** @example plural(1, 'row') // '1 row' */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
