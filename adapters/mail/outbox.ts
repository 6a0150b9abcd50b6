// The mailer of a machine without mail: each mail is a file that any mail program opens and can send.
import { link, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail, Mailer } from '../../core/ports/telling.ts';
import type { Clock, Ids } from '../../core/ports/world.ts';
import { lastingFolder, syncNames } from '../lasting-names.ts';
import { removeDraftsBefore } from '../old-drafts.ts';
import { MailFailure } from './errors.ts';
import { composeMessage } from './message.ts';

/** As ids are made here; no mail is called so. */
const draftName = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Writes each mail to `folder/ID.eml` (the folder is created, readable by its owner only). A mail whose id is there
 * already counts as sent and stays as it is.
 *
 * `send` answers the path; it throws MailRefused, or MailFailure when the folder cannot be written.
 *
 * @example await outboxMailer({ folder: '.access-review/outbox', clock, ids }).send(mail)
 */
export function outboxMailer(options: { readonly folder: string; readonly clock: Clock; readonly ids: Ids }): Mailer {
  const { folder, clock, ids } = options;
  return {
    async send(mail: Mail): Promise<string> {
      const message = await composeMessage(mail, clock.now());
      const path = join(folder, `${mail.id}.eml`);
      try {
        await lastingFolder(folder);
        await writeWhole({ path, draft: join(folder, `.${ids.next()}`), content: message });
        // Who sends records it: what is on record as sent must be there.
        await syncNames(folder);
      } catch (cause) {
        throw new MailFailure(`cannot write ${path}`, cause);
      }
      return path;
    },
  };
}

/** A reader of the folder never sees half a mail, and a second mail of the same id never replaces the first. */
async function writeWhole(file: { path: string; draft: string; content: Uint8Array }): Promise<void> {
  try {
    await writeFile(file.draft, file.content, { flag: 'wx', flush: true, mode: 0o600 });
    await removeDraftsBefore(file.draft, draftName);
    await link(file.draft, file.path).catch((error: unknown) => {
      if (!isTaken(error)) throw error;
    });
  } finally {
    await rm(file.draft, { force: true });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
