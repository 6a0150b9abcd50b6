// An Okta user as an identity, and an app user as an assignment; words that Okta does not document are not guessed.
import * as z from 'zod/mini';
import { idOrAbsent, numberOrAbsent } from '../../../core/values/text.ts';
import type { ReadDates } from '../reading/dates.ts';
import { describingText, personNumber, optionalText, presentId } from '../reading/words.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Assignment, Identity } from '../../../core/inputs/snapshot.ts';
import { asSeen, loginForms } from '../reading/login-forms.ts';

export const userSchema = z.object({
  id: presentId,
  status: optionalText,
  created: optionalText,
  statusChanged: optionalText,
  profile: z.optional(
    z.nullable(
      z.object({
        login: optionalText,
        email: optionalText,
        secondEmail: optionalText,
        displayName: describingText,
        firstName: describingText,
        lastName: describingText,
        employeeNumber: personNumber,
        department: describingText,
        manager: describingText,
        managerId: describingText,
      }),
    ),
  ),
});
export type UserRow = z.infer<typeof userSchema>;

export const appUserSchema = z.object({
  id: presentId,
  scope: optionalText,
  status: optionalText,
  created: optionalText,
  credentials: z.optional(z.nullable(z.object({ userName: optionalText }))),
  profile: z.optional(z.nullable(z.object({ role: z.optional(z.unknown()) }))),
  _embedded: z.optional(z.nullable(z.object({ user: z.optional(z.unknown()) }))),
});
export type AppUserRow = z.infer<typeof appUserSchema>;

/** What the app says about one person. */
export interface AppUser {
  readonly userName: string | null;
  readonly assignment: Assignment;
}

/** LOCKED_OUT, PASSWORD_EXPIRED and RECOVERY can sign in again by themselves; only DEPROVISIONED means left. */
const states: Readonly<Record<string, Identity['state']>> = {
  ACTIVE: 'active',
  LOCKED_OUT: 'active',
  PASSWORD_EXPIRED: 'active',
  RECOVERY: 'active',
  STAGED: 'suspended',
  PROVISIONED: 'suspended',
  SUSPENDED: 'suspended',
  DEPROVISIONED: 'deleted',
};

export type Read =
  | { readonly kind: 'identity'; readonly identity: Identity }
  | { readonly kind: 'limited' }
  | { readonly kind: 'unknown-status'; readonly status: string };

type Profile = NonNullable<UserRow['profile']>;
export type WholeUser = UserRow & { readonly status: string; readonly profile: Profile & { readonly login: string } };

/** Without the right to read people, Okta sends objects without their fields. */
export function isWhole(user: UserRow): user is WholeUser {
  return typeof user.profile?.login === 'string' && typeof user.status === 'string';
}

/** Whether it is known what follows of a status for who may sign in. */
export function isKnownStatus(status: string): boolean {
  return Object.hasOwn(states, status);
}

/**
 * @param appUser `null` for somebody who is not assigned
 * @returns `limited` for an object without its fields, `unknown-status` for a word that nobody has defined
 */
export function identityOf(
  user: UserRow,
  appUser: AppUser | null,
  { lastSignIn, dates }: { readonly lastSignIn: Instant | null; readonly dates: ReadDates },
): Read {
  if (!isWhole(user)) return { kind: 'limited' };
  const { profile, status } = user;
  const state = isKnownStatus(status) ? states[status] : undefined;
  if (state === undefined) return { kind: 'unknown-status', status };
  const forms = loginForms({ logins: [profile.login, profile.email], aliases: [], hints: [profile.secondEmail] });
  const fullName = [profile.firstName, profile.lastName].filter((part) => (part ?? '') !== '').join(' ');
  const identity: Identity = {
    id: user.id,
    nameId: idOrAbsent(appUser?.userName),
    ...forms,
    name: profile.displayName ?? (fullName === '' ? null : fullName),
    state,
    left:
      state === 'deleted'
        ? { notBefore: null, notAfter: dates.instantOf(left, user.statusChanged, user.id), source: 'statusChanged' }
        : null,
    createdAt: dates.instantOf(created, user.created, user.id),
    guest: false,
    sponsor: null,
    employeeId: numberOrAbsent(profile.employeeNumber),
    department: profile.department ?? null,
    manager: asSeen(profile.manager ?? profile.managerId),
    assignments: appUser === null ? [] : [appUser.assignment],
    lastSignIn,
  };
  return { kind: 'identity', identity };
}

/** Members of assigned groups are resolved by Okta; their scope is GROUP. A status that blocks is kept word for word. */
export function appUserOf(row: AppUserRow, dates: ReadDates): AppUser {
  const role = row.profile?.role;
  const status = row.status ?? 'no status';
  return {
    userName: row.credentials?.userName ?? null,
    assignment: {
      via: row.scope === 'GROUP' ? 'group' : 'direct',
      group: null,
      role: typeof role === 'string' ? role : null,
      since: dates.instantOf(assigned, row.created, row.id),
      blocked: status === 'ACTIVE' || status === 'PROVISIONED' ? null : status,
    },
  };
}

const created = { name: 'created of a person', follows: 'it is taken as not told' };
const assigned = { name: 'created of an assignment', follows: 'it is taken as not told' };
const left = { name: 'statusChanged of somebody who is deprovisioned', follows: 'when they left is not known' };
