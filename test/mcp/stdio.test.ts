// The command `mcp` as an assistant meets it, by the official client over stdio, on a home whose data means harm.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import type { Company } from '../support/program/company.ts';
import { aCompany } from '../support/program/company.ts';
import { aSharedFolder } from '../support/folders.ts';
import { bundledProgram } from '../support/program/program.ts';
import { digestsBelow, runFiles } from '../support/program/run-files.ts';
import { aHostileCompany, anAssistant, assistantOf, marker, trustedTexts } from './asking.ts';
import type { Revision } from './asking.ts';

const revisions = ['2026-07-28', '2025-11-25'] as const satisfies readonly Revision[];

let company: Company;
/** One server for each revision, which all tests of this company ask. */
let assistants: Readonly<Record<Revision, Client>>;
beforeAll(async () => {
  company = await aHostileCompany(await aSharedFolder());
  const [now, before] = [await assistantOf(company, revisions[0]), await assistantOf(company, revisions[1])];
  assistants = { '2026-07-28': now, '2025-11-25': before };
}, 60_000);
afterAll(async () => {
  for (const client of Object.values(assistants)) await client.close();
});

/** A question for each tool. */
const questions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  list_periods: {},
  find_findings: {},
  account_story: { login: 'ghost@acme.com' },
  who_may_use: {},
  list_leavers: {},
  explain_match: { login: 'jane@acme.com' },
  compare_periods: { from: '2026-Q4', to: '2026-Q4' },
  explain_code: { code: 'ORPHANED_ACCOUNT' },
  verify_report: { period: '2026-Q4' },
};

async function asked(client: Client, name: string, given = questions[name] ?? {}): Promise<unknown> {
  const result = await client.callTool({ name, arguments: given });
  expect({ name, content: result.isError === true ? result.content : [] }).toEqual({ name, content: [] });
  return result.structuredContent;
}

async function refused(client: Client, name: string, given: Readonly<Record<string, unknown>>): Promise<string> {
  const result = await client.callTool({ name, arguments: given });
  expect(result.isError).toBe(true);
  return JSON.stringify(result.content);
}

async function runOf(): Promise<string> {
  const run = Object.keys(await digestsBelow(company.path('home/runs')))[0]?.split('/')[0];
  if (run === undefined) throw new Error('the home holds no run');
  return run;
}

describe.each(revisions)('by the revision %s', (revision) => {
  test('every tool says that it only reads, with schemas of both sides, and nothing of the data in its words', async () => {
    const client = assistants[revision];
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(Object.keys(questions));
    for (const { name, annotations, inputSchema, outputSchema, ...words } of tools) {
      expect({ name, ...annotations }).toMatchObject({
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      });
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
      // A program whose own form of schemas has one type at each place takes no list of them.
      expect(JSON.stringify({ name, inputSchema, outputSchema })).not.toContain('"type":[');
      expect(JSON.stringify({ name, words, inputSchema, outputSchema })).not.toContain(marker);
    }
    const listed = [await client.listResources(), await client.listResourceTemplates(), client.getInstructions()];
    expect(JSON.stringify(listed)).not.toContain(marker);
  });

  test('what others wrote stands under untrusted in every answer, and nothing unseen in it', async () => {
    const client = assistants[revision];
    const marked: string[] = [];
    const run = await runOf();
    for (const name of Object.keys(questions)) {
      const answer = await asked(client, name, name === 'verify_report' ? { run } : questions[name]);
      expect(trustedTexts(answer).filter((text) => text.includes(marker))).toEqual([]);
      expect(JSON.stringify(answer)).not.toContain('\u202E');
      if (JSON.stringify(answer).includes(marker)) marked.push(name);
    }
    expect(marked).toEqual(expect.arrayContaining(['account_story', 'who_may_use', 'explain_match']));
  }, 30_000);
});

describe('an answer', () => {
  test('tells the findings of the run, page by page', async () => {
    const client = assistants['2026-07-28'];
    const { findings } = await runFiles(company.path(`home/runs/${await runOf()}`));
    const page = z.object({
      total: z.number(),
      nextCursor: z.nullable(z.string()),
      findings: z.array(z.object({ id: z.string() })),
    });
    const ids: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const given = { limit: 2, settled: true, ...(cursor === undefined ? {} : { cursor }) };
      const answer = z.parse(page, await asked(client, 'find_findings', given));
      expect(answer.total).toBe(findings.findings.length);
      ids.push(...answer.findings.map(({ id }) => id));
      cursor = answer.nextCursor;
    }
    expect(ids).toEqual(findings.findings.map(({ id }) => id));
  });

  test('tells one account with its evidence, who may use the application by which path, and who left', async () => {
    const client = assistants['2026-07-28'];
    expect(await asked(client, 'account_story')).toMatchObject({
      account: { login: { untrusted: 'ghost@acme.com' }, row: 4, situation: 'unmatched' },
      findings: expect.arrayContaining([expect.objectContaining({ code: 'ORPHANED_ACCOUNT' })]),
      decideAt: null,
    });
    expect(await asked(client, 'who_may_use')).toMatchObject({
      total: 1,
      people: [
        { accounts: [{ untrusted: 'jane@acme.com' }], paths: [{ untrusted: expect.stringMatching(/^group: /) }] },
      ],
    });
    expect(await asked(client, 'list_leavers')).toMatchObject({
      total: 1,
      withinHours: 24,
      leavers: [{ login: { untrusted: 'left@acme.com' }, hours: 104, hoursLeft: 0, outcome: 'fail' }],
    });
    expect(await asked(client, 'explain_match')).toMatchObject({ rule: 'name-id', situation: 'linked' });
    expect(await asked(client, 'explain_code')).toMatchObject({ severity: 'high', when: 'situation unmatched' });
    expect(await asked(client, 'list_periods')).toMatchObject({
      periods: [
        { period: '2026-Q4', phase: 'open', lines: { undecided: 3 }, turns: [{ who: { untrusted: 'grc@acme.com' } }] },
      ],
    });
  });

  test('says whether a report holds, and what was changed', async () => {
    const client = assistants['2026-07-28'];
    const run = await runOf();
    expect(await asked(client, 'verify_report', { run })).toMatchObject({
      holds: true,
      wrong: [],
      pagesCompared: expect.any(Number),
      signature: { trusted: false },
    });
    expect(await refused(client, 'verify_report', { period: '2026-Q4' })).toContain('no such report');
  }, 30_000);

  test('says of a report that was put in the place of another that it is another one', async () => {
    const place = company.path('home/reviews/2026-Q4/report.pdf');
    await copyFile(company.path(`home/runs/${await runOf()}/report.pdf`), place);
    onTestFinished(async () => rm(place));
    expect(await asked(assistants['2026-07-28'], 'verify_report', { period: '2026-Q4' })).toMatchObject({
      holds: false,
      wrong: [{ untrusted: expect.stringContaining('another report than the one that is stored there') }],
    });
  }, 30_000);

  test('changes nothing at home but the list of calls, which only its owner reads', async () => {
    const before = await digestsBelow(company.path('home'));
    const status = ['review', 'status', '--review', '2026-Q4', '--home', 'home', '--json'];
    const stood = await company.command(...status);
    const client = await anAssistant(company, '2025-11-25');
    for (const name of ['list_periods', 'find_findings', 'account_story']) await asked(client, name);
    await client.readResource({ uri: 'access-review://glossary' });
    await client.close();
    const now = await digestsBelow(company.path('home'));
    const changed = Object.keys(now).filter((file) => before[file] !== now[file]);
    // SQLite counts in its file who opened it: what stands in it is asked for.
    expect(changed.filter((file) => !file.startsWith('access-review.db'))).toEqual(['calls.jsonl']);
    expect(await company.command(...status)).toEqual(stood);
    expect((await stat(company.path('home/calls.jsonl'))).mode & 0o777).toBe(0o600);
    const lines = (await readFile(company.path('home/calls.jsonl'), 'utf8')).trim().split('\n').slice(-4);
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { called: 'list_periods', person: null },
      { called: 'find_findings' },
      { called: 'account_story', with: { login: 'ghost@acme.com' } },
      { called: 'resource', with: 'access-review://glossary' },
    ]);
  });
});

describe('is refused', () => {
  test('a question that no tool asks, with what is wrong', async () => {
    const client = assistants['2026-07-28'];
    expect(await refused(client, 'find_findings', { limit: 201 })).toContain('limit');
    expect(await refused(client, 'find_findings', { sql: '1=1' })).toContain('sql');
    expect(await refused(client, 'find_findings', { cursor: 'from--1' })).toContain('no cursor');
    expect(await refused(client, 'find_findings', { run: '../../x' })).toContain('no such run');
    expect(await refused(client, 'find_findings', { period: '2020-Q1' })).toContain('no such period');
    for (const login of ['nobody@acme.com', ' ', '__proto__'])
      for (const name of ['account_story', 'explain_match'])
        expect(await refused(client, name, { login })).toContain('no such login');
    expect(await refused(client, 'account_story', { login: 'x'.repeat(1_000_000) })).toContain('320');
    for (const given of [{}, { run: await runOf(), period: '2026-Q4' }])
      expect(await refused(client, 'verify_report', given)).toContain('no one report is named');
    await expect(client.callTool({ name: 'decide', arguments: {} })).rejects.toThrow('decide');
    for (const [uri, says] of [
      ['report/run/..%2F..%2Fkey', 'no such run'],
      [`report/other/${await runOf()}`, 'no such kind of report'],
      ['report/signed/..%2F2026-Q4', 'no such review'],
      ['policy/%E0%A4%A', 'no such period'],
      ['policy/2026-Q4/../..', 'not found'],
    ] as const)
      await expect(client.readResource({ uri: `access-review://${uri}` }), uri).rejects.toThrow(says);
  });

  test('a question about no run that was accepted, with the id of the one that a gate held', async () => {
    const held = await aCompany({ header: { completeness: 'partial', reasons: [marker] } });
    const { document } = await held.review();
    const client = await anAssistant(held, '2026-07-28');
    for (const given of [{}, { period: '2026-Q4' }])
      expect(await refused(client, 'find_findings', given)).toContain(`the run ${document.run}, which a gate held`);
    for (const [name, given] of [
      ['find_findings', {}],
      ['who_may_use', {}],
      ['list_leavers', {}],
      ['account_story', { login: 'jane@acme.com' }],
      ['explain_match', { login: 'jane@acme.com' }],
    ] as const)
      // From which run, how old, and that nothing follows from what it does not list.
      expect(await asked(client, name, { ...given, run: document.run })).toMatchObject({
        run: document.run,
        asOf: '2026-10-05T09:00:00Z',
        status: 'incomplete',
      });
    const periods = await asked(client, 'list_periods');
    expect(trustedTexts(periods).filter((text) => text.includes(marker))).toEqual([]);
  }, 30_000);

  test('a message of more than 10 MB: the server ends, with exit 2 and the reason', async () => {
    const child = spawn(process.execPath, [await bundledProgram(), 'mcp', '--home', 'home'], { cwd: company.folder });
    child.stdin.on('error', () => undefined).write(`{"x":"${'x'.repeat(11_000_000)}"}\n`);
    const [said, [exit]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect({ exit, said }).toEqual({ exit: 2, said: expect.stringContaining('exceeded the maximum size') });
  }, 30_000);

  test('an answer from evidence that was changed', async () => {
    const own = await aHostileCompany();
    const [run = ''] = Object.keys(await digestsBelow(own.path('home/runs')))[0]?.split('/') ?? [];
    await writeFile(own.path(`home/runs/${run}/evidence/export.csv`), 'x');
    const client = await anAssistant(own, '2026-07-28');
    expect(await refused(client, 'find_findings', {})).toContain('stored evidence was changed');
  }, 30_000);

  test('a home that no run has used, with exit 2 and nothing on stdout', async () => {
    const empty = await aCompany();
    expect(await empty.command('mcp', '--home', 'home')).toMatchObject({ exit: 2, stdout: '' });
  });
});

test('glossary, policy and reports can be read whole', async () => {
  const client = assistants['2026-07-28'];
  const { resources } = await client.listResources();
  const run = await runOf();
  expect(resources.map(({ uri }) => uri)).toEqual([
    'access-review://glossary',
    'access-review://policy/2026-Q4',
    `access-review://report/run/${run}`,
  ]);
  const [glossary, policy, report] = await Promise.all(resources.map(({ uri }) => client.readResource({ uri })));
  expect(JSON.stringify(glossary)).toContain('One word per idea');
  expect(JSON.stringify(policy)).toContain('leaverHours');
  const [contents] = report?.contents ?? [];
  const blob = contents !== undefined && 'blob' in contents ? contents.blob : '';
  expect(Buffer.from(blob, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
});
