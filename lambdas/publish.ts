// Works the frozen run out once more, draws, signs and stores it under lock; the only role that may sign.
import { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { spoolMailer } from '../adapters/mail/spool.ts';
import { kmsSigner } from '../adapters/signing/kms.ts';
import { padesSealer } from '../adapters/signing/pades.ts';
import { bundledFiles, publishVariables } from '../core/contract/env-names.ts';
import { workKey } from '../core/contract/objects.ts';
import { csvSheets } from '../report/findings-csv.ts';
import { reportMail } from '../report/mail.ts';
import { pdfRenderer } from '../report/pdf-renderer.ts';
import { publishFrozen } from '../steps/publish-frozen.ts';
import { handling } from './handling.ts';
import { publishOrder } from './messages.ts';
import { loggedProgress as progress } from './observe.ts';
import { retentionOf } from './retention.ts';
import { bundledConfig, bundledTool, clock, objectsIn, storeIn, uploadsIn, withScratch } from './services.ts';

const env = z.parse(publishVariables, process.env);
const objects = objectsIn(env.EVIDENCE_BUCKET, retentionOf(env, clock));
const signer = kmsSigner({ client: new KMSClient(), keyId: env.SIGNING_KEY_ID, objects, clock });
const fonts = new URL(`./${bundledFiles.fonts}`, import.meta.url);
const pdf = { renderer: pdfRenderer({ fontsFolder: fonts.pathname }), sealer: padesSealer({ signer }) };
const writing = { ...storeIn(env.TABLE_NAME), objects, progress, pdf, sheets: csvSheets, compose: reportMail };
const reading = { uploads: uploadsIn(env.EXPORTS_BUCKET), exportReader: exportReader() };

export const handler = handling('publish', publishOrder, async ({ execution, run, inputs }) => {
  const mailer = spoolMailer({ objects, keyOf: (id) => workKey(execution, `${id}.json`) });
  const dependencies = { ...writing, ...reading, mailer, tool: bundledTool() };
  return withScratch((scratch) => publishFrozen({ ...dependencies, scratch }, { run, inputs }, bundledConfig()));
});
