// The bundled sample: its review, read from directories that answer, finds what its stories tell, and no more.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeNames } from '../../core/names/codes.ts';
import { snapshotHeaderSchema } from '../../core/inputs/snapshot.ts';
import { controls } from '../../sample/world/stories/controls.ts';
import { present } from '../../sample/world/time.ts';
import { stories } from '../../sample/world/world.ts';
import { ended } from '../support/program/command.ts';
import type { Outcome } from '../support/program/command.ts';
import { opened, pagesOf, textOfPage } from '../support/reports/read-pdf.ts';
import { runFolder, snapshotLines, startSample, storedSample } from '../support/program/sample.ts';

const findingSchema = z.looseObject({
  code: z.string(),
  login: z.nullable(z.string()),
  state: z.string(),
  row: z.nullable(z.number()),
});

const documentSchema = z.looseObject({
  run: z.unknown(),
  status: z.string(),
  totals: z.looseObject({
    rowsRead: z.number(),
    accounts: z.number(),
    rejected: z.number(),
    duplicates: z.number(),
    situations: z.record(z.string(), z.number()),
    rollForward: z.object({ opening: z.number(), added: z.number(), removed: z.number(), closing: z.number() }),
  }),
  findings: z.array(findingSchema),
});
type Document = z.infer<typeof documentSchema>;

const directories = ['entra', 'okta', 'contractors'];

/** Codes by login, sorted, so that two of them can be compared. */
function sorted(byLogin: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...byLogin].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([login, found]) => [login, found.toSorted()]),
  );
}

function documentIn(folder: string): Document {
  return z.parse(documentSchema, JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')));
}

describe('npm start', () => {
  const home = mkdtempSync(join(tmpdir(), 'access-review-sample-'));
  const live = join(home, 'live');
  let started: Outcome = { exit: null, stdout: '', stderr: '' };
  let folder = '';
  const ofRun = (): Document => documentIn(folder);

  beforeAll(async () => {
    const own = { ENTRA_CERTIFICATE_FILE: 'of-the-operator.pem', SMTP_URL: 'smtp://127.0.0.1:1' };
    started = await ended(startSample(live, own));
    folder = runFolder(started);
  }, 180_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('ends well, and its last line says where the report is', () => {
    expect(started.exit).toBe(0);
    expect(started.stdout.trim().split('\n').at(-1)).toBe(`Report: ${join(folder, 'report.pdf')}`);
    expect(readFileSync(join(folder, 'report.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is told on 33 pages, of which the first two are the conclusion and the summary', async () => {
    const report = await opened(readFileSync(join(folder, 'report.pdf')));
    expect(report.numPages).toBeLessThanOrEqual(33);
    const [, second] = await Promise.all((await pagesOf(report)).slice(0, 2).map(textOfPage));
    expect(second).toContain('Summary');
    // Every critical account by name, when its person left, when it was used last, and what happens next.
    expect(second).toMatch(
      /viktor\.aldenhoff@quillfeather\.example.*leftby28September2026,16:30UTC.*lastlogin28September2026,07:55UTC/,
    );
    expect(second?.match(/lastlogin\d+[A-Z][a-z]+2026/g)).toHaveLength(8);
    expect(second?.match(/OVERDUE:suspendnow/g)).toHaveLength(7);
    expect(second?.match(/Perhapsoverdue:suspendnow/g)).toHaveLength(1);
    expect(second).toContain("Openfindingsateachperiod'sacceptedrun");
  });

  it('shows only the present review on stdout, and the commands on stderr', () => {
    const { stdout, stderr } = started;
    expect(stdout.match(/^Access review of People\.ai/gm)).toHaveLength(1);
    expect(stdout).toContain(`${present.id}\n`);
    expect(stderr.match(/^\$ npx access-review /gm)?.length).toBeGreaterThan(3);
  });

  it('uses neither the credentials nor the mail relay of whoever starts it', () => {
    expect(started.stdout).toContain(`Mailed: ${join(live, 'outbox')}`);
  });

  it('fetches tokens and turns pages, on loopback addresses only', () => {
    const headers = directories.map((id) => z.parse(snapshotHeaderSchema, snapshotLines(folder, id)[0]));
    const calls = headers.flatMap((header) => header.calls);
    expect(calls.filter(({ call }) => /^POST https:\/\/localhost:\d+\/.*\/token$/.test(call))).toHaveLength(1);
    expect(calls.filter(({ call }) => /^POST http:\/\/127\.0\.0\.1:\d+\/.*\/token$/.test(call))).toHaveLength(1);
    expect(calls.filter(({ pages }) => pages > 1).length).toBeGreaterThan(3);
    expect(calls.filter(({ call }) => !/^\w+ https?:\/\/(localhost|127\.0\.0\.1):/.test(call))).toEqual([]);
  });

  it('finds what the stored snapshots give as well, in every word', async () => {
    const { folder: stored } = await storedSample();
    const { run: _live, ...found } = ofRun();
    const { run: _stored, ...expected } = documentIn(stored);
    expect(found).toEqual(expected);
    for (const id of directories) {
      expect(snapshotLines(folder, id).slice(1)).toEqual(snapshotLines(stored, id).slice(1));
    }
  });

  it('finds about each login exactly what the stories tell', () => {
    const told = new Map(stories.flatMap(({ finds }) => Object.entries(finds)));
    const found = new Map<string, string[]>();
    for (const { login, code, state } of ofRun().findings) {
      if (login !== null && state !== 'closed') found.set(login, [...(found.get(login) ?? []), code]);
    }
    expect(sorted(found)).toEqual(sorted(told));
  });

  it('finds about the control exactly what the stories tell', () => {
    const found = ofRun()
      .findings.filter(({ login }) => login === null)
      .map(({ code }) => code);
    expect(found.toSorted()).toEqual(controls.map(({ code }) => code).toSorted());
  });

  it('yields every code of the contract', () => {
    const found = new Set(ofRun().findings.map(({ code }) => code));
    expect(codeNames.filter((code) => !found.has(code))).toEqual([]);
  });

  it('shows what three reviews make of a finding: new, open, reopened, vanished, closed', () => {
    const states = new Set(ofRun().findings.map(({ state }) => state));
    expect([...states].toSorted()).toEqual(['closed', 'new', 'open', 'reopened', 'vanished']);
  });

  it('is complete, and its counts tie out', () => {
    const { status, totals } = ofRun();
    expect(status).toBe('complete');
    expect(totals.accounts + totals.rejected + totals.duplicates).toBe(totals.rowsRead);
    expect(Object.values(totals.situations).reduce((sum, count) => sum + count, 0)).toBe(totals.accounts);
    const { opening, added, removed, closing } = totals.rollForward;
    expect(opening + added - removed).toBe(closing);
    expect(closing).toBe(totals.accounts);
  });

  it('leaves most accounts linked and without a finding', () => {
    const { totals, findings } = ofRun();
    const found = new Set(findings.filter(({ row }) => row !== null).map(({ login }) => login));
    expect(totals.accounts).toBeGreaterThan(240);
    expect(totals.situations['linked'] ?? 0).toBeGreaterThan(totals.accounts * 0.8);
    expect(found.size).toBeLessThan(totals.accounts * 0.25);
  });
});
