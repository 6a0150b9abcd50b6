// What the sample hands out to other products: documents by their rules, with the totals of its report.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { command } from '../support/program/command.ts';
import { openGraphFaults } from '../support/formats/open-graph.ts';
import { storedSample } from '../support/program/sample.ts';

const reportSchema = z.object({
  totals: z.object({ accounts: z.number(), live: z.number() }),
  findings: z.array(z.object({ id: z.string() })),
});

const graphSchema = z.object({
  graph: z.object({
    nodes: z.array(z.object({ kinds: z.array(z.string()), properties: z.record(z.string(), z.unknown()) })),
  }),
});

describe('the sample', () => {
  let home = '';
  let folder = '';
  beforeAll(async () => {
    ({ home, folder } = await storedSample());
  }, 120_000);

  test('is a graph by the rules of OpenGraph, with the totals of the report', async () => {
    const { exit, stdout } = await command(home, ['graph', '--home', home]);
    expect(exit).toBe(0);
    const document: unknown = JSON.parse(stdout);
    expect(openGraphFaults(document)).toEqual([]);
    const { totals, findings } = z.parse(reportSchema, JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')));
    const { nodes } = z.parse(graphSchema, document).graph;
    const of = (kind: string) => nodes.filter(({ kinds }) => kinds[0] === kind);
    expect(of('PeopleAI_Account')).toHaveLength(totals.accounts);
    expect(of('PeopleAI_Account').filter(({ properties }) => properties['live'] === true)).toHaveLength(totals.live);
    expect(of('PeopleAI_Finding').map(({ properties }) => properties['finding'])).toEqual(findings.map(({ id }) => id));
    expect(new Set(nodes.flatMap(({ kinds }) => kinds.slice(1)))).toEqual(
      new Set(['AZTenant', 'AZApp', 'AZUser', 'AZGroup', 'Okta_Organization', 'Okta_Application', 'Okta_User']),
    );
  });

  test.each(['conductorone', 'sailpoint', 'vanta'])('is a file for %s with every account', async (product) => {
    const { exit, stdout } = await command(home, ['accounts', '--for', product, '--home', home]);
    const { totals } = z.parse(reportSchema, JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8')));
    expect({ exit, rows: stdout.split('\r\n').length - 2 }).toEqual({ exit: 0, rows: totals.accounts });
  });
});
