// Sends a mail that another function wrote down; its role reads such mail and sends, and nothing else.
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import { sesMailer } from '../../adapters/mail/ses.ts';
import { readSpooled } from '../../adapters/mail/spool.ts';
import { deliverVariables } from '../../core/names/variables.ts';
import { handling } from '../call/handling.ts';
import { deliverOrder } from '../call/messages.ts';
import { clock, objectsIn } from '../../homes/aws.ts';

const { EVIDENCE_BUCKET: bucket } = z.parse(deliverVariables, process.env);
const objects = objectsIn(bucket);
const mailer = sesMailer({ client: new SESv2Client(), clock });

export const handler = handling('deliver', deliverOrder, {
  work: async ({ mail: key }) => {
    const mail = await readSpooled(objects, key);
    await mailer.send(mail);
    return { mail: mail.id };
  },
  logs: ({ mail }) => ({ mail }),
});
