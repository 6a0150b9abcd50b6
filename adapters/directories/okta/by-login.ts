// People whom no list of Okta shows, asked for by the login of their account: the lists lag.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { answerOf } from '../http/reply.ts';
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
  try {
    for (const login of logins) {
      const rows = fitsPath(login) ? await userNamed(okta, entry, login) : await usersFiltered(okta, login);
      for (const row of rows) {
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
async function usersFiltered(okta: OktaApi, login: string): Promise<readonly UserRow[]> {
  const path = `/api/v1/users?filter=${encodeURIComponent(`profile.login eq ${JSON.stringify(login)}`)}`;
  const entry = okta.begin(path, 'the people whom no list shows', peopleNeeds);
  const users: UserRow[] = [];
  for await (const rows of okta.rows({ entry, path, row: userSchema })) users.push(...rows);
  return users.filter(({ profile }) => canonicalLogin(profile?.login ?? '') === login);
}
