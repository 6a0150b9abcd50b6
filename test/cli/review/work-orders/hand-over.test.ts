// `review hand-over`: other products are told of a work order, each once, whatever happens in between.
import { readdir, readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { command, ended, ownCommand, startCommand } from '../../../support/program/command.ts';
import type { Outcome } from '../../../support/program/command.ts';
import type { Company } from '../../../support/program/company.ts';
import { anOrder, on } from '../../../support/tickets/an-order.ts';
import { placesAt, standIns } from '../../../support/tickets/stand-ins.ts';
import type { StandIns } from '../../../support/tickets/stand-ins.ts';
import { aClosedPort } from '../../../support/servers/closed-port.ts';

const handedSchema = z.object({
  handed: z.array(
    z.object({ to: z.string(), state: z.string(), reference: z.nullable(z.string()), status: z.nullable(z.string()) }),
  ),
});

async function handed(
  company: Company,
  env: object,
  ends: { readonly exit: number; readonly stderr: unknown } = { exit: 0, stderr: '' },
): Promise<z.infer<typeof handedSchema>['handed']> {
  const { exit, stdout, stderr } = await command(company.folder, ['review', 'hand-over', ...on, '--json'], env);
  expect({ exit, stderr }).toEqual(ends);
  return z.parse(handedSchema, JSON.parse(stdout)).handed;
}

function counts({ taken }: StandIns): Record<string, number> {
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, all.length]));
}

const once = { jira: 1, servicenow: 1, webhook: 1, slack: 1, teams: 1 };

test('each product is told once in the form that it publishes, and then how its ticket stands, which proves nothing', async () => {
  const desks = await standIns();
  const company = await anOrder(placesAt(desks.url, { link: 'https://wiki.acme.com/order' }));
  const first = await handed(company, desks.env);
  expect(first.map(({ to, state, reference }) => [to, state, reference])).toEqual([
    ['jira', 'sent-now', 'IAM-1'],
    ['snow', 'sent-now', 'INC1'],
    ['hook', 'sent-now', null],
    ['slack', 'sent-now', null],
    ['teams', 'sent-now', null],
  ]);
  const again = await handed(company, desks.env);
  expect(again.map(({ state, status }) => [state, status])).toEqual([
    ['sent-before', 'Done'],
    ['sent-before', 'Closed'],
    ['sent-before', null],
    ['sent-before', null],
    ['sent-before', null],
  ]);
  expect(counts(desks)).toEqual(once);
  const statuses = async (): Promise<readonly string[]> =>
    (await readdir(company.path('home/reviews/2026-Q4/work-order-1'))).filter((name) => name.startsWith('status-'));
  expect(await statuses(), 'kept once it is known').toEqual(['status-1-jira.json', 'status-1-snow.json']);
  await handed(company, desks.env);
  expect(await statuses(), 'and when it changed alone').toEqual(['status-1-jira.json', 'status-1-snow.json']);
  expect(JSON.stringify(desks.taken), 'no login unless it is configured').not.toContain('ghost@acme.com');
  const { stdout } = await company.command('review', 'status', ...on, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ removals: [{ login: 'ghost@acme.com', state: 'open', proof: null }] });
}, 60_000);

test('the mail about an order brings the order, and nothing of what came of handing it over', async () => {
  const desks = await standIns();
  const company = await anOrder(placesAt(desks.url));
  await handed(company, desks.env);
  const ticked = await company.command('tick', '--home', 'home');
  expect({ exit: ticked.exit, stderr: ticked.stderr }).toEqual({ exit: 0, stderr: '' });
  const outbox = company.path('home/outbox');
  const mails = await Promise.all(
    (await readdir(outbox))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFile(`${outbox}/${name}`, 'utf8')),
  );
  const attached = mails.flatMap((mail) => [...mail.matchAll(/filename="?([^";\r\n]+)/g)].map(([, name]) => name));
  expect(new Set(attached)).toEqual(new Set(['2026-Q4-1-suspend-001.csv', '2026-Q4-1-work-order.txt']));
}, 60_000);

test('a channel whose secret is no https address is refused, and is told once the secret is right', async () => {
  const desks = await standIns();
  const company = await anOrder(placesAt(desks.url).slice(3, 4));
  for (const SLACK_URL of ['hooks.slack.com/services/T0/B0/x', 'http://hooks.slack.example/services/T0']) {
    const { exit, stderr } = await command(company.folder, ['review', 'hand-over', ...on], { SLACK_URL });
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining('is no https address') });
    expect(stderr).not.toContain('slack.com');
  }
  expect((await handed(company, desks.env)).map(({ state }) => state)).toEqual(['sent-now']);
}, 60_000);

test('logins are told where the configuration says so', async () => {
  const desks = await standIns();
  const company = await anOrder(placesAt(desks.url, { logins: true }));
  await handed(company, desks.env);
  for (const sent of Object.values(desks.taken)) expect(sent.join('')).toContain('ghost@acme.com');
}, 60_000);

describe('killed between sending and recording', () => {
  test.each([
    ['jira', 'sent-now'],
    ['snow', 'sent-now'],
    ['hook', 'sent-now'],
    ['slack', 'not-known'],
    ['teams', 'not-known'],
  ])(
    '%s has it once, and where it cannot tell somebody is told to look',
    async (id, state) => {
      const desks = await standIns();
      const [place] = placesAt(desks.url).filter((one) => 'id' in one && one.id === id);
      const company = await anOrder(place === undefined ? [] : [place]);
      const child = await startCommand({ folder: company.folder, env: desks.env }, ['review', 'hand-over', ...on]);
      desks.onTaken = () => void child.kill('SIGKILL');
      expect((await ended(child)).exit).toBe(null);
      desks.onTaken = () => undefined;
      const looking = { exit: 2, stderr: expect.stringContaining(`${id}: nobody knows whether it was handed over`) };
      const next = await handed(company, desks.env, state === 'not-known' ? looking : undefined);
      expect(next.map((one) => one.state)).toEqual([state]);
      const [product = ''] = Object.entries(counts(desks)).find(([, count]) => count > 0) ?? [];
      if (id === 'hook') expect(new Set(desks.webhookIds).size, 'the same id both times').toBe(1);
      else expect(counts(desks)).toMatchObject({ [product]: 1 });
      await handed(company, desks.env);
      if (id !== 'hook') expect(counts(desks)).toMatchObject({ [product]: 1 });
    },
    60_000,
  );
});

test.each(['jira', 'slack'])(
  '%s is told once by two who hand over at one moment, and the second is told so',
  async (id) => {
    const desks = await standIns();
    const company = await anOrder(placesAt(desks.url).filter((one) => 'id' in one && one.id === id));
    const others: Promise<Outcome>[] = [];
    desks.onTaken = () => {
      if (others.length === 0) others.push(ownCommand(company.folder, ['review', 'hand-over', ...on], desks.env));
      return others[0];
    };
    expect((await handed(company, desks.env)).map(({ state }) => state)).toEqual(['sent-now']);
    const told = expect.stringContaining('work orders are being handed over already');
    expect(await Promise.all(others)).toEqual([{ exit: 2, stdout: '', stderr: told }]);
    expect(counts(desks)).toMatchObject({ [id]: 1 });
    expect((await handed(company, desks.env)).map(({ state }) => state)).toEqual(['sent-before']);
  },
  60_000,
);

test('a product that refuses is named, the others are told, and it is tried again', async () => {
  const desks = await standIns();
  const company = await anOrder(placesAt(desks.url).slice(3, 4));
  desks.refusesWith = 403;
  const failed: Outcome = await command(company.folder, ['review', 'hand-over', ...on], desks.env);
  expect(failed.exit).toBe(2);
  expect(failed.stderr).toMatch(/work order 1, slack: not handed over\. Found: 127\.0\.0\.1:\d+ answered 403\. /);
  expect(failed.stdout + failed.stderr, 'the address of a channel is a secret').not.toContain('/slack');
  desks.refusesWith = 0;
  expect((await handed(company, desks.env)).map(({ state }) => state)).toEqual(['sent-now']);
  expect(counts(desks)).toMatchObject({ slack: 1 });
}, 60_000);

test('a channel that breaks off may have the post, so somebody is told to look, and it is not sent again', async () => {
  let asked = 0;
  const server = createHttpServer((_, response) => {
    asked += 1;
    response.writeHead(200, { 'content-length': 100 }).write('o');
    setTimeout(() => response.destroy(), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const company = await anOrder(placesAt('http://127.0.0.1:1').slice(3, 4));
  const env = { SLACK_URL: `http://127.0.0.1:${address.port}/slack` };
  const first = await command(company.folder, ['review', 'hand-over', ...on], env);
  expect({ exit: first.exit, stderr: first.stderr }).toEqual({
    exit: 2,
    stderr: expect.stringMatching(
      /^work order 1, slack: nobody knows whether it was handed over\. Found: 127\.0\.0\.1:\d+ broke off\. Expected: somebody who looks there: it cannot tell a repetition, so it is not sent again\.\n$/,
    ),
  });
  expect((await handed(company, env)).map(({ state }) => state)).toEqual(['not-known']);
  expect(asked).toBe(1);
}, 60_000);

test('without secrets nothing is sent: the notice lies in the outbox', async () => {
  const desks = await standIns();
  const company = await anOrder(placesAt(desks.url).slice(0, 1));
  expect((await handed(company, {})).map(({ state }) => state)).toEqual(['sent-now']);
  expect(counts(desks)).toMatchObject({ jira: 0 });
  const [name = ''] = (await readdir(company.path('home/outbox'))).filter((one) => one.endsWith('.json'));
  expect(JSON.parse(await readFile(company.path(`home/outbox/${name}`), 'utf8'))).toMatchObject({
    order: 1,
    accounts: 1,
    logins: [],
  });
}, 60_000);

test('where no place is named, and where nobody listens, it is refused', async () => {
  const company = await anOrder([]);
  const { exit, stderr } = await company.command('review', 'hand-over', ...on);
  expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining('nobody to hand over to') });
  const closed = await anOrder([{ id: 'hook', kind: 'webhook', url: `http://127.0.0.1:${await aClosedPort()}/x` }]);
  const refused = await command(closed.folder, ['review', 'hand-over', ...on], {
    HOOK_SECRET: Buffer.alloc(24, 7).toString('base64'),
  });
  expect({ exit: refused.exit, stderr: refused.stderr }).toEqual({
    exit: 2,
    stderr: expect.stringContaining('cannot be reached'),
  });
}, 60_000);
