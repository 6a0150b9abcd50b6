// The same server as a portal mounts it: over HTTP, one for each request, with the scope of the person who asks.
import { mkdir, writeFile } from 'node:fs/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { expect, onTestFinished, test } from 'vitest';
import { selfTest } from '../../core/findings/self-test/self-test.ts';
import { openHome, openVerifying, systemClock } from '../../homes/laptop.ts';
import type { AskedCall, ServedPorts } from '../../mcp/ports.ts';
import { accessReviewServer } from '../../mcp/server.ts';
import { rememberedRuns } from '../../steps/answer/answering.ts';
import { inTurn } from '../../steps/in-turn.ts';
import type { Scope } from '../../steps/answer/answering.ts';
import { aCompany } from '../support/program/company.ts';
import { silentProgress } from '../../cli/terminal/progress.ts';

const tool = { name: 'peopleai-access-review', version: '0.3.0' };

interface Mounted {
  readonly client: Client;
  readonly calls: readonly AskedCall[];
}

type Handler = (request: Request) => Promise<Response>;

/** The server of a home, whose ports are the test's own where it says so. */
async function handlerOf(folder: string, own: Partial<ServedPorts>): Promise<Handler> {
  const home = await openHome(`${folder}/home`);
  const verifying = { ...(await openVerifying()), progress: silentProgress, selfTest: selfTest(), tool };
  onTestFinished(async () => {
    home.close();
    await verifying.scratch.close();
  });
  const ports: ServedPorts = {
    ...home,
    clock: systemClock,
    scope: { person: null, periods: 'all' },
    open: rememberedRuns({ ...home, ...verifying }),
    verifying: async () => verifying,
    verifyingInTurn: inTurn(),
    documents: { glossary: '# Glossary', contract: '' },
    record: async () => {},
    linkOf: (period, login) => `https://portal.example/reviews/${period}#${encodeURIComponent(login)}`,
    largestReport: 5_000_000,
    tool,
    ...own,
  };
  const { fetch } = createMcpHandler(() => accessReviewServer(ports));
  return async (request) => fetch(request);
}

async function mounted(folder: string, scope: Scope): Promise<Mounted> {
  const calls: AskedCall[] = [];
  const handler = await handlerOf(folder, { scope, record: async (call) => void calls.push(call) });
  const client = new Client({ name: 'a test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const fetch = async (url: string | URL, init?: RequestInit): Promise<Response> => handler(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL('http://portal.example/mcp'), { fetch }));
  onTestFinished(() => client.close());
  return { client, calls };
}

test('whoever may see one period learns nothing of another, and each call is written down with who made it', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
  await company.run(
    '--no-pdf',
    '--quiet',
    '--review',
    '2026-Q3',
    '--accept-gate',
    'period',
    '--by',
    'jane@acme.com',
    '--reason',
    'late',
  );
  await company.has({ on: '2026-10-06', accounts: ['jane@acme.com', 'ghost@acme.com', 'secret@acme.com'] });
  const { document } = await company.review();
  const { client, calls } = await mounted(company.folder, { person: 'mona@acme.com', periods: ['2026-Q3'] });

  const called = async (name: string, given: Record<string, unknown> = {}) =>
    client.callTool({ name, arguments: given });
  expect((await called('list_periods')).structuredContent).toMatchObject({
    total: 1,
    periods: [{ period: '2026-Q3' }],
  });
  expect((await called('find_findings')).structuredContent).toMatchObject({ period: '2026-Q3' });
  for (const [name, given] of [
    ['find_findings', { period: '2026-Q4' }],
    ['find_findings', { run: document.run }],
    ['account_story', { login: 'secret@acme.com' }],
    ['who_may_use', { period: '2026-Q4' }],
    ['list_leavers', { run: document.run }],
    ['explain_match', { login: 'secret@acme.com', run: document.run }],
    ['compare_periods', { from: '2026-Q3', to: '2026-Q4' }],
    ['verify_report', { run: document.run }],
  ] as const) {
    const answer = await called(name, given);
    expect({ name, isError: answer.isError }).toEqual({ name, isError: true });
    expect(JSON.stringify(answer.content)).toContain('no such');
  }
  const { resources } = await client.listResources();
  expect(resources.filter(({ uri }) => uri.includes('2026-Q4') || uri.includes(document.run))).toEqual([]);
  for (const uri of ['access-review://policy/2026-Q4', `access-review://report/run/${document.run}`])
    await expect(client.readResource({ uri })).rejects.toThrow('no such');
  // Two of them are the list of policies and the list of reports, which name periods and runs.
  expect(calls).toHaveLength(14);
  expect(new Set(calls.map(({ person }) => person))).toEqual(new Set(['mona@acme.com']));
}, 30_000);

test('the reports of a review are listed by their kinds, to whoever may see its period', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com'] });
  for (const period of ['2026-Q3', '2026-Q4']) {
    await mkdir(company.path(`home/reviews/${period}`), { recursive: true });
    for (const name of ['report', 'closing', 'not-performed'])
      await writeFile(company.path(`home/reviews/${period}/${name}.pdf`), '');
  }
  const { client } = await mounted(company.folder, { person: 'ann@audit.example', periods: ['2026-Q4'] });
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri).filter((uri) => uri.includes('/report/'))).toEqual([
    'access-review://report/signed/2026-Q4',
    'access-review://report/closing/2026-Q4',
  ]);
});

test('a period is asked for as people write it, and is still of those that may be seen', async () => {
  const company = await aCompany();
  await company.run('--no-pdf', '--quiet');
  const client = async (periods: Scope['periods']): Promise<Client> =>
    (await mounted(company.folder, { person: 'mona@acme.com', periods })).client;
  const all = await client('all');
  const asked = await all.callTool({ name: 'find_findings', arguments: { period: ' 2026-q4' } });
  expect(asked.structuredContent).toMatchObject({ period: '2026-Q4' });
  const { contents } = await all.readResource({ uri: 'access-review://policy/2026-q4' });
  expect(contents).toHaveLength(1);
  const none = await client(['2026-Q3']);
  expect(await none.callTool({ name: 'find_findings', arguments: { period: '2026-q4' } })).toMatchObject({
    isError: true,
  });
}, 30_000);

test('what no tool asks is written down too, and no more of it than a line', async () => {
  const company = await aCompany();
  await company.run('--no-pdf', '--quiet');
  const { client, calls } = await mounted(company.folder, { person: 'mona@acme.com', periods: 'all' });
  const refused = async (given: Record<string, unknown>): Promise<string> => {
    const { isError, content } = await client.callTool({ name: 'account_story', arguments: given });
    expect(isError).toBe(true);
    return JSON.stringify(content);
  };
  expect(await refused({ login: 'jane@acme.com', sql: '1=1' })).toContain('sql');
  expect(await refused({})).toContain('login: not asked by this tool');
  expect((await refused({ login: 'x'.repeat(100_000), ['\u202E'.repeat(5000)]: 1 })).length).toBeLessThan(2000);
  expect(calls).toMatchObject([
    { called: 'account_story', person: 'mona@acme.com', with: '{"login":"jane@acme.com","sql":"1=1"}' },
    { called: 'account_story', with: '{}' },
    { called: 'account_story', with: expect.stringMatching(/^\{"login":"x+\.\.\.$/) },
  ]);
  expect(JSON.stringify(calls).length).toBeLessThan(1000);
}, 30_000);

test('a line is decided where a person is signed in: the answer holds no more than the way there', async () => {
  const company = await aCompany({ accounts: ['jane@acme.com', 'ghost@acme.com'] });
  await company.run('--no-pdf', '--quiet');
  const { client } = await mounted(company.folder, { person: null, periods: 'all' });
  const story = await client.callTool({ name: 'account_story', arguments: { login: 'ghost@acme.com' } });
  expect(story.structuredContent).toMatchObject({
    decideAt: 'https://portal.example/reviews/2026-Q4#ghost%40acme.com',
  });
}, 30_000);

test('where a call cannot be written down, nothing is answered', async () => {
  const company = await aCompany();
  await company.run('--no-pdf', '--quiet');
  const home = await openHome(`${company.folder}/home`);
  const verifying = { ...(await openVerifying()), progress: silentProgress, selfTest: selfTest(), tool };
  onTestFinished(async () => {
    home.close();
    await verifying.scratch.close();
  });
  const handler = createMcpHandler(() =>
    accessReviewServer({
      ...home,
      clock: systemClock,
      scope: { person: null, periods: 'all' },
      open: rememberedRuns({ ...home, ...verifying }),
      verifying: async () => verifying,
      verifyingInTurn: inTurn(),
      documents: { glossary: '', contract: '' },
      record: () => Promise.reject(new Error('the disk is full')),
      linkOf: () => null,
      largestReport: 5_000_000,
      tool,
    }),
  );
  const client = new Client({ name: 'a test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const fetch = async (url: string | URL, init?: RequestInit): Promise<Response> =>
    handler.fetch(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL('http://portal.example/mcp'), { fetch }));
  onTestFinished(() => client.close());
  expect(await client.callTool({ name: 'find_findings', arguments: {} })).toMatchObject({ isError: true });
  await expect(client.listResources()).rejects.toThrow('the disk is full');
}, 30_000);

test('of a hundred reports that are to be verified in one message none is begun once whoever asked is gone', async () => {
  const company = await aCompany();
  const { document } = await company.review();
  const came: string[] = [];
  const asking = new AbortController();
  const turns = inTurn();
  const verifyingInTurn = async <Value>(work: () => Promise<Value>): Promise<Value> =>
    turns(async () => {
      const answer = await work();
      came.push(JSON.stringify(answer).includes('whoever asked was gone') ? 'not begun' : 'begun');
      asking.abort();
      return answer;
    });
  const handler = await handlerOf(company.folder, { verifyingInTurn });
  const calls = Array.from({ length: 100 }, (_, id) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'verify_report', arguments: { run: document.run } },
  }));
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const body = JSON.stringify(calls);
  const request = new Request('http://portal.example/mcp', { method: 'POST', headers, body, signal: asking.signal });
  await (await handler(request)).text().catch(() => '');
  await turns(async () => {});
  expect(came).toHaveLength(100);
  expect(came.filter((one) => one === 'begun')).toHaveLength(1);
}, 30_000);
