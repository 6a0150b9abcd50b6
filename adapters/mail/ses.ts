// Sends mail by Amazon SES, as the very bytes that the outbox would have kept.
import { SendEmailCommand, SESv2ServiceException } from '@aws-sdk/client-sesv2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { hasAsciiName, withAsciiDomain } from '../../core/values/addresses.ts';
import type { Mail, Mailer, ReachedRecipients } from '../../core/ports/telling.ts';
import type { Clock } from '../../core/ports/world.ts';
import { MailFailure } from './errors.ts';
import { composeMessage } from './message.ts';

/** SES refuses a message to more (its quotas, "Maximum number of recipients per message"). */
const mostRecipients = 50;

/**
 * `send` answers the recipients and SES's own ids. It throws MailRefused, or MailFailure when SES does not take the mail;
 * where it did not answer, it may have taken it, and that is said. SES knows no repetition, and its client asks again where
 * no answer came: a mail sent twice arrives twice, and SES writes a Message-ID of its own into each.
 *
 * A mail to more than fifty is sent as several, each to its own; where SES does not take one of them, the others are sent
 * all the same, and whom it does not reach is named. So is whoever has a letter beyond ASCII before the @: SES would refuse
 * the mail for all.
 *
 * @example await sesMailer({ client: new SESv2Client(), clock }).send(mail)
 */
export function sesMailer(options: { readonly client: SESv2Client; readonly clock: Clock }): Mailer {
  const { client, clock } = options;
  const sendOne = async (mail: Mail, message: Uint8Array): Promise<string> => {
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
  };
  return {
    async send(mail: Mail, reached?: (some: ReachedRecipients) => Promise<void>): Promise<string> {
      const sentAt = clock.now();
      // All of them before the first goes out: a mail that no mailer may send goes to nobody.
      const messages = [];
      for (const part of partsOf(mail)) messages.push({ part, message: await composeMessage(part, sentAt) });
      const sent: string[] = [];
      const failures: { readonly to: readonly string[]; readonly why: unknown }[] = [];
      for (const { part, message } of messages) {
        let where: string;
        try {
          where = await sendOne(part, message);
        } catch (why) {
          failures.push({ to: part.to, why });
          continue;
        }
        sent.push(where);
        await reached?.({ to: part.to, where });
      }
      const beyond = mail.to.filter((recipient) => !hasAsciiName(recipient));
      if (beyond.length > 0) failures.push({ to: beyond, why: new MailFailure(beyondAscii(beyond), undefined) });
      const [failure] = failures;
      if (failure === undefined) return sent.join('; ');
      if (sent.length === 0) throw failure.why;
      const missed = failures.flatMap(({ to }) => to);
      const of = `for ${missed.length} of ${mail.to.length} recipients: ${missed.join(', ')}; the others have it`;
      throw new MailFailure(`mail ${mail.id} was not sent ${of}`, failure.why, missed);
    },
  };
}

/** Of a mail to nobody whom SES knows there is no part; one to nobody at all is composed, and refused there. */
function partsOf(mail: Mail): readonly Mail[] {
  if (mail.to.length === 0) return [mail];
  const to = mail.to.filter(hasAsciiName);
  const starts = Array.from({ length: Math.ceil(to.length / mostRecipients) }, (_, part) => part * mostRecipients);
  return starts.map((start) => ({ ...mail, to: to.slice(start, start + mostRecipients) }));
}

function beyondAscii(recipients: readonly string[]): string {
  return `SES sends to no address with a letter beyond ASCII before the @: ${recipients.join(', ')}`;
}
