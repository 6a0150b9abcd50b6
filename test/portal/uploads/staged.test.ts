// Files that are too large for a request: put into the store by the browser, and named by the same person afterwards.
import { expect, test } from 'vitest';
import type { PutFile } from '../../../core/ports/objects.ts';
import { managers } from '../../steps/review/year/year.ts';
import { sha256 } from '../../support/bytes.ts';
import { aPortal, period, portalOn } from '../portal.ts';
import type { Portal } from '../portal.ts';

const [mona, max] = managers;
const scan = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000_000, ' ')]);

interface Deployed {
  readonly portal: Portal;
  /** What the store was asked to take, by its key. */
  readonly asked: Map<string, PutFile>;
  /** What a browser does with the address that it is given. */
  readonly lands: (bytes: Uint8Array) => Promise<void>;
}

async function deployed(): Promise<Deployed> {
  const { world, ports } = await aPortal();
  const { objects: results } = world.dependencies;
  const asked = new Map<string, PutFile>();
  const addresses = {
    taking: async (key: string) => `https://evidence.example/${key}`,
    putting: async (key: string, file: PutFile) => {
      asked.set(key, file);
      return { address: `https://exports.example/${key}`, headers: { 'if-none-match': '*' } };
    },
  };
  const direct = { evidence: addresses, uploads: addresses, results };
  const portal = portalOn(world, { ...world.dependencies, passing: ports.passing, access: ports.access }, { direct });
  const lands = async (bytes: Uint8Array): Promise<void> => {
    for (const key of asked.keys()) await results.put(key, bytes);
  };
  return { portal, asked, lands };
}

function about(bytes: Uint8Array): { readonly sha256: string; readonly bytes: number } {
  return { sha256: sha256(bytes), bytes: bytes.length };
}

interface Attaching {
  readonly said: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

async function attach(portal: Portal, cookie: string, { said, body }: Attaching) {
  const query = new URLSearchParams({ name: 'scan.pdf', sha256: sha256(scan), ...said }).toString();
  const headers = { 'content-type': 'application/octet-stream' };
  return portal.call(cookie, 'POST', `/api/periods/${period}/attached?${query}`, { body, headers });
}

const empty = new Uint8Array();

test('a file is put under what its digest and its person are, and attached as if the request had brought it', async () => {
  const { portal, asked, lands } = await deployed();
  const cookie = await portal.session(mona, ['reviewer']);
  const answer = await portal.call(cookie, 'POST', '/api/staged/addresses', { body: about(scan) });
  expect([answer.status, await answer.json()]).toMatchObject([201, { put: { headers: { 'if-none-match': '*' } } }]);
  expect([...asked]).toEqual([
    [expect.stringMatching(/^staged\/[0-9a-f]{64}$/), { ...about(scan), said: { 'uploaded-by': mona } }],
  ]);
  await lands(scan);
  const kept = await attach(portal, cookie, { said: { staged: '1' }, body: empty });
  expect([kept.status, await kept.json()]).toEqual([
    201,
    { name: 'scan.pdf', mediaType: 'application/pdf', ...about(scan) },
  ]);
  const said = { text: 'see the scan', files: [{ name: 'scan.pdf', sha256: sha256(scan) }] };
  const path = `/api/periods/${period}/lines/user01@acme.com/comments`;
  expect((await portal.call(cookie, 'POST', path, { body: said })).status).toBe(201);
  const handedOut = await portal.call(cookie, 'GET', `/api/periods/${period}/attached/${sha256(scan)}`);
  expect([handedOut.status, handedOut.headers.get('location')]).toEqual([
    303,
    expect.stringContaining(`/attached/${sha256(scan)}`),
  ]);
});

interface Odd {
  readonly what: string;
  readonly by?: string;
  /** What landed at the address; `null` for nothing. */
  readonly put?: Uint8Array | null;
  readonly name?: string;
  readonly body?: Uint8Array;
  readonly told: string;
}

const odd: readonly Odd[] = [
  { what: 'that another person put', by: max, told: 'file not there' },
  { what: 'that nobody put', put: null, told: 'file not there' },
  { what: 'beside one in the body', body: scan, told: 'file not taken from there' },
  { what: 'of another digest', put: Buffer.from('%PDF-other'), told: 'file cut or changed on its way' },
  { what: 'of another kind than its name says', name: 'scan.png', told: 'kind of file not taken' },
];

test.each(odd)('a file $what is refused, and nothing is kept', async (one) => {
  const { by = mona, put = scan, name = 'scan.pdf', body = empty, told } = one;
  const { portal, lands } = await deployed();
  const cookie = await portal.session(mona, ['reviewer']);
  expect((await portal.call(cookie, 'POST', '/api/staged/addresses', { body: about(scan) })).status).toBe(201);
  if (put !== null) await lands(put);
  const refused = await attach(portal, await portal.session(by, ['reviewer']), { said: { staged: '1', name }, body });
  expect([refused.status, await refused.json()]).toMatchObject([422, { refusals: [{ what: told }] }]);
  expect(await portal.world.dependencies.objects.list(`reviews/${period}/attached/`)).toEqual([]);
});

test.each([0, -1, 1.5, 10 * 1024 * 1024 + 1])('no address is given for a file of %s bytes', async (bytes) => {
  const { portal, asked } = await deployed();
  const cookie = await portal.session(mona, ['reviewer']);
  const body = { ...about(scan), bytes };
  expect((await portal.call(cookie, 'POST', '/api/staged/addresses', { body })).status).toBe(400);
  expect(asked.size).toBe(0);
});

test('on a laptop a file is sent with the request, whatever its size', async () => {
  const portal = await aPortal();
  const cookie = await portal.session(mona, ['reviewer']);
  const answer = await portal.call(cookie, 'POST', '/api/staged/addresses', { body: about(scan) });
  expect([answer.status, await answer.json()]).toEqual([201, { put: null }]);
  expect((await attach(portal, cookie, { said: { staged: '1' }, body: empty })).status).toBe(422);
  expect((await attach(portal, cookie, { said: {}, body: scan })).status).toBe(201);
});
