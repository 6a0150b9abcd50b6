// No secret may stand in anything that a run prints or keeps: secrets are planted, and every output is searched.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runOver } from '../../support/program/causes.ts';
import type { Ended, ReviewSays } from '../../support/program/causes.ts';
import { selfSigned } from '../../support/servers/server-identity.ts';
import { always, body, nextLink } from '../../support/directories/misbehaviour.ts';
import type { Answer, Ask, Misbehaviour } from '../../support/directories/stand-in.ts';
import { aFolder } from '../../support/folders.ts';
import { graph, ids, okta, org, tenant } from './six-people.ts';

const clientSecret = 'planted-client-secret-8Q~x';
const apiToken = 'planted-api-token-00uZ';
const accounts = [...ids, 'ghost'].map((id) => `${id}@acme.com`);

/** What was proved with on the way: each must be in a request, or the search would prove nothing. */
function secretsIn(requests: readonly Ask[]): readonly string[] {
  const sent = requests.flatMap(({ headers, body: text }) => {
    const form = new URLSearchParams(text);
    const token = headers['authorization']?.split(' ')[1];
    return [token, form.get('client_secret'), form.get('client_assertion')].filter((one) => typeof one === 'string');
  });
  return [...new Set(sent)];
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The bytes of a file as text, and of a PDF also what its compressed parts hold. */
async function searchable(path: string): Promise<string> {
  const bytes = await readFile(path);
  const text = bytes.toString('latin1');
  if (!path.endsWith('.pdf')) return text;
  const streams = text.matchAll(/stream\r?\n(x.*?)\nendstream/gs);
  return [
    text,
    ...streams.map(([, packed = '']) => inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')),
  ].join('\n');
}

/** @returns where the secrets were found */
async function leaks(ended: Ended, folder: string, secrets: readonly string[]): Promise<readonly string[]> {
  const places = [
    { name: 'stdout', text: ended.stdout },
    { name: 'stderr', text: ended.stderr },
    ...(await Promise.all(
      (await filesBelow(folder)).map(async (path) => ({ name: path, text: await searchable(path) })),
    )),
  ];
  return places.flatMap(({ name, text }) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${name}`),
  );
}

interface Planted {
  readonly says: ReviewSays;
  /** Beside those that are seen on the way. */
  readonly secrets: readonly string[];
}

async function withSecrets(): Promise<Planted> {
  const entra = { seed: tenant({ clients: [{ clientId: 'client-1', secret: clientSecret }] }) };
  const says = { entra, okta: { seed: org({ apiTokens: [apiToken] }) }, accounts };
  return { says, secrets: [clientSecret, apiToken] };
}

async function withKeys(): Promise<Planted> {
  const keys = await aFolder();
  const { key, cert } = await selfSigned('access-review');
  await writeFile(join(keys, 'certificate.pem'), `${key}${cert}`);
  await writeFile(join(keys, 'key.pem'), key);
  const entra = { seed: tenant({ clients: [{ clientId: 'client-1', certificate: cert }] }) };
  const seed = org({ apiTokens: [], clients: [{ clientId: '0oaclient', publicKey: cert }] });
  const credentials = {
    ENTRA_CERTIFICATE_FILE: join(keys, 'certificate.pem'),
    OKTA_CLIENT_ID: '0oaclient',
    OKTA_PRIVATE_KEY_FILE: join(keys, 'key.pem'),
  };
  const lines = key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
  return { says: { entra, okta: { seed }, accounts, credentials }, secrets: lines };
}

type Change = Misbehaviour['change'];

function told(ask: Ask): string {
  return `${ask.headers['authorization'] ?? ''} ${decodeURIComponent(ask.body)}`;
}

/** What it was told, in each place where an answer can say something. */
function echo(status: number): Change {
  return (_answer, ask) => ({
    status,
    headers: { 'x-note': told(ask), location: `/?said=${told(ask)}`, 'request-id': told(ask) },
    body: { error: told(ask), error_description: told(ask), errorCode: told(ask), errorSummary: told(ask) },
  });
}

function echoInCode(_answer: Answer, ask: Ask): Answer {
  return { status: 400, body: { error: { code: told(ask), message: told(ask) } } };
}

function echoInLink(_link: string, ask: Ask): string {
  const said = encodeURIComponent(told(ask));
  return `http://${said}@evil.example/?said=${said}`;
}

const tokens = ['/tenant-1/oauth2/v2.0/token', '/oauth2/v1/token', okta.app];
const people = [graph.users, okta.people];

/** A directory that says back what it was told. */
const echoes: readonly (readonly [how: string, at: readonly string[], change: Change])[] = [
  ['tokens are refused', tokens, echo(401)],
  ['tokens cannot be made', tokens, echo(500)],
  ['people are refused', people, echo(403)],
  ['people cannot be read', people, echo(500)],
  ['people are elsewhere', people, echo(302)],
  ['errors have secrets for codes', people, echoInCode],
  ['next links carry credentials', people, nextLink(echoInLink)],
  ['pages are no JSON', people, body((_page, ask) => `<html>${told(ask)}</html>`)],
];

const planted: readonly (readonly [string, () => Promise<Planted>, RegExp])[] = [
  ['a client secret and an API token', withSecrets, /planted-client-secret.*planted-api-token/s],
  ['a certificate and a private key', withKeys, /^ey/m],
];

describe.each(planted)('%s', (_name, plant, proof) => {
  test('a run with its report, mail and store', async () => {
    const folder = await aFolder();
    const { says, secrets } = await plant();
    const config = { mail: { to: ['grc@acme.com'], from: 'access-review@acme.com' } };
    const ended = await runOver({ ...says, config, folder, options: { pdf: true, json: false } });
    expect(ended).toMatchObject({ exit: 0, stdout: expect.stringContaining('Report: ') });
    const sent = secretsIn(ended.requests);
    expect(sent.join('\n')).toMatch(proof);
    expect(sent.filter((secret) => /^(graph|okta)-token-/.test(secret))).not.toEqual([]);
    expect((await filesBelow(folder)).some((path) => path.includes('/outbox/'))).toBe(true);
    expect(await leaks(ended, folder, [...secrets, ...sent])).toEqual([]);
    // What is no secret is found in the store and in the report: the search does look there.
    const found = (await leaks(ended, folder, ['ghost@acme.com'])).join('\n');
    expect(found).toMatch(/access-review\.db/);
    expect(found).toMatch(/report\.pdf/);
  });

  test.each(echoes)('a run that fails while %s', async (_how, at, change) => {
    const misbehave = at.map((path) => always(path, change));
    const folder = await aFolder();
    const { says, secrets } = await plant();
    const { entra, okta: second } = says;
    const faulty = {
      ...(entra === undefined ? {} : { entra: { ...entra, misbehave } }),
      ...(second === undefined ? {} : { okta: { ...second, misbehave } }),
    };
    const ended = await runOver({ ...says, ...faulty, folder });
    expect(ended.exit).toBe(4);
    expect(await leaks(ended, folder, [...secrets, ...secretsIn(ended.requests)])).toEqual([]);
  });
});

describe('credentials that are refused are not repeated', () => {
  test.each<[string, (file: string) => Record<string, string>]>([
    ['an API token with a line break', () => ({ OKTA_API_TOKEN: `${apiToken}\nand-more` })],
    ['a private key file that holds something else', (file) => ({ OKTA_CLIENT_ID: 'x', OKTA_PRIVATE_KEY_FILE: file })],
    ['a certificate file that holds something else', (file) => ({ ENTRA_CERTIFICATE_FILE: file })],
  ])('%s', async (_what, credentialsIn) => {
    const folder = await aFolder();
    const file = join(await aFolder(), 'planted.pem');
    await writeFile(file, `-----BEGIN PRIVATE KEY-----\n${clientSecret}\n-----END PRIVATE KEY-----\n`);
    const { says } = await withSecrets();
    const ended = await runOver({ ...says, folder, credentials: credentialsIn(file) });
    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(await leaks(ended, folder, [clientSecret, apiToken, 'and-more'])).toEqual([]);
  });
});
