// People and what the systems say about them: a row in the export, an object in Entra, an object in Okta.
import type { AppUserRow, UserRow as OktaUser } from '../../adapters/directories/okta/identity.ts';
import type { UserRow as EntraUser } from '../../adapters/directories/entra/identity.ts';
import type { Instant } from '../../core/values/instant.ts';
import { dayOf } from '../../core/values/instant.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import { domains, groups, teams } from './company.ts';
import type { Group } from './company.ts';
import { draw, guid, oktaId, pick } from './draw.ts';
import { at, daysBefore, hoursAfter, isSince, secondsBefore } from './time.ts';
import type { Quarter } from './time.ts';

export interface Employee {
  /** As the export spells it. */
  readonly email: string;
  readonly first: string;
  readonly last: string;
  /** The employee number; `null` for people who have none. */
  readonly number: string | null;
  /** `2024-03-04` */
  readonly joined: string;
  readonly role: string;
}

/** @example employee('mira.novakova@sparrowhawk.example', ['Mira', 'Nováková'], { role: 'Manager' }) */
export function employee(
  email: string,
  [first, last]: readonly [first: string, last: string],
  says: Partial<Employee> = {},
): Employee {
  const day = daysBefore(draw(1500, 'joined', email), at('2025-11-03T00:00:00Z'));
  const number = `E${1_000_000 + draw(9_000_000, 'employee number', email)}`;
  return { email, first, last, number, joined: dayOf(day, 'UTC'), role: 'User', ...says };
}

/** The columns of the export, in People.ai's order; `Operation` is empty in a raw export. */
export interface ExportRow {
  readonly Operation: string;
  readonly Status: 'Active' | 'Invited' | 'Suspended';
  readonly 'Suspended At': string;
  readonly Email: string;
  readonly 'First Name': string;
  readonly 'Last Name': string;
  readonly Role: string;
  readonly 'Permission Profile': string;
  readonly Team: string;
  readonly 'Manager Email': string;
  readonly License: string;
  readonly 'Employee ID': string;
  readonly 'Last Login': string;
  readonly 'Created At': string;
}

const profiles: Readonly<Record<string, string>> = { Admin: 'Administrator', Manager: 'Team Manager' };

/** When somebody who works here was last seen in People.ai: in the twelve days before the export. */
function lastSeen({ email }: Employee, on: Quarter): Instant {
  return hoursAfter(-2 - draw(286, 'hours', email, on.id), secondsBefore(draw(3600, 'seconds', email), on.exportedAt));
}

export function rowOf(person: Employee, on: Quarter, says: Partial<ExportRow> = {}): ExportRow {
  const [team, manager] = pick(teams, 'team', person.email);
  return {
    Operation: '',
    Status: 'Active',
    'Suspended At': '',
    Email: person.email,
    'First Name': person.first,
    'Last Name': person.last,
    Role: person.role,
    'Permission Profile': profiles[person.role] ?? 'Standard',
    Team: team,
    'Manager Email': manager,
    License: 'Full',
    'Employee ID': person.number ?? '',
    'Last Login': lastSeen(person, on),
    'Created At': secondsBefore(draw(28_800, 'created', person.email), at(`${person.joined}T17:00:00Z`)),
    ...says,
  };
}

/** One user of the tenant, with what the tenant holds about them elsewhere. */
export interface EntraPerson {
  readonly user: EntraUser;
  readonly groups: readonly Group[];
  /** Assigned without a group, since when. */
  readonly assignedSince: Instant | null;
  readonly lastSignIn: Instant | null;
}

interface EntraSays extends Partial<Omit<EntraPerson, 'user'>> {
  readonly user?: Partial<EntraUser>;
}

/** A member of the tenant who may use People.ai, except for what is said otherwise. */
export function entraOf(person: Employee, on: Quarter, says: EntraSays = {}): EntraPerson {
  const { user, ...rest } = says;
  // Entra keeps names in ASCII, whatever the export shows.
  const login = canonicalLogin(person.email);
  return {
    groups: [person.role === 'Admin' ? groups.administrators : groups.users],
    assignedSince: null,
    lastSignIn: secondsBefore(2, lastSeen(person, on)),
    ...rest,
    user: {
      id: guid('person', person.email),
      userPrincipalName: login,
      mail: login,
      proxyAddresses: [`SMTP:${login}`],
      otherMails: [],
      displayName: `${person.first} ${person.last}`,
      accountEnabled: true,
      userType: 'Member',
      employeeId: person.number,
      department: pick(teams, 'team', person.email)[0],
      createdDateTime: daysBefore(3, at(`${person.joined}T09:00:00Z`)),
      manager: { userPrincipalName: pick(teams, 'team', person.email)[1] },
      ...user,
    },
  };
}

/** Among the deleted items, where Entra writes the object id before the name; groups, assignments and manager are gone. */
export function deletedFromEntra(person: Employee, on: Quarter, deletedAt: string): EntraPerson {
  const id = guid('person', person.email);
  const userPrincipalName = `${id.replaceAll('-', '')}${person.email}`;
  const user = { id, userPrincipalName, deletedDateTime: deletedAt, manager: null };
  return entraOf(person, on, { user, groups: [], lastSignIn: null });
}

/** One user of an Okta org, with what the app says about them; `appUser` is `null` for who is not assigned. */
export interface OktaPerson {
  readonly user: OktaUser;
  readonly appUser: AppUserRow | null;
  readonly lastSignIn: Instant | null;
}

interface OktaSays {
  readonly status?: string;
  /** When the status became what it is. */
  readonly since?: string;
  /** The word of the app user; `null` for who is not assigned. */
  readonly app?: string | null;
  readonly lastSignIn?: Instant | null;
}

export function oktaOf(person: Employee, on: Quarter, says: OktaSays = {}): OktaPerson {
  const id = oktaId('00u', person.email);
  const hired = daysBefore(5, at(`${person.joined}T10:30:00Z`));
  const {
    status = 'ACTIVE',
    since = hired,
    app = 'ACTIVE',
    lastSignIn = secondsBefore(2, lastSeen(person, on)),
  } = says;
  return {
    lastSignIn,
    appUser:
      app === null
        ? null
        : { id, scope: 'GROUP', status: app, created: hoursAfter(4, hired), credentials: { userName: person.email } },
    user: {
      id,
      status,
      created: hired,
      statusChanged: since,
      profile: {
        login: person.email,
        email: person.email,
        firstName: person.first,
        lastName: person.last,
        employeeNumber: person.number,
        manager: pick(teams, 'team', person.email)[1],
      },
    },
  };
}

/** Deactivated in Okta, which takes every assignment away. */
export function deprovisionedInOkta(person: Employee, on: Quarter, since: string): OktaPerson {
  return oktaOf(person, on, { status: 'DEPROVISIONED', since, app: null, lastSignIn: null });
}

export interface Decision {
  readonly login: string;
  readonly decision: 'keep' | 'revoke';
  readonly reason: string;
}

/** What a story adds to the world of one review. */
export interface Scene {
  readonly rows?: readonly ExportRow[];
  readonly entra?: readonly EntraPerson[];
  readonly okta?: readonly OktaPerson[];
  readonly contractors?: readonly OktaPerson[];
  /** E-mail and last day, as HR lists them. */
  readonly leavers?: readonly (readonly [string, string])[];
  /** What the control owner decides in the review of this quarter. */
  readonly decisions?: readonly Decision[];
}

/** Somebody as they should be: one account, one identity in the directory of their company, assigned. */
export function linked(person: Employee, on: Quarter): Scene {
  const rows = [rowOf(person, on)];
  if (person.email.endsWith(`@${domains.contractors}`)) return { rows, contractors: [oktaOf(person, on)] };
  if (person.email.endsWith(`@${domains.optics}`)) return { rows, okta: [oktaOf(person, on)] };
  return { rows, entra: [entraOf(person, on)] };
}

/** Linked like anybody before a quarter, and from it on as the scene says. */
export function linkedUntil(
  id: Quarter['id'],
  person: Employee,
  scene: (on: Quarter) => Scene,
): (on: Quarter) => Scene {
  return (on) => (isSince(id, on) ? scene(on) : linked(person, on));
}
