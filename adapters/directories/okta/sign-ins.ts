// When people last signed in to the app, as far back as Okta keeps its log; the event also fires on failure.
import * as z from 'zod/mini';
import { dayInMs, instantFromMs, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { ReadDates } from '../reading/dates.ts';
import type { OktaApi } from './api.ts';

const signInNeeds = 'the scope okta.logs.read (or an API token of an administrator who may read the system log)';

const keptDays = 90;

export const eventSchema = z.object({
  uuid: z.optional(z.nullable(z.string())),
  published: z.optional(z.nullable(z.string())),
  outcome: z.optional(z.nullable(z.object({ result: z.optional(z.nullable(z.string())) }))),
  actor: z.optional(z.nullable(z.object({ id: z.optional(z.nullable(z.string())) }))),
});
type EventRow = z.infer<typeof eventSchema>;

export interface SignIns {
  /** By id of the person. */
  readonly last: ReadonlyMap<string, Instant>;
  readonly lookBack: SnapshotHeader['lookBack'];
}

/** With an end, the list ends; without one, Okta offers a next page for ever. */
export function signInsPath(appId: string, from: Instant, to: Instant): string {
  const filter = `eventType eq "user.authentication.sso" and target.id eq "${appId}"`;
  const query = new URLSearchParams({ filter, since: from, until: to, limit: '1000' });
  return `/api/v1/logs?${query.toString()}`;
}

/** Reads the log of the look-back; what it could not read stands in the journal. */
export async function readSignIns(okta: OktaApi, appId: string): Promise<SignIns> {
  const to = okta.journal.takenAt;
  const from = instantFromMs(msOf(to) - keptDays * dayInMs);
  const path = signInsPath(appId, from, to);
  const entry = okta.begin(path, 'the sign-ins to the app', signInNeeds);
  const last = new Map<string, Instant>();
  await okta.journal.attempt(entry, async () => {
    for await (const rows of okta.rows({ entry, path, row: eventSchema })) {
      for (const row of rows) keepLatest(last, row, okta.journal.dates);
    }
  });
  const note = 'Okta keeps its log for 90 days: no sign-in in this time does not prove that there was none before.';
  return { last, lookBack: { from, to, note } };
}

const published = { name: 'published of a sign-in', follows: 'it is taken as no sign-in' };

function keepLatest(last: Map<string, Instant>, row: EventRow, dates: ReadDates): void {
  const person = row.actor?.id;
  if (row.outcome?.result !== 'SUCCESS' || typeof person !== 'string') return;
  const at = dates.instantOf(published, row.published, person);
  if (at === null) return;
  const known = last.get(person);
  if (known === undefined || msOf(known) < msOf(at)) last.set(person, at);
}
