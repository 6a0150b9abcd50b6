// What the portal needs on a laptop, put together: the embedded home, an issuer, and runs beside the requests.
import { randomUUID } from 'node:crypto';
import { localClient, localIssuer } from '../adapters/sign-in/local-issuer.ts';
import { accessTokens } from '../adapters/sign-in/access-token.ts';
import type { LocalIssuer, LocalPerson } from '../adapters/sign-in/local-issuer.ts';
import { oidcSignIn } from '../adapters/sign-in/oidc.ts';
import { periodOf } from '../core/config/calendar.ts';
import type { Config } from '../core/config/config.ts';
import { selfTest } from '../core/findings/self-test/self-test.ts';
import { portalUploadKey } from '../core/names/object-keys.ts';
import type { Objects } from '../core/ports/objects.ts';
import type { AccessTokens, SignIn } from '../core/ports/sign-in.ts';
import type { Runs } from '../core/ports/stores.ts';
import type { Clock, Progress } from '../core/ports/world.ts';
import type { Report } from '../core/report/report.ts';
import type { Instant } from '../core/values/instant.ts';
import { canonicalLogin } from '../core/values/login.ts';
import { refusalText } from '../core/values/result.ts';
import type { Result } from '../core/values/result.ts';
import { bytesOf } from '../steps/bytes.ts';
import { observeRemovals } from '../steps/remove/observe-removals.ts';
import { ingestExport } from '../steps/read/ingest-export.ts';
import { ingestLeavers } from '../steps/read/ingest-leavers.ts';
import { custodyOfRun } from '../steps/read/custody-of-run.ts';
import type { CustodyOfRun, NamedFile } from '../steps/read/custody-of-run.ts';
import { keepReceiptOf, keptUpload } from '../steps/read/keep-upload.ts';
import type { KeptUpload } from '../steps/read/keep-upload.ts';
import { loadHistory } from '../steps/run/load-history.ts';
import { publish } from '../steps/run/publish.ts';
import { reconcile } from '../steps/run/reconcile.ts';
import { storedRuns } from '../steps/run/stored-runs.ts';
import type { StartedRun } from '../steps/show/started-run.ts';
import { askedAt } from './assistants.ts';
import { openDirectories, readDirectories } from './laptop-directories.ts';
import { systemClock } from './laptop.ts';
import type { HomeServices, ReadingServices } from './laptop.ts';

/** The configuration that the latest accepted run used. @returns `null` in a home without one */
export async function latestConfig(home: { readonly objects: Objects; readonly runs: Runs }): Promise<Config | null> {
  return (await (await storedRuns(home).accepted()).at(-1)?.config()) ?? null;
}

export interface LocalSignIn {
  readonly signIn: SignIn;
  readonly issuer: LocalIssuer;
  readonly tokens: AccessTokens;
}

/** On this machine nobody has to configure it. */
const localScope = 'access-review.read';

/** @param origin `http://localhost:8484` */
export function openLocalSignIn(origin: string, people: () => Promise<readonly LocalPerson[]>): LocalSignIn {
  const [issuer, redirectUri] = [`${origin}/issuer`, `${origin}/auth/callback`];
  const asked = { address: askedAt(origin), scope: localScope };
  return {
    issuer: localIssuer({ issuer, redirectUri, people, asked }),
    tokens: accessTokens({ issuer, audience: asked.address, scope: asked.scope, claim: 'groups' }),
    signIn: oidcSignIn({
      issuer,
      redirectUri,
      clientId: localClient,
      clientSecret: null,
      claim: 'groups',
      clock: systemClock,
    }),
  };
}

/** The company's own issuer; its secret comes from the environment, as all credentials do. */
export function openCompanySignIn(asked: {
  readonly issuer: string;
  readonly clientId: string;
  readonly claim: string;
  readonly origin: string;
}): SignIn {
  const { origin, ...options } = asked;
  const clientSecret = process.env['PORTAL_CLIENT_SECRET']?.trim() ?? '';
  return oidcSignIn({
    ...options,
    clientSecret: clientSecret === '' ? null : clientSecret,
    redirectUri: `${origin}/auth/callback`,
    clock: systemClock,
  });
}

/** Everybody whom the configuration or the latest review gives something to do, and an auditor. */
export async function localPeople(
  { reviewers }: Pick<Config, 'reviewers'>,
  assigned: readonly string[],
): Promise<readonly LocalPerson[]> {
  const groups = new Map<string, Set<string>>();
  const give = (address: string | null | undefined, ...given: readonly string[]): void => {
    const login = canonicalLogin(address ?? '');
    if (login === null || !login.includes('@')) return;
    groups.set(login, new Set([...(groups.get(login) ?? []), ...given]));
  };
  give(reviewers.controlOwner, 'control-owner', 'reviewer');
  give(reviewers.fallback, 'admin', 'reviewer');
  for (const reviewer of assigned) give(reviewer, 'reviewer');
  const domain = [...groups.keys()][0]?.split('@')[1] ?? 'localhost.example';
  give(`auditor@${domain}`, 'auditor');
  if (groups.size === 1) give(`administrator@${domain}`, 'admin', 'reviewer');
  return [...groups].map(([email, given]) => ({ email, name: nameOf(email), groups: [...given] }));
}

/** @example nameOf('isla.thornbury@acme.com') // 'Isla Thornbury' */
function nameOf(email: string): string {
  const [local = ''] = email.split('@');
  return local
    .split(/[._-]/)
    .map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`)
    .join(' ');
}

export interface RunDependencies extends HomeServices, ReadingServices {
  readonly clock: Clock;
  readonly tool: Report['tool'];
  readonly config: () => Promise<Config>;
}

interface Asked {
  readonly export: string;
  readonly leavers: string | null;
  readonly by: string;
}

/** One run at a time: a second one would compare the same directories beside the first. */
export function runStarter(home: RunDependencies): {
  start(asked: Asked): Promise<Result<StartedRun>>;
  started(): readonly StartedRun[];
} {
  const started = new Map<string, StartedRun>();
  let before: Promise<void> = Promise.resolve();
  return {
    started: () => [...started.values()].toReversed(),
    async start(asked) {
      const id = randomUUID();
      const startedAt = home.clock.now();
      const base: StartedRun = {
        id,
        startedBy: asked.by,
        startedAt,
        state: 'running',
        stage: 'Waiting',
        run: null,
        period: null,
        refusals: [],
      };
      const tell = (change: Partial<StartedRun>): void =>
        void started.set(id, { ...(started.get(id) ?? base), ...change });
      tell({});
      const after = before;
      const work = async (): Promise<void> => {
        await after;
        try {
          tell(await compared(home, asked, (stage) => tell({ stage })));
        } catch (error) {
          const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
          const refusal = {
            what: 'run ended early',
            where: 'run',
            found,
            expected: 'a run to its end; start it again',
          };
          tell({ state: 'failed', stage: 'Failed', refusals: [refusal] });
        }
      };
      before = work();
      return { kind: 'ok', value: base };
    },
  };
}

async function compared(
  home: RunDependencies,
  { export: id, leavers: leaversId }: Asked,
  stage: (label: string) => void,
): Promise<Partial<StartedRun>> {
  const { objects, clock, scratch, exportReader, tool } = home;
  const progress: Progress = { stage, advance: () => undefined };
  const config = await home.config();
  const asOf = clock.now();
  const upload = await keptUpload(objects, id);
  if (upload === null) throw new Error(`the upload ${id} is not there`);
  const bytes = await uploadedBytes(objects, id);
  const ingested = await ingestExport({ exportReader }, { name: upload.name, bytes }, config);
  if (ingested.kind === 'refused') return failed(ingested.refusals);
  const leavers =
    leaversId === null
      ? null
      : await ingestLeavers(
          {
            name: (await keptUpload(objects, leaversId))?.name ?? 'leavers',
            bytes: await uploadedBytes(objects, leaversId),
          },
          { config, asOf, exportReader },
        );
  if (leavers?.kind === 'refused') return failed(leavers.refusals);
  const leaversUpload = leaversId === null ? null : await keptUpload(objects, leaversId);
  const custody = await custodyOf(home, { asOf, upload, leavers: leaversUpload });
  if (custody.kind === 'refused') return failed(custody.refusals);
  const opened = await openDirectories(config.directories, { clock, note: stage });
  if (opened.kind === 'refused') return failed(opened.refusals);
  const snapshots = await readDirectories(opened.value, {
    config,
    accounts: ingested.value.population.accounts,
    stored: [],
    scratch,
    progress,
  });
  if (snapshots.kind === 'refused') return failed(snapshots.refusals);
  const tested = selfTest();
  if (tested.failures.length > 0) throw new Error(`the self-test failed: ${tested.failures.join('; ')}`);
  const { exportedAt, exportedBy, uploadedAt, count } = upload;
  const inputs = {
    config,
    asOf,
    asOfSetByOperator: false,
    acceptedGates: [],
    snapshots: snapshots.value,
    export: ingested.value,
    exportedAt: { at: exportedAt ?? uploadedAt, declared: exportedAt !== null, by: exportedBy },
    // A number that one person typed alone counts for nothing.
    countShown: count === null || count.confirmed === null ? null : count.shown,
    leavers: leavers?.value ?? null,
    period: periodOf(asOf, config.calendar),
    history: await loadHistory(home, asOf),
    custody: custody.value.custody,
  };
  const reconciled = await reconcile({ scratch, progress }, inputs);
  const pdf = { renderer: home.renderer, sealer: await home.sealer() };
  const { report, record } = await publish({ ...home, progress, pdf, tool }, { inputs, reconciled, selfTest: tested });
  const told = { run: record.id, period: record.period, stage: 'Done' };
  if (record.accepted) {
    // Whoever looks at the removals next sees what this export proves.
    for (const period of await home.reviews.list()) await observeRemovals(home, period);
    return { ...told, state: 'accepted' };
  }
  const refusals = report.reasons.map((found) => ({
    what: 'held',
    where: record.id,
    found,
    expected: 'inputs that no gate holds, or a gate accepted by a person: access-review run --accept-gate',
  }));
  return { ...told, state: 'held', refusals };
}

/** Of what the portal received: the digest under which it was kept is held against that of what is compared. */
async function custodyOf(
  { objects }: Pick<RunDependencies, 'objects'>,
  uploads: { readonly asOf: Instant; readonly upload: KeptUpload; readonly leavers: KeptUpload | null },
): Promise<Result<CustodyOfRun>> {
  const { asOf, upload, leavers } = uploads;
  for (const one of leavers === null ? [upload] : [upload, leavers]) await keepReceiptOf(objects, one);
  return custodyOfRun(objects, {
    asOf,
    export: namedAs(upload),
    leavers: leavers === null ? null : namedAs(leavers),
    receivedBy: null,
    toldSha256: null,
    countShown: null,
    countBy: null,
    recorded: null,
  });
}

function namedAs({ name, bytes, id }: KeptUpload): NamedFile {
  return { name, bytes, sha256: id };
}

function failed(refusals: StartedRun['refusals']): Partial<StartedRun> {
  return { state: 'failed', stage: refusals.map(refusalText).slice(0, 1).join(''), refusals };
}

async function uploadedBytes(objects: Objects, id: string): Promise<Uint8Array> {
  const stored = await objects.get(portalUploadKey(id, 'bytes'));
  if (stored === null) throw new Error(`the bytes of the upload ${id} are not there`);
  return bytesOf(stored);
}
