// A whole review over directories on this machine: the command `run` in this process, what it said and what it wrote.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import * as z from 'zod/mini';
import { defaultLimits } from '../../../adapters/directories/reading/surroundings.ts';
import type { Patience } from '../../../homes/laptop-directories.ts';
import type { RunOptions } from '../../../cli/run/inputs.ts';
import { run } from '../../../cli/run/run.ts';
import { snapshotHeaderSchema } from '../../../core/inputs/snapshot.ts';
import type { SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { startGraphStandIn } from '../directories/graph-stand-in.ts';
import type { GraphStandInOptions } from '../directories/graph-stand-in.ts';
import { startOktaStandIn } from '../directories/okta-stand-in.ts';
import type { OktaStandInOptions } from '../directories/okta-stand-in.ts';
import type { Ask, StandIn } from '../directories/stand-in.ts';
import { trust } from '../servers/server-identity.ts';
import { exportCsv } from '../inputs/export-builder.ts';
import type { ExportRow } from '../inputs/export-builder.ts';
import { aFolder } from '../folders.ts';
import { runDocumentOf, runFiles } from './run-files.ts';
import type { RunDocument, RunFiles, WrittenFinding } from './run-files.ts';

export interface ReviewSays {
  /** The directories that there are; each is asked over the network. */
  readonly entra?: GraphStandInOptions;
  readonly okta?: OktaStandInOptions;
  /** An account that a test gives only by its e-mail is active, used last week and created years ago. */
  readonly accounts: readonly (ExportRow | string)[];
  /** Keys of a directory's own configuration. */
  readonly settings?: { readonly entra?: object; readonly okta?: object };
  /** Keys of the configuration beside the directories and the policy. */
  readonly config?: object;
  readonly policy?: object;
  /** The day of everything: export 08:00, snapshots and run 09:00 UTC. */
  readonly on?: string;
  /** Where earlier runs were stored; by default there were none. */
  readonly folder?: string;
  readonly options?: Partial<RunOptions>;
  /** Credentials in place of the client secret and the API token that the stand-ins know. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** How long one request may take before it is given up. */
  readonly timeoutMs?: number;
}

export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every request that the directories got. */
  readonly requests: readonly Ask[];
}

export interface Review extends Ended {
  readonly document: RunDocument;
  readonly files: RunFiles;
  /** The header of each snapshot in the evidence, by directory. */
  readonly snapshots: Readonly<Record<string, SnapshotHeader>>;
  /** By canonical login. */
  readonly situations: Readonly<Record<string, string>>;
  /** What is still found, closed matters left out. */
  readonly findings: readonly WrittenFinding[];
  /**
   * Logins with a finding that nobody owns them or that their owner left; ` info` stands behind those for information
   * only.
   */
  readonly accused: readonly string[];
}

/** @throws when the run was refused or broke: it then left no files to look at */
export async function review(says: ReviewSays): Promise<Review> {
  const ended = await runOver(says);
  if (ended.stdout === '') throw new Error(`the run ended with ${ended.exit}: ${ended.stderr}`);
  const document = runDocumentOf(ended.stdout);
  const files = await runFiles(document.folder);
  const findings = files.findings.findings.filter(({ state }) => state !== 'closed');
  const ids = document.files.flatMap((name) => /^evidence\/snapshot-(.*)\.jsonl$/.exec(name)?.[1] ?? []);
  const headers = await Promise.all(ids.map((id) => snapshotHeader(document.folder, id)));
  return {
    ...ended,
    document,
    files,
    findings,
    snapshots: Object.fromEntries(headers.map((header) => [header.directory, header])),
    situations: Object.fromEntries(files.population.map(({ login = '', situation = '' }) => [login, situation])),
    accused: findings
      .filter(({ code }) => code === 'ORPHANED_ACCOUNT' || code === 'LEAVER_ACCOUNT')
      .map(({ login, severity }) => (severity === 'info' ? `${login} info` : (login ?? ''))),
  };
}

/** The codes that stand against one login, sorted. */
export function codesOf({ findings }: Review, login: string): readonly string[] {
  return findings
    .filter((finding) => finding.login === login)
    .map(({ code }) => code)
    .toSorted();
}

/** Runs the command and keeps what it printed, however it ends; `--json --no-pdf` unless the options say otherwise. */
export async function runOver(says: ReviewSays): Promise<Ended> {
  const folder = says.folder ?? (await aFolder());
  const { on = '2026-10-05', options = {} } = says;
  const directories = await startedDirectories(says);
  const path = (name: string): string => join(folder, name);
  await writeFile(path('review.json'), configText(says, directories));
  await writeFile(path('users.csv'), exportCsv(says.accounts.map(rowOf)));
  lend(directories, says.credentials);
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    table: (text: string) => void (said.out += text),
    stream: async () => undefined,
    redraw: (text: string) => void (said.err += text),
    interactive: false,
  };
  const files = { config: path('review.json'), export: path('users.csv'), home: path('home'), snapshot: [] };
  const times = { exportedAt: `${on}T08:00:00Z`, asOf: `${on}T09:00:00Z` };
  const manner = { pdf: false, json: true, quiet: false, acceptGate: [], by: [], reason: [] };
  const exit = await run({ ...files, ...times, ...manner, ...options }, terminal, patienceOf(says));
  const requests = directories.flatMap(({ server }) => server.requests);
  return { exit, stdout: said.out, stderr: said.err, requests };
}

interface StartedDirectory {
  readonly server: StandIn;
  readonly config: object;
  readonly credentials: Readonly<Record<string, string | undefined>>;
}

async function startedDirectories({ entra, okta, settings = {} }: ReviewSays): Promise<readonly StartedDirectory[]> {
  const started: StartedDirectory[] = [];
  if (entra !== undefined) {
    const server = await startGraphStandIn(entra);
    onTestFinished(server.close);
    trust(server.caPem);
    const { tenantId, clients } = entra.seed;
    const { url } = server;
    const own = { id: 'entra', kind: 'entra', tenantId, appId: 'app-1', graphUrl: url, loginUrl: url };
    const credentials = { ENTRA_CLIENT_ID: clients[0]?.clientId, ENTRA_CLIENT_SECRET: clients[0]?.secret };
    started.push({ server, config: { ...own, ...settings.entra }, credentials });
  }
  if (okta !== undefined) {
    const server = await startOktaStandIn(okta);
    onTestFinished(server.close);
    const own = { id: 'okta', kind: 'okta', orgUrl: server.url, appId: '0oa1' };
    const credentials = { OKTA_API_TOKEN: okta.seed.apiTokens[0] };
    started.push({ server, config: { ...own, ...settings.okta }, credentials });
  }
  return started;
}

function lend(directories: readonly StartedDirectory[], others: ReviewSays['credentials'] = {}): void {
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const credentials of [...directories.map((one) => one.credentials), others]) {
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
  }
}

function configText({ config, policy }: ReviewSays, directories: readonly StartedDirectory[]): string {
  const approved = { approvedBy: 'cfo@acme.com', approvedOn: '2026-10-01', ordinaryRoles: ['User'], ...policy };
  const all = { organisation: 'Acme Corp', directories: directories.map((one) => one.config), policy: approved };
  return JSON.stringify({ ...all, ...config });
}

function rowOf(account: ExportRow | string): ExportRow {
  const row = typeof account === 'string' ? { email: account } : account;
  return { role: 'User', createdAt: '2024-01-15', lastLogin: '2026-09-28', ...row };
}

/** Time that passes only while somebody waits: nobody really does. */
function patienceOf({ timeoutMs = 10_000 }: ReviewSays): Patience {
  let waited = Date.now();
  const sleep = async (ms: number): Promise<void> => {
    waited += ms;
  };
  return { machine: { nowMs: () => waited, sleep }, limits: { ...defaultLimits, timeoutMs, pages: 50 } };
}

async function snapshotHeader(folder: string, id: string): Promise<SnapshotHeader> {
  const [line = ''] = (await readFile(join(folder, `evidence/snapshot-${id}.jsonl`), 'utf8')).split('\n', 1);
  return z.parse(snapshotHeaderSchema, JSON.parse(line));
}
