import { once } from 'node:events';
import { createServer } from 'node:http';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { MailFailure } from '../../../adapters/mail/errors.ts';
import { sesMailer } from '../../../adapters/mail/ses.ts';
import { sendInPart } from '../../../adapters/mail/send-in-part.ts';
import { readSpooled, spoolMailer } from '../../../adapters/mail/spool.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { workKey } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { mailerContract } from '../../ports/mailer.ts';
import { standInCredentials } from '../../support/aws/services/credentials.ts';
import { json, startService } from '../../support/aws/services/json-service.ts';
import { startMailbox } from '../../support/aws/services/mailbox.ts';
import type { Mailbox } from '../../support/aws/services/mailbox.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aMail } from '../../support/review/mails.ts';
import { clockAt } from '../../support/time.ts';

const clock = clockAt('2026-10-05T08:00:00Z');

function sesClient(endpoint: string): SESv2Client {
  return new SESv2Client({ endpoint, region: 'eu-central-1', credentials: standInCredentials });
}

const listening = z.object({ port: z.number() });

let mailbox: Mailbox;
let client: SESv2Client;
beforeAll(async () => {
  mailbox = await startMailbox();
  client = sesClient(mailbox.endpoint);
});
afterAll(async () => {
  client.destroy();
  await mailbox.close();
});

mailerContract('SES', async () => {
  const before = mailbox.messages.length;
  return {
    port: sesMailer({ client, clock }),
    arrived: async () => mailbox.messages.slice(before),
    close: async () => {},
  };
});

async function someObjects(): Promise<Objects> {
  return openFolderObjects({ root: await aFolder(), clock, ids: countingIds() });
}

const keyOf = (id: string): string => workKey('execution', `${id}.json`);

mailerContract('SES behind a spool', async () => {
  const objects = await someObjects();
  const before = mailbox.messages.length;
  let sent = 0;
  const keyOfNext = (): string => workKey('execution', `${(sent += 1)}.json`);
  return {
    port: {
      send: async (mail) => {
        const key = await spoolMailer({ objects, keyOf: keyOfNext }).send(mail);
        return sesMailer({ client, clock }).send(await readSpooled(objects, key));
      },
    },
    arrived: async () => mailbox.messages.slice(before),
    close: async () => {},
  };
});

describe('mail by SES', () => {
  test('goes to every recipient of the mail', async () => {
    const mail = aMail({ to: ['grc@acme.com', 'cfo@acme.com'] });
    await sesMailer({ client, clock }).send(mail);
    expect(mailbox.envelopes.at(-1)).toEqual({ from: mail.from, to: ['grc@acme.com', 'cfo@acme.com'] });
  });

  test('goes to more than fifty as several, each to its own, because SES takes no more at once', async () => {
    const to = Array.from({ length: 120 }, (_, n) => `person${n}@acme.com`);
    const before = mailbox.envelopes.length;
    const reached: number[] = [];
    await sesMailer({ client, clock }).send(aMail({ to }), async (some) => {
      expect(mailbox.envelopes.at(-1)?.to).toEqual(some.to);
      reached.push(some.to.length);
    });
    expect(reached).toEqual([50, 50, 20]);
    const sent = mailbox.envelopes.slice(before);
    expect(sent.map((one) => one.to.length)).toEqual([50, 50, 20]);
    expect(sent.flatMap((one) => one.to)).toEqual(to);
    const headers = Buffer.from(mailbox.messages.at(-1) ?? []).toString();
    expect(headers).toContain('person119@acme.com');
    expect(headers).not.toContain('person99@acme.com');
  });

  test('reaches the others where SES does not take it for fifty, and names those', async () => {
    let asked = 0;
    const moody = await startService(() => {
      asked += 1;
      return asked === 2 ? json({ message: 'suppressed' }, 400) : json({ MessageId: `id-${asked}` });
    });
    const unlucky = sesClient(moody.endpoint);
    const to = Array.from({ length: 101 }, (_, n) => `person${n}@acme.com`);
    const sending = sesMailer({ client: unlucky, clock }).send(aMail({ to }));
    await expect(sending).rejects.toThrow(
      /was not sent for 50 of 101 recipients: person50@acme\.com, .*person99@acme\.com; the others have it: .*suppressed/,
    );
    expect(asked).toBe(3);
    asked = 1;
    expect(await sendInPart(sesMailer({ client: unlucky, clock }), aMail({ to }))).toEqual(to.slice(0, 50));
    unlucky.destroy();
    await moody.close();
  });

  test('reaches the others where SES takes no address such as one of them has, and names that one', async () => {
    const before = mailbox.envelopes.length;
    const to = ['grc@acme.com', 'zoë@acme.com', 'cfo@bücher.example'];
    await expect(sesMailer({ client, clock }).send(aMail({ to }))).rejects.toThrow(
      /was not sent for 1 of 3 recipients: zoë@acme\.com; the others have it: SES sends to no address with a letter beyond ASCII before the @/,
    );
    expect(mailbox.envelopes.slice(before).map((one) => one.to)).toEqual([
      ['grc@acme.com', 'cfo@xn--bcher-kva.example'],
    ]);
    const head = Buffer.from(mailbox.messages.at(-1) ?? []).toString();
    expect(head).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(await sendInPart(sesMailer({ client, clock }), aMail({ to }))).toEqual(['zoë@acme.com']);
  });

  test('to nobody whom SES can reach is not sent, and names them', async () => {
    const before = mailbox.envelopes.length;
    const sending = sesMailer({ client, clock }).send(aMail({ to: ['zoë@acme.com'] }));
    await expect(sending).rejects.toThrow(MailFailure);
    await expect(sending).rejects.toThrow(/^SES sends to no address .*: zoë@acme\.com$/);
    expect(mailbox.envelopes).toHaveLength(before);
  });

  test('of which nobody has anything throws, whoever records how far it came', async () => {
    const refusing = await startService(() => json({ message: 'not verified' }, 400));
    const refused = sesClient(refusing.endpoint);
    const mailer = sesMailer({ client: refused, clock });
    const to = Array.from({ length: 51 }, (_, n) => `person${n}@acme.com`);
    await expect(sendInPart(mailer, aMail({ to }))).rejects.toThrow(MailFailure);
    expect(await sendInPart(sesMailer({ client, clock }), aMail({ to }))).toEqual([]);
    refused.destroy();
    await refusing.close();
  });

  test('says so when SES does not take it', async () => {
    const refusing = await startService(() => json({ message: 'not verified' }, 400));
    const unlucky = sesClient(refusing.endpoint);
    const sending = sesMailer({ client: unlucky, clock }).send(aMail());
    await expect(sending).rejects.toThrow(MailFailure);
    await expect(sending).rejects.toThrow(/^SES did not take mail .*not verified/);
    unlucky.destroy();
    await refusing.close();
  });

  test('says that SES may have taken it where no answer came', async () => {
    const silent = createServer((request) => request.resume().once('end', () => request.socket.destroy()));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const unlucky = sesClient(`http://127.0.0.1:${z.parse(listening, silent.address()).port}`);
    const sending = sesMailer({ client: unlucky, clock }).send(aMail());
    await expect(sending).rejects.toThrow(/^SES did not answer to mail .* and may have taken it/);
    await expect(sending).rejects.toThrow(MailFailure);
    unlucky.destroy();
    silent.close();
  });
});

describe('a spool', () => {
  test('gives back what the first attempt said', async () => {
    const objects = await someObjects();
    const attachments = [{ name: 'report.pdf', mediaType: 'application/pdf', body: Buffer.from([0, 255, 128]) }];
    const mail = aMail({ id: 'run-1', attachments });
    await spoolMailer({ objects, keyOf }).send(mail);
    const key = await spoolMailer({ objects, keyOf }).send({ ...mail, subject: 'again' });
    expect(await readSpooled(objects, key)).toEqual(mail);
  });

  test('says which mail is missing or damaged', async () => {
    const objects = await someObjects();
    await expect(readSpooled(objects, 'work/execution/none.json')).rejects.toThrow(/none\.json is not there/);
    await objects.put('work/execution/damaged.json', Buffer.from('{"id":'));
    await expect(readSpooled(objects, 'work/execution/damaged.json')).rejects.toThrow(/damaged\.json: cannot be read/);
  });
});
