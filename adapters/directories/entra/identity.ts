// A Graph user as an identity: every name that the person signs in by, the state, and when they left.
import * as z from 'zod/mini';
import { idOrAbsent } from '../../../core/values/text.ts';
import { caselessId, describingText, personNumber, optionalText } from '../reading/words.ts';
import type { EntraConfig } from '../../../core/config/directories/entra.ts';
import { instantFromMs, isBefore, parseInstant } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Assignment, Identity } from '../../../core/inputs/snapshot.ts';
import { loginForms } from '../reading/login-forms.ts';

const nullables = z.optional(z.nullable(z.array(z.string())));

export const userSchema = z.object({
  id: caselessId,
  userPrincipalName: optionalText,
  mail: optionalText,
  proxyAddresses: nullables,
  otherMails: nullables,
  displayName: describingText,
  accountEnabled: z.optional(z.nullable(z.boolean())),
  userType: optionalText,
  employeeId: personNumber,
  employeeLeaveDateTime: optionalText,
  department: describingText,
  onPremisesSamAccountName: optionalText,
  onPremisesUserPrincipalName: optionalText,
  createdDateTime: optionalText,
  deletedDateTime: optionalText,
  manager: z.optional(z.nullable(z.object({ mail: optionalText, userPrincipalName: optionalText }))),
});
export type UserRow = z.infer<typeof userSchema>;

/** What the identity is judged by besides its own row. */
export interface Context {
  readonly nameId: EntraConfig['nameId'];
  /** Whether it came from the deleted items. */
  readonly deleted: boolean;
  readonly assignments: Assignment[];
  readonly onLeave: boolean;
  readonly lastSignIn: Instant | null;
}

/**
 * A user that is there, or one among the deleted items.
 *
 * @example
 * identityOf({ id: 'a1', userPrincipalName: 'jane@acme.com', accountEnabled: true, ... }, context)
 * // { id: 'a1', nameId: 'jane@acme.com', logins: ['jane@acme.com'], state: 'active', ... }
 */
export function identityOf(user: UserRow, context: Context): Identity {
  const userPrincipalName = context.deleted ? withoutObjectId(user) : (user.userPrincipalName ?? null);
  const forms = loginForms({
    logins: [userPrincipalName, user.mail],
    aliases: [
      ...proxyLogins(user.proxyAddresses ?? []).map((login) => ({ login, source: 'proxy' as const })),
      ...present(user.onPremisesUserPrincipalName).map((login) => ({ login, source: 'on-premises' as const })),
      ...present(homeName(userPrincipalName)).map((login) => ({ login, source: 'guest' as const })),
    ],
    hints: user.otherMails ?? [],
  });
  return {
    id: user.id,
    nameId: idOrAbsent(context.nameId === 'userPrincipalName' ? userPrincipalName : user[context.nameId]),
    ...forms,
    name: user.displayName ?? null,
    state: stateOf(user, context),
    left: leftOf(user, context.deleted),
    createdAt: instantOf(user.createdDateTime),
    guest: (user.userType ?? 'Member') !== 'Member' || homeName(userPrincipalName) !== null,
    sponsor: null,
    employeeId: idOrAbsent(user.employeeId),
    department: user.department ?? null,
    manager: user.manager?.mail ?? user.manager?.userPrincipalName ?? null,
    assignments: context.assignments,
    lastSignIn: context.lastSignIn,
  };
}

/** Entra puts the object id, without dashes, before the name of a deleted user. */
function withoutObjectId(user: UserRow): string | null {
  const name = user.userPrincipalName ?? null;
  const prefix = user.id.replaceAll('-', '');
  return name?.toLowerCase().startsWith(prefix) === true ? name.slice(prefix.length) : name;
}

/** @example homeName('jane_partner.com#EXT#@acme.onmicrosoft.com') // 'jane@partner.com' */
function homeName(userPrincipalName: string | null): string | null {
  const found = /^(.+)_([^_]+)#EXT#@/i.exec(userPrincipalName ?? '');
  return found === null ? null : `${found[1]}@${found[2]}`;
}

/** Of `SMTP:jane@acme.com` and `smtp:j@acme.com` the addresses; `SIP:`, `X500:` and others are no logins. */
function proxyLogins(proxyAddresses: readonly string[]): readonly string[] {
  return proxyAddresses.filter((address) => /^smtp:/i.test(address)).map((address) => address.slice('smtp:'.length));
}

function present(login: string | null | undefined): readonly string[] {
  return typeof login === 'string' ? [login] : [];
}

function stateOf(user: UserRow, context: Context): Identity['state'] {
  if (context.deleted) return 'deleted';
  if (user.accountEnabled === true) return 'active';
  if (user.accountEnabled !== false) return 'unknown';
  return context.onLeave ? 'suspended' : 'disabled';
}

/** `deletedDateTime` is when the object went: the person left then or earlier. A leave date is a fact by itself. */
function leftOf(user: UserRow, deleted: boolean): Identity['left'] {
  if (deleted) return { notBefore: null, notAfter: instantOf(user.deletedDateTime), source: 'deletedDateTime' };
  const leaveAt = dateOf(user.employeeLeaveDateTime);
  return leaveAt === null ? null : { notBefore: leaveAt, notAfter: leaveAt, source: 'employeeLeaveDateTime' };
}

/** Zero of one clock or another, which systems write where there is no date: nobody left a company that long ago. */
const firstDate = instantFromMs(Date.UTC(1971, 0));

function dateOf(text: string | null | undefined): Instant | null {
  const at = instantOf(text);
  return at === null || isBefore(at, firstDate) ? null : at;
}

function instantOf(text: string | null | undefined): Instant | null {
  return typeof text === 'string' ? parseInstant(text) : null;
}
