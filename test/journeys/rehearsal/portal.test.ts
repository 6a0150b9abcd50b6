// A review decided in the portal of a deployment, from the upload to the signed report. It takes minutes because it waits for
// each function of the template, in a process of its own with its bundle, and for a browser beside them.
import { statSync } from 'node:fs';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { addDays, startOfDay } from '../../../core/values/instant.ts';
import { periodOf } from '../../../core/config/calendar.ts';
import { sha256 } from '../../support/bytes.ts';
import { onePixel } from '../../support/inputs/custody.ts';
import { withoutBlanks } from '../../support/reports/read-pdf.ts';
import { builtPages, dist } from '../../portal/web/browser/built.ts';
import { hasChromium, openChromium, signIn, visit } from '../../portal/web/browser/visiting.ts';
import { putPages, startFront } from './machine/browsed.ts';
import { exportOf } from './company.ts';
import { evidenceKeys, expectLocked, expectSealed } from './evidence-bucket.ts';
import { runDurable } from './machine/durable.ts';
import { askedScope, tokenOf } from './machine/issuer.ts';
import { verifiedText } from './printed.ts';
import { fire, nextSecond, stored } from './raised.ts';
import { admin, auditor, calendar, jane, lastDay, owner, period, raisePortal, told } from './raised-portal.ts';
import type { RaisedPortal } from './raised-portal.ts';

let raised: RaisedPortal;

beforeAll(async () => {
  raised = await raisePortal();
}, 300_000);

afterAll(async () => raised.close());

const overviewSchema = z.object({
  state: z.string(),
  review: z.nullable(z.object({ blocks: z.array(z.unknown()), lines: z.object({ undecided: z.number() }) })),
});
const putSchema = z.object({
  put: z.object({ address: z.string(), headers: z.record(z.string(), z.string()) }),
});
const reportsSchema = z.object({
  periods: z.array(
    z.object({
      reports: z.array(
        z.object({
          kind: z.string(),
          final: z.boolean(),
          report: z.nullable(z.object({ key: z.string(), sha256: z.string() })),
        }),
      ),
    }),
  ),
});

describe('the portal of a deployment', () => {
  test('has a bundle of at most 1.0 MB', () => {
    expect(statSync(raised.stage.named('portal').bundle).size).toBeLessThanOrEqual(1_000_000);
  });

  test('answers every path of a page with the one page, under a policy without inline script', async () => {
    const body = '<!doctype html><title>Access review</title>';
    const page = { Bucket: raised.stage.bucket('Pages'), Key: 'index.html', Body: body, ContentType: 'text/html' };
    await raised.stage.client.send(new PutObjectCommand(page));
    for (const path of ['/', `/${period}/lines?text=a.b`, '/upload']) {
      const response = await raised.network.fetch(path);
      expect([path, response.status, await response.text()]).toEqual([path, 200, body]);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self'; style-src 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain(
        `connect-src 'self' https://${raised.stage.bucket('Exports')}.s3.eu-central-1.amazonaws.com`,
      );
      expect(response.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    }
    expect((await raised.network.fetch('/assets/none.js')).status).toBe(403);
    expect((await raised.network.fetch('/', { method: 'POST', body: '' })).status).toBe(403);
  });

  test('answers nothing to whoever is not signed in, and takes no write from elsewhere or without its digest', async () => {
    expect((await raised.network.fetch('/api/me')).status).toBe(401);
    expect((await raised.get('/api/me', jane)).status).toBe(200);
    const path = `/api/periods/${period}/opening`;
    expect((await raised.post(path, { by: jane }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await raised.post(path, { by: jane }, { 'x-amz-content-sha256': sha256('other') })).status).toBe(403);
    const problem = await raised.post(path, { by: auditor });
    expect([problem.status, problem.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
  });

  test('takes an export by an address that holds for this file and this person, once', async () => {
    const body = exportOf();
    const about = { kind: 'export', name: 'users.csv', sha256: sha256(body), bytes: Buffer.byteLength(body) };
    const said = { exportedAt: await nextSecond(), exportedBy: jane, countShown: '13' };
    const asked = await raised.post('/api/uploads/addresses', { by: jane, body: { ...about, ...said } });
    const { put } = await told(putSchema, asked);
    const send = async (sent: string, headers = put.headers): Promise<number> =>
      (await fetch(put.address, { method: 'PUT', body: sent, headers })).status;
    expect(await send(`${body} `.slice(1))).toBe(400);
    expect(await send(body, { ...put.headers, 'x-amz-meta-uploaded-by': 'mallory@acme.com' })).toBe(403);
    const { 'if-none-match': _once, ...without } = put.headers;
    expect(await send(body, without)).toBe(403);
    expect(await send(body)).toBe(200);
    expect(await send(body)).toBe(412);
    await raised.landed();
    const uploads = z.object({
      uploads: z.array(
        z.object({
          name: z.string(),
          uploadedBy: z.string(),
          verdict: z.object({ accepted: z.boolean(), rows: z.number() }),
          count: z.object({ shown: z.nullable(z.number()), confirmedBy: z.nullable(z.string()) }),
        }),
      ),
    });
    expect(await told(uploads, await raised.get('/api/uploads', jane))).toEqual({
      uploads: [
        {
          name: 'users.csv',
          uploadedBy: jane,
          verdict: { accepted: true, rows: 13 },
          count: { shown: 13, confirmedBy: null },
        },
      ],
    });
    const confirming = { body: { countShown: 13 } };
    const path = `/api/uploads/${about.sha256}/confirmation`;
    expect((await raised.post(path, { by: jane, ...confirming })).status).toBe(403);
    expect((await raised.post(path, { by: admin, body: { countShown: 14 } })).status).toBe(422);
    expect((await raised.post(path, { by: admin, ...confirming })).status).toBe(200);
    const picture = `/api/uploads/${about.sha256}/picture?name=page.png&sha256=${sha256(onePixel)}`;
    const attaching = { by: admin, body: onePixel, type: 'image/png' };
    expect((await raised.post(picture, { ...attaching, body: Buffer.from('no picture') })).status).toBe(422);
    expect((await raised.post(picture.replace(about.sha256, sha256('other')), attaching)).status).toBe(404);
    expect((await raised.post(picture, { ...attaching, body: Buffer.alloc(5_000_000) })).status).toBe(413);
    expect((await raised.post(picture, attaching)).status).toBe(200);
    // What the page sends, the bucket lets the page send.
    const exports = raised.stage.resources.find(({ id, type }) => type === 'AWS::S3::Bucket' && id.includes('Exports'));
    const cors = z.object({
      CorsConfiguration: z.object({ CorsRules: z.array(z.object({ AllowedHeaders: z.array(z.string()) })) }),
    });
    const [rule] = z.parse(cors, exports?.properties).CorsConfiguration.CorsRules;
    expect(Object.keys(put.headers).filter((name) => rule?.AllowedHeaders.includes(name) !== true)).toEqual([]);
  });

  test('starts a run, whose number of users counts because two people typed it', async () => {
    const started = await raised.post('/api/runs', { by: jane, body: { export: sha256(exportOf()) } });
    expect(started.status).toBe(202);
    const order = await raised.askedFor();
    expect(order).toMatchObject({ kind: 'review', asOfSetByOperator: false, acceptedGates: [] });
    expect(await runDurable(raised.stage, order)).toMatchObject({ status: 'SUCCEEDED' });
    const overview = z.object({ run: z.nullable(z.object({ countShown: z.nullable(z.number()) })) });
    expect(await told(overview, await raised.get(`/api/periods/${period}`, jane))).toEqual({ run: { countShown: 13 } });
    const [report = ''] = evidenceKeys(raised.stage, 'runs/').filter((key) => key.endsWith('/report.pdf'));
    const text = await verifiedText(raised.folder, await stored(raised.stage, report));
    for (const said of [`Typed by ${jane} (oidc)`, `confirmed by ${admin} (oidc)`, sha256(onePixel)])
      expect(text).toContain(withoutBlanks(said));
    const [custody = '{}'] = evidenceKeys(raised.stage, 'runs/').filter((key) =>
      key.endsWith('/evidence/custody.json'),
    );
    const digest = sha256(exportOf());
    for (const said of [
      `${jane} (oidc)`,
      'users.csv, uploaded in the portal',
      'browser and server worked the digest out',
    ])
      expect(text).toContain(withoutBlanks(said));
    expect(JSON.parse((await stored(raised.stage, custody)).toString())).toMatchObject({
      export: {
        receipts: [
          { kind: 'portal', by: jane, assurance: 'oidc', sha256: digest, browserSha256: digest },
          { kind: 'bucket', by: jane, sha256: digest },
        ],
      },
      count: { shown: 13, picture: { name: 'page.png', mediaType: 'image/png', sha256: sha256(onePixel), by: admin } },
    });
  });

  test.skipIf(!hasChromium)(
    'is opened and decided by its pages in a browser, under the policy of the template',
    async () => {
      await builtPages();
      await putPages(raised.stage, dist);
      const front = await startFront(raised.network);
      const browser = await openChromium(front.args);
      try {
        const { page, faults } = await visit(browser, raised.network.origin);
        // Each answer is a process of its own, and a page asks for several.
        page.setDefaultTimeout(180_000);
        await signIn(page, 'Jane', `/${period}`);
        await page.getByRole('button', { name: 'Open the review' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Open the review' }).click();
        await page.getByRole('heading', { name: 'Who owes what' }).waitFor();
        const ghost = 'ghost@acme.com';
        await page.goto(`/${period}/review?line=${encodeURIComponent(ghost)}`);
        await page.getByRole('button', { name: 'Revoke', exact: true }).click();
        await page.getByRole('textbox', { name: 'Reason' }).fill('nobody knows it');
        await page.getByRole('button', { name: 'Stage', exact: true }).click();
        await page.getByRole('button', { name: 'Record 1 decision' }).click();
        await page.getByText('1 decision recorded.').waitFor();
        expect(faults).toEqual([]);
        const decided = z.object({ decision: z.object({ decision: z.string(), by: z.string() }) });
        const line = await told(decided, await raised.get(`/api/periods/${period}/lines/${ghost}`, jane));
        expect(line).toEqual({ decision: { decision: 'revoke', by: jane } });
      } finally {
        await browser.close();
        await front.close();
      }
    },
    600_000,
  );

  test('says of an export with unknown headers how the configuration would declare them', async () => {
    const body = 'Kennung,Zustand,Rolle\njane@acme.com,Active,User\n';
    const about = { kind: 'export', name: 'other.csv', sha256: sha256(body), bytes: Buffer.byteLength(body) };
    const { put } = await told(putSchema, await raised.post('/api/uploads/addresses', { by: jane, body: about }));
    expect((await fetch(put.address, { method: 'PUT', body, headers: put.headers })).status).toBe(200);
    await raised.landed();
    const uploads = z.object({
      uploads: z.array(z.object({ name: z.string(), verdict: z.object({ mapping: z.nullable(z.string()) }) })),
    });
    const judged = await told(uploads, await raised.get('/api/uploads', jane));
    const { verdict } = judged.uploads.find(({ name }) => name === about.name) ?? {};
    expect(verdict?.mapping).toContain('"email": "Kennung"');
  });

  test('takes a file for a comment that is too large for a request, of this person alone, and keeps it under lock', async () => {
    await told(z.object({}), await raised.post(`/api/periods/${period}/opening`, { by: jane }));
    const scan = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000_000, ' ')]);
    const digest = sha256(scan);
    const asking = { body: { sha256: digest, bytes: scan.length } };
    const { put } = await told(putSchema, await raised.post('/api/staged/addresses', { by: jane, ...asking }));
    const send = async (body: Buffer): Promise<number> =>
      (await fetch(put.address, { method: 'PUT', body: new Uint8Array(body), headers: put.headers })).status;
    expect(await send(Buffer.alloc(scan.length))).toBe(400);
    expect(await send(scan)).toBe(200);
    expect(await send(scan)).toBe(412);
    const path = `/api/periods/${period}/attached?name=scan.pdf&sha256=${digest}&staged=1`;
    const naming = { body: new Uint8Array(), type: 'application/octet-stream' };
    expect((await raised.post(path, { by: owner, ...naming })).status).toBe(422);
    const attached = z.object({ mediaType: z.string(), bytes: z.number() });
    expect(await told(attached, await raised.post(path, { by: jane, ...naming }))).toEqual({
      mediaType: 'application/pdf',
      bytes: scan.length,
    });
    const said = { text: 'see the scan', files: [{ name: 'scan.pdf', sha256: digest }] };
    await told(
      z.object({}),
      await raised.post(`/api/periods/${period}/lines/ghost@acme.com/comments`, { by: jane, body: said }),
    );
    expect(evidenceKeys(raised.stage, `reviews/${period}/attached/`)).toEqual([`reviews/${period}/attached/${digest}`]);
    await expectLocked(raised.stage, [`reviews/${period}/attached/${digest}`]);
  });

  test('hands an attached file out to be saved, by an address of the store and not among the pages', async () => {
    await told(z.object({}), await raised.post(`/api/periods/${period}/opening`, { by: jane }));
    const note = Buffer.from('<script>alert(1)</script>\n');
    const digest = sha256(note);
    const path = `/api/periods/${period}/attached`;
    const sent = { by: jane, body: note, type: 'application/octet-stream' };
    await told(z.object({}), await raised.post(`${path}?name=note.txt&sha256=${digest}`, sent));
    const said = { text: 'see the note', files: [{ name: 'note.txt', sha256: digest }] };
    const comments = `/api/periods/${period}/lines/ghost@acme.com/comments`;
    await told(z.object({}), await raised.post(comments, { by: jane, body: said }));
    const taken = await raised.get(`${path}/${digest}`, jane);
    expect(taken.status).toBe(303);
    expect(taken.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    const address = new URL(taken.headers.get('location') ?? '');
    expect(address.pathname).toContain(`reviews/${period}/attached/${digest}`);
    expect(address.searchParams.get('response-content-disposition')).toBe('attachment; filename="note.txt"');
    const answer = await raised.get('/api/me', jane);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self'");
  });

  test('is decided, signed by two people who signed in anew, and reported by the function that alone may sign', async () => {
    await told(z.object({}), await raised.post(`/api/periods/${period}/opening`, { by: jane }));
    await raised.decides(jane);
    await raised.decides(owner);
    await raised.sessionOf(owner, true);
    const etag = (await raised.get(`/api/periods/${period}`, owner)).headers.get('etag') ?? '';
    await told(z.object({}), await raised.post(`/api/periods/${period}/policy-approval`, { by: owner, etag }));
    const before = await told(overviewSchema, await raised.get(`/api/periods/${period}`, jane));
    expect(before).toMatchObject({ review: { blocks: [], lines: { undecided: 0 } } });

    for (const [by, as] of [
      [jane, 'reviewer'],
      [owner, 'control-owner'],
    ] as const) {
      const isLast = as === 'control-owner';
      const signature = { stage: as, by, assurance: 'oidc' };
      expect(await raised.signs(by, as)).toEqual({ signature, final: isLast, report: null });
      const started = await raised.askedFor();
      expect(started).toMatchObject({ kind: 'issue', period });
      expect(await runDurable(raised.stage, started)).toMatchObject({ status: 'SUCCEEDED' });
    }
    await expectSealed(raised.stage, `reviews/${period}/report.pdf`);
  });

  test('hands the report over by an address that lives for a minute, and remembers who took it', async () => {
    const { periods } = await told(reportsSchema, await raised.get('/api/reports', auditor));
    const final = periods[0]?.reports.find((one) => one.kind === 'review' && one.final)?.report;
    expect(final?.key).toBe(`reviews/${period}/report.pdf`);
    const led = await raised.get(`/api/files?key=${final?.key}`, auditor);
    expect([led.status, led.headers.get('cache-control')]).toEqual([303, 'no-store']);
    const address = new URL(led.headers.get('location') ?? '');
    expect(address.searchParams.get('X-Amz-Expires')).toBe('60');
    const taken = await fetch(address);
    expect(taken.headers.get('content-disposition')).toBe('attachment; filename="report.pdf"');
    expect(sha256(new Uint8Array(await taken.arrayBuffer()))).toBe(final?.sha256);
    const record = z.object({ entries: z.array(z.object({ by: z.string(), act: z.string(), what: z.string() })) });
    const { entries } = await told(record, await raised.get(`/api/access?by=${auditor}`, jane));
    expect(entries.find(({ act }) => act === 'download')?.what).toContain(final?.key);
  });

  test('hands out what it makes at this moment by an address too, however large it is', async () => {
    for (const [path, begin] of [
      [`/api/periods/${period}/evidence-zip`, 'PK'],
      [`/api/periods/${period}/lines-file`, '\uFEFF'],
    ] as const) {
      const led = await raised.get(path, owner);
      expect([path, led.status]).toEqual([path, 303]);
      const address = new URL(led.headers.get('location') ?? '');
      expect([address.pathname.includes('/handed/'), address.searchParams.get('X-Amz-Expires')]).toEqual([true, '60']);
      const taken = Buffer.from(await (await fetch(address)).arrayBuffer()).toString('utf8');
      expect(taken.startsWith(begin)).toBe(true);
    }
  });

  test('proves a report by a function that may only read, and says what held', async () => {
    const proven = z.object({ holds: z.boolean(), held: z.array(z.string()), refusals: z.array(z.unknown()) });
    const asked = { by: auditor, body: { key: `reviews/${period}/report.pdf` } };
    const { holds, held, refusals } = await told(proven, await raised.post('/api/verifications', asked));
    expect([holds, refusals]).toEqual([true, []]);
    expect(held).toContain('Every decision and signature was allowed when it was made.');
    const bucket = raised.stage.s3.buckets.get(raised.stage.bucket('Evidence'));
    const [run = ''] = evidenceKeys(raised.stage, 'runs/').filter((key) => key.endsWith('/report.pdf'));
    const whole = bucket?.version(run, null)?.body ?? Buffer.alloc(0);
    const damaged = Buffer.from(whole);
    damaged[2000] = (damaged[2000] ?? 0) ^ 1;
    const keep = async (Key: string, Body: Buffer): Promise<unknown> =>
      raised.stage.client.send(new PutObjectCommand({ Bucket: raised.stage.bucket('Evidence'), Key, Body }));
    const proving = async (key: string): Promise<Response> =>
      raised.post('/api/verifications', { by: auditor, body: { key } });
    await keep(run, damaged);
    expect(await told(proven, await proving(run))).toMatchObject({
      holds: false,
      held: [],
      refusals: [{ where: expect.stringContaining('report.pdf') }],
    });
    await keep(run, whole);
    // What no record names is no report, whatever it proves.
    const beside = run.replace('report.pdf', 'beside.pdf');
    await keep(beside, whole);
    expect((await proving(beside)).status).toBe(404);
    bucket?.forget(beside);
  });

  test('answers an assistant in the name of a person by their token, and nobody without one', async () => {
    const turned = await raised.network.fetch('/mcp', { method: 'POST', body: '{}' });
    const metadata = `${raised.network.origin}/.well-known/oauth-protected-resource/mcp`;
    expect([turned.status, turned.headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer resource_metadata="${metadata}", scope="${askedScope}"`,
    ]);
    const described = await raised.network.fetch(new URL(metadata).pathname);
    expect(await described.json()).toMatchObject({ authorization_servers: [raised.issuer.url] });
    // A session of the browser counts for nothing here.
    const headers = { cookie: await raised.sessionOf(auditor) };
    expect((await raised.network.fetch('/mcp', { method: 'POST', body: '{}', headers })).status).toBe(401);

    const authorization = `Bearer ${await tokenOf(raised.issuer, raised.network, auditor)}`;
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', raised.network.origin), {
      fetch: async (address, init) => raised.network.fetch(new URL(address).pathname, init),
      requestInit: { headers: { authorization } },
    });
    const client = new Client({ name: 'a test', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
    await client.connect(transport);
    const call = async (name: string, asked: Record<string, unknown>): Promise<unknown> =>
      (await client.callTool({ name, arguments: asked })).structuredContent;
    expect(await call('list_periods', {})).toMatchObject({ periods: [{ period }] });
    expect(JSON.stringify(await call('find_findings', {}))).toContain(
      `${raised.network.origin}/${period}/review?line=`,
    );
    expect(await call('verify_report', { period })).toMatchObject({ holds: true });
    await client.close();
    const record = z.object({ entries: z.array(z.object({ by: z.string(), act: z.string(), what: z.string() })) });
    const { entries } = await told(record, await raised.get(`/api/access?by=${auditor}`, jane));
    expect(entries.filter(({ act }) => act === 'asked').map(({ what }) => what.split(' ')[0])).toEqual(
      expect.arrayContaining(['list_periods', 'find_findings', 'verify_report']),
    );
  });

  test('counts as performed by its review, and what a lost start left owed is issued by the tick', async () => {
    const { dueDay } = periodOf(startOfDay(addDays(lastDay, 1), 'UTC'), calendar);
    expect(dueDay).toBeDefined();
    const key = `reviews/${period}/report.pdf`;
    raised.stage.s3.buckets.get(raised.stage.bucket('Evidence'))?.forget(key);
    const tick = await fire(raised.stage, 'tick', `${addDays(lastDay, 1)}T06:30:00Z`);
    const { status, invoked } = await runDurable(raised.stage, tick);
    expect(status).toBe('SUCCEEDED');
    expect(invoked.filter((name) => name.endsWith('-publish'))).toHaveLength(1);
    await expectSealed(raised.stage, key);
    expect(evidenceKeys(raised.stage, `reviews/${period}/not-performed`)).toEqual([]);
  });

  test('ends a session for good', async () => {
    const cookie = await raised.sessionOf(admin);
    expect((await raised.post('/auth/sign-out', { by: admin })).status).toBe(204);
    expect((await raised.network.fetch('/api/me', { headers: { cookie } })).status).toBe(401);
  });
});
