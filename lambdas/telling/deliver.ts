// Sends a mail that another function wrote down; its role reads such mail, sends, and keeps whom it reached.
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import { sesMailer } from '../../adapters/mail/ses.ts';
import { sendInPart } from '../../adapters/mail/send-in-part.ts';
import { readSpooled } from '../../adapters/mail/spool.ts';
import { deliverVariables } from '../../core/names/variables.ts';
import { handling } from '../call/handling.ts';
import { deliverEachOrder, deliverOrder } from '../call/messages.ts';
import { logger } from '../call/observe.ts';
import { toldError } from '../call/told-error.ts';
import { clock, objectsIn, sentOnce } from '../../homes/aws.ts';

const { EVIDENCE_BUCKET: bucket } = z.parse(deliverVariables, process.env);
const objects = objectsIn(bucket);
/** Where the function was killed, or its answer was lost, nobody gets a mail again. */
const mailer = sentOnce(sesMailer({ client: new SESv2Client(), clock }), objects);

interface Delivered {
  readonly mail?: string;
  readonly missed?: readonly string[];
  readonly sent?: readonly string[];
}

export const handler = handling('deliver', z.union([deliverOrder, deliverEachOrder]), {
  work: async (order): Promise<Delivered> => {
    if ('mail' in order) return deliver(order);
    const sent: string[] = [];
    for (const mail of order.mails) {
      try {
        await mailer.send(await readSpooled(objects, mail));
        sent.push(mail);
      } catch (error) {
        // A refused mail keeps no other from being sent. It is missing in the answer, and the caller asks again.
        logger.error(`the mail ${mail} was refused`, toldError(error));
      }
    }
    return { sent };
  },
  logs: ({ mail = null, missed, sent }) => ({ mail, missed: missed?.length ?? null, sent: sent?.length ?? null }),
});

async function deliver({ mail: key, to }: z.infer<typeof deliverOrder>): Promise<Delivered> {
  const mail = await readSpooled(objects, key);
  return { mail: mail.id, missed: await sendInPart(mailer, to === undefined ? mail : { ...mail, to }) };
}
