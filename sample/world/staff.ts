// The ordinary staff: most of the population, linked and without a finding, joining and leaving as people do.
import { dayInMs, dayOf, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { domains, teams } from './company.ts';
import { draw } from './draw.ts';
import { staffNames } from './names.ts';
import type { StaffName } from './names.ts';
import { deletedFromEntra, deprovisionedInOkta, employee, entraOf, linked, oktaOf, rowOf } from './people.ts';
import type { Employee, Scene } from './people.ts';
import { at, daysBefore, hoursAfter } from './time.ts';
import type { Quarter } from './time.ts';

/** What the systems say of all ordinary staff in one review. */
export function staffScenes(on: Quarter): readonly Scene[] {
  return [...staffNames.map((name) => staffScene(name, on)), { entra: bystanders(on) }];
}

function staffScene(name: StaffName, on: Quarter): Scene {
  const email = `${name.login}@${domainOf(name)}`;
  const leads = teams.some(([, manager]) => manager === email);
  const joined = joinedOn(name.login);
  const says = leads ? { role: 'Manager' } : joined === null ? {} : { joined };
  const person = employee(email, [name.first, name.last], says);
  if (msOf(at(`${person.joined}T00:00:00Z`)) > msOf(daysBefore(14, on.exportedAt))) return {};
  const left = leads || joined !== null ? null : leftOn(name.login);
  if (left === null || msOf(left) > msOf(on.exportedAt)) return present(person, on);
  return removedInTime(person, on, left);
}

function domainOf({ login }: StaffName): string {
  if (teams.some(([, manager]) => manager.startsWith(`${login}@`))) return domains.main;
  const share = draw(100, 'company', login);
  if (share < 6) return domains.contractors;
  if (share < 12) return domains.workshop;
  return share < 38 ? domains.optics : domains.main;
}

/** A quarter of the staff joined this year, half of them in each of the last two quarters. */
function joinedOn(login: string): string | null {
  const share = draw(100, 'joined this year', login);
  if (share >= 24) return null;
  const start = at(share < 12 ? '2026-04-20T00:00:00Z' : '2026-07-20T00:00:00Z');
  return dayOf(hoursAfter(24 * draw(45, 'day of joining', login), start), 'UTC');
}

/** One in fourteen left between the first review and the last, on a weekday of either quarter. */
function leftOn(login: string): Instant | null {
  if (draw(14, 'left', login) !== 0) return null;
  return hoursAfter(24 * draw(150, 'day of leaving', login), at('2026-04-20T15:00:00Z'));
}

/** One in five of the main company is in both directories, as the sales tools of the optics company need it. */
function present(person: Employee, on: Quarter): Scene {
  const scene = linked(person, on);
  const inBoth = person.email.endsWith(domains.main) && draw(5, 'both directories', person.email) === 0;
  return inBoth ? { ...scene, okta: [oktaOf(person, on, { lastSignIn: null })] } : scene;
}

/** Suspended a few hours after leaving; Entra forgets a deleted user after 30 days, Okta never does. */
function removedInTime(person: Employee, on: Quarter, left: Instant): Scene {
  const rows = [
    rowOf(person, on, {
      Status: 'Suspended',
      'Suspended At': hoursAfter(1 + draw(5, 'removed', person.email), left),
      'Last Login': hoursAfter(-20, left),
    }),
  ];
  if (person.email.endsWith(domains.contractors)) return { rows, contractors: [deprovisionedInOkta(person, on, left)] };
  if (person.email.endsWith(domains.optics)) return { rows, okta: [deprovisionedInOkta(person, on, left)] };
  const forgotten = msOf(on.asOf) - msOf(left) > 30 * dayInMs;
  return { rows, entra: forgotten ? [] : [deletedFromEntra(person, on, left)] };
}

const firstNames = ['Asta', 'Bram', 'Cleo', 'Dov', 'Edda', 'Finn', 'Gita', 'Hari', 'Ida', 'Jory'];
const lastNames = ['Alderman', 'Bexley', 'Corwin', 'Dunmore', 'Eastlake', 'Farrow'];

/** The workshop floor: people of the tenant who have nothing to do with People.ai. */
function bystanders(on: Quarter): NonNullable<Scene['entra']> {
  return lastNames.flatMap((last) =>
    firstNames.map((first) => {
      const person = employee(`${first}.${last}@${domains.main}`.toLowerCase(), [first, last]);
      return entraOf(person, on, { groups: [], lastSignIn: null });
    }),
  );
}
