// Judges an upload as soon as it lands, and tells the uploader; its role cannot change or remove what was uploaded.
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { sesMailer } from '../adapters/mail/ses.ts';
import { ingestExportVariables } from '../core/names/variables.ts';
import { uploadMail } from '../drawing/mail/upload.ts';
import { receiveUpload } from '../steps/schedule/receive-upload.ts';
import { handling } from './call/handling.ts';
import { uploadEvent } from './call/messages.ts';
import { count } from './call/observe.ts';
import { bundledConfig, clock, objectsIn, sentOnce, uploadsIn } from '../homes/aws.ts';

const { EXPORTS_BUCKET: bucket, FETCHED_FROM: fetchedFrom } = z.parse(ingestExportVariables, process.env);
const results = objectsIn(bucket);
const dependencies = {
  uploads: uploadsIn(bucket),
  results,
  exportReader: exportReader(),
  fetchedFrom,
  mailer: sentOnce(sesMailer({ client: new SESv2Client(), clock }), results),
  compose: uploadMail,
};

export const handler = handling('ingest-export', uploadEvent, {
  work: async ({ detail: { object } }) => {
    // The console makes a folder by an empty object of that name.
    if (object.key.endsWith('/')) return { kind: 'folder' };
    const place = { key: object.key, version: object['version-id'] };
    const result = await receiveUpload(dependencies, place, bundledConfig());
    if (result.kind === 'refused') count({ UploadRefused: 1 });
    else count({ UploadAccepted: 1 });
    return { kind: result.kind, sha256: result.sha256 };
  },
  logs: ({ kind, sha256 = null }) => ({ kind, sha256 }),
});
