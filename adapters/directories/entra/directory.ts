// The Entra connector: who is in the tenant and who of them may use the app, streamed, with the record of the reading.
import type * as oauth from 'oauth4webapi';
import type { EntraConfig } from '../../../core/config/directories/entra.ts';
import type { Directory } from '../../../core/ports/inputs.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { Assignments } from './assignments.ts';
import { confirmAbsent } from './absent.ts';
import { readApp, readAssigned } from './app.ts';
import { readGroups } from './groups.ts';
import { deletedList, presentList, readUsers } from './people.ts';
import { readByLogin } from './by-login.ts';
import { readSignIns } from './sign-ins.ts';
import { Graph } from './graph.ts';
import { Http } from '../http/request.ts';
import { Journal } from '../reading/journal.ts';
import { openedOnce } from '../reading/opened-once.ts';
import type { Access } from '../reading/opened-once.ts';
import type { Surroundings } from '../reading/surroundings.ts';
import { TokenSource } from '../http/token.ts';

export interface EntraOptions {
  readonly config: EntraConfig;
  readonly clientId: string;
  readonly proof: oauth.ClientAuth;
  /** What the credentials are, for the reason when they are refused: `ENTRA_CLIENT_ID and ENTRA_CLIENT_SECRET`. */
  readonly credentialNames: string;
  readonly around: Surroundings;
}

/**
 * An Entra tenant as a directory. Whatever goes wrong while it is read ends as a reason in the header, and the
 * snapshot is then not `complete`; only a bug throws.
 *
 * @example entraDirectory({ config, clientId, proof: oauth.ClientSecretPost(secret), credentialNames, around }).pull()
 */
export function entraDirectory(options: EntraOptions): Directory {
  return openedOnce(options, {
    open: async (journal) => openGraph(options, journal),
    pull: (access) => pull(options, access),
    readByLogin,
  });
}

/** Opens a tenant and gets a token for it; `null`, with the reason in the journal, when none is to be had. */
export async function openGraph(options: EntraOptions, journal: Journal): Promise<Graph | null> {
  const { config, clientId, proof, around } = options;
  const http = new Http(config.id, around);
  const tokenUrl = `${config.loginUrl.replace(/\/$/, '')}/${encodeURIComponent(config.tenantId)}/oauth2/v2.0/token`;
  const needs = `valid credentials in ${options.credentialNames}`;
  const entry = journal.begin({ call: `POST ${tokenUrl}`, reads: 'the access token', needs });
  const scope = `${new URL(config.graphUrl).origin}/.default`;
  const tokens = new TokenSource({ tokenUrl, clientId, proof, scope, needs }, http, { around, entry });
  const token = await journal.attempt(entry, async () => tokens.token());
  return token.kind === 'unread' ? null : new Graph({ config, http, tokens, journal, around });
}

async function* pull(
  { config, around }: EntraOptions,
  access: Access<Graph>,
): AsyncGenerator<Identity, SnapshotHeader, void> {
  const journal = new Journal(around.clock);
  const identity = { directory: config.id, product: 'Microsoft Entra ID', tenant: config.tenantId };
  const unread = (): SnapshotHeader => journal.header({ ...identity, app: null, arePeopleRead: false });
  const graph = await access(journal);
  if (graph === null) return unread();

  const assignments = new Assignments();
  const onLeave = new Set<string>();
  const { appId } = config;
  const isGate = config.role === 'gate' && appId !== undefined;
  const app = isGate ? await readApp(graph, appId) : null;
  // Without the app nobody could be told from an intruder: the people alone would only mislead.
  if (isGate && app === null) return unread();
  const groups = app === null ? [] : await readAssigned(graph, app, assignments);
  await readGroups(graph, groups, { assignments, onLeave });
  const signIns = isGate && config.signIns ? await readSignIns(graph, appId) : null;

  const context = { assignments, onLeave, lastSignIns: signIns?.last ?? new Map(), seen: new Set<string>() };
  const present = presentList(graph);
  yield* readUsers(graph, present, context);
  const deleted = deletedList(graph);
  yield* readUsers(graph, deleted, context);
  if (present.entry.ok && deleted.entry.ok) await confirmAbsent(graph, assignments, context.seen);
  const lookBack = signIns === null ? {} : { lookBack: signIns.lookBack };
  const arePeopleRead = present.entry.pages > 0;
  return journal.header({ ...identity, app: app?.header ?? null, ...lookBack, arePeopleRead });
}
