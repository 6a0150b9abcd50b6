// A whole review over directories on this machine: the command `run` in this process, what it said and what it wrote.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import * as z from 'zod/mini';
import { defaultLimits } from '../../adapters/directories/surroundings.ts';
import type { Patience } from '../../cli/directories.ts';
import type { RunOptions } from '../../cli/run-inputs.ts';
import { run } from '../../cli/run.ts';
import { snapshotHeaderSchema } from '../../core/population/snapshot.ts';
import type { SnapshotHeader } from '../../core/population/snapshot.ts';
import { startGraphStandIn } from './directories/graph-stand-in.ts';
import type { GraphStandInOptions } from './directories/graph-stand-in.ts';
import { startOktaStandIn } from './directories/okta-stand-in.ts';
import type { OktaStandInOptions } from './directories/okta-stand-in.ts';
import { trust } from './directories/pulled.ts';
import { exportCsv } from './export-builder.ts';
import type { ExportRow } from './export-builder.ts';
import { aFolder } from './folders.ts';
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
  /** How long one request may take before it is given up. */
  readonly timeoutMs?: number;
}

export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
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
  /** Logins of whom it is said that nobody owns them, or that their owner left; `info` for information only. */
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
  const path = (name: string): string => join(folder, name);
  await writeFile(path('review.json'), JSON.stringify(await configOf(says)));
  await writeFile(path('users.csv'), exportCsv(says.accounts.map(rowOf)));
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    interactive: false,
  };
  const files = { config: path('review.json'), export: path('users.csv'), home: path('home'), snapshot: [] };
  const times = { exportedAt: `${on}T08:00:00Z`, asOf: `${on}T09:00:00Z` };
  const manner = { pdf: false, json: true, quiet: false, acceptGate: [], by: [], reason: [] };
  const exit = await run({ ...files, ...times, ...manner, ...options }, terminal, patienceOf(says));
  return { exit, stdout: said.out, stderr: said.err };
}

async function configOf({ entra, okta, settings = {}, config, policy }: ReviewSays): Promise<object> {
  const directories: object[] = [];
  if (entra !== undefined) directories.push({ ...(await entraOn(entra)), ...settings.entra });
  if (okta !== undefined) directories.push({ ...(await oktaOn(okta)), ...settings.okta });
  const approved = { approvedBy: 'cfo@acme.com', approvedOn: '2026-10-01', ordinaryRoles: ['User'], ...policy };
  return { organisation: 'Acme Corp', directories, policy: approved, ...config };
}

async function entraOn(standIn: GraphStandInOptions): Promise<object> {
  const server = await startGraphStandIn(standIn);
  onTestFinished(server.close);
  trust(server.caPem);
  const [client] = standIn.seed.clients;
  vi.stubEnv('ENTRA_CLIENT_ID', client?.clientId);
  vi.stubEnv('ENTRA_CLIENT_SECRET', client?.secret);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { tenantId } = standIn.seed;
  return { id: 'entra', kind: 'entra', tenantId, appId: 'app-1', graphUrl: server.url, loginUrl: server.url };
}

async function oktaOn(standIn: OktaStandInOptions): Promise<object> {
  const server = await startOktaStandIn(standIn);
  onTestFinished(server.close);
  vi.stubEnv('OKTA_API_TOKEN', standIn.seed.apiTokens[0]);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { id: 'okta', kind: 'okta', orgUrl: server.url, appId: '0oa1' };
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
