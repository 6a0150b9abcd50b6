// Uploads in the portal: what an unknown export is told, and that the same file is judged again by what is known since.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sha256 } from '../../support/bytes.ts';
import { exportCsv } from '../../support/inputs/export-builder.ts';
import { aPortal } from '../portal.ts';
import type { Portal } from '../portal.ts';

const uploadSchema = z.object({
  exportedAt: z.nullable(z.string()),
  verdict: z.object({ accepted: z.boolean(), refusals: z.array(z.unknown()), mapping: z.nullable(z.string()) }),
});

async function uploads(portal: Portal, text: string, more = ''): Promise<z.infer<typeof uploadSchema>> {
  const admin = await portal.session('grc@acme.com', ['admin']);
  const body = Buffer.from(text);
  const path = `/api/uploads/exports?name=users.csv&sha256=${sha256(body)}${more}`;
  const response = await portal.call(admin, 'POST', path, { body, headers: { 'content-type': 'text/csv' } });
  expect(response.status).toBe(201);
  const upload = z.parse(uploadSchema, await response.json());
  const listed = await (await portal.call(admin, 'GET', '/api/uploads')).json();
  expect(z.parse(z.object({ uploads: z.array(uploadSchema) }), listed).uploads).toEqual([upload]);
  return upload;
}

test('an export with words that nobody declared is refused with the configuration that would declare them', async () => {
  const portal = await aPortal();
  const text = exportCsv([{ email: 'user01@acme.com', role: 'User', status: 'On hold' }]);
  const { verdict } = await uploads(portal, text);
  expect(verdict.accepted).toBe(false);
  expect(JSON.parse(verdict.mapping ?? 'null')).toMatchObject({
    export: { statuses: { 'move each to active or pending or suspended': ['On hold'] } },
  });
});

test('the same file is judged again once the configuration knows its words', async () => {
  const portal = await aPortal();
  const text = exportCsv([{ email: 'user01@acme.com', role: 'User', status: 'On hold' }]);
  await uploads(portal, text);
  portal.world.config['export'] = { statuses: { pending: ['On hold'] } };
  portal.world.at('2026-03-30T11:00:00Z');
  const { verdict } = await uploads(portal, text);
  expect(verdict).toEqual({ accepted: true, refusals: [], mapping: null });
});

test('the time of an export that was not said, or said wrongly, is said by handing the same file in again', async () => {
  const portal = await aPortal();
  const text = exportCsv([{ email: 'user01@acme.com', role: 'User' }]);
  expect((await uploads(portal, text)).exportedAt).toBeNull();
  for (const [minute, said] of ['2026-03-30T08:00:00Z', '2026-03-30T08:30:00Z'].entries()) {
    portal.world.at(`2026-03-30T11:0${minute}:00Z`);
    expect((await uploads(portal, text, `&exportedAt=${said}`)).exportedAt).toBe(said);
  }
  portal.world.at('2026-03-30T12:00:00Z');
  expect((await uploads(portal, text)).exportedAt).toBe('2026-03-30T08:30:00Z');
});

test('a file that comes again with the time that was said before is not judged again', async () => {
  const portal = await aPortal();
  const text = exportCsv([{ email: 'user01@acme.com', role: 'User' }]);
  const kept = async () => portal.ports.objects.list('uploads/');
  await uploads(portal, text, '&exportedAt=2026-03-30T08:00:00Z');
  const first = await kept();
  portal.world.at('2026-03-30T11:00:00Z');
  await uploads(portal, text, '&exportedAt=2026-03-30T08:00:00Z');
  expect(await kept()).toEqual(first);
  portal.world.at('2026-03-30T12:00:00Z');
  await uploads(portal, text, '&exportedAt=2026-03-30T08:30:00Z');
  expect(await kept()).toHaveLength(first.length + 1);
});

test('a list of leavers that gives somebody two last days to come is refused, not the runs that would compare it', async () => {
  const portal = await aPortal();
  const admin = await portal.session('grc@acme.com', ['admin']);
  const body = Buffer.from('Email,Last day\nuser01@acme.com,2198-01-31\nuser01@acme.com,2199-01-31\n');
  const path = `/api/uploads/leavers?name=leavers.csv&sha256=${sha256(body)}`;
  const response = await portal.call(admin, 'POST', path, { body, headers: { 'content-type': 'text/csv' } });
  expect(await response.json()).toMatchObject({
    verdict: { accepted: false, refusals: [{ what: 'somebody with two last days to come' }] },
  });
});

test('an export of a time that has not come is refused, and nothing of it is kept', async () => {
  const portal = await aPortal();
  portal.world.at('2026-03-30T11:00:00Z');
  const admin = await portal.session('grc@acme.com', ['admin']);
  const body = Buffer.from(exportCsv([{ email: 'user01@acme.com', role: 'User' }]));
  const path = `/api/uploads/exports?name=users.csv&sha256=${sha256(body)}&exportedAt=2026-03-30T11:05:01Z`;
  const response = await portal.call(admin, 'POST', path, { body, headers: { 'content-type': 'text/csv' } });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain('a time that has not come');
  expect(await (await portal.call(admin, 'GET', '/api/uploads')).json()).toEqual({ uploads: [], earlier: 0 });
});

interface HandedIn {
  readonly portal: Portal;
  /** Hands a file in a minute later, as a file of this kind. */
  readonly as: (kind: 'export' | 'leavers', text: string) => Promise<unknown>;
  readonly listed: () => Promise<readonly unknown[]>;
}

async function handedIn(): Promise<HandedIn> {
  const portal = await aPortal();
  const admin = await portal.session('grc@acme.com', ['admin']);
  let minute = 0;
  return {
    portal,
    async as(kind, text) {
      portal.world.at(`2026-03-30T11:0${minute}:00Z`);
      minute += 1;
      const body = Buffer.from(text);
      const path = `/api/uploads/${kind === 'export' ? 'exports' : 'leavers'}?name=list.csv&sha256=${sha256(body)}`;
      const response = await portal.call(admin, 'POST', path, { body, headers: { 'content-type': 'text/csv' } });
      return response.json();
    },
    async listed() {
      const answer = await (await portal.call(admin, 'GET', '/api/uploads')).json();
      return z.parse(z.object({ uploads: z.array(z.unknown()) }), answer).uploads;
    },
  };
}

test('a list that was handed in as an export by mistake is a list of leavers once it is handed in as one', async () => {
  const { as, listed } = await handedIn();
  const list = 'Email,Last day,Status\nuser01@acme.com,2026-03-27,Inactive\n';
  for (const kind of ['export', 'leavers', 'export'] as const) {
    expect(await as(kind, list)).toMatchObject({ kind, verdict: { accepted: true } });
    expect(await listed()).toMatchObject([{ kind }]);
  }
});

test('an export that is refused as a list of leavers stays the export that it was', async () => {
  const { portal, as, listed } = await handedIn();
  const text = exportCsv([{ email: 'user01@acme.com', role: 'User' }]);
  const users = exportCsv([{ email: 'user02@acme.com', role: 'User' }]);
  await as('export', users);
  const taken = await as('export', text);
  expect(await as('leavers', text)).toMatchObject({ kind: 'leavers', verdict: { accepted: false } });
  expect(await listed()).toMatchObject([{ kind: 'leavers' }, taken, {}]);
  const admin = await portal.session('grc@acme.com', ['admin']);
  const started = async (files: object) => (await portal.call(admin, 'POST', '/api/runs', { body: files })).text();
  expect(await started({ export: sha256(text) })).toContain('no runs here');
  const asBoth = await started({ export: sha256(text), leavers: sha256(users) });
  expect(asBoth).toContain('the id of an upload that was handed in as a leavers file');
});

test('a list that was refused as an export is shown as the list that it is, once it is handed in as one', async () => {
  const { as, listed } = await handedIn();
  const list = 'Email,Last day\nuser01@acme.com,2026-03-27\n';
  expect(await as('export', list)).toMatchObject({ kind: 'export', verdict: { accepted: false } });
  const taken = await as('leavers', list);
  expect(await listed()).toEqual([taken]);
});
