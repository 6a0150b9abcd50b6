// Sends a mail that another function composed; its role reads composed mail and sends, and nothing else.
import { buffer } from 'node:stream/consumers';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import { sendRaw } from '../adapters/mail/ses.ts';
import { deliverVariables } from '../core/contract/env-names.ts';
import { handling } from './handling.ts';
import { deliverOrder } from './messages.ts';
import { objectsIn } from './services.ts';

const { EVIDENCE_BUCKET: bucket } = z.parse(deliverVariables, process.env);
const objects = objectsIn(bucket);
const ses = new SESv2Client();

export const handler = handling('deliver', deliverOrder, async ({ mail }) => {
  const composed = await objects.get(mail);
  if (composed === null) throw new Error(`the composed mail ${mail} is not there`);
  return { message: await sendRaw(ses, await buffer(composed)) };
});
