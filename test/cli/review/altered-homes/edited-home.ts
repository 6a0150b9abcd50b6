// A home whose store somebody edits: reviewed in part, and events and rows that stand there as if the program had laid them down.
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { chainEvent } from '../../../../core/review/events/chain.ts';
import { decodeEvent, encodeEvent } from '../../../../core/review/events/stored-event.ts';
import { sha256 } from '../../../support/bytes.ts';
import { aFolder, aSharedFolder } from '../../../support/folders.ts';
import { command } from '../../../support/program/command.ts';
import type { Outcome } from '../../../support/program/command.ts';
import { aCompany } from '../../../support/program/company.ts';

export const period = ['--review', '2026-Q4', '--home', 'home'];
export const at = '2030-01-01T00:00:00Z';

export interface Reviewed {
  readonly folder: string;
  readonly manifestSha256: string;
}

/** Jane has kept Ann; Ben is still to be decided. Shared: whoever edits copies it. */
export async function aReviewedHome(): Promise<Reviewed> {
  const folder = await aSharedFolder();
  const people = ['ann', 'ben', 'jane', 'john', 'cfo'].map((name) => `${name}@acme.com`);
  const config = { reviewers: { fallback: 'jane@acme.com', controlOwner: 'cfo@acme.com' } };
  const made = await aCompany({ accounts: people.slice(0, 2), people, config }, folder);
  expect((await made.run('--no-pdf', '--exported-by', 'ops@acme.com', '--count-shown', '2')).exit).toBe(0);
  await keeps(folder, 'ann@acme.com');
  const [id = ''] = await readdir(join(folder, 'home/runs'));
  return { folder, manifestSha256: sha256(await readFile(join(folder, 'home/runs', id, 'evidence/manifest.json'))) };
}

export async function copyOf({ folder: company }: Pick<Reviewed, 'folder'>): Promise<string> {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
  return folder;
}

export async function keeps(folder: string, login: string): Promise<void> {
  const said = ['--login', login, '--decision', 'keep', '--reason', 'needed', '--by', 'jane@acme.com'];
  expect((await command(folder, ['decide', ...said, '--home', 'home'])).exit).toBe(0);
}

export function signs(folder: string, by: string): Promise<Outcome> {
  return command(folder, ['review', 'sign-off', ...period, '--by', by]);
}

export function storeIn(folder: string): DatabaseSync {
  return new DatabaseSync(join(folder, 'home/access-review.db'));
}

/** Puts an event at the end of the stream, bound to what stands there. @param event of the digest of the last one */
export function append(folder: string, event: (head: string) => object): void {
  const store = storeIn(folder);
  const rows = store.prepare('SELECT sha256 FROM review_events ORDER BY sequence').all();
  const head = String(rows.at(-1)?.['sha256']);
  const made = decodeEvent(JSON.stringify(event(head)), 'an event');
  const { sequence, previous, sha256: digest } = chainEvent(head, rows.length + 1, made);
  store
    .prepare('INSERT INTO review_events VALUES (?, ?, ?, ?, ?)')
    .run('2026-Q4', sequence, previous, digest, encodeEvent(made));
  store.close();
}

/** The reviewer's signature as it stands in a store. */
export function signatureOf(
  by: string,
  {
    manifestSha256: evidenceSha256,
    rollForward = null,
  }: Pick<Reviewed, 'manifestSha256'> & { readonly rollForward?: object | null },
): (head: string) => object {
  const statement = 'I have reviewed everything.';
  const signed = {
    kind: 'signed',
    stage: 'reviewer',
    at,
    by,
    assurance: 'asserted',
    statement,
    evidenceSha256,
    rollForward,
  };
  return (decisionsSha256) => ({ ...signed, decisionsSha256 });
}
