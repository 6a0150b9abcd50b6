import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MailFailure } from '../../../adapters/mail/errors.ts';
import { outboxMailer } from '../../../adapters/mail/outbox.ts';
import { mailerContract } from '../../ports/mailer.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { aMail } from '../../support/review/mails.ts';
import { clockAt } from '../../support/time.ts';

const clock = clockAt('2026-10-05T08:00:00Z');

mailerContract('An outbox', async () => {
  const folder = await aFolder();
  const seen: string[] = [];
  const mailer = outboxMailer({ folder, clock, ids: countingIds() });
  return {
    port: {
      send: async (mail) => {
        const path = await mailer.send(mail);
        seen.push(path);
        return path;
      },
    },
    arrived: () => Promise.all(seen.map((path) => readFile(path))),
    close: async () => {},
  };
});

describe('an outbox', () => {
  test('answers the file of the mail, in a folder for its owner only', async () => {
    const folder = join(await aFolder(), 'home', 'outbox');
    const path = await outboxMailer({ folder, clock, ids: countingIds() }).send(aMail({ id: 'run-1' }));
    expect(path).toBe(join(folder, 'run-1.eml'));
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect(await readFile(path, 'utf8')).toContain('Date: Mon, 05 Oct 2026 08:00:00 +0000\r\n');
  });

  test('keeps one file of a mail that is sent again, as it was the first time', async () => {
    const folder = await aFolder();
    const mailer = outboxMailer({ folder, clock, ids: countingIds() });
    const first = await readFile(await mailer.send(aMail({ id: 'run-1' })));
    await mailer.send(aMail({ id: 'run-1', subject: 'sent again' }));
    await mailer.send(aMail({ id: 'run-2' }));
    expect((await readdir(folder)).toSorted()).toEqual(['run-1.eml', 'run-2.eml']);
    expect(await readFile(join(folder, 'run-1.eml'))).toEqual(first);
  });

  test('says so when the folder cannot be written', async () => {
    const folder = join(await aFolder(), 'outbox');
    await writeFile(folder, 'a file in its place');
    await expect(outboxMailer({ folder, clock, ids: countingIds() }).send(aMail())).rejects.toThrow(MailFailure);
  });
});
