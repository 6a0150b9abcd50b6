// What is sent to other products when names in it mean harm, and what comes of answers that mean harm.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { RequestListener, Server } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { slackDesk, teamsDesk } from '../../../adapters/tickets/chat.ts';
import { jiraDesk } from '../../../adapters/tickets/jira.ts';
import { serviceNowDesk } from '../../../adapters/tickets/servicenow.ts';
import { webhookDesk } from '../../../adapters/tickets/webhook.ts';
import { systemClock } from '../../../homes/laptop.ts';
import { DeskRefused } from '../../../core/ports/telling.ts';
import type { TicketDesk } from '../../../core/ports/telling.ts';
import { orderNotice } from '../../../core/review/removals/order-notice.ts';
import type { OrderNotice } from '../../../core/review/removals/order-notice.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { parseDay } from '../../../core/values/instant.ts';
import { selfSigned } from '../../support/servers/server-identity.ts';
import { standIns } from '../../support/tickets/stand-ins.ts';

const harm = [
  '<!channel>@acme.com',
  '<@U024BE7LH>@acme.com',
  '@here',
  '[pay](https://evil.example)@acme.com',
  '{{DATE(2026-01-01)}}',
  '{"text":"x"}@acme.com',
  '*bold*@acme.com',
  '~_gone_~ `code`@acme.com',
  ':rotating_light:@acme.com',
  '[code]<b>x</b>[/code]@acme.com',
  '__proto__',
  '=1+1@acme.com',
  'a\u202Eb\u0000c\u001B[2J@acme.com',
  '\u{1F600}'.repeat(200),
  'half\uD83D',
  'l'.repeat(100_000),
  `&&&&<<<<${'&<>'.repeat(400)}`,
];

function notice(names: readonly string[], by: string | null = null): OrderNotice {
  const logins = names.flatMap((name) => canonicalLogin(name) ?? []);
  const dueDay = parseDay('2026-10-12');
  if (dueDay === null) throw new Error('no day');
  return orderNotice(
    { organisation: 'Acme <!here>\n[x](y)', period: '2026-Q4', issued: { number: 1, by, logins }, dueDay },
    { id: 'slack', kind: 'slack', logins: true, link: 'https://wiki.acme.com/order' },
  );
}

const many = [...harm, ...Array.from({ length: 5000 }, (_, n) => `<${n}&somebody-with-a-long-name>@acme.example`)];

function desksAt(url: string): Readonly<Record<string, TicketDesk>> {
  return {
    jira: jiraDesk({ url, project: 'IAM', issueType: 'Task', email: 'bot@acme.com', apiToken: 'token' }),
    servicenow: serviceNowDesk({ url, table: 'incident', user: 'bot@acme.com', password: 'token' }),
    webhook: webhookDesk({
      url: `${url}/hook`,
      secret: Buffer.from('a webhook secret of the company').toString('base64'),
      clock: systemClock,
    }),
    slack: slackDesk(`${url}/slack`),
    teams: teamsDesk(`${url}/teams`),
  };
}

test.each([
  ['nothing', ''],
  ['no Base64', '!!!'],
  ['Base64 with something else in it', `whsec_${Buffer.alloc(32, 'x').toString('base64')}!`],
  ['23 bytes', Buffer.alloc(23, 'x').toString('base64')],
])('a webhook is sent nothing that a secret of %s has signed', async (_, secret) => {
  const desks = await standIns();
  const desk = webhookDesk({ url: `${desks.url}/hook`, secret, clock: systemClock });
  const refused = new DeskRefused('the secret of the webhook is not Base64 of at least 24 bytes');
  await expect(desk.send(notice(['ann@acme.com'], 'x'), false)).rejects.toThrow(refused);
  expect(desks.taken.webhook).toEqual([]);
});

test.each([
  ['hostile names', harm],
  ['5,000 accounts', many],
])('%s are sent in the form that each product publishes, and as text alone', async (_, names) => {
  const desks = await standIns();
  for (const desk of Object.values(desksAt(desks.url))) await desk.send(notice(names, 'x'.repeat(5000)), false);
  for (const [product, sent] of Object.entries(desks.taken))
    expect({ product, sent: sent.length }).toMatchObject({ sent: 1 });
  const [slack = ''] = desks.taken.slack;
  expect(slack).not.toMatch(/<[!@#]/);
  for (const product of ['jira', 'servicenow', 'slack', 'teams'] as const)
    expect(desks.taken[product].join(''), product).not.toMatch(
      /[\p{Cc}\u202A-\u202E]|[^\\]\\u(?:0000|001b|202e|d83d)/iu,
    );
  const [hook = ''] = desks.taken.webhook;
  const told = z.parse(z.object({ logins: z.array(z.string()) }), JSON.parse(hook));
  expect(told.logins, 'a program is told all of them').toHaveLength(new Set(names).size);
});

test('of what Slack is sent our own words alone are markup, and the address of the order ends where it ends', async () => {
  const desks = await standIns();
  const told = { ...notice(harm, '*_root_*@acme.com'), link: 'https://wiki.acme.com/a|b&c' };
  await desksAt(desks.url)['slack']?.send(told, false);
  const text = z.object({ type: z.string(), text: z.string() });
  const posted = z.object({ text: z.string(), blocks: z.array(z.object({ text })) });
  const { text: inShort, blocks } = z.parse(posted, JSON.parse(desks.taken.slack[0] ?? ''));
  const markup = blocks.filter((block) => block.text.type === 'mrkdwn').map((block) => block.text.text);
  const title = `Suspend ${told.accounts} accounts in People.ai: work order 1 of 2026-Q4`;
  expect(inShort).toBe(title);
  expect(markup).toEqual([`*${title}*`, '<https://wiki.acme.com/a%7Cb&amp;c|Open the order>']);
  expect(JSON.stringify(blocks)).toContain('*_root_*');
});

/** A product that answers so. @returns its address */
async function answering(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(listener))}`;
}

/** @returns the port; closed when the test is over */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A server with a certificate that nobody vouches for. */
async function withOwnCertificate(): Promise<{ readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createSecureServer(await selfSigned('127.0.0.1'), (_, response) => {
    asked += 1;
    response.end('ok');
  });
  const port = await listening(server);
  return { url: `https://127.0.0.1:${port}`, asked: () => asked };
}

const products = ['jira', 'servicenow', 'webhook', 'slack', 'teams'];

async function failureOf(url: string, product: string): Promise<unknown> {
  const desk = desksAt(url)[product];
  if (desk === undefined) throw new Error(`no ${product}`);
  return desk.send(notice(['jane@acme.com']), false).then(
    () => null,
    (error: unknown) => error,
  );
}

describe.each(products)('%s', (product) => {
  test.each([301, 302, 307, 308])('that redirects with %i is not followed, and was told nothing', async (status) => {
    let followed = 0;
    const elsewhere = await answering((_, response) => {
      followed += 1;
      response.end('{}');
    });
    const url = await answering((_, response) => response.writeHead(status, { location: elsewhere }).end());
    const failure = await failureOf(url, product);
    expect(failure).toBeInstanceOf(DeskRefused);
    expect(String(failure)).toMatch(/127\.0\.0\.1:\d+ answered 30\d: another address, and none is followed$/);
    expect(followed).toBe(0);
  });

  test('that fails leaves open whether it was told', async () => {
    const url = await answering((_, response) => response.writeHead(500).end('<b>token</b>'));
    const failure = await failureOf(url, product);
    expect(failure).not.toBeInstanceOf(DeskRefused);
    expect(String(failure)).toMatch(/answered 500$/);
  });

  test('that answers half, and breaks off, leaves open whether it was told', async () => {
    const url = await answering((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"k');
      setTimeout(() => response.destroy(), 50);
    });
    const failure = await failureOf(url, product);
    expect(failure).not.toBeInstanceOf(DeskRefused);
    expect(String(failure)).toMatch(/127\.0\.0\.1:\d+ broke off$/);
  });

  test.each([
    ['30', /answered 429: to be asked again in 30 s$/],
    ['<b>soon</b>', /answered 429$/],
  ])('that is asked too often was told nothing, and says when to ask again: %s', async (wait, says) => {
    const url = await answering((_, response) => response.writeHead(429, { 'retry-after': wait }).end());
    const failure = await failureOf(url, product);
    expect(failure).toBeInstanceOf(DeskRefused);
    expect(String(failure)).toMatch(says);
  });

  test('that is not who it should be was told nothing', async () => {
    const plain = await answering((_, response) => response.end());
    const { url, asked } = await withOwnCertificate();
    for (const at of [url, plain.replace('http:', 'https:')]) {
      const failure = await failureOf(at, product);
      expect(failure).toBeInstanceOf(DeskRefused);
      expect(String(failure)).toMatch(/127\.0\.0\.1:\d+ cannot be trusted \([A-Z_]+\)$/);
    }
    expect(asked()).toBe(0);
  });

  test('that answers without end is read no further', async () => {
    const url = await answering((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(String(await failureOf(url, product))).toMatch(/answered 200 with more than 1000000 bytes$/);
  });

  test('is never named by its address or a secret, whatever goes wrong', async () => {
    for (const status of [400, 401, 404, 500]) {
      const url = await answering(({ headers }, response) => response.writeHead(status).end(JSON.stringify(headers)));
      expect(String(await failureOf(url, product))).not.toMatch(/token|Basic|\/slack|\/teams|\/hook|\/rest/);
    }
  });
});

test.each(['slack', 'teams'])('%s took nothing where a page answers in its place', async (product) => {
  for (const answer of ['<!doctype html><title>Sign in</title>', ' <html>ok</html>']) {
    const url = await answering((_, response) => response.end(answer));
    const failure = await failureOf(url, product);
    expect(failure).toBeInstanceOf(DeskRefused);
    expect(String(failure)).toMatch(/127\.0\.0\.1:\d+ answered, and not that it took the post$/);
  }
});

test('Teams took nothing where its connector says so with 200', async () => {
  const says = 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429';
  expect(await failureOf(await answering((_, response) => response.end(says)), 'teams')).toBeInstanceOf(DeskRefused);
  for (const [status, answer] of [
    [200, '1'],
    [202, ''],
  ] as const)
    expect(await failureOf(await answering((_, response) => response.writeHead(status).end(answer)), 'teams')).toBe(
      null,
    );
});

test('a ticket of somebody else is not taken for ours: one without our label, a record of a table without our field', async () => {
  const other = { number: 'INC7', sys_id: 'b'.repeat(32) };
  const issues = [{ key: 'OTHER-1', fields: { labels: ['x'] } }];
  const asked: string[] = [];
  const url = await answering(({ method = '', url: of = '' }, response) => {
    asked.push(method);
    const found = of.startsWith('/rest') ? { issues } : { result: [other, { ...other, correlation_id: 'x' }] };
    const made = of.startsWith('/rest') ? { key: 'IAM-1' } : { result: { sys_id: 'c'.repeat(32) } };
    response.end(JSON.stringify(method === 'GET' ? found : made));
  });
  for (const product of ['jira', 'servicenow']) expect(await failureOf(url, product)).toBe(null);
  expect(asked).toEqual(['GET', 'POST', 'GET', 'POST']);
});

test('Jira is asked again for a ticket that may be there, and makes no second', async () => {
  let searches = 0;
  const asked: string[] = [];
  const url = await answering(({ method = '', url: of = '' }, response) => {
    asked.push(method);
    searches += 1;
    const label = /"(.+)"/.exec(new URL(of, 'http://x').searchParams.get('jql') ?? '')?.[1];
    const issues = searches < 2 ? [] : [{ key: 'IAM-1', fields: { labels: [label] } }];
    response.end(JSON.stringify({ issues }));
  });
  expect(await desksAt(url)['jira']?.send(notice(['jane@acme.com']), true)).toMatchObject({ reference: 'IAM-1' });
  expect(asked).toEqual(['GET', 'GET']);
}, 20_000);

test('Jira says which of our fields its project does not take, and nothing else of its answer', async () => {
  const said = { errors: { duedate: 'Field cannot be set', '<b>x</b>': 'ignore' }, errorMessages: ['ignore'] };
  const url = await answering(({ method }, response) => {
    response.writeHead(method === 'GET' ? 200 : 400).end(JSON.stringify(method === 'GET' ? { issues: [] } : said));
  });
  const failure = String(await failureOf(url, 'jira'));
  expect(failure).toMatch(/answered 400: it does not take duedate$/);
});

test('an answer that is no JSON is told without what it says', async () => {
  const url = await answering((_, response) => response.end('<html>\u001B[2Jignore previous instructions</html>'));
  for (const product of ['jira', 'servicenow']) {
    const failure = String(await failureOf(url, product));
    expect(failure).not.toContain('ignore');
    expect(failure).toMatch(/127\.0\.0\.1:\d+ answered with what is no ticket/);
  }
});
