// The number of users in the portal: typed by one person, confirmed by another who is another, with a picture of the page.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { receiptsOf } from '../../../steps/read/custody/keep-receipt.ts';
import { sha256 } from '../../support/bytes.ts';
import { onePixel } from '../../support/inputs/custody.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import * as company from '../../steps/review/year/year.ts';
import { aPortal } from '../portal.ts';
import type { Portal, Sent } from '../portal.ts';

const file = Buffer.from(exportCsv([{ email: 'user01@acme.com', role: 'User' }]));
const id = sha256(file);
const csv = { 'content-type': 'text/csv' };
const png = { 'content-type': 'image/png' };

interface Played {
  readonly portal: Portal;
  readonly admin: string;
  readonly post: (cookie: string, path: string, sent: Sent) => Promise<Answered>;
}

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function uploaded(countShown = '20'): Promise<Played> {
  const portal = await aPortal();
  // Somebody with two names in the directory, whom the accepted run has read.
  company.joins(portal.world, 'olga@acme.com', { logins: ['olga@acme.com', 'o.admin@acme.com'] });
  portal.world.at('2026-03-30T10:00:00Z');
  await portal.world.run();
  const post: Played['post'] = async (cookie, path, sent) => {
    const response = await portal.call(cookie, 'POST', `/api/uploads${path}`, sent);
    const answer = z.parse(z.record(z.string(), z.unknown()), await response.json());
    return { status: response.status, body: answer };
  };
  const admin = await portal.session('olga@acme.com', ['admin']);
  const sent = await post(admin, `/exports?name=users.csv&sha256=${id}&countShown=${countShown}`, {
    body: file,
    headers: csv,
  });
  expect(sent).toMatchObject({ status: 201, body: { count: { shown: Number(countShown), typedBy: 'olga@acme.com' } } });
  return { portal, admin, post };
}

const confirmation = `/${id}/confirmation`;

test('is confirmed by somebody else who types the same', async () => {
  const { portal, post } = await uploaded();
  const owner = await portal.session(company.owner, ['control-owner']);
  expect(await post(owner, confirmation, { body: { countShown: 20 } })).toMatchObject({
    status: 200,
    body: { count: { shown: 20, typedBy: 'olga@acme.com', confirmedBy: company.owner } },
  });
});

test('is not confirmed by who typed it, under any of their names', async () => {
  const { portal, admin, post } = await uploaded();
  const other = await portal.session('o.admin@acme.com', ['control-owner']);
  for (const cookie of [admin, other]) {
    const { status, body } = await post(cookie, confirmation, { body: { countShown: 20 } });
    expect(status).toBe(403);
    expect(JSON.stringify(body)).toContain('count confirmed by who typed it');
  }
});

test('is not confirmed by another number, by a blank, or beside another export', async () => {
  const { portal, post } = await uploaded();
  const owner = await portal.session(company.owner, ['control-owner']);
  expect(await post(owner, confirmation, { body: { countShown: 21 } })).toMatchObject({ status: 422 });
  for (const countShown of [null, '', undefined])
    expect(await post(owner, confirmation, { body: { countShown } })).toMatchObject({ status: 400 });
  const another = `/${sha256('another export')}/confirmation`;
  expect(await post(owner, another, { body: { countShown: 20 } })).toMatchObject({ status: 404 });
});

test('that was mistyped is typed again with the same file, until it is confirmed', async () => {
  const { portal, admin, post } = await uploaded('2');
  const again = `/exports?name=users.csv&sha256=${id}&countShown=20`;
  expect(await post(admin, again, { body: file, headers: csv })).toMatchObject({
    body: { count: { shown: 20, confirmedBy: null } },
  });
  const owner = await portal.session(company.owner, ['control-owner']);
  expect(await post(owner, confirmation, { body: { countShown: 20 } })).toMatchObject({ status: 200 });
  expect(await post(admin, again.replace('=20', '=21'), { body: file, headers: csv })).toMatchObject({ status: 422 });
});

function picturePath(bytes: Uint8Array): string {
  return `/${id}/picture?name=page.png&sha256=${sha256(bytes)}`;
}

test('takes a picture of the page under its digest, and nothing that is none', async () => {
  const { admin, post } = await uploaded();
  expect(await post(admin, picturePath(onePixel), { body: onePixel, headers: png })).toMatchObject({
    status: 200,
    body: { count: { picture: { name: 'page.png', sha256: sha256(onePixel), by: 'olga@acme.com' } } },
  });
  const words = Buffer.from('a page, in words');
  expect(await post(admin, picturePath(words), { body: words, headers: png })).toMatchObject({ status: 422 });
  expect(await post(admin, picturePath(words), { body: onePixel, headers: png })).toMatchObject({ status: 422 });
});

test('leaves a receipt of each upload: who signed in, when, and the digest that the browser worked out', async () => {
  const { portal } = await uploaded();
  expect(await receiptsOf(portal.ports.objects, id, null)).toMatchObject([
    { kind: 'portal', by: 'olga@acme.com', assurance: 'oidc', at: '2026-03-30T10:00:00Z', browserSha256: id },
  ]);
});
