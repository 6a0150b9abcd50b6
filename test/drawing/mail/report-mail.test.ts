import { GetObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { s3Objects } from '../../../adapters/objects/s3.ts';
import { runKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Mail } from '../../../core/ports/telling.ts';
import { reportMail } from '../../../drawing/mail/report.ts';
import { deliver } from '../../../steps/tell/deliver.ts';
import { s3ForTheFile } from '../../support/aws/s3/s3-for-the-file.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aReport } from '../../support/reports/report-builder.ts';
import { clockAt } from '../../support/time.ts';

const report = aReport();
const key = runKey(report.run.id, 'report.pdf');
const mail = { to: ['grc@acme.com'], from: 'access-review@acme.com' };
const signIn = 'https://acme.awsapps.com/start/#/console?role_name=Auditor&destination={destination}';
const mostAttached = 5_000_000;

const { standIn, client } = await s3ForTheFile();

/** The mail about a run whose report has this size; `null` for one that was run without. */
async function mailed(objects: Objects, bytes: number | null): Promise<Mail> {
  if (bytes !== null) await objects.put(key, Buffer.alloc(bytes, '%'));
  const sent: Mail[] = [];
  const mailer = {
    send: async (one: Mail) => {
      sent.push(one);
      return one.id;
    },
  };
  await deliver({ objects, mailer, compose: reportMail }, report, { mail });
  const [only] = sent;
  if (only === undefined) throw new Error('no mail');
  return only;
}

/** An empty bucket on AWS. */
async function onAws(): Promise<Objects> {
  standIn.createBucket('evidence', { versioning: true, objectLock: true });
  const console = { region: 'eu-central-1', signIn };
  return s3Objects({ client, bucket: 'evidence', drafts: await aFolder(), ids: countingIds(), console });
}

/** Where the link of a mail lands after the sign-in. */
function landingOf({ html }: Mail): URL {
  const link = /<a href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const [address = '', fragment = ''] = link.split('#/console?');
  expect(address).toBe('https://acme.awsapps.com/start/');
  return new URL(new URLSearchParams(fragment).get('destination') ?? '');
}

describe('the mail about a run on AWS', () => {
  test('carries a report of up to 5 MB, and the bookmark', async () => {
    const sent = await mailed(await onAws(), mostAttached);
    expect(sent.attachments.map(({ body }) => body.length)).toEqual([mostAttached]);
    expect(sent.html).toContain('The report is attached.');
    expect(landingOf(sent).searchParams.get('prefix')).toBe(key);
  });

  test('carries the bookmark alone where the report is larger', async () => {
    const sent = await mailed(await onAws(), mostAttached + 1);
    expect(sent.attachments).toHaveLength(0);
    expect(sent.text).toContain(
      'The report is too large for a mail. Sign in as auditor to open it:\nhttps://acme.awsapps.com',
    );
    expect(landingOf(sent).searchParams.get('prefix')).toBe(key);
  });

  test('names in its link the report that was stored, and opens it to nobody who merely holds the mail', async () => {
    const page = landingOf(await mailed(await onAws(), mostAttached + 1));
    expect(page.origin).toBe('https://eu-central-1.console.aws.amazon.com');
    const [, Bucket = ''] = /^\/s3\/object\/([^/]+)$/.exec(page.pathname) ?? [];
    const got = await client.send(new GetObjectCommand({ Bucket, Key: page.searchParams.get('prefix') ?? '' }));
    expect((await got.Body?.transformToByteArray())?.length).toBe(mostAttached + 1);
    expect([...page.searchParams.keys()]).toEqual(['region', 'prefix']);
  });
});

describe('the mail about a run on a laptop', () => {
  test.each([1, mostAttached + 1])(
    'says the path of a report of %i bytes, and asks nobody to sign in',
    async (bytes) => {
      const clock = clockAt('2026-10-05T08:00:00Z');
      const objects = await openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
      const sent = await mailed(objects, bytes);
      expect(sent.attachments).toHaveLength(bytes > mostAttached ? 0 : 1);
      expect(sent.text).toContain(`kept here:\n${objects.location(key)}\n`);
      expect(`${sent.text}${sent.html}`).not.toMatch(/sign in|signs in|href/i);
    },
  );

  test('names the findings of a run without a report, and no file that is not there', async () => {
    const clock = clockAt('2026-10-05T08:00:00Z');
    const objects = await openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
    const sent = await mailed(objects, null);
    expect(sent.attachments).toHaveLength(0);
    const place = objects.location(runKey(report.run.id, 'findings.json'));
    expect(sent.text).toContain(`The run drew no report. Its findings are kept here:\n${place}\n`);
  });
});
