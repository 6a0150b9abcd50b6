// What a deployment does from its schedules to its mails, in the order of a quarter. It takes minutes because each call of
// a function is a process of its own with the bundle of the template, some ten for a review.
import { statSync } from 'node:fs';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { addDays, hourInMs, instantFromMs, startOfDay } from '../../../core/values/instant.ts';
import { dayText } from '../../../core/values/time-text.ts';
import { periodOf } from '../../../core/config/calendar.ts';
import { headKey } from '../../../core/names/object-keys.ts';
import { eventItemKey, runItemKey } from '../../../core/names/table-keys.ts';
import type { ItemKey } from '../../../core/names/table-keys.ts';
import type { RunRecord } from '../../../core/run.ts';
import { countingIds } from '../../support/ids.ts';
import { exportOf } from './company.ts';
import type { Directories } from './company.ts';
import { evidenceKeys, expectRunKept, expectSealed } from './evidence-bucket.ts';
import { runDurable } from './machine/durable.ts';
import { fire, nextSecond, raiseCompany, stored, upload } from './raised.ts';
import type { Raised } from './raised.ts';
import type { Stage } from './machine/stage.ts';
import { validationReport } from '../../support/aws/deployment/synthesis.ts';

let raised: Raised;
let stage: Stage;
let directories: Directories;

beforeAll(async () => {
  raised = await raiseCompany();
  ({ stage, directories } = raised);
}, 300_000);

afterAll(async () => raised.close());

const reconciled = z.object({ run: z.string(), inputs: z.string() });

async function records(): Promise<readonly RunRecord[]> {
  return dynamoStore({ client: stage.table.client, table: stage.table.name, ids: countingIds() }).runs.list();
}

async function lastMail(): Promise<Email> {
  return PostalMime.parse(stage.mailbox.messages.at(-1) ?? new Uint8Array());
}

/** Which object the link of a mail shows to whoever signs in, as bucket and key. */
function bookmarkIn({ text = '' }: Email): string {
  const [link = ''] = /https:\/\/sign-in\.acme\.com\S+/.exec(text) ?? [];
  const page = new URL(new URL(link).searchParams.get('RelayState') ?? '');
  return `${page.pathname.split('/').at(-1)}/${page.searchParams.get('prefix')}`;
}

function contentOf(attachment: Email['attachments'][number] | undefined): Uint8Array {
  const content = attachment?.content ?? '';
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

/** As a table is that was put back to an earlier second. @returns puts the item back as it was */
async function withoutItem({ pk, sk }: ItemKey): Promise<() => Promise<void>> {
  const { client, name: TableName } = stage.table;
  const at = { TableName, Key: { pk: { S: pk }, sk: { S: sk } } };
  const { Item } = await client.send(new GetItemCommand(at));
  await client.send(new DeleteItemCommand(at));
  return async () => {
    await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
  };
}

function inHours(hours: number): string {
  return new Date(Date.now() + hours * hourInMs).toISOString().replace(/\.\d+/, '');
}

const findingsSchema = z.object({
  findings: z.array(z.object({ id: z.string(), code: z.string(), login: z.nullable(z.string()) })),
});

describe('the stage that cdk synth makes', () => {
  test('passes every rule of cdk-nag, or says why not', () => {
    expect(validationReport(raised.assembly)).toMatchObject({ pluginReports: [] });
  });

  test('has bundles of at most 1.2 MB each, and 1.6 MB where the report is drawn', () => {
    const sizes = [...stage.functions.values()].map(({ name, bundle }) => ({ name, bytes: statSync(bundle).size }));
    expect(sizes.filter(({ name, bytes }) => bytes > (name.endsWith('-publish') ? 1_600_000 : 1_200_000))).toEqual([]);
  });

  test('refuses an upload that is no export, with its reason beside it and by mail, and keeps the file', async () => {
    const before = stage.mailbox.messages.length;
    const answer = await upload(stage, {
      name: 'notes.csv',
      body: 'Hello,World\n1,2\n',
      declared: { 'uploaded-by': 'jane@acme.com' },
    });
    expect(answer).toMatchObject({ kind: 'refused' });
    const mail = await PostalMime.parse(stage.mailbox.messages[before] ?? new Uint8Array());
    expect(mail.subject).toBe('People.ai access review: export refused');
    expect(mail.to?.map(({ address }) => address)).toEqual(['jane@acme.com']);
    expect(stage.s3.buckets.get(stage.bucket('Exports'))?.keys('inbox/')).toEqual(['inbox/notes.csv']);
  });

  test('mails once of an upload whose notice comes twice at one moment, and again later', async () => {
    const before = stage.mailbox.messages.length;
    const place = { Bucket: stage.bucket('Exports'), Key: 'inbox/list.csv' };
    const { VersionId } = await stage.client.send(new PutObjectCommand({ ...place, Body: 'Hello,World\n3,4\n' }));
    const event = { detail: { object: { key: place.Key, 'version-id': VersionId } } };
    const ingest = stage.named('ingest-export');
    await Promise.all([1, 2].map(async () => stage.invoke(ingest, event)));
    await stage.invoke(ingest, event);
    expect(stage.mailbox.messages).toHaveLength(before + 1);
  });

  test('sends no mail of a batch again whose answer was lost', async () => {
    const before = stage.mailbox.messages.length;
    const mails = ['ann', 'ben'].map((name) => `work/20261005T063000Z-tick/review-2026-10-05-${name}.json`);
    for (const Key of mails) {
      const to = [`${Key.slice(-8, -5)}@acme.com`];
      const mail = { id: Key.slice(28, -5), from: 'access-review@acme.com', to, subject: 'S', text: 'T', html: 'H' };
      const put = { Bucket: stage.bucket('Evidence'), Key, Body: JSON.stringify({ ...mail, attachments: [] }) };
      await stage.client.send(new PutObjectCommand(put));
    }
    const deliver = stage.named('deliver');
    await stage.invoke(deliver, { mails: mails.slice(0, 1) });
    expect(await stage.invoke(deliver, { mails })).toEqual({ sent: mails });
    expect(stage.mailbox.messages).toHaveLength(before + 2);
  });

  test('takes the empty object by which the console makes a folder for no upload', async () => {
    const before = stage.mailbox.messages.length;
    expect(await upload(stage, { name: '2026/', body: '' })).toEqual({ kind: 'folder' });
    expect(stage.mailbox.messages).toHaveLength(before);
  });

  test('says in a signed report under lock that the control was not performed, when nobody uploaded an export', async () => {
    const order = await fire(stage, 'review');
    const { status, invoked } = await runDurable(stage, order);
    expect(status).toBe('SUCCEEDED');
    expect(invoked.slice(0, 2).toSorted()).toEqual(
      ['pull-entra', 'pull-okta'].map((name) => `access-review-rehearsal-${name}`),
    );
    expect(invoked.slice(2)).toEqual(
      ['reconcile', 'reconcile', 'publish', 'deliver'].map((name) => `access-review-rehearsal-${name}`),
    );
    expect(await records()).toEqual([]);
    const [head, report = '', ...others] = evidenceKeys(stage, 'reviews/');
    expect(head).toMatch(/^reviews\/\d{4}-Q\d\/heads\/1-[0-9a-f]{64}$/);
    expect(report).toMatch(/^reviews\/\d{4}-Q\d\/not-performed-\d{8}T\d{6}Z\.pdf$/);
    expect(others).toEqual([]);
    await expectSealed(stage, report);
    const mail = await lastMail();
    expect(mail.subject).toMatch(/^People\.ai access review \d{4}-Q\d: control not performed$/);
    expect(bookmarkIn(mail)).toBe(`${stage.bucket('Evidence')}/${report}`);
    expect(Buffer.from(contentOf(mail.attachments[0]))).toEqual(await stored(stage, report));
  });

  test('accepts an export and says so to whoever uploaded it', async () => {
    const declared = { 'uploaded-by': 'jane@acme.com', 'exported-at': await nextSecond(), 'count-shown': '13' };
    expect(await upload(stage, { name: 'users.csv', body: exportOf(), declared })).toMatchObject({
      kind: 'accepted-export',
    });
    const mail = await lastMail();
    expect(mail.subject).toBe('People.ai access review: export taken in');
    expect(mail.text).toContain('13 accounts');
  });

  test('runs the review from the schedule to the signed report, the findings in the table and the mail', async () => {
    const order = await fire(stage, 'review');
    expect(await runDurable(stage, order)).toMatchObject({ status: 'SUCCEEDED' });
    const run = (await records()).at(-1);
    expect(run).toMatchObject({ status: 'complete', accepted: true });
    await expectRunKept(stage, run?.id ?? '');
    const { findings } = z.parse(
      findingsSchema,
      JSON.parse((await stored(stage, `runs/${run?.id}/findings.json`)).toString()),
    );
    expect(findings.map(({ code, login }) => `${code} ${login}`)).toEqual(
      expect.arrayContaining(['LEAVER_ACCOUNT joe@acme.com', 'ORPHANED_ACCOUNT ghost@acme.com']),
    );
    const store = dynamoStore({ client: stage.table.client, table: stage.table.name, ids: countingIds() });
    for (const { id } of findings) expect(await store.findings.get(id)).toMatchObject({ id });
    const mail = await lastMail();
    expect(mail.subject).toContain(': IN PROGRESS (draft)');
    expect(Buffer.from(contentOf(mail.attachments[0]))).toEqual(await stored(stage, `runs/${run?.id}/report.pdf`));
    expect(bookmarkIn(mail)).toBe(`${stage.bucket('Evidence')}/runs/${run?.id}/report.pdf`);
    // Counts only: mail is forwarded.
    expect(mail.text).not.toContain('ghost@acme.com');
  });

  test('asks each directory once more for whom no list shows, or as deleted alone, and compares what it then knows', async () => {
    const { okta, graph } = directories;
    expect(okta.requests.map(({ path }) => path).filter((path) => path.includes('@'))).toEqual([
      '/api/v1/users/ghost@acme.com',
      '/api/v1/users/joe@acme.com',
    ]);
    expect(graph.requests.filter(({ body }) => body.includes('ghost@acme.com'))).toHaveLength(1);
    const [run = ''] = (await records()).slice(-1).map(({ id }) => id);
    const snapshot = (await stored(stage, `runs/${run}/evidence/snapshot-okta.jsonl`)).toString();
    expect(snapshot).toContain('/api/v1/users/{login}');
  });

  test('ends with the same run when every answer is lost once on its way, and stores nothing twice', async () => {
    const order = await fire(stage, 'review');
    const functions = ['pull-okta', 'pull-entra', 'reconcile', 'publish', 'deliver'];
    const names = functions.map((name) => `access-review-rehearsal-${name}`);
    const before = (await records()).length;
    const { status, invoked } = await runDurable(stage, order, names);
    expect(status).toBe('SUCCEEDED');
    // Once without its answer, once for it; and directories and reconciler were asked again for whom nobody knows.
    expect(invoked.toSorted()).toEqual([...names, ...names, ...names.slice(0, 3)].toSorted());
    const after = await records();
    expect(after).toHaveLength(before + 1);
    await expectRunKept(stage, after.at(-1)?.id ?? '');
  });

  test('is the same run when it is started again under its name', async () => {
    const before = await records();
    const keys = evidenceKeys(stage);
    expect(await runDurable(stage, stage.started.at(-1)?.payload)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await records()).toEqual(before);
    expect(evidenceKeys(stage)).toEqual(keys);
  });

  test('publishes whole when it was killed in the midst of the evidence', async () => {
    const order = await fire(stage, 'review');
    const pulls = ['pull-okta', 'pull-entra'].map(async (name) => stage.invoke(stage.named(name), order));
    const snapshots = await Promise.all(pulls);
    const work = {
      execution: order.execution,
      asOf: order.scheduledAt,
      asOfSetByOperator: false,
      acceptedGates: [],
      snapshots,
    };
    const { run, inputs } = z.parse(reconciled, await stage.invoke(stage.named('reconcile'), work));
    const publishing = { kind: 'run', execution: order.execution, run, inputs };
    const killer = new AbortController();
    stage.s3.onPut(8, () => killer.abort());
    await expect(stage.invoke(stage.named('publish'), publishing, killer.signal)).rejects.toThrow(/was killed/);
    expect((await records()).some(({ id }) => id === run)).toBe(false);
    await stage.invoke(stage.named('publish'), publishing);
    expect((await records()).at(-1)).toMatchObject({ id: run, accepted: true });
    await expectRunKept(stage, run);
  });

  test('tells between reviews only what is new, and how old the export is', async () => {
    const before = stage.mailbox.messages.length;
    expect(await runDurable(stage, await fire(stage, 'watch'))).toMatchObject({ status: 'SUCCEEDED' });
    expect(stage.mailbox.messages).toHaveLength(before);

    directories.leave('jane');
    expect(await runDurable(stage, await fire(stage, 'watch'))).toMatchObject({ status: 'SUCCEEDED' });
    const mail = await lastMail();
    expect(mail.subject).toBe('People.ai access watch: 1 new finding, 1 critical or high');
    expect(mail.text).toContain('The export is less than a day old');
    expect(mail.text).not.toContain('jane');
    const told = stage.bus.taken.length;
    expect(stage.bus.taken.map(({ Detail }) => Detail).filter((event) => event.includes('"uid":"jane'))).toContainEqual(
      expect.stringContaining('Compliance Finding: Create'),
    );

    expect(await runDurable(stage, await fire(stage, 'watch'))).toMatchObject({ status: 'SUCCEEDED' });
    expect(stage.mailbox.messages).toHaveLength(before + 1);
    expect(stage.bus.taken).toHaveLength(told);
  });

  test('reminds of a period without a run, and reports it when its due day has passed', async () => {
    const calendar = { timeZone: 'UTC', fiscalYearStart: 1 };
    const present = periodOf(instantFromMs(Date.now()), calendar);
    const { id, dueDay } = periodOf(startOfDay(addDays(present.lastDay, 1), 'UTC'), calendar);
    const before = stage.mailbox.messages.length;
    const lastWeek = await fire(stage, 'tick', `${addDays(dueDay, -7)}T06:30:00Z`);
    expect(await runDurable(stage, lastWeek)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await lastMail()).subject).toBe(`People.ai access review ${id}: no review yet, due on ${dayText(dueDay)}`);
    expect(await runDurable(stage, lastWeek)).toMatchObject({ status: 'SUCCEEDED' });

    const dayAfter = await fire(stage, 'tick', `${addDays(dueDay, 1)}T06:30:00Z`);
    expect(await runDurable(stage, dayAfter, ['access-review-rehearsal-publish'])).toMatchObject({
      status: 'SUCCEEDED',
    });
    const report = `reviews/${id}/not-performed.pdf`;
    await expectSealed(stage, report);
    const mail = await lastMail();
    expect(mail.subject).toBe(`People.ai access review ${id}: control not performed`);
    expect(bookmarkIn(mail)).toBe(`${stage.bucket('Evidence')}/${report}`);
    expect(Buffer.from(contentOf(mail.attachments[0]))).toEqual(await stored(stage, report));
    expect(stage.mailbox.messages).toHaveLength(before + 2);
  });

  test('witnesses each event of a review beside the table, and goes no further when the table lacks one', async () => {
    const store = dynamoStore({ client: stage.table.client, table: stage.table.name, ids: countingIds() });
    const [period = ''] = await store.reviews.list();
    const stream = await store.reviews.load(period);
    const last = stream.at(-1);
    if (last === undefined) throw new Error('nothing was recorded of a review');
    const witnesses = stream.map((head) => headKey(period, head));
    expect(evidenceKeys(stage, `reviews/${period}/heads/`)).toEqual(witnesses.toSorted());

    const putBack = await withoutItem(eventItemKey(period, last.sequence));
    for (const kind of ['tick', 'review'] as const) {
      const { status, error } = await runDurable(stage, await fire(stage, kind));
      expect(status).toBe('FAILED');
      expect(JSON.stringify(error)).toContain('store behind what was witnessed');
    }
    await putBack();
    expect(await runDurable(stage, await fire(stage, 'tick'))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('names each day the accepted run that the table lacks, until its record is put back', async () => {
    const { id = '' } = (await records()).at(-1) ?? {};
    const putBack = await withoutItem(runItemKey(id));
    // Within an hour it might still be at work.
    const { status, error } = await runDurable(stage, await fire(stage, 'tick', inHours(2)));
    expect(status).toBe('FAILED');
    expect(JSON.stringify(error)).toContain(`the accepted run ${id}, which the evidence holds`);
    await putBack();
    expect(await runDurable(stage, await fire(stage, 'tick', inHours(3)))).toMatchObject({ status: 'SUCCEEDED' });
  });
});
