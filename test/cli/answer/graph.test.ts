// The command `graph`: its formats, what it refuses, and data that means harm.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aCompany } from '../../support/program/company.ts';
import type { Company } from '../../support/program/company.ts';
import { openGraphFaults } from '../../support/formats/open-graph.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';

const node = z.object({ id: z.string(), kinds: z.array(z.string()), properties: z.record(z.string(), z.unknown()) });
const plain = z.object({
  schema: z.literal(1),
  run: z.string(),
  nodes: z.array(node),
  edges: z.array(
    z.object({ kind: z.string(), start: z.string(), end: z.string(), properties: z.record(z.string(), z.unknown()) }),
  ),
});

async function graph(company: Company, ...options: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await company.command('graph', '--home', 'home', ...options);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return stdout;
}

const hostile = '=HYPERLINK("http://evil.example","x")\u202E\u0000;=1+1';

async function hostileCompany(): Promise<Company> {
  return aCompany({
    accounts: [
      { email: 'jane@acme.com', name: hostile, role: 'User' },
      { email: 'ghost@acme.com', role: 'Admin' },
    ],
    people: [anIdentity({ login: 'jane@acme.com', name: hostile })],
  });
}

describe('the formats', () => {
  test('OpenGraph on stdout, by its rules, with the totals of the run', async () => {
    const company = await hostileCompany();
    const { files } = await company.review();
    const document: unknown = JSON.parse(await graph(company));
    expect(openGraphFaults(document)).toEqual([]);
    const { graph: found } = z.parse(z.object({ graph: z.object({ nodes: z.array(node) }) }), document);
    const of = (kind: string) => found.nodes.filter(({ kinds }) => kinds[0] === kind);
    expect(of('PeopleAI_Account')).toHaveLength(files.findings.totals.accounts);
    expect(of('PeopleAI_Finding').map(({ properties }) => properties['finding'])).toEqual(
      files.findings.findings.map(({ id }) => id),
    );
    expect(of('PeopleAI_Report')[0]?.properties).toMatchObject({ run: files.findings.run.id, period: '2026-Q4' });
  });

  test('a role that is spelled in two ways is one node', async () => {
    const company = await aCompany({
      accounts: ['Analyst', ' analyst', 'User'].map((role, at) => ({ email: `u${at}@acme.com`, role })),
    });
    await company.run('--no-pdf');
    const { nodes, edges } = z.parse(plain, JSON.parse(await graph(company, '--format', 'json')));
    const roles = nodes.filter(({ kinds }) => kinds[0] === 'PeopleAI_Role');
    expect(roles.map(({ properties }) => properties['name'])).toEqual(['Analyst', 'User']);
    const held = edges.filter(({ kind }) => kind === 'PeopleAI_HasRole').map(({ end }) => end);
    expect(held).toEqual([roles[0]?.id, roles[0]?.id, roles[1]?.id]);
  });

  test('JSON into a file, counted on stdout', async () => {
    const company = await hostileCompany();
    await company.run('--no-pdf');
    const said: unknown = JSON.parse(await graph(company, '--format', 'json', '--out', 'deep/graph.json', '--json'));
    const written = z.parse(plain, JSON.parse(await readFile(company.path('deep/graph.json'), 'utf8')));
    const { run, nodes, edges } = written;
    const out = 'deep/graph.json';
    expect(said).toEqual({ schema: 1, run, format: 'json', out, nodes: nodes.length, edges: edges.length });
  });

  test('CSV as one table, of which no spreadsheet runs a cell', async () => {
    const company = await hostileCompany();
    await company.run('--no-pdf');
    expect(await graph(company, '--format', 'csv', '--out', 'graph.csv')).toMatch(
      /^graph\.csv: \d+ nodes and \d+ edges/,
    );
    const rows = z.parse(
      z.array(z.record(z.string(), z.string())),
      parse(await readFile(company.path('graph.csv'), 'utf8'), { columns: true }),
    );
    expect(new Set(rows.map(({ element }) => element))).toEqual(new Set(['node', 'edge']));
    for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+@-]|;=/);
  });
});

test('the same run gives the same graph, and an earlier one is named by its id', async () => {
  const company = await hostileCompany();
  const first = await company.review();
  const before = await graph(company);
  await company.has({ on: '2026-10-06', accounts: ['jane@acme.com', 'ghost@acme.com', 'new@acme.com'] });
  await company.review();
  expect(await graph(company)).not.toBe(before);
  expect(await graph(company, '--run', first.document.run)).toBe(before);
});

/** By login of the account: each identity that it is tied to, with what the edge says. */
async function ties(company: Company): Promise<Readonly<Record<string, readonly string[]>>> {
  const { nodes, edges } = z.parse(plain, JSON.parse(await graph(company, '--format', 'json')));
  const named = new Map(nodes.map(({ id, properties }) => [id, properties]));
  const told: Record<string, string[]> = {};
  for (const { kind, start, end, properties } of edges) {
    if (!/MatchedTo|ReplacedFor/.test(kind)) continue;
    const login = String(named.get(end)?.['name']);
    const says = Object.entries(properties).map(([name, value]) => `${name} ${String(value)}`);
    told[login] = [...(told[login] ?? []), [named.get(start)?.['identity'], kind.slice(9), ...says].join(', ')];
  }
  return told;
}

describe('who was matched', () => {
  const old = { state: 'deleted', nameId: null } as const;

  test('is what the run found: by which rule, in doubt, replaced, or gone as HR says', async () => {
    const company = await aCompany({
      accounts: ['jane@acme.com', 'two@acme.com', 'back@acme.com', 'left@acme.com', 'alias@acme.com', 'ghost@acme.com'],
      people: [
        anIdentity({ login: 'jane@acme.com', id: '=1;+1' }),
        anIdentity({ login: 'a@acme.com', nameId: null, logins: ['two@acme.com', 'a@acme.com'] }),
        anIdentity({ login: 'b@acme.com', nameId: null, logins: ['two@acme.com', 'b@acme.com'] }),
        anIdentity({ login: 'back@acme.com', id: 'old', ...old }),
        anIdentity({ login: 'back@acme.com', id: 'new', nameId: null }),
        anIdentity({ login: 'left@acme.com' }),
        anIdentity({ login: 'other@acme.com', aliases: [{ login: 'alias@acme.com', source: 'proxy' }] }),
      ],
    });
    await writeFile(company.path('leavers.csv'), 'email,last day\nleft@acme.com,2026-09-30\n');
    await company.run('--no-pdf', '--leavers', 'leavers.csv');
    const sure = 'disputed false, decisive true, state active';
    expect(await ties(company)).toEqual({
      'jane@acme.com': [`=1;+1, MatchedTo, rule name-id, ${sure}`],
      'two@acme.com': [
        'id-a@acme.com, MatchedTo, rule login, disputed true, decisive true, state active',
        'id-b@acme.com, MatchedTo, rule login, disputed true, decisive false, state active',
      ],
      'back@acme.com': [`new, MatchedTo, rule login, ${sure}`, 'old, ReplacedFor, rule login, state deleted'],
      'left@acme.com': ['id-left@acme.com, MatchedTo, rule name-id, disputed false, decisive true, state deleted'],
      'alias@acme.com': [`id-other@acme.com, MatchedTo, rule alias, ${sure}`],
    });
  });

  test('is nobody where earlier runs knew another person by the login', async () => {
    const others = Array.from({ length: 20 }, (_, number) => `person-${number}@acme.com`);
    const company = await aCompany({ people: ['jane@acme.com', 'joe@acme.com', ...others] });
    await company.review();
    const heir = anIdentity({ login: 'joe@acme.com', aliases: [{ login: 'jane@acme.com', source: 'proxy' }] });
    await company.has({ on: '2026-10-06', people: [heir, ...others] });
    await company.review();
    expect(await ties(company)).toEqual({});
  });
});

async function refused(company: Company, ...options: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await company.command('graph', ...options);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toMatch(/^.+: .+\. Found: .+\. Expected: .+\.\n$/);
  return stderr;
}

describe('is refused with exit 2', () => {
  test('a home that no run has used, and one without an accepted run', async () => {
    const company = await aCompany({ people: [] });
    expect(await refused(company, '--home', 'nowhere')).toContain('no home');
    await company.run('--no-pdf');
    expect(await refused(company, '--home', 'home')).toContain('no accepted run');
  });

  test('a run that is not there, and one whose evidence was changed', async () => {
    const company = await aCompany();
    const { document } = await company.review();
    expect(await refused(company, '--home', 'home', '--run', '../x')).toContain(`such as ${document.run}`);
    await writeFile(company.path(`home/runs/${document.run}/evidence/snapshot-okta.jsonl`), 'x');
    expect(await refused(company, '--home', 'home')).toContain('stored evidence was changed');
  });

  test('a file that is there, a folder, and two documents on stdout', async () => {
    const company = await aCompany();
    await company.run('--no-pdf');
    await writeFile(company.path('mine.json'), 'mine');
    await mkdir(company.path('folder'));
    expect(await refused(company, '--home', 'home', '--out', 'mine.json')).toContain('file is there already');
    expect(await readFile(company.path('mine.json'), 'utf8')).toBe('mine');
    expect(await refused(company, '--home', 'home', '--out', 'folder')).toContain('a folder');
    expect(await refused(company, '--home', 'home', '--format', 'csv', '--json')).toContain('two documents');
    await graph(company, '--out', 'mine.json', '--overwrite');
    expect(openGraphFaults(JSON.parse(await readFile(company.path('mine.json'), 'utf8')))).toEqual([]);
  });
});
