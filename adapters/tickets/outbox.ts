// Where no secret is at hand a notice lies in the outbox, as a file that somebody else can hand over.
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastingFolder, syncNames } from '../lasting-names.ts';
import { removeDraftsBefore } from '../old-drafts.ts';
import type { TicketDesk } from '../../core/ports/telling.ts';

const draftName = /^\..+\.part$/;

/** @param folder made when the first notice comes, readable by its owner only */
export function outboxDesk(folder: string): TicketDesk {
  return {
    knowsRepeats: true,
    async send(notice) {
      const path = join(folder, `${notice.key}.json`);
      const draft = join(folder, `.${notice.key}.part`);
      await lastingFolder(folder);
      await writeFile(draft, `${JSON.stringify(notice, null, 2)}\n`, { mode: 0o600, flush: true });
      await removeDraftsBefore(draft, draftName);
      // Whole or not at all: somebody may take up whatever lies there.
      await rename(draft, path);
      await syncNames(folder);
      return { reference: null, where: path };
    },
    status: () => Promise.resolve(null),
  };
}
