// Whoever edits the store and binds the digests rightly: events that the program would not have recorded are not signed over.
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, test } from 'vitest';
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { decodeEvent, encodeEvent } from '../../../core/review/events/stored-event.ts';
import { command } from '../../support/program/command.ts';
import type { Outcome } from '../../support/program/command.ts';
import { aCompany } from '../../support/program/company.ts';
import { aFolder, aSharedFolder } from '../../support/folders.ts';
import { sha256 } from '../../support/bytes.ts';

const period = ['--review', '2026-Q4', '--home', 'home'];
const at = '2030-01-01T00:00:00Z';

let company: string;
let manifestSha256: string;
/** Jane has kept Ann; Ben is still to be decided. */
beforeAll(async () => {
  company = await aSharedFolder();
  const people = ['ann', 'ben', 'jane', 'john', 'cfo'].map((name) => `${name}@acme.com`);
  const config = { reviewers: { fallback: 'jane@acme.com', controlOwner: 'cfo@acme.com' } };
  const made = await aCompany({ accounts: people.slice(0, 2), people, config }, company);
  expect((await made.run('--no-pdf', '--exported-by', 'ops@acme.com', '--count-shown', '2')).exit).toBe(0);
  await keeps(company, 'ann@acme.com');
  const [id = ''] = await readdir(join(company, 'home/runs'));
  const manifest = await readFile(join(company, 'home/runs', id, 'evidence/manifest.json'));
  manifestSha256 = createHash('sha256').update(manifest).digest('hex');
});

async function keeps(folder: string, login: string): Promise<void> {
  const said = ['--login', login, '--decision', 'keep', '--reason', 'needed', '--by', 'jane@acme.com'];
  expect((await command(folder, ['decide', ...said, '--home', 'home'])).exit).toBe(0);
}

function signs(folder: string, by: string): Promise<Outcome> {
  return command(folder, ['review', 'sign-off', ...period, '--by', by]);
}

/** A home of its own, with an event at the end of its stream that stands there as if the program had appended it. */
async function edited(event: (head: string) => object, isDecided = true): Promise<string> {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
  if (isDecided) await keeps(folder, 'ben@acme.com');
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  const rows = store.prepare('SELECT sequence, sha256 FROM review_events ORDER BY sequence DESC').all();
  const head = String(rows[0]?.['sha256']);
  const made: ReviewEvent = decodeEvent(JSON.stringify(event(head)), 'an event');
  const { sequence, previous, sha256 } = chainEvent(head, rows.length + 1, made);
  store
    .prepare('INSERT INTO review_events VALUES (?, ?, ?, ?, ?)')
    .run('2026-Q4', sequence, previous, sha256, encodeEvent(made));
  store.close();
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
    const signature = { kind: 'signed', stage: 'reviewer', at, by, assurance: 'asserted', rollForward: null };
    const folder = await edited((head) => ({
      ...signature,
      statement: 'I have reviewed everything.',
      evidenceSha256: manifestSha256,
      decisionsSha256: head,
    }));
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
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
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
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  const rows = store.prepare('SELECT event FROM review_events WHERE review = ? ORDER BY sequence').all('2026-Q4');
  store.prepare('DELETE FROM review_events WHERE review = ?').run(under);
  const heads = join(folder, 'home/reviews', under, 'heads');
  for (const name of await readdir(heads)) await rm(join(heads, name));
  let head = chainStart;
  for (const [index, row] of rows.entries()) {
    const made = change(decodeEvent(String(row['event']), 'an event'));
    const { sequence, previous, sha256 } = chainEvent(head, index + 1, made);
    store
      .prepare('INSERT INTO review_events VALUES (?, ?, ?, ?, ?)')
      .run(under, sequence, previous, sha256, encodeEvent(made));
    await writeFile(join(heads, `${sequence}-${sha256}`), '');
    head = sha256;
  }
  store.close();
}

test('lines that the run does not yield are not signed for, although the review names their digest', async () => {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
  await keeps(folder, 'ben@acme.com');
  const review = join(folder, 'home/reviews/2026-Q4');
  const name = (await readdir(review)).find((one) => one.startsWith('lines-')) ?? '';
  const frozen = await readFile(join(review, name), 'utf8');
  const lines = frozen.replace('"status":"active"', '"status":"pending"');
  expect(lines).not.toBe(frozen);
  const linesSha256 = createHash('sha256').update(lines).digest('hex');
  await writeFile(join(review, `lines-${linesSha256.slice(0, 16)}.json`), lines);
  await laidAnew(folder, '2026-Q4', (event) => (event.kind === 'opened' ? { ...event, linesSha256 } : event));
  const { exit, stdout, stderr } = await signs(folder, 'jane@acme.com');
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toContain('the run does not yield the lines that were put before the reviewer');
});

test('a review that is laid under another period passes for none of it', async () => {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
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

/** A file of the run edited in a home of its own, and the digest of it made new in the record; in the manifest where asked. */
async function withEditedFile(name: string, edit: (text: string) => string, isInManifest: boolean): Promise<string> {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  const row = store.prepare('SELECT id, record FROM runs').get();
  const run = join(folder, 'home/runs', String(row?.['id']));
  const write = async (file: string, change: (text: string) => string): Promise<readonly [string, string]> => {
    const before = await readFile(join(run, file), 'utf8');
    const text = change(before);
    expect(text).not.toBe(before);
    await writeFile(join(run, file), text);
    return [sha256(Buffer.from(before)), sha256(Buffer.from(text))];
  };
  let record = String(row?.['record']);
  const [before, after] = await write(name, edit);
  record = record.replace(before, after);
  if (isInManifest) {
    const [old, made] = await write('evidence/manifest.json', (text) => text.replace(before, after));
    record = record.replace(old, made);
  }
  store.prepare('UPDATE runs SET record = ?').run(record);
  store.close();
  return folder;
}

const readers = [
  ['ocsf', '--home', 'home'],
  ['graph', '--home', 'home'],
  ['accounts', '--for', 'vanta', '--home', 'home'],
  ['review', 'status', ...period],
];

const laxer = (text: string): string => text.replace('"maxExceptionDays": 180', '"maxExceptionDays": 1800');
const recounted = (text: string): string => text.replace('"countShown": 2', '"countShown": 3');

test.each(readers)(
  'findings that were edited, with their digest in manifest and record, are not told as those that were reviewed: %s',
  async (...act) => {
    const folder = await withEditedFile('findings.json', recounted, true);
    const { exit, stdout, stderr } = await command(folder, act);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toMatch(
      /event 1 of the review: the record of a run altered since its review\. Found: findings\.json/,
    );
  },
);

test.each(readers)('a policy that was edited, with its digest in the record alone, is refused: %s', async (...act) => {
  const folder = await withEditedFile('evidence/policy.json', laxer, false);
  const { exit, stdout, stderr } = await command(folder, act);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('Found: another evidence/policy.json than its manifest names');
});

test('evidence that was edited after a signature, with its digest in manifest and record, is told by what was signed', async () => {
  const folder = await withEditedFile('evidence/policy.json', laxer, true);
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  const rows = store.prepare('SELECT sha256 FROM review_events ORDER BY sequence').all();
  const head = String(rows.at(-1)?.['sha256']);
  const signature = { kind: 'signed', stage: 'reviewer', at, by: 'jane@acme.com', assurance: 'asserted' };
  const digests = { evidenceSha256: manifestSha256, decisionsSha256: head, rollForward: null, statement: 'I have.' };
  const made: ReviewEvent = decodeEvent(JSON.stringify({ ...signature, ...digests }), 'an event');
  const { sequence, previous, sha256: digest } = chainEvent(head, rows.length + 1, made);
  store
    .prepare('INSERT INTO review_events VALUES (?, ?, ?, ?, ?)')
    .run('2026-Q4', sequence, previous, digest, encodeEvent(made));
  store.close();
  const { exit, stdout, stderr } = await command(folder, ['ocsf', '--home', 'home']);
  expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
  expect(stderr).toMatch(
    /event 3 of the review: the record of a run altered since its review\. Found: evidence\/manifest/,
  );
});

test('a run to which a signature was rolled forward, and whose row was taken away, is missed', async () => {
  const run = '20261006T080000Z-1a2b3c4d';
  const forward = { form: 2, run, asOf: '2026-10-06T08:00:00Z', manifestSha256, sha256: manifestSha256 };
  const folder = await edited((head) => ({
    kind: 'signed',
    stage: 'reviewer',
    at,
    by: 'jane@acme.com',
    assurance: 'asserted',
    statement: 'I have reviewed everything.',
    evidenceSha256: manifestSha256,
    decisionsSha256: head,
    rollForward: forward,
  }));
  for (const act of [
    ['review', 'status', ...period],
    ['ocsf', '--home', 'home'],
  ]) {
    const { exit, stdout, stderr } = await command(folder, act);
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    expect(stderr).toContain(`event 4 of the review: a run missing that its review knows`);
  }
});

test('a later run whose row names another period is refused where that looks at it', async () => {
  const folder = await aFolder();
  const accounts = ['ann@acme.com'];
  const people = [...accounts, 'jane@acme.com'];
  const made = await aCompany({ accounts, people, config: { reviewers: { fallback: 'jane@acme.com' } } }, folder);
  expect((await made.run('--no-pdf')).exit).toBe(0);
  expect((await command(folder, ['review', 'open', ...period, '--by', 'jane@acme.com'])).exit).toBe(0);
  const [first = ''] = await readdir(join(folder, 'home/runs'));
  expect(
    (await made.run('--no-pdf', '--as-of', '2027-01-05T08:00:00Z', '--review', '2027-Q1', ...acceptsAll)).exit,
  ).toBe(0);
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  store.exec(
    `UPDATE runs SET record = replace(record, '"period":"2027-Q1"', '"period":"2026-Q4"') WHERE id <> '${first}'`,
  );
  store.close();
  const { exit, stdout, stderr } = await command(folder, ['review', 'status', ...period]);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain('Found: of 2026-Q4, and its findings are those of a run of 2027-Q1');
});

const acceptsAll = ['skew', 'period']
  .flatMap((gate) => ['--accept-gate', gate])
  .concat('--by', 'jane@acme.com', '--reason', 'a test');

test('a run whose row names another period is signed for in neither', async () => {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
  await keeps(folder, 'ben@acme.com');
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  store.exec(`UPDATE runs SET record = replace(record, '"period":"2026-Q4"', '"period":"2027-Q1"')`);
  store.close();
  const { exit, stderr } = await signs(folder, 'jane@acme.com');
  expect(exit).toBe(4);
  expect(stderr).toContain('a review of another period');
});

test('a held run that the store calls accepted, with a history, is opened by nobody, built on by no run and handed out to nobody', async () => {
  const folder = await aFolder();
  const made = await aCompany({ accounts: ['ann@acme.com'], people: ['ann@acme.com', 'jane@acme.com'] }, folder);
  expect((await made.run('--no-pdf', '--as-of', '2026-10-05T08:00:00Z')).exit).toBe(0);
  const [first = ''] = await readdir(join(folder, 'home/runs'));
  expect((await made.run('--no-pdf', '--as-of', '2026-10-06T08:00:00Z', '--count-shown', '9')).exit).toBe(4);
  const held = (await readdir(join(folder, 'home/runs'))).find((id) => id !== first) ?? '';
  const history = join(folder, 'home/history');
  await cp(join(history, `${first}.json`), join(history, `${held}.json`));
  const store = new DatabaseSync(join(folder, 'home/access-review.db'));
  const record = `json_set(record, '$.accepted', json('true'), '$.status', 'complete', '$.historyKey', 'history/${held}.json')`;
  store.exec(`UPDATE runs SET accepted = 1, record = ${record} WHERE id = '${held}'`);
  store.close();
  for (const act of [
    async () => command(folder, ['review', 'open', ...period, '--by', 'jane@acme.com']),
    async () => made.run('--no-pdf', '--as-of', '2026-10-07T08:00:00Z'),
    async () => command(folder, ['graph', '--home', 'home']),
    async () => command(folder, ['accounts', '--for', 'vanta', '--home', 'home']),
    async () => command(folder, ['ocsf', '--home', 'home']),
  ]) {
    const { exit, stdout, stderr } = await act();
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(`run ${held}: the record of a run was altered`);
  }
});

test.each([
  ['how many rows there were', '"rowsRead": 2', '"rowsRead": 1'],
  ['whom the directories showed', '"login": "john@acme.com"', '"login": "joan@acme.com"'],
])('a history whose file was edited, %s, is built on by no run', async (_what, before, after) => {
  const folder = await aFolder();
  const people = ['ann@acme.com', 'ben@acme.com', 'john@acme.com'];
  const made = await aCompany({ accounts: people.slice(0, 2), people }, folder);
  expect((await made.run('--no-pdf')).exit).toBe(0);
  const [name = ''] = await readdir(join(folder, 'home/history'));
  const history = join(folder, 'home/history', name);
  const text = await readFile(history, 'utf8');
  expect(text).toContain(before);
  await writeFile(history, text.replace(before, after));
  await made.has({ on: '2026-10-06', accounts: ['ann@acme.com'] });
  const { exit, stdout, stderr } = await made.run('--no-pdf');
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`${name}: stored evidence was changed. Found: SHA-256 `);
});

test('a folder of a run that is a link somewhere else is told as that', async () => {
  const folder = await aFolder();
  await cp(company, folder, { recursive: true });
  const [id = ''] = await readdir(join(folder, 'home/runs'));
  const run = join(folder, 'home/runs', id);
  await rename(run, join(folder, 'elsewhere'));
  await symlink(join(folder, 'elsewhere'), run);
  const { exit, stdout, stderr } = await command(folder, ['graph', '--home', 'home']);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`${id}: not what a home keeps. Found: a symbolic link.`);
});
