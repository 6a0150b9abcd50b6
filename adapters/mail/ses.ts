// Sends mail by Amazon SES, as the very bytes that the outbox would have kept.
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput, SESv2Client } from '@aws-sdk/client-sesv2';
import type { Clock, Mail, Mailer } from '../../core/ports.ts';
import { composeMessage, MailFailure } from './message.ts';

export interface SesOptions {
  readonly client: SESv2Client;
  readonly clock: Clock;
}

/**
 * `send` answers the recipients and SES's own id of the message. It throws MailRefused, or MailFailure when SES does
 * not take the mail. SES knows no repetition: a mail sent twice arrives twice, with one Message-ID.
 *
 * @example await sesMailer({ client: new SESv2Client(), clock }).send(mail)
 */
export function sesMailer({ client, clock }: SesOptions): Mailer {
  return {
    async send(mail: Mail): Promise<string> {
      const envelope = { FromEmailAddress: mail.from, Destination: { ToAddresses: [...mail.to] } };
      const id = await sendRaw(client, await composeMessage(mail, clock.now()), envelope);
      return `${mail.to.join(', ')} by SES (${id})`;
    },
  };
}

type Envelope = Pick<SendEmailCommandInput, 'FromEmailAddress' | 'Destination'>;

/**
 * Sends a message that was composed before.
 *
 * @param envelope sender and recipients; without it SES takes them from the message's own headers
 * @returns SES's id of the message
 * @throws MailFailure
 */
export async function sendRaw(client: SESv2Client, message: Uint8Array, envelope: Envelope = {}): Promise<string> {
  try {
    const sent = await client.send(new SendEmailCommand({ ...envelope, Content: { Raw: { Data: message } } }));
    return sent.MessageId ?? 'no id';
  } catch (cause) {
    throw new MailFailure('SES did not take the mail', cause);
  }
}
