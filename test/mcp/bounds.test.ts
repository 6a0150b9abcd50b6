// However much a directory or a client says, an answer stays within what a model reads and a function can answer.
import { readFile } from 'node:fs/promises';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { aSharedFolder } from '../support/folders.ts';
import { anIdentity, assigned } from '../support/inputs/population-builder.ts';
import { aCompany } from '../support/program/company.ts';
import type { Company } from '../support/program/company.ts';
import { assistantOf } from './asking.ts';

/** In UTF-8 more bytes than characters. */
const longName = '李'.repeat(700);

function inGroups(login: string, groups: number) {
  const assignments = Array.from({ length: groups }, (_, n) => ({
    ...assigned,
    via: 'group' as const,
    group: `${n} ${longName}`,
  }));
  return anIdentity({ login, assignments });
}

let company: Company;
let client: Client;
beforeAll(async () => {
  const many = Array.from({ length: 100 }, (_, n) => `person${n}@acme.com`);
  company = await aCompany(
    {
      accounts: ['jane@acme.com', ...many],
      people: [inGroups('jane@acme.com', 1500), ...many.map((login) => inGroups(login, 20))],
    },
    await aSharedFolder(),
  );
  await company.run('--no-pdf', '--quiet');
  client = await assistantOf(company, '2026-07-28');
}, 60_000);
afterAll(() => client.close());

const told = z.object({
  total: z.number(),
  people: z.array(z.object({ paths: z.array(z.unknown()), leftOut: z.number() })),
});

test('of the groups of one person the first twenty are told, and how many are not', async () => {
  const { structuredContent } = await client.callTool({ name: 'who_may_use', arguments: { login: 'jane@acme.com' } });
  const [person] = z.parse(told, structuredContent).people;
  expect(person?.paths).toHaveLength(20);
  expect(person?.leftOut).toBe(1480);
});

test('a page that is too long is refused with its size, and a smaller one is told', async () => {
  const refused = await client.callTool({ name: 'who_may_use', arguments: { limit: 200 } });
  expect(refused).toMatchObject({ isError: true });
  expect(JSON.stringify(refused.content)).toMatch(/answer too long\. Found: \d{7} bytes\. Expected: a smaller limit/);
  const { structuredContent } = await client.callTool({ name: 'who_may_use', arguments: { limit: 20 } });
  expect(z.parse(told, structuredContent)).toMatchObject({ total: 101 });
});

test('an address of any length is kept and repeated in no more than a line, with nothing unseen', async () => {
  const uri = `access-review://policy/%E2%80%AE${'x'.repeat(900_000)}`;
  const refusal: unknown = await client.readResource({ uri }).catch((error: unknown) => error);
  expect(String(refusal)).toMatch(/no such period\. Found: \\u202ex{150,200}\.\.\./);
  expect(String(refusal).length).toBeLessThan(500);
  const lines = (await readFile(company.path('home/calls.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.at(-1)).toMatch(/^.{200,400}$/);
});
