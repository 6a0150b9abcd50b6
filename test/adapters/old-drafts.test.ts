// What a process that was killed leaves half-written is removed by whoever writes there an hour later, and nothing else is.
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { outboxMailer } from '../../adapters/mail/outbox.ts';
import { openFolderObjects } from '../../adapters/objects/folder.ts';
import { openLocalSigner } from '../../adapters/signing/local-key.ts';
import { outboxDesk } from '../../adapters/tickets/outbox.ts';
import { copyFiles } from '../../cli/terminal/copy-out.ts';
import { streamNew, writeNew } from '../../cli/terminal/write-new.ts';
import { systemClock as clock, systemIds as ids } from '../../homes/laptop.ts';
import { aFolder } from '../support/folders.ts';
import { aMail } from '../support/review/mails.ts';
import { onDay } from '../support/time.ts';

const [killed, atWork] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];

/** A draft that is an hour old and more, one that may still be written, and files of somebody else. */
async function aFolderWith(draftOf: (id: string) => string, others: readonly string[]): Promise<string> {
  const folder = await aFolder();
  const old = new Date(Date.now() - 3_700_000);
  for (const name of [draftOf(killed), draftOf(atWork), ...others]) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), 'half');
    if (name !== draftOf(atWork)) await utimes(join(folder, name), old, old);
  }
  return folder;
}

const part = (id: string): string => `.${id}.part`;
const draft = (id: string): string => `.${id}`;
const ofOthers = ['.notes.part', '.gitkeep', `${killed}.part`];

test.each([
  ['a copy', async (folder: string) => copied(folder)],
  ['a worksheet', async (folder: string) => writeNew([{ path: join(folder, 'a'), bytes: Buffer.from('a') }], false)],
  ['a long file', async (folder: string) => streamNew(join(folder, 'a'), oneLetter, false)],
])('of %s', async (_of, write) => {
  const folder = await aFolderWith(part, ofOthers);
  await write(folder);
  expect((await readdir(folder)).toSorted()).toEqual([part(atWork), ...ofOthers, 'a'].toSorted());
});

test('of a mail', async () => {
  const folder = await aFolderWith(draft, ['.gitkeep']);
  await outboxMailer({ folder, clock, ids }).send(aMail({ id: 'run-1' }));
  expect((await readdir(folder)).toSorted()).toEqual([draft(atWork), '.gitkeep', 'run-1.eml'].toSorted());
});

test('of a notice of a work order', async () => {
  const folder = await aFolderWith((id) => `.order-${id}.part`, ['.gitkeep']);
  const of = { period: '2026-Q4', order: 1, accounts: 2, dueDay: onDay('2026-10-12') };
  await outboxDesk(folder).send({ key: 'order-1', title: 'Order', lines: [], logins: [], link: null, ...of }, false);
  expect((await readdir(folder)).toSorted()).toEqual([`.order-${atWork}.part`, '.gitkeep', 'order-1.json'].toSorted());
});

test('of a signing key, though its key was made since', async () => {
  const rooms = new Map([
    [killed, 'signing-key.pem.draft-a1B2c3'],
    [atWork, 'signing-key.pem.draft-d4E5f6'],
  ]);
  const folder = await aFolderWith((id) => join(rooms.get(id) ?? '', 'draft'), []);
  const old = new Date(Date.now() - 3_700_000);
  await utimes(join(folder, rooms.get(killed) ?? ''), old, old);
  await openLocalSigner({ folder, clock });
  expect((await readdir(folder)).filter((name) => name.includes('draft'))).toEqual([rooms.get(atWork)]);
});

async function* oneLetter(): AsyncGenerator<string, void, void> {
  yield 'a';
}

async function copied(folder: string): Promise<void> {
  const objects = await openFolderObjects({ root: await aFolder(), clock, ids });
  await objects.put('runs/1/a', Buffer.from('a'));
  await copyFiles(objects, [{ key: 'runs/1/a', name: 'a' }], { folder, terminal: { err: () => {} } });
}
