// The Okta connector: who is in the org and who of them may use the app, streamed, with the record of the reading.
import type * as oauth from 'oauth4webapi';
import * as z from 'zod/mini';
import type { OktaConfig } from '../../../core/config/directories/okta.ts';
import type { Directory } from '../../../core/ports/inputs.ts';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { Http } from '../http/request.ts';
import { CallFailure } from '../reading/call-failure.ts';
import { Journal } from '../reading/journal.ts';
import { openedOnce } from '../reading/opened-once.ts';
import type { Access } from '../reading/opened-once.ts';
import type { CallEntry } from '../reading/journal.ts';
import { readByLogin } from './by-login.ts';
import { OktaApi } from './api.ts';
import type { OktaAccess } from './api.ts';
import { readApp } from './app.ts';
import { appUserOf, appUserSchema } from './identity.ts';
import type { OktaApp } from './app.ts';
import { deprovisionedPath, peopleNeeds, presentPath, readAssigned, readPeople } from './people.ts';
import type { PeopleContext } from './people.ts';
import { hidesText, holderOf, readSight, roleNeeds, wideRole } from './sight.ts';
import { readSignIns } from './sign-ins.ts';
import { answerOf } from '../http/reply.ts';
import type { Surroundings } from '../reading/surroundings.ts';
import { TokenSource } from '../http/token.ts';

/** A token made in the admin console, or a service app that signs for its own tokens. */
export type OktaEntry =
  | { readonly kind: 'api-token'; readonly apiToken: string }
  | { readonly kind: 'service-app'; readonly clientId: string; readonly proof: oauth.ClientAuth };

export interface OktaOptions {
  readonly config: OktaConfig;
  readonly by: OktaEntry;
  /** What the credentials are, for the reason when they are refused: `OKTA_CLIENT_ID and OKTA_PRIVATE_KEY_FILE`. */
  readonly credentialNames: string;
  readonly around: Surroundings;
}

/**
 * An Okta org as a directory. Whatever goes wrong while it is read ends as a reason in the header, and the snapshot is
 * then not `complete`; only a bug throws.
 *
 * @example oktaDirectory({ config, by: { kind: 'api-token', apiToken }, credentialNames: 'OKTA_API_TOKEN', around }).pull()
 */
export function oktaDirectory(options: OktaOptions): Directory {
  return openedOnce(options, {
    open: async (journal) => openOrg(options, journal),
    pull: (access) => pull(options, access),
    readByLogin,
  });
}

/** Opens an org and gets a token for it; `null`, with the reason in the journal, when none is to be had. */
export async function openOrg(options: OktaOptions, journal: Journal): Promise<OktaApi | null> {
  const { config, around, by } = options;
  const http = new Http(config.id, around);
  const api = (access: OktaAccess): OktaApi => new OktaApi({ config, http, access, journal, around });
  if (by.kind === 'api-token') return api(by);
  const tokenUrl = `${config.orgUrl.replace(/\/$/, '')}/oauth2/v1/token`;
  const needs = `valid credentials in ${options.credentialNames}, and the scopes granted to the service app`;
  const entry = journal.begin({ call: `POST ${tokenUrl}`, reads: 'the access token', needs });
  const { clientId, proof } = by;
  const tokensFor = (scopes: readonly string[]): TokenSource =>
    new TokenSource({ tokenUrl, clientId, proof, scope: scopes.join(' '), needs }, http, { around, entry });
  const read = await journal.attempt(entry, async () => widest(tokensFor, scopesOf(config)));
  return read.kind === 'unread' ? null : api({ kind: 'service-app', tokens: read.value });
}

/** How Okta refuses scopes that are not granted, or that a rule of the org keeps back. */
const refusesScopes: ReadonlySet<string> = new Set(['invalid_scope', 'consent_required', 'access_denied']);

/** Okta refuses a token whole for one scope that is not granted; the one that reads roles is granted to few. */
async function widest(
  tokensFor: (scopes: readonly string[]) => TokenSource,
  scopes: readonly string[],
): Promise<TokenSource> {
  const wide = tokensFor([...scopes, 'okta.roles.read']);
  try {
    await wide.token();
    return wide;
  } catch (error) {
    if (!(error instanceof CallFailure) || !refusesScopes.has(error.code ?? '')) throw error;
  }
  const plain = tokensFor(scopes);
  await plain.token();
  return plain;
}

function scopesOf(config: OktaConfig): readonly string[] {
  const app = config.role === 'gate' ? ['okta.apps.read'] : [];
  const logs = config.role === 'gate' && config.signIns ? ['okta.logs.read'] : [];
  return [...app, 'okta.users.read', ...logs];
}

async function* pull(options: OktaOptions, access: Access<OktaApi>): AsyncGenerator<Identity, SnapshotHeader, void> {
  const { config, around } = options;
  const journal = new Journal(around.clock);
  const identity = { directory: config.id, product: 'Okta', tenant: new URL(config.orgUrl).host };
  const unread = (): SnapshotHeader => journal.header({ ...identity, app: null, arePeopleRead: false });
  const okta = await access(journal);
  if (okta === null) return unread();

  const { appId } = config;
  const isGate = config.role === 'gate' && appId !== undefined;
  const app = isGate ? await readApp(okta, appId) : null;
  // Without the app nobody could be told from an intruder: the people alone would only mislead.
  if (isGate && app === null) return unread();
  const { proven, me } = await seesEverybody(okta, options.by);
  const signIns = isGate && config.signIns ? await readSignIns(okta, appId) : null;
  const context = contextOf(app, signIns?.last ?? new Map());

  const assigned = isGate ? yield* readAssigned(okta, appId, context) : null;
  const present = yield* readPeople(okta, { path: presentPath, reads: 'the people of the org' }, context);
  const left = yield* readPeople(okta, { path: deprovisionedPath, reads: 'the deprovisioned people' }, context);
  if (present.ok && left.ok) {
    await confirmAbsent(okta, context);
    // Whoever asks is somebody of the org: a list without them is not everybody, whatever else cannot be proven.
    if (me !== null && !context.seen.has(me)) {
      okta.journal.incomplete(
        `The list of people lacks the administrator who asks (${me}): the credentials see a part of the people only; this needs ${wideRole}.`,
      );
    }
  }
  const sight = proven ? {} : ({ sight: 'unproven' } as const);
  const lookBack = signIns === null ? {} : { lookBack: signIns.lookBack };
  const stated = { ...identity, app: app?.header ?? null, ...sight, ...lookBack };
  return journal.header({ ...stated, arePeopleRead: present.pages > 0 || (assigned?.pages ?? 0) > 0 });
}

/** Without a role that can be read, nobody is concluded to have left because no list shows them. */
interface Seeing {
  /** Whether a role says that they see everybody. */
  readonly proven: boolean;
  /** Where none does, somebody whom the lists must show. */
  readonly me: string | null;
}

async function seesEverybody(okta: OktaApi, by: OktaEntry): Promise<Seeing> {
  const sight = await readSight(okta, holderOf(by));
  switch (sight.kind) {
    case 'everybody':
      if (sight.hides.length > 0) okta.journal.note(hidesText(sight));
      return { proven: true, me: null };
    case 'part':
      okta.journal.incomplete(`The credentials see a part of the people only: ${sight.why}; this needs ${wideRole}.`);
      return { proven: true, me: null };
    case 'unproven':
      okta.journal.note(
        `Whether the credentials see everybody could not be read (${sight.why}), so nobody is taken to have left because no list shows them; this needs ${roleNeeds}.`,
      );
      return { proven: false, me: sight.me };
    default:
      return sight satisfies never;
  }
}

function contextOf(app: OktaApp | null, lastSignIns: PeopleContext['lastSignIns']): PeopleContext {
  return {
    nameIdIsUserName: app?.nameIdIsUserName ?? false,
    lastSignIns,
    seen: new Set(),
    awaited: new Map(),
  };
}

/** More than these are not looked up one by one: a list that lacks so many was cut. */
const mostLookUps = 20;

/**
 * Assigned people whom no list brought: gone meanwhile, or proof that a list was cut, or that the credentials see a part
 * of the people only.
 */
async function confirmAbsent(okta: OktaApi, context: PeopleContext): Promise<void> {
  const { appId = '' } = okta.config;
  const absent = [...context.awaited.keys()];
  if (absent.length > mostLookUps) {
    okta.journal.incomplete(`The list of people lacks ${absent.length} people who are assigned to the app.`);
    return;
  }
  for (const id of absent) {
    const path = `/api/v1/users/${encodeURIComponent(id)}`;
    const entry = okta.begin(path, 'an assigned person who is not in the list of people', peopleNeeds);
    await okta.journal.attempt(entry, async () => {
      const url = okta.address(path);
      const reply = await okta.exchange(entry, url);
      if (reply.status !== 404) {
        answerOf(reply, z.object({ id: z.string() }), url);
        okta.journal.incomplete(`The list of people lacks the person ${id}, who is there and assigned to the app.`);
      } else if (await isStillAssigned(okta, entry, { appId, id })) {
        okta.journal.incomplete(
          `The person ${id} is assigned to the app and not to be seen: the credentials see a part of the people only; this needs ${wideRole}.`,
        );
      }
      entry.ok = true;
    });
  }
}

/** Who was deleted while the lists were read is no longer assigned either; an assignment that is off may outlive its person. */
async function isStillAssigned(
  okta: OktaApi,
  entry: CallEntry,
  { appId, id }: { readonly appId: string; readonly id: string },
): Promise<boolean> {
  const url = okta.address(`/api/v1/apps/${encodeURIComponent(appId)}/users/${encodeURIComponent(id)}`);
  const reply = await okta.exchange(entry, url);
  if (reply.status === 404) return false;
  return appUserOf(answerOf(reply, appUserSchema, url), okta.journal.dates).assignment.blocked === null;
}
