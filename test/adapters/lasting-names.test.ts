// What is on record as written is still there after a power cut: its folder is synced as well, and so is the one above it.
import { readlinkSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TestContext } from 'vitest';
import { outboxMailer } from '../../adapters/mail/outbox.ts';
import { openLocalSigner } from '../../adapters/signing/local-key.ts';
import { outboxDesk } from '../../adapters/tickets/outbox.ts';
import { aFolder } from '../support/folders.ts';
import { countingIds } from '../support/ids.ts';
import { aMail } from '../support/review/mails.ts';
import { clockAt, onDay } from '../support/time.ts';

const clock = clockAt('2026-10-05T08:00:00Z');

/** @returns folders that are synced from now on, and what each held at that moment */
async function synced(context: TestContext): Promise<readonly { folder: string; names: readonly string[] }[]> {
  if (process.platform !== 'linux') context.skip('which file is synced is asked of /proc');
  const handle = await open(await aFolder(), 'r');
  const prototype: Pick<FileHandle, 'sync'> = Object.getPrototypeOf(handle);
  const { sync } = prototype;
  const found: { folder: string; names: readonly string[] }[] = [];
  prototype.sync = async function (this: FileHandle) {
    const path = readlinkSync(`/proc/self/fd/${this.fd}`);
    if ((await this.stat()).isDirectory()) found.push({ folder: path, names: await readdir(path) });
  };
  onTestFinished(() => {
    prototype.sync = sync;
  });
  await handle.close();
  return found;
}

test('a mail in the outbox', async (context) => {
  const folder = join(await aFolder(), 'outbox');
  const folders = await synced(context);
  await outboxMailer({ folder, clock, ids: countingIds() }).send(aMail({ id: 'run-1' }));
  expect(folders).toContainEqual({ folder: dirname(folder), names: ['outbox'] });
  expect(folders.at(-1)).toEqual({ folder, names: ['run-1.eml'] });
});

test('a notice in the outbox, which is whole when it is there', async (context) => {
  const folder = join(await aFolder(), 'outbox');
  const folders = await synced(context);
  const order = { key: 'order-1', title: 'Work order 1', lines: [], period: '2026-Q4', order: 1, accounts: 1 };
  await outboxDesk(folder).send({ ...order, dueDay: onDay('2026-10-12'), logins: [], link: null }, false);
  expect(folders).toContainEqual({ folder: dirname(folder), names: ['outbox'] });
  expect(folders.at(-1)).toEqual({ folder, names: ['order-1.json'] });
});

test('a signing key and its certificate', async (context) => {
  const folder = join(await aFolder(), 'key');
  const folders = await synced(context);
  await openLocalSigner({ folder, clock });
  expect(folders).toContainEqual({ folder: dirname(folder), names: ['key'] });
  expect(folders).toContainEqual({ folder, names: ['signing-key.pem'] });
  expect(folders.at(-1)?.names).toHaveLength(2);
});
