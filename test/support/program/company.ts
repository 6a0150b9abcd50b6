// A small company for whole runs of the command: its files, of which a test names only what it is about.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity, SnapshotHeader } from '../../../core/inputs/snapshot.ts';
import { acme, cleanPolicy } from '../inputs/acme.ts';
import { command } from './command.ts';
import type { Outcome } from './command.ts';
import { exportCsv } from '../inputs/export-builder.ts';
import type { ExportRow } from '../inputs/export-builder.ts';
import { aFolder } from '../folders.ts';
import { aHeader, anIdentity } from '../inputs/population-builder.ts';
import { at } from '../time.ts';
import { runDocumentOf, runFiles } from './run-files.ts';
import type { RunDocument, RunFiles } from './run-files.ts';

/** What is not said stays as it was. */
export interface CompanySays {
  /** The day of everything: snapshot 07:30, export 08:00, run 09:00 UTC. */
  readonly on?: string;
  /** Active when a test gives only the e-mail. */
  readonly accounts?: readonly (ExportRow | string)[];
  /** Active and assigned when a test gives only the login. */
  readonly people?: readonly (Identity | string)[];
  readonly header?: Partial<SnapshotHeader> | object;
  /** Keys of the configuration in place of the company's own. */
  readonly config?: object;
  /** Keys of the policy beside the company's own. */
  readonly policy?: object;
}

/** A run with `--json --no-pdf`, and what it wrote. */
export interface Reviewed {
  readonly outcome: Outcome;
  readonly document: RunDocument;
  readonly files: RunFiles;
}

export interface Company {
  readonly folder: string;
  path(name: string): string;
  /** Writes its files anew: what the next run reads. */
  has(says: CompanySays): Promise<void>;
  command(...args: readonly string[]): Promise<Outcome>;
  /** `run` on its files into the home `home`; an option that a test gives again outranks. */
  run(...options: readonly string[]): Promise<Outcome>;
  review(...options: readonly string[]): Promise<Reviewed>;
}

const atFirst: Required<CompanySays> = {
  on: '2026-10-05',
  accounts: ['jane@acme.com'],
  people: ['jane@acme.com'],
  header: {},
  config: {},
  policy: {},
};

/** @example (await (await aCompany({ accounts: ['ghost@acme.com'], people: [] })).run('--fail-on', 'high')).exit // 4: nobody in the directory */
export async function aCompany(says: CompanySays = {}, folder?: string): Promise<Company> {
  const own = folder ?? (await aFolder());
  let all = atFirst;
  const path = (name: string): string => join(own, name);
  const has: Company['has'] = async (more) => {
    all = { ...all, ...more };
    await writeFile(path('review.json'), configText(all));
    await writeFile(path('users.csv'), exportCsv(all.accounts.map(accountOf)));
    await writeFile(path('okta.jsonl'), snapshotText(all));
  };
  const run: Company['run'] = (...options) => command(own, ['run', ...filesOf(all.on), ...options]);
  await has(says);
  return {
    folder: own,
    path,
    has,
    command: (...args) => command(own, args),
    run,
    async review(...options) {
      const outcome = await run('--json', '--no-pdf', ...options);
      if (outcome.stdout === '') throw new Error(`the run ended with ${outcome.exit}: ${outcome.stderr}`);
      const document = runDocumentOf(outcome.stdout);
      return { outcome, document, files: await runFiles(document.folder) };
    },
  };
}

/** The options of `run` that name the company's files and fix the time. */
export function filesOf(on: string): readonly string[] {
  const files = '--config review.json --export users.csv --snapshot okta.jsonl --home home'.split(' ');
  return [...files, '--exported-at', `${on}T08:00:00Z`, '--as-of', `${on}T09:00:00Z`];
}

/** The same options but one, with its value. */
export function without(option: string, args: readonly string[]): readonly string[] {
  return args.toSpliced(args.indexOf(option), 2);
}

function accountOf(account: ExportRow | string): ExportRow {
  return typeof account === 'string' ? { email: account } : account;
}

function configText({ config, policy }: Required<CompanySays>): string {
  return JSON.stringify({ ...acme, policy: { ...cleanPolicy, ...policy }, ...config }, null, 2);
}

function snapshotText({ on, people, header }: Required<CompanySays>): string {
  const head = { ...aHeader({ directory: 'okta', takenAt: at(`${on}T07:30:00Z`) }), ...header };
  const identities = people.map((person) => (typeof person === 'string' ? anIdentity({ login: person }) : person));
  return [head, ...identities].map((line) => `${JSON.stringify(line)}\n`).join('');
}
