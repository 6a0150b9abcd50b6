// Sends mail by Amazon SES, as the very bytes that the outbox would have kept.
import { SendEmailCommand, SESv2ServiceException } from '@aws-sdk/client-sesv2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { withAsciiDomain } from '../../core/values/addresses.ts';
import type { Mail, Mailer } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { composeMessage, MailFailure } from './message.ts';

/**
 * `send` answers the recipients and SES's own id of the message. It throws MailRefused, or MailFailure when SES does
 * not take the mail; where it did not answer, it may have taken it, and that is said. SES knows no repetition, and its client
 * asks again where no answer came: a mail sent twice arrives twice, and SES writes a Message-ID of its own into each.
 *
 * @example await sesMailer({ client: new SESv2Client(), clock }).send(mail)
 */
export function sesMailer(options: { readonly client: SESv2Client; readonly clock: Clock }): Mailer {
  const { client, clock } = options;
  return {
    async send(mail: Mail): Promise<string> {
      const message = await composeMessage(mail, clock.now());
      const command = new SendEmailCommand({
        FromEmailAddress: withAsciiDomain(mail.from),
        Destination: { ToAddresses: mail.to.map(withAsciiDomain) },
        Content: { Raw: { Data: message } },
      });
      try {
        const { MessageId: id } = await client.send(command);
        return `${mail.to.join(', ')} by SES (${id ?? 'no id'})`;
      } catch (cause) {
        const isAnswered = cause instanceof SESv2ServiceException;
        const what = isAnswered
          ? `did not take mail ${mail.id}`
          : `did not answer to mail ${mail.id} and may have taken it`;
        throw new MailFailure(`SES ${what}`, cause);
      }
    },
  };
}
