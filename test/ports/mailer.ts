// What every adapter behind the port Mailer must do: what arrives is the mail, to whom it was addressed, and no more.
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MailRefused } from '../../adapters/mail/errors.ts';
import type { Mail, Mailer } from '../../core/ports/telling.ts';
import { aMail } from '../support/review/mails.ts';
import type { Opened } from './opened.ts';

/** A mailer with the far end of it. */
export interface OpenedMailer extends Opened<Mailer> {
  /** The messages that arrived, as their bytes, oldest first. */
  arrived(): Promise<readonly Uint8Array[]>;
}

const hostileAddresses = [
  '',
  'grc',
  'grc@',
  'grc@acme.com, eve@evil.example',
  'grc@acme.com;eve@evil.example',
  'GRC <grc@acme.com>',
  'grc@acme.com\r\nBcc: eve@evil.example',
  'grc@acme.com (to: eve@evil.example)',
  '"a b"@acme.com',
  'grc @acme.com',
  'grc@acme.com\u2028',
];

export function mailerContract(name: string, make: () => Promise<OpenedMailer>): void {
  describe(`${name} as a mailer`, () => {
    let opened: OpenedMailer;
    beforeEach(async () => {
      opened = await make();
    });
    afterEach(() => opened.close());

    async function sent(mail: Mail): Promise<Email> {
      await opened.port.send(mail);
      return PostalMime.parse((await opened.arrived()).at(-1) ?? new Uint8Array());
    }

    test('brings subject, text, pages and both recipients', async () => {
      const mail = aMail({
        to: ['grc@acme.com', 'cfo@acme.com'],
        subject: 'Access review 2026-Q4: 3 critical — für Zoë',
        text: 'Three accounts.\n.\n..\nFrom here on: “Zoë”.\n',
        html: '<p>Three accounts, says “Zoë”.</p>',
      });
      const email = await sent(mail);
      expect(email.from).toMatchObject({ address: mail.from });
      expect(email.to?.map((recipient) => recipient.address)).toEqual(mail.to);
      expect(email.subject).toBe(mail.subject);
      expect(email.text?.trim()).toBe(mail.text.trim());
      expect(email.html?.trim()).toBe(mail.html);
    });

    test('brings an attachment byte for byte', async () => {
      const body = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256);
      const email = await sent(aMail({ attachments: [{ name: 'report.pdf', mediaType: 'application/pdf', body }] }));
      expect(email.attachments).toHaveLength(1);
      expect(email.attachments[0]).toMatchObject({ filename: 'report.pdf', mimeType: 'application/pdf' });
      expect(Buffer.from(bytesOf(email.attachments[0]?.content))).toEqual(Buffer.from(body));
    });

    test('gives a mail sent twice one Message-ID, and each mail its own', async () => {
      const first = await sent(aMail({ id: 'run-1' }));
      const again = await sent(aMail({ id: 'run-1' }));
      const other = await sent(aMail({ id: 'run-2' }));
      expect(first.messageId).toBe('<run-1@acme.com>');
      expect(again.messageId).toBe('<run-1@acme.com>');
      expect(other.messageId).toBe('<run-2@acme.com>');
    });

    test('writes a domain in the letters that every server takes', async () => {
      await opened.port.send(aMail({ from: 'review@bücher.example', to: ['grc@bücher.example'] }));
      const head = Buffer.from((await opened.arrived()).at(-1) ?? [])
        .toString('utf8')
        .split('\r\n\r\n')[0];
      expect(head).toMatch(/^[\x20-\x7e\r\n]+$/);
      for (const said of ['From: review@', 'To: grc@', 'Message-ID: <']) expect(head).toContain(said);
      expect(head?.match(/xn--bcher-kva\.example/g)).toHaveLength(3);
    });

    test('asks no program to answer that somebody is absent', async () => {
      const { headers } = await sent(aMail());
      const said = new Map(headers.map(({ key, value }) => [key, value]));
      expect(said.get('auto-submitted')).toBe('auto-generated');
      expect(said.get('x-auto-response-suppress')).toBe('OOF, AutoReply');
    });

    test.each([
      '\r\nBcc: eve@evil.example',
      '\nBcc: eve@evil.example',
      '\r\n\r\n<p>Pay here</p>',
      '\u2028Bcc: eve@evil.example',
    ])('lets no subject or file name add a header or a body with %j', async (tail) => {
      const attachment = { name: `report${tail}.pdf`, mediaType: 'application/pdf', body: Buffer.from('%PDF') };
      const email = await sent(aMail({ subject: `Review${tail}`, attachments: [attachment] }));
      expect(email.bcc).toBeUndefined();
      expect(email.headers.map((header) => header.key).toSorted()).toEqual(
        [
          'auto-submitted',
          'content-type',
          'date',
          'from',
          'message-id',
          'mime-version',
          'subject',
          'to',
          'x-auto-response-suppress',
        ].toSorted(),
      );
      expect(email.subject).toContain('Review ');
      expect(email.html?.trim()).toBe(aMail().html);
      expect(email.attachments).toHaveLength(1);
      expect(email.attachments[0]?.filename).toMatch(/^report [^\p{Cc}\u2028/\\]*\.pdf$/u);
    });

    test('takes a body for content, whatever it looks like', async () => {
      const email = await sent(aMail({ text: 'file:///etc/passwd', html: '<img src="file:///etc/passwd">' }));
      expect(email.text?.trim()).toBe('file:///etc/passwd');
      expect(email.attachments).toEqual([]);
    });

    test.each(hostileAddresses)('refuses %j as an address', async (address) => {
      await expect(opened.port.send(aMail({ to: ['grc@acme.com', address] }))).rejects.toThrow(MailRefused);
      await expect(opened.port.send(aMail({ from: address }))).rejects.toThrow(MailRefused);
      expect(await opened.arrived()).toEqual([]);
    });

    test.each(['', '../run', 'a/b', 'a\r\nb', 'a>b', '.hidden'])('refuses %j as the id of a mail', async (id) => {
      await expect(opened.port.send(aMail({ id }))).rejects.toThrow(MailRefused);
    });

    test('refuses a mail to nobody, and an attachment whose type is none', async () => {
      await expect(opened.port.send(aMail({ to: [] }))).rejects.toThrow(/recipients/);
      const attachment = { name: 'a', mediaType: 'text/csv\r\nX: y', body: new Uint8Array() };
      await expect(opened.port.send(aMail({ attachments: [attachment] }))).rejects.toThrow(/attachment 1/);
    });
  });
}

function bytesOf(content: ArrayBuffer | Uint8Array | string | undefined): Uint8Array {
  if (content === undefined) return new Uint8Array();
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
