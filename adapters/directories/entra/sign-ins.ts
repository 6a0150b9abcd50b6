// When people last signed in to the app, as far back as Entra keeps it; only what succeeded counts.
import * as z from 'zod/mini';
import { dayInMs, instantFromMs, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import type { ReadDates } from '../reading/dates.ts';
import { inOneCase } from '../reading/words.ts';
import type { Graph } from './graph.ts';

const signInNeeds =
  'the application permissions AuditLog.Read.All and Directory.Read.All (Microsoft Graph), with admin consent';

/** Entra keeps sign-ins 30 days with P1 or P2, and 7 days without. */
const keptDays = 30;

export const signInSchema = z.object({
  userId: z.optional(z.nullable(z.string())),
  createdDateTime: z.optional(z.nullable(z.string())),
  status: z.optional(z.nullable(z.object({ errorCode: z.optional(z.nullable(z.number())) }))),
});
type SignInRow = z.infer<typeof signInSchema>;

export interface SignIns {
  /** By object id of the person. */
  readonly last: ReadonlyMap<string, Instant>;
  readonly lookBack: SnapshotHeader['lookBack'];
}

export function signInsPath(appId: string, since: Instant): string {
  const filter = `appId eq '${appId.replaceAll("'", "''")}' and createdDateTime ge ${since}`;
  return `/auditLogs/signIns?$filter=${encodeURIComponent(filter)}&$top=1000`;
}

/** Reads the log of the look-back; what it could not read stands in the journal. */
export async function readSignIns(graph: Graph, appId: string): Promise<SignIns> {
  const to = graph.journal.takenAt;
  const from = instantFromMs(msOf(to) - keptDays * dayInMs);
  const path = signInsPath(appId, from);
  const entry = graph.begin(path, 'the sign-ins to the app', signInNeeds);
  const last = new Map<string, Instant>();
  await graph.journal.attempt(entry, async () => {
    const list = { entry, path, row: signInSchema, keyOf: null, countPath: null };
    for await (const rows of graph.rows(list)) {
      for (const row of rows) keepLatest(last, row, graph.journal.dates);
    }
  });
  const note =
    'Entra keeps sign-ins for 30 days with a P1 or P2 licence and for 7 days without: ' +
    'no sign-in in this time does not prove that there was none.';
  return { last, lookBack: { from, to, note } };
}

const signedIn = { name: 'createdDateTime of a sign-in', follows: 'it is taken as no sign-in' };

function keepLatest(last: Map<string, Instant>, row: SignInRow, dates: ReadDates): void {
  if (row.status?.errorCode !== 0 || typeof row.userId !== 'string') return;
  const at = dates.instantOf(signedIn, row.createdDateTime, row.userId);
  if (at === null) return;
  const person = inOneCase(row.userId);
  const known = last.get(person);
  if (known === undefined || msOf(known) < msOf(at)) last.set(person, at);
}
