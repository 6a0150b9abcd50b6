// Everybody in an Okta org, page by page: who is assigned with the app's own list, then all others, then who has left.
import * as z from 'zod/mini';
import type { Instant } from '../../../core/values/instant.ts';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import type { CallEntry } from '../reading/journal.ts';
import type { OktaApi } from './api.ts';
import { appUserOf, appUserSchema, identityOf, isWhole, userSchema } from './identity.ts';
import type { AppUser, AppUserRow, UserRow } from './identity.ts';
import { UnknownWords } from '../reading/unknown-words.ts';

const assignedNeeds = 'the scopes okta.apps.read and okta.users.read';
export const peopleNeeds = 'the scope okta.users.read (or an API token of an administrator who may read users)';

export interface PeopleContext {
  readonly nameIdIsUserName: boolean;
  readonly lastSignIns: ReadonlyMap<string, Instant>;
  /** Ids of everybody who came in so far: a person who stands in two lists is told once. */
  readonly seen: Set<string>;
  /**
   * Assigned people whom no list of people has brought yet; what is not told of them, because their own data did not
   * come with the assignment.
   */
  readonly awaited: Map<string, AppUser | null>;
}

/** The first page of the assignments. */
export function assignedPath(appId: string): string {
  return `/api/v1/apps/${encodeURIComponent(appId)}/users?expand=user&limit=500`;
}

/** How somebody may be assigned. */
export const scopes: ReadonlySet<string> = new Set(['USER', 'GROUP']);

/** Streams the assigned; one that comes without its person is `awaited` until the list of people brings it. */
export async function* readAssigned(
  okta: OktaApi,
  appId: string,
  context: PeopleContext,
): AsyncGenerator<Identity, CallEntry, void> {
  const path = assignedPath(appId);
  const entry = okta.begin(path, 'the assignments of the app', assignedNeeds);
  const told = teller(okta, entry, context);
  const unknown = new UnknownWords('scope', 'how they were assigned is not known');
  const blocked = new Set<string>();
  try {
    for await (const rows of okta.rows({ entry, path, row: appUserSchema })) {
      for (const row of rows) {
        if (!scopes.has(row.scope ?? 'USER')) unknown.add(row.scope ?? '', row.id);
        const appUser = {
          ...appUserOf(row, okta.journal.dates),
          ...(context.nameIdIsUserName ? {} : { userName: null }),
        };
        const isBlocked = appUser.assignment.blocked !== null;
        if (context.awaited.has(row.id) && isBlocked !== blocked.has(row.id)) {
          okta.journal.incomplete(
            `The person ${row.id} stands twice among the assignments, once as assigned and once not.`,
          );
        }
        if (isBlocked) blocked.add(row.id);
        const person = personOf(row);
        context.awaited.set(row.id, person === null ? appUser : null);
        if (person !== null) yield* told.tell(person, appUser);
      }
    }
  } catch (error) {
    okta.journal.failed(error, entry);
  }
  unknown.report(okta.journal);
  told.report();
  return entry;
}

/** The person that came with the assignment, if it came, and came whole. */
function personOf(row: AppUserRow): UserRow | null {
  const embedded = z.safeParse(userSchema, row._embedded?.user);
  return embedded.success && embedded.data.id === row.id && isWhole(embedded.data) ? embedded.data : null;
}

export const presentPath = '/api/v1/users?limit=200';
/** The plain list leaves them out; they have to be searched for. */
export const deprovisionedPath = `/api/v1/users?search=${encodeURIComponent('status eq "DEPROVISIONED"')}&limit=200`;

/** Streams one list of people, without those who were told before. */
export async function* readPeople(
  okta: OktaApi,
  list: { readonly path: string; readonly reads: string },
  context: PeopleContext,
): AsyncGenerator<Identity, CallEntry, void> {
  const { path } = list;
  const entry = okta.begin(path, list.reads, peopleNeeds);
  const told = teller(okta, entry, context);
  try {
    for await (const rows of okta.rows({ entry, path, row: userSchema })) {
      for (const row of rows) {
        const appUser = context.awaited.get(row.id) ?? null;
        context.awaited.delete(row.id);
        yield* told.tell(row, appUser);
      }
    }
  } catch (error) {
    okta.journal.failed(error, entry);
  }
  told.report();
  return entry;
}

interface Teller {
  tell(user: UserRow, appUser: AppUser | null): Iterable<Identity>;
  /** Says what could not be told. */
  report(): void;
}

function teller(okta: OktaApi, entry: CallEntry, context: PeopleContext): Teller {
  const unknown = new UnknownWords('status', 'whether they can sign in is not known');
  let withheld = 0;
  return {
    *tell(user, appUser) {
      if (context.seen.has(user.id)) return;
      context.seen.add(user.id);
      const lastSignIn = context.lastSignIns.get(user.id) ?? null;
      const read = identityOf(user, appUser, { lastSignIn, dates: okta.journal.dates });
      if (read.kind === 'identity') yield read.identity;
      if (read.kind === 'limited') withheld += 1;
      if (read.kind === 'unknown-status') unknown.add(read.status, user.id);
    },
    report() {
      unknown.report(okta.journal);
      if (withheld === 0) return;
      okta.journal.incomplete(
        `limited-information: ${withheld} of ${entry.rows} rows of ${entry.plan.reads} came without login or status; ` +
          `this needs ${peopleNeeds}.`,
      );
    },
  };
}
