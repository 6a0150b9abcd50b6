// People whom no list of Okta shows, asked for by the login of their account: the lists lag.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { plural } from '../../../core/values/text.ts';
import { answerOf } from '../http/reply.ts';
import { CallFailure, isRefusal } from '../reading/call-failure.ts';
import type { CallEntry } from '../reading/journal.ts';
import { fitsPath, loginInPath } from '../reading/login-forms.ts';
import type { OktaApi } from './api.ts';
import { identityOf, userSchema } from './identity.ts';
import type { UserRow } from './identity.ts';
import { peopleNeeds } from './people.ts';

/** Whoever is assigned came with the assignments, so somebody whom only their login finds is not. */
export async function* readByLogin(okta: OktaApi, logins: readonly string[]): AsyncGenerator<Identity, void, void> {
  const entry = okta.begin('/api/v1/users/{login}', 'the people whom no list shows', peopleNeeds);
  const seen = new Set<string>();
  let unasked = 0;
  try {
    for (const login of logins) {
      const named = fitsPath(login) ? await userNamed(okta, entry, login) : await usersFiltered(okta, login);
      // Whoever left keeps their login, and somebody else may have it as primary email since.
      const isThere = named.some(({ status }) => status !== 'DEPROVISIONED');
      const called = isThere ? [] : await usersCalled(okta, entry, login);
      if (called === null) unasked += 1;
      for (const row of [...named, ...(called ?? [])]) {
        if (seen.has(row.id)) continue;
        seen.add(row.id);
        const read = identityOf(row, null, { lastSignIn: null, dates: okta.journal.dates });
        if (read.kind === 'identity') yield read.identity;
        else
          okta.journal.incomplete(
            `The person ${row.id}, whom their login found, came without a login or a status that is known; this needs ${peopleNeeds}.`,
          );
      }
    }
    if (unasked > 0)
      okta.journal.note(
        `Of ${plural(unasked, 'login')} that no list shows, Okta was asked as logins alone: it gave no answer to who bears them as primary email.`,
      );
    entry.ok = true;
  } catch (error) {
    okta.journal.failed(error, entry);
  }
}

async function userNamed(okta: OktaApi, entry: CallEntry, login: string): Promise<readonly UserRow[]> {
  const url = okta.address(`/api/v1/users/${loginInPath(login)}`);
  const reply = await okta.exchange(entry, url);
  entry.page(reply.status === 404 ? 0 : 1);
  return reply.status === 404 ? [] : [answerOf(reply, userSchema, url)];
}

/** A filter, and no search: the index behind a search lags as the lists do. */
function filtered(field: 'login' | 'email', login: string): string {
  return `/api/v1/users?filter=${encodeURIComponent(`profile.${field} eq ${JSON.stringify(login)}`)}`;
}

async function usersFiltered(okta: OktaApi, login: string): Promise<readonly UserRow[]> {
  const path = filtered('login', login);
  const entry = okta.begin(path, 'the people whom no list shows', peopleNeeds);
  const users: UserRow[] = [];
  for await (const rows of okta.rows({ entry, path, row: userSchema })) users.push(...rows);
  return users.filter(({ profile }) => canonicalLogin(profile?.login ?? '') === login);
}

/**
 * An account may bear the primary email, which may be another address than the login.
 *
 * @returns who does; `null` where Okta does not take the question, or answers another one
 */
async function usersCalled(okta: OktaApi, entry: CallEntry, login: string): Promise<readonly UserRow[] | null> {
  try {
    const { rows, whole } = await okta.beginning({
      entry,
      path: filtered('email', login),
      row: userSchema,
      most: 1,
    });
    const bearers = rows.filter(({ profile }) => canonicalLogin(profile?.email ?? '') === login);
    return bearers.length > 0 || (whole && rows.length === 0) ? bearers : null;
  } catch (error) {
    if (error instanceof CallFailure && isRefusal(error.status)) return null;
    throw error;
  }
}
