// Turns a Mail into the bytes of an internet message (RFC 5322), in which nothing but the Mail decides the headers.
import { isMailAddress, withAsciiDomain } from '../../core/values/addresses.ts';
import { msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Mail } from '../../core/ports/telling.ts';
import { onOneLine } from '../../core/values/text.ts';
import { MailRefused } from './errors.ts';

/** It becomes a file name and a part of the Message-ID. */
const mailId = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

const mediaType = /^[A-Za-z0-9.+-]+\/[A-Za-z0-9.+-]+$/;

/** So that no absence is told to the sender (RFC 3834, 5; Exchange looks at a header of its own). */
const sentByNobody = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' } as const;

/**
 * The Message-ID is `<id@domain of the sender>`, so the same mail sent twice is recognisable wherever it arrives.
 * Line breaks in the subject and in names of attachments become blanks.
 *
 * @throws MailRefused
 */
export async function composeMessage(mail: Mail, sentAt: Instant): Promise<Uint8Array> {
  check(mail);
  // A fifth of the bundles that may have something to mail: loaded when something is.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const sender = withAsciiDomain(mail.from);
  const message = new MailComposer({
    messageId: `<${mail.id}${sender.slice(sender.lastIndexOf('@'))}>`,
    date: new Date(msOf(sentAt)),
    from: { name: '', address: sender },
    to: mail.to.map((recipient) => ({ name: '', address: recipient })),
    subject: onOneLine(mail.subject),
    headers: sentByNobody,
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ name, mediaType, body }) => ({
      filename: onOneLine(name).replaceAll(/[/\\]/g, '-'),
      contentType: mediaType,
      content: Buffer.from(body),
    })),
    // A body is content, never the name of a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  });
  return message.compile().build();
}

function check(mail: Mail): void {
  if (!mailId.test(mail.id)) throw new MailRefused('its id', 'made of letters, digits, dots, - and _');
  if (!isMailAddress(mail.from)) throw new MailRefused('the sender', 'one bare address such as review@acme.com');
  if (mail.to.length === 0) throw new MailRefused('the list of recipients', 'a list of one or more');
  mail.to.forEach((recipient, index) => {
    if (!isMailAddress(recipient)) throw new MailRefused(`recipient ${index + 1}`, 'one bare address');
  });
  mail.attachments.forEach((attachment, index) => {
    if (!mediaType.test(attachment.mediaType))
      throw new MailRefused(`the type of attachment ${index + 1}`, 'type/subtype');
  });
}
