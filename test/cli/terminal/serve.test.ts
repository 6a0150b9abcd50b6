// What `serve` answers to whoever speaks HTTP by hand: on a socket, as a browser would never send it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, test } from 'vitest';
import { serve } from '../../../cli/serve/serve.ts';
import { aCompany } from '../../support/program/company.ts';
import { startCommand } from '../../support/program/command.ts';
import { delivered } from '../../support/program/program.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { builtPages } from '../../portal/web/browser/built.ts';

let port = 0;
let home = '';
beforeAll(async () => {
  await builtPages();
  const made = await aCompany({}, await aSharedFolder());
  expect((await made.run('--no-pdf')).exit).toBe(0);
  home = made.path('home');
  const stop = new AbortController();
  ({ port } = await opened(stop.signal));
  return () => stop.abort();
}, 120_000);

interface Opened {
  readonly port: number;
  readonly exit: Promise<number>;
}

async function opened(stop: AbortSignal, served = home): Promise<Opened> {
  return new Promise((resolve) => {
    const terminal = {
      out: (text: string) => {
        const [, told] = /localhost:(\d+)/.exec(text) ?? [];
        if (told !== undefined) resolve({ port: Number(told), exit });
      },
      err: () => undefined,
      table: () => undefined,
      stream: async () => undefined,
      redraw: () => undefined,
      interactive: false,
    };
    const exit = serve({ home: served, port: '0' }, terminal, stop);
  });
}

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** @param request its lines; the host is that of the server unless the request names one */
async function asked(request: readonly string[], body = ''): Promise<Answer> {
  const [first = '', ...headers] = request;
  const host = headers.some((line) => /^host:/i.test(line)) ? [] : [`Host: localhost:${port}`];
  const socket = connect(port, '127.0.0.1');
  socket.write(`${[first, ...host, ...headers, 'Connection: close', '', ''].join('\r\n')}${body}`);
  let text = '';
  for await (const piece of socket.setEncoding('latin1')) text += String(piece);
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body: rest.join('\r\n\r\n') };
}

test.each([
  ['for another host', { status: 421, told: 'another server' }, ['GET /api/me HTTP/1.1', 'Host: evil.example']],
  [
    'that names two hosts',
    { status: 421, told: '2 of them' },
    ['GET /api/me HTTP/1.1', 'Host: localhost:PORT', 'Host: evil.example'],
  ],
  ['for an address at another host', { status: 400, told: 'no path' }, ['GET http://evil.example/api/me HTTP/1.1']],
  ['for an address at this host', { status: 400, told: 'no path' }, ['GET http://localhost:PORT/ HTTP/1.1']],
  ['for no page', { status: 400, told: 'no path' }, ['OPTIONS * HTTP/1.1']],
  ['that traces a page', { status: 405, told: 'GET or HEAD' }, ['TRACE / HTTP/1.1']],
  ['that puts a page', { status: 405, told: 'GET or HEAD' }, ['PUT /index.html HTTP/1.1', 'Content-Length: 0']],
  ['that deletes a page', { status: 405, told: 'GET or HEAD' }, ['DELETE /2026-Q4/lines HTTP/1.1']],
  ['that traces a route', { status: 404, told: 'Not there' }, ['TRACE /api/me HTTP/1.1']],
  ['for a route with a way back in it', { status: 401, told: 'nobody signed in' }, ['GET /api/%2e%2e/api/me HTTP/1.1']],
  [
    'with a cookie of 12,000 letters',
    { status: 401, told: 'nobody signed in' },
    ['GET /api/me HTTP/1.1', `Cookie: __Host-session=${'x'.repeat(12_000)}`],
  ],
])('a request %s is answered by a problem that says what is wrong', async (_what, { status, told }, lines) => {
  const answer = await asked(lines.map((line) => line.replace('PORT', String(port))));
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([status, { status }]);
  expect(answer.body).toContain(told);
  for (const said of ['application/problem+json', 'cache-control: no-store', "default-src 'none'"])
    expect(answer.headers).toContain(said);
  expect(answer.body).not.toMatch(/ at .*\.ts|node_modules/);
});

test.each([
  ['a zero byte in a header', 400, ['GET /api/me HTTP/1.1', 'X: a\0b']],
  ['a length and pieces', 400, ['POST /auth/sign-out HTTP/1.1', 'Transfer-Encoding: chunked', 'Content-Length: 5']],
  ['two lengths', 400, ['POST /auth/sign-out HTTP/1.1', 'Content-Length: 5', 'Content-Length: 6']],
  ['an expectation that nobody knows', 417, ['POST /auth/sign-out HTTP/1.1', 'Expect: 200-maybe', 'Content-Length: 0']],
  ['a cookie of 30,000 letters', 431, ['GET /api/me HTTP/1.1', `Cookie: a=${'x'.repeat(30_000)}`]],
])('a request with %s is answered by %s and a problem, and the next one is answered', async (_what, status, lines) => {
  const answer = await asked(lines);
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([status, { status, refusals: [{}] }]);
  expect(answer.headers).toContain('application/problem+json');
  expect((await asked(['GET /api/me HTTP/1.1'])).status).toBe(401);
});

test('while another program holds the database, whoever waits for it is told so soon, and nobody else waits', async () => {
  const other = new DatabaseSync(join(home, 'access-review.db'));
  other.exec('BEGIN EXCLUSIVE');
  try {
    const [waiting, began] = [Array.from({ length: 10 }, () => asked(['GET /auth/sign-in HTTP/1.1'])), Date.now()];
    expect((await asked(['GET /api/me HTTP/1.1'])).status).toBe(401);
    expect(Date.now() - began).toBeLessThan(1000);
    const answers = await Promise.all(waiting);
    expect(Date.now() - began).toBeLessThan(9000);
    for (const { status, headers, body } of answers) {
      expect(status).toBe(503);
      expect(headers).toContain('retry-after: 5');
      expect(body).toContain('access-review.db');
      expect(body).toContain('another command or program that is writing there, and does not end');
    }
  } finally {
    other.close();
  }
  expect((await asked(['GET /auth/sign-in HTTP/1.1'])).status).toBe(302);
}, 120_000);

test.each([
  '/assets/..%2f..%2fpackage.json',
  '/assets/../../package.json',
  '/..%2f..%2fetc/passwd',
  '//api/me',
  '/%00',
  '/%c0%af',
])('%s is the one page, which nobody keeps for longer', async (path) => {
  const { status, headers, body } = await asked([`GET ${path} HTTP/1.1`]);
  expect([status, body.startsWith('<!doctype html>')]).toEqual([200, true]);
  expect(headers).toContain('cache-control: no-cache');
});

test.each(['/', '/api/me', '/auth/sign-in', '/assets/none.js', '/mcp'])('HEAD %s has no body', async (path) => {
  const { status, body } = await asked([`HEAD ${path} HTTP/1.1`]);
  expect(status).toBeLessThan(500);
  expect(body).toBe('');
});

test('a browser that came by the number of this machine signs in under its name, where the answer of the issuer leads', async () => {
  const path = '/auth/sign-in?return=%2F2026-Q4&fresh=1';
  const { status, headers } = await asked([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`]);
  expect(status).toBe(302);
  expect(headers).toContain(`location: http://localhost:${port}${path.toLowerCase()}`);
  expect(headers).not.toContain('set-cookie');
});

test('nobody sends the issuer of this machine more than a name, whatever page they come from', async () => {
  const body = `person=${'x'.repeat(5000)}`;
  const lines = ['POST /issuer/choose/none HTTP/1.1', `Content-Length: ${body.length}`, 'Origin: https://evil.example'];
  const answer = await asked(lines, body);
  expect(answer.status).toBe(413);
  expect(answer.body).toContain('More than a name was sent.');
  expect((await asked(['GET /api/me HTTP/1.1'])).status).toBe(401);
});

test('somebody to whom lines were handed over can choose their name, and nobody else of the directory', async () => {
  const people = ['jane@acme.com', 'john@acme.com', 'ann@acme.com'];
  const made = await aCompany({ people, config: { reviewers: { fallback: 'grc@acme.com' } } });
  expect((await made.run('--no-pdf')).exit).toBe(0);
  const on = ['--review', '2026-Q4', '--home', 'home', '--by', 'grc@acme.com'];
  expect((await made.command('review', 'open', ...on)).exit).toBe(0);
  const handed = ['--reviewer', 'grc@acme.com', '--to', 'john@acme.com', '--reason', 'away'];
  expect((await made.command('review', 'delegate', ...on, ...handed)).exit).toBe(0);
  const stop = new AbortController();
  const server = await opened(stop.signal, made.path('home'));
  const chosen = async (person: string): Promise<string> => {
    const body = new URLSearchParams({ person });
    return (await fetch(`http://localhost:${server.port}/issuer/choose/none`, { method: 'POST', body })).text();
  };
  expect(await chosen('ann@acme.com')).toContain('Nobody of that name.');
  expect(await chosen('john@acme.com')).toContain('This sign-in is over.');
  stop.abort();
  expect(await server.exit).toBe(0);
});

/** What it says where it is refused before it opens. @param config of the run whose home is served */
async function refusedToServe(options: { readonly issuer?: string; readonly port?: string }, config = {}) {
  const made = await aCompany({ config });
  expect((await made.run('--no-pdf')).exit).toBe(0);
  const said: string[] = [];
  const terminal = {
    out: (text: string) => void said.push(text),
    err: (text: string) => void said.push(text),
    table: () => undefined,
    stream: async () => undefined,
    redraw: () => undefined,
    interactive: false,
  };
  const exit = await serve({ home: made.path('home'), port: '0', ...options }, terminal, AbortSignal.abort());
  return { exit, said: said.join('\n') };
}

test.each([
  ['--issuer', { options: { issuer: 'https://acme.okta.com' }, config: {} }],
  ['portal.issuer', { options: {}, config: { portal: { issuer: 'https://acme.okta.com' } } }],
])('where %s names an issuer and nobody its client, nobody is let in by a name', async (at, { options, config }) => {
  const { exit, said } = await refusedToServe(options, config);
  expect(exit).toBe(2);
  expect(said).toContain(`${at}: issuer without a client. Found: no portal.clientId in the configuration.`);
  expect(said).not.toContain('without a password');
});

test('an issuer that is no address and a port that is none are told at once', async () => {
  const { exit, said } = await refusedToServe({ issuer: 'acme.okta.com', port: '99999' });
  expect(exit).toBe(2);
  expect(said).toContain('--issuer: no address of an issuer. Found: acme.okta.com. Expected: an https address');
  expect(said).toContain('--port: no port. Found: 99999.');
});

/** @returns a request whose first half is sent, and gives its answer once the rest is sent too */
async function halfSent(at: number): Promise<(rest: string) => Promise<string>> {
  const socket = connect(at, '127.0.0.1').setEncoding('latin1');
  const head = ['POST /issuer/choose/none HTTP/1.1', `Host: localhost:${at}`, 'Content-Length: 13'];
  socket.write([...head, '', 'person='].join('\r\n'));
  // The first of the body is there by now, and the rest comes when nobody else is answered any more.
  await expect(fetch(`http://localhost:${at}/api/me`)).resolves.toMatchObject({ status: 401 });
  return async (rest) => {
    await expect(fetch(`http://localhost:${at}/api/me`)).rejects.toThrow('fetch failed');
    socket.write(rest);
    let text = '';
    for await (const piece of socket) text += String(piece);
    return text;
  };
}

test('what is under way when it is stopped is answered, and nothing after it', async () => {
  const stop = new AbortController();
  const server = await opened(stop.signal);
  const answerTo = await halfSent(server.port);
  stop.abort();
  expect(await answerTo('nobody')).toContain('Nobody of that name.');
  expect(await server.exit).toBe(0);
});

test('a connection that nobody has used, as browsers keep one ready, is not waited for when it is stopped', async () => {
  const stop = new AbortController();
  const server = await opened(stop.signal);
  const unused = connect(server.port, '127.0.0.1');
  const closed = once(unused, 'close');
  const answerTo = await halfSent(server.port);
  stop.abort();
  await closed;
  expect(await answerTo('nobody')).toContain('Nobody of that name.');
});

test('a signal that comes twice, from the terminal and from what started it, stops it once', async () => {
  const serving = await startCommand({ folder: dirname(home), program: delivered }, [
    'serve',
    '--home',
    home,
    '--port',
    '0',
  ]);
  const ended = once(serving, 'exit');
  let at = 0;
  for await (const line of createInterface(serving.stdout)) {
    at = Number(/localhost:(\d+)/.exec(line)?.[1] ?? 0);
    if (at !== 0) break;
  }
  const answerTo = await halfSent(at);
  serving.kill('SIGINT');
  await expect.poll(async () => isAnswered(at)).toBe(false);
  serving.kill('SIGINT');
  expect(await answerTo('nobody')).toContain('Nobody of that name.');
  expect(await ended).toEqual([0, null]);
}, 60_000);

async function isAnswered(at: number): Promise<boolean> {
  return fetch(`http://localhost:${at}/api/me`).then(
    () => true,
    () => false,
  );
}
