// A Graph user as an identity: every name that the person signs in by, the state, and when they left.
import * as z from 'zod/mini';
import { idOrAbsent, numberOrAbsent } from '../../../core/values/text.ts';
import { readDate } from '../reading/dates.ts';
import type { ReadDates } from '../reading/dates.ts';
import { caselessId, describingText, personNumber, optionalText } from '../reading/words.ts';
import type { EntraConfig } from '../../../core/config/directories/entra.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Assignment, Identity } from '../../../core/inputs/snapshot.ts';
import { asSeen, loginForms } from '../reading/login-forms.ts';

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
  readonly dates: ReadDates;
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
    left: leftOf(user, context),
    createdAt: context.dates.instantOf(created, user.createdDateTime, user.id),
    guest: (user.userType ?? 'Member') !== 'Member' || homeName(userPrincipalName) !== null,
    sponsor: null,
    employeeId: numberOrAbsent(user.employeeId),
    department: user.department ?? null,
    manager: asSeen(user.manager?.mail ?? user.manager?.userPrincipalName),
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
export function homeName(userPrincipalName: string | null): string | null {
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
  if (user.accountEnabled === true) {
    // A date that nobody can read may be over, and then they have left.
    return readDate(user.employeeLeaveDateTime).kind === 'unreadable' ? 'unknown' : 'active';
  }
  if (user.accountEnabled !== false) return 'unknown';
  return context.onLeave ? 'suspended' : 'disabled';
}

const created = { name: 'createdDateTime of a person', follows: 'it is taken as not told' };
const deleted = { name: 'deletedDateTime', follows: 'when they left is not known' };
const leaving = {
  name: 'employeeLeaveDateTime',
  follows: 'whether they left is not known, and their accounts are undetermined unless another directory knows them',
};

/** `deletedDateTime` is when the object went: the person left then or earlier. A leave date is a fact by itself. */
function leftOf(user: UserRow, { deleted: isDeleted, dates }: Context): Identity['left'] {
  if (isDeleted) {
    const notAfter = dates.instantOf(deleted, user.deletedDateTime, user.id);
    return { notBefore: null, notAfter, source: 'deletedDateTime' };
  }
  const leaveAt = dates.instantOf(leaving, user.employeeLeaveDateTime, user.id);
  return leaveAt === null ? null : { notBefore: leaveAt, notAfter: leaveAt, source: 'employeeLeaveDateTime' };
}
