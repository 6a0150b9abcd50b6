import { SESv2Client } from '@aws-sdk/client-sesv2';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MailFailure } from '../../adapters/mail/message.ts';
import { sendRaw, sesMailer } from '../../adapters/mail/ses.ts';
import { spoolMailer } from '../../adapters/mail/spool.ts';
import { openFolderObjects } from '../../adapters/objects/folder.ts';
import { workKey } from '../../core/contract/objects.ts';
import type { Objects } from '../../core/ports.ts';
import { mailerContract } from '../contracts/mailer.ts';
import { standInCredentials } from '../support/aws/credentials.ts';
import { json, startService } from '../support/aws/json-service.ts';
import { startMailbox } from '../support/aws/mailbox.ts';
import type { Mailbox } from '../support/aws/mailbox.ts';
import { textOf } from '../support/bytes.ts';
import { aFolder } from '../support/folders.ts';
import { countingIds } from '../support/ids.ts';
import { aMail } from '../support/mails.ts';
import { clockAt } from '../support/time.ts';

const clock = clockAt('2026-10-05T08:00:00Z');

function sesClient(endpoint: string): SESv2Client {
  return new SESv2Client({ endpoint, region: 'eu-central-1', credentials: standInCredentials });
}

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

const keyOf = (id: string): string => workKey('execution', `${id}.eml`);

mailerContract('A spool', async () => {
  const objects = await someObjects();
  const keys: string[] = [];
  return {
    port: {
      send: async (mail) => {
        const key = await spoolMailer({ objects, clock, keyOf }).send(mail);
        keys.push(key);
        return key;
      },
    },
    arrived: async () =>
      Promise.all(keys.map(async (key) => Buffer.from((await textOf(await objects.get(key))) ?? ''))),
    close: async () => {},
  };
});

describe('mail by SES', () => {
  test('says so when SES does not take it', async () => {
    const refusing = await startService(() => json({ message: 'not verified' }, 400));
    const unlucky = sesClient(refusing.endpoint);
    await expect(sesMailer({ client: unlucky, clock }).send(aMail())).rejects.toThrow(MailFailure);
    unlucky.destroy();
    await refusing.close();
  });
});

describe('a spool', () => {
  test('sends later what the first attempt composed', async () => {
    const objects = await someObjects();
    await spoolMailer({ objects, clock, keyOf }).send(aMail({ id: 'run-1', subject: 'first' }));
    const key = await spoolMailer({ objects, clock, keyOf }).send(aMail({ id: 'run-1', subject: 'second' }));
    await sendRaw(client, Buffer.from((await textOf(await objects.get(key))) ?? ''));
    const email = await PostalMime.parse(mailbox.messages.at(-1) ?? new Uint8Array());
    expect(email.subject).toBe('first');
    expect(email.to?.map(({ address }) => address)).toEqual(aMail().to);
  });
});
