// What the functions of a deployment are put together of, in one process: the adapters of AWS on stand-ins.
import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import { messageReader } from '../../../adapters/mail/read-message.ts';
import { mailedOnce } from '../../../adapters/mail/once.ts';
import { readSpooled, spoolMailer } from '../../../adapters/mail/spool.ts';
import { aloneAmong } from '../../../adapters/objects/alone.ts';
import { s3Landing, s3Uploads } from '../../../adapters/objects/s3-uploads.ts';
import { s3Objects } from '../../../adapters/objects/s3.ts';
import { padesSealer } from '../../../adapters/signing/pades.ts';
import { dynamoStore } from '../../../adapters/stores/dynamodb/store.ts';
import { passedSelfTest } from '../../../core/findings/self-test/self-test.ts';
import { sendingKey, workKey } from '../../../core/names/object-keys.ts';
import type { UploadPlace } from '../../../core/ports/inputs.ts';
import type { Bytes, Objects } from '../../../core/ports/objects.ts';
import type { FindingEvents, Mailer } from '../../../core/ports/telling.ts';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';
import { csvSheets } from '../../../drawing/csv/sheets.ts';
import { witnessedReviews } from '../../../steps/witnessed-reviews.ts';
import { createTable, dynamoClient, startDynamoStandIn } from '../../support/aws/services/dynamodb-stand-in.ts';
import { s3Client, startS3StandIn } from '../../support/aws/s3/s3-stand-in.ts';
import { aSharedFolder } from '../../support/folders.ts';
import { aPlaceholderPdf, kept } from '../../support/reports/placeholder-pdf.ts';
import { aSigner } from '../../support/reports/signing.ts';
import { aLetterBox, memoryScratch, noProgress } from '../../support/surroundings.ts';
import { at } from '../../support/time.ts';
import { cutting } from './cutting.ts';

export type Stage = Awaited<ReturnType<typeof raiseStage>>;

const buckets = { Evidence: 'evidence', Exports: 'exports' } as const;
const table = 'review';
const minuteInMs = 60_000;

/** Whatever a report shows: what it is drawn of is read and judged all the same. */
const drawn = (): Bytes => kept(aPlaceholderPdf()).read();

export async function raiseStage() {
  let [now, pausedMs] = [at('2026-10-01T00:00:00Z'), 0];
  const [s3, dynamo] = await Promise.all([startS3StandIn(() => new Date(now)), startDynamoStandIn()]);
  const [client, records] = [s3Client(s3.endpoint), dynamoClient(dynamo.endpoint)];
  // For what happens in the world, and for what a test looks at.
  const [others, otherRecords] = [s3Client(s3.endpoint), dynamoClient(dynamo.endpoint)];
  for (const bucket of Object.values(buckets)) s3.createBucket(bucket, { versioning: true, objectLock: true });
  await createTable(otherRecords, table);
  const calls = cutting({ s3: client, dynamo: records });
  const [ids, drafts] = [{ next: () => randomUUID() }, await aSharedFolder()];
  const objectsIn = (bucket: string): Objects => s3Objects({ client, bucket, drafts, ids });
  const [objects, results] = [objectsIn(buckets.Evidence), objectsIn(buckets.Exports)];
  // The first object of a process is put twice: the calls of an event would differ by that.
  for (const one of [objects, results]) await one.put('work/begun', new Uint8Array());
  const store = dynamoStore({ client: records, table, ids });
  const { mailer, mails } = aLetterBox();
  const told: string[] = [];
  const events: FindingEvents = { put: async (some) => void told.push(...some.map((one) => JSON.stringify(one))) };
  const clock = { now: () => now };
  /** Claims end by it. */
  const paused = { now: () => instantFromMs(msOf(now) + pausedMs) };

  return {
    ports: {
      ...store,
      reviews: witnessedReviews(store.reviews, { objects, runs: store.runs }),
      objects,
      results,
      uploads: s3Uploads({ client, bucket: buckets.Exports }),
      landing: s3Landing({ client, bucket: buckets.Exports }),
      exportReader: exportReader(),
      messageReader: messageReader(),
      scratch: memoryScratch,
      progress: noProgress,
      clock,
      events,
      sheets: csvSheets,
      tool: { name: 'access-review', version: '1' },
      selfTest: passedSelfTest(),
      renderer: { render: drawn },
      sealer: padesSealer({ signer: await aSigner() }),
      drawClosing: drawn,
      drawNotPerformed: drawn,
    },
    calls,
    mails,
    /** What the bus was told, in its words; it may be told again. */
    told,
    s3,
    table: { client: otherRecords, name: table },
    bucket: (part: keyof typeof buckets) => buckets[part],
    at: (instant: string) => {
      now = at(instant);
    },
    /** As long as whoever hands an event over again waits. */
    pause: () => {
      pausedMs += minuteInMs;
    },
    once: (keeping: Objects): Mailer =>
      mailedOnce({
        mailer,
        objects: keeping,
        keyOf: sendingKey,
        alone: (mail) =>
          aloneAmong({
            objects: keeping,
            keyOf: (name) => sendingKey(mail, name),
            endsAfterMs: minuteInMs / 2,
            clock: paused,
            ids,
          }),
        clock: paused,
      }),
    spool: (execution: string): Mailer => spoolMailer({ objects, keyOf: (id) => workKey(execution, `${id}.json`) }),
    spooled: async (key: string) => readSpooled(objects, key),
    /** Somebody puts a file among the uploads. */
    put: async (key: string, body: string | Uint8Array, said: Record<string, string> = {}): Promise<UploadPlace> => {
      const put = { Bucket: buckets.Exports, Key: key, Body: body, Metadata: said };
      const { VersionId: version = '' } = await others.send(new PutObjectCommand(put));
      return { key, version };
    },
    close: async () => {
      for (const one of [client, records, others, otherRecords]) one.destroy();
      await Promise.all([s3.close(), dynamo.close()]);
    },
  };
}
