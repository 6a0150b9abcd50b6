// Whoever edits the store and binds the digests rightly: events that the program would not have recorded are not signed over.
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { chainEvent, chainStart } from '../../../../core/review/events/chain.ts';
import type { ReviewEvent } from '../../../../core/review/events/event.ts';
import { decodeEvent, encodeEvent } from '../../../../core/review/events/stored-event.ts';
import { sha256 } from '../../../support/bytes.ts';
import { command } from '../../../support/program/command.ts';
import { append, aReviewedHome, at, copyOf, keeps, period, signatureOf, signs, storeIn } from './edited-home.ts';
import type { Reviewed } from './edited-home.ts';

let company: Reviewed;
beforeAll(async () => {
  company = await aReviewedHome();
});

/** A home of its own, with an event at the end of its stream that stands there as if the program had appended it. */
async function edited(event: (head: string) => object, isDecided = true): Promise<string> {
  const folder = await copyOf(company);
  if (isDecided) await keeps(folder, 'ben@acme.com');
  append(folder, event);
  return folder;
}

function kept(by: string): () => object {
  const lines = [{ login: 'ben@acme.com', decision: 'keep', until: null, reason: 'needed', codesSeen: [] }];
  return () => ({ kind: 'decided', at, by, assurance: 'asserted', lines });
}

const delegated = (): object => ({
  kind: 'delegated',
  at,
  by: 'john@acme.com',
  assurance: 'asserted',
  from: 'cfo@acme.com',
  to: 'john@acme.com',
  reason: 'on leave',
});

test.each([
  ['a decision of somebody whom nobody knows', kept('nobody@else.example'), false, 'nobody who is known'],
  ['a decision about one’s own access', kept('ben@acme.com'), false, 'decision about own access'],
  ['a delegation by the one who gains by it', delegated, true, 'delegation by the one who gains by it'],
])('%s that was put into the store is not signed over', async (_what, ...[event, isDecided, told]) => {
  const folder = await edited(event, isDecided);
  const { exit, stdout, stderr } = await signs(folder, 'jane@acme.com');
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toMatch(/^review 2026-Q4, event \d of the review/);
  expect(stderr).toContain(told);
});

test.each([['status'], ['sign-off', '--by', 'jane@acme.com'], ['close', '--by', 'cfo@acme.com']])(
  'an event that follows nothing it could follow is told by review %s as a store that was edited',
  async (act, ...by) => {
    const folder = await edited(() => ({
      kind: 'signature-withdrawn',
      at,
      by: 'jane@acme.com',
      assurance: 'asserted',
      stage: 'reviewer',
      reason: 'too early',
    }));
    const { exit, stdout, stderr } = await command(folder, ['review', act, ...period, ...by]);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toMatch(/^the store: events that make no review\. Found: event 4 takes back a signature/);
  },
);

test.each(['john@acme.com', 'jane@acme.com'])(
  'a signature of %s that was put into the store is signed by nobody else, and no report is issued for it',
  async (by) => {
    const folder = await edited(signatureOf(by, company));
    for (const act of [
      async () => signs(folder, 'cfo@acme.com'),
      async () => command(folder, ['review', 'status', ...period]),
    ]) {
      const { exit, stderr } = await act();
      expect(exit).toBe(4);
      expect(stderr).toMatch(/not a reviewer of this review|a statement that the review does not yield/);
    }
    expect(await readdir(join(folder, 'home/reviews/2026-Q4'))).not.toContain('report.pdf');
  },
);

test('lines that were edited beside the store are told as that, and nothing is decided on them', async () => {
  const folder = await copyOf(company);
  const review = join(folder, 'home/reviews/2026-Q4');
  const name = (await readdir(review)).find((one) => one.startsWith('lines-')) ?? '';
  const lines = await readFile(join(review, name), 'utf8');
  await writeFile(join(review, name), lines.replaceAll('jane@acme.com', 'john@acme.com'));
  const { exit, stdout, stderr } = await command(folder, ['review', 'status', ...period]);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`${name}: the lines of the review were changed. Found: SHA-256 `);
});

/** The stream of the company laid down anew under a period, each event bound and witnessed as if the program had. */
async function laidAnew(folder: string, under: string, change: (event: ReviewEvent) => ReviewEvent): Promise<void> {
  const store = storeIn(folder);
  const rows = store.prepare('SELECT event FROM review_events WHERE review = ? ORDER BY sequence').all('2026-Q4');
  store.prepare('DELETE FROM review_events WHERE review = ?').run(under);
  const heads = join(folder, 'home/reviews', under, 'heads');
  for (const name of await readdir(heads)) await rm(join(heads, name));
  let head = chainStart;
  for (const [index, row] of rows.entries()) {
    const made = change(decodeEvent(String(row['event']), 'an event'));
    const { sequence, previous, sha256: digest } = chainEvent(head, index + 1, made);
    store
      .prepare('INSERT INTO review_events VALUES (?, ?, ?, ?, ?)')
      .run(under, sequence, previous, digest, encodeEvent(made));
    await writeFile(join(heads, `${sequence}-${digest}`), '');
    head = digest;
  }
  store.close();
}

test('lines that the run does not yield are not signed for, although the review names their digest', async () => {
  const folder = await copyOf(company);
  await keeps(folder, 'ben@acme.com');
  const review = join(folder, 'home/reviews/2026-Q4');
  const name = (await readdir(review)).find((one) => one.startsWith('lines-')) ?? '';
  const frozen = await readFile(join(review, name), 'utf8');
  const lines = frozen.replace('"status":"active"', '"status":"pending"');
  expect(lines).not.toBe(frozen);
  const linesSha256 = sha256(lines);
  await writeFile(join(review, `lines-${linesSha256.slice(0, 16)}.json`), lines);
  await laidAnew(folder, '2026-Q4', (event) => (event.kind === 'opened' ? { ...event, linesSha256 } : event));
  const { exit, stdout, stderr } = await signs(folder, 'jane@acme.com');
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toContain('the run does not yield the lines that were put before the reviewer');
});

test('a review that is laid under another period passes for none of it', async () => {
  const folder = await copyOf(company);
  await keeps(folder, 'ben@acme.com');
  const reviews = join(folder, 'home/reviews');
  await cp(join(reviews, '2026-Q4'), join(reviews, '2027-Q1'), { recursive: true });
  await laidAnew(folder, '2027-Q1', (event) => event);
  const other = ['--review', '2027-Q1', '--home', 'home'];
  for (const act of ['status', 'sign-off']) {
    const by = act === 'status' ? [] : ['--by', 'jane@acme.com'];
    const { exit, stdout, stderr } = await command(folder, ['review', act, ...other, ...by]);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toContain('a review of another period');
  }
});
