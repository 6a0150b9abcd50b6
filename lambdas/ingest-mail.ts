// Judges a message that SES took in: its files go among the uploads, or all of it goes to quarantine.
import { SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import { exportReader } from '../adapters/files/export-reader.ts';
import { messageReader } from '../adapters/mail/read-message.ts';
import { sesMailer } from '../adapters/mail/ses.ts';
import { retentionOf } from '../adapters/objects/retention.ts';
import { ingestMailVariables } from '../core/names/variables.ts';
import { quarantinedMail, repeatedMail } from '../drawing/mail/intake.ts';
import { bundledConfig, clock, landingIn, objectsIn, sentOnce } from '../homes/aws.ts';
import { receiveMail } from '../steps/intake/receive-mail.ts';
import type { ToldOutcome } from '../steps/intake/receive-mail.ts';
import { handling } from './call/handling.ts';
import { mailEvent } from './call/messages.ts';
import { count } from './call/observe.ts';

const env = z.parse(ingestMailVariables, process.env);
const incoming = objectsIn(env.EXPORTS_BUCKET);
const dependencies = {
  incoming,
  evidence: objectsIn(env.EVIDENCE_BUCKET, { retention: retentionOf(env, clock) }),
  landing: landingIn(env.EXPORTS_BUCKET),
  messageReader: messageReader(),
  exportReader: exportReader(),
  clock,
  mailer: sentOnce(sesMailer({ client: new SESv2Client(), clock }), incoming),
  compose: (told: ToldOutcome) => (told.kind === 'quarantined' ? quarantinedMail(told) : repeatedMail(told)),
};

export const handler = handling('ingest-mail', mailEvent, {
  work: async ({ Records: [{ ses }] }) => {
    const outcome = await receiveMail(dependencies, ses, bundledConfig());
    if (outcome.kind === 'quarantined') count({ MailQuarantined: 1 });
    else count({ MailTaken: 1 });
    return { kind: outcome.kind, message: ses.mail.messageId };
  },
  logs: ({ kind, message }) => ({ kind, message }),
});
