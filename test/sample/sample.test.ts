// The bundled sample: its files are what its stories make, and its review finds what its stories tell, and no more.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codes } from '../../core/findings/finding.ts';
import { sampleFiles, stories } from '../../sample/make.ts';
import { controls } from '../../sample/stories/controls.ts';
import { present } from '../../sample/time.ts';

const sample = join(import.meta.dirname, '../../sample');

const documentSchema = z.object({
  status: z.string(),
  totals: z.object({
    rowsRead: z.number(),
    accounts: z.number(),
    rejected: z.number(),
    duplicates: z.number(),
    situations: z.record(z.string(), z.number()),
    rollForward: z.object({ opening: z.number(), added: z.number(), removed: z.number(), closing: z.number() }),
  }),
  findings: z.array(
    z.object({ code: z.string(), login: z.nullable(z.string()), state: z.string(), row: z.nullable(z.number()) }),
  ),
});

interface Start {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(home: string): Start {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(sample, 'start.ts'), home], {
    encoding: 'utf8',
  });
  return { exit: status, stdout, stderr };
}

/** Codes by login, sorted, so that two of them can be compared. */
function sorted(byLogin: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...byLogin].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([login, found]) => [login, found.toSorted()]),
  );
}

describe('the files of the sample', () => {
  it('are what the stories and the staff make', () => {
    for (const [name, content] of sampleFiles()) expect(readFileSync(join(sample, name), 'utf8'), name).toBe(content);
  });

  it('are all made: no file is left over from an earlier making', () => {
    const there = globSync('**/*.{csv,json,jsonl}', { cwd: sample });
    expect(there.toSorted()).toEqual([...sampleFiles().keys()].toSorted());
  });

  it('give every story a sentence of its own', () => {
    const sentences = [...stories, ...controls].map(({ tells }) => tells);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

describe('npm start', () => {
  const home = mkdtempSync(join(tmpdir(), 'access-review-sample-'));
  const started: { first: Start | null; document: z.infer<typeof documentSchema> | null } = {
    first: null,
    document: null,
  };

  function ofStart(): Start {
    if (started.first === null) throw new Error('the sample was not started');
    return started.first;
  }

  function ofRun(): z.infer<typeof documentSchema> {
    if (started.document === null) throw new Error('the sample left no findings.json');
    return started.document;
  }

  beforeAll(() => {
    rmSync(home, { recursive: true });
    started.first = start(home);
    const pdf =
      started.first.stdout
        .trim()
        .split('\n')
        .at(-1)
        ?.replace(/^Report: /, '') ?? '';
    const text = readFileSync(join(pdf, '../findings.json'), 'utf8');
    started.document = z.parse(documentSchema, JSON.parse(text));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('ends well, and its last line says where the report is', () => {
    const { exit, stdout } = ofStart();
    expect(exit).toBe(0);
    const last = stdout.trim().split('\n').at(-1) ?? '';
    expect(last).toMatch(/^Report: /);
    expect(
      readFileSync(last.replace(/^Report: /, ''))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('shows only the present review on stdout, and the commands on stderr', () => {
    const { stdout, stderr } = ofStart();
    expect(stdout.match(/^Access review of People\.ai/gm)).toHaveLength(1);
    expect(stdout).toContain(`${present.id}\n`);
    expect(stderr.match(/^\$ npx access-review /gm)?.length).toBeGreaterThan(3);
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
    expect(Object.keys(codes).filter((code) => !found.has(code))).toEqual([]);
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

  it('removes what an earlier start made, and nothing else', () => {
    const stray = join(home, 'left-over.txt');
    writeFileSync(stray, 'from the start before');
    expect(start(home).exit).toBe(0);
    expect(existsSync(stray)).toBe(false);

    rmSync(join(home, 'made-by-npm-start.txt'));
    writeFileSync(stray, 'somebody keeps a review here');
    const refused = start(home);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain('was not made by npm start');
    expect(readFileSync(stray, 'utf8')).toBe('somebody keeps a review here');
  });
});
