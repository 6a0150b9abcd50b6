// Sends a mail that another function wrote down; its role reads such mail and sends, and nothing else.
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import { sesMailer } from '../../adapters/mail/ses.ts';
import { readSpooled } from '../../adapters/mail/spool.ts';
import { deliverVariables } from '../../core/names/variables.ts';
import { handling } from '../call/handling.ts';
import { deliverEachOrder, deliverOrder } from '../call/messages.ts';
import { logger } from '../call/observe.ts';
import { toldError } from '../call/told-error.ts';
import { clock, objectsIn } from '../../homes/aws.ts';

const { EVIDENCE_BUCKET: bucket } = z.parse(deliverVariables, process.env);
const objects = objectsIn(bucket);
const mailer = sesMailer({ client: new SESv2Client(), clock });

interface Delivered {
  readonly mail?: string;
  readonly sent?: readonly string[];
}

export const handler = handling('deliver', z.union([deliverOrder, deliverEachOrder]), {
  work: async (order): Promise<Delivered> => {
    if ('mail' in order) return { mail: await deliver(order.mail) };
    const sent: string[] = [];
    for (const mail of order.mails) {
      try {
        await deliver(mail);
        sent.push(mail);
      } catch (error) {
        // One that is refused keeps no other from being sent; whoever asked finds it missing and asks again.
        logger.error(`the mail ${mail} was refused`, toldError(error));
      }
    }
    return { sent };
  },
  logs: ({ mail = null, sent }) => ({ mail, sent: sent?.length ?? null }),
});

async function deliver(key: string): Promise<string> {
  const mail = await readSpooled(objects, key);
  await mailer.send(mail);
  return mail.id;
}
