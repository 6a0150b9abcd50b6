// Accounts, identities and snapshot headers, of which a test names only what it is about.
import * as z from 'zod/mini';
import { dayMoment, hourInMs, instantFromMs, msOf, parseDay } from '../../../core/values/instant.ts';
import type { Instant, Moment } from '../../../core/values/instant.ts';
import type { Account } from '../../../core/inputs/account.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import { identitySchema } from '../../../core/inputs/snapshot.ts';
import type { Assignment, Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { at } from '../time.ts';

export function login(text: string): CanonicalLogin {
  const canonical = canonicalLogin(text);
  if (canonical === null) throw new Error(`the test wrote no login: ${JSON.stringify(text)}`);
  return canonical;
}

/** @example moment('2026-10-05') // a day in UTC; moment('2026-10-05T08:00:00Z') is an instant */
function moment(text: string, timeZone = 'UTC'): Moment {
  const day = parseDay(text);
  return day === null ? { kind: 'instant', at: at(text) } : dayMoment(day, timeZone);
}

type Dated = 'createdAt' | 'lastLogin' | 'suspendedAt';
export type AccountSays = Partial<Omit<Account, 'login' | Dated>> &
  Partial<Record<Dated, string | Moment | null>> & { readonly login: string };

function dated(told: string | Moment | null | undefined, otherwise: string | null): Moment | null {
  const value = told === undefined ? otherwise : told;
  return typeof value === 'string' ? moment(value) : value;
}

/** Active, an ordinary user, old enough for no grace and used last week; its row follows from its place in the export. */
export function anAccount(says: AccountSays): Account {
  return {
    email: says.login,
    row: 0,
    status: 'active',
    name: null,
    role: 'User',
    team: null,
    manager: null,
    license: null,
    employeeId: null,
    userType: null,
    conflicts: [],
    ...says,
    login: login(says.login),
    createdAt: dated(says.createdAt, '2024-01-15T00:00:00Z'),
    lastLogin: dated(says.lastLogin, '2026-09-28T00:00:00Z'),
    suspendedAt: dated(says.suspendedAt, null),
  };
}

export const assigned: Assignment = { via: 'direct', group: null, role: null, since: null, blocked: null };
export const inNestedGroup: Assignment = { ...assigned, via: 'nested-group', group: 'Sales EMEA' };

export function blockedBy(word: string): Assignment {
  return { ...assigned, blocked: word };
}

/** Left at some time up to `notAfter`. */
export function leftBy(notAfter: string, notBefore: string | null = null): object {
  return { notBefore, notAfter, source: 'deletedDateTime' };
}

export type IdentitySays = { readonly login: string } & { readonly [field in keyof Identity]?: unknown };

/** Active, directly assigned, created long ago; `login` is its NameID and its only login unless the test says others. */
export function anIdentity({ login: name, ...says }: IdentitySays): Identity {
  return z.parse(identitySchema, {
    id: `id-${name}`,
    nameId: name,
    logins: [name],
    aliases: [],
    state: 'active',
    createdAt: '2023-05-02T00:00:00Z',
    guest: false,
    assignments: [assigned],
    ...says,
  });
}

/** A complete reading of a gate that requires assignment. */
export function aHeader(says: Partial<SnapshotHeader> & Pick<SnapshotHeader, 'directory' | 'takenAt'>): SnapshotHeader {
  return {
    kind: 'snapshot',
    schema: 1,
    product: says.directory,
    tenant: null,
    app: anApp({}),
    completeness: 'complete',
    reasons: [],
    calls: [],
    ...says,
  };
}

export function anApp(says: Partial<NonNullable<SnapshotHeader['app']>>): NonNullable<SnapshotHeader['app']> {
  return { id: 'app', name: 'People.ai', enabled: true, assignmentRequired: true, nameId: null, ...says };
}

/** The instant so many hours later, to test just before and after a limit. */
export function hoursAfter(instant: string, hours: number): Instant {
  return instantFromMs(msOf(at(instant)) + hours * hourInMs);
}
